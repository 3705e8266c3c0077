"""Repairs a value that does not fit: keeps everything, converts what it can, reports mismatches.

It is the slow and complete reading; :mod:`.core_schemas` makes the fast one, which refuses the
whole text at its first surprise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any, Final, assert_never

from pydantic import BaseModel

from ..mismatch_record import HIDDEN, MapKey, Mismatch, Path, absence, mismatch, shown
from ..records import record
from ..serialization.json_text import is_array, is_object, unwritable
from .annotations.markers import UnknownVariant
from .annotations.shapes import (
    ANYTHING,
    AnyOf,
    Anything,
    Instance,
    ListOf,
    MapOf,
    Named,
    OneOf,
    OrNull,
    Scalar,
    Shape,
    Tagged,
    TupleOf,
    tag_text,
)
from .definitions import FieldDefinition, ModelDefinition, plan_of
from .pydantic_internals import assemble
from .scalars.base import INVALID, ScalarType
from .scalars.json import NULL

_DEEPEST: Final = 200
"""Shapes within shapes that are followed, so that Python's own recursion limit stays far. What is
deeper stays plain data.
"""

_PLAIN: Final = frozenset({str, int, float, bool, type(None), list, dict})


@record
class _Attempt:
    """What one member of a choice makes of a value."""

    path: Path
    read: object
    mismatches: list[Mismatch]

    @property
    def wrong_kind(self) -> bool:
        """Whether the value as a whole is nothing that the member could be."""
        place = shown(self.path)
        return any(found.path == place and not found.novel for found in self.mismatches)

    def rank(self) -> tuple[bool, int, int, int]:
        """Lower is better: the right kind of value, few mismatches, few novelties, many keys that
        the member declares.
        """
        novel = sum(found.novel for found in self.mismatches)
        return (
            self.wrong_kind,
            len(self.mismatches) - novel,
            novel,
            -_declared(self.read),
        )


class Repair:
    """Reads one value; ``mismatches`` tells afterwards what was wrong with it."""

    def __init__(self) -> None:
        self.mismatches: list[Mismatch] = []
        self._depth = 0
        self._too_deep: list[Path] = []
        self._tried: dict[tuple[int, int], _Attempt] = {}
        self._choosing = 0

    def start(self, shape: Shape, value: object) -> object:
        """What Python holds for ``value``.

        Args:
            shape: what the description says.
            value: JSON-compatible data; values that are converted already (dates, models) stay as
                they are.
        """
        try:
            read = self.read(shape, value, None)
        except RecursionError:  # called from far down the stack
            read = value
            self._too_deep.append(None)
        if self._too_deep:
            self._report(self._too_deep[-1], "a value nested less deeply", value)
        return read

    def read(self, shape: Shape, value: object, path: Path) -> object:
        """The same for a part of the value, at ``path``."""
        if isinstance(shape, Scalar):
            return self._scalar(shape.leaf, value, path)
        if self._depth >= _DEEPEST:
            self._too_deep.append(path)
            return value
        self._depth += 1
        try:
            match shape:
                case OneOf():
                    return self._one_of(shape, value, path)
                case ListOf(items=items):
                    return self._list(items, value, path)
                case TupleOf():
                    return self._tuple(shape, value, path)
                case MapOf(values=values):
                    return self._map(values, value, path)
                case OrNull():
                    return self._or_null(shape, value, path)
                case AnyOf(members=members):
                    return self._any_of(members, value, path)
                case Tagged():
                    return self._tagged(shape, value, path)
                case Named(cls=cls):
                    plan = plan_of(cls)
                    if isinstance(plan, ModelDefinition):
                        return self._model(plan, value, path)
                    return self.read(plan, value, path)
                case Anything():
                    for place, number in unwritable(value, path):
                        self._report(place, "a finite number", number)
                    return value
                case Instance():
                    return value
                case _:
                    assert_never(shape)
        finally:
            self._depth -= 1

    def _report(self, path: Path, expected: str, value: object, *, novel: bool = False) -> None:
        self.mismatches.append(mismatch(path, expected, value, novel=novel))

    def _scalar(self, leaf: ScalarType, value: object, path: Path) -> object:
        found = leaf.read(value)
        if found is not INVALID:
            return found
        if _is_held(value, leaf):
            return value
        self._report(path, leaf.expected, value)
        held = INVALID if leaf.salvage is None else leaf.salvage(value)
        return value if held is INVALID else held

    def _one_of(self, shape: OneOf, value: object, path: Path) -> object:
        if isinstance(value, Enum):
            return value
        found = shape.find(value)
        if found is not INVALID:
            return found
        self._report(path, expected(shape), value, novel=_is_novel(shape, value))
        return value

    def _list(self, items: Shape, value: object, path: Path) -> object:
        if not is_array(value):
            self._report(path, "an array", value)
            return value
        read: list[object] = []
        for index, item in enumerate(value):
            read.append(self.read(items, item, (path, index)))
        return read

    def _tuple(self, shape: TupleOf, value: object, path: Path) -> object:
        if not is_array(value):
            self._report(path, "an array", value)
            return value
        most = len(shape.prefix)
        if len(value) < most - shape.optional or (shape.rest is None and len(value) > most):
            self._report(path, _array_words(shape), value)
        further = shape.rest or ANYTHING
        read: list[object] = []
        for index, item in enumerate(value):
            part = shape.prefix[index] if index < len(shape.prefix) else further
            read.append(self.read(part, item, (path, index)))
        return tuple(read)

    def _map(self, values: Shape, value: object, path: Path) -> object:
        if not is_object(value):
            self._report(path, "an object", value)
            return value
        read: dict[str, object] = {}
        for key, item in value.items():
            read[key] = self.read(values, item, (path, MapKey(key)))
        return read

    def _or_null(self, shape: OrNull, value: object, path: Path) -> object:
        if value is not None:
            return self.read(shape.item, value, path)
        if not shape.on_wire and not accepts_null(shape.item):
            self._report(path, expected(shape.item), value)
        return None

    def _any_of(self, members: tuple[Shape, ...], value: object, path: Path) -> object:
        """The member with the fewest mismatches; then the one that declares most of the keys; then
        the first.
        """
        is_container = is_object(value) or is_array(value)
        choose = self._remembered if is_container else self._best
        best = choose(members, value, path)
        self.mismatches.extend(best.mismatches)
        return best.read

    def _remembered(self, members: tuple[Shape, ...], value: object, path: Path) -> _Attempt:
        """As :meth:`_best`; a choice inside a choice is read once, not again for every member
        around it.
        """
        key = (id(members), id(value))
        best = self._tried.get(key)
        if best is None:
            self._choosing += 1
            best = self._tried[key] = self._best(members, value, path)
            self._choosing -= 1
        if not self._choosing:
            self._tried.clear()
        return best

    def _best(self, members: tuple[Shape, ...], value: object, path: Path) -> _Attempt:
        outer = self.mismatches
        attempts: list[_Attempt] = []
        for shape in members:
            self.mismatches = []
            read = self.read(shape, value, path)
            attempts.append(_Attempt(path=path, read=read, mismatches=self.mismatches))
        self.mismatches = outer
        best = min(attempts, key=_Attempt.rank)
        if not best.wrong_kind:
            return best
        wanted = expected(AnyOf(members=members))
        return _Attempt(path=path, read=value, mismatches=[mismatch(path, wanted, value)])

    def _tagged(self, shape: Tagged, value: object, path: Path) -> object:
        if not is_object(value):
            if type(value) in _PLAIN:
                self._report(path, "an object", value)
            return value
        if isinstance(value, UnknownVariant):
            return value
        tag = value.get(shape.tag)
        text = tag_text(tag)
        for known, chosen in shape.mapping:
            if known == text:
                return self.read(chosen, value, path)
        if shape.default is not None:
            return self.read(shape.default, value, path)
        wanted = _one_of_words([known for known, _ in shape.mapping])
        if shape.tag in value:
            self._report((path, shape.tag), wanted, tag, novel=True)
        else:
            self.mismatches.append(absence((path, shape.tag), wanted))
        if shape.base is not None:
            return self._as_base(shape, shape.base, value, path)
        return UnknownVariant(tag, value)

    def _as_base(self, shape: Tagged, base: Shape, value: object, path: Path) -> object:
        """An object of an unknown variant with the fields that all variants have; its tag is
        reported already.
        """
        before = len(self.mismatches)
        read = self.read(base, value, path)
        place = shown((path, shape.tag))
        self.mismatches[before:] = [
            found for found in self.mismatches[before:] if found.path != place
        ]
        return read

    def _model(self, plan: ModelDefinition, value: object, path: Path) -> object:
        if not is_object(value):
            if not isinstance(value, plan.cls):
                self._report(path, "an object", value)
            return value
        held: dict[str, object] = {}
        given: set[str] = set()
        for field in plan.fields:
            if field.wire in value:
                held[field.name] = self._field(field, value[field.wire], (path, field.wire))
                given.add(field.name)
            else:
                held[field.name] = self._missing(field, path)
        extra: dict[str, object] = {}
        for key, item in value.items():
            if key not in plan.by_wire:
                extra[key] = self.read(plan.extras, item, (path, MapKey(key)))
        # An undeclared key may have an attribute's name, which does not make that one given.
        undeclared = extra.keys() - held.keys()
        return assemble(plan.cls, held, given | undeclared, extra)

    def _field(self, field: FieldDefinition, value: object, path: Path) -> object:
        before = len(self.mismatches)
        read = self.read(field.shape, value, path)
        if field.secret:
            self.mismatches[before:] = [
                replace(found, value=HIDDEN) for found in self.mismatches[before:]
            ]
        return read

    def _missing(self, field: FieldDefinition, path: Path) -> Any:
        if field.required:
            self.mismatches.append(absence((path, field.wire), expected(field.shape)))
        return field.make_default() if field.has_default else None


def _is_novel(shape: OneOf, value: object) -> bool:
    """Whether an open list of values could grow by ``value``."""
    if shape.other is None:
        return False
    probe = Repair()
    probe.read(shape.other, value, None)
    return not probe.mismatches


def _declared(value: object) -> int:
    """How many keys of an object its model declares."""
    if not isinstance(value, BaseModel):
        return 0
    return len(value.model_fields_set - (value.model_extra or {}).keys())


def accepts_null(shape: Shape) -> bool:
    """Whether null is a value of ``shape`` by itself."""
    match shape:
        case Anything():
            return True
        case Scalar(leaf=leaf):
            return leaf is NULL
        case OneOf():
            return shape.find(None) is not INVALID
        case OrNull(item=item, on_wire=on_wire):
            return on_wire or accepts_null(item)
        case AnyOf(members=members):
            return any(map(accepts_null, members))
        case Named(cls=cls):
            plan = plan_of(cls)
            return not isinstance(plan, ModelDefinition) and accepts_null(plan)
        case ListOf() | TupleOf() | MapOf() | Tagged() | Instance():
            return False
        case _:
            assert_never(shape)


def _is_held(value: object, leaf: ScalarType) -> bool:
    """Whether a value is converted already; a ``datetime`` is a ``date`` to Python, not in JSON."""
    if isinstance(value, datetime) and datetime not in leaf.python_types:
        return False
    return isinstance(value, leaf.python_types) and type(value) not in _PLAIN


def expected(shape: Shape) -> str:
    """``shape`` in the words of a mismatch."""
    match shape:
        case Anything() | Instance():
            return "a value"
        case Scalar(leaf=leaf):
            return leaf.expected
        case OneOf():
            return _one_of_words(shape.values)
        case ListOf() | TupleOf():
            return "an array"
        case MapOf() | Tagged():
            return "an object"
        case OrNull(item=item):
            return expected(item)
        case AnyOf(members=members):
            return " or ".join(dict.fromkeys(map(expected, members)))
        case Named(cls=cls):
            plan = plan_of(cls)
            return "an object" if isinstance(plan, ModelDefinition) else expected(plan)
        case _:
            assert_never(shape)


def _array_words(shape: TupleOf) -> str:
    """The length of a tuple in words."""
    most = len(shape.prefix)
    least = most - shape.optional
    if shape.rest is not None:
        return f"an array of at least {_items(least)}"
    return f"an array of {_items(most) if least == most else f'{least} to {_items(most)}'}"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _one_of_words(values: list[Any]) -> str:
    """A list of values in words; a long one is cut."""
    shown = ", ".join(map(repr, values[:10]))
    return f"one of {shown}" + (", …" if len(values) > 10 else "")
