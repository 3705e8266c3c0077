"""A file of Markdown, MDX or HTML as a page: front matter, tags, imports, and the description that
it may carry inside.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final, cast

import yaml

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Description,
    Endpoint,
    Field,
    Page,
    Status,
    Text,
)
from docbound.draft.readers.components import Context, read_parts
from docbound.draft.readers.html import parse_html
from docbound.draft.readers.tags import parse_tags
from docbound.json_values import is_array, is_object
from docbound.records import record

_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<front>.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_IMPORT: Final = re.compile(
    r"^import\s++(?:\{\s*+)?(?P<name>\w++)(?:\s*+\})?\s++"
    r"""from\s++["'](?P<path>[^"'\n]+)["'];?[ \t]*$""",
    re.M,
)
_EXPORT: Final = re.compile(r"^export\s+(?:const|default|function)\b[^\n]*$", re.M)
_METHOD_PATH: Final = re.compile(
    r"^\s*(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)\s+(\S+)\s*$", re.I
)
_MOST_INFLATED: Final = 4_000_000
_MOST_INCLUDES: Final = 8


@record
class Files:
    """Access to the files beside a page: ``find(page, path)`` gives the key and the text of one, or
    None.
    """

    find: Callable[[str, str], tuple[str, str, str] | None]


def read_markdown(text: str, key: str, name: str, files: Files, depth: int = 0) -> Page:
    """A Markdown or MDX file.

    Args:
        text: its content.
        key: its key as a source.
        name: its path, for what it includes.
        files: access to the files that it includes.
        depth: how many files include this one.
    """
    front, body, line = _front_matter(text)
    imports = {found["name"]: found["path"] for found in _IMPORT.finditer(body)}
    # Blank lines in their place keep every other line's number.
    body = _EXPORT.sub("", _IMPORT.sub("", body))
    blocks: list[Block] = list(_front_blocks(front, key))
    stack = _includer(imports, name, files, depth)
    blocks.extend(read_parts(parse_tags(body, line), Context(key=key, include=stack)))
    listed = front.get("includes")
    for included in listed if is_array(listed) else ():
        found = files.find(name, f"includes/_{included}.md") if depth < _MOST_INCLUDES else None
        if found:
            blocks.extend(read_markdown(found[2], found[0], found[1], files, depth + 1).blocks)
    title = front.get("title")
    return Page(
        key=key,
        name=name,
        blocks=tuple(blocks),
        lines=text.count("\n") + 1,
        title=title if isinstance(title, str) else "",
        style="markdown",
    )


def _includer(
    imports: Mapping[str, str], name: str, files: Files, depth: int
) -> Callable[[str], tuple[Block, ...] | None]:
    def include(tag: str) -> tuple[Block, ...] | None:
        path = imports.get(tag)
        if (
            path is None
            or depth >= _MOST_INCLUDES
            or PurePosixPath(path).suffix not in (".mdx", ".md")
        ):
            return None
        found = files.find(name, path)
        if found is None:
            return None
        return read_markdown(found[2], found[0], found[1], files, depth + 1).blocks

    return include


def _front_matter(text: str) -> tuple[dict[str, object], str, int]:
    """The front matter, the rest, and the line where the rest begins."""
    found = _FRONT.match(text)
    if not found:
        return {}, text, 1
    try:
        front = yaml.load(found["front"], Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        front = None
    line = text.count("\n", 0, found.end()) + 1
    return (front if is_object(front) else {}), text[found.end() :], line


def _front_blocks(front: Mapping[str, object], key: str) -> Iterator[Block]:
    at = At(source=key, line=1)
    title = front.get("title") or front.get("sidebar_label")
    api = front.get("api")
    whole = _inflated(api) if isinstance(api, str) else _plain_operation(api)
    if whole is not None:
        yield Description(content={"docusaurus": whole}, at=at)
        return
    declared = next(
        (
            found
            for word in (api, front.get("openapi"))
            if isinstance(word, str) and (found := _METHOD_PATH.match(word))
        ),
        None,
    )
    if declared:
        yield Endpoint(
            method=declared[1].upper(),
            path=declared[2],
            at=at,
            summary=str(title or ""),
            whole_page=True,
        )
    elif is_object(api) and isinstance(api.get("method"), str) and isinstance(api.get("url"), str):
        yield from _readme_front(cast("Mapping[str, object]", api), str(title or ""), at)


def _readme_front(api: Mapping[str, object], title: str, at: At) -> Iterator[Block]:
    """The front matter of a reference page of ReadMe, written before it had OpenAPI."""
    children: list[Block] = []
    listed = api.get("params")
    for parameter in listed if is_array(listed) else ():
        if is_object(parameter) and isinstance(name := parameter.get("name"), str):
            text = parameter.get("desc")
            default = parameter.get("default")
            values = parameter.get("enumValues")
            children.append(
                Field(
                    name=name,
                    at=at,
                    location=str(parameter.get("in") or ""),
                    type=str(parameter.get("type") or ""),
                    required=parameter.get("required") is True,
                    default=str(default) if default not in (None, "") else None,
                    enum=(
                        tuple(
                            part.strip() for part in re.split(r"[\n,]", str(values)) if part.strip()
                        )
                        if values
                        else ()
                    ),
                    text=Text(value=str(text), at=at) if text else None,
                )
            )
    results = api.get("results")
    codes = results.get("codes") if is_object(results) else None
    for code in codes if is_array(codes) else ():
        if is_object(code) and code.get("status"):
            sample = str(code.get("code") or "")
            body = (
                (Code(text=sample, at=at, language=str(code.get("language") or "json")),)
                if sample.strip()
                else ()
            )
            children.append(Status(code=str(code["status"]), at=at, children=body))
    yield Endpoint(
        method=str(api["method"]).upper(),
        path=str(api["url"]),
        at=at,
        summary=title,
        children=tuple(children),
        whole_page=True,
    )


def _plain_operation(api: object) -> Mapping[str, object] | None:
    """The same operation as older versions of the plugin keep it, as it is."""
    if not is_object(api) or not is_object(api.get("responses")):
        return None
    return api if isinstance(api.get("path"), str) else None


def _inflated(word: str) -> Mapping[str, object] | None:
    """The operation that Docusaurus' OpenAPI plugin keeps, packed, in a page's front matter."""
    if len(word) < 20 or not re.fullmatch(r"[A-Za-z0-9+/=\s]+", word):
        return None
    try:
        inflater = zlib.decompressobj()
        raw = inflater.decompress(base64.b64decode(word), _MOST_INFLATED)
        content = json.loads(raw)
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None
    return content if is_object(content) else None


def read_html(text: str, key: str, name: str) -> Page:
    """An HTML file; a description in one of its scripts counts before what the page shows."""
    from docbound.draft.readers.embedded import find_description

    lines = text.count("\n") + 1
    title = re.search(r"<title[^<>]*+>((?:(?!<title).)*?)</title>", text[:200_000], re.S | re.I)
    plain = " ".join(title[1].split()) if title else ""
    found = find_description(text, key)
    if found:
        return Page(
            key=key,
            name=name,
            blocks=(found,),
            lines=lines,
            title=plain,
            style="embedded description",
        )
    return Page(
        key=key,
        name=name,
        blocks=parse_html(text, key),
        lines=lines,
        title=plain,
        style="html",
    )
