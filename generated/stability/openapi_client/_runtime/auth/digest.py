"""HTTP Digest access authentication (RFC 7616): answers a challenge, and sends no password."""

from __future__ import annotations

import hashlib
import itertools
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote

from ..errors import ApiValueError
from ..http.headers import Headers
from ..lazy_patterns import lazy_pattern
from ..records import record
from ..service.security_schemes import DigestUser
from ..transport.protocol import Request

_ALGORITHMS: Final = {
    # The best first.
    "SHA-512-256": "sha512_256",
    "SHA-256": "sha256",
    "MD5": "md5",
}
_WORD: Final = lazy_pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = lazy_pattern(r"""\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))""")
_LONGEST: Final = 65536
"""Characters of a field that are read; challenges have some hundred."""


@record
class Challenge:
    """What a service asks for (RFC 7616, section 3.3)."""

    realm: str
    nonce: str
    algorithm: str = "MD5"
    opaque: str | None = None
    qop: tuple[str, ...] = ()
    userhash: bool = False
    stale: bool = False
    in_utf8: bool = False

    @property
    def is_session(self) -> bool:
        """Whether the algorithm is a ``-sess`` variant."""
        return self.algorithm.lower().endswith("-sess")

    @property
    def base_algorithm(self) -> str:
        """The algorithm without ``-sess``, in capitals."""
        return self.algorithm.upper().removesuffix("-SESS")


