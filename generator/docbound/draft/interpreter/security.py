"""What pages say about authentication: in prose, in headers of samples, in sections of generated
pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from docbound.draft.blocks import At, Block, Code, Group, Heading, Listing, Paragraph
from docbound.draft.facts import Draft, Scheme
from docbound.draft.interpreter.calls import TRANSPORT_HEADERS, Call
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import languages

# Header names that carry a credential, when a call shows them.
_CREDENTIAL: Final = re.compile(
    r"(^|[-_])(api[-_]?key|apikey|access[-_]?key|auth|authentication|token|secret|signature|session|credential|password|x-key|key|"
    r"user[-_]?id|client[-_]?id|app[-_]?id|application[-_]?id|access[-_]?token|otp)([-_]|$)",
    re.I,
)
_NOT_CREDENTIAL: Final = re.compile(
    r"idempoten|request[-_]?id|correlation|trace|csrf|xsrf|version", re.I
)
_HEADER_SENTENCE: Final = re.compile(
    r"\b(?:header|headers)\b[^.\n]{0,60}?`(?P<after>[A-Za-z][\w-]*)(?::[^`]*)?`|`(?P<before>[A-Za-z][\w-]*)(?::[^`]*)?`\s+(?:request\s+|HTTP\s+)?header",
    re.I,
)
_NEEDED: Final = re.compile(
    r"\b(?:all|every|each) (?:api )?(?:calls?|requests?) (?:needs?|requires?"
    r"|must (?:carry|have|send|include)) (?:an? |the |your )?`(?P<name>X-[\w-]+)`",
    re.I,
)
_AUTH_WORDS: Final = re.compile(
    r"\b(authenticat|authori[sz]|api[- ]?key|credential|token|your key|each (call|request)|every"
    r" (call|request)|all (api )?requests)",
    re.I,
)
_QUERY_KEY: Final = re.compile(
    r"\bquery(?:string)?(?: string)?(?: parameter|"
    r" param)?\b[^.\n]{0,40}?`\??(?P<after>[\w-]+)(?:=[^`]*)?`|`(?P<before>[\w-]+)`\s+query",
    re.I,
)

BEARER: Final = "bearerAuth"
BASIC: Final = "basicAuth"


def is_credential_header(name: str) -> bool:
    """Whether a header carries a credential, by its name."""
    return bool(_CREDENTIAL.search(name)) and not _NOT_CREDENTIAL.search(name)


def scheme_from_value(value: str, at: At) -> Scheme | None:
    """The scheme that a value of the header ``Authorization`` shows."""
    words = value.strip().split()
    first = words[0].lower() if words else ""
    if first == "bearer":
        return Scheme(name=BEARER, kind="http-bearer", at=at)
    if first == "basic":
        return Scheme(name=BASIC, kind="http-basic", at=at)
    if first in ("digest", "negotiate", "hawk", "ntlm", "aws4-hmac-sha256", "oauth"):
        return None
    if not words or words[0].startswith("<REDACTED"):
        return None
    has_prefix = len(words) == 2 and re.fullmatch(r"[A-Za-z][\w-]*", words[0])
    return Scheme(
        name="apiKeyAuth",
        kind="apiKey",
        at=at,
        place="header",
        parameter="Authorization",
        prefix=words[0] if has_prefix else "",
    )


def schemes_of_call(call: Call) -> list[Scheme]:
    """The schemes whose credentials a call shows, all of them needed together."""
    found: list[Scheme] = []
    for name, value in call.headers.items():
        if name.lower() == "authorization":
            scheme = scheme_from_value(value, call.at)
            if scheme:
                found.append(scheme)
        elif is_credential_header(name) and name.lower() not in TRANSPORT_HEADERS:
            found.append(header_scheme(name, call.at))
    if call.user and not found:
        found.append(Scheme(name=BASIC, kind="http-basic", at=call.at))
    return found


def header_scheme(name: str, at: At) -> Scheme:
    """An API key in a header."""
    return Scheme(name=_camel(name), kind="apiKey", at=at, place="header", parameter=name)


def _camel(name: str) -> str:
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", name) if part]
    if parts and parts[0].lower() == "x" and len(parts) > 1:
        parts = parts[1:]
    return (
        parts[0].lower() + "".join(part[:1].upper() + part[1:].lower() for part in parts[1:])
        if parts
        else "apiKey"
    )


def register(draft: Draft, schemes: Iterable[Scheme]) -> tuple[str, ...]:
    """Adds schemes to a draft, those of the same kind and place under one name; returns their
    names.
    """
    names: list[str] = []
    for scheme in schemes:
        same = next(
            (
                known
                for known in draft.schemes.values()
                if known.kind == scheme.kind
                and known.place == scheme.place
                and known.parameter.lower() == scheme.parameter.lower()
            ),
            None,
        )
        if same is None:
            name, count = scheme.name, 2
            while name in draft.schemes:
                name, count = f"{scheme.name}{count}", count + 1
            scheme.name = name
            draft.schemes[name] = same = scheme
        names.append(same.name)
    return tuple(dict.fromkeys(names))


def read_general(blocks: Iterable[Block], draft: Draft, ledger: UsedStatements) -> None:
    """What the parts of a page that belong to no operation say about authentication; it then holds
    for all operations.
    """
    topic = False
    level = 9
    named = ""
    for block in blocks:
        if isinstance(block, Heading):
            found = re.fullmatch(r"#/components/securitySchemes/(\S+)", block.text.plain)
            named = found[1] if found else ""
            if re.search(
                r"\b(authenti|authori[sz]|api keys?|security|access token)",
                languages.heading(block.text.plain),
                re.I,
            ):
                topic, level = True, block.level
            elif block.level <= level:
                topic = False
        elif isinstance(block, Paragraph):
            _read_sentence(block, draft, ledger, topic)
        elif isinstance(block, Code) and named:
            _named_section(named, block, draft, ledger)
        elif isinstance(block, Code) and (topic or "authorization" in block.text.lower()):
            _read_code(block, draft, ledger, topic)
        elif isinstance(block, Listing) and topic:
            _read_scheme_list(block, draft, ledger)
        elif isinstance(block, Group) and block.kind != "anchor":
            read_general(block.children, draft, ledger)


def _named_section(name: str, block: Code, draft: Draft, ledger: UsedStatements) -> None:
    """The section of a scheme by its pointer: its type, or its object, in code."""
    kind = kind_of_label(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", block.text))
    if kind:
        draft.schemes.setdefault(name, Scheme(name=name, kind=kind, at=block.at))
        ledger.use(block.at)


def _general(draft: Draft, schemes: list[Scheme], at: At, ledger: UsedStatements) -> None:
    if not schemes:
        return
    names = register(draft, schemes)
    if draft.security is None:
        draft.security, draft.security_at = [names], at
    ledger.use(at)


def _read_sentence(block: Paragraph, draft: Draft, ledger: UsedStatements, topic: bool) -> None:
    text = languages.heading(block.text.value)
    at = block.at
    if re.search(
        r"\bno (authentication|authorization|credentials?) (is |are"
        r" )?(required|needed|necessary)|\bwithout (any )?authentication\b",
        text,
        re.I,
    ):
        return
    if not (topic or _AUTH_WORDS.search(text)):
        return
    if re.match(r"\s*`?Authorization:\s", text):
        scheme = scheme_from_value(text.replace("`", "").partition(":")[2], at)
        _general(draft, [scheme] if scheme else [], at, ledger)
    elif re.search(r"\bbearer\b", text, re.I):
        _general(draft, [Scheme(name=BEARER, kind="http-bearer", at=at)], at, ledger)
    elif re.search(r"\b(http )?basic (http )?auth|\bhttp[- ]basic\b", text, re.I):
        _general(draft, [Scheme(name=BASIC, kind="http-basic", at=at)], at, ledger)
    elif shown := re.search(r"`Authorization:\s*+(?P<value>[^`\n]+)`", text, re.I):
        scheme = scheme_from_value(shown["value"], at)
        _general(draft, [scheme] if scheme else [], at, ledger)
    elif topic and (
        line := re.fullmatch(r"\s*`?(?P<name>[A-Za-z][\w-]*):\s*[^\s`][^`\n]*`?\s*", text)
    ):
        if is_credential_header(line["name"]):
            _general(draft, [header_scheme(line["name"], at)], at, ledger)
    else:
        named = [found["after"] or found["before"] for found in _HEADER_SENTENCE.finditer(text)]
        named += [found["name"] for found in _NEEDED.finditer(text)]
        named = [
            name
            for name in named
            if name.lower() not in ("authorization", "content-type", "accept")
            and (is_credential_header(name) or _AUTH_WORDS.search(text))
        ]
        named = [name for name in named if re.search(r"[-_]|key|token|auth", name, re.I)]
        query = _QUERY_KEY.search(text)
        if named:
            _general(
                draft,
                [header_scheme(name, at) for name in dict.fromkeys(named)],
                at,
                ledger,
            )
        elif query and re.search(r"key|token|auth", (query["after"] or query["before"]), re.I):
            name = query["after"] or query["before"]
            scheme = Scheme(name=_camel(name), kind="apiKey", at=at, place="query", parameter=name)
            _general(draft, [scheme], at, ledger)


def _read_code(block: Code, draft: Draft, ledger: UsedStatements, topic: bool) -> None:
    from docbound.draft.interpreter.calls import find_calls

    for number, line in enumerate(block.text.split("\n")):
        found = re.match(r"\s*(?P<name>[A-Za-z][\w-]*):\s*(?P<value>\S.*)$", line)
        if found and found["name"].lower() == "authorization":
            at = At(source=block.at.source, line=block.at.line + number)
            scheme = scheme_from_value(found["value"], at)
            _general(draft, [scheme] if scheme else [], at, ledger)
            ledger.use(block.at)
            return
        if found and topic and is_credential_header(found["name"]):
            _general(draft, [header_scheme(found["name"], block.at)], block.at, ledger)
            return
    if topic:
        for call in find_calls(block.text, block.at):
            _general(draft, schemes_of_call(call), block.at, ledger)


def _read_scheme_list(block: Listing, draft: Draft, ledger: UsedStatements) -> None:
    """``API Key (apiKey)`` with ``Parameter Name: X-Key, in: header``, as widdershins writes;
    ``HTTP Authentication, scheme: bearer``.
    """
    for item in block.items:
        text = (
            item.text.plain
            + " "
            + " ".join(
                inner.text.plain
                for child in item.children
                if isinstance(child, Listing)
                for inner in child.items
            )
        )
        made = _listed_scheme(text, item.at)
        if made:
            names = register(draft, [made])
            ledger.use(item.at)
            for child in item.children:
                if isinstance(child, Listing):
                    ledger.use(*(inner.at for inner in child.items))
            if draft.security is None:
                draft.security, draft.security_at = [], item.at
            if names not in draft.security:
                draft.security.append(names)


def _listed_scheme(text: str, at: At) -> Scheme | None:
    name = re.search(r"\(([^()]+)\)", text)
    label = name[1].split(",")[0].strip() if name else ""
    key = re.search(r"Parameter Name:\s*\**([\w-]+)\**,?\s*in:\s*(\w+)", text, re.I)
    if key:
        return Scheme(
            name=label or _camel(key[1]),
            kind="apiKey",
            at=at,
            place=key[2].lower(),
            parameter=key[1],
        )
    if re.search(r"oauth ?2", text, re.I):
        return Scheme(name=label or "oauth2", kind="oauth2", at=at)
    if re.search(r"scheme:\s*bearer", text, re.I):
        return Scheme(name=label or BEARER, kind="http-bearer", at=at)
    if re.search(r"scheme:\s*basic", text, re.I):
        return Scheme(name=label or BASIC, kind="http-basic", at=at)
    return None


def named_ways(draft: Draft, text: str, at: At) -> list[tuple[str, ...]]:
    """The ways to authenticate that an operation names: ``petstore_auth ( Scopes: read:pets ), key
    & secret``; empty where one of the names is not known.
    """
    ways: list[tuple[str, ...]] = []
    listed = [
        [part.strip() for part in way.split("&") if part.strip()]
        for way in re.sub(r"\([^()]*\)", _scoped, text).split(",")
    ]
    named = {name.partition("~")[0].strip() for names in listed for name in names}
    for names in listed:
        if names == ["None"]:
            ways.append(())
            continue
        found = [_named_scheme(draft, name, named, at) for name in names]
        if not found or not all(found):
            return []
        ways.append(tuple(found))
    return list(dict.fromkeys(ways))


def _scoped(found: re.Match[str]) -> str:
    return "~oauth" if "scopes" in found[0].lower() else ""


def _named_scheme(draft: Draft, word: str, named: set[str], at: At) -> str:
    """The scheme of a name. The list of schemes on some pages has names for API keys only: what
    else is listed gets its name here, unless one of the other names is its own.
    """
    name, _, scoped = word.partition("~")
    name = name.strip()
    if name in draft.schemes:
        return name
    hint = "oauth2" if scoped else kind_of_label(name.replace("_", " "))
    open_schemes = [
        scheme
        for scheme in draft.schemes.values()
        if scheme.name in _UNNAMED - named and (not hint or scheme.kind == hint)
    ]
    if len(open_schemes) == 1:
        return rename(draft, open_schemes[0], name)
    if hint in ("http-bearer", "http-basic", "oauth2"):
        return register(draft, [Scheme(name=name, kind=hint, at=at)])[0]
    return ""


def rename(draft: Draft, scheme: Scheme, name: str) -> str:
    """Gives a scheme the name that the page has for it, wherever it is required."""
    old, scheme.name = scheme.name, name
    draft.schemes = {known.name: known for known in draft.schemes.values()}
    for operation in draft.operations.values():
        operation.security = _renamed(operation.security, old, name)
    draft.security = _renamed(draft.security, old, name)
    return name


def _renamed(
    security: list[tuple[str, ...]] | None, old: str, name: str
) -> list[tuple[str, ...]] | None:
    if security is None:
        return None
    return [tuple(name if part == old else part for part in way) for way in security]


_UNNAMED: Final = frozenset({BEARER, BASIC, "oauth2"})
_KINDS: Final = (
    (r"bearer", "http-bearer"),
    (r"basic", "http-basic"),
    (r"oauth", "oauth2"),
    (r"open ?id", "openIdConnect"),
    (r"api ?key", "apiKey"),
)


def kind_of_label(text: str) -> str:
    """The kind that a label such as ``Bearer Authentication`` names, or ""."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, text, re.I)), "")


def read_authorization_section(name: str, items: Iterable[str], at: At) -> Scheme | None:
    """A scheme as the README of a generated client lists it: ``Type: API key``, ``Location: HTTP
    header``.
    """
    scheme = Scheme(name=name, kind="", at=at)
    for item in items:
        key, _, value = item.partition(":")
        key, value = key.strip("* -").lower(), value.strip("* `")
        if key == "type":
            scheme.kind = kind_of_label(value)
        elif "parameter name" in key:
            scheme.parameter = value
        elif key == "location":
            scheme.place = (
                "query"
                if "query" in value.lower() or "url" in value.lower()
                else "cookie" if "cookie" in value.lower() else "header"
            )
        elif key == "authorization url":
            scheme.url = value
    return scheme if scheme.kind else None
