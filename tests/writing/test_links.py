"""Links in descriptions: of the web, to a mail program and relative ones; nothing else is one in
what is printed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from docbound import build_request, pipeline
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.writing.links import is_safe, without_unsafe_links
from docbound.writing.markdown import prose
from docbound.writing.text import markdown, markdown_cell

UNSAFE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "<javascript:alert(1)>",
    "< javascript:alert(1)>",
    "java\tscript:alert(1)",
    "<java\tscript:alert(1)>",
    "javascript\\:alert(1)",
    "javascript&#58;alert(1)",
    "javascript&colon;alert(1)",
    "javascript&amp;colon;alert(1)",
    "&#x6A;avascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\u200bscript:alert(1)",
    "vbscript:x",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/png;base64,AAAA",
    "file:///etc/passwd",
    "intent://x#Intent;end",
    "C:/Users",
]
SAFE = [
    "https://example.org/a?b=c:d",
    "HTTP://example.org",
    "mailto:a@example.org",
    "#tag/pets:list",
    "../other.md",
    "/pets?x=a:b",
    "//example.org/x",
    "",
    "Pet.md 'a title: with a colon'",
]
FORMS = ["[x]({})", "![x]({})", "[x]({} 'title')", "text [`x`]({})", "[a [b]]({})"]
DEFINITIONS = ["[x]: {}", "> [x]: {}", "- [x]:\n{}", "[a\nx]: {}", "[a\\]b]: {}"]


@pytest.mark.parametrize("address", UNSAFE)
def test_other_addresses_are_text(address: str) -> None:
    assert not is_safe(address)
    for form in (*FORMS, *DEFINITIONS):
        text = form.format(address)
        for shown in (prose(text), markdown(prose(text)), markdown(text)):
            assert _links(shown) == [], (form, shown)
    assert _links(markdown_cell(f"[x]({address})")) == []


@pytest.mark.parametrize("address", SAFE)
def test_addresses_that_may_be_followed_stay(address: str) -> None:
    assert is_safe(address)
    for form in (*FORMS, *DEFINITIONS):
        text = form.format(address)
        assert without_unsafe_links(text) == text


FILES = [
    "guide.md",
    "./guide/auth.html#login",
    "../other.md",
    "<a b.md>",
    "img%2Epng",
    "logo\\.png",
    "www.example.org",
    "a@example.org",
    "schemas/Pet.yaml?raw=1 'title'",
]
STAYING = [
    "https://example.org/a.md",
    "mailto:a@example.org",
    "//example.org/a.md",
    "/docs/a.md",
    "#tag/pets.list",
    "?x=a.b",
    "guide",
    "../guide/",
    "..",
]


@pytest.mark.parametrize("form", [*FORMS, *DEFINITIONS])
def test_pages_do_not_link_to_files_beside_the_description(form: str) -> None:
    after = " and. more text"
    for address in FILES:
        text = form.format(address) + after
        assert _links(prose(text)) != [], "in a docstring it stays what it was"
        assert _links(markdown(prose(text))) == [], address
    for address in STAYING:
        text = form.format(address) + after
        assert _links(markdown(text)) == _links(text) != [], address


def _links(text: str) -> list[str]:
    """Whether a reader of Markdown would find a link or a definition: its marks are there
    unescaped.
    """
    return re.findall(r"(?<!\\)\]\(|(?m:^[^`\n]*(?<!\\)\]:)", text)


def test_code_and_words_with_colons_stay() -> None:
    for text in (
        "`[x](javascript:1)`",
        "```\n[x](data:y)\n```",
        "an array[int]: the note: is kept",
        "Dict[str, int]: data follow",
    ):
        assert prose(text) == text
    assert prose("[x](javascript:1) and [y](https://z)").endswith("[y](https://z)")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="{}">x</a>',
        "<a href='{}'>x</a>",
        '<A HREF = "{}" target="_blank">x</A>',
    ],
)
@pytest.mark.parametrize("address", [each for each in UNSAFE if "<" not in each])
def test_other_addresses_of_html_are_left_out(html: str, address: str) -> None:
    shown = markdown(prose(html.format(address)))
    assert _links(shown) == []
    assert "<" not in shown


HOSTILE = (
    "[x](javascript:alert(1)) ![i](data:image/png,AA) [r][ref] <a href='javascript:1'>A</a>"
    " <script>bad()</script> <script src=x> <svg onload=alert(2)> <img src=x onerror=alert(4)>"
    " <iframe src='javascript:1'></iframe> [e](javascript&#58;e) [b](javascript\\:b)"
    " <javascript:q>\n\n[ref]: javascript:alert(5)\n"
)


def test_no_page_has_a_link_or_an_element_of_a_description(tmp_path: Path) -> None:
    """Every place of a description whose prose is printed, in every Markdown page."""
    flat = HOSTILE.replace("\n", " ")
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": flat,
            "version": "1",
            "summary": HOSTILE,
            "description": HOSTILE,
            "license": {"name": flat},
            "contact": {"name": flat},
        },
        "externalDocs": {"url": "https://e/", "description": HOSTILE},
        "servers": [{"url": "https://a/", "description": HOSTILE}],
        "tags": [{"name": "tag", "description": HOSTILE}],
        "paths": {
            "/a": {
                "description": HOSTILE,
                "post": {
                    "tags": ["tag"],
                    "summary": HOSTILE,
                    "description": HOSTILE,
                    "parameters": [
                        {
                            "name": "p",
                            "in": "query",
                            "description": HOSTILE,
                            "schema": {"type": "string", "description": HOSTILE},
                        }
                    ],
                    "requestBody": {
                        "description": HOSTILE,
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/M"}}
                        },
                    },
                    "responses": {
                        "200": {
                            "description": HOSTILE,
                            "headers": {
                                "X-A": {
                                    "description": HOSTILE,
                                    "schema": {"type": "string"},
                                }
                            },
                        }
                    },
                },
            }
        },
        "components": {
            "securitySchemes": {
                "k": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "K",
                    "description": HOSTILE,
                }
            },
            "schemas": {
                "M": {
                    "title": flat,
                    "description": HOSTILE,
                    "type": "object",
                    "properties": {
                        "a": {"type": "string", "description": HOSTILE},
                        "e": {"$ref": "#/components/schemas/E"},
                    },
                },
                "E": {
                    "type": "string",
                    "enum": ["q"],
                    "description": HOSTILE,
                    "x-enum-descriptions": [HOSTILE],
                },
            },
        },
    }
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document))
    source = build_request.BuildRequest(
        description=path, output=tmp_path / "out", package="p_client"
    )
    generated = pipeline.generate(source, Diagnostics(), {})
    assert generated is not None
    pages = {name: text for name, text in generated.files.items() if name.endswith(".md")}
    assert len(pages) > 3
    for name, text in pages.items():
        prose_only = re.sub(r"(?ms)^```.*?^```|(`+)(?!`).+?(?<!`)\1(?!`)", "", text)
        for address in re.findall(r"(?<!\\)\]\(([^)]*)\)", prose_only):
            assert is_safe(address), (name, address)
        assert not re.search(r"(?m)^[^\n\]]*(?<!\\)\]:", prose_only), name
        tags = re.findall(
            r"<(?!https?://|br>|a id=\"[\w.-]*\">|/a>|/?details|/?summary)[^>]*>",
            prose_only,
        )
        assert not tags, (name, tags)
