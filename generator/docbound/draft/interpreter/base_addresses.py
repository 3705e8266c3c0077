"""Addresses that a page calls the base of the API's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docbound.draft.blocks import At, Block, Code, Heading, Listing, Paragraph
from docbound.draft.facts import Draft
from docbound.draft.interpreter.paths import METHOD
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import languages

_URL: Final = re.compile(r"https?://[^\s`'\"<>*)\]]+")
_BASE: Final = re.compile(
    r"\b(base ?(url|uri|path|address)s?|root (url|endpoint)|api (root|host|url|server)|relative"
    r" to|servers?)\b",
    re.I,
)
_BASE_HERE: Final = re.compile(
    r"\b(?:all|every|each) (?:api )?(?:requests?|calls?|endpoints?|urls?|paths?)\b[^.\n]{0,40}"
    r"\b(?:to|at|under|against|below|with|from)\b[^.\n]{0,20}?`?https?://"
    r"|^\s*(?:api )?(?:endpoint|host|domain|url)\s*[:：]\s*`?https?://[^\s/]+"
    r"(?:/(?:api|rest|v\d[\w.]*))*/?`?\s*$",
    re.I,
)
"""Sentences that have a base address themselves: what comes after them is about something else."""
_CALLED: Final = re.compile(rf"\W*(?:{METHOD})\b", re.I)


def add_base_addresses(blocks: Sequence[Block], draft: Draft, ledger: UsedStatements) -> None:
    """Addresses that a page calls its base: in a sentence, in the code after it, in a list after
    it.
    """
    waiting = False
    for block in blocks:
        if isinstance(block, Heading):
            waiting = bool(_BASE.search(languages.heading(block.text.plain)))
        elif isinstance(block, Paragraph):
            said = languages.heading(block.text.plain)
            about = bool(_BASE.search(said))
            here = about or waiting or bool(_BASE_HERE.search(said))
            if here and not _CALLED.match(said):
                _add_addresses(block.text.value, block.at, draft, ledger)
            waiting = about or waiting
        elif isinstance(block, Code) and waiting:
            lines = [line.strip() for line in block.text.split("\n") if line.strip()]
            if len(lines) == 1 and _URL.fullmatch(lines[0]):
                _add_addresses(lines[0], block.at, draft, ledger)
        elif isinstance(block, Listing) and waiting:
            for item in block.items:
                _add_addresses(item.text.value, item.at, draft, ledger)


def stated_addresses(text: str) -> list[str]:
    """The addresses in a sentence that calls them the base of the API's."""
    said = languages.heading(text)
    if not (_BASE.search(said) or _BASE_HERE.search(said)) or _CALLED.match(said):
        return []
    return [found.rstrip("/.,;:") for found in _URL.findall(text)]


def _add_addresses(text: str, at: At, draft: Draft, ledger: UsedStatements) -> None:
    for found in _URL.findall(text):
        address = found.rstrip("/.,;:")
        if re.search(r"your-|example\.com/\.\.\.|\(s\)|#|\.(md|html?|png)$", address):
            continue
        draft.servers.setdefault(address, at)
        ledger.use(at)
