"""Annotations: the only place that writes Python types, each with its imports and with the words of
the documentation.

One type of the service is written in four ways, one for each :class:`Style`:

- in a model and in the type expressions that the runtime resolves, with the runtime's markers
  (``Nullable[Open[Color]]``);
- as a result, with plain unions (``Color | str | None``);
- as an argument, as wide as a caller may be (``Credit | Mapping[str, object]``);
- as prose, in the vocabulary of the documented pages (``List[Credit]``); it comes along with each
  of the others.

The forms themselves are listed in docs/architecture.md. ``scalars`` writes what has no parts,
``parts`` puts annotations together, ``meaning`` tells what a type takes; the :class:`Annotator`
walks a type with the three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from docbound.annotations.composed_types import (
    ANY,
    MODELS,
    NONE,
    OBJECT,
    UNDESCRIBED,
    Style,
    extended,
    generic,
    joined,
    list_of,
    mapping_of,
    optional_argument,
    quoted,
    runtime,
    sequence_of,
    tuple_of,
    union,
)
from docbound.annotations.scalars import (
    FORM_FILE,
    has_members,
    literal,
    opened,
    primitive,
    scalar_code,
)
from docbound.annotations.type_queries import accepts_null, is_null, plain_data
from docbound.naming import ModelName
from docbound.package import Annotation, Import
from docbound.records import record
from docbound.service import (
    Alias,
    Anything,
    Array,
    Definition,
    Enum,
    Literal,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)
from docbound.service import Mapping as MapType
from docbound.writing.text import string_literal

__all__ = [
    "ANY",
    "FORM_FILE",
    "MAPPING",
    "NONE",
    "OBJECT",
    "REQUEST_TYPES",
    "UNDESCRIBED",
    "Annotator",
    "Style",
    "field_annotation",
    "generic",
    "has_members",
    "optional_argument",
    "quoted",
    "request_type",
    "runtime",
    "scalar_code",
    "union",
]

REQUEST_TYPES: Final = ".types"
"""The module of a package that has the types of plain data."""
MAPPING: Final = Annotation(
    code="Mapping[str, object]",
    prose="Dict[str, object]",
    imports=frozenset({Import(module="collections.abc", name="Mapping")}),
)
"""Any mapping with text keys."""
_UNKNOWN_VARIANT: Final = Annotation(
    code="UnknownVariant",
    prose="UnknownVariant",
    imports=frozenset({Import(module=MODELS, name="UnknownVariant")}),
)
_ANNOTATED: Final = (
    Import(module="typing", name="Annotated"),
    Import(module="pydantic", name="Field"),
)
"""What a field with arguments needs."""
_MOST_OPTIONAL: Final = 16
"""A tuple of which more items may be missing is a list: its lengths, written one by one, would grow
with the square of their number.
"""


@record
class Annotator:
    """Writes types for one package.

    Attributes:
        definitions: what a ``Named`` refers to.
        models: the names of definitions.
        request_names: for each definition the names of the types of plain data that mean it;
            none for a definition that any mapping means.
        shadowed: builtins that a method of the same class hides, so that ``builtins.list`` must be
            written.
    """

    definitions: Mapping[Pointer, Definition]
    models: Mapping[Pointer, ModelName]
    request_names: Mapping[Pointer, tuple[str, ...]]
    shadowed: frozenset[str] = frozenset()

    def marked(self, type_: Type) -> Annotation:
        """A type as models and the runtime's type expressions have it."""
        plain = replace(self, shadowed=frozenset()) if self.shadowed else self
        return plain._write(type_, Style.MARKED)

    def result(self, type_: Type) -> Annotation:
        """A type as what a method returns."""
        return self._with_builtins(self._write(type_, Style.RESULT))

    def argument(self, type_: Type) -> Annotation:
        """A type as what a method takes: models also as mappings, lists as any sequence, files in
        every form.
        """
        return self._with_builtins(self._write(type_, Style.ARGUMENT))

    def data(self, type_: Type) -> Annotation:
        """A type as it is in plain data: as an argument, and also as the text of the wire."""
        return self._write(type_, Style.DATA)

    def choice(self, choice: UnionDefinition) -> Annotation:
        """The alternatives of a choice, as a type checker sees them; with a tag, also one that the
        description does not know yet, unless it says what such a one is."""
        members = [self.result(member) for member in choice.members]
        is_open = choice.tag and choice.default is None and choice.base is None
        return union([*members, _UNKNOWN_VARIANT] if is_open else members, Style.RESULT)

    def named(self, pointer: Pointer) -> Annotation:
        """The name of a definition, by itself."""
        name = self.models[pointer]
        return Annotation(
            code=name.name,
            prose=name.name,
            models=(name.name,),
            neighbours=frozenset({Import(module=f".models.{name.module}", name=name.name)}),
        )

    def accepts_null(self, type_: Type) -> bool:
        """Whether null is among the values of a type, seen through names."""
        return accepts_null(type_, self.definitions)

    def _write(self, type_: Type, style: Style) -> Annotation:
        match type_:
            case Primitive():
                return primitive(type_, style, self.shadowed)
            case Literal():
                return literal(type_, style, self.shadowed)
            case Array():
                return self._array(type_, style)
            case MapType():
                values = self._write(type_.values, style)
                return mapping_of(values, style, self.shadowed)
            case Union():
                return union((self._write(member, style) for member in type_.members), style)
            case Named():
                return self._named(type_, style)
            case Anything():
                return OBJECT if style.is_given else ANY
            case _:
                assert_never(type_)

    def _array(self, type_: Array, style: Style) -> Annotation:
        first = [self._write(item, style) for item in type_.prefix]
        rest = None if type_.closed else self._write(type_.items, style)
        if first and not style.is_given and type_.optional <= _MOST_OPTIONAL:
            return tuple_of(first, rest, type_.optional, self.shadowed)
        item = union(first if rest is None else [*first, rest], style)
        if style.is_given:
            return sequence_of(item)
        return list_of(item, self.shadowed)

    def _named(self, type_: Named, style: Style) -> Annotation:
        definition = self.definitions.get(type_.pointer)
        if definition is None:
            return ANY
        name = self.named(type_.pointer)
        match definition:
            case Enum():
                if not has_members(definition):
                    return name
                return opened(name, definition.kind, style, self.shadowed)
            case Object():
                if not style.is_given:
                    return name
                plain = self._plain_object(type_.pointer, definition)
                return replace(joined([name, *plain]), prose=name.prose)
            case Alias() | UnionDefinition():
                if style is Style.RESULT and is_null(type_, self.definitions):
                    return NONE  # What only returns None has to say so plainly.
                if not style.is_given:
                    return name
                return self._wide(name, type_.pointer)
            case _:
                assert_never(definition)

    def _wide(self, name: Annotation, pointer: Pointer) -> Annotation:
        """A named choice, list or map as an argument: the name, and the plain data that may stand
        for it.
        """
        if not plain_data(Named(pointer=pointer), self.definitions):
            return name
        plain = (request_type(each) for each in self.request_names.get(pointer, ()))
        return replace(joined([name, *plain]), prose=name.prose)

    def _plain_object(self, pointer: Pointer, definition: Object) -> list[Annotation]:
        """What may be given for an object: mappings with its keys, and where the description says
        that there may be others, any mapping of such values.
        """
        found = [request_type(each) for each in self.request_names.get(pointer, ())]
        if not found or definition.additional is not None:
            found.append(MAPPING)
        return found

    def _with_builtins(self, annotation: Annotation) -> Annotation:
        if not self.shadowed or "builtins." not in annotation.code:
            return annotation
        return replace(annotation, imports=annotation.imports | {Import(module="builtins")})


