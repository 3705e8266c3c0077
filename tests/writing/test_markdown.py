"""HTML in prose becomes Markdown; whatever is no HTML stays; nothing fails and nothing escapes."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbound.writing.markdown import prose
from docbound.writing.text import docstring, markdown, markdown_cell, printable

READ = [
    ("One.<br/>Two.<br>\n   Three.", "One.\n\nTwo.\n\nThree."),
    ("<p>One\ntwo.</p><P class='x'>Three.", "One\ntwo.\n\nThree."),
    ("- one<br>more\n- two", "- one\nmore\n- two"),
    ("Of:\n<ul>\n  <li>a\n b</li>\n <li>c</li></ul>d", "Of:\n\n- a b\n- c\n\nd"),
    ("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d"),
    ("<ol><li>a<p>b</p></li><li>c</ol>", "1. a\n   b\n2. c"),
    ("<code>a&lt;b</code> <tt>c`d</tt>", "`a<b` `` c`d ``"),
    ("<pre>a\n  b &amp; c</pre>", "```\na\n  b & c\n```"),
    ("<b>Note: </b>x <em>y</em><i> </i>", "**Note:** x *y*"),
    ("<strong><i>x</strong></i>", "***x***"),
    ('<a href="https://x.y/a?b=1&amp;c">t</a>', "[t](https://x.y/a?b=1&c)"),
    ("<a href='https://x.y/'>https://x.y</a>", "https://x.y"),
    ("<a href='https://x.y/(a)'>[t]</a>", "[t] (https://x.y/%28a%29)"),
    ("<a href=' java&#10;script:f()'>t</a> <a href='#u'>u</a>", "t u"),
    ("<h2>A <b>b</b></h2>c", "**A b**\n\nc"),
    (
        "<table><tr><th>A<th>B<tr><td>1|2<td>3<br>4</table>",
        "| A | B |\n| --- | --- |\n| 1\\|2 | 3 4 |",
    ),
    (f"<table><tr><td>A</td><td>{'b' * 90}</td></tr></table>", f"- A | {'b' * 90}"),
    ("| a<br>b | <ul><li>c</li></ul> |", "| a b | - c |"),
    ("x &copy; &#65;&#x42; &eacute;", "x © AB é"),
    ("a<!-- b\n<b> -->c", "ac"),
    ("a<script>alert(1)</script>b", "ab"),
    ("<span>a</span><wbr/><img src='x' alt='b'></div>", "ab"),
]
KEPT = [
    "Bearer <token>, <your-key>, <id> and /x/<code>",
    "List<String>, Map<K, V>, Box<T>, a < b && c > d, <= 3",
    "x?a=1&copy=2&region=eu and AT&T &nosuch; &;",
    "`<b>a</b>&amp;` and ``<br>`` `",
    "```xml\n<b>a</b>\n\n\n<br>&lt;\n```",
    "<https://x.y> <!-- open, <script>",
]


@pytest.mark.parametrize(("text", "shown"), READ)
def test_html_is_read_as_markdown(text: str, shown: str) -> None:
    assert prose(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_html_stays(text: str) -> None:
    assert prose(text) == text


def test_code_around_html_stays() -> None:
    assert prose("```\n<b>&lt;\n```\n<b>x</b>") == "```\n<b>&lt;\n```\n**x**"


def test_what_entities_hide_is_text() -> None:
    text = prose('&quot;&quot;&quot;&#x202E;&#92;"; <b>x</b> &lt;script&gt; &#0;')
    quoted = docstring(text, indent=0)
    (statement,) = ast.parse(quoted).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    for shown in (quoted, markdown(text), markdown_cell(text)):
        assert "\u202e" not in shown
    assert "<script>" not in markdown(text)


_MARKS = r'''
< > & ; ` ``` | " ' = / \ """ word <a/href='x'> </a> <b> </b> <i> </i> <p> <br/> <ul> <ol> <li> </li> </ul> <h1> </h1>
<table> <tr> <td> </td> </tr> </table> <pre> </pre> <code> </code> <!-- --> &amp; &quot; &#x202e; &#xd800; <script> </script>
'''  # noqa: E501
pieces = st.sampled_from([*_MARKS.split(), " ", "\n", "\n\n", "    ", "\u2028"])
texts = st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=40).map("".join)


@given(texts)
def test_nothing_fails_or_becomes_code(text: str) -> None:
    quoted = docstring(prose(text), indent=0)
    assert len(ast.parse(quoted).body) == (1 if quoted else 0)
    assert markdown(prose(text)) == printable(markdown(prose(text)))


@given(st.text().filter(lambda text: "<" not in text and "&" not in text))
def test_text_without_marks_is_unchanged(text: str) -> None:
    assert prose(text) == (text.strip() if printable(text).strip() else "")


def test_depth_costs_no_stack() -> None:
    text = prose("<ul><li>" * 5_000 + "x" + "<b><i>" * 5_000 + "</i></b>" * 5_000)
    assert "x" in text
