"""Methods and path templates as documentation writes them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from docbound.draft.interpreter.calls import split_url
from docbound.records import record

METHOD: Final = r"GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE"
_TARGET: Final = r"(?:https?://|/|\{\{?[\w-]+\}\}?/|[A-Za-z0-9_-]+(?:\.[\w-]+)*/)[^\s]*"
DECLARATION: Final = re.compile(
    rf"^\W*(?P<method>{METHOD})\b[\s:|*`\]]+(?P<target>{_TARGET}(?:\([^()]*\)[^\s]*)*)(?P<rest>\s.*)?$",
    re.I | re.S,
)
_CONVERTER: Final = {
    "int": "integer",
    "integer": "integer",
    "float": "number",
    "uuid": "string",
    "string": "string",
    "str": "string",
    "path": "string",
}


@record
class Template:
    """A path template in OpenAPI's form, and what its written form tells besides."""

    path: str
    base: str
    query: tuple[str, ...]
    types: dict[str, str]
    written: str


def read_template(target: str) -> Template:
    """A path as a page writes it: ``/users/:id``, ``/users/<id>``, ``/users/(int:id)``, a whole
    address, with a query or without.
    """
    target = target.strip().strip("`*\"',;").rstrip(".")
    types: dict[str, str] = {}
    protected: list[str] = []

    def keep(name: str, kind: str = "") -> str:
        name = name.strip().lstrip(":$*+?").rstrip("?*+")
        name = re.sub(r"[^\w.$-]+", "_", name).rstrip("_") or "value"
        if kind in _CONVERTER:
            types[name] = _CONVERTER[kind]
        protected.append(name)
        return f"\x01{len(protected) - 1}\x02"

    # Queries of URI templates (RFC 6570, section 3.2.8): `/search{?q,limit}`.
    shown = re.findall(r"\{[?&]([\w.,*-]*)\}", target)
    target = re.sub(r"\{[?&;#][^{}]*\}", "", target)
    listed = tuple(name.rstrip("*") for part in shown for name in part.split(",") if name)
    # Braces come first: a converter may be inside them, and a host may be one.
    host = re.match(
        r"^(https?://[^/]*|\{\{?(?=[^{}/]*?(?:url|host|base|domain|server))[^{}/]*+\}\}?)(?=/)",
        target,
        re.I,
    )
    head, rest = (host[0], target[host.end() :]) if host else ("", target)
    rest, _, query = rest.partition("?") if not re.search(r"\([^()]*\?", rest) else (rest, "", "")
    rest = re.sub(r"\{\{([^{}]++)\}\}", lambda found: keep(found[1].strip()), rest)
    rest = re.sub(
        r"\{(?:(\w+):)?([^{}:]*)(?::[^{}]*)?\}",
        lambda found: keep(found[2], found[1] or ""),
        rest,
    )
    rest = re.sub(r"<(?:(\w+):)?([^<>]+)>", lambda found: keep(found[2], found[1] or ""), rest)
    rest = re.sub(r"\((?:(\w+):)?([^()]+)\)", lambda found: keep(found[2], found[1] or ""), rest)
    rest = re.sub(r"\[([^\[\]/]+)\]", lambda found: keep(found[1]), rest)
    rest = re.sub(r"(?<=/):([A-Za-z_][\w-]*)", lambda found: keep(found[1]), rest)
    rest = re.sub(r"(?<=/)\$([A-Za-z_]\w*)", lambda found: keep(found[1]), rest)
    base, path, _ = split_url(
        (head if head.startswith("http") else "")
        + (rest if rest.startswith("/") or head else f"/{rest}")
    )
    # A brace that is left belongs to no placeholder, and stands for itself.
    path = path.replace("{", "%7B").replace("}", "%7D")
    path = re.sub("\x01(\\d+)\x02", lambda found: "{" + protected[int(found[1])] + "}", path)
    path = re.sub(r"/{2,}", "/", path)
    names = tuple(re.findall(r"(?:^|[?&{,])([\w.\[\]-]+)(?==|,|\}|&|$)", query)) if query else ()
    names = tuple(dict.fromkeys((*names, *listed)))
    return Template(path=_unique_names(path), base=base, query=names, types=types, written=target)


def _unique_names(path: str) -> str:
    """Two placeholders of one name in a template would be one to OpenAPI."""
    seen: dict[str, int] = {}

    def rename(found: re.Match[str]) -> str:
        name = found[1]
        seen[name] = seen.get(name, 0) + 1
        return "{" + (name if seen[name] == 1 else f"{name}{seen[name]}") + "}"

    return re.sub(r"\{([^{}/]+)\}", rename, path)


def matches(path: str, called: str) -> tuple[str, dict[str, str]] | None:
    """Whether a called path is a template's, perhaps behind a prefix: the prefix, and the value of
    each placeholder.
    """
    parts = [part for part in path.strip("/").split("/") if part] if path.strip("/") else []
    given = [part for part in called.strip("/").split("/") if part]
    if len(given) < len(parts):
        return None
    offset = len(given) - len(parts)
    values: dict[str, str] = {}
    for part, value in zip(parts, given[offset:], strict=True):
        if "{" not in part:
            if part != value:
                return None
            continue
        found = _segment_values(_pieces(part), value)
        if found is None:
            return None
        values.update(found)
    prefix = "/" + "/".join(given[:offset]) if offset else ""
    return prefix, values


@lru_cache(maxsize=4096)
def _pieces(part: str) -> tuple[str, ...]:
    """A segment's literal texts and placeholders, in order."""
    return tuple(piece for piece in re.split(r"(\{[^{}]+\})", part) if piece)


def _segment_values(pieces: tuple[str, ...], value: str) -> dict[str, str] | None:
    """The values of a segment's placeholders, each as long as it can be from the left.

    Read from the right, so that one look suffices however many placeholders there are.
    """
    found: dict[str, str] = {}
    waiting, end = "", len(value)
    for piece in reversed(pieces):
        if piece.startswith("{"):
            if waiting:  # next to another one, which gets a single character
                found.setdefault(waiting, value[end - 1 : end])
                end -= 1
            waiting = piece[1:-1]
            continue
        start = value.rfind(piece, 0, end - 1) if waiting else end - len(piece)
        if start < 0 or not value.startswith(piece, start):
            return None
        if waiting:
            found.setdefault(waiting, value[start + len(piece) : end])
        waiting, end = "", start
    if waiting:
        found.setdefault(waiting, value[:end])
        return found if end > 0 else None
    return found if end == 0 else None


def is_placeholder_value(value: str) -> bool:
    """Whether a value in a sample address only means one: ``{id}``, ``:id``, ``<id>``,
    ``YOUR_ID``.
    """
    return bool(
        re.fullmatch(
            r"\{.*\}|:\w+|<.*>|\$\{?\w+\}?|\[.*\]|[A-Z][A-Z_]*(_ID|_KEY|_TOKEN|_NAME)|YOUR.*",
            value,
        )
    )
