"""Annotations: the only place that writes Python types, each with its imports and with the words of the documentation.

One type of the service is written in four ways, told apart by :class:`Style`:

- in a model and in the type expressions that the runtime resolves, with the runtime's markers (``Nullable[Open[Color]]``);
- as a result, with plain unions (``Color | str | None``);
- as an argument, as wide as a caller may be (``Credit | Mapping[str, object]``);
- as prose, in the vocabulary of the documented pages (``List[Credit]``); it comes along with each of the others.

The forms themselves are listed in docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum as PyEnum
from typing import Final, assert_never

from generator.api import (
    Alias,
    Anything,
    Array,
    Choice,
    Definition,
    Enum,
    Literal,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
)
from generator.api import Mapping as MapType
from generator.naming import ModelName
from generator.package import Annotation, Import
from generator.records import record
from generator.text import string_literal


class Style(PyEnum):
    """Where a type is written, and so how."""

    MARKED = "marked"
    RESULT = "result"
    ARGUMENT = "argument"


NONE: Final = Annotation(code="None", prose="None")
ANY: Final = Annotation(
    code="Any", prose="object", imports=frozenset({Import(module="typing", name="Any")})
)
OBJECT: Final = Annotation(code="object", prose="object")
_NO_IMPORTS: Final[frozenset[Import]] = frozenset()
_NO_WORDS: Final[frozenset[str]] = frozenset()
_MODELS: Final = "._runtime.models"
_OPEN: Final = {
    "string": ("Open", ("str",)),
    "integer": ("OpenInt", ("int",)),
    "number": ("OpenNumber", ("int", "float")),
    "mixed": ("OpenValue", ("str", "int", "float", "bool")),
}
"""For each kind of enum the runtime's marker, and what a type checker sees beside the known values."""


def _standard(code: str, prose: str, module: str) -> Annotation:
    return Annotation(
        code=code, prose=prose, imports=frozenset({Import(module=module)})
    )


_FORMATS: Final = {
    "date-time": _standard("datetime.datetime", "datetime", "datetime"),
    "date": _standard("datetime.date", "date", "datetime"),
    "time": _standard("datetime.time", "time", "datetime"),
    "uuid": _standard("uuid.UUID", "UUID", "uuid"),
    "decimal": Annotation(
        code="Decimal",
        prose="Decimal",
        imports=frozenset({Import(module="decimal", name="Decimal")}),
    ),
}
_BASE64: Final = Annotation(
    code="Base64",
    prose="bytes",
    imports=frozenset({Import(module=_MODELS, name="Base64")}),
)
_FILE: Final = Annotation(
    code="FileInput",
    prose="file",
    imports=frozenset({Import(module="._runtime.options", name="FileInput")}),
)
_WIRE_MAPPING: Final = Annotation(
    code="Mapping[str, object]",
    prose="Dict[str, object]",
    imports=frozenset({Import(module="collections.abc", name="Mapping")}),
)
_UNKNOWN_VARIANT: Final = Annotation(
    code="UnknownVariant",
    prose="UnknownVariant",
    imports=frozenset({Import(module=_MODELS, name="UnknownVariant")}),
)


