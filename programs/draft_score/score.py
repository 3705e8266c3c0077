"""Compares a drafted description with the true one, fact by fact.

The facts that count: operations, the kinds of their security schemes, parameters (place, required,
type, items, format, enum), media types and fields of bodies to depth 3 (type, required, format,
enum, items, values of maps), statuses. This module knows nothing of the drafting: it
reads two OpenAPI documents (2.0 to 3.1) and compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Fact: TypeAlias = tuple[str, ...]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
DEPTH = 3
# Without being stated, a sample may show these.
SHOWN_FORMATS = frozenset({"date", "date-time", "uuid"})


def words(name: str) -> str:
    """A name without its spelling: ``accountId`` and ``account_id`` are the same."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass
class Facts:
    """The facts of a document: what each one says; and for each what it is below."""

    of: dict[Fact, object] = field(default_factory=dict)


class _Reader:
    def __init__(self, document: Mapping[str, Any], *, python_names: bool) -> None:
        self.root = document
        self.old = str(document.get("swagger", "")).startswith("2")
        self.names = words if python_names else str
        self.facts: dict[Fact, object] = {}

    def resolve(self, value: Any) -> tuple[Any, str]:
        """A value with its reference followed, and the name of the last schema on the way."""
        name = ""
        for _ in range(20):
            if not isinstance(value, Mapping) or not isinstance(value.get("$ref"), str):
                break
            target: Any = self.root
            name = value["$ref"].rsplit("/", 1)[-1]
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = (
                    target.get(part.replace("~1", "/").replace("~0", "~"), {})
                    if isinstance(target, Mapping)
                    else {}
                )
            value = target
        return (value if isinstance(value, Mapping) else {}), name

    def read(self) -> dict[Fact, object]:
        for path, item in (self.root.get("paths") or {}).items():
            for method in METHODS:
                if isinstance(item, Mapping) and method in item:
                    self.operation(method, path, item)
        return self.facts

    def operation(self, method: str, path: str, item: Mapping[str, Any]) -> None:
        operation = item[method]
        key: Fact = (f"{method.upper()} {re.sub(r'{[^{}]*}', '{}', path)}",)
        self.facts[(*key, "operation")] = True
        self.security(key, operation)
        parameters: dict[tuple[str, str], Any] = {}
        for raw in [
            *(item.get("parameters") or ()),
            *(operation.get("parameters") or ()),
        ]:
            value, _ = self.resolve(raw)
            parameters[value.get("in", ""), value.get("name", "")] = value
        placeholders = re.findall(r"{([^{}]*)}", path)
        form: dict[str, Any] = {}
        body: Any = None
        for (place, name), value in parameters.items():
            if place == "formData":
                form[name] = value
            elif place == "body":
                body = value
            elif place in ("path", "query", "header"):
                self.parameter(key, place, name, value, placeholders)
        self.body(key, operation, body, form)
        for status, raw in (operation.get("responses") or {}).items():
            response, _ = self.resolve(raw)
            self.facts[(*key, "response", str(status))] = True
            contents = response.get("content") or {}
            if self.old and "schema" in response:
                produces = (
                    operation.get("produces") or self.root.get("produces") or ["application/json"]
                )
                contents = {media: {"schema": response["schema"]} for media in produces}
            self.contents((*key, "response", str(status)), contents)

    def security(self, key: Fact, operation: Mapping[str, Any]) -> None:
        if "security" not in operation and "security" not in self.root:
            return
        schemes = (
            self.root.get("securityDefinitions")
            if self.old
            else (self.root.get("components") or {}).get("securitySchemes")
        )
        kinds = set()
        for requirement in operation.get("security", self.root.get("security")) or ():
            for name in requirement:
                scheme, _ = self.resolve((schemes or {}).get(name) or {})
                kind = scheme.get("type", "")
                kinds.add(
                    f"http-{scheme.get('scheme')}"
                    if kind == "http"
                    else "http-basic" if kind == "basic" else kind
                )
        self.facts[(*key, "security")] = ",".join(sorted(kinds)) or "none"

    def parameter(
        self, key: Fact, place: str, name: str, value: Any, placeholders: list[str]
    ) -> None:
        shown = (
            str(placeholders.index(name))
            if place == "path" and name in placeholders
            else self.names(name)
        )
        own = (*key, "parameter", shown)
        self.facts[own] = True
        self.facts[(*own, "place")] = place
        self.facts[(*own, "required")] = bool(value.get("required"))
        schema = (
            value.get("schema")
            or next(
                (media.get("schema") for media in (value.get("content") or {}).values()),
                None,
            )
            or value
        )
        self.shape(own, schema, {}, 0, fields=False)

    def body(self, key: Fact, operation: Mapping[str, Any], old: Any, form: dict[str, Any]) -> None:
        consumes = operation.get("consumes") or self.root.get("consumes") or ["application/json"]
        if old is not None:
            self.contents(
                (*key, "body"),
                {media: {"schema": old.get("schema")} for media in consumes},
            )
        elif form:
            schema = {
                "type": "object",
                "properties": form,
                "required": [name for name, value in form.items() if value.get("required") is True],
            }
            self.contents((*key, "body"), {media: {"schema": schema} for media in consumes})
        body, _ = self.resolve(operation.get("requestBody"))
        self.contents((*key, "body"), body.get("content") or {})

    def contents(self, key: Fact, contents: Mapping[str, Any]) -> None:
        for media in contents:
            self.facts[(*key, "media type", media.split(";")[0])] = True
        for content in contents.values():
            if isinstance(content, Mapping) and isinstance(content.get("schema"), Mapping):
                self.shape(key, content["schema"], {}, 0, fields=True)

    def shape(
        self, key: Fact, raw: Any, seen: dict[str, Fact], depth: int, *, fields: bool
    ) -> None:
        """The facts about a value: its type, format, values, items and fields."""
        schema, _name = self.resolve(raw)
        if depth > DEPTH:
            return
        kinds, required, properties = self.parts(schema)
        kind = ",".join(sorted(kinds))
        if kind:
            self.facts[(*key, "type")] = kind
        if isinstance(schema.get("format"), str) and depth + 1 > 0:
            self.facts[(*key, "format")] = schema["format"]
        values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        if values:
            self.facts[(*key, "enum")] = tuple(
                sorted(str(value) for value in values if value is not None)
            )
        items = schema.get("items")
        if isinstance(items, Mapping) and items:
            self.shape((*key, "[]"), items, seen, depth, fields=fields)
        extra = schema.get("additionalProperties")
        if isinstance(extra, Mapping) and extra:
            self.shape((*key, "{}"), extra, seen, depth + 1, fields=fields)
        if not fields:
            return
        for prop, inner in properties.items():
            if depth + 1 > DEPTH:
                return
            own = (*key, "." + self.names(prop))
            self.facts[own] = True
            self.facts[(*own, "required")] = prop in required
            self.shape(own, inner, seen, depth + 1, fields=True)

    def parts(self, raw: Any) -> tuple[set[str], set[str], dict[str, Any]]:
        """Types, required fields and fields of a schema, of its alternatives and of what it
        extends.
        """
        kinds: set[str] = set()
        required: set[str] = set()
        properties: dict[str, Any] = {}
        waiting = [(raw, 0)]
        while waiting:
            value, depth = waiting.pop()
            schema, _ = self.resolve(value)
            if depth > 6:
                continue
            declared = schema.get("type")
            kinds |= {
                kind
                for kind in (declared if isinstance(declared, list) else [declared])
                if isinstance(kind, str) and kind != "null"
            }
            if schema.get("properties"):
                kinds.add("object")
            required |= (
                set(schema.get("required") or ())
                if isinstance(schema.get("required"), list)
                else set()
            )
            for name, inner in (schema.get("properties") or {}).items():
                properties.setdefault(name, inner)
            for word in ("allOf", "oneOf", "anyOf"):
                waiting.extend((option, depth + 1) for option in schema.get(word) or ())
        return (
            {"string" if kind == "file" else kind for kind in kinds},
            required,
            properties,
        )


