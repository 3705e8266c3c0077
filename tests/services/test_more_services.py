"""What ten services do beyond paging, and five services more: errors with a status of success,
limits that a code tells, hosts that a token brings, service accounts, public keys of webhooks.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.services.stub import Answer, Asked, Stub, User, running
from tests.services.test_ten_services import IDS, SIZE, basic, digest, has_more, page

Use = Callable[[str], User]


def test_slack_says_no_with_200(use: Use) -> None:
    def slack(stub: Stub, asked: Asked) -> Answer:
        return Answer({"ok": False, "error": "channel_not_found"})

    user = use("slack")
    with running(slack) as stub:
        client = user.client(stub, access_token="xoxb")
        with pytest.raises(user.package.ApiException) as caught:
            user.result(client.chat.post_message(channel="C1", text="hi"))
        assert (caught.value.status, caught.value.code) == (200, "channel_not_found")
        assert caught.value.data.ok is False and caught.value.data.error == "channel_not_found"
        with pytest.raises(user.package.ApiException, match="channel_not_found"):
            user.items(client.conversations.list_iter())


def test_aws_throttles_with_a_400(use: Use) -> None:
    def aws(stub: Stub, asked: Asked) -> Answer:
        if len(stub.asked) == 1:
            kind = "ThrottlingException:http://internal.cloud.example/coral/"
            return Answer({"message": "Rate exceeded"}, 400, {"x-amzn-ErrorType": kind})
        if len(stub.asked) == 2:
            return Answer({"__type": "com.cloud.things#ThrottlingException"}, 400)
        if len(stub.asked) == 3:
            return Answer({"Things": [{"Name": "a"}]})
        return Answer({"__type": "com.cloud.things#ValidationException"}, 400)

    user = use("aws")
    with running(aws) as stub:
        client = user.client(stub, sign_request=lambda request: {"Authorization": "AWS4"})
        found = user.result(client.default.list_things({}, max_results="3"))
        assert [each.name for each in found.things] == ["a"]
        assert user.clock.sleeps == [0.5, 1.0]
        with pytest.raises(user.package.BadRequestException):
            user.result(client.default.list_things({}, max_results="3"))
        assert len(stub.asked) == 4


def test_shopify_throttles_with_a_200(use: Use) -> None:
    def shopify(stub: Stub, asked: Asked) -> Answer:
        code = {1: "THROTTLED", 3: "ACCESS_DENIED"}.get(len(stub.asked))
        if code is None:
            return Answer({"data": {"shop": {"name": "x"}}})
        return Answer({"errors": [{"message": "no", "extensions": {"code": code}}]})

    user = use("shopify")
    with running(shopify) as stub:
        client = user.client(stub, api_key={"token": "shpat"})
        found = user.result(client.default.graphql(query="{ shop { name } }"))
        assert found.data == {"shop": {"name": "x"}} and user.clock.sleeps == [0.5]
        with pytest.raises(user.package.ApiException) as caught:
            user.result(client.default.graphql(query="{ shop { name } }"))
        assert caught.value.code == "ACCESS_DENIED" and caught.value.data.errors[0].message == "no"


def test_salesforce_names_the_host(use: Use) -> None:
    """Its token endpoint is the described server; the data are at the instance."""

    def instance(stub: Stub, asked: Asked) -> Answer:
        assert asked.headers["authorization"] == "Bearer 00D"
        start = int(asked.path.rpartition("-")[2]) if "-" in asked.path else 0
        found = {"totalSize": 7, "records": [{"Id": each} for each in page(start)]}
        more = {"nextRecordsUrl": f"/services/data/v60.0/query/01g-{start + SIZE}"}
        done = not has_more(start)
        return Answer({**found, "done": done, **({} if done else more)})

    user = use("salesforce")
    with running(instance) as data:

        def login(stub: Stub, asked: Asked) -> Answer:
            assert asked.path == "/services/oauth2/token"
            return Answer({"access_token": "00D", "instance_url": data.url})

        with running(login) as stub:
            flow = user.package.sign_in.Password(
                username="ada",
                password="p",
                client_id="3MVG9",
                client_secret="s",
                token_url=f"{stub.url}/services/oauth2/token",
            )
            client = user.client(stub, host=None, sign_in=flow, trusted_origins=[data.url])
            records = user.items(client.default.query_iter("SELECT Id FROM Account"))
            assert [each.id for each in records] == IDS
            assert stub.count("/services/oauth2/token") == 1 and len(data.asked) == 3


def google(stub: Stub, asked: Asked) -> Answer:
    if asked.path == "/token":
        claims = json.loads(base64.urlsafe_b64decode(asked.form["assertion"].split(".")[1] + "=="))
        assert claims["scope"] == "files.read" and claims["iss"] == "robot@x.example"
        assert claims["sub"] == "ada@x.example" and claims["exp"] - claims["iat"] == 3600
        return Answer({"access_token": "ya29", "expires_in": 3599, "token_type": "Bearer"})
    assert asked.headers["authorization"] == "Bearer ya29"
    if asked.path == "/v1/builds":
        return Answer({"name": "op1"})
    if asked.path.startswith("/v1/operations/"):
        if stub.count(asked.path) < 3:
            return Answer({"name": "op1", "done": False})
        error = {"error": {"code": 10, "status": "ABORTED", "message": "no"}}
        failed = stub.count(asked.path) > 3
        return Answer({"name": "op1", "done": True, **(error if failed else {"response": {}})})
    start = int(asked.query.get("pageToken", "0"))
    if start == SIZE and sum("pageToken=3" in each.target for each in stub.asked) == 1:
        details = [{"@type": "RetryInfo", "retryDelay": "3.5s"}]
        return Answer({"error": {"status": "RESOURCE_EXHAUSTED", "details": details}}, 429)
    more = {"nextPageToken": str(start + SIZE)} if has_more(start) else {}
    return Answer({"files": [{"id": each} for each in page(start)], **more})


def test_google(use: Use, tmp_path: Any) -> None:
    pytest.importorskip("jwt", reason="the extra jwt is not installed")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    user = use("google")
    with running(google) as stub:
        account = {"client_email": "robot@x.example", "private_key": key.decode()}
        path = tmp_path / "account.json"
        path.write_text(json.dumps({**account, "token_uri": f"{stub.url}/token"}))
        more = {"algorithm": "ES256", "subject": "ada@x.example"}
        flow = user.package.sign_in.JWTBearer.from_file(path, **more)
        client = user.client(stub, sign_in=flow)
        files = user.items(client.files.list_iter(page_size=3))
        assert [each.id for each in files] == IDS and user.clock.sleeps == [3.5]
        assert stub.count("/token") == 1
        user.clock.sleeps.clear()
        started = user.result(client.builds.create(source="s"))
        done = user.result(client.operations_api.get_until_done(started.name))
        assert done.response == {} and user.clock.sleeps == [2.0, 2.0]
        with pytest.raises(user.package.ApiException) as caught:
            user.result(client.operations_api.get_until_done(started.name))
        assert caught.value.code == "ABORTED" and caught.value.data.error.message == "no"


def notion(stub: Stub, asked: Asked) -> Answer:
    given = asked.json if asked.method == "POST" else asked.query
    if asked.method == "POST":
        assert asked.headers["notion-version"] == "2022-06-28"
    start = int(given.get("start_cursor") or 0)
    following = str(start + SIZE) if has_more(start) else None
    results = [{"id": each} for each in page(start)]
    return Answer(
        {
            "object": "list",
            "results": results,
            "next_cursor": following,
            "has_more": bool(following),
        }
    )


def test_notion(use: Use) -> None:
    user = use("notion")
    with running(notion) as stub:
        client = user.client(stub, access_token="ntn")
        rows = user.items(client.databases.query_database_iter("d", page_size=3))
        assert [each.id for each in rows] == IDS and len(stub.asked) == 3
        assert [each.id for each in user.items(client.users.list_users_iter())] == IDS
    body = '{"type": "page.created"}'
    headers = {"X-Notion-Signature": f"sha256={digest('s', body).hex()}"}
    assert user.package.webhooks.unwrap(body, headers, "s").type == "page.created"


def hubspot(stub: Stub, asked: Asked) -> Answer:
    start = int(asked.query.get("after", "0"))
    more = {"paging": {"next": {"after": str(start + SIZE), "link": "x"}}}
    results = [{"id": each} for each in page(start)]
    return Answer({"results": results, **(more if has_more(start) else {})})


def test_hubspot(use: Use) -> None:
    user = use("hubspot")
    with running(hubspot) as stub:
        client = user.client(stub, access_token="pat")
        found = user.items(client.basic.get_page_iter(limit=3))
        assert [each.id for each in found] == IDS
    body, url = '[{"subscriptionType": "contact.creation"}]', "https://ours.example/hook"
    made = base64.b64encode(digest("s", f"POST{url}{body}1700000000000")).decode()
    headers = {"X-HubSpot-Signature-v3": made, "X-HubSpot-Request-Timestamp": "1700000000000"}
    (event,) = user.package.webhooks.unwrap(body, headers, "s", url=url, now=1700000001)
    assert event.subscription_type == "contact.creation"


def atlassian(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["authorization"] == basic("ada@x.example", "t")
    if asked.path.endswith("/search/jql"):
        start = int(asked.query.get("nextPageToken", "0"))
        found = {"issues": [{"id": each} for each in page(start)], "isLast": not has_more(start)}
        return Answer({**found, **({"nextPageToken": str(start + 3)} if has_more(start) else {})})
    start = int(asked.query.get("startAt", "0"))
    if start == SIZE and sum("startAt=3" in each.target for each in stub.asked) == 1:
        reset = "2023-11-14T22:13:29Z"  # Nine seconds after the clock of these tests.
        return Answer({}, 429, {"X-RateLimit-Reset": reset, "X-RateLimit-Remaining": "0"})
    values = [{"id": each} for each in page(start)]
    return Answer({"startAt": start, "total": 7, "isLast": not has_more(start), "values": values})


def test_atlassian(use: Use) -> None:
    user = use("atlassian")
    with running(atlassian) as stub:
        client = user.client(stub, username="ada@x.example", password="t")
        found = user.items(client.projects.search_projects_iter(max_results=3))
        assert [each.id for each in found] == IDS and user.clock.sleeps == [9.0]
        issues = user.items(client.search.issues_iter(jql="project = A"))
        assert [each.id for each in issues] == IDS
    body = '{"webhookEvent": "jira:issue_created"}'
    headers = {"X-Hub-Signature": f"sha256={digest('s', body).hex()}"}
    event = user.package.webhooks.unwrap(body, headers, "s")
    assert event.webhook_event == "jira:issue_created"


def discord(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["authorization"] == "Bot t"
    start = IDS.index(asked.query["after"]) + 1 if "after" in asked.query else 0
    if stub.count(asked.path) == 2:
        return Answer({"retry_after": 1.25}, 429, {"Retry-After": "2", "X-RateLimit-Scope": "user"})
    return Answer([{"user": {"id": each}} for each in page(start)])


def test_discord(use: Use) -> None:
    library = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.ed25519", reason="the extra is not installed"
    )
    user = use("discord")
    with running(discord) as stub:
        client = user.client(stub, api_key={"BotToken": "Bot t"})
        found = user.items(client.guilds.list_guild_members_iter("g", limit=3))
        assert [each.user.id for each in found] == IDS and user.clock.sleeps == [2.0]
    private = library.Ed25519PrivateKey.generate()
    headers = {
        "X-Signature-Ed25519": private.sign(b'1700000000{"type":1}').hex(),
        "X-Signature-Timestamp": "1700000000",
    }
    public = private.public_key().public_bytes_raw().hex()
    event = user.package.webhooks.unwrap('{"type":1}', headers, public, now=1700000001)
    assert event.type == 1
    with pytest.raises(user.package.WebhookVerificationError):
        user.package.webhooks.unwrap('{"type":2}', headers, public, now=1700000001)
