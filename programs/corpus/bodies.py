"""The bodies of the law of requests: the representations that a description has for them, and
values for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from docbound.document import Document, child
from docbound.harness.values.validity import Judge, family_of
from docbound.runtime.http.media_types import concrete
from docbound.service import Operation
from programs.corpus import parameter_facts, undefined_values
from programs.corpus.parameter_facts import Facts, is_json
from programs.corpus.read_only import without_read_only

FORM = "application/x-www-form-urlencoded"
_QUOTED = frozenset('"\r\n')


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One representation of a body.

    Attributes:
        fields: of a form: how each field that has an encoding of its own is sent.
        files: the fields that hold octets, and whether they hold a list of them.
        schema, pointer: its schema, and where that is; both empty where there is none.
    """

    media: str
    schema: Any
    pointer: str
    fields: Mapping[str, Facts | str] = field(default_factory=dict[str, "Facts | str"])
    files: Mapping[str, bool] = field(default_factory=dict[str, bool])

    @property
    def essence(self) -> str:
        return concrete(self.media.partition(";")[0].strip().lower())

    @property
    def kind(self) -> str:
        """``json``, ``form``, ``multipart``, ``text``, ``xml``, ``octets``, or empty: the law says
        nothing about it.
        """
        essence = self.essence
        if is_json(essence):
            # Octets under a JSON label are a file that holds JSON.
            is_file = isinstance(self.schema, dict) and self.schema.get("format") == "binary"
            return "" if is_file else "json"
        if essence == FORM:
            return "form"
        if essence == "multipart/form-data":
            return "multipart"
        if essence in ("application/xml", "text/xml") or essence.endswith("+xml"):
            return "xml"
        if "*" in essence or essence == "text/event-stream":
            return ""
        if essence.startswith("text/"):
            return "text"
        return "octets" if _is_of_files(essence) else ""