def facts_of(document: Mapping[str, Any], *, python_names: bool = False) -> dict[Fact, object]:
    """The facts of a document.

    Args:
        document: OpenAPI 2.0 to 3.1, as plain data.
        python_names: whether names count by their words alone, since a page shows Python's
            names instead of the wire's.
    """
    return _Reader(document, python_names=python_names).read()


@dataclass
class Score:
    """How a draft compares: facts right, wrong, missing and invented."""

    right: list[Fact] = field(default_factory=list)
    wrong: list[tuple[Fact, object, object]] = field(default_factory=list)
    missing: list[tuple[Fact, object]] = field(default_factory=list)
    invented: list[tuple[Fact, object]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of drafted facts that are right."""
        made = len(self.right) + len(self.wrong) + len(self.invented)
        return len(self.right) / made if made else 1.0

    @property
    def recall(self) -> float:
        """The share of true facts that were drafted, and rightly so."""
        true = len(self.right) + len(self.wrong) + len(self.missing)
        return len(self.right) / true if true else 1.0


def compare(
    drafted: Mapping[Fact, object],
    true: Mapping[Fact, object],
    *,
    leave_out: Any = None,
    samples: bool = False,
) -> Score:
    """Compares facts.

    Args:
        drafted: the facts of the draft.
        true: the facts of the true description.
        leave_out: says of a true fact that the page does not state it: its absence is not counted.
        samples: whether the page shows only samples: an integer may be called a number.
    """
    score = Score()
    for fact, value in true.items():
        if fact in drafted:
            found = drafted[fact]
            if found == value or (samples and {found, value} == {"integer", "number"}):
                score.right.append(fact)
            elif not (leave_out and leave_out(fact, value)):
                score.wrong.append((fact, value, found))
        elif not (leave_out and leave_out(fact, value)) and not _below_missing(fact, drafted, true):
            score.missing.append((fact, value))
    for fact, value in drafted.items():
        if fact in true or (fact[-1] == "format" and value in SHOWN_FORMATS) or value is False:
            continue
        score.invented.append((fact, value))
    return score


def _below_missing(fact: Fact, drafted: Mapping[Fact, object], true: Mapping[Fact, object]) -> bool:
    """Details of a field that is missing are not missing as well."""
    return any(
        fact[:end] in true and fact[:end] not in drafted for end in range(1, len(fact))
    ) and ((fact[0], "operation") in drafted)


def lines(score: Score, most: int = 40) -> Iterator[str]:
    """What is not right, for people."""
    for fact, value, found in score.wrong[:most]:
        yield f"  wrong    {' '.join(fact)}: {found!r} instead of {value!r}"
    for fact, value in score.missing[:most]:
        yield f"  missing  {' '.join(fact)}: {value!r}"
    for fact, value in score.invented[:most]:
        yield f"  invented {' '.join(fact)}: {value!r}"