@record
class Annotator:
    """Writes types for one package.

    Attributes:
        definitions: what a ``Named`` refers to.
        models: the names of definitions.
        shadowed: builtins that a method of the same class hides, so that ``builtins.list`` must be written.
    """

    definitions: Mapping[Pointer, Definition]
    models: Mapping[Pointer, ModelName]
    shadowed: frozenset[str] = frozenset()

    def marked(self, type_: Type) -> Annotation:
        """A type as models and the runtime's type expressions have it."""
        plain = replace(self, shadowed=frozenset()) if self.shadowed else self
        return plain._write(type_, Style.MARKED)

    def result(self, type_: Type) -> Annotation:
        """A type as what a method returns."""
        return self._with_builtins(self._write(type_, Style.RESULT))

    def argument(self, type_: Type) -> Annotation:
        """A type as what a method takes: models also as mappings, lists as any sequence, files in every form."""
        return self._with_builtins(self._write(type_, Style.ARGUMENT))

    def choice(self, choice: Choice) -> Annotation:
        """The alternatives of a choice, as a type checker sees them; with a tag, also one that the description does not
        know yet."""
        members = [self.result(member) for member in choice.members]
        return self.union(
            [*members, _UNKNOWN_VARIANT] if choice.tag else members, Style.RESULT
        )

    def named(self, pointer: Pointer) -> Annotation:
        """The name of a definition, by itself."""
        name = self.models[pointer]
        return Annotation(
            code=name.name,
            prose=name.name,
            models=(name.name,),
            neighbours=frozenset(
                {Import(module=f".models.{name.module}", name=name.name)}
            ),
        )

    def union(self, members: Iterable[Annotation], style: Style) -> Annotation:
        """Any one of ``members``: duplicates go, null comes last, and ``Any`` swallows the rest. No member gives ``Any``."""
        flat = _flatten(members)
        if not flat or any(member.code == "Any" for member in flat):
            return ANY
        if any(member.code == "object" for member in flat):
            return OBJECT
        others = [member for member in flat if member.code != "None"]
        nullable = len(others) < len(flat)
        if not others:
            return NONE
        if not nullable:
            return _join(others)
        joined = _join(others)
        if style is not Style.MARKED:
            return _join([*others, NONE])
        return _with(
            joined,
            f"Nullable[{joined.code}]",
            joined.prose,
            Import(module=_MODELS, name="Nullable"),
        )

    def accepts_null(self, type_: Type) -> bool:
        """Whether null is among the values of a type, seen through names."""
        return self._accepts_null(type_, frozenset())

    def _accepts_null(self, type_: Type, seen: frozenset[Pointer]) -> bool:
        match type_:
            case Primitive(kind="null"):
                return True
            case Literal():
                return None in type_.values
            case Union():
                return any(self._accepts_null(member, seen) for member in type_.members)
            case Named():
                if type_.pointer in seen:
                    return False
                seen |= {type_.pointer}
                match self.definitions.get(type_.pointer):
                    case Alias() as alias:
                        return self._accepts_null(alias.type, seen)
                    case Choice() as choice:
                        return any(self._accepts_null(m, seen) for m in choice.members)
                    case _:
                        return False
            case _:
                return False

    def _write(self, type_: Type, style: Style) -> Annotation:
        match type_:
            case Primitive():
                return self._primitive(type_, style)
            case Literal():
                return self._literal(type_, style)
            case Array():
                return self._array(type_, style)
            case MapType():
                return self._mapping(self._write(type_.values, style), style)
            case Union():
                return self.union(
                    (self._write(member, style) for member in type_.members), style
                )
            case Named():
                return self._named(type_, style)
            case Anything():
                return OBJECT if style is Style.ARGUMENT else ANY
            case _:
                assert_never(type_)

    def _primitive(self, type_: Primitive, style: Style) -> Annotation:
        match type_.kind:
            case "integer":
                return self._builtin("int")
            case "number":
                number = _join([self._builtin("int"), self._builtin("float")])
                return replace(number, prose="float")
            case "boolean":
                return self._builtin("bool")
            case "null":
                return NONE
            case _:
                return self._string(type_.format, style)

    def _string(self, format_: str, style: Style) -> Annotation:
        if format_ == "byte":
            return _BASE64 if style is Style.MARKED else self._builtin("bytes")
        if format_ == "binary":
            return _FILE if style is Style.ARGUMENT else self._builtin("bytes")
        if format_ not in _FORMATS:
            return self._builtin("str")
        written = _FORMATS[format_]
        if format_ == "uuid" and style is Style.ARGUMENT:
            return replace(_join([written, self._builtin("str")]), prose=written.prose)
        return written

    def _literal(self, type_: Literal, style: Style) -> Annotation:
        values = [value for value in type_.values if value is not None]
        kind = kind_of(values)
        if any(isinstance(value, float) for value in values) or kind == "boolean":
            written = self._values_by_type(values, type_, style)
        elif not values:
            written = NONE if type_.values else ANY
        else:
            written = self._one_of(values, kind, type_, style)
        if written.code != "None" and len(values) < len(type_.values):
            return self.union([written, NONE], style)
        return written

    def _values_by_type(
        self, values: Sequence[bool | int | float | str], type_: Literal, style: Style
    ) -> Annotation:
        """Python's ``Literal`` holds no floats, and all booleans are no choice: the values' types stand in their place."""
        if type_.closed and len(values) == 1 and isinstance(values[0], bool):
            return self._one_of(values, "boolean", type_, style)
        kinds = dict.fromkeys(kind_of([value]) for value in values)
        return self.union(
            (self._primitive(Primitive(kind=kind), style) for kind in kinds), style
        )

    def _one_of(
        self,
        values: Sequence[bool | int | float | str],
        kind: str,
        type_: Literal,
        style: Style,
    ) -> Annotation:
        distinct = dict.fromkeys((type(value), value) for value in values)
        shown = ", ".join(scalar_code(value) for _, value in distinct)
        prose = _KIND_PROSE.get(kind, "object")
        closed = Annotation(
            code=f"Literal[{shown}]",
            prose=prose,
            imports=frozenset({Import(module="typing", name="Literal")}),
        )
        return closed if type_.closed else self._open(closed, kind, style)

    def _open(self, closed: Annotation, kind: str, style: Style) -> Annotation:
        """One of the known values, or another one of the same type."""
        marker, others = _OPEN[kind]
        if style is Style.MARKED:
            return _with(
                closed,
                f"{marker}[{closed.code}]",
                closed.prose,
                Import(module=_MODELS, name=marker),
            )
        opened = _join([closed, *(self._builtin(name) for name in others)])
        return replace(opened, prose=closed.prose)

    def _array(self, type_: Array, style: Style) -> Annotation:
        items = [self._write(item, style) for item in (*type_.prefix, type_.items)]
        if type_.prefix and style is not Style.ARGUMENT:
            return self._tuple(items)
        item = self.union(items, style)
        prose = f"List[{item.prose}]"
        if style is not Style.ARGUMENT:
            return _with(item, f"{self._generic('list')}[{item.code}]", prose)
        return self._sequence(item, prose)

    def _tuple(self, items: Sequence[Annotation]) -> Annotation:
        *head, rest = items
        code = ", ".join(
            [
                *(item.code for item in head),
                f"*{self._generic('tuple')}[{rest.code}, ...]",
            ]
        )
        prose = ", ".join([*(item.prose for item in head), "..."])
        return _with(
            _join(items), f"{self._generic('tuple')}[{code}]", f"Tuple[{prose}]"
        )

    def _sequence(self, item: Annotation, prose: str) -> Annotation:
        """A list as an argument. A ``str`` is a sequence of ``str`` too, so lists of strings are lists; they are invariant,
        so each kind of item gets its own."""
        members = _split_union(item.code)
        if "str" not in members and "builtins.str" not in members:
            return _with(
                item,
                f"Sequence[{item.code}]",
                prose,
                Import(module="collections.abc", name="Sequence"),
            )
        name = self._generic("list")
        variants = [f"{name}[{item.code}]"]
        if len(members) > 1 and "Literal[" not in item.code:
            own = [f"{name}[{member}]" for member in members]
            variants = own if len(members) == 2 else [*own, *variants]
        return _with(item, " | ".join(variants), prose)

    def _mapping(self, values: Annotation, style: Style) -> Annotation:
        prose = f"Dict[str, {values.prose}]"
        key = self._builtin("str").code
        if style is not Style.ARGUMENT:
            return _with(
                values, f"{self._generic('dict')}[{key}, {values.code}]", prose
            )
        return _with(
            values,
            f"Mapping[{key}, {values.code}]",
            prose,
            Import(module="collections.abc", name="Mapping"),
        )

    def _named(self, type_: Named, style: Style) -> Annotation:
        definition = self.definitions.get(type_.pointer)
        if definition is None:
            return ANY
        name = self.named(type_.pointer)
        match definition:
            case Enum():
                if not has_members(definition):
                    return name
                return self._open(name, definition.kind, style)
            case Object():
                if style is not Style.ARGUMENT:
                    return name
                return replace(_join([name, _WIRE_MAPPING]), prose=name.prose)
            case Alias() | Choice():
                if style is not Style.ARGUMENT:
                    return name
                return self._wide(name, type_.pointer)
            case _:
                assert_never(definition)

    def _wide(self, name: Annotation, pointer: Pointer) -> Annotation:
        """A named choice, list or map as an argument: the name, and the plain data that may stand for it."""
        plain = self._plain_data(Named(pointer=pointer), frozenset())
        extra: list[Annotation] = []
        if "object" in plain:
            extra.append(_WIRE_MAPPING)
        if "array" in plain:
            sequence = Import(module="collections.abc", name="Sequence")
            extra.append(
                Annotation(
                    code="Sequence[Mapping[str, object]]",
                    prose="",
                    imports=_WIRE_MAPPING.imports | {sequence},
                )
            )
        return replace(_join([name, *extra]), prose=name.prose)

    def _plain_data(self, type_: Type, seen: frozenset[Pointer]) -> frozenset[str]:
        """Which containers of plain data a type can be given as."""
        match type_:
            case Array():
                inside = self._plain_data(type_.items, seen)
                return frozenset({"array"}) if "object" in inside else frozenset()
            case MapType():
                return frozenset({"object"})
            case Union():
                return _NO_WORDS.union(
                    *(self._plain_data(member, seen) for member in type_.members)
                )
            case Named():
                return self._plain_named(type_.pointer, seen)
            case _:
                return frozenset()

    def _plain_named(
        self, pointer: Pointer, seen: frozenset[Pointer]
    ) -> frozenset[str]:
        if pointer in seen:
            return frozenset()
        seen |= {pointer}
        match self.definitions.get(pointer):
            case Object():
                return frozenset({"object"})
            case Alias() as alias:
                return self._plain_data(alias.type, seen)
            case Choice() as choice:
                return _NO_WORDS.union(
                    *(self._plain_data(member, seen) for member in choice.members)
                )
            case _:
                return frozenset()

    def _builtin(self, name: str) -> Annotation:
        return Annotation(code=self._generic(name), prose=name)

    def _with_builtins(self, annotation: Annotation) -> Annotation:
        if not self.shadowed or "builtins." not in annotation.code:
            return annotation
        return replace(
            annotation, imports=annotation.imports | {Import(module="builtins")}
        )

    def _generic(self, name: str) -> str:
        return f"builtins.{name}" if name in self.shadowed else name