class Bodies:
    """Finds the representations of one document's bodies, and values for them."""

    def __init__(self, document: Document, judge: Judge) -> None:
        self._document = document
        self._judge = judge
        self._held: dict[str, bool | None] = {}

    def contents(self, operation: Operation) -> list[Content]:
        """The representations of a body, in the order of the description."""
        body = operation.body
        if body is None:
            return []
        names = [media.content_type for media in body.contents]
        if body.pointer.endswith("#form"):
            return [self._swagger_form(operation, name) for name in names]
        raw = self._at(body.pointer)
        if family_of(self._document) == "2.0":
            pointer = child(body.pointer, "schema")
            return [
                Content(media=name, schema=raw.get("schema"), pointer=pointer) for name in names
            ]
        return [self._content(name, child(body.pointer, "content", name)) for name in names]

    def _content(self, media: str, pointer: str) -> Content:
        raw: Any = self._at(pointer)
        while isinstance(raw.get("$ref"), str):
            target = self._document.resolve(raw["$ref"], pointer)
            if target is None:
                break
            raw, pointer = target
        place = child(pointer, "schema")
        schema = raw.get("schema")
        found: dict[str, Facts | str] = {}
        encodings = raw.get("encoding")
        for name, item in encodings.items() if isinstance(encodings, dict) else ():
            is_styled = item.keys() & {"style", "explode", "allowReserved"}
            if is_styled and not self._is_ignored(media):
                found[name] = parameter_facts.styled(name, "query", item, None, "")
            elif item.get("contentType"):
                found[name] = str(item["contentType"])
        files = {
            name: holds
            for name, inner in self._properties(schema, place)
            if (holds := self._holds(*inner)) is not None
        }
        if "multipart" in media.lower():
            files |= {
                name: False
                for name, kind in found.items()
                if isinstance(kind, str) and name not in files and _is_of_files(kind)
            }
        return Content(media=media, schema=schema, pointer=place, fields=found, files=files)

    def _at(self, pointer: str) -> dict[str, Any]:
        """The mapping at ``pointer``; empty where a reference had no target and the body became
        octets.
        """
        try:
            found = self._document.get(pointer)
        except KeyError:
            return {}
        return found if isinstance(found, dict) else {}

    def _is_ignored(self, media: str) -> bool:
        """Until 3.1, styles count in urlencoded forms only ("Encoding Object")."""
        return self._document.version.startswith("3.0") and FORM not in media.lower()

    def _properties(
        self, schema: Any, pointer: str, seen: set[str] | None = None
    ) -> Iterator[tuple[str, tuple[Any, str]]]:
        """The properties of a schema and of its parts, each part once: they may lead back to it."""
        schema, pointer = self._behind(schema, pointer)
        seen = set() if seen is None else seen
        if not isinstance(schema, dict) or pointer in seen:
            return
        seen.add(pointer)
        for name, inner in (schema.get("properties") or {}).items():
            yield name, self._behind(inner, child(pointer, "properties", name))
        for keyword in ("allOf", "oneOf", "anyOf"):
            for index, part in enumerate(schema.get(keyword) or ()):
                yield from self._properties(part, child(pointer, keyword, index), seen)

    def _behind(self, schema: Any, pointer: str) -> tuple[Any, str]:
        for _ in range(20):
            if not isinstance(schema, dict) or not isinstance(schema.get("$ref"), str):
                break
            target = self._document.resolve(schema["$ref"], pointer)
            if target is None:
                break
            schema, pointer = target
        return schema, pointer

    def _holds(self, schema: Any, pointer: str) -> bool | None:
        """Whether a field holds files: None if it does not, else whether it may hold a list of
        them.
        """
        if not isinstance(schema, dict):
            return None
        if pointer not in self._held:
            self._held[pointer] = None  # ends cycles
            self._held[pointer] = self._found(schema, pointer)
        return self._held[pointer]

    def _found(self, schema: dict[str, Any], pointer: str) -> bool | None:
        if schema.get("type") == "array" or "items" in schema:
            place = child(pointer, "items")
            inner = self._holds(*self._behind(schema.get("items"), place))
            return None if inner is None else True
        found = [
            self._holds(*self._behind(part, child(pointer, keyword, index)))
            for keyword in ("oneOf", "anyOf", "allOf")
            for index, part in enumerate(schema.get(keyword) or ())
        ]
        files = [item for item in found if item is not None]
        if files:
            return any(files)
        return False if _is_binary(schema) else None

    def _swagger_form(self, operation: Operation, media: str) -> Content:
        fields: dict[str, Facts | str] = {}
        files: dict[str, bool] = {}
        properties: dict[str, Any] = {}
        places: dict[str, str] = {}
        required: list[str] = []
        for place in (
            child(operation.pointer.rpartition("/")[0], "parameters"),
            child(operation.pointer, "parameters"),
        ):
            try:
                listed: Any = self._document.get(place)
            except KeyError:
                continue
            for index, item in enumerate(listed):
                raw, pointer = self._behind(item, child(place, index))
                if raw.get("in") != "formData":
                    continue
                facts = parameter_facts.of_parameter(
                    self._document, pointer, raw["name"], "formData"
                )
                assert facts is not None
                properties[raw["name"]] = raw
                if raw.get("required") is True:
                    required.append(raw["name"])
                holds = self._holds(raw, pointer)
                if holds is not None:
                    files[raw["name"]] = holds
                elif raw.get("type") == "array":
                    fields[raw["name"]] = facts
                places[raw["name"]] = pointer
        schema = {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
            "x-places": places,
        }
        return Content(
            media=media,
            schema=schema,
            pointer="",
            fields=fields,
            files=files,
        )

    # --- values ---

    def values(self, content: Content) -> list[Any]:
        """Valid values with one wire form; octets are in forms where the description has
        files.
        """
        match content.kind:
            case "json":
                return [value for value in self._made(content) if not _names_attribute(value)]
            case "form" | "multipart":
                forms = [
                    self._with_octets(content, reduced)
                    for value in self._made(content)
                    if isinstance(value, dict)
                    and not _names_attribute(value)
                    and self._is_whole(content, reduced := _reduced(content, value))
                ]
                return [form for form in forms if form]
            case "text":
                texts = [value for value in self._made(content) if isinstance(value, str)]
                return texts if content.schema is not None else ["text", "Zoë\n"]
            case "xml":  # passes as text
                return ["<a>é &amp; b</a>"]
            case "octets":
                return [b"\x00\xff octets", b"1"]
            case _:
                return []

    def reason(self, content: Content) -> str:
        """Why nothing was found for a representation."""
        if not content.kind:
            return f"no reader for {content.essence}"
        return f"{content.kind}: no valid value with a form was found"

    def _made(self, content: Content) -> list[Any]:
        if content.schema is None:
            return []
        if content.pointer:
            found = self._judge.values(content.schema, content.pointer, wanted=6)
            made = (value for _, value in islice(found, 8))
            return [sent for value in made for sent in self._sent(content, value)]
        return list(islice(self._fields_of_swagger(content), 6))

    def _sent(self, content: Content, value: Any) -> Iterator[Any]:
        """What a client may send of a value, where that is a valid value of a request."""
        sent = without_read_only(self._document, content.schema, content.pointer, value)
        if sent == value or not self._judge.mismatches(content.pointer, sent, in_request=True):
            yield sent

    def _fields_of_swagger(self, content: Content) -> Iterator[dict[str, Any]]:
        """Fields of a 2.0 form have schemas of their own, and no validator knows the whole."""
        places = content.schema["x-places"]
        for made in self._judge.maker("").values(content.schema, "", 6):
            yield {
                name: value
                for name, value in made.items()
                if name in content.files or self._judge.accepts(places[name], value)
            }

    def _is_whole(self, content: Content, reduced: dict[str, Any]) -> bool:
        """Whether the fields that have a wire form are still a valid value."""
        if content.pointer:
            return not self._judge.mismatches(content.pointer, reduced, in_request=True)
        return all(name in reduced for name in content.schema["required"])

    def _with_octets(self, content: Content, value: dict[str, Any]) -> dict[str, Any]:
        return {
            name: (
                ([b"\x00 file", b"another"] if content.files[name] else b"\xff file\r\n")
                if name in content.files
                else item
            )
            for name, item in value.items()
        }


