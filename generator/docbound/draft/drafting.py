"""From the named sources to a settled draft: what is read, by which reader, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from docbound.draft import sources
from docbound.draft.blocks import Page
from docbound.draft.draft_result import Drafted
from docbound.draft.errors import DraftError
from docbound.draft.facts import Draft
from docbound.draft.finish_draft import settle
from docbound.draft.interpreter.calls import Call
from docbound.draft.interpreter.pages_to_facts import interpret
from docbound.draft.interpreter.several_apis import Chapter, chapters_of
from docbound.draft.merging import Merger
from docbound.draft.readers.unread_pages import unread_page
from docbound.draft.used_statements import UsedStatements

_RANKS: Final = {"page": 0, "package": 1, "traffic": 2}
_MODULES: Final = ("markdown_it", "lxml", "docutils")
_LOGIN: Final = re.compile(
    r"<input[^<>]+type=[\"']?password|\b(sign|log) ?in to (continue|your account)\b",
    re.I,
)


def require_libraries() -> None:
    """Says how to get what the extra has.

    Raises:
        DraftError: one of the libraries is not installed.
    """
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in _MODULES):
        raise DraftError(
            "draft needs the libraries of its extra; install them with: pip install"
            " 'docbound[draft]'."
        )


def draft_sources(
    named: Sequence[Path],
    *,
    base_url: str = "",
    guess: bool = False,
    ranks: Mapping[int, int] | None = None,
) -> Drafted:
    """Reads all sources and joins them.

    Args:
        named: files and folders, in the order that the user gave.
        base_url: the service's address.
        guess: whether samples may make fields required and values enumerated.
        ranks: the rank of each source by its place, where the user gave one.

    Raises:
        DraftError: a source cannot be read, or none of them documents an operation.
    """
    require_libraries()
    is_only = len(named) == 1 and named[0].is_file()
    reading = _Reading(is_only=is_only, has_address=bool(base_url))
    for place, source in enumerate(named):
        reading.source(source, (ranks or {}).get(place))
    return reading.finish(named, base_url=base_url, guess=guess)


class _Reading:
    def __init__(self, *, is_only: bool, has_address: bool) -> None:
        self.result = Drafted(draft=Draft(), ledger=UsedStatements())
        self.is_only = is_only
        self.has_address = has_address
        self.taken: set[str] = set()
        self.included: set[Path] = set()
        self.keys: dict[Path, str] = {}
        self.parts: list[tuple[int, int, Draft]] = []
        self.collections: list[tuple[int, Draft]] = []
        self.calls: dict[int, list[Call]] = {}
        self.looked_like_login = ""
        self.unread = ""
        self.base = Path()
        self.files = 0

    def source(self, source: Path, rank: int | None) -> None:
        """Reads one source: a package, or its files one by one."""
        from docbound.draft import packages

        root = source if source.is_dir() else source.parents[min(4, len(source.parents) - 1)]
        self.base = source if source.is_dir() else source.parent
        if source.is_dir() and packages.is_package(source):
            self._package(source, rank if rank is not None else _RANKS["package"])
            return
        self.base = source if source.is_dir() else source.parent
        pages: list[Page] = []
        for path in sources.list_files(source):
            self.files += 1
            self._file(path, root, rank, pages, explicit=source.is_file())
        included = {path.resolve() for path in self.included}
        for page in pages:
            path = self.result.paths[page.key]
            if path.resolve() in included and source.is_dir():
                continue
            self._page(page, rank if rank is not None else _RANKS["page"])

    def _package(self, source: Path, rank: int) -> None:
        from docbound.draft import packages

        def key_of(path: Path) -> str:
            return self._key(path, source, rank)

        found = packages.read_package(source, key_of, self.result.ledger)
        self.files += 1
        self.parts.append((rank, len(self.parts), found))

    def _key(self, path: Path, root: Path, rank: int) -> str:
        known = self.keys.get(path.resolve())
        if known is not None:
            return known
        base = self.base if path.is_relative_to(self.base) else path.parent
        key = sources.key_of(path, base, self.taken, is_only=self.is_only)
        self.keys[path.resolve()] = key
        shown = path.relative_to(base).as_posix()
        self.result.sources[key] = shown
        self.result.paths[key] = path
        self.result.ranks[key] = rank
        return key

    def _file(
        self,
        path: Path,
        root: Path,
        rank: int | None,
        pages: list[Page],
        *,
        explicit: bool,
    ) -> None:
        from docbound.draft.recordings import collections

        text = sources.read_text(path)
        if not text.strip():
            if explicit:
                raise DraftError(f"{path} is empty.")
            return
        kind = _kind(path, text)
        if kind == "openapi":
            if explicit:
                raise DraftError(
                    f"{path} is an OpenAPI description already; use it with docbound generate."
                )
            return
        if kind in ("har", "vcr", "postman", "curl"):
            standing = rank if rank is not None else _RANKS["traffic"]
            key = self._key(path, root, standing)
            found, calls = collections.read(kind, text, key, path, self.result)
            self.parts.append((standing, len(self.parts), found))
            self.collections.append((standing, found))
            self.calls.setdefault(standing, []).extend(calls)
            return
        if kind == "":
            if explicit:
                raise DraftError(
                    f"{path} is no documentation that draft reads: Markdown, MDX, HTML,"
                    " reStructuredText, HAR, VCR cassettes, Postman collections, curl commands, or"
                    " a folder with a Python package."
                )
            return
        key = self._key(path, root, rank if rank is not None else _RANKS["page"])
        if kind == "html" and _LOGIN.search(text):
            self.looked_like_login = str(path)
        if kind == "html":
            self.unread = self.unread or unread_page(text, str(path))
        try:
            pages.append(self._read_page(kind, text, key, path, root))
        except RecursionError:  # docutils, lxml and markdown-it have no limits of their own
            raise DraftError(f"{path} is nested too deeply to be read.") from None

    def _read_page(self, kind: str, text: str, key: str, path: Path, root: Path) -> Page:
        from docbound.draft.readers import copied_text, pages

        files = pages.Files(find=lambda page, wanted: self._find(Path(page), root, wanted))
        if kind == "html":
            return pages.read_html(text, key, str(path))
        if kind == "rst":
            from docbound.draft.readers import restructuredtext

            return restructuredtext.read_rest(text, key, str(path), files)
        if kind == "copied":
            return copied_text.read_copied(text, key, str(path))
        return pages.read_markdown(text, key, str(path), files)

    def _find(self, page: Path, root: Path, wanted: str) -> tuple[str, str, str] | None:
        found = sources.find_beside(page, root, wanted)
        if found is None:
            return None
        self.included.add(found)
        key = self._key(found, root, _RANKS["page"])
        return key, str(found), sources.read_text(found)

    def _page(self, page: Page, rank: int) -> None:
        chapters = [] if self.has_address else chapters_of(page)
        if len(chapters) > 1:
            raise DraftError(_several(page, chapters))
        found = interpret(page, self.result.ledger)
        self.parts.append((rank, len(self.parts), found))

    def finish(self, named: Sequence[Path], *, base_url: str, guess: bool) -> Drafted:
        """Joins all parts by rank."""
        from docbound.draft.recordings import recorded

        result = self.result
        merger = Merger(result.draft)
        for rank, calls in self.calls.items():
            # What varies in a path shows only in all calls together.
            shown = Draft()
            paths = recorded.read_calls(calls, shown, result.ledger)
            for standing, part in self.collections:
                if standing == rank:
                    self._at_their_templates(standing, part, paths)
            self.parts.append((rank, len(self.parts), shown))
        for _, _, part in sorted(self.parts, key=lambda item: (item[0], item[1])):
            merger.add(part)
        if not result.draft.operations:
            raise DraftError(self._nothing(named))
        settle(result.draft, base_url=base_url, guess=guess)
        return result

    def _at_their_templates(
        self, rank: int, part: Draft, paths: Mapping[tuple[str, str], str]
    ) -> None:
        """Gives what a collection states of its requests the paths of the operations that these
        became: that of ``/boats/7`` is ``/boats/{boat_id}``.
        """
        literal = dict(part.operations)
        part.operations.clear()
        for operation in literal.values():
            operation.path = _at_template(
                operation.path, paths.get((operation.method, operation.path), operation.path)
            )
            if operation.key in part.operations:
                again = Draft(operations={operation.key: operation})
                self.parts.append((rank, len(self.parts), again))
            else:
                part.operations[operation.key] = operation

    def _nothing(self, named: Iterable[Path]) -> str:
        names = ", ".join(str(path) for path in named)
        if self.looked_like_login:
            return (
                f"{self.looked_like_login} is a login page: it was saved without being logged in."
                " Save the page of documentation itself."
            )
        if self.unread:
            return self.unread
        if not self.files:
            return f"{names} has no file that draft reads."
        return (
            f"{names} documents no operation: there is no method with a path, such as GET /users,"
            " in a heading, a table, a tag or a sample."
        )


def _at_template(path: str, template: str) -> str:
    """The template of a request's path, with the placeholders that the request names itself."""
    found = template.split("/")
    for place, own in enumerate(reversed(path.split("/")), 1):
        if place < len(found) and own[:1] == found[-place][:1] == "{":
            found[-place] = own
    return "/".join(found)


