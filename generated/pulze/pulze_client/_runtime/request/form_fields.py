"""The fields of a form, and which of their values are files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike
from typing import Any, cast, get_args

from ..errors import ApiTypeError, kind_of
from ..models.annotations.markers import BASE64
from ..models.definitions import model_plan
from ..named_tuples import NamedTuple
from ..service.operations import Form, Part

PLAIN_PART = Part()
"""How a field is sent of which the description says nothing."""


class Field(NamedTuple):
    """One field of a form: its wire name, its value, and whether the model says that bytes in it
    are base64 text.
    """

    name: str
    value: object
    encoded: bool


def fields_of(value: object, form: Form) -> tuple[list[Field], object]:
    """The fields of a form, absent and None ones left out, and the model that they make, if there
    is one.

    A mapping is checked against the model. Files cannot be: empty bytes are in for them
    meanwhile.
    """
    if isinstance(value, Mapping):
        given = cast("Mapping[str, object]", value)
        model = _checked(given, form.type)
        if model is None:
            pairs = given.items()
            return [Field(str(k), v, False) for k, v in pairs if v is not None], None
        fields = [
            field._replace(value=given[key]) if key is not None else field
            for field, key in _model_fields(model, given, form)
        ]
        return fields, model
    if hasattr(type(value), "model_fields"):
        return [field for field, _ in _model_fields(value, {}, form)], value
    raise ApiTypeError(f"a form is a model or a mapping, not a {kind_of(value)}")


def _checked(given: Mapping[str, object], type_code: str | None) -> object | None:
    if type_code is None:
        return None
    from ..models.decoder import decoder

    stand_in = {name: _without_files(value) for name, value in given.items()}
    found: object = decoder(type_code).validate_input(stand_in)
    return found if hasattr(type(found), "model_fields") else None


def _without_files(value: object) -> object:
    if is_file(value):
        return b""
    if isinstance(value, list):
        return [_without_files(item) for item in cast("list[object]", value)]
    return value


def _model_fields(
    model: object, given: Mapping[str, object], form: Form
) -> Iterator[tuple[Field, str | None]]:
    """The fields of a model that are set, each with the key in ``given`` under which a file was
    given for it.
    """
    known = cast("dict[str, Any]", getattr(type(model), "model_fields", {}))
    left_out = _left_out(model)
    given_ones = cast("set[str]", getattr(model, "model_fields_set", set[str]()))
    for attribute in known:
        value = getattr(model, attribute)
        # A default is the service's own affair, as in JSON.
        if value is None or attribute not in given_ones:
            continue
        alias = known[attribute].alias
        wire = attribute if alias is None else alias
        if wire in left_out:
            continue
        field = known[attribute]
        encoded = BASE64 in field.metadata or _marks_base64(field.annotation)
        part = form.parts.get(wire, PLAIN_PART)
        keys = (
            name
            for name in (wire, attribute)
            if _has_file(given, name) or (part.file and name in given)
        )
        key = next(keys, None)
        yield Field(wire, value, encoded), key
    extra = cast("Mapping[str, object] | None", getattr(model, "model_extra", None))
    for name, value in (extra or {}).items():
        if value is not None:
            yield Field(name, value, False), name if name in given else None


def _left_out(model: object) -> tuple[str, ...]:
    """The fields that requests leave out."""
    if not hasattr(type(model), "__read_plan__"):  # a model of the caller's own
        return ()
    return model_plan(type(model)).read_only


def _marks_base64(annotation: object) -> bool:
    """Whether a type, or one inside it, is written as base64 text."""
    if BASE64 in getattr(annotation, "__metadata__", ()):
        return True
    return any(map(_marks_base64, get_args(annotation)))


def _has_file(given: Mapping[str, object], name: str) -> bool:
    value = given.get(name)
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return any(is_file(item) for item in items)


def is_file(value: object) -> bool:
    """Whether a value can only be a file: bytes, paths, open files, named contents, iterators."""
    if isinstance(value, (bytes, bytearray, memoryview, PathLike)):
        return True
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return (
            len(items) in (2, 3)
            and isinstance(items[0], str)
            and (is_file(items[1]) or (len(items) == 3 and isinstance(items[1], str)))
        )
    return hasattr(value, "read") or isinstance(value, Iterator) or hasattr(value, "__anext__")


def could_be_file(value: object) -> bool:
    """A ``str`` is a file's text, and a pair of texts a name and content, only where the
    description has a file.
    """
    return isinstance(value, (str, tuple))


def holds_octets(value: object) -> bool:
    """Whether a value is bytes, or a list with some in it."""
    if isinstance(value, list):
        return any(map(holds_octets, cast("list[object]", value)))
    return isinstance(value, (bytes, bytearray))
