"""Decodes the bytes of a response to typed values.

The fast path is one call into pydantic-core over the bytes. Only where it finds something that it
does not know does the text go through a lossless parser and the repair walk
(:mod:`.mismatch_repair`), which keeps everything and reports each mismatch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from types import GenericAlias
from typing import Any, Final, TypeAlias

from pydantic import ValidationError
from pydantic_core import SchemaValidator

from ..errors import InvalidJSONError, MismatchError
from ..mismatch_log import MismatchLog
from ..mismatch_record import Mismatch
from ..package_log import package_logger
from ..serialization import json_text
from ..serialization.exact import (
    as_written,
    exact_number,
    may_lose_digits,
    may_overflow,
    may_respell,
)
from .annotations import namespace
from .annotations.shapes import Scalar, Shape, is_anything, shape_of, wired
from .definitions import reaches
from .scalars.json import DECIMAL_NUMBER
from .validators import compile_reader, compile_validator, refused

__all__ = [
    "Decoder",
    "InvalidJSONError",
    "Mismatch",
    "MismatchError",
    "Report",
    "decoder",
    "log_mismatch",
    "log_mismatches",
]

Report: TypeAlias = Callable[[Mismatch], None]

_REPORTED: Final = MismatchLog(package_logger(__name__.partition("._runtime")[0]))


def log_mismatch(found: Mismatch) -> None:
    """Tells the package's logger of a mismatch in data that no call has brought."""
    log_mismatches((found,))


def log_mismatches(found: Sequence[Mismatch], name: str = "") -> None:
    """Tells the package's logger of mismatches, each place and kind once.

    Args:
        found: the mismatches of one value.
        name: whose data they are, a model's.
    """
    data = f"{name}: the data" if name else "The data"
    _REPORTED.tell(found, f"{data} do not fit their description")


class Decoder:
    """Reads values of one type.

    Args:
        shape: what the type says.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._reader: SchemaValidator | None = None
        self._validator: SchemaValidator | None = None
        self._is_untyped = True
        self._has_decimals = True

    @property
    def shape(self) -> Shape:
        """What the type says."""
        return self._shape

    def _compile(self) -> SchemaValidator:
        reader = compile_reader(self._shape)
        self._is_untyped = reaches(self._shape, is_anything)
        self._has_decimals = reaches(self._shape, _is_decimal)
        self._reader = reader
        return reader

    def decode_json(
        self, body: bytes, *, strict: bool = False, report: Report = log_mismatch
    ) -> Any:
        """Reads JSON text.

        Args:
            body: the text, in UTF-8.
            strict: whether a mismatch is an error.
            report: is called once for every mismatch, in the order of the response; not when
                ``strict``.

        Returns:
            The typed value. What does not fit is in it as received.

        Raises:
            InvalidJSONError: ``body`` is not JSON.
            MismatchError: something does not fit, and ``strict`` is true.
        """
        try:
            reader = self._reader or self._compile()
            read = reader.validate_json(body)
            if not self._needs_exact_decoding(body):
                return read
        except ValidationError:
            pass  # The slower way says what is wrong.
        number = as_written if self._has_decimals else exact_number
        value = json_text.loads(body, number)
        return self.decode_value(value, strict=strict, report=report)

    def _needs_exact_decoding(self, body: bytes) -> bool:
        """Whether pydantic-core, which reads every number as a double, may have taken something for
        what it is not.
        """
        if may_lose_digits(body):
            return True
        # Where a type is expected such words and numbers do not fit; elsewhere it takes them.
        if self._is_untyped and (json_text.has_constants(body) or may_overflow(body)):
            return True
        return self._has_decimals and may_respell(body)

    def decode_value(
        self, value: object, *, strict: bool = False, report: Report = log_mismatch
    ) -> Any:
        """Reads data that is parsed already; otherwise the same as :meth:`decode_json`."""
        from .mismatch_repair import Repair

        repair = Repair()
        read = repair.start(self._shape, value)
        if strict and repair.mismatches:
            raise MismatchError(repair.mismatches)
        for found in repair.mismatches:
            report(found)
        return read

    def validate_input(self, value: object) -> Any:
        """Takes what a caller gives: a model, or a mapping with wire names or attribute names;
        dates as dates or text.

        Raises:
            InvalidArgumentError: it does not fit.
        """
        validator = self._validator
        if validator is None:
            validator = self._validator = compile_validator(self._shape)
        try:
            return validator.validate_python(value)
        except ValidationError as error:
            raise refused(error) from None


def decoder(type_code: str | Any) -> Decoder:
    """The decoder of a type; for an expression or a class the same one at every call.

    Args:
        type_code: a type expression with the names of the package's models (``"list[Credit] |
            None"``), or a type.

    Raises:
        NameError: the expression names something unknown.
        TypeError: it is not a type of a generated package.
    """
    if isinstance(type_code, str):
        return _of_expression(namespace.home(), type_code)
    if isinstance(type_code, type) and not isinstance(type_code, GenericAlias):
        return _of_type(type_code)
    # Other types are not remembered: ``Cat | Dog`` equals ``Dog | Cat``, and yet the order decides
    # ties.
    return Decoder(wired(shape_of(type_code)))


def _is_decimal(shape: Shape) -> bool:
    return isinstance(shape, Scalar) and shape.leaf is DECIMAL_NUMBER


@cache
def _of_expression(package: str, expression: str) -> Decoder:
    return Decoder(wired(shape_of(namespace.of_package(package).read(expression))))


@cache
def _of_type(cls: type[Any]) -> Decoder:
    return Decoder(wired(shape_of(cls)))
