"""Example values as Python source: what stands in documentation must run as it is printed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Final

from docbound.package import Annotation, Argument, Model, ObjectModel, Package
from docbound.records import field, record
from docbound.service import JSONValue
from docbound.writing.python_source import Bracket, Keyword, Node, call, value

_LIST: Final = re.compile(r"List\[(\w+)\]").fullmatch


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
    modules: set[str] = field(default_factory=set[str])

    def argument(self, argument: Argument) -> Node:
        """The example of an argument."""
        return self.typed(argument.example, argument.type)

    def typed(self, data: JSONValue, annotation: Annotation) -> Node:
        """``data`` as a value of the type: constructor calls for models, dates for dates, otherwise
        JSON as Python has it.
        """
        prose = annotation.prose
        if isinstance(data, list) and (item := _LIST(prose)):
            inner = Annotation(code=item[1], prose=item[1])
            return Bracket("", "[", tuple(self.typed(one, inner) for one in data))
        if isinstance(data, dict):
            model = self.models.get(prose)
            if isinstance(model, ObjectModel) and _is_constructible(model, data):
                return self.construct(model, data)
        if prose == "Decimal" and isinstance(data, str | int | float):
            self.modules.add("decimal")
            return call("decimal.Decimal", value(str(data)))
        if isinstance(data, str):
            return self._text(data, prose)
        return value(data)

    def construct(self, model: ObjectModel, data: Mapping[str, JSONValue]) -> Bracket:
        """A call of the model's constructor."""
        fields = {field.wire_name: field for field in model.fields}
        items = tuple(
            Keyword(f"{fields[name].name}=", self.typed(one, fields[name].type))
            for name, one in data.items()
        )
        return Bracket(f"{self.package}.{model.name}", "(", items)

    def _text(self, data: str, prose: str) -> Node:
        if prose in _BYTES:
            self_bytes = data.encode("utf-8", "replace")
            return _bytes(self_bytes)
        parse = _DATES.get(prose)
        moment = None if parse is None else _parsed(parse, data)
        if moment is None:
            return value(data)
        self.modules.add("datetime")
        return _moment(moment, data)


_BYTES: Final = frozenset({"bytes", "bytearray", "file"})
_DATES: Final = {"date": datetime.date, "datetime": datetime.datetime}


def _bytes(data: bytes) -> str:
    text = repr(data)
    return "b" + text[1:].replace("'", '"') if '"' not in text else text


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
