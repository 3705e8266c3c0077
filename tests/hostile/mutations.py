"""Inputs that are nearly right: descriptions, settings, recordings and pages with a few mutations.

Everything is drawn from the number of an input, so that input 4711 is the same on each machine.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from docbound.records import record

TESTS: Final = Path(__file__).parents[1]
ROOT: Final = TESTS.parent
_LARGEST: Final = 60_000
"""Octets that a seed may have: many small ones find more than a few large ones."""
_MOST: Final = 20_000
"""Values that data may have; aliases within themselves have no end."""
_WORDS: Final = tuple(
    re.findall(
        r"\S+",
        """
$ref $dynamicRef $dynamicAnchor $anchor $id $defs $schema $comment openapi swagger info
paths components schemas definitions properties patternProperties additionalProperties items
prefixItems contains allOf oneOf anyOf not if then else required enum const default example
examples type format nullable discriminator mapping propertyName minimum maximum
exclusiveMinimum multipleOf minLength maxLength pattern minItems uniqueItems deprecated
readOnly writeOnly parameters name in style explode schema content requestBody responses
headers links security securitySchemes scheme flows servers url variables tags operationId
callbacks webhooks x-enum-varnames x-nullable get post trace summary description
externalDocs xml itemSchema dependentRequired dependentSchemas unevaluatedProperties
contentEncoding collectionFormat consumes produces host basePath schemes file
application/json text/event-stream multipart/form-data 200 default 2XX string object array
integer number boolean null path query header cookie body formData pagination credentials
rename helpers readme package target update remove actions overlay extends log entries
request response method status version interactions meta
""",
    )
)
_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**63,
    10**400,
    1.5,
    float("inf"),
    float("nan"),
    "",
    " ",
    "x",
    "1.10",
    "\x00",
    "\ud800",
    "a" * 5000,
    "#/components/schemas/Nothing",
    "#",
    "#/",
    "#/paths/~1a/get/~2",
    "other.yaml#/x",
    "https://example.com/x.json",
    "file:///etc/passwd",
    "../../x.yaml",
    "(a+)+$",
    "[",
    "{a}{b}",
    "/a/{b}/{b}",
    "2020-01-01",
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"$ref": "#"},
    {"$ref": 5},
    {"$ref": "#/components/schemas"},
    {"allOf": [{"$ref": "#/components/schemas/A"}]},
    {"type": ["string", "null", "string"]},
    {"oneOf": []},
    {"enum": [None, 1, "1", 1.0, True, [], {}]},
    {"1": 1},
)


@record
class Seed:
    """A file that inputs are made of.

    Attributes:
        kind: what reads it: ``description``, ``settings``, ``overlay``, ``facts``, ``cassette``,
            ``har``, ``vcr``, ``page``.
        name: where it is from.
        text: its content.
    """

    kind: str
    name: str
    text: str


@record
class Input:
    """One mutated input."""

    number: int
    seed: Seed
    text: bytes
    mutations: tuple[str, ...]


def mutated(number: int) -> Input:
    """Input ``number``."""
    chance = random.Random(number)
    kind = chance.choice(sorted(seeds()))
    return changed(number, chance.choice(seeds()[kind]), chance)


def changed(number: int, seed: Seed, chance: random.Random) -> Input:
    """A seed with a few mutations that ``chance`` draws."""
    said: list[str] = []
    data = _parsed(seed) if seed.kind != "page" and chance.random() < 0.75 else None
    if data is None:
        text = _mutated_text(seed.text, chance, said)
    else:
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            _mutate_data(data, chance, said)
            if said and said[-1].startswith("deep"):
                break  # what is that deep cannot be copied any more
        text = _written(data, chance)
    return Input(number=number, seed=seed, text=text, mutations=tuple(said))


def _written(data: Any, chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        try:
            return yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass")
        except (yaml.YAMLError, ValueError, RecursionError):
            pass  # what YAML cannot write, JSON can
    return json.dumps(data, ensure_ascii=True, default=str, skipkeys=True).encode()


# --- seeds ------------------------------------------------------------------------------


@cache
def seeds() -> dict[str, tuple[Seed, ...]]:
    """The seeds by kind: our own cases, the clients, and what the environment names."""
    found: dict[str, list[Seed]] = {}
    for seed in _all_seeds():
        found.setdefault(seed.kind, []).append(seed)
    return {kind: tuple(some) for kind, some in found.items()}


def _all_seeds() -> Iterator[Seed]:
    for path in sorted((TESTS / "cases").glob("*.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        described = case.get("description")
        if isinstance(described, dict):
            document: dict[str, Any] = {
                "openapi": "3.1.0",
                "info": {"title": "T", "version": "1"},
                "paths": {},
            }
            if "swagger" in described:
                document.pop("openapi")
            yield Seed(
                kind="description", name=path.name, text=yaml.safe_dump(document | described)
            )
    for path in sorted((TESTS / "failures").glob("*/*")):
        kinds = {"input": "description", "overlay": "overlay", "client": "settings"}
        if path.stem in kinds:
            yield from _file(kinds[path.stem], path)
    for folder in sorted((ROOT / "specs").glob("[a-z]*")):
        yield from _file("description", folder / "openapi.yaml")
        yield from _file("settings", folder / "client.yaml")
        yield from _file("facts", folder / "documented.yaml")
    for path in sorted((TESTS / "fixtures").glob("*/*.yaml"))[::5]:
        yield from _file("cassette", path)
    yield from _recordings()
    for variable, kind in (
        ("DOCBOUND_FUZZ_DESCRIPTIONS", "description"),
        ("DOCBOUND_PRACTICE_PAGES", "page"),
    ):
        folder = os.environ.get(variable)
        for path in sorted(Path(folder).rglob("*")) if folder else ():
            if path.is_file() and path.suffix != ".gz":
                yield from _file(kind, path)


def _recordings() -> Iterator[Seed]:
    from tests.hostile.test_planted_projects import har, html_page, markdown_page, vcr

    texts = ["a", "b", "c"]
    yield Seed(kind="har", name="har", text=json.dumps(har(texts)))
    yield Seed(kind="vcr", name="vcr", text=yaml.safe_dump(vcr(texts)))
    yield Seed(kind="page", name="page.md", text=markdown_page(texts))
    yield Seed(kind="page", name="page.html", text=html_page(texts))
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "x", "version": "1"},
        "actions": [
            {"target": "$.components.schemas.*", "update": {"description": "x"}},
            {"target": "$..properties", "remove": True},
        ],
    }
    yield Seed(kind="overlay", name="overlay", text=yaml.safe_dump(overlay))


def _file(kind: str, path: Path) -> Iterator[Seed]:
    if path.is_file() and path.stat().st_size <= _LARGEST:
        text = path.read_bytes().decode("utf-8", "replace")
        yield Seed(kind=kind, name=f"{path.parent.name}/{path.name}", text=text)


@lru_cache(maxsize=1000)
def _data(seed: Seed) -> Any:
    try:
        return yaml.load(seed.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _parsed(seed: Seed) -> Any:
    data = _data(seed)
    return copy.deepcopy(data) if isinstance(data, (dict, list)) and _places(data) else None


# --- mutations of data ------------------------------------------------------------------


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Each container with each of its keys; none where aliases make them more than can be."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        node = waiting.pop()
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in pairs:
            found.append((node, key))
            if len(found) > _MOST:
                return []
            if isinstance(value, (dict, list)):
                waiting.append(value)
    return found


def _mutate_data(data: Any, chance: random.Random, said: list[str]) -> None:
    places = _places(data)
    if not places:
        return
    node, key = chance.choice(places)
    kind = chance.choice(("drop", "value", "word", "swap", "rename", "copy", "nest", "ref", "grow"))
    said.append(f"{kind} {key!r:.60}")
    match kind:
        case "drop":
            del node[key]
        case "value":
            node[key] = copy.deepcopy(chance.choice(_VALUES))
        case "word":
            node[key] = chance.choice(_WORDS)
        case "swap":
            other, place = chance.choice(places)
            node[key] = copy.deepcopy(other[place])
        case "rename" if isinstance(node, dict):
            node[chance.choice((*_WORDS, "", 1, None, True, "a/b~c%"))] = node.pop(key)
        case "copy" if isinstance(node, dict):
            node[chance.choice(_WORDS)] = copy.deepcopy(node[key])
        case "nest":
            depth = chance.choice((1, 2, 60, 250))
            said[-1] = f"{'deep' if depth > 2 else 'nest'} {key!r:.60}"
            for _ in range(depth):
                wrapped = node[key]
                node[key] = [wrapped] if chance.random() < 0.3 else {chance.choice(_WORDS): wrapped}
        case "ref":
            node[key] = {"$ref": _pointer(data, chance)}
        case _:
            value = node[key]
            if isinstance(value, list) and value:
                node[key] = [copy.deepcopy(chance.choice(value)) for _ in range(200)]


def _pointer(data: Any, chance: random.Random) -> str:
    parts: list[str] = []
    node = data
    for _ in range(chance.randint(1, 5)):
        if not isinstance(node, (dict, list)) or not node:
            break
        key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        parts.append(str(key).replace("~", "~0").replace("/", "~1"))
        node = node[key]
    return "#/" + "/".join(parts)


# --- mutations of text ------------------------------------------------------------------

_BITS: Final[Sequence[str]] = (
    *(
        "\n",
        "\t",
        ":",
        "- ",
        "? ",
        "&a ",
        "*a ",
        "!!binary ",
        "!x ",
        "<<: ",
        "|\n",
        ">-\n",
        "---\n",
    ),
    *("{", "}", "[", "]", '"', "'", "#", "%", "\\", "\ufeff", "\x00", "\x85", "\u2028", "\ud800"),
    *(
        "```\n",
        "<table>",
        "</div>",
        "<!--",
        "| a | b |\n",
        "GET /x/{y}\n",
        "## ",
        "\\u0000",
        "0x1f",
    ),
    *("1e999", ".inf", "2020-02-30", "no", "~", "=", "${", "{{", "&#x0;", "<script>", "curl -X "),
)


def _mutated_text(text: str, chance: random.Random, said: list[str]) -> bytes:
    for _ in range(chance.choice((1, 2, 4, 10))):
        kind = chance.choice(("insert", "cut", "double", "lines", "truncate", "move"))
        said.append(kind)
        at = chance.randint(0, len(text))
        to = min(len(text), at + chance.choice((1, 3, 20, 300)))
        match kind:
            case "insert":
                text = text[:at] + chance.choice(_BITS) * chance.choice((1, 1, 3, 500)) + text[at:]
            case "cut":
                text = text[:at] + text[to:]
            case "double":
                text = text[:to] + text[at:to] * chance.choice((1, 2, 50)) + text[to:]
            case "lines":
                lines = text.split("\n")
                chance.shuffle(lines)
                text = "\n".join(lines) if chance.random() < 0.2 else text
            case "truncate":
                text = text[:at] if chance.random() < 0.3 else text
            case _:
                other = chance.randint(0, len(text))
                text = text[:other] + text[at:to] + text[other:]
    raw = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.1 and raw:
        at = chance.randrange(len(raw))
        raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        said.append("octet")
    return raw
