"""Records: small values with named parts, as ``dataclasses`` makes them, and defined in a tenth of
the time.

``@record`` says what ``@dataclass(frozen=True, slots=True, kw_only=True)`` says, to readers, type
checkers and the functions of ``dataclasses`` alike. The difference is when work is done:
``dataclass`` compiles some five functions for each class as soon as that is imported, about half a
millisecond; a record compiles one, at its first instance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast, dataclass_transform, overload

from .introspection import Annotations, as_written

if TYPE_CHECKING:
    from dataclasses import Field

T = TypeVar("T")

_REQUIRED: Final[Any] = object()


class _Factory:
    """What makes the default of a field, for each instance anew."""

    __slots__ = ("compare", "make")

    def __init__(self, make: Callable[[], object], *, compare: bool) -> None:
        self.make = make
        self.compare = compare


def field(*, default_factory: Callable[[], T], compare: bool = True) -> T:
    """A field whose default is made for each instance anew; any other default is written as a plain
    value.

    Args:
        default_factory: makes the default.
        compare: whether instances with other values in it are others.
    """
    return cast(T, _Factory(default_factory, compare=compare))


@overload
def record(kind: type[T], /) -> type[T]: ...


@overload
def record(
    *,
    frozen: bool = True,
    kw_only: bool = True,
    eq: bool = True,
    hidden: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(
    kind: type[Any] | None = None,
    /,
    *,
    frozen: bool = True,
    kw_only: bool = True,
    eq: bool = True,
    hidden: tuple[str, ...] = (),
) -> Any:
    """Makes a class of annotated names one of values with these parts, kept in slots.

    What the class defines itself stays; the parts of a record that it derives from come first.
    Methods may not call ``super()`` without arguments, because the class is made again, with slots,
    as ``dataclass`` does it.

    Args:
        kind: the class, where the decorator is without brackets.
        frozen: whether an instance stays as it was made, and can be hashed.
        kw_only: whether parts are given by name only.
        eq: whether two instances with equal parts are equal; otherwise each is only itself.
        hidden: parts that a ``repr`` leaves out.

    Returns:
        The class; or the decorator, if options were given.
    """

    def decorate(undone: type[Any]) -> type[Any]:
        return _made(undone, frozen=frozen, kw_only=kw_only, eq=eq, hidden=hidden)

    return decorate if kind is None else decorate(kind)


def _made(
    kind: type[Any], *, frozen: bool, kw_only: bool, eq: bool, hidden: tuple[str, ...]
) -> type[Any]:
    body: dict[str, Any] = dict(vars(kind))
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    own = {
        name: body.pop(name, _REQUIRED)
        for name, annotation in body.get("__annotations__", {}).items()
        if not str(annotation).startswith("ClassVar")
    }
    inherited: dict[str, Any] = getattr(kind, "__record_defaults__", {})
    defaults = inherited | own
    names = tuple(defaults)
    first = _FirstInit(frozen=frozen, kw_only=kw_only)
    usual: dict[str, object] = {
        "__init__": first,
        "__repr__": _shown(tuple(name for name in names if name not in hidden)),
        "__match_args__": () if kw_only else names,
        "__record_defaults__": defaults,
        "__dataclass_fields__": _Fields(),
    }
    if eq:
        compared = tuple(name for name in names if _is_compared(defaults[name]))
        usual |= _compared(compared, hashed=frozen)
    if frozen:
        usual |= {"__setattr__": _refuse, "__delattr__": _refuse}
        usual["__setstate__"] = _restore
    fixed = {
        "__slots__": tuple(name for name in own if name not in inherited),
        "__qualname__": kind.__qualname__,
        "__annotations__": Annotations(body.get("__annotations__", {}), kind.__module__),
    }
    made = type(kind.__name__, kind.__bases__, {**usual, **body, **fixed})
    first.owner = made
    return made


class _FirstInit:
    """Replaces ``__init__`` until so many instances were made that the real one, which has to be
    compiled, is worth its price. It then takes its place.

    Attributes:
        owner: the record, which need not be the class of an instance: that may be derived from it.
    """

    __slots__ = ("_frozen", "_kw_only", "_left", "owner")

    owner: type[Any]

    def __init__(self, *, frozen: bool, kw_only: bool) -> None:
        self._frozen = frozen
        self._kw_only = kw_only
        self._left = _BEFORE_COMPILING

    def __get__(self, instance: object, kind: type[Any]) -> Any:
        # `inspect` of Python 3.14 asks for the method of the class as if that were an instance.
        if self._left and isinstance(instance, self.owner):
            self._left -= 1
            return partial(self._fill, instance)
        return self._compiled().__get__(instance, kind)

    def _compiled(self) -> FunctionType:
        # Threads that meet here make the same function twice.
        owner: Any = self.owner
        made = owner.__init__ = _init(owner, frozen=self._frozen, kw_only=self._kw_only)
        return made

    def _fill(self, instance: object, /, *given: object, **named: object) -> None:
        """Does field by field what the real one does; arguments that do not fit are left to it."""
        owner: Any = self.owner
        defaults = cast("dict[str, Any]", vars(owner)["__record_defaults__"])
        names: tuple[str, ...] = () if self._kw_only else tuple(defaults)
        placed = dict(zip(names, given, strict=False))
        values = {**defaults, **placed, **named}
        fit = len(values) == len(defaults) and len(placed) == len(given)
        if not fit or placed.keys() & named.keys() or any(map(_is_required, values.values())):
            self._compiled()(instance, *given, **named)
            return
        for name, value in values.items():
            part = value.make() if isinstance(value, _Factory) else value
            getattr(owner, name).__set__(instance, part)


_BEFORE_COMPILING: Final = 8
"""Instances that are filled field by field, which takes a twentieth of the time of compiling."""


def _init(kind: type[Any], *, frozen: bool, kw_only: bool) -> FunctionType:
    """Compiles ``__init__``; a frozen instance is filled through the slots themselves, for
    assigning is refused.
    """
    defaults: Mapping[str, Any] = vars(kind)["__record_defaults__"]
    scope: dict[str, Any] = {"_REQUIRED": _REQUIRED}
    parameters = ["self", "*"] if kw_only and defaults else ["self"]
    lines: list[str] = []
    for name, default in defaults.items():
        value = name
        if default is _REQUIRED:
            parameters.append(name)
        elif isinstance(default, _Factory):
            scope[f"_make_{name}"] = default.make
            parameters.append(f"{name}=_REQUIRED")
            value = f"_make_{name}() if {name} is _REQUIRED else {name}"
        else:
            scope[f"_default_{name}"] = default
            parameters.append(f"{name}=_default_{name}")
        if frozen:
            scope[f"_set_{name}"] = getattr(kind, name).__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"self.{name} = {value}")
    body = "\n ".join(lines or ["pass"])
    exec(f"def __init__({', '.join(parameters)}):\n {body}", scope)
    made: FunctionType = scope["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    made.__module__ = kind.__module__
    written = {
        name: annotation
        for each in reversed(kind.__mro__)
        # Not evaluated here, because that may import modules that are not needed.
        for name, annotation in as_written(vars(each).get("__annotations__", {})).items()
        if name in defaults
    }
    made.__annotations__ = Annotations(written, kind.__module__)
    return made


def _is_required(default: object) -> bool:
    return default is _REQUIRED


def _is_compared(default: object) -> bool:
    return not isinstance(default, _Factory) or default.compare


def _compared(names: tuple[str, ...], *, hashed: bool) -> dict[str, object]:
    values: Callable[[Any], object] = attrgetter(*names) if names else _nothing

    def __eq__(self: Any, other: object) -> Any:
        if other.__class__ is self.__class__:
            return values(self) == values(other)
        return NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if hashed else None}


def _nothing(_: object) -> tuple[()]:
    return ()


def _shown(names: tuple[str, ...]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({parts})"

    return __repr__


def _refuse(self: object, name: str, *_: object) -> None:
    raise AttributeError(f"{type(self).__qualname__}.{name} is fixed")


def _restore(self: object, state: tuple[None, Mapping[str, object]]) -> None:
    """Fills a copy, or what a pickle holds; a changeable record is filled by Python itself."""
    for name, value in state[1].items():
        object.__setattr__(self, name, value)


class _Fields:
    """The fields as ``dataclasses`` expects them, made when first used: for ``replace`` and
    ``fields``.
    """

    __slots__ = ()

    def __get__(self, instance: object, kind: Any) -> dict[str, Field[Any]]:
        import dataclasses

        def described(default: Any) -> Any:
            if default is _REQUIRED:
                return dataclasses.field()
            if isinstance(default, _Factory):
                return dataclasses.field(default_factory=default.make, compare=default.compare)
            return dataclasses.field(default=default)

        parts = [
            (name, object, described(default)) for name, default in kind.__record_defaults__.items()
        ]
        twin: Any = dataclasses.make_dataclass(
            kind.__name__,
            parts,
            namespace={"__doc__": kind.__doc__},  # else one is made, and that is slow
            init=False,
            repr=False,
            eq=False,
            kw_only=True,
        )
        found: dict[str, Field[Any]] = twin.__dataclass_fields__
        kind.__dataclass_fields__ = found
        return found
