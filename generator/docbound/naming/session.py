"""The state of one naming run: decisions, assigned names, diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming.clashes import Choices, Claims, Item, Rule, settle_scope
from docbound.records import field, record
from docbound.service import Pointer


@record(frozen=False)
class NamingSession:
    """Carries a run's inputs and its record from scope to scope.

    Attributes:
        choices: pinned and kept names.
        diagnostics: gets clashes.
        record: the names to keep for the next run.
        known: every pointer that can be pinned.
    """

    choices: Choices
    diagnostics: Diagnostics
    record: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    known: set[Pointer] = field(default_factory=set[Pointer])

    def settle(
        self,
        items: Sequence[Item],
        *,
        numbered: Callable[[str, int], str],
        allowed: Rule,
        claims: Claims = lambda name: (name,),
        taken: Iterable[str] = (),
        keep_all: bool = False,
        pinned: Mapping[Pointer, str] | None = None,
    ) -> tuple[str, ...]:
        """Settles one scope (see :func:`docbound.naming.clashes.settle_scope`) and records what it
        gave.

        Args:
            items, numbered, allowed, claims, taken: as there.
            keep_all: whether names that equal the description's own are recorded as well.
            pinned: pinned names of this scope, in place of the run's own.

        Returns:
            The names, in the order of ``items``.
        """
        choices = self.choices
        if pinned is not None:
            choices = Choices(pinned=pinned, kept=choices.kept, pinned_at=choices.pinned_at)
        named = settle_scope(
            items,
            choices,
            self.diagnostics,
            numbered=numbered,
            allowed=allowed,
            claims=claims,
            taken=taken,
        )
        for item in items:
            self.known.add(item.pointer)
            if item.place:
                self.known.add(item.place)
            if keep_all or named[item.pointer] != item.source:
                self.record[item.pointer] = named[item.pointer]
        return tuple(named[item.pointer] for item in items)


def escape(part: str) -> str:
    """Escapes one part of a JSON pointer (RFC 6901, section 3)."""
    return part.replace("~", "~0").replace("/", "~1")
