"""Clients of ten services, as their users have them: described in the manner of the services'
public documentation, with the proposals of ``docbound suggest`` accepted, against stubs of the
services. Nothing here is code that a user would have to write for paging, streams and the like.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.services.stub import Answer, Asked, Stub, User, running

Use = Callable[[str], User]
IDS = [f"i{number}" for number in range(1, 8)]
SIZE = 3


def page(start: int) -> list[str]:
    return IDS[start : start + SIZE]


def has_more(start: int) -> bool:
    return start + SIZE < len(IDS)


def digest(secret: str, text: str, kind: str = "sha256") -> bytes:
    return hmac.new(secret.encode(), text.encode(), kind).digest()


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


# --- Stripe: the last id, a page token, keys of idempotency, signatures with a moment inside


def stripe(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["authorization"] == basic("sk_test", "")
    if asked.path == "/v1/charges":
        if stub.count(asked.path) < 3:
            return Answer(
                {"error": {"message": "busy"}},
                502 if stub.count(asked.path) < 2 else 409,
                {"Stripe-Should-Retry": "true"},
            )
        return Answer({"id": "ch_1", "amount": int(asked.form["amount"])})
    if asked.path == "/v1/customers/search":
        start = int(asked.query.get("page", "0"))
        more = has_more(start)
        found = {"data": [{"id": each} for each in page(start)], "has_more": more}
        return Answer({**found, "next_page": str(start + SIZE) if more else None, "total_count": 7})
    start = IDS.index(asked.query["starting_after"]) + 1 if "starting_after" in asked.query else 0
    data = [{"id": each, "email": None} for each in page(start)]
    return Answer({"object": "list", "url": asked.path, "data": data, "has_more": has_more(start)})


def test_stripe(use: Use) -> None:
    user = use("stripe")
    with running(stripe) as stub:
        client = user.client(stub, username="sk_test", password="")
        api = client.default
        assert [each.id for each in user.items(api.get_customers_iter(limit=3))] == IDS
        assert stub.count("/v1/customers") == 3
        found = api.get_customers_search_iter("email:'a'")
        assert [each.id for each in user.items(found)] == IDS
        charge = user.result(api.post_charges(amount=7, currency="eur", metadata={"order": "1"}))
        assert charge.amount == 7
        tries = [each for each in stub.asked if each.path == "/v1/charges"]
        assert len({each.headers["idempotency-key"] for each in tries}) == 1 and len(tries) == 3
        assert tries[0].form == {"amount": "7", "currency": "eur", "metadata[order]": "1"}
    body = '{"id": "evt_1", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}'
    signature = digest("whsec_s", f"1492774577.{body}").hex()
    headers = {"Stripe-Signature": f"t=1492774577,v1={signature},v0=6ffbb5"}
    event = user.package.webhooks.unwrap(body, headers, "whsec_s", now=1492774600)
    assert type(event).__name__ == "CustomerCreated" and event.data.var_object.id == "cus_1"


# --- GitHub: links in a header, device codes, limits that are a 403


def github(stub: Stub, asked: Asked) -> Answer:
    if asked.path == "/login/device/code":
        found = {"device_code": "d", "user_code": "WDJB-MJHT", "expires_in": 900, "interval": 5}
        return Answer({**found, "verification_uri": "https://codehost.example/login/device"})
    if asked.path == "/login/oauth/access_token":
        assert asked.headers["accept"] == "application/json"
        # It says no with 200.
        if stub.count(asked.path) < 3:
            return Answer({"error": "authorization_pending"})
        return Answer({"access_token": "gho_1", "token_type": "bearer", "scope": "repo"})
    number = int(asked.query.get("page", "1"))
    if number == 2 and stub.count(asked.path) == 2:
        return Answer(
            {"message": "secondary rate limit"},
            403,
            {"Retry-After": "7", "X-RateLimit-Remaining": "0"},
        )
    start = (number - 1) * SIZE
    issues = [{"id": int(each[1:]), "number": 1} for each in page(start)]
    if asked.path == "/search/issues":
        return Answer({"total_count": 7, "incomplete_results": False, "items": issues})
    link = (
        f'<{stub.url}/repositories/1/issues?page={number + 1}>; rel="next", <x?page=3>; rel="last"'
    )
    return Answer(issues, headers={"Link": link} if has_more(start) else {})


def test_github(use: Use) -> None:
    user = use("github")
    sign_in = user.package.sign_in
    shown: list[str] = []
    with running(github) as stub:
        flow = sign_in.DeviceFlow(
            client_id="Iv1",
            scopes=("repo",),
            device_authorization_url=f"{stub.url}/login/device/code",
            token_url=f"{stub.url}/login/oauth/access_token",
            show=lambda code: shown.append(code.user_code),
        )
        client = user.client(stub, sign_in=flow)
        issues = client.issues.list_for_repo_iter("octo", "hello", state="all")
        assert [each.id for each in user.items(issues)] == list(range(1, 8))
        assert shown == ["WDJB-MJHT"] and user.clock.sleeps == [5.0, 5.0, 5.0]
        assert all(
            each.headers["authorization"] == "Bearer gho_1"
            for each in stub.asked
            if "issues" in each.path
        )
        first = user.result(client.search.issues_iter("is:open").first_page())
        assert (first.total, len(first.items), first.has_next) == (7, 3, True)
    body = '{"action": "opened", "issue": {"id": 1, "number": 2}}'
    headers = {"X-Hub-Signature-256": f"sha256={digest('s', body).hex()}"}
    event = user.package.webhooks.unwrap(body.encode(), headers, "s")
    assert event.issue.number == 2


def test_a_rate_limit_that_is_a_403(use: Use) -> None:
    user = use("github")
    with running(github) as stub:
        retries = user.package.Retries(statuses=frozenset({403, 429}))
        client = user.client(stub, retries=retries)
        found = user.items(client.search.issues_iter("is:open"))
        assert [each.id for each in found] == list(range(1, 8))
        assert user.clock.sleeps == [7.0]


# --- OpenAI: streams that end with a mark, errors of a stream, words about retries


def openai(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["authorization"] == "Bearer sk-1"
    if asked.path == "/chat/completions":
        if stub.count(asked.path) == 1:
            return Answer({"error": {}}, 429, {"retry-after-ms": "1500", "Retry-After": "2"})
        if not asked.json.get("stream"):
            return Answer({"id": "c", "choices": [{"message": {"content": "whole"}}]})
        chunks = [{"id": "c", "choices": [{"delta": {"content": each}}]} for each in "abc"]
        text = "".join(f"data: {json.dumps(each)}\n\n" for each in chunks) + "data: [DONE]\n\n"
        return Answer(text.encode(), headers={"Content-Type": "text/event-stream"})
    if asked.path == "/responses":
        if not asked.json.get("stream"):
            return Answer({"error": {}}, 500, {"x-should-retry": "false"})
        events = [
            {"type": "response.output_text.delta", "delta": "a"},
            {"type": "error", "message": "overloaded"},
        ]
        text = "".join(f"event: {each['type']}\ndata: {json.dumps(each)}\n\n" for each in events)
        return Answer(text.encode(), headers={"Content-Type": "text/event-stream"})
    start = IDS.index(asked.query["after"]) + 1 if "after" in asked.query else 0
    data = [{"id": each} for each in page(start)]
    return Answer(
        {"object": "list", "data": data, "last_id": data[-1]["id"], "has_more": has_more(start)}
    )


def test_openai(use: Use) -> None:
    user = use("openai")
    with running(openai) as stub:
        client = user.client(stub, access_token="sk-1")
        messages = [{"role": "user", "content": "hi"}]
        stream = user.result(
            client.chat.create_chat_completion(model="m", messages=messages, stream=True)
        )
        chunks = user.items(stream)
        assert "".join(each.choices[0].delta.content for each in chunks) == "abc"
        assert user.clock.sleeps == [1.5]
        whole = user.result(client.chat.create_chat_completion(model="m", messages=messages))
        assert whole.choices[0].message.content == "whole"
        with pytest.raises(user.package.ServiceException):
            user.result(client.responses.create_response(input="hi"))
        assert stub.count("/responses") == 1
        events = user.result(client.responses.create_response(input="hi", stream=True))
        with pytest.raises(user.package.EventStreamError, match="overloaded"):
            user.items(events)
        assert [each.id for each in user.items(client.jobs.list_jobs_iter(limit=3))] == IDS
        assert [each.id for each in user.items(client.batch.list_batches_iter())] == IDS
    body = '{"type": "batch.failed", "data": {"id": "b"}}'
    secret = base64.b64encode(b"secret").decode()
    made = base64.b64encode(digest("secret", f"wh_1.1700000000.{body}")).decode()
    headers = {
        "webhook-id": "wh_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": f"v1,{made}",
    }
    event = user.package.webhooks.unwrap(body, headers, f"whsec_{secret}", now=1700000001)
    assert event.type == "batch.failed" and event.data.id == "b"


# --- Slack: a cursor that is empty at the end, a browser, a POST that waits for its limit


def slack(stub: Stub, asked: Asked) -> Answer:
    if asked.path == "/oauth/v2/authorize":
        back = f"{asked.query['redirect_uri']}?code=c&state={asked.query['state']}"
        return Answer(b"", 302, {"Location": back})
    if asked.path == "/oauth.v2.access":
        assert asked.form["code"] == "c" and asked.headers["authorization"].startswith("Basic ")
        return Answer({"ok": True, "access_token": "xoxb-1", "token_type": "bot"})
    assert asked.headers["authorization"] == "Bearer xoxb-1"
    if asked.path == "/chat.postMessage":
        if stub.count(asked.path) == 1:
            return Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "30"})
        return Answer({"ok": True, "ts": asked.form["text"]})
    start = int(asked.query.get("cursor") or "0")
    cursor = str(start + SIZE) if has_more(start) else ""
    channels = [{"id": each, "name": each} for each in page(start)]
    return Answer({"ok": True, "channels": channels, "response_metadata": {"next_cursor": cursor}})


def test_slack(use: Use) -> None:
    user = use("slack")
    with running(slack) as stub:
        flow = user.package.sign_in.AuthorizationCode(
            client_id="1.2",
            client_secret="s",
            scopes=("channels:read", "chat:write"),
            authorization_url=f"{stub.url}/oauth/v2/authorize",
            token_url=f"{stub.url}/oauth.v2.access",
            open_url=lambda url: urlopen(url).close(),
        )
        client = user.client(stub, sign_in=flow)
        user.result(client.sign_in())
        channels = user.items(client.conversations.list_iter(limit=3))
        assert [each.id for each in channels] == IDS and stub.count("/conversations.list") == 3
        sent = user.result(client.chat.post_message(channel="C1", text="hi"))
        assert (sent.ok, sent.ts, user.clock.sleeps) == (True, "hi", [30.0])
    body = '{"type": "url_verification", "challenge": "3eZ"}'
    made = digest("8f74", f"v0:1531420618:{body}").hex()
    headers = {"X-Slack-Signature": f"v0={made}", "X-Slack-Request-Timestamp": "1531420618"}
    event = user.package.webhooks.unwrap(body, headers, "8f74", now=1531420618)
    assert event.challenge == "3eZ"


# --- Shopify: links with a page's state, a token in a header, money


def shopify(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["x-shopify-access-token"] == "shpat"
    if len(stub.asked) == 2:
        return Answer({"errors": "Exceeded 2 calls per second"}, 429, {"Retry-After": "2.0"})
    start = int(asked.query.get("page_info", "0"))
    kind = asked.path.removeprefix("/admin/api/2024-07/").removesuffix(".json")
    link = f'<{stub.url}{asked.path}?limit=3&page_info={start + SIZE}>; rel="next"'
    # Its numbers of money are texts.
    items = [{"id": int(each[1:]), "title": each, "total_price": "199.65"} for each in page(start)]
    return Answer({kind: items}, headers={"Link": link} if has_more(start) else {})


def test_shopify(use: Use) -> None:
    user = use("shopify")
    with running(shopify) as stub:
        host = f"{stub.url}/admin/api/2024-07"
        client = user.client(stub, host=host, api_key={"token": "shpat"})
        products = user.items(client.default.list_products_iter(limit=3))
        assert [each.title for each in products] == IDS and user.clock.sleeps == [2.0]
        order = user.result(client.default.list_orders_iter(limit=3).first_page()).items[0]
        assert order.total_price == Decimal("199.65")
    body = '{"id": 1, "total_price": "10.10"}'
    headers = {"X-Shopify-Hmac-SHA256": base64.b64encode(digest("hush", body)).decode()}
    event = user.package.webhooks.unwrap(body, headers, "hush")
    assert event.total_price == Decimal("10.10")


# --- AWS: each request signed, tokens in the body


def aws(stub: Stub, asked: Asked) -> Answer:
    text = "\n".join([asked.method, asked.target, hashlib.sha256(asked.body).hexdigest()])
    assert asked.headers["authorization"].endswith(digest("key", text).hex())
    token = asked.json.get("NextToken") if asked.method == "POST" else asked.query.get("nextToken")
    start = int(token or "0")
    names = [{"Name": each} for each in page(start)]
    more = {"NextToken": str(start + SIZE)} if has_more(start) else {}
    if asked.method == "POST":
        assert asked.headers["x-amz-target"] == "Things.ListThings"
        return Answer({"Things": names, **more})
    return Answer({"things": names, "nextToken": more.get("NextToken")})


def sign(request: Any) -> dict[str, str]:
    body = request.body if isinstance(request.body, bytes) else b""
    target = re.sub(r"^https?://[^/]+", "", request.url)
    text = "\n".join([request.method, target, hashlib.sha256(body).hexdigest()])
    return {"Authorization": f"AWS4-HMAC-SHA256 Signature={digest('key', text).hex()}"}


def test_aws(use: Use) -> None:
    user = use("aws")
    with running(aws) as stub:
        client = user.client(stub, sign_request=sign)
        found = client.default.list_things_iter({}, max_results="3")
        assert [each.name for each in user.items(found)] == IDS
        rest = client.default.list_things_rest_iter(max_results=3)
        assert [each.name for each in user.items(rest)] == IDS


# --- Microsoft Graph: links under a name with a dot, a token from another origin


def graph(stub: Stub, asked: Asked) -> Answer:
    if asked.path == "/tenant/oauth2/v2.0/token":
        assert asked.form == {"grant_type": "client_credentials", "scope": ".default"}
        return Answer({"access_token": "eyJ", "token_type": "Bearer", "expires_in": 3599})
    assert asked.headers["authorization"] == "Bearer eyJ"
    start = int(asked.query.get("$skiptoken", "0"))
    if start == SIZE and sum("skiptoken" in each.target for each in stub.asked) == 1:
        return Answer({"error": {"code": "TooManyRequests"}}, 429, {"Retry-After": "10"})
    people = [{"id": each, "displayName": None} for each in page(start)]
    more = {"@odata.nextLink": f"{stub.url}{asked.path}?$top=3&$skiptoken={start + SIZE}"}
    return Answer({"@odata.context": "x", "value": people, **(more if has_more(start) else {})})


def test_microsoft_graph(use: Use) -> None:
    user = use("graph")
    with running(graph) as stub:
        flow = user.package.sign_in.ClientCredentials(
            client_id="app", client_secret="s", token_url=f"{stub.url}/tenant/oauth2/v2.0/token"
        )
        client = user.client(stub, host=f"{stub.url}/v1.0", sign_in=flow)
        users = user.items(client.users_user.user_list_user_iter(top=3))
        assert [each.id for each in users] == IDS and user.clock.sleeps == [10.0]
        assert [each.id for each in user.items(client.groups_group.group_list_group_iter())] == IDS
        delta = user.items(client.users_functions.user_delta_iter())
        assert [each.id for each in delta] == IDS
        assert stub.count("/tenant/oauth2/v2.0/token") == 1


# --- Salesforce: an address of the next records, sessions that end


def salesforce(stub: Stub, asked: Asked) -> Answer:
    if asked.path == "/services/oauth2/token":
        number = stub.count(asked.path)
        return Answer(
            {"access_token": f"00D{number}", "instance_url": stub.url, "token_type": "Bearer"}
        )
    if asked.headers["authorization"] == "Bearer 00D1" and len(stub.asked) > 2:
        return Answer([{"errorCode": "INVALID_SESSION_ID"}], 401)
    found = re.fullmatch(r"/services/data/v60.0/query/01g-(\d+)", asked.path)
    start = int(found[1]) if found else 0
    records = [{"attributes": {"type": "Account"}, "Id": each} for each in page(start)]
    more = {"nextRecordsUrl": f"/services/data/v60.0/query/01g-{start + SIZE}"}
    body = {"totalSize": 7, "done": not has_more(start), "records": records}
    return Answer({**body, **(more if has_more(start) else {})})


def test_salesforce(use: Use) -> None:
    user = use("salesforce")
    with running(salesforce) as stub:
        flow = user.package.sign_in.Password(
            username="ada",
            password="p+token",
            client_id="3MVG9",
            client_secret="s",
            token_url=f"{stub.url}/services/oauth2/token",
        )
        host = f"{stub.url}/services/data/v60.0"
        client = user.client(stub, host=host, sign_in=flow)
        records = user.items(client.default.query_iter("SELECT Id FROM Account"))
        assert [each.id for each in records] == IDS
        assert stub.count("/services/oauth2/token") == 2  # The session had ended.
        first = user.result(client.default.query_iter("SELECT Id FROM Account").first_page())
        assert first.total == 7


# --- Zendesk: cursors in brackets, and a moment that is a date and time


def zendesk(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["authorization"] == basic("ada@example.com/token", "t")
    if asked.path == "/api/v2/users":
        start = (int(asked.query.get("page", "1")) - 1) * SIZE
        users = [{"id": int(each[1:])} for each in page(start)]
        link = f"{stub.url}/api/v2/users?page={start // SIZE + 2}" if has_more(start) else None
        return Answer({"users": users, "count": 7, "next_page": link, "previous_page": None})
    cursor = asked.query.get("page[after]") or asked.query.get("cursor")
    start = int(cursor or "0")
    tickets = [{"id": int(each[1:]), "tags": []} for each in page(start)]
    if asked.path.endswith("/cursor"):
        ends = not has_more(start)
        return Answer(
            {"tickets": tickets, "after_cursor": str(start + SIZE), "end_of_stream": ends}
        )
    meta = {"has_more": has_more(start), "after_cursor": str(start + SIZE)}
    return Answer({"tickets": tickets, "meta": meta, "links": {"next": f"{stub.url}/x"}})


def test_zendesk(use: Use) -> None:
    user = use("zendesk")
    numbers = list(range(1, 8))
    with running(zendesk) as stub:
        client = user.client(stub, username="ada@example.com/token", password="t")
        tickets = user.items(client.tickets.list_tickets_iter(page_size=3))
        assert [each.id for each in tickets] == numbers
        assert [each.id for each in user.items(client.users.list_users_iter())] == numbers
        changes = user.items(client.incremental.tickets_iter(1332034771))
        assert [each.id for each in changes] == numbers and len(stub.asked) == 9


def test_a_webhook_of_zendesk(use: Use) -> None:
    """The proposal says that what is signed must be looked up; the page says: no dot."""
    webhooks = use("zendesk").package.webhooks
    body, moment = '{"type": "zen:event", "detail": {"id": "1"}}', "2024-05-01T12:00:00Z"
    made = base64.b64encode(digest("s", f"{moment}{body}")).decode()
    name = "X-Zendesk-Webhook-Signature"
    headers = {name: made, f"{name}-Timestamp": moment}
    assert webhooks.unwrap(body, headers, "s", now=1714564801).detail.id == "1"


# --- Twilio: an address relative to the host, forms, signatures over the address


def twilio(stub: Stub, asked: Asked) -> Answer:
    assert asked.headers["authorization"] == basic("AC1", "token")
    if asked.method == "POST":
        return Answer({"sid": "SM1", "body": asked.form["Body"]}, 201)
    start = int(asked.query.get("Page", "0")) * SIZE
    if start:
        assert asked.query["PageToken"] == "PASM"
    if asked.path == "/v1/Services":
        link = f"{stub.url}/v1/Services?Page={start // SIZE + 1}&PageToken=PASM"
        meta = {"next_page_url": link if has_more(start) else None, "key": "services"}
        return Answer({"services": [{"sid": each} for each in page(start)], "meta": meta})
    link = f"{asked.path}?PageSize=3&Page={start // SIZE + 1}&PageToken=PASM"
    found = {"messages": [{"sid": each} for each in page(start)], "page": start // SIZE}
    return Answer({**found, "next_page_uri": link if has_more(start) else None})


def test_twilio(use: Use) -> None:
    user = use("twilio")
    with running(twilio) as stub:
        client = user.client(stub, username="AC1", password="token")
        messages = client.api20100401_message
        assert [
            each.sid for each in user.items(messages.list_message_iter("AC1", page_size=3))
        ] == IDS
        assert [each.sid for each in user.items(client.service.list_service_iter())] == IDS
        sent = user.result(messages.create_message("AC1", to="+1555", body="hi"))
        assert sent.body == "hi"
    form = {"MessageSid": "SM1", "From": "+1555", "Body": "hello"}
    url = "https://ours.example/sms?team=7"
    text = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    headers = {"X-Twilio-Signature": base64.b64encode(digest("token", text, "sha1")).decode()}
    event = user.package.webhooks.unwrap(urlencode(form), headers, "token", url=url)
    assert event.message_sid == "SM1" and event.body == "hello"