_GENERIC: Final = re.compile(r"^[^\S\n]*+(?:#|\*\*|<|\||---)", re.M)


def _kind(path: Path, text: str) -> str:
    """What kind of source a file is, by its name and its beginning."""
    suffix = path.suffix.lower()
    start = text.lstrip("\ufeff \t\n")[:4000]
    if suffix == ".rst":
        return "rst"
    if suffix in (".html", ".htm") or re.match(
        r"(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", start, re.I | re.S
    ):
        return "html"
    if suffix in (".har", ".json") or (start.startswith("{") and suffix in (".txt", "")):
        return _json_kind(text)
    if suffix in (".yaml", ".yml"):
        if re.search(r"^(openapi|swagger)\s*:", text, re.M):
            return "openapi"
        return "vcr" if re.search(r"^(http_)?interactions\s*:", text, re.M) else ""
    if suffix in (".md", ".mdx", ".markdown"):
        return "curl" if _mostly_curl(text) else "markdown"
    if suffix in (".sh", ".curl", ".http"):
        return "curl"
    if suffix in (".txt", ""):
        return _text_kind(text)
    return ""


def _json_kind(text: str) -> str:
    head = text[:200_000]
    if re.search(r'"(openapi|swagger)"\s*:\s*"[23]', head) and '"paths"' in text:
        return "openapi"
    if '"log"' in head and '"entries"' in text:
        return "har"
    if "schema.getpostman.com" in text or (
        '"item"' in head and '"request"' in text and '"info"' in text
    ):
        return "postman"
    if '"interactions"' in head or '"http_interactions"' in head:
        return "vcr"
    return ""


