"""What is wrong with a text, before the name of its file is known."""

from __future__ import annotations

from docbound.diagnostics.diagnostic import Severity
from docbound.records import record


@record
class SyntaxProblem:
    """One finding of a reader.

    Attributes:
        code, message, hint, severity: as in :class:`docbound.diagnostics.diagnostic.Diagnostic`.
        offset: the place, in characters from the start of the text.
    """

    code: str
    message: str
    offset: int
    hint: str = ""
    severity: Severity = Severity.ERROR


class UnreadableError(Exception):
    """A text that cannot be read at all; ``problem`` says why. Never leaves this package."""

    def __init__(self, problem: SyntaxProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


MAX_DEPTH = 200
"""How deep a description may nest. Hand-written and generated ones stay below 60; what reads them
later is recursive.
"""

MAX_DIGITS = 4300
"""Python's own limit for turning digits into an integer (``sys.int_info.default_max_str_digits``).
"""


LONGEST_KEY = 1024
"""The most characters of a key, which is YAML's limit for one on a line (1.2.2, 7.4.2). The pointer
to each value has all keys above it: a path of a megabyte with a thousand parameters would be a
gigabyte of pointers.
"""


def too_long(offset: int) -> UnreadableError:
    """The refusal of a text that has a key longer than :data:`LONGEST_KEY`."""
    return UnreadableError(
        SyntaxProblem(
            code="long-key",
            message=f"a key has more than {LONGEST_KEY:,} characters",
            hint="shorten it: YAML has none that are longer either",
            offset=offset,
        )
    )


def too_deep(offset: int) -> UnreadableError:
    """The refusal of a text that nests deeper than :data:`MAX_DEPTH`."""
    return UnreadableError(
        SyntaxProblem(
            code="nested-too-deeply",
            message=f"the text nests deeper than {MAX_DEPTH} levels",
            hint="move the inner parts to components and refer to them",
            offset=offset,
        )
    )
