"""What a page states about the security of one operation."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import Field, Item, Paragraph, Table
from docbound.draft.facts import Scheme
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.security import header_scheme, kind_of_label, named_ways, register

_FLOW: Final = re.compile(r"(?<!\s)\s++(?:implicit|password|application|accessCode)$")
"""The flow that pages for TypeScript add to a scheme's name."""


def read_authentication(reading: OperationReading, block: Paragraph) -> None:
    """A sentence that says whether a call needs credentials, or which."""
    text = block.text.plain
    listed = re.search(
        r"authenticated by means of(?:(?!authenticated by)[^:\n])*+:\s*+(?P<ways>\S.*)",
        text,
        re.S,
    )
    ways = named_ways(reading.draft, listed["ways"], block.at) if listed else []
    if ways:
        reading.operation.security = ways
    elif re.match(r"(this endpoint )?requires? (an? )?authentication\b", text, re.I) or re.search(
        r"\byou must be authenticated\b", text, re.I
    ):
        reading.auth_needed = True
    elif re.match(r"optional authentication\b", text, re.I):
        reading.auth_needed, reading.optional_auth = True, True
    elif re.match(
        r"(anonymous|no authori[sz]ation required|no authentication (is"
        r" )?(required|needed)|this (operation|endpoint) does not require authentication)\b",
        text,
        re.I,
    ):
        reading.auth_needed = False
    else:
        return
    reading.operation.security_at = block.at
    reading.ledger.use(block.at)


def read_authorization(reading: OperationReading, block: Paragraph) -> None:
    """The paragraph *Authorization* of generated pages: the names of schemes."""
    plain = block.text.plain
    names = [_FLOW.sub("", link.label.strip("*` ")) for link in block.text.links]
    names = list(dict.fromkeys(names))
    reading.ledger.use(block.at)
    configured = re.match(r"Configure (\S+?)(?: statically| dynamically)?:", plain)
    if configured:  # Pages for Kotlin have a paragraph for each scheme.
        known = reading.operation.security if reading.operation.security_at else None
        names = [*(name for way in known or [] for name in way), configured[1]]
        names = list(dict.fromkeys(names))
    if re.search(r"no authori[sz]ation required", plain, re.I):
        reading.operation.security, reading.operation.security_at = [], block.at
        return
    if not names:
        names = [
            part.strip("`* ")
            for part in re.split(r"[,\s]+", plain)
            if re.fullmatch(r"\W*[\w-]+\W*", part)
        ]
    reading.operation.security = [(name,) for name in names]
    reading.operation.security_at = block.at
    for name in names:
        if name not in reading.draft.schemes:
            reading.draft.schemes[name] = Scheme(name=name, kind="", at=block.at)


def read_security_table(reading: OperationReading, block: Table) -> None:
    """A row for each scheme, with its scopes beside it."""
    if not re.search(r"\bsecurity|\bscheme", " ".join(c.plain for c in block.header), re.I):
        return
    ways = [
        way
        for row in block.rows
        for way in named_ways(reading.draft, row.cells[0].plain.strip("* "), row.at)
    ]
    if ways:
        reading.operation.security, reading.operation.security_at = ways, block.rows[0].at
        reading.ledger.use(*(row.at for row in block.rows))


def read_security_item(reading: OperationReading, item: Item) -> None:
    """``- Security`` with the names of schemes on the lines below it."""
    label, _, names = item.text.plain.partition("\n")
    if label.strip().lower() != "security" or not names.strip():
        return
    listed = ",".join(name.strip() for name in names.split("\n"))
    ways = named_ways(reading.draft, listed, item.at)
    if ways:
        reading.operation.security, reading.operation.security_at = ways, item.at
        reading.ledger.use(item.at)


def read_authorization_field(reading: OperationReading, block: Field) -> None:
    """A row of the part of a page that lists credentials."""
    text = f"{block.type} {block.text.value if block.text else ''}"
    kind = kind_of_label(text)
    made = header_scheme(block.name, block.at)
    if block.name.lower() == "authorization" and kind in ("http-bearer", "http-basic"):
        made = Scheme(
            name="bearerAuth" if kind == "http-bearer" else "basicAuth", kind=kind, at=block.at
        )
    names = register(reading.draft, [made])
    known = reading.operation.security[0] if reading.operation.security else ()
    reading.operation.security = [tuple(dict.fromkeys((*known, *names)))]
    reading.operation.security_at = block.at
    reading.ledger.use(block.at)