def _mostly_curl(text: str) -> bool:
    """A file of commands, with what they answer, and no documentation of parameters."""
    commands = len(re.findall(r"^[^\S\n]*+\$?[^\S\n]*+curl\s", text, re.M))
    headings = len(re.findall(r"^#{1,6}\s", text, re.M))
    tables = len(re.findall(r"^[^\S\n]*+\|.*\|[^\S\n]*$", text, re.M))
    declared = re.search(r"\b(GET|POST|PUT|PATCH|DELETE)\b`?\s+`?(/|https?:)", text)
    return commands >= 1 and headings <= commands and not tables and not declared


def _text_kind(text: str) -> str:
    from docbound.draft.readers.copied_text import looks_copied

    if looks_copied(text):
        return "copied"
    if _mostly_curl(text):
        return "curl"
    if re.search(r"^\.\. [\w:-]+::", text, re.M):
        return "rst"
    return "markdown" if _GENERIC.search(text) else ""


def _several(page: Page, chapters: Sequence[Chapter]) -> str:
    """The message for a page that documents several APIs."""
    listed = " and ".join(
        f"{chapter.title!r} at {chapter.address} (line {chapter.at.line})" for chapter in chapters
    )
    return (
        f"{page.name}:{chapters[1].at.line} documents {len(chapters)} APIs: {listed}. Save each as"
        " a page of its own; if they are one, name its address with --base-url."
    )
