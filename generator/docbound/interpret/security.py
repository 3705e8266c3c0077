"""Security schemes and requirements, of 3.x and of Swagger 2.0.

Specification: "Security Scheme Object" and "Security Requirement Object".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.diagnostics.suggestions import did_you_mean
from docbound.document import split
from docbound.records import field, record
from docbound.service import OAuthFlow, Pointer, Requirement, Security, SecurityScheme
from docbound.tables.scheme_kinds import (
    API_KEY,
    HTTP_KINDS,
    OAUTH2,
    OTHER_HTTP,
    SCHEME_KINDS,
    SchemeKind,
)

from ..document.reader import Node, Reader, reference_of

_FLOWS: Final = {
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
    "implicit": "implicit",
    "password": "password",
}
"""Swagger 2.0's words for the OAuth2 flows of 3.x."""

_LOCATIONS: Final = ("header", "query", "cookie")

"""HTTP schemes that are kinds of their own; any other word is carried by the scheme."""


@record(frozen=False, kw_only=False)
class Schemes:
    """The security schemes that requirements may name: those of the description's own section, and
    (3.2) any other that a requirement refers to by its URI."""

    reader: Reader
    _by_name: dict[str, SecurityScheme] = field(default_factory=dict[str, SecurityScheme])
    _names: dict[Pointer, str] = field(default_factory=dict[Pointer, str])

    def read(self, section: Node | None) -> None:
        """Takes the entries of ``components/securitySchemes`` (``securityDefinitions`` in Swagger
        2.0); unusable ones are reported."""
        for name, node in self.reader.members(section).items():
            self._add(name, node)

    def all(self) -> tuple[SecurityScheme, ...]:
        """The schemes, in the order in which they were met."""
        return tuple(self._by_name.values())

    def name(self, key: str, pointer: Pointer) -> str | None:
        """The scheme that a requirement's key means: by its name, or else by its URI; None where
        there is none.

        Specification: "Security Requirement Object" of 3.2.
        """
        if key in self._by_name:
            return key
        found = self.reader.source.resolve(key, pointer) if "/" in key or "#" in key else None
        if found is None:
            return None
        node = Node(*found)
        if node.pointer not in self._names:
            name = split(node.pointer)[1][-1] if "/" in node.pointer else key
            while name in self._by_name:
                name = f"{name}_2"
            self._add(name, node)
        return self._names.get(node.pointer)

    def _add(self, name: str, node: Node) -> None:
        target = self.reader.follow(node)
        if target is None or not isinstance(target.value, dict):
            if target is not None:
                self.reader.members(target)
            return
        scheme = _scheme(self.reader, name, target)
        if scheme is not None:
            self._by_name[name] = scheme
            self._names.setdefault(node.pointer, name)
            self._names.setdefault(target.pointer, name)


def _scheme(reader: Reader, name: str, node: Node) -> SecurityScheme | None:
    kind = reader.text(node, "type")
    read = _READERS.get(kind.lower())
    known = _BY_TYPE.get(kind.lower())
    if read is None and known is not None:
        return _scheme_of(reader, name, node, known, _parts(reader, node, known))
    if read is None:
        reader.warn(
            "unknown-scheme-type",
            f"`{kind}` is not a type of security scheme",
            node.pointer,
            effect=Effect.DROP,
            action="the scheme is left out",
            hint=f"write one of {', '.join(sorted(_TYPES))}",
        )
        return None
    return read(reader, name, node)


def _description(reader: Reader, node: Node) -> str:
    """The text of a scheme, which reports its deprecation too (3.2)."""
    text = reader.text(node, "description")
    return f"Deprecated. {text}".rstrip() if reader.flag(node, "deprecated") else text


def _scheme_of(
    reader: Reader,
    name: str,
    node: Node,
    kind: SchemeKind,
    parts: Mapping[str, str] | None = None,
    scopes: Mapping[str, str] | None = None,
) -> SecurityScheme:
    """A scheme of ``kind``; of ``parts`` those count that the kind has, where there is a text."""
    given = parts or {}
    return SecurityScheme(
        pointer=node.pointer,
        name=name,
        kind=kind,
        parts={part: given[part] for part in kind.parts if given.get(part)},
        scopes=tuple((scopes or {}).items()),
        description=_description(reader, node),
    )


