"""Types that annotations of generated models use beside Python's own.

Type checkers see plain unions: ``Open[Color]`` is ``Color | str``. At run time a marker in
``Annotated`` tells :mod:`.shapes` what is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeVar

__all__ = [
    "BASE64",
    "NULLABLE",
    "OPEN",
    "WIRE_NUMBER",
    "Base64",
    "DecimalNumber",
    "Marker",
    "Nullable",
    "Open",
    "OpenInt",
    "OpenNumber",
    "OpenValue",
    "UnknownVariant",
]

T = TypeVar("T")


class Marker:
    """A word about a type, put beside it in ``Annotated``."""

    __slots__ = ("word",)

    def __init__(self, word: str) -> None:
        self.word = word

    def __repr__(self) -> str:
        return self.word


NULLABLE: Final = Marker("nullable")
OPEN: Final = Marker("open")
BASE64: Final = Marker("base64")
WIRE_NUMBER: Final = Marker("wire number")

if TYPE_CHECKING:
    # jedi (IPython, python-lsp) reads this branch, but no alias with a type variable: it would
    # complete nothing after `Nullable: TypeAlias = T | None`. Of the open ones it takes `str` etc.
    from typing import Optional as Nullable

    Open: TypeAlias = T | str
    OpenInt: TypeAlias = T | int
    OpenNumber: TypeAlias = T | int | float
    OpenValue: TypeAlias = T | str | int | float | bool
else:
    Nullable = Annotated[T | None, NULLABLE]
    """``T``, or null on the wire."""

    Open = Annotated[T | str, OPEN]
    """One of the strings of ``T`` (an enum or a ``Literal``), or a string that the description does
    not know yet.
    """

    OpenInt = Annotated[T | int, OPEN]
    """One of the integers of ``T``, or another integer."""

    OpenNumber = Annotated[T | int | float, OPEN]
    """One of the numbers of ``T``, or another number."""

    OpenValue = Annotated[T | str | int | float | bool, OPEN]
    """One of the scalars of ``T``, or another scalar."""

Base64: TypeAlias = Annotated[bytes, BASE64]
"""Octets, written as base64 on the wire (RFC 4648, section 4). A ``str`` given in its place is
taken as base64 text.
"""

DecimalNumber: TypeAlias = Annotated[Decimal, WIRE_NUMBER]
"""A decimal number that the wire has as a JSON number, digit by digit; ``Decimal`` alone is one in
a string.
"""


class UnknownVariant(dict[str, Any]):
    """An object whose tag names no variant that the description knows.

    It is the object itself: read its fields as items; it is written back unchanged.

    Args:
        tag: the value of the discriminating property; None where the object has none.
        payload: the whole object, the tag included.
    """

    __slots__ = ("tag",)

    tag: Any

    def __init__(self, tag: object, payload: Mapping[str, Any]) -> None:
        super().__init__(payload)
        self.tag = tag

    @property
    def payload(self) -> dict[str, Any]:
        """The whole object as a plain dictionary."""
        return dict(self)

    def to_dict(self) -> dict[str, Any]:
        """The whole object as a plain dictionary, as a model's ``to_dict`` gives it."""
        return dict(self)

    def to_json(self) -> str:
        """The JSON text of the whole object, as a model's ``to_json`` gives it."""
        from ...serialization.json_text import dumps

        return dumps(self.payload, exact=True).decode()

    def copy(self) -> UnknownVariant:
        """A shallow copy."""
        return UnknownVariant(self.tag, self)

    def __copy__(self) -> UnknownVariant:
        return self.copy()

    def __reduce__(self) -> tuple[type[UnknownVariant], tuple[Any, dict[str, Any]]]:
        return UnknownVariant, (self.tag, dict(self))

    def __repr__(self) -> str:
        return f"UnknownVariant({self.tag!r}, {dict(self)!r})"