def _is_of_files(media: str) -> bool:
    """Whether a field of a media type (the first of several) is a file, whatever its schema
    says.
    """
    essence = media.partition(",")[0].partition(";")[0].strip().lower()
    return essence in _FILES or (essence.startswith(("image/", "audio/", "video/", "font/")))


_FILES = frozenset(
    {
        "application/octet-stream",
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/x-tar",
    }
)


def _is_binary(schema: dict[str, Any]) -> bool:
    encoding = schema.get("contentEncoding")
    if encoding is not None:
        return bool(encoding == "binary")
    return (
        schema.get("type") == "file"
        or schema.get("format") == "binary"
        or "contentMediaType" in schema
    )


def _names_attribute(value: Any) -> bool:
    """Whether an undeclared key may be read as the attribute's name, which a caller's mapping may
    use as well.
    """
    match value:
        case dict():
            return "page_size" in value or any(map(_names_attribute, value.values()))
        case list():
            return any(map(_names_attribute, value))
        case _:
            return False


def _reduced(content: Content, value: dict[str, Any]) -> dict[str, Any]:
    """The fields that have one wire form."""
    return {
        name: item
        for name, item in value.items()
        if name in content.files or not _reason_against_field(content, name, item)
    }


def _reason_against_field(content: Content, name: str, value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    if any(item is None for item in items):
        return "null has no form in a form"
    if value == []:
        return "an empty array has no form in a form"
    if any(isinstance(item, list) for item in items):
        return "arrays in arrays: undefined by the specification"
    if content.kind == "multipart" and _QUOTED & set(name):
        return "a quote or line break in a part's name: parsers disagree"
    encoding = content.fields.get(name)
    if isinstance(encoding, Facts):
        against = undefined_values.reason_against(encoding, value)
        if not against and content.kind == "multipart" and not encoding.explode:
            against = _against_unescaped(encoding, value)
        return against
    return ""


def _against_unescaped(encoding: Facts, value: Any) -> str:
    """Parts carry text as it is: what is between items may not be in one."""
    if isinstance(value, dict):
        texts = [*value, *map(str, value.values())]
    else:
        texts = [str(item) for item in value] if isinstance(value, list) else []
    comma = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
    between = comma.get(encoding.style, ",")
    return "a delimiter inside an item of a part" if any(between in text for text in texts) else ""