def _parts(reader: Reader, node: Node, kind: SchemeKind) -> dict[str, str]:
    """The parts of a kind as the description has them; the ``prefix`` is client.yaml's."""
    keys = dict(kind.keys)
    return {
        part: reader.text(node, keys.get(part, part)) for part in kind.parts if part != "prefix"
    }


def _api_key(reader: Reader, name: str, node: Node) -> SecurityScheme:
    parts = _parts(reader, node, API_KEY)
    if parts["location"] not in _LOCATIONS or not parts["parameter"]:
        reader.warn(
            "incomplete-scheme",
            "an API key needs a `name` and an `in` of header, query or cookie",
            node.pointer,
            effect=Effect.GUESS,
            action="a header of the scheme's own name is assumed for what is missing",
        )
    if parts["location"] not in _LOCATIONS:
        parts["location"] = "header"
    parts["parameter"] = parts["parameter"] or name
    return _scheme_of(reader, name, node, API_KEY, parts)


def _misplaced_http(reader: Reader, name: str, node: Node) -> SecurityScheme:
    """An HTTP scheme whose own name is the type: ``basic`` in Swagger 2.0, a slip in 3.x."""
    kind = reader.text(node, "type")
    if kind.lower() == "bearer" or not reader.swagger:
        reader.warn(
            "unknown-scheme-type",
            f"`{kind}` is not a type of security scheme",
            node.pointer,
            effect=Effect.GUESS,
            action=f"read as type `http` with scheme `{kind.lower()}`",
        )
    return _http(reader, name, node, kind)


def _described_http(reader: Reader, name: str, node: Node) -> SecurityScheme:
    return _http(reader, name, node, reader.text(node, "scheme"))


def _http(reader: Reader, name: str, node: Node, scheme: str) -> SecurityScheme:
    word = scheme.lower()
    if not word:
        word = "bearer"
        reader.warn(
            "incomplete-scheme",
            "an HTTP scheme needs a `scheme`",
            node.pointer,
            effect=Effect.GUESS,
            action="bearer is assumed",
        )
    kind = HTTP_KINDS.get(word, OTHER_HTTP)
    return _scheme_of(reader, name, node, kind, {**_parts(reader, node, kind), "scheme": scheme})


def _oauth2(reader: Reader, name: str, node: Node) -> SecurityScheme:
    flows = [_flow(reader, each, flow) for each, flow in _flows(reader, node).items()]
    client = next((each for each in flows if each.name == "clientCredentials"), None)
    parts = _parts(reader, node, OAUTH2)
    parts["token_url"] = client.token_url if client is not None else ""
    scopes = dict(client.scopes) if client is not None else {}
    return replace(_scheme_of(reader, name, node, OAUTH2, parts, scopes), flows=tuple(flows))


def _flow(reader: Reader, name: str, node: Node) -> OAuthFlow:
    """One flow ("OAuth Flow Object")."""
    scopes = reader.entries(node.member("scopes"))
    return OAuthFlow(
        name=name,
        authorization_url=reader.text(node, "authorizationUrl"),
        token_url=reader.text(node, "tokenUrl"),
        refresh_url=reader.text(node, "refreshUrl"),
        device_authorization_url=reader.text(node, "deviceAuthorizationUrl"),
        scopes=tuple(
            (scope, reader.as_text(text) if text.value is not None else "")
            for scope, text in scopes.items()
        ),
    )


_READERS: Final[Mapping[str, Callable[[Reader, str, Node], SecurityScheme]]] = {
    "apikey": _api_key,
    "basic": _misplaced_http,
    "bearer": _misplaced_http,
    "http": _described_http,
    "oauth2": _oauth2,
}
"""What reads a scheme of a type, in lower case, where more is to do than to take its parts."""

