"""An authorization server and a service on loopback sockets, with faults that tests plant."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen

from tests.support import http_server

SECRETS = ("S3CRET-client", "S3CRET-password", "S3CRET-access", "S3CRET-refresh", "S3CRET-code")


@dataclass
class Answer:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def octets(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass
class ReceivedRequest:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


class Service:
    """Both in one: ``/token``, ``/device``, ``/authorize`` and ``/api``.

    ``faults`` replace the answer of a path, one request after the other; a function gets what was
    received.
    """

    def __init__(self) -> None:
        self.requests: list[ReceivedRequest] = []
        self.faults: dict[str, list[Answer | Callable[[ReceivedRequest], Answer | None] | None]] = (
            {}
        )
        self.lifetime: object = 3600
        self.rotates = True
        self.valid: set[str] = set()
        self.refresh = ""
        self.count = 0
        self.challenges: dict[str, str] = {}
        self.pending = 0
        self.lock = threading.Lock()
        self.url = ""
        self.host = ""

    # --- what it does

    def answer(self, request: ReceivedRequest) -> Answer:
        with self.lock:
            self.requests.append(request)
            planted = self.faults.get(request.path)
            fault = planted.pop(0) if planted else None
        if callable(fault):
            fault = fault(request)
        if fault is not None:
            return fault
        match request.path:
            case "/token" | "/refresh":
                return self.token(request)
            case "/device":
                return Answer(
                    body={
                        "device_code": "S3CRET-code",
                        "user_code": "WDJB-MJHT",
                        "verification_uri": "https://example.com/device",
                        "expires_in": 900,
                        "interval": 5,
                    }
                )
            case "/authorize":
                return self.authorize(request)
            case "/.well-known/openid-configuration":
                return Answer(body=self.metadata())
            case "/api":
                token = request.headers.get("authorization", "").removeprefix("Bearer ")
                good = token in self.valid
                return (
                    Answer(body={"ok": True}) if good else Answer(401, {"error": "invalid_token"})
                )
            case _:
                return Answer(404)

    def metadata(self) -> dict[str, str]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "device_authorization_endpoint": f"{self.url}/device",
        }

    def token(self, request: ReceivedRequest) -> Answer:
        form = request.form
        match form.get("grant_type"):
            case "refresh_token":
                if form.get("refresh_token") != self.refresh:
                    return Answer(400, {"error": "invalid_grant"})
                return self.tokens(renews=True)
            case "authorization_code":
                made = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
                wanted = self.challenges.get(form.get("code", ""))
                if base64.urlsafe_b64encode(made).rstrip(b"=").decode() != wanted:
                    return Answer(400, {"error": "invalid_grant", "error_description": "no PKCE"})
                return self.tokens()
            case "password":
                good = form.get("username") == "ada" and form.get("password") == "S3CRET-password"
                return self.tokens() if good else Answer(400, {"error": "invalid_grant"})
            case "client_credentials" | "urn:ietf:params:oauth:grant-type:jwt-bearer":
                return self.tokens(refresh=False)
            case "urn:ietf:params:oauth:grant-type:device_code":
                if self.pending > 0:
                    self.pending -= 1
                    return Answer(400, {"error": "authorization_pending"})
                return self.tokens()
            case _:
                return Answer(400, {"error": "unsupported_grant_type"})

    def tokens(self, *, refresh: bool = True, renews: bool = False) -> Answer:
        with self.lock:
            self.count += 1
            token = f"S3CRET-access-{self.count}"
            self.valid.add(token)
            found: dict[str, object] = {"access_token": token, "token_type": "Bearer"}
            if self.host:
                found["instance_url"] = self.host
            if self.lifetime is not None:
                found["expires_in"] = self.lifetime
            if refresh and (self.rotates or not renews):
                self.refresh = f"S3CRET-refresh-{self.count}"
                found["refresh_token"] = self.refresh
        return Answer(body=found, headers={"Cache-Control": "no-store"})

    def authorize(self, request: ReceivedRequest) -> Answer:
        query = request.query
        code = "S3CRET-code-1"
        self.challenges[code] = query.get("code_challenge", "none")
        back = urlencode({"code": code, "state": query.get("state", "")})
        return Answer(302, headers={"Location": f"{query['redirect_uri']}?{back}"})

    def browse(self, url: str) -> None:
        """What a browser does, in a thread of its own: it is sent on, and comes back."""
        threading.Thread(target=_visit, args=(url,), daemon=True).start()

    def forms(self, grant: str) -> list[dict[str, str]]:
        """The forms of token requests of one grant."""
        return [each.form for each in self.requests if each.form.get("grant_type") == grant]

    def paths(self) -> list[str]:
        return [each.path for each in self.requests]


def _visit(url: str) -> None:
    try:
        with urlopen(url) as response:
            response.read()
    except OSError:
        pass  # The page itself is wrong; the test says so.


@contextmanager
def running() -> Iterator[Service]:
    """The service on a free port."""
    service = Service()

    class Handler(http_server.Handler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            request = ReceivedRequest(
                self.command,
                address.path,
                dict(parse_qsl(address.query)),
                {name.lower(): value for name, value in self.headers.items()},
                dict(parse_qsl(self.read_body().decode(), keep_blank_values=True)),
            )
            answer = service.answer(request)
            self.respond(answer.status, answer.headers, answer.octets)

        do_POST = do_GET

    with http_server.running(Handler) as url:
        service.url = url
        yield service
