"""Logs mismatches: each place and kind once, with a count."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeAlias

from .mismatch_record import Mismatch

_MOST_PLACES = 1000
"""Places that are distinguished; a service that sends ever new ones must not fill the memory."""

Hook: TypeAlias = Callable[[Mismatch, str], None]
_Kind: TypeAlias = tuple[str, str, str, str]


class MismatchLog:
    """What has been logged; one for a client and its copies.

    Values of the right kind that the description does not know yet are logged at ``INFO``,
    everything else at ``WARNING``; repetitions, with their number until now, at ``DEBUG``.

    Args:
        logger: the package's.
    """

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._counts: dict[_Kind, int] = {}

    def tell(
        self, found: Sequence[Mismatch], subject: str, hide: Callable[[str], str] = str
    ) -> None:
        """Reports the mismatches of one value.

        Args:
            found: all of them; the values themselves may be confidential and are not logged.
            subject: what does not fit: ``list_credits: the response does not fit its description``.
            hide: takes credentials out of a text: a key or a label may repeat one.
        """
        fresh: dict[_Kind, list[Mismatch]] = {}
        for each in found:
            kind = (subject, each.place or each.path, each.expected, each.got)
            fresh.setdefault(kind, []).append(each)
        for kind, same in fresh.items():
            self._log_mismatches(kind, same, hide)

    def _log_mismatches(
        self, kind: _Kind, same: list[Mismatch], hide: Callable[[str], str]
    ) -> None:
        before = self._counts.get(kind, 0)
        if not before and len(self._counts) >= _MOST_PLACES:
            return
        self._counts[kind] = count = before + len(same)
        subject, place, expected, got = kind
        level = logging.INFO if same[0].novel else logging.WARNING
        where = same[0].path if len(same) == 1 else f"{place} ({len(same)} times)"
        if before:
            level = logging.DEBUG
            where = f"{place} ({count} times until now)"
        if self._logger.isEnabledFor(level):
            text = hide(f"{where}: expected {expected}, got {got}")
            self._logger.log(level, "%s: %s", subject, text)
        if not before and len(self._counts) == _MOST_PLACES:
            self._logger.warning("%s: further places that do not fit are not logged", subject)


class Reporter:
    """Takes the mismatches of one value: hooks are called at once, the log by :meth:`flush`.

    Args:
        log: where they are logged.
        subject: what does not fit.
        name: the operation's, for hooks.
        hooks: those of the client.
        eager: whether they are logged at once: for a stream, which has no end to wait for.
        hide: takes credentials out of what is logged.
    """

    __slots__ = ("_eager", "_found", "_hide", "_hooks", "_log", "_name", "_subject")

    def __init__(
        self,
        log: MismatchLog,
        subject: str,
        name: str = "",
        hooks: Sequence[Hook] = (),
        *,
        eager: bool = False,
        hide: Callable[[str], str] = str,
    ) -> None:
        self._log = log
        self._hide = hide
        self._subject = subject
        self._name = name
        self._hooks = hooks
        self._eager = eager
        self._found: list[Mismatch] = []

    def __call__(self, found: Mismatch) -> None:
        """Takes one."""
        self._found.append(found)
        if self._eager:
            self.flush()
        for hook in self._hooks:
            hook(found, self._name)

    def flush(self) -> None:
        """Tells the log of what was found since the last time."""
        if self._found:
            found, self._found = self._found, []
            self._log.tell(found, self._subject, self._hide)
