"""JSONPath queries (RFC 9535): which places of a JSON value one selects.

python-jsonpath reads and runs them. Only ``match`` and ``search`` are ours: an overlay may come
from anybody, and :mod:`docbound.patterns` ends where :mod:`re` would not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, TypeAlias

from jsonpath import CompoundJSONPath, JSONPath, JSONPathEnvironment
from jsonpath.exceptions import JSONPathError
from jsonpath.function_extensions import ExpressionType, FilterFunction

from docbound.patterns import Searcher, UndecidedError
from docbound.service import JSONValue

Query: TypeAlias = JSONPath | CompoundJSONPath

Location: TypeAlias = tuple[str | int, ...]
"""Where a node is: keys and indices from the root."""

_LONGEST: Final = 10_000


class PathError(ValueError):
    """A query that is not JSONPath; ``offset`` is the place in it."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _PatternFunction(FilterFunction):
    """``match`` (the whole text) and ``search`` (a part of it).

    Source: RFC 9535, sections 2.4.6 and 2.4.7.
    """

    @property
    def arg_types(self) -> list[ExpressionType]:
        """A text and a pattern."""
        return [ExpressionType.VALUE, ExpressionType.VALUE]

    @property
    def return_type(self) -> ExpressionType:
        """Whether it matches."""
        return ExpressionType.LOGICAL

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    def __call__(self, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        try:
            searcher = _searcher(pattern)
            return searcher.fullmatch(value) if self._whole else searcher.search(value)
        except (re.error, OverflowError, RecursionError, UndecidedError):
            return False


@lru_cache
def _searcher(pattern: str) -> Searcher:
    return Searcher(pattern)


class _Environment(JSONPathEnvironment):
    """JSONPath without python-jsonpath's own additions, where booleans are no numbers."""

    def compare(self, left: object, operator: str, right: object) -> bool:
        """Compares as RFC 9535, section 2.3.5.2.2, says: true is not less than 4."""
        if operator[0] in "<>" and (isinstance(left, bool) or isinstance(right, bool)):
            return len(operator) == 2 and super().compare(left, "==", right)
        return super().compare(left, operator, right)


@cache
def _environment() -> JSONPathEnvironment:
    environment = _Environment(strict=True)
    environment.function_extensions["match"] = _PatternFunction(whole=True)
    environment.function_extensions["search"] = _PatternFunction(whole=False)
    return environment


def compile_path(text: str) -> Query:
    """Reads a query.

    Raises:
        PathError: it is not one.
    """
    if len(text) > _LONGEST:
        raise PathError(f"the query has more than {_LONGEST} characters", 0)
    try:
        return _environment().compile(text)
    except JSONPathError as error:
        offset = len(text) if error.token is None else error.token.index
        message = str(error.message)
        raise PathError(message, offset if 0 <= offset <= len(text) else len(text)) from None
    except RecursionError:
        raise PathError("the query is nested too deeply", 0) from None


def select(query: Query, root: JSONValue) -> list[Location]:
    """The locations that ``query`` selects in ``root``, in document order, each once."""
    return list(dict.fromkeys(match.parts for match in query.finditer(root)))
