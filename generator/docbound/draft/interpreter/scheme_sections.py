"""The part of a generated client's README that lists its security schemes."""

from __future__ import annotations

from collections.abc import Sequence

from docbound.draft.blocks import Block, Heading, Listing
from docbound.draft.facts import Draft
from docbound.draft.interpreter import security
from docbound.draft.used_statements import UsedStatements


def read_scheme_sections(blocks: Sequence[Block], draft: Draft, ledger: UsedStatements) -> None:
    """The part of a generated client's README that lists its security schemes."""
    name, at = "", None
    for block in blocks:
        if isinstance(block, Heading):
            name, at = block.text.plain.strip("* "), block.at
        elif (
            isinstance(block, Listing)
            and name
            and at
            and any(item.text.plain.lower().startswith("type") for item in block.items)
        ):
            scheme = security.read_authorization_section(
                name, [item.text.plain for item in block.items], at
            )
            if scheme:
                scopes = _scopes(block)
                scheme.flows = {"scopes": scopes} if scopes else {}
                known = draft.schemes.get(name)
                if known is None or not known.kind:
                    draft.schemes[name] = scheme
                ledger.use(*(item.at for item in block.items))


def _scopes(block: Listing) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in block.items:
        for child in item.children:
            if isinstance(child, Listing):
                for inner in child.items:
                    scope, _, text = inner.text.plain.partition(": ")
                    found[scope.strip("* ")] = text.strip()
    return found