def challenges(field: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The challenges of a field ``WWW-Authenticate`` (RFC 9110, section 11.6.1): the scheme in
    lower case, and its parameters.
    """
    field = field[:_LONGEST]
    at = 0
    scheme, found = "", dict[str, str]()
    # Each word is looked at once, whatever stands behind it.
    while (word := _WORD.search(field, at)) is not None:
        at = word.end()
        value = _VALUE.match(field, at) if scheme else None
        if value is not None:
            quoted, bare = value.groups()
            text = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            found.setdefault(word[0].lower(), text)
            at = value.end()
        elif not field[at : at + 1].strip(" \t,"):
            if scheme:
                yield scheme, found
            scheme, found = word[0].lower(), {}
    if scheme:
        yield scheme, found


def best_challenge(headers: Headers) -> Challenge | None:
    """The strongest Digest challenge of a response that can be answered, or None."""
    known: list[Challenge] = []
    for field in headers.get_all("www-authenticate"):
        for scheme, found in challenges(field):
            if scheme != "digest" or "nonce" not in found:
                continue
            challenge = _challenge(found)
            if _is_known(challenge):
                known.append(challenge)
    order = list(_ALGORITHMS)
    return min(known, key=lambda each: order.index(each.base_algorithm), default=None)


def _challenge(found: dict[str, str]) -> Challenge:
    return Challenge(
        realm=found.get("realm", ""),
        nonce=found["nonce"],
        algorithm=found.get("algorithm") or "MD5",
        opaque=found.get("opaque"),
        qop=tuple(each.strip().lower() for each in found.get("qop", "").split(",") if each.strip()),
        userhash=found.get("userhash", "").lower() == "true",
        stale=found.get("stale", "").lower() == "true",
        in_utf8=found.get("charset", "").lower() == "utf-8",
    )


def _is_known(challenge: Challenge) -> bool:
    name = _ALGORITHMS.get(challenge.base_algorithm)
    if name is None or (challenge.qop and not {"auth", "auth-int"} & set(challenge.qop)):
        return False
    try:
        hashlib.new(name, usedforsecurity=False)
    except ValueError:  # An OpenSSL without it.
        return False
    return True


class DigestSession:
    """What is known of a service's challenge; shared by the calls of a client.

    Args:
        user: who answers.
        nonce: makes the client's own nonces.
    """

    def __init__(
        self, user: DigestUser, nonce: Callable[[], str] = lambda: secrets.token_hex(16)
    ) -> None:
        self._user = user
        self._make_nonce = nonce
        # One attribute, so that threads see parts that belong together: the challenge, the nonce
        # of the session, and the count of its uses.
        self._state: tuple[Challenge, str, Iterator[int]] | None = None

    def refused(self, headers: Headers) -> bool:
        """Takes the challenge of a response with status 401; gives whether an answer to it makes
        sense. The second refusal of the same password is final, unless the nonce was too old.
        """
        challenge = best_challenge(headers)
        if challenge is None:
            return False
        known = self._state
        again = known is not None and known[0].realm == challenge.realm and not challenge.stale
        self._state = challenge, self._make_nonce(), itertools.count(1)
        # A password that was refused once is not sent again by the same attempt; a nonce that the
        # service has forgotten without saying "stale" is worth one answer.
        return not again or known is None or known[0].nonce != challenge.nonce

    def sign(self, request: Request) -> Request:
        """The request with the answer, once a challenge is known."""
        state = self._state
        if state is None:
            return request
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() != "authorization"
        }
        headers["Authorization"] = self._answer(request, *state)
        return Request(request.method, request.url, headers, request.body, request.operation)

    def _answer(
        self, request: Request, challenge: Challenge, session_nonce: str, count: Iterator[int]
    ) -> str:
        """RFC 7616, section 3.4."""
        digest = _digest(challenge)
        user = self._user
        uri = _target(request.url)
        qop = _qop(challenge, request)
        number = f"{next(count):08x}"
        # With -sess the key is that of the first answer, and so is its nonce (section 3.4.2).
        client_nonce = session_nonce if challenge.is_session else self._make_nonce()
        key = digest(f"{user.username}:{challenge.realm}:{user.password}")
        if challenge.is_session:
            key = digest(f"{key}:{challenge.nonce}:{client_nonce}")
        what = f"{request.method}:{uri}"
        if qop == "auth-int":
            body = request.body if isinstance(request.body, bytes) else b""
            what = f"{what}:{digest(body)}"
        proof = (challenge.nonce, number, client_nonce, qop) if qop else (challenge.nonce,)
        response = digest(":".join((key, *proof, digest(what))))
        parts = [
            *_username(user.username, challenge, digest),
            f'realm="{_quoted(challenge.realm)}"',
            f'uri="{uri}"',
            f"algorithm={challenge.algorithm}",
            f'nonce="{_quoted(challenge.nonce)}"',
        ]
        if qop:
            parts += [f"nc={number}", f'cnonce="{client_nonce}"', f"qop={qop}"]
        parts.append(f'response="{response}"')
        if challenge.opaque is not None:
            parts.append(f'opaque="{_quoted(challenge.opaque)}"')
        if challenge.userhash:
            parts.append("userhash=true")
        return f"Digest {', '.join(parts)}"


def _digest(challenge: Challenge) -> Callable[[str | bytes], str]:
    name = _ALGORITHMS[challenge.base_algorithm]

    def digest(text: str | bytes) -> str:
        octets = text if isinstance(text, bytes) else text.encode("utf-8")
        # The service chooses the algorithm; MD5 is what old ones have.
        return hashlib.new(name, octets, usedforsecurity=False).hexdigest()

    return digest


def _qop(challenge: Challenge, request: Request) -> str:
    if not challenge.qop:
        return ""
    if "auth" in challenge.qop:
        return "auth"
    if request.body is not None and not isinstance(request.body, bytes):
        raise ApiValueError(
            "the service wants a digest of the body (qop=auth-int), and this body is a stream; give"
            " it as bytes"
        )
    return "auth-int"


def _username(
    username: str, challenge: Challenge, digest: Callable[[str | bytes], str]
) -> tuple[str, ...]:
    """RFC 7616, sections 3.4 and 3.4.4."""
    if challenge.userhash:
        return (f'username="{digest(f"{username}:{challenge.realm}")}"',)
    if username.isascii() and username.isprintable():
        return (f'username="{_quoted(username)}"',)
    return (f"username*=UTF-8''{quote(username, safe='')}",)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _target(url: str) -> str:
    """The request target: path and query."""
    rest = url.partition("://")[2]
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"
