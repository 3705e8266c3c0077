"""The types of plain data that may be given for models: a ``TypedDict`` for each object that an
argument can hold, and a name for each list or choice of them.

Which types a package needs follows from its annotations: an argument names the first ones, and
each of those the ones that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docbound.annotations import REQUEST_TYPES, Style, union
from docbound.lower.context import Context
from docbound.lower.models import is_required
from docbound.naming import Names
from docbound.package import (
    Annotation,
    ApiClass,
    Import,
    RequestAlias,
    RequestDict,
    RequestKey,
    RequestType,
)
from docbound.service import (
    Alias,
    Definition,
    Enum,
    Field,
    Literal,
    Object,
    Pointer,
    Primitive,
    Type,
    UnionDefinition,
)

WITH_OPTIONS: Final = "WithOptions"
"""The end of the name of a type that has the options of a call, too."""
BASE: Final = "Base"
"""The end of the name of a type that lacks the key that decides whether a response is a stream."""
PLAIN: Final = "Plain"
"""The end of the name of a type that asks for no stream."""
STREAMING: Final = "Streaming"
"""The end of the name of a type that asks for a stream."""
_ENDS: Final = (
    "",
    BASE,
    *(f"{end}{more}" for end in ("", PLAIN, STREAMING) for more in ("", WITH_OPTIONS)),
)

_LOOSE: Final = Annotation(
    code="Mapping[str, object] | Sequence[object]",
    prose="",
    imports=frozenset(
        {
            Import(module="collections.abc", name="Mapping"),
            Import(module="collections.abc", name="Sequence"),
        }
    ),
)


def request_names(
    definitions: Mapping[Pointer, Definition], names: Names
) -> dict[Pointer, tuple[str, ...]]:
    """What the types of plain data are called: ``CreditParams``, and for an object whose attributes
    differ from those of the wire also ``CreditWireParams``.

    Args:
        definitions: all that have a name.
        names: those names, which no type of plain data may have.
    """
    taken = {name.name for name in names.models.values()}
    taken |= {api.name for api in names.apis.values()}
    found: dict[Pointer, tuple[str, ...]] = {}
    for pointer, definition in definitions.items():
        suffixes = _suffixes(definition, names.fields.get(pointer, {}))
        if pointer in names.models and suffixes:
            model = names.models[pointer].name
            found[pointer] = tuple(_free(f"{model}{suffix}", taken) for suffix in suffixes)
    return found


def _suffixes(definition: Definition, fields: Mapping[str, str]) -> tuple[str, ...]:
    match definition:
        case Object():
            writable = [field.name for field in _writable(definition)]
            if not writable:
                return ()
            if all(fields[name] == name for name in writable):
                return ("Params",)
            return ("Params", "WireParams")
        case Enum():
            return ()
        case Alias() | UnionDefinition():
            return ("Params",)


def _free(name: str, taken: set[str]) -> str:
    while any(name + end in taken for end in _ENDS):
        name += "Dict"
    taken.update(name + end for end in _ENDS)
    return name


def field_names(context: Context, definition: Object) -> tuple[str, ...]:
    """The attributes of an object that plain data can have."""
    names = context.names.fields[definition.about.pointer]
    return tuple(names[field.name] for field in _writable(definition))


def place_of(definition: Object, wire_name: str) -> int:
    """Where the key of a field is among those of an object as plain data."""
    return [field.name for field in _writable(definition)].index(wire_name)


def _writable(definition: Object) -> list[Field]:
    return [field for field in definition.fields if not field.read_only]


def request_types(context: Context, apis: Iterable[ApiClass]) -> tuple[RequestType, ...]:
    """The types of plain data that the arguments of ``apis`` name, with all that those name."""
    return tuple(_Collector(context).collected(apis))


class _Collector:
    """Makes the types that are named, each once; names for other types are after what they are
    made of.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._annotator = replace(context.annotator, shadowed=frozenset())
        self._places = {
            name: (pointer, index)
            for pointer, names in context.annotator.request_names.items()
            for index, name in enumerate(names)
        }

    def collected(self, apis: Iterable[ApiClass]) -> Iterator[RequestType]:
        """The dictionaries by their names, and then the other ones in the order of their need."""
        methods = [method for api in apis for method in api.methods]
        forms = [form for method in methods for form in method.overloads]
        made: dict[str, RequestType] = {each.name: each for form in forms for each in form.needs}
        waiting = [name for each in made.values() for name in _needs(each)]
        for arguments in [each.arguments for each in methods] + [each.arguments for each in forms]:
            for argument in arguments:
                waiting += _named(argument.annotation)
        while waiting:
            name = waiting.pop()
            if name not in made:
                made[name] = self._type(name)
                waiting.extend(_needs(made[name]))
        yield from _by_bases(
            {each.name: each for each in made.values() if isinstance(each, RequestDict)}
        )
        yield from _ordered({each.name: each for each in made.values() if is_alias(each)})

    def _type(self, name: str) -> RequestType:
        pointer, index = self._places[name]
        definition = self._context.api.definitions[pointer]
        match definition:
            case Object():
                return request_dict(self._context, definition, index)
            case Alias():
                return RequestAlias(name=name, type=self._annotator.data(definition.type))
            case UnionDefinition():
                members = [self._annotator.data(each) for each in definition.members]
                return RequestAlias(name=name, type=union(members, Style.DATA))
            case Enum():
                raise AssertionError(f"{name}: an enum has no type of plain data")


