"""Prose of a description as plain text: the one place through which descriptions and summaries pass
before they are printed.

Prose may be CommonMark (OpenAPI 3.1.1, "Rich Text Formatting"), and CommonMark lets HTML be in
it. A docstring shows no HTML, and our pages allow none, so that it becomes the Markdown that says
the same. The printer of the result still escapes it (:mod:`docbound.writing.text`): what entities
hid is text like any other by then.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.writing.text import printable

_SHOWN: Final = re.compile("[!-~]")
"""Nearly every text has one of these, which can be seen."""


def prose(text: str) -> str:
    """``text`` without its margins, HTML in it as Markdown and entities as the characters that they
    mean.

    Links that do not lead to the web, a mail program or a place nearby are text.

    What is no HTML is unchanged: placeholders (``<id>``), generic types (``List<String>``),
    comparisons and code. What shows nothing, such as a control character alone, is the empty text.
    Never raises.
    """
    text = text.strip()
    if "<" in text or "&" in text:
        # Few descriptions hold HTML, and starting should cost the others nothing.
        from docbound.writing.markdown.conversion import markdown_of

        text = markdown_of(text)
    if "](" in text or "]:" in text:
        from docbound.writing.markdown.conversion import with_safe_links

        text = with_safe_links(text)
    return text if _SHOWN.search(text) or printable(text).strip() else ""
