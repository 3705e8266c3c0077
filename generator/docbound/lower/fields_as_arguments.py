"""The types of the fields of a body as keyword arguments, and those of bodies that ask for one kind
of response.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from docbound.annotations import Style, union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.operations.response_choice import ResponseChoice, field_of
from docbound.lower.request_types import (
    BASE,
    WITH_OPTIONS,
    field_names,
    request_keys,
)
from docbound.package import Annotation, RequestDict, RequestKey
from docbound.records import record
from docbound.runtime.service.body_field_names import field_arguments
from docbound.service import Object, Operation

_MOST_FORMS: Final = 12
"""How many objects a body may be one of, so that each gets a form of its own."""


@record
class FieldTypes:
    """The types of the fields of one object that a body can be.

    Attributes:
        objects: the object; two, where checkers cannot tell them apart.
        params: the type of the object as plain data.
        own: what the fields of one call need beside it, where an argument has the name of a field,
            or where one form stands for two objects.
        keys: the fields as they are given, where that has to be looked at.
        attributes: the attributes that they set.
    """

    objects: tuple[Object, ...]
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
    """The types of the fields, for each form that checkers can tell apart; one form for all, where
    these would be too many to read; none, where the body has no fields.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        taken: the names of the arguments of a call.
    """
    objects = body_objects(context, operation)
    names = context.annotator.request_names
    given = [
        (each, names[each.about.pointer][0]) for each in objects if names.get(each.about.pointer)
    ]
    if len(given) == 1:
        definition, params = given[0]
        attributes = field_names(context, definition)
        if taken.isdisjoint(attributes):
            form = FieldTypes(
                objects=(definition,), params=params, own=None, keys=(), attributes=attributes
            )
            return (form,)
    forms = _distinct(
        [
            FieldTypes(
                objects=(definition,),
                params=params,
                own=None,
                keys=request_keys(context, definition, by_wire=False),
            )
            for definition, params in given
        ]
    )
    if len(forms) > _MOST_FORMS:
        forms = [_merged(forms)]
    return tuple(
        _beside(each, taken, partial(_own_name, context, operation, each, len(forms)))
        for each in forms
    )


def _own_name(context: Context, operation: Operation, form: FieldTypes, forms: int) -> str:
    """What the type of the fields is called that one call has for itself: ``UpdateUserFields``."""
    place = context.names.operations[operation.pointer]
    is_repeated = place.method in context.repeated_methods
    api = context.names.apis[place.api].name if is_repeated else ""
    member = form.params.removesuffix("Params") if forms > 1 else ""
    name = f"{api}{place.method.title().replace('_', '')}{member}Fields"
    while not context.type_names.isdisjoint((name, name + WITH_OPTIONS)):
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


@record
class Split:
    """A type of plain data, and those of it that ask for one kind of response each.

    Attributes:
        names: what asks for a kind, by its index among those of the choice.
        needs: the types that this takes.
    """

    names: Mapping[int, str]
    needs: tuple[RequestDict, ...]


def by_case(
    whole: RequestDict, place: int | None, choice: ResponseChoice, objects: Sequence[Object]
) -> Split:
    """The types that ask for each kind of response. A type that can ask for one kind only is left
    as it is; another one has a base with what those made of it have in common.

    Args:
        whole: the type with all keys.
        place: where the deciding key is; None: there is none.
        choice: what decides.
        objects: those whose plain data this is.
    """
    names = names_by_case(whole.name, choice, objects)
    if place is None:
        return Split(names=names, needs=(whole,))
    key = whole.keys[place]
    if len(names) < 2:
        # What is sent for a constant that is left out does not show what comes.
        is_usual = choice.default in names
        keys = [
            replace(each, required=each.required or not is_usual) if each is key else each
            for each in whole.keys
        ]
        return Split(names=names, needs=(replace(whole, keys=tuple(keys)),))
    base = RequestDict(
        name=whole.name + BASE,
        doc=f"The keys of ``{whole.name}`` beside ``{key.name}``.",
        keys=(*whole.keys[:place], *whole.keys[place + 1 :]),
    )
    split = tuple(
        RequestDict(
            name=name,
            doc=f"``{whole.name}`` that asks for {choice.cases[index].asks_for}.",
            keys=(_deciding(key, choice, index),),
            bases=(base.name,),
        )
        for index, name in names.items()
    )
    return Split(names=names, needs=(base, replace(whole, keys=(key,), bases=(base.name,)), *split))


def names_by_case(name: str, choice: ResponseChoice, objects: Sequence[Object]) -> dict[int, str]:
    """What the types are called that ask for each kind of response, by its index.

    Args:
        name: the type with all keys.
        choice: what decides.
        objects: those whose plain data this is.
    """
    fields = [field_of(each, choice.row.name) for each in objects]
    asked = sorted({index for field in fields for index in choice.asked_by(field)})
    if len(asked) < 2:
        return dict.fromkeys(asked, name)
    return {index: name + choice.cases[index].end for index in asked}


def _deciding(key: RequestKey, choice: ResponseChoice, index: int) -> RequestKey:
    """The deciding key with the values of one kind; it may be left out, or null, where that means
    the same.
    """
    values = choice.literal(choice.cases[index])
    if index != choice.default:
        return replace(key, annotation=values, required=True)
    is_nullable = key.annotation.code.endswith("| None")
    members = [values, *([Annotation(code="None", prose="None")] if is_nullable else [])]
    return replace(key, annotation=union(members, Style.DATA))


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
    """Whether some key takes a value in each of them that it does not take in the other one."""
    values = {key.name: _values(key.annotation.code) for key in other.keys}
    return any(
        _values(key.annotation.code) - values[key.name]
        and values[key.name] - _values(key.annotation.code)
        for key in one.keys
    )


def _values(code: str) -> frozenset[str]:
    """The values of a ``Literal`` that nothing else is taken beside; none of other annotations."""
    if not code.startswith("Literal["):
        return frozenset()
    match ast.parse(code.removesuffix(" | None"), mode="eval").body:
        case ast.Subscript(slice=ast.Tuple(elts=values)):
            return frozenset(map(ast.unparse, values))
        case ast.Subscript(slice=value):
            return frozenset({ast.unparse(value)})
        case _:
            return frozenset()


def _mixed(one: FieldTypes, other: FieldTypes) -> FieldTypes:
    objects = (*one.objects, *other.objects)
    if one.keys == other.keys:
        return replace(one, objects=objects)
    types = {key.name: key.annotation for key in other.keys}
    keys = tuple(
        (
            key
            if key.annotation == types[key.name]
            else replace(key, annotation=union((key.annotation, types[key.name]), Style.DATA))
        )
        for key in one.keys
    )
    if [key.annotation.code for key in keys] == [key.annotation.code for key in one.keys]:
        return replace(one, objects=objects)
    # Named by the call, later.
    return replace(one, objects=objects, own=RequestDict(name="", doc="", keys=keys), keys=keys)


def _merged(forms: Sequence[FieldTypes]) -> FieldTypes:
    """One form for many objects: the keys of all of them, required where each of them needs it."""
    keys: dict[str, list[RequestKey]] = {}
    for form in forms:
        for key in form.keys:
            keys.setdefault(key.name, []).append(key)
    merged = tuple(
        replace(
            same[0],
            annotation=union([key.annotation for key in same], Style.DATA),
            required=len(same) == len(forms) and all(key.required for key in same),
        )
        for same in keys.values()
    )
    return FieldTypes(
        objects=tuple(each for form in forms for each in form.objects),
        params="",
        own=RequestDict(name="", doc="", keys=merged),
        keys=merged,
    )


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
        doc=(
            f"The keys of ``{form.params}``, as one call has them."
            if form.params
            else "The keys of all objects that the body of a call can be."
        ),
        keys=keys,
    )
    return replace(form, own=own, keys=keys, attributes=names)
