"""Names of files in ``Content-Disposition``: whatever a service writes, what comes out is a name in
a folder, in time that grows with the text alone.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbound.runtime.http import content_disposition
from docbound.runtime.http.content_disposition import file_name

LONG = 100_000


class _Steps:
    """A pattern that counts the characters that its matches cover."""

    total = 0

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        found = self._pattern.match(text, start)
        _Steps.total += 1 if found is None else found.end() - found.start() + 1
        return found


@pytest.mark.parametrize(
    "text",
    [
        'attachment; filename="' + ";" * LONG,
        ";" * LONG,
        "; " * LONG,
        ";=" * LONG,
        ';a="' * LONG,
        ';a="\\' * LONG,
        "attachment; filename*=" + "a" * LONG,
        "attachment; filename*=utf-8'" + "'" * LONG,
        "attachment;" + " " * LONG + "x",
        "attachment" + "; filename*0=a" * (LONG // 10),
        'attachment; filename="' + "\\" * LONG,
        "attachment; filename*=punycode''" + "a-" * LONG,
        "filename=" * LONG,
    ],
    ids=lambda text: text[:30],
)
def test_each_character_is_looked_at_a_few_times(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_BETWEEN", "_NAME", "_BLANKS", "_QUOTED", "_PLAIN"):
        steps: Any = _Steps(getattr(content_disposition, name))
        monkeypatch.setattr(content_disposition, name, steps)
    monkeypatch.setattr(_Steps, "total", 0)
    file_name(text)
    assert _Steps.total <= 5 * len(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("attachment; filename=con.txt", "_con.txt"),
        ("attachment; filename=CON", "_CON"),
        ("attachment; filename=lpt1.tar.gz", "_lpt1.tar.gz"),
        ("attachment; filename=console.txt", "console.txt"),
        ('attachment; filename="con .txt"', "_con .txt"),
        ('attachment; filename="NUL  .tar.gz"', "_NUL  .tar.gz"),
        ('attachment; filename="a?b*c<d>e|f.txt"', "a_b_c_d_e_f.txt"),
        ("attachment; filename*=UTF-8''what%3F%22.txt", "what__.txt"),
        ("attachment; filename=x.txt:stream", "x.txt_stream"),
        ('attachment; filename="x. . "', "x"),
        ('attachment; filename="..\\..\\x"', "x"),
        ("attachment; filename*=idna''x", ""),
        ("attachment; filename*=unicode_escape''%5Cx2e; filename=y", "y"),
        ("attachment; filename=" + "ü" * 300 + ".tar", "ü" * 125 + ".tar"),
        ("attachment; filename=" + "a" * 300, "a" * 255),
        ("attachment; filename=a." + "b" * 300, "a." + "b" * 253),
        ("filename=x.txt", "x.txt"),
        ("attachment;filename=x.txt;filename=y.txt", "x.txt"),
        ('attachment; name="filename=y"; filename=x', "x"),
        ("attachment; filename*0*=utf-8''na%C3%AF; filename*1=ve; filename*2*=.txt", "naïve.txt"),
        ("attachment; filename*1=b", ""),
        ("attachment; filename = x.txt ; size=5", "x.txt"),
        ('attachment; filename="a\u202etxt.exe"', "atxt.exe"),
        ("attachment; filename=.bashrc", "_.bashrc"),
        ('attachment; filename="/home/ada/ .ssh"', "_.ssh"),
        ("attachment; filename=~root", "_~root"),
        ("attachment; filename=~", "_~"),
        ("attachment; filename=-rf", "_-rf"),
        ('attachment; filename="\u200b.profile"', "_.profile"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert file_name(text) == name


PIECES = st.sampled_from(
    [
        *";=\"'\\/:. \t\x00\n*%é\ud800",
        *("filename", "filename*", "filename*0*", "utf-8''", "%2F", "..", "con", "attachment"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_comes_out_is_a_name_in_a_folder(text: str) -> None:
    name = file_name(text)
    assert not set(name) & set("/\\:\0\n") and name not in (".", "..")
    assert name.isprintable() or not name
    assert not name.startswith((".", "~", "-"))
    assert len(name.encode()) <= 255 and name == name.strip().rstrip(".")
