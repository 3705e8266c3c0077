"""Fixtures: VCR cassettes with a ``meta`` block, and the transports that replay them.

A fixture is ``tests/fixtures/<client>/<operation>.<case>.yaml``. Any VCR tool reads it (format version 1); ``meta`` adds
where it comes from (``recorded``, ``documented`` or ``synthetic``), which call it belongs to and what the call must give.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import yaml

from tests.support.wire import WireReply, WireRequest, differences, header_pairs

FIXTURES: Final = Path(__file__).parents[1] / "fixtures"

PROVENANCES: Final = frozenset({"recorded", "documented", "synthetic"})


class ReplayError(AssertionError):
    """A call did not do what its fixture says: another request, one too many, or one too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One request and its reply."""

    request: WireRequest
    reply: WireReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Cassette:
    """One fixture file.

    Attributes:
        path: the file.
        client: the client's folder name.
        operation, case: the two halves of the file's name.
        meta: the ``meta`` block as it stands.
        interactions: in order.
    """

    path: Path
    client: str
    operation: str
    case: str
    meta: Mapping[str, object]
    interactions: tuple[Interaction, ...]

    def __str__(self) -> str:
        return f"{self.client}/{self.operation}.{self.case}"


def fixture_files(client: str = "*") -> list[Path]:
    """Lists the fixture files of ``client`` (all of them by default), sorted."""
    return sorted(FIXTURES.glob(f"{client}/*.yaml"))


def load(path: Path) -> Cassette:
    """Reads one fixture.

    Raises:
        ValueError: it is no cassette of format version 1 or has no ``meta`` block.
    """
    content = _mapping(yaml.safe_load(path.read_text(encoding="utf-8")))
    if content.get("version") != 1 or "meta" not in content:
        raise ValueError(f"{path}: not a version 1 cassette with a meta block")
    operation, _, case = path.stem.partition(".")
    return Cassette(
        path=path,
        client=path.parent.name,
        operation=operation,
        case=case,
        meta=_mapping(content["meta"]),
        interactions=tuple(
            _interaction(item) for item in cast(list[object], content["interactions"])
        ),
    )


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected a mapping, found {value!r}")
    return cast(Mapping[str, object], value)


def _interaction(item: object) -> Interaction:
    request, response = (
        _mapping(_mapping(item)[key]) for key in ("request", "response")
    )
    status = _mapping(response["status"])
    return Interaction(
        request=WireRequest(
            method=str(request["method"]).upper(),
            url=str(request["uri"]),
            headers=header_pairs(
                cast(Mapping[str, object], request.get("headers") or {})
            ),
            body=_octets(request.get("body")),
        ),
        reply=WireReply(
            status=int(cast(int, status["code"])),
            reason=str(status.get("message") or ""),
            headers=header_pairs(
                cast(Mapping[str, object], response.get("headers") or {})
            ),
            body=_octets(response.get("body")),
        ),
    )


def _octets(body: object) -> bytes:
    """Reads the spellings of a body that VCR tools write: text, ``!!binary``, ``{string: ...}``, ``{base64_string: ...}``."""
    match body:
        case None:
            return b""
        case bytes():
            return body
        case str():
            return body.encode()
        case {"base64_string": str(text)}:
            return base64.b64decode(text)
        case {"string": inner}:
            return _octets(inner)
        case _:
            raise ValueError(f"a body of an unknown form: {body!r}")


@dataclass(slots=True, kw_only=True)
class Player:
    """Plays interactions in order, comparing each request by meaning.

    ``secrets`` maps what the fixtures have in place of a credential to the credential that the call uses.
    """

    interactions: tuple[Interaction, ...]
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])
    sent: list[WireRequest] = field(default_factory=list[WireRequest])

    def answer(self, request: WireRequest) -> WireReply:
        """Returns the recorded reply to ``request``.

        Raises:
            ReplayError: the request is not the one that comes next.
        """
        place = len(self.sent)
        self.sent.append(request)
        if place >= len(self.interactions):
            raise ReplayError(
                f"request {place + 1} was not expected: {request.method} {request.url}"
            )
        expected = self.interactions[place]
        if found := differences(expected.request, request, secrets=self.secrets):
            raise ReplayError(
                "\n".join([f"request {place + 1} differs from the fixture:", *found])
            )
        return expected.reply

    def finish(self) -> None:
        """Raises ReplayError unless every interaction was used."""
        if len(self.sent) < len(self.interactions):
            unused = self.interactions[len(self.sent)].request
            raise ReplayError(
                f"{len(self.interactions) - len(self.sent)} unused, the next is {unused.method} {unused.url}"
            )