_TYPES: Final = SCHEME_KINDS.keys() - HTTP_KINDS.keys()
"""The values of ``type``: the kinds but for those that are schemes of HTTP."""
_BY_TYPE: Final = {name.lower(): SCHEME_KINDS[name] for name in _TYPES}


def _flows(reader: Reader, node: Node) -> dict[str, Node]:
    """The flows by their 3.x names; Swagger 2.0 has the one flow's facts in the scheme itself."""
    if node.has("flows"):
        return reader.entries(node.member("flows"))
    flow = reader.text(node, "flow")
    if flow:
        return {_FLOWS.get(flow, flow): node}
    return {}


def security(
    reader: Reader, holder: Node, schemes: Schemes, inherited: Security | None = None
) -> Security | None:
    """The alternatives that ``holder`` (an operation, or the description) states; None where it
    states none.

    An alternative that names no declared scheme cannot be met as it is written. Where nothing else
    is left, the description's own security counts, so that a call never goes out without the
    credentials that were given.

    Args:
        reader: reads the description.
        holder: the operation, or the description.
        schemes: the declared schemes.
        inherited: the security of the description, for an operation.
    """
    member = holder.member("security")
    if member is None or member.value is None:
        return None
    kept: dict[tuple[Requirement, ...], None] = {}
    undeclared: list[Node] = []
    is_dropped = False
    for item in _alternatives(reader, member):
        named = reader.members(item)
        if not isinstance(item.value, dict):
            is_dropped = True
            continue
        found, unknown = _requirements(reader, named, schemes)
        undeclared += unknown
        if found or not named:
            kept.setdefault(found)
    others = inherited or tuple(
        (Requirement(scheme=scheme.name, scopes=()),) for scheme in schemes.all()
    )
    for node in undeclared:
        _report_undeclared(reader, node, schemes, kept=bool(kept), others=others)
    if (undeclared or is_dropped) and not kept:
        return others
    return tuple(kept)


def _alternatives(reader: Reader, member: Node) -> Iterator[Node]:
    """The alternatives; one that is alone, and the mere name of a scheme, are read as what they
    plainly mean.
    """
    if isinstance(member.value, dict) and reference_of(member) is None:
        _report_odd(reader, member, "it is the only alternative")
        yield member
        return
    for item in reader.items(member):
        if isinstance(item.value, str):
            _report_odd(reader, item, "it names a scheme")
            yield Node({item.value: []}, item.pointer)
        else:
            yield item


def _report_odd(reader: Reader, node: Node, action: str) -> None:
    reader.warn(
        "odd-security",
        "security is a list of mappings",
        node.pointer,
        effect=Effect.HARMLESS,
        action=action,
    )


def _requirements(
    reader: Reader, named: dict[str, Node], schemes: Schemes
) -> tuple[tuple[Requirement, ...], list[Node]]:
    """The schemes of one alternative, and the entries that name none."""
    found: list[Requirement] = []
    unknown: list[Node] = []
    for key, scopes in named.items():
        name = schemes.name(key, scopes.pointer)
        if name is None:
            unknown.append(scopes)
            continue
        texts = reader.texts(scopes) if scopes.value is not None else ()
        found.append(Requirement(scheme=name, scopes=texts))
    return tuple(found), unknown


def _report_undeclared(
    reader: Reader, node: Node, schemes: Schemes, *, kept: bool, others: Security
) -> None:
    key = split(node.pointer)[1][-1]
    names = [scheme.name for scheme in schemes.all()]
    meant = did_you_mean(key, names, cutoff=0.6)
    if kept:
        effect, action = Effect.DROP, "the other schemes that are named here count"
    elif others:
        needed = " or ".join(
            " and ".join(item.scheme for item in alternative) or "none" for alternative in others
        )
        effect, action = Effect.GUESS, f"calls need {needed} instead"
    else:
        effect, action = Effect.DROP, "calls are sent without credentials"
    reader.warn(
        "unknown-security-scheme",
        f"`{key}` is not among the security schemes",
        node.pointer,
        effect=effect,
        action=action,
        hint=f"did you mean `{meant}`?" if meant else "declare it, or name another",
    )