def request_type(name: str) -> Annotation:
    """A type of plain data, by its name."""
    return Annotation(
        code=name,
        prose="",
        neighbours=frozenset({Import(module=REQUEST_TYPES, name=name)}),
    )


def field_annotation(
    annotator: Annotator,
    type_: Type,
    *,
    alias: str | None,
    secret: bool,
    optional: bool,
) -> Annotation:
    """A model's field, complete: ``Annotated[datetime.date | None, Field(alias="effectiveTo")]``.

    Args:
        annotator: writes the type.
        type_: what the wire carries; a Union with null where it may carry null.
        alias: the wire name, where the attribute has another.
        secret: whether a ``repr`` hides it.
        optional: whether it may be absent and has no default of its own.
    """
    bare = annotator.marked(type_)
    if optional and bare.code not in ("Any", "None"):
        if annotator.accepts_null(type_):
            nullable = Import(module=MODELS, name="Nullable")
            if not bare.code.startswith("Nullable["):
                bare = extended(bare, f"Nullable[{bare.code}]", bare.prose, nullable)
        else:
            bare = extended(bare, f"{bare.code} | None", bare.prose)
    arguments = [f"alias={string_literal(alias)}"] if alias is not None else []
    if secret:
        arguments.append("repr=False")
    if not arguments:
        return bare
    code = f"Annotated[{bare.code}, Field({', '.join(arguments)})]"
    return extended(bare, code, bare.prose, *_ANNOTATED)
