"""The forms of a call that type checkers tell apart: the body as one argument, or its fields as
keyword arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from docbound.annotations import Style, request_type, union
from docbound.lower.context import Context
from docbound.lower.media_types import Kind, behind_names, kind_of
from docbound.lower.request_types import WITH_OPTIONS, request_keys
from docbound.package import Annotation, Argument, Overload, RequestDict, RequestKey
from docbound.records import record
from docbound.runtime.service.field_names import field_arguments
from docbound.service import Named, Object, Operation, Type, Union, UnionDefinition

_MOST_OBJECTS: Final = 4
"""How many objects a body may be one of, so that each gets a form of its own."""


def overloads_of(
    context: Context,
    operation: Operation,
    arguments: Sequence[Argument],
    results: tuple[Annotation, Annotation],
) -> tuple[Overload, ...]:
    """The forms of a call of ``operation``; none, where there is only one.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        arguments: those of the form that has the body as one argument.
        results: what a call returns, in each of the twins.
    """
    fields = _field_types(context, operation, arguments)
    if not fields:
        return ()
    result, async_result = results
    whole = Overload(
        arguments=tuple(arguments),
        options=None,
        result=result,
        async_result=None if async_result == result else async_result,
    )
    beside = _beside_fields(arguments)
    return (
        whole,
        *(
            replace(whole, arguments=beside, options=request_type(needs[-1].name), needs=needs)
            for needs in fields
        ),
    )


def _beside_fields(arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    """The arguments that fields of the body stand beside. What comes after the body is given by
    name, since the body has a place before it.
    """
    place = next(i for i, argument in enumerate(arguments) if argument.location == "body")
    after = (replace(argument, keyword_only=True) for argument in arguments[place + 1 :])
    named = sorted(after, key=lambda argument: not argument.required)
    return (*arguments[:place], *named)


def _field_types(
    context: Context, operation: Operation, arguments: Sequence[Argument]
) -> list[tuple[RequestDict, ...]]:
    """For each object that the body can be, the type of its fields and the options of a call, after
    what that is made of.
    """
    if operation.body is None:
        return []
    objects: dict[str, Object] = {}
    for media in operation.body.contents:
        if kind_of(media, context) in (Kind.JSON, Kind.FORM):
            for each in _objects_in(media.type, context):
                objects.setdefault(each.about.pointer, each)
    if not 0 < len(objects) <= _MOST_OBJECTS:
        return []
    found = [
        _Fields(params=params[0], keys=request_keys(context, definition, by_wire=False))
        for pointer, definition in objects.items()
        if (params := context.annotator.request_names.get(pointer, ()))
    ]
    taken = {"self", *(argument.name for argument in arguments)}
    return [_with_options(context, operation, each, taken) for each in _told_apart(found)]


@record
class _Fields:
    """The keys of one object that a body can be, from the type ``params``; ``is_mixed``: they are
    no longer exactly its own.
    """

    params: str
    keys: tuple[RequestKey, ...]
    is_mixed: bool = False


def _told_apart(found: Sequence[_Fields]) -> list[_Fields]:
    """The forms that checkers can tell apart, the one with the fewest keys first: it may not stand
    behind one that takes everything that it takes.

    Of two with the same keys, which differ in no tag, one form is made.
    """
    forms: list[_Fields] = []
    for each in found:
        for place, other in enumerate(forms):
            if _demands(each) == _demands(other) and not _have_tags(each, other):
                forms[place] = _mixed(other, each)
                break
        else:
            forms.append(each)
    return sorted(forms, key=lambda form: (len(form.keys), -sum(key.required for key in form.keys)))


def _demands(form: _Fields) -> dict[str, bool]:
    return {key.name: key.required for key in form.keys}


def _have_tags(one: _Fields, other: _Fields) -> bool:
    """Whether some key has other values in each of them."""
    codes = {key.name: key.annotation.code for key in other.keys}
    return any(
        key.annotation.code.startswith("Literal[")
        and codes[key.name].startswith("Literal[")
        and key.annotation.code != codes[key.name]
        for key in one.keys
    )


def _mixed(one: _Fields, other: _Fields) -> _Fields:
    types = {key.name: key.annotation for key in other.keys}
    keys = tuple(
        replace(key, annotation=union((key.annotation, types[key.name]), Style.DATA))
        for key in one.keys
    )
    before = [key.annotation.code for key in one.keys]
    is_mixed = one.is_mixed or before != [key.annotation.code for key in keys]
    return replace(one, keys=keys, is_mixed=is_mixed)


def _objects_in(
    type_: Type | None, context: Context, seen: frozenset[str] = frozenset()
) -> Iterator[Object]:
    """The objects that a body can be, seen through names and choices."""
    plain = behind_names(type_, context)
    if isinstance(plain, Union):
        for member in plain.members:
            yield from _objects_in(member, context, seen)
    if not isinstance(plain, Named) or plain.pointer in seen:
        return
    match context.api.definitions.get(plain.pointer):
        case Object() as definition:
            yield definition
        case UnionDefinition(members=members):
            for member in members:
                yield from _objects_in(member, context, seen | {plain.pointer})
        case _:
            pass


def _with_options(
    context: Context,
    operation: Operation,
    fields: _Fields,
    taken: set[str],
) -> tuple[RequestDict, ...]:
    """The type of the fields and the options of a call. A field with the name of an argument is
    given as ``body_name``; then the keys are those of this operation alone.
    """
    params, keys = fields.params, fields.keys
    doc = f"The keys of ``{params}`` as keyword arguments of a call, beside its options."
    names = [key.name for key in keys]
    if taken.isdisjoint(names) and not fields.is_mixed:
        return (
            RequestDict(
                name=params + WITH_OPTIONS, doc=doc, keys=(), bases=(params,), options=True
            ),
        )
    place = context.names.operations[operation.pointer]
    method = place.method.title().replace("_", "")
    renamed = RequestDict(
        name=f"{params}Of{context.names.apis[place.tag].name}{method}",
        doc=f"The keys of ``{params}``, as one call has them.",
        keys=tuple(
            replace(key, name=name)
            for key, name in zip(keys, field_arguments(names, taken), strict=True)
        ),
    )
    name = renamed.name + WITH_OPTIONS
    return renamed, RequestDict(name=name, doc=doc, keys=(), bases=(renamed.name,), options=True)
