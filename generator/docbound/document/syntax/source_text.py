"""The files of a description: read on demand, decoded, parsed, with positions."""

from __future__ import annotations

import bisect
import codecs
import re
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.diagnostics.display import cut_line
from docbound.document.pointers import is_remote, join
from docbound.document.syntax.json_reader import looks_like_json, read_json
from docbound.document.syntax.positions import JsonLocator, Locator
from docbound.document.syntax.syntax_problems import SyntaxProblem, UnreadableError
from docbound.records import field, record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import JSONValue

_MARKS: Final = (
    # The mark of UTF-32 starts with that of UTF-16: longer ones first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENDINGS: Final = (".yaml", ".yml", ".json")
"""How the names of files end that are parts of descriptions."""
_SAYS_ITS_VERSION: Final = lazy_pattern(
    r"""(?:^|[{,])[ \t]*["']?(?:openapi|swagger|overlay)["']?[ \t]*:""", re.MULTILINE
)
"""What tells that a file of another name is a description."""
_CONFLICT: Final = ("<<<<<<< ", "=======\n", ">>>>>>> ")
"""How the lines begin that git writes around the two sides of a conflict."""


@record(frozen=False, eq=False)
class Source:
    """One file.

    Attributes:
        name: its name in pointers: empty for the root, otherwise relative to the root's folder, or
            a URL.
        shown: its name in messages.
        text: its text, with ``\\n`` as line ends.
        data: what it says; overlays replace the root's.
        is_json: whether ``text`` was read as JSON.
    """

    name: str
    shown: str
    text: str
    data: JSONValue = None
    is_json: bool = False
    _locator: Locator | None = None
    _lines: list[int] = field(default_factory=list[int])

    @property
    def locator(self) -> Locator:
        """Finds places in ``text``, once it was read."""
        if self._locator is None:
            self._locator = _locator(self)
        return self._locator

    @property
    def is_shown(self) -> bool:
        """Whether its text may be in messages: any file may be named, or referred to, and that may
        be a list of passwords.
        """
        if isinstance(self.data, str):
            return False
        named_so = (self.name or self.shown).endswith(_ENDINGS)
        return named_so or is_remote(self.name) or _SAYS_ITS_VERSION.search(self.text) is not None

    def position(self, offset: int) -> Position:
        """The line and column of a character, with the line itself (cut where it is long) if it may
        be shown.
        """
        if not self._lines:
            self._lines = [0, *(m.end() for m in re.finditer("\n", self.text))]
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._lines, offset)
        start = self._lines[line - 1]
        end = self.text.find("\n", start)
        column = offset - start + 1
        full = self.text[start : end if end >= 0 else len(self.text)]
        if not self.is_shown:
            return Position(file=self.shown, line=line, column=column)
        return Position(file=self.shown, line=line, column=column, excerpt=cut_line(full, column))


def _locator(source: Source) -> Locator:
    if source.is_json:
        return JsonLocator(source.text)
    from docbound.document.syntax.yaml_positions import YamlLocator

    return YamlLocator(source.text)


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a mark, with ``\\n`` as line
    ends.

    Raises:
        UnicodeDecodeError: it is in none of them.

    Source: RFC 8259, 8.1; RFC 4627, 3, for telling the encodings apart; YAML 1.2.2, 5.2.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding)
            break
    else:
        text = raw.decode(_encoding(raw[:4]))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _encoding(head: bytes) -> str:
    """Which encoding a file without a mark has: its first character is an ASCII one."""
    match [byte == 0 for byte in head]:
        case [True, True, True, False]:
            return "utf-32-be"
        case [False, True, True, True]:
            return "utf-32-le"
        case [True, False, *_]:
            return "utf-16-be"
        case [False, True, *_]:
            return "utf-16-le"
        case _:
            return "utf-8"


def parse(source: Source, diagnostics: Diagnostics, *, strict_keys: bool) -> bool:
    """Reads ``source.text`` into ``source.data``.

    The content decides between JSON and YAML, not the file's name; JSON with comments or trailing
    commas is read as YAML.

    Returns:
        Whether it could be read; if not, an error says why.
    """
    problems: list[SyntaxProblem] = []
    try:
        source.data, duplicates = _read(source, problems)
    except UnreadableError as error:
        problems.append(_conflict(source.text) or error.problem)
        readable = False
    else:
        readable = True
        if duplicates and source.is_shown:
            _report_duplicates(source, diagnostics, strict_keys=strict_keys)
    for problem in problems:
        diagnostics.add(_diagnostic(source, problem))
    return readable


def _conflict(text: str) -> SyntaxProblem | None:
    """The merge conflict that a text which cannot be read has in it."""
    first, *others = (f"\n{text}".find(f"\n{mark}") for mark in _CONFLICT)
    if not 0 <= first < min(others):
        return None
    return SyntaxProblem(
        code="merge-conflict",
        message="a merge conflict that is not resolved begins here",
        offset=first,
    )


def _read(source: Source, problems: list[SyntaxProblem]) -> tuple[JSONValue, bool]:
    if not looks_like_json(source.text):
        return _read_yaml(source, problems)
    try:
        result = read_json(source.text, problems)
    except UnreadableError as error:
        if error.problem.code != "invalid-json":
            raise
        try:
            return _read_yaml(source, problems)
        except UnreadableError as as_yaml:
            # A flow mapping in a .yaml file is meant as YAML; everywhere else a brace means JSON.
            problems.clear()
            is_yaml = source.shown.endswith((".yaml", ".yml"))
            raise as_yaml if is_yaml else error from None
    source.is_json = True
    return result


def _read_yaml(source: Source, problems: list[SyntaxProblem]) -> tuple[JSONValue, bool]:
    from docbound.document.syntax.yaml_reader import read_yaml

    return read_yaml(source.text, problems)


def _diagnostic(source: Source, problem: SyntaxProblem) -> Diagnostic:
    # What is wrong with a file that is only referred to may not matter: the validator judges what
    # it reaches.
    return Diagnostic(
        severity=Severity.WARNING if source.name else problem.severity,
        code=problem.code,
        message=(problem.message if source.is_shown else "this cannot be read as JSON or YAML"),
        hint=problem.hint,
        pointer=join(source.name, ()),
        position=source.position(problem.offset),
    )


def _report_duplicates(source: Source, diagnostics: Diagnostics, *, strict_keys: bool) -> None:
    for duplicate in source.locator.duplicates():
        first = source.position(duplicate.first)
        diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR if strict_keys else Severity.WARNING,
                code="duplicate-key",
                message=f"the key {duplicate.key!r} is here a second time; the last one counts",
                hint=(
                    f"the first one is at line {first.line}, column {first.column}; keep one of"
                    " them"
                ),
                pointer=join(source.name, (*duplicate.path, duplicate.key)),
                position=source.position(duplicate.second),
            )
        )
