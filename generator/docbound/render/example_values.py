"""Example values as Python source."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, LiteralString

from docbound.fixtures.files import File, file_of
from docbound.package import (
    AliasModel,
    Annotation,
    Argument,
    Model,
    ObjectModel,
    Package,
)
from docbound.records import field, record
from docbound.service import JSONValue
from docbound.writing.python_source import (
    Bracket,
    Keyword,
    Node,
    call,
    mapping,
    sequence,
    value,
)
from docbound.writing.source_types import PythonSource


@record(kw_only=False)
class Examples:
    """Writes examples for one package; remembers which modules they need.

    Attributes:
        package: the import package's name, which models are named by.
        models: the models by name.
        modules: filled while writing: standard library modules that the examples use.
    """

    package: str
    models: Mapping[str, Model]
    modules: set[LiteralString] = field(default_factory=set[LiteralString])

    def argument(self, argument: Argument) -> Node:
        """The example of an argument."""
        return self.typed(argument.example, argument.type)

    def typed(self, data: JSONValue, annotation: Annotation) -> Node:
        """``data`` as a value of the type: constructor calls for models, dates for dates, otherwise
        JSON as Python has it.
        """
        return self._typed(data, _parsed_type(annotation.code))

    def _typed(self, data: JSONValue, type_: ast.expr) -> Node:
        head, parts = _head(type_), _parts(type_)
        file = file_of(data)
        if file is not None:
            return _file(file)
        match data:
            case _ if isinstance(type_, ast.BinOp):
                return self._member(data, _members(type_))
            case _ if head in _MARKERS and parts:
                return self._typed(data, parts[0])
            case list() if head in _LISTS and parts:
                items = tuple(self._typed(one, parts[0]) for one in data)
                return Bracket("", "[", items)
            case list() if head == "tuple" and parts:
                return sequence(self._in_order(data, parts))
            case dict() if head in _MAPS and len(parts) == 2:
                return mapping({key: self._typed(one, parts[1]) for key, one in data.items()})
            case dict():
                return self._object(data, head)
            case str() | int() | float() if head in _DECIMALS and data is not True:
                self.modules.add("decimal")
                return call("decimal.Decimal", value(str(data)))
            case str():
                return self._text(data, head)
            case _:
                return value(data)

    def _in_order(self, data: list[JSONValue], parts: Sequence[ast.expr]) -> Iterator[Node]:
        """The items of a tuple; what its type says last may come several times (``*tuple[str,
        ...]``).
        """
        for index, one in enumerate(data):
            part = parts[min(index, len(parts) - 1)]
            if isinstance(part, ast.Starred):
                part = _parts(part.value)[0]
            yield self._typed(one, part)

    def _member(self, data: JSONValue, members: Sequence[ast.expr]) -> Node:
        for member in members:
            if self._fits(data, member):
                return self._typed(data, member)
        return value(data)

    def _fits(self, data: JSONValue, type_: ast.expr) -> bool:
        """Whether ``data`` are of a kind with a type; a model must be constructible from them."""
        head, parts = _head(type_), _parts(type_)
        if head in _MARKERS and parts:
            return any(self._fits(data, one) for one in _members(parts[0]))
        match data:
            case None:
                return head == "None"
            case bool():
                return head == "bool"
            case list():
                return head in _LISTS or head == "tuple"
            case dict():
                model = self.models.get(head)
                if isinstance(model, ObjectModel):
                    return _is_constructible(model, data)
                return head in _MAPS or isinstance(model, AliasModel)
            case str():
                return head in _TEXTS or head in self.models
            case _:
                return head in ("int", "float", *_DECIMALS)

    def _object(self, data: Mapping[str, JSONValue], head: str) -> Node:
        model = self.models.get(head)
        if isinstance(model, ObjectModel) and _is_constructible(model, data):
            return self.construct(model, data)
        if isinstance(model, AliasModel):
            named = dict(model.mapping).get(str(data.get(model.tag)), "")
            if named:
                return self._object(data, named)
            return self._typed(dict(data), _parsed_type(model.type.code))
        return value(dict(data))

    def construct(self, model: ObjectModel, data: Mapping[str, JSONValue]) -> Bracket:
        """A call of the model's constructor."""
        fields = {field.wire_name: field for field in model.fields}
        items = tuple(
            Keyword(f"{fields[name].name}=", self.typed(one, fields[name].type))
            for name, one in data.items()
        )
        return Bracket(f"{self.package}.{model.name}", "(", items)

    def _text(self, data: str, head: str) -> Node:
        if head in _BYTES:
            self_bytes = data.encode("utf-8", "replace")
            return _bytes(self_bytes)
        parse = _DATES.get(head)
        moment = None if parse is None else _parsed(parse, data)
        if moment is None:
            return value(data)
        self.modules.add("datetime")
        return _moment(moment, data)


