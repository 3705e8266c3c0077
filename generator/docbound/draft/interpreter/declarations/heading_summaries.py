"""What a heading calls an operation."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import Heading
from docbound.draft.interpreter.paths import DECLARATION
from docbound.draft.vocabulary import words

ANNOTATED: Final = re.compile(
    r"\{\{\s*tag:\s*['\"](?P<method>\w+)['\"],\s*label:\s*['\"](?P<path>[^'\"]+)['\"]"
)


def heading_summary(heading: Heading) -> str:
    """The words of a heading without its number and its declaration; empty where none are left."""
    text = ANNOTATED.sub("", heading.text.plain).strip().rstrip("{} ").strip("*")
    text = re.sub(r"^\d+(?:\.\d+)*[.)]?\s+(?=\D)", "", text)
    declared = DECLARATION.match(text)
    if declared:
        return re.sub(r"^[\s\-–—:]+", "", declared["rest"] or "").strip()
    if re.fullmatch(r"base (url|uri|path)s?|introduction|overview|getting started", text, re.I):
        return ""  # An example of an address, not what the operation is called.
    return "" if words.section(text).kind == "declaration" else text
