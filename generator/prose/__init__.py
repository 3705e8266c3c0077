"""Prose of a description as plain text: the one place through which descriptions and summaries pass before they are printed.

Prose may be CommonMark (OpenAPI 3.1.1, "Rich Text Formatting"), and CommonMark lets HTML stand in it. A docstring shows no HTML,
and our pages allow none, so that it becomes the Markdown that says the same. Whoever prints the result still escapes it
(:mod:`generator.text`): what entities hid is text like any other by then.
"""

from __future__ import annotations


def prose(text: str) -> str:
    """``text`` without its margins, HTML in it as Markdown and entities as the characters that they stand for.

    What is no HTML is unchanged: placeholders (``<id>``), generic types (``List<String>``), comparisons and code. Never raises.
    """
    text = text.strip()
    if "<" not in text and "&" not in text:
        return text
    # Few descriptions hold HTML, and starting should cost the others nothing.
    from generator.prose.conversion import markdown_of

    return markdown_of(text)