_KIND_PROSE: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
}


def kind_of(values: Sequence[bool | int | float | str]) -> str:
    """``string``, ``integer``, ``number``, ``boolean`` or ``mixed``: what all of these scalars are."""
    kinds = {_kind_of_one(value) for value in values}
    if len(kinds) == 1:
        return kinds.pop()
    return "number" if kinds == {"integer", "number"} else "mixed"


def _kind_of_one(value: bool | int | float | str) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case _:
            assert_never(value)


def has_members(definition: Enum) -> bool:
    """Whether a Python enum can hold the values: two that Python takes for equal (``1`` and ``True``) would be one member,
    and an enum of floats cannot hold integers beyond 2**53."""
    distinct = {(type(value), value) for value in definition.values}
    if len(set(definition.values)) != len(distinct) or not distinct:
        return False
    return definition.kind != "number" or all(
        isinstance(value, int | float) and float(value) == value
        for value in definition.values
    )


def scalar_code(value: bool | int | float | str | None) -> str:
    """A scalar as Python source, as black would leave it."""
    if isinstance(value, str):
        return string_literal(value)
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return f'float("{value!r}")'
    return repr(value)


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
        alias: the wire name, where the attribute is called otherwise.
        secret: whether a ``repr`` hides it.
        optional: whether it may be absent and has no default of its own.
    """
    bare = annotator.marked(type_)
    if optional and bare.code not in ("Any", "None"):
        if annotator.accepts_null(type_):
            nullable = Import(module=_MODELS, name="Nullable")
            if not bare.code.startswith("Nullable["):
                bare = _with(bare, f"Nullable[{bare.code}]", bare.prose, nullable)
        else:
            bare = replace(bare, code=f"{bare.code} | None")
    arguments = [f"alias={string_literal(alias)}"] if alias is not None else []
    if secret:
        arguments.append("repr=False")
    if not arguments:
        return bare
    return replace(
        bare,
        code=f"Annotated[{bare.code}, Field({', '.join(arguments)})]",
        imports=bare.imports
        | {
            Import(module="typing", name="Annotated"),
            Import(module="pydantic", name="Field"),
        },
    )


def optional_argument(annotation: Annotation) -> Annotation:
    """An argument that may be left out: ``None`` is among its values, once and last."""
    if annotation.code in ("object", "None") or annotation.code.endswith("| None"):
        return annotation
    return replace(annotation, code=f"{annotation.code} | None")


def generic(head: str, module: str, item: Annotation) -> Annotation:
    """``Stream[Event]``: a generic type of the runtime around an item."""
    return _with(
        item,
        f"{head}[{item.code}]",
        f"{head}[{item.prose}]",
        Import(module=module, name=head),
    )


def runtime(name: str, module: str, prose: str) -> Annotation:
    """A type of the runtime by itself."""
    return Annotation(
        code=name, prose=prose, imports=frozenset({Import(module=module, name=name)})
    )


def quoted(annotation: Annotation) -> Annotation:
    """The annotation as a string, for a name that refers to itself."""
    return replace(annotation, code=string_literal(annotation.code))


def _with(inner: Annotation, code: str, prose: str, *imports: Import) -> Annotation:
    return replace(inner, code=code, prose=prose, imports=inner.imports.union(imports))


def _flatten(members: Iterable[Annotation]) -> list[Annotation]:
    """The members of several unions, each once, in order. A marked ``Nullable`` gives its content, and null."""
    found: dict[str, Annotation] = {}
    for member in members:
        if member.code.startswith("Nullable[") and member.code.endswith("]"):
            inner = replace(member, code=member.code[len("Nullable[") : -1])
            found.setdefault(inner.code, inner)
            found.setdefault("None", NONE)
            continue
        parts = _split_union(member.code)
        if "None" in parts and len(parts) > 1:
            rest = " | ".join(part for part in parts if part != "None")
            found.setdefault(rest, replace(member, code=rest))
            found.setdefault("None", NONE)
        else:
            found.setdefault(member.code, member)
    return list(found.values())


def _join(members: Sequence[Annotation]) -> Annotation:
    """A union of members, with everything that they need; parts that several have stand once."""
    parts = dict.fromkeys(
        part for member in members for part in _split_union(member.code)
    )
    prose = dict.fromkeys(member.prose for member in members if member.prose)
    shown = [word for word in prose if word != "None"] or list(prose)
    return Annotation(
        code=" | ".join([*(part for part in parts if part != "None"), *_last(parts)]),
        prose=" | ".join(shown),
        models=tuple(
            dict.fromkeys(name for member in members for name in member.models)
        ),
        imports=_NO_IMPORTS.union(*(member.imports for member in members)),
        neighbours=_NO_IMPORTS.union(*(member.neighbours for member in members)),
    )


def _last(parts: Iterable[str]) -> list[str]:
    return ["None"] if "None" in parts else []


def _split_union(code: str) -> list[str]:
    """The members of a union in source, split at the ``|`` that stand outside brackets and quotes."""
    if "|" not in code:
        return [code]
    parts: list[str] = []
    depth = start = 0
    quote = ""
    escaped = False
    for place, sign in enumerate(code):
        if quote:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign in "[(":
            depth += 1
        elif sign in "])":
            depth -= 1
        elif sign == "|" and not depth:
            parts.append(code[start:place].strip())
            start = place + 1
    parts.append(code[start:].strip())
    return parts
