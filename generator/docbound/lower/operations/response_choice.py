"""What decides which of several kinds of response a call gets: an argument, or a field of its body.

Each kind has values that ask for it, and the exact type of what comes. Streams are one such pair
(:mod:`.streaming`); values that name media types, and those of client.yaml, are others
(:mod:`.response_kinds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docbound.annotations import Style, union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.package import Annotation, Argument, ChoiceRow, Import, ParameterRow, StreamingRow
from docbound.records import record
from docbound.service import (
    MISSING,
    Alias,
    Enum,
    Field,
    JSONValue,
    Literal,
    Missing,
    Named,
    Object,
    Operation,
    Primitive,
    Type,
    Union,
)
from docbound.writing.text import string_literal

ACCEPT: Final = "accept"
"""Where an argument is that is not sent, but named in ``Accept``."""

Results = tuple[Annotation, Annotation]
"""What a call returns, in each of the twins."""


@record
class Case:
    """One kind of response.

    Attributes:
        values: what asks for it.
        end: the end of the names of types that ask for it.
        asks_for: the same as the rest of a sentence: ``no stream``.
        results: what a call returns that asks for it.
    """

    values: tuple[str | bool, ...]
    end: str
    asks_for: str
    results: Results


@record
class ResponseChoice:
    """What decides, and between what.

    Attributes:
        row: the same for the operation table.
        name: the deciding argument, or the attribute of the deciding field.
        cases: the kinds of response.
        default: which of them comes where a call does not say; None: any.
        results: what a call returns of which nothing is known.
        members: for values of an enum its members, as source, with what they need.
    """

    row: StreamingRow | ChoiceRow
    name: str
    cases: tuple[Case, ...]
    default: int | None
    results: Results
    members: tuple[tuple[str | bool, Annotation], ...] = ()

    @property
    def in_body(self) -> bool:
        """Whether a field of the body decides."""
        return self.row.location == "body"

    @property
    def by_default(self) -> Results:
        """What a call returns that does not say."""
        return self.results if self.default is None else self.cases[self.default].results

    def literal(self, case: Case) -> Annotation:
        """The type of the values that ask for a kind of response."""
        members = dict(self.members)
        known = [members[value] for value in case.values if value in members]
        values = one_of(case.values)
        return replace(
            values,
            code=f"Literal[{', '.join([*_shown(case.values), *(each.code for each in known)])}]",
            neighbours=frozenset().union(*(each.neighbours for each in known)),
        )

    def asked_by(self, field: Field | None) -> list[int]:
        """Which kinds an object can ask for: those that a field allows with a value of its own, or
        the usual one, where it has no such field.

        Args:
            field: the deciding field of the object, or None.
        """
        if field is None:
            return [] if self.default is None else [self.default]
        only = only_values(field)
        return [
            index
            for index, case in enumerate(self.cases)
            if only is None or not only.isdisjoint(case.values)
        ]


def one_of(values: Sequence[str | bool]) -> Annotation:
    """The type that has these values and no others."""
    kinds = dict.fromkeys("str" if isinstance(each, str) else "bool" for each in values)
    return Annotation(
        code=f"Literal[{', '.join(_shown(values))}]",
        prose=" | ".join(kinds),
        imports=frozenset({Import(module="typing", name="Literal")}),
    )


def _shown(values: Sequence[str | bool]) -> list[str]:
    return [string_literal(each) if isinstance(each, str) else repr(each) for each in values]


def only_values(field: Field) -> frozenset[object] | None:
    """The values of a field that has a closed list of them; None, where it may have others."""
    if field.only is not MISSING and isinstance(field.only, str | bool):
        return frozenset({field.only})
    match field.type:
        case Literal(values=values, closed=closed) if closed or {*map(type, values)} == {bool}:
            return frozenset(values)
        case _:
            return None


def known_values(type_: Type, context: Context) -> tuple[str | bool, ...]:
    """The texts and booleans that a description lists for a type, seen through names and
    choices.
    """
    match type_:
        case Primitive(kind="boolean"):
            return (False, True)
        case Literal(values=values):
            return tuple(each for each in values if isinstance(each, str | bool))
        case Union(members=members):
            found = [value for each in members for value in known_values(each, context)]
            return tuple(dict.fromkeys(found))
        case Named(pointer=pointer):
            match context.api.definitions.get(pointer):
                case Enum(values=values):
                    return tuple(each for each in values if isinstance(each, str | bool))
                case Alias(type=inner):
                    return known_values(inner, context)
                case _:
                    return ()
        case _:
            return ()


def enum_members(type_: Type, context: Context) -> tuple[tuple[str | bool, Annotation], ...]:
    """The members of the enum that is a type, or among its alternatives, by their values."""
    match type_:
        case Union(members=members):
            return tuple(item for each in members for item in enum_members(each, context))
        case Named(pointer=pointer):
            match context.api.definitions.get(pointer):
                case Enum(kind="string", values=values):
                    named = context.annotator.named(pointer)
                    names = context.names.members[pointer]
                    return tuple(
                        (value, _member(named, name))
                        for value, name in zip(values, names, strict=True)
                        if isinstance(value, str)
                    )
                case Alias(type=inner):
                    return enum_members(inner, context)
                case _:
                    return ()
        case _:
            return ()


def _member(enum: Annotation, name: str) -> Annotation:
    return Annotation(code=f"{enum.code}.{name}", prose=enum.prose, neighbours=enum.neighbours)


def field_of(definition: Object, wire_name: str) -> Field | None:
    """A field of an object that a caller can set."""
    return next(
        (each for each in definition.fields if each.name == wire_name and not each.read_only), None
    )


def default_value(found: JSONValue | Missing) -> str | bool | None:
    """A description's default, where it can decide."""
    return found if isinstance(found, str | bool) else None


def negotiated_argument(choice: ResponseChoice, index: int) -> Argument:
    """The argument that chooses among the media types of the response.

    Args:
        choice: what decides.
        index: its place in the operation table's values.
    """
    if isinstance(choice.row, StreamingRow):
        type_ = Annotation(code="bool", prose="bool")
        doc, default = "Whether the response is asked for as a stream.", "False"
    else:
        type_ = one_of([value for case in choice.cases for value in case.values])
        doc, default = "The media type that the response is asked for in.", "None"
    return Argument(
        name=choice.name,
        wire_name=choice.name,
        location=choice.row.location,
        index=index,
        annotation=union([type_, NOTHING], Style.ARGUMENT) if default == "None" else type_,
        type=type_,
        required=False,
        doc=doc,
        keyword_only=True,
        default=default,
    )


NOTHING: Final = Annotation(code="None", prose="None")


def negotiated_row(choice: ResponseChoice) -> ParameterRow:
    """The same in the operation table."""
    return ParameterRow(
        wire_name=choice.row.name,
        location=choice.row.location,
        style="",
        explode=False,
        required=False,
        allow_reserved=False,
        content_type="",
        deprecated=False,
        argument=choice.name,
        type_code=negotiated_argument(choice, 0).type.code,
    )


def may_be_named(context: Context, operation: Operation, name: str, taken: set[str]) -> bool:
    """Whether an argument of this name would clash with none, and with no field of the body.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        name: that of the argument.
        taken: the names of the arguments.
    """
    fields = context.names.fields
    names = {
        each
        for item in body_objects(context, operation)
        for each in fields[item.about.pointer].values()
    }
    return name not in names | taken