def request_dict(context: Context, definition: Object, index: int) -> RequestDict:
    """An object as plain data.

    Args:
        context: the inputs of lowering.
        definition: the object.
        index: which of its types of plain data: the first has the names of attributes, the second
            those of the wire.
    """
    pointer = definition.about.pointer
    spelling = ", with the names of the wire" if index else ""
    return RequestDict(
        name=context.annotator.request_names[pointer][index],
        doc=f"Plain data of ``{context.names.models[pointer].name}``{spelling}.",
        keys=request_keys(context, definition, by_wire=index > 0),
    )


def request_keys(context: Context, definition: Object, *, by_wire: bool) -> tuple[RequestKey, ...]:
    """The keys of an object as plain data.

    Args:
        context: the inputs of lowering.
        definition: the object.
        by_wire: whether they have the names of the wire, or those of the attributes.
    """
    place = (definition.about.pointer, by_wire)
    if place not in context.request_keys:
        context.request_keys[place] = _request_keys(context, definition, by_wire=by_wire)
    return context.request_keys[place]


def _request_keys(context: Context, definition: Object, *, by_wire: bool) -> tuple[RequestKey, ...]:
    # A method hides no builtin in the module of these types.
    annotator = replace(context.annotator, shadowed=frozenset())
    fields = context.names.fields[definition.about.pointer]
    return tuple(
        RequestKey(
            name=field.name if by_wire else fields[field.name],
            annotation=annotator.data(_value_type(context, definition, field)),
            required=is_required(context, definition, field),
        )
        for field in _writable(definition)
    )


def _value_type(context: Context, definition: Object, field: Field) -> Type:
    """The type of a key's value: one text, for a tag that tells members of a choice apart."""
    tag = context.tags.get((definition.about.pointer, field.name))
    if tag is not None and _is_text(field.type):
        return Literal(values=(tag,), closed=True)
    return field.type


def _is_text(type_: Type) -> bool:
    match type_:
        case Primitive(kind="string") | Literal():
            return True
        case _:
            return False


def is_alias(type_: RequestType) -> bool:
    """Whether it is a name for another type."""
    return isinstance(type_, RequestAlias)


def _named(annotation: Annotation) -> list[str]:
    return sorted(each.name for each in annotation.neighbours if each.module == REQUEST_TYPES)


def _needs(type_: RequestType) -> list[str]:
    if isinstance(type_, RequestAlias):
        return _named(type_.type)
    return [*type_.bases, *(name for key in type_.keys for name in _named(key.annotation))]


def _by_bases(dicts: Mapping[str, RequestDict]) -> Iterator[RequestDict]:
    """Each dictionary after its bases, otherwise by their names."""
    done: set[str] = set()
    for name in sorted(dicts):
        waiting = [name]
        while waiting:
            each = dicts[waiting[-1]]
            missing = [base for base in each.bases if base not in done]
            waiting.extend(missing)
            if not missing:
                waiting.pop()
                if each.name not in done:
                    done.add(each.name)
                    yield each


def _ordered(aliases: Mapping[str, RequestType]) -> Iterator[RequestAlias]:
    """Each name after those in its type; where that cannot be, with a type that names nothing."""
    done: set[str] = set()
    open_: list[str] = []

    def visit(name: str) -> Iterator[RequestAlias]:
        alias = aliases[name]
        assert isinstance(alias, RequestAlias)
        open_.append(name)
        needed = [each for each in _named(alias.type) if each in aliases]
        for each in needed:
            if each not in done and each not in open_:
                yield from visit(each)
        is_circular = any(each not in done for each in needed)
        open_.pop()
        done.add(name)
        yield replace(alias, loose=_LOOSE) if is_circular else alias

    for name in sorted(aliases):
        if name not in done:
            yield from visit(name)
