"""The types of the fields of a body as keyword arguments, and those of bodies that ask for a
stream or for none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from docbound.annotations import Style, union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.operations.streaming import Streaming, literal
from docbound.lower.request_types import (
    BASE,
    PLAIN,
    STREAMING,
    WITH_OPTIONS,
    field_names,
    request_keys,
)
from docbound.package import Annotation, RequestDict, RequestKey
from docbound.records import record
from docbound.runtime.service.body_field_names import field_arguments
from docbound.service import Operation

_MOST_OBJECTS: Final = 4
"""How many objects a body may be one of, so that each gets a form of its own."""


@record
class FieldTypes:
    """The types of the fields of one object that a body can be.

    Attributes:
        params: the type of the object as plain data.
        own: what the fields of one call need beside it, where an argument has the name of a field,
            or where one form stands for two objects.
        keys: the fields as they are given, where that has to be looked at.
        attributes: the attributes that they set.
    """

    params: str
    own: RequestDict | None
    keys: tuple[RequestKey, ...]

    attributes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The type that has just the fields."""
        return self.own.name if self.own else self.params


def field_types(
    context: Context, operation: Operation, taken: frozenset[str]
) -> tuple[FieldTypes, ...]:
    """The types of the fields, for each form that checkers can tell apart; none, where the body has
    no fields or may be too many objects.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        taken: the names of the arguments of a call.
    """
    objects = body_objects(context, operation)
    if len(objects) > _MOST_OBJECTS:
        return ()
    names = context.annotator.request_names
    given = [
        (each, names[each.about.pointer][0]) for each in objects if names.get(each.about.pointer)
    ]
    if len(given) == 1:
        definition, params = given[0]
        attributes = field_names(context, definition)
        if taken.isdisjoint(attributes):
            return (FieldTypes(params=params, own=None, keys=(), attributes=attributes),)
    forms = _distinct(
        [
            FieldTypes(
                params=params, own=None, keys=request_keys(context, definition, by_wire=False)
            )
            for definition, params in given
        ]
    )
    return tuple(
        _beside(each, taken, partial(_own_name, context, operation, each, len(forms)))
        for each in forms
    )


def _own_name(context: Context, operation: Operation, form: FieldTypes, forms: int) -> str:
    """What the type of the fields is called that one call has for itself: ``UpdateUserFields``."""
    operations = context.names.operations
    place = operations[operation.pointer]
    same = [each for each in operations.values() if each.method == place.method]
    api = context.names.apis[place.api].name if len(same) > 1 else ""
    member = form.params.removesuffix("Params") if forms > 1 else ""
    name = f"{api}{place.method.title().replace('_', '')}{member}Fields"
    taken = {each.name for each in context.names.models.values()}
    taken.update(*context.annotator.request_names.values())
    while name in taken or name + WITH_OPTIONS in taken:
        name += "Dict"
    return name


def with_options(fields: str) -> RequestDict:
    """The type of the fields and the options of a call.

    Args:
        fields: the type of the fields.
    """
    return RequestDict(
        name=fields + WITH_OPTIONS,
        doc=f"The keys of ``{fields}`` as keyword arguments of a call, beside its options.",
        keys=(),
        bases=(fields,),
        options=True,
    )


def by_stream(whole: RequestDict, place: int, streaming: Streaming) -> tuple[RequestDict, ...]:
    """A type of plain data, after what it has in common with the two that come next: the one that
    asks for no stream, and the one that does.

    Args:
        whole: the type with all keys.
        place: where the deciding key is.
        streaming: what decides.
    """
    key = whole.keys[place]
    base = RequestDict(
        name=whole.name + BASE,
        doc=f"The keys of ``{whole.name}`` beside ``{key.name}``.",
        keys=(*whole.keys[:place], *whole.keys[place + 1 :]),
    )
    return (
        base,
        replace(whole, keys=(key,), bases=(base.name,)),
        RequestDict(
            name=whole.name + PLAIN,
            doc=f"``{whole.name}`` that asks for no stream.",
            keys=(_deciding(key, streaming, asks=False),),
            bases=(base.name,),
        ),
        RequestDict(
            name=whole.name + STREAMING,
            doc=f"``{whole.name}`` that asks for a stream.",
            keys=(_deciding(key, streaming, asks=True),),
            bases=(base.name,),
        ),
    )


def _deciding(key: RequestKey, streaming: Streaming, *, asks: bool) -> RequestKey:
    """The deciding key with one value; it may be left out, or null, where that means the same."""
    if asks is not streaming.row.default:
        return replace(key, annotation=literal(asks), required=True)
    is_nullable = key.annotation.code.endswith("| None")
    values = [literal(asks), *([Annotation(code="None", prose="None")] if is_nullable else [])]
    return replace(key, annotation=union(values, Style.DATA))


# --- several objects


def _distinct(found: Sequence[FieldTypes]) -> list[FieldTypes]:
    """The forms that checkers can tell apart, the one with the fewest keys first: it may not stand
    behind one that takes everything that it takes.

    Of two with the same keys, which differ in no tag, one form is made.
    """
    forms: list[FieldTypes] = []
    for each in found:
        for place, other in enumerate(forms):
            if _demands(each) == _demands(other) and not _have_tags(each, other):
                forms[place] = _mixed(other, each)
                break
        else:
            forms.append(each)
    return sorted(forms, key=lambda form: (len(form.keys), -sum(key.required for key in form.keys)))


def _demands(form: FieldTypes) -> dict[str, bool]:
    return {key.name: key.required for key in form.keys}


def _have_tags(one: FieldTypes, other: FieldTypes) -> bool:
    """Whether some key has other values in each of them."""
    codes = {key.name: key.annotation.code for key in other.keys}
    return any(
        key.annotation.code.startswith("Literal[")
        and codes[key.name].startswith("Literal[")
        and key.annotation.code != codes[key.name]
        for key in one.keys
    )


def _mixed(one: FieldTypes, other: FieldTypes) -> FieldTypes:
    types = {key.name: key.annotation for key in other.keys}
    keys = tuple(
        replace(key, annotation=union((key.annotation, types[key.name]), Style.DATA))
        for key in one.keys
    )
    if [key.annotation.code for key in keys] == [key.annotation.code for key in one.keys]:
        return one
    # Named by the call, later.
    return replace(one, own=RequestDict(name="", doc="", keys=keys), keys=keys)


def _beside(form: FieldTypes, taken: frozenset[str], name: Callable[[], str]) -> FieldTypes:
    """The fields beside the arguments of a call: one with the name of an argument has ``body_``
    before it.
    """
    names = tuple(key.name for key in form.keys)
    if form.own is None and taken.isdisjoint(names):
        return replace(form, attributes=names)
    keys = tuple(
        replace(key, name=given)
        for key, given in zip(form.keys, field_arguments(names, taken), strict=True)
    )
    own = RequestDict(
        name=name(),
        doc=f"The keys of ``{form.params}``, as one call has them.",
        keys=keys,
    )
    return replace(form, own=own, keys=keys, attributes=names)
