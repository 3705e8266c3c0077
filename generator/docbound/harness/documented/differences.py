"""A difference between the documentation and something else, as a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbound.diagnostics.diagnostic import Diagnostic, Position
from docbound.harness.errors import problem
from docbound.records import record

from ...documented.facts import Documented, Source


@record
class Difference:
    """One fact that something else contradicts.

    Attributes:
        what: what is compared.
        documented, found: both sides; None where there is nothing.
        at: the fact's source; None where no fact says anything.
        place: where the other side is: a JSON pointer of the description, or a path of the
            package.
    """

    what: str
    documented: object
    found: object
    at: Source | None
    place: str = ""

    def __str__(self) -> str:
        where = str(self.at) if self.at else "no source"
        return f"{where}: {self.what}: documented {self.documented!r}, found {self.found!r}"


def compare(
    what: str, documented: object, found: object, at: Source | None, place: str = ""
) -> Iterator[Difference]:
    """Nothing if both are equal (``True`` is not 1), else the difference.

    Args:
        what: what is compared, in words.
        documented: what the documentation states.
        found: what there is.
        at: the line of the documentation.
        place: where the other side is.
    """
    if documented != found or isinstance(documented, bool) != isinstance(found, bool):
        yield Difference(what=what, documented=documented, found=found, at=at, place=place)


def address(stated: str, found: str | None) -> str | None:
    """``found`` in the words of the documentation: an address whose variables are filled in is the
    same as its template.
    """
    if found is None:
        return None
    template = re.sub(r"\\\{[^{}]+\\\}", "[^/]*", re.escape(stated.rstrip("/")))
    return stated if re.fullmatch(template, found.rstrip("/")) else found


def finding(
    difference: Difference, facts: Documented, position: Position | None, code: str
) -> Diagnostic:
    """A difference as a finding.

    Args:
        difference: what differs.
        facts: the facts, which know where each of them is.
        position: where the other side is; the fact's own place where that is unknown.
        code: the finding's code.
    """
    fact = facts.position(difference.at)
    if difference.at is None:
        message = f"{difference.what}: the documentation does not state it"
        hint = "add the fact to documented.yaml with its source, or say `partial: true` there"
        return problem(code, message, hint, position=position, pointer=difference.place)
    source = f" ({difference.at}" + (f"; {fact.file}:{fact.line}:{fact.column})" if fact else ")")
    if difference.found is None:
        message = (
            f"{difference.what}: documented {_shown(difference.documented)}, not found{source}"
        )
    else:
        found, documented = _shown(difference.found), _shown(difference.documented)
        message = f"{difference.what}: found {found}, documented {documented}{source}"
    hint = "mend whichever is wrong; the documentation is the judge"
    return problem(code, message, hint, position=position or fact, pointer=difference.place)


def _shown(value: object) -> str:
    return "nothing" if value in (None, "", (), [], {}) else repr(value)
