"""The objections of a validator, as plain data: whichever found them, findings are made of
this.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from docbound.records import record

from .schema_error import SchemaError

Place: TypeAlias = tuple[str, ...]
"""The steps from the root to a part of a description; references on the way are followed."""

RuleName: TypeAlias = Literal[
    "path-parameter", "operation-id", "parameter", "required", "tag", "schema"
]


@record
class RuleError:
    """A rule that openapi-spec-validator has beside its schemas, and that a description breaks.

    Attributes:
        rule: what the rule is about.
        names: the names that break it, where it is about names.
        message: the validator's words, where a finding repeats them.
    """

    rule: RuleName
    names: tuple[str, ...] = ()
    message: str = ""


@record
class UnresolvedReference:
    """A reference that could not be followed.

    Attributes:
        reference: what it says, sometimes in another spelling.
    """

    reference: str


Fault: TypeAlias = SchemaError | RuleError | UnresolvedReference | Exception
"""What is wrong; an exception where it stopped the validator."""


@record(eq=False)
class Objection:
    """One thing that is wrong with a description.

    Attributes:
        fault: what is wrong; the path of a schema's error counts from ``place``.
        place: the part of the description.
        of_default: whether the part is the default of a schema or parameter, which the error finds
            unfit.
    """

    fault: Fault
    place: Place
    of_default: bool = False
