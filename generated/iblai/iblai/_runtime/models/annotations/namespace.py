"""What the names in annotations and type expressions mean.

Annotations of generated modules are strings, and the neighbours that they name are imported for
type checkers only: that is why importing one model loads no other. A name is looked up in the
module that uses it, then among the standard names, then in the package's ``models``, which loads
just that model.

Only strings that docbound wrote itself are evaluated here; no text of a description is one.
"""

from __future__ import annotations

import builtins
import datetime
import sys
import types
import typing
import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

import pydantic

from . import markers
from .type_expressions import STAND_INS

_STANDARD: Final[Mapping[str, object]] = {
    **{
        name: vars(builtins)[name]
        for name in (
            "bool",
            "bytes",
            "dict",
            "float",
            "int",
            "list",
            "object",
            "str",
            "tuple",
        )
    },
    **{
        name: vars(markers)[name]
        for name in (
            "Base64",
            "DecimalNumber",
            "Nullable",
            "Open",
            "OpenInt",
            "OpenNumber",
            "OpenValue",
        )
    },
    "UnknownVariant": markers.UnknownVariant,
    "None": None,
    "Annotated": typing.Annotated,
    "Any": typing.Any,
    "Literal": typing.Literal,
    "Field": pydantic.Field,
    "Decimal": Decimal,
    "builtins": builtins,
    "datetime": datetime,
    "uuid": uuid,
}

_RARE: Final = {"FileInput": "...service.file_input"}
"""Names that few packages have, and the modules that they are in."""

_NOTHING: Final = (object(), None)

_BUILTINS: Final = {"__import__": builtins.__import__}
"""All that an expression may use besides its names. It names no function, but from Python 3.14 on
`|` between types imports `typing` by itself, with what is found here."""

_home = __name__.partition("._runtime")[0]


class Namespace(Mapping[str, object]):
    """The names that type expressions may use in one module or package.

    Args:
        names: looked up first: the names of the module that the expression is in.
        models: the module (its dotted name) whose attributes are the models, loaded only when a
            name is not found elsewhere.
    """

    def __init__(self, names: Mapping[str, object], models: str) -> None:
        self._names = names
        self._models = models

    def __getitem__(self, name: str) -> object:
        for known in (self._names, _STANDARD):
            if name in known:
                return known[name]
        if name in _RARE:
            rare: object = getattr(import_module(_RARE[name], __package__), name)
            return rare
        try:
            found: object = getattr(import_module(self._models), name)
        except (AttributeError, ModuleNotFoundError):
            raise KeyError(name) from None
        # ``pkg.models.credit`` is a module; a model of that name would have been found through its
        # own name.
        if isinstance(found, types.ModuleType):
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter({**_STANDARD, **_RARE, **self._names})

    def __len__(self) -> int:
        return len({**_STANDARD, **_RARE, **self._names})

    def read(self, expression: str) -> Any:
        """The type that ``expression`` denotes, with the light stand-ins of
        :mod:`.type_expressions` in it.

        Raises:
            NameError: a name in it is not known here.
        """
        try:
            return eval(expression, {"__builtins__": _BUILTINS}, _Light(self._names, self._models))
        except TypeError:  # something that only the real constructs understand
            return self.evaluate(expression)

    def evaluate(self, expression: str) -> Any:
        """The type that ``expression`` denotes, of Python's own constructs.

        Args:
            expression: a type as generated code writes it, such as ``"list[Credit] | None"``.

        Raises:
            NameError: a name in it is not known here.
        """
        return eval(expression, {"__builtins__": _BUILTINS}, self)


class _Light(Namespace):
    """A namespace in which stand-ins take the place of the constructs that they mean."""

    def __getitem__(self, name: str) -> object:
        meant = super().__getitem__(name)
        usual, stand_in = STAND_INS.get(name, _NOTHING)
        return stand_in if meant is usual else meant


def of_module(module: str) -> Namespace:
    """The namespace of a module of models: its own globals, and its neighbours in the package that
    it is in.
    """
    loaded = sys.modules.get(module)
    names = {} if loaded is None else vars(loaded)
    return Namespace(names, module.rpartition(".")[0] or module)


def of_package(package: str = "") -> Namespace:
    """The namespace of a generated package: its ``models``.

    Args:
        package: its import name; without one, the package that carries this runtime.
    """
    return Namespace({}, f"{package or _home}.models")


def home() -> str:
    """The package whose models type expressions name."""
    return _home