def _file(file: File) -> Node:
    """A file, as it is given to a call: its content, or that behind its name."""
    if isinstance(file, bytes):
        return _bytes(file)
    name, content, *media = file
    return Bracket("", "(", (value(name), _bytes(content), *map(value, media)))


_BYTES: Final = frozenset({"bytes", "FileInput", "Base64"})
_DATES: Final = {"datetime.date": datetime.date, "datetime.datetime": datetime.datetime}
_MARKERS: Final = frozenset(
    ("Annotated", "Nullable", "Open", "OpenInt", "OpenNumber", "OpenValue", "Optional")
)
_LISTS: Final = frozenset(("list", "Sequence", "Iterable", "AsyncIterable"))
_MAPS: Final = frozenset(("dict", "Mapping"))
_DECIMALS: Final = frozenset(("Decimal", "DecimalNumber"))
_TEXTS: Final = frozenset(
    ("str", "Literal", "datetime.time", "uuid.UUID", *_BYTES, *_DATES, *_DECIMALS)
)


def _parsed_type(code: str) -> ast.expr:
    """A type as generated code writes it, taken apart."""
    return ast.parse(code, mode="eval").body


def _head(type_: ast.expr) -> str:
    """The name of a type without its parts: ``Sequence`` of ``Sequence[str]``."""
    match type_:
        case ast.Subscript(value=inner):
            return _head(inner)
        case ast.Attribute(value=ast.Name(id="builtins"), attr=name) | ast.Name(id=name):
            return name
        case ast.Attribute():
            return ast.unparse(type_)
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str(text)):
            return _head(_parsed_type(text))
        case _:
            return ""


def _parts(type_: ast.expr) -> Sequence[ast.expr]:
    match type_:
        case ast.Subscript(slice=ast.Tuple(elts=parts)):
            return parts
        case ast.Subscript(slice=part):
            return [part]
        case _:
            return []


def _members(type_: ast.expr) -> Sequence[ast.expr]:
    """The members of a union, in order; a type that is none is its only one."""
    if isinstance(type_, ast.BinOp):
        return [*_members(type_.left), *_members(type_.right)]
    return [type_]


def _bytes(data: bytes) -> PythonSource:
    text = repr(data)
    return PythonSource("b" + text[1:].replace("'", '"') if '"' not in text else text)


def _parsed(kind: type[datetime.date], data: str) -> datetime.date | None:
    try:
        return kind.fromisoformat(data)
    except ValueError:
        return None


def _moment(moment: datetime.date, data: str) -> Node:
    """A date or a date-time as a call of its constructor, as a person would write it; one with an
    offset as its text.
    """
    parts = [moment.year, moment.month, moment.day]
    if not isinstance(moment, datetime.datetime):
        return call("datetime.date", *map(repr, parts))
    zone = moment.tzinfo
    if moment.microsecond or (zone is not None and zone is not datetime.UTC):
        return call("datetime.datetime.fromisoformat", value(data))
    parts += [moment.hour, moment.minute]
    if moment.second:
        parts.append(moment.second)
    return call(
        "datetime.datetime",
        *map(repr, parts),
        tzinfo="datetime.UTC" if zone is not None else None,
    )


def _is_constructible(model: ObjectModel, data: Mapping[str, JSONValue]) -> bool:
    """Whether a constructor call can carry ``data``: every key is a field, and no required one is
    missing.
    """
    names = {field.wire_name for field in model.fields}
    required = {field.wire_name for field in model.fields if field.required}
    return data.keys() <= names and required <= data.keys()


def examples(package: Package) -> Examples:
    """A fresh writer of examples for ``package``."""
    return Examples(package.name, package.models_by_name)
