"""reStructuredText as blocks: docutils parses, directives that it does not know (Sphinx' ``http``
domain above all) keep their content.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator, Iterator
from typing import Any, Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Field,
    Group,
    Heading,
    Item,
    Link,
    Listing,
    Page,
    Paragraph,
    Row,
    Status,
    Table,
    Text,
)
from docbound.draft.readers.pages import Files

_DIRECTIVE: Final = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[A-Za-z][\w:.+-]*)::", re.M
)
_ROLE: Final = re.compile(r"(?<![\w:.+-])[\w.+-]*+:(?P<name>[\w:.+-]++)(?<=:)`")
_INCLUDE: Final = re.compile(
    r"^(?P<indent>[ \t]*)\.\.[ \t]+(?:include|literalinclude)::[ \t]*(?P<path>\S+)[ \t]*$"
)
_METHODS: Final = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "trace", "any"}
)
_CODE: Final = frozenset(
    {
        "code",
        "code-block",
        "sourcecode",
        "highlight",
        "literalinclude",
        "parsed-literal",
        "prompt",
    }
)
_ASIDES: Final = frozenset(
    [
        "note",
        "warning",
        "important",
        "tip",
        "hint",
        "caution",
        "attention",
        "danger",
        "admonition",
        "seealso",
        "versionadded",
        "versionchanged",
        "deprecated",
        "todo",
    ]
)
_STANDARD: Final = frozenset(
    [
        "image",
        "figure",
        "table",
        "csv-table",
        "list-table",
        "container",
        "compound",
        "rubric",
        "epigraph",
        "topic",
        "sidebar",
        "line-block",
        "math",
        "class",
        "role",
        "default-role",
        "raw",
        "replace",
        "unicode",
        "date",
        "contents",
        "sectnum",
        "header",
        "footer",
        "target-notes",
        "meta",
    ]
)
_FIELDS: Final = {
    "param": "path",
    "parameter": "path",
    "arg": "path",
    "argument": "path",
    "query": "query",
    "queryparameter": "query",
    "queryparam": "query",
    "qparam": "query",
    "form": "form",
    "formparameter": "form",
    "formparam": "form",
    "fparam": "form",
    "json": "body",
    "<json": "body",
    "reqjson": "body",
    "jsonparam": "body",
    "jsonparameter": "body",
    "<jsonarr": "body[]",
    "reqjsonarr": "body[]",
    ">json": "response",
    "resjson": "response",
    ">jsonarr": "response[]",
    "resjsonarr": "response[]",
    "resjsonobj": "response",
    "reqjsonobj": "body",
    "<header": "header",
    "reqheader": "header",
    "requestheader": "header",
    ">header": "response-header",
    "resheader": "response-header",
    "responseheader": "response-header",
    "statuscode": "status",
    "status": "status",
    "code": "status",
}
_MOST_INCLUDES: Final = 8
_MOST_LINES: Final = 60_000


def read_rest(text: str, key: str, name: str, files: Files) -> Page:
    """A file of reStructuredText as a page; what it includes replaces it, with its own
    lines.

    Args:
        text: the file.
        key: its key.
        name: its name in messages.
        files: reads the files that it includes.
    """
    lines = _with_includes(text.split("\n"), key, name, files, 0)
    content = "\n".join(line for line, _ in lines)
    places = [at for _, at in lines]
    document = _parse(content)
    blocks = tuple(_Reader(places, key).blocks(document, 1))
    return Page(
        key=key,
        name=name,
        blocks=blocks,
        lines=text.count("\n") + 1,
        style="reStructuredText",
    )


def _with_includes(
    lines: list[str], key: str, name: str, files: Files, depth: int
) -> list[tuple[str, At]]:
    """The lines of a file with those of the files that it includes, each with the place it comes
    from.
    """
    found: list[tuple[str, At]] = []
    for number, line in enumerate(lines, 1):
        at = At(source=key, line=number)
        included = _INCLUDE.match(line)
        beside = (
            files.find(name, included["path"])
            if included and depth < _MOST_INCLUDES and len(found) < _MOST_LINES
            else None
        )
        if included and beside:
            inner_key, inner_name, text = beside
            indent = included["indent"]
            found.append(("", at))
            found.extend(
                (indent + inner if inner.strip() else "", place)
                for inner, place in _with_includes(
                    text.split("\n"), inner_key, inner_name, files, depth + 1
                )
            )
            found.append(("", at))
        else:
            found.append((line, at))
    return found


def _parse(text: str) -> Any:
    """The tree of docutils; unknown directives and roles keep what they enclose."""
    from docutils import core, nodes

    # An undefined substitution becomes its name, and so do all where they would become too much.
    defined = _substitutions(text)
    text = re.sub(
        r"(?<![\w\\`|])\|([^|\s][^|\n]*?)\|(?![\w|])",
        lambda found: found[0] if found[1] in defined else found[1],
        text,
    )
    with _tolerant(text):
        document = core.publish_doctree(
            text,
            settings_overrides={
                "report_level": 5,
                "halt_level": 6,
                "file_insertion_enabled": False,
                "raw_enabled": False,
                "_disable_config": True,
                "input_encoding": "unicode",
                "doctitle_xform": False,
                "syntax_highlight": "none",
                "line_length_limit": 200_000,
            },
        )
    assert isinstance(document, nodes.document)
    return document


_SUBSTITUTION: Final = re.compile(r"^\.\. \|(?P<name>[^|\n]+)\|(?P<body>.*(?:\n[ \t]+\S.*)*)", re.M)
_SUBSTITUTED: Final = re.compile(r"\|([^|\s][^|\n]*)\|")
_MOST_LEVELS: Final = 64
_ALWAYS: Final = 100_000
"""So many letters substitutions may become in any text; beyond, ten times its own."""


def _substitutions(text: str) -> set[str]:
    """The substitutions that a text defines; none where they use one another so often that the
    whole would grow out of proportion.
    """
    bodies = {found["name"]: found["body"] for found in _SUBSTITUTION.finditer(text)}
    uses = {name: _SUBSTITUTED.findall(body) for name, body in bodies.items()}
    most = _ALWAYS + 10 * len(text)
    sizes = {name: len(body) for name, body in bodies.items()}
    if any(used in bodies for each in uses.values() for used in each):
        for _ in range(_MOST_LEVELS):
            grown = {
                name: min(most, len(body) + sum(sizes.get(used, 0) for used in uses[name]))
                for name, body in bodies.items()
            }
            if grown == sizes:
                break
            sizes = grown
    becomes = sum(sizes.get(name, 0) for name in _SUBSTITUTED.findall(text))
    return set(bodies) if becomes <= most else set()


_LITERAL_ROLES = frozenset(("code", "http", "samp", "literal", "kbd", "envvar", "option"))
"""Roles whose text is code; others are references."""
_KNOWN_ROLES = frozenset(("math", "raw", "sub", "sup", "emphasis", "strong", "literal"))
"""Roles that docutils has itself."""


@contextlib.contextmanager
def _tolerant(text: str) -> Generator[None, None, None]:
    """For the time of one parse, docutils knows each directive and role that the text has."""
    from docutils.parsers.rst import directives, roles

    registry: dict[str, Any] = vars(directives)["_directives"]
    role_registry: dict[str, Any] = vars(roles)["_roles"]
    names = {found["name"].lower() for found in _DIRECTIVE.finditer(text)} - _STANDARD
    wanted = {found["name"].strip(":").lower() for found in _ROLE.finditer(text)} - _KNOWN_ROLES
    saved, saved_roles = dict(registry), dict(role_registry)
    try:
        registry.update(dict.fromkeys(names, _kept_directive()))
        role_registry.update(dict.fromkeys(wanted, _kept_role))
        yield
    finally:
        registry.clear()
        registry.update(saved)
        role_registry.clear()
        role_registry.update(saved_roles)


def _kept_directive() -> type[Any]:
    """The class of a directive that docutils does not know: its content is kept as it is."""
    from docutils import nodes
    from docutils.parsers.rst import Directive

    class Kept(Directive):
        has_content = True
        optional_arguments = 1000
        final_argument_whitespace = True

        def run(self) -> list[nodes.Node]:
            node = nodes.container()
            node["directive"] = self.name
            node["arguments"] = "\n".join(self.arguments)
            node.line = self.lineno
            node["block_text"] = self.block_text
            if self.name in _CODE:
                node["code"] = "\n".join(self.content)
                node["offset"] = self.content_offset
            else:
                self.state.nested_parse(self.content, self.content_offset, node, match_titles=True)
            return [node]

    return Kept


def _kept_role(
    name: str,
    rawtext: str,
    content: str,
    lineno: int,
    inliner: Any,
    options: Any = None,
    more: Any = None,
) -> tuple[list[Any], list[Any]]:
    """A role that docutils does not know: code, or a reference with its label."""
    from docutils import nodes

    found = re.fullmatch(r"(?P<label>[^<>]*+)<(?P<target>[^<>]+)>", content.strip())
    label = found["label"].rstrip() if found else content
    if name.rsplit(":", 1)[-1] in _LITERAL_ROLES:
        return [nodes.literal(rawtext, label)], []
    target = found["target"] if found else content
    return [nodes.reference(rawtext, label, refuri=f"#{target}")], []


class _Reader:
    def __init__(self, places: list[At], key: str) -> None:
        self.places = places
        self.key = key

    def at(self, node: Any, fallback: At | None = None) -> At:
        """The line of a node, or of the nearest node around it that knows its line."""
        while node is not None:
            line = getattr(node, "line", None)
            if isinstance(line, int) and line > 0:
                return self.place(line)
            node = node.parent
        return fallback or At(source=self.key, line=1)

    def place(self, line: int) -> At:
        """The place of a line of the text with everything included."""
        return self.places[min(line, len(self.places)) - 1]

    def blocks(self, parent: Any, level: int) -> Iterator[Block]:
        from docutils import nodes

        for node in parent.children:
            if isinstance(node, nodes.section):
                yield from self._section(node, level)
            elif isinstance(node, nodes.title):
                at = self.at(node)
                yield Heading(level=max(level - 1, 1), text=self.text(node, at), at=at)
            elif isinstance(node, nodes.paragraph):
                yield self._paragraph(node)
            elif isinstance(node, nodes.container) and node.get("directive"):
                yield from self._directive(node, level)
            elif isinstance(node, (nodes.literal_block, nodes.doctest_block)):
                yield self._code(node)
            elif isinstance(node, (nodes.bullet_list, nodes.enumerated_list)):
                yield self._list(node, level)
            elif isinstance(node, nodes.definition_list):
                yield self._definitions(node, level)
            elif isinstance(node, nodes.field_list):
                yield from self._fields(node, level)
            elif isinstance(node, nodes.table):
                yield from self._table(node)
            elif isinstance(node, nodes.Admonition):
                yield Group(
                    kind="aside",
                    at=self.at(node),
                    children=tuple(self.blocks(node, level)),
                )
            elif isinstance(
                node, (nodes.block_quote, nodes.compound, nodes.container, nodes.topic)
            ):
                yield from self.blocks(node, level)

    def _section(self, node: Any, level: int) -> Iterator[Block]:
        title = node.children[0] if node.children else None
        if title is not None:
            at = self._title_place(title)
            yield Heading(
                level=level,
                text=self.text(title, at),
                at=at,
                anchor=(node.get("ids") or [""])[0],
            )
        yield from self.blocks(_Rest(node), level + 1)

    def _title_place(self, title: Any) -> At:
        """docutils counts a title at its underline."""
        line = getattr(title, "line", None)
        if not isinstance(line, int):
            return self.at(title)
        return self.place(max(line - 1, 1))

    def _paragraph(self, node: Any) -> Paragraph:
        from docutils import nodes

        at = self.at(node)
        text = self.text(node, at)
        children = [child for child in node.children if child.astext().strip()]
        bold = len(children) == 1 and isinstance(children[0], nodes.strong)
        return Paragraph(
            text=text,
            at=at,
            label=bold or (text.value.endswith(":") and len(text.value) < 80),
        )

    def text(self, node: Any, at: At) -> Text:
        from docutils import nodes

        parts: list[str] = []
        links: list[Link] = []
        for child in node.children:
            if isinstance(child, nodes.literal):
                parts.append(f"`{child.astext()}`")
            elif isinstance(child, nodes.reference):
                label = child.astext()
                links.append(
                    Link(
                        label=label,
                        target=child.get("refuri")
                        or "#" + (child.get("refid") or child.get("refname") or ""),
                    )
                )
                parts.append(label)
            elif isinstance(child, (nodes.emphasis, nodes.strong, nodes.inline)):
                inner = self.text(child, at)
                links.extend(inner.links)
                parts.append(inner.value)
            elif isinstance(child, (nodes.system_message, nodes.target)):
                continue
            else:
                parts.append(child.astext())
        return Text(value="".join(parts).strip(), at=at, links=tuple(links))

    def _code(self, node: Any) -> Code:
        classes = [name for name in node.get("classes", ()) if name != "code"]
        line = getattr(node, "line", None) or getattr(node.parent, "line", 1) or 1
        return Code(
            text=node.astext(),
            at=self.place(line),
            language=classes[0] if classes else "",
        )

    def _list(self, node: Any, level: int) -> Listing:
        items: list[Item] = []
        for child in node.children:
            inside = list(self.blocks(child, level))
            at = self.at(child.children[0] if child.children else child)
            text = Text(value="", at=at)
            first = inside[0] if inside else None
            if isinstance(first, Paragraph):
                text = first.text
                del inside[0]
            elif (
                isinstance(first, Listing)
                and len(first.items) == 1
                and first.items[0].term is not None
            ):
                # A line with an indented list right below it: docutils takes the line for a term.
                text = first.items[0].term
                inside[:1] = first.items[0].children
            items.append(Item(text=text, at=text.at, children=tuple(inside)))
        return Listing(
            items=tuple(items),
            at=self.at(node.children[0]) if node.children else self.at(node),
        )

    def _definitions(self, node: Any, level: int) -> Listing:
        from docutils import nodes

        items: list[Item] = []
        for child in node.children:
            term = next(
                (inner for inner in child.children if isinstance(inner, nodes.term)),
                None,
            )
            body = next(
                (inner for inner in child.children if isinstance(inner, nodes.definition)),
                None,
            )
            at = self.at(child)
            if term is None:
                continue
            classifiers = [
                inner.astext() for inner in child.children if isinstance(inner, nodes.classifier)
            ]
            words = self.text(term, at)
            inside = list(self.blocks(body, level)) if body is not None else []
            first = inside[0] if inside else None
            text = Text(value="", at=at)
            if isinstance(first, Paragraph):
                text = first.text
                del inside[0]
            shown = Text(
                value=words.value + (f" ({', '.join(classifiers)})" if classifiers else ""),
                at=at,
                links=words.links,
            )
            items.append(Item(term=shown, text=text, at=at, children=tuple(inside)))
        return Listing(items=tuple(items), at=self.at(node))

    def _table(self, node: Any) -> Iterator[Block]:
        from docutils import nodes

        header: tuple[Text, ...] = ()
        rows: list[Row] = []
        for group in node.findall(nodes.tgroup):
            for part in group.children:
                if not isinstance(part, (nodes.thead, nodes.tbody)):
                    continue
                for row in part.children:
                    cells = tuple(self._cell(entry) for entry in row.children)
                    if isinstance(part, nodes.thead):
                        header = cells
                    else:
                        rows.append(Row(cells=cells, at=cells[0].at if cells else self.at(row)))
        if rows:
            yield Table(header=header, rows=tuple(rows), at=self.at(node))

    def _cell(self, entry: Any) -> Text:
        texts = [
            self.text(child, self.at(child)) for child in entry.children if child.astext().strip()
        ]
        at = texts[0].at if texts else self.at(entry)
        return Text(
            value="\n".join(text.value for text in texts),
            at=at,
            links=tuple(link for text in texts for link in text.links),
        )

    # --- directives and field lists

    def _directive(self, node: Any, level: int) -> Iterator[Block]:
        name, at = str(node["directive"]), self.at(node)
        domain, _, kind = name.partition(":")
        if domain == "http" and kind in _METHODS:
            yield from self._operation(node, kind, at, level)
        elif name in _CODE:
            language = node["arguments"].split("\n")[0].strip().lower()
            lines = node["code"].split("\n")
            skip = 0
            while skip < len(lines) and re.match(r"\s*:[\w-]+:", lines[skip]):
                skip += 1
            text = "\n".join(lines[skip:]).strip("\n")
            offset = (
                skip + len(lines[skip:]) - len("\n".join(lines[skip:]).lstrip("\n").split("\n"))
            )
            yield Code(text=text, at=self.place(node["offset"] + 1 + offset), language=language)
        elif name in _ASIDES:
            yield Group(kind="aside", at=at, children=tuple(self.blocks(node, level)))
        else:
            yield from self.blocks(node, level)

    def _operation(self, node: Any, method: str, at: At, level: int) -> Iterator[Block]:
        first, *rest = [line.strip() for line in str(node["arguments"]).split("\n")]
        while rest and first.count("(") > first.count(")"):
            first += f" {rest.pop(0)}"  # docutils cuts at each space: /(object url)/history
        children = list(self.blocks(node, level + 1))
        summary = ""
        for line in rest:
            # Options right below the directive are fields without a blank line before them.
            found = re.match(r":(?P<name>[^:]+):\s*(?P<text>.*)$", line)
            if found and found["name"] == "synopsis":
                summary = found["text"]
        for block in list(children):
            if isinstance(block, Field) and block.name == "synopsis":
                summary = block.text.plain if block.text else ""
                children.remove(block)
        paths = [first, *(line for line in rest if line.startswith("/"))]
        for path in paths:
            yield Endpoint(
                method="GET" if method == "any" else method.upper(),
                path=path,
                at=at,
                summary=_sentence(summary),
                children=tuple(children),
            )

    def _fields(self, node: Any, level: int) -> Iterator[Block]:
        for child in node.children:
            name, body = child.children[0], (child.children[1] if len(child.children) > 1 else None)
            at = self.at(child)
            words = name.astext().split()
            inside = list(self.blocks(body, level)) if body is not None else []
            first = inside[0] if inside else None
            text = None
            if isinstance(first, Paragraph):
                text = first.text
                del inside[0]
            made = _field(words, text, tuple(inside), at)
            if made is not None:
                yield made


class _Rest:
    """The children of a section but its title."""

    def __init__(self, node: Any) -> None:
        self.children = node.children[1:]
        self.parent = node


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".") if text else ""


def _field(
    words: list[str], text: Text | None, children: tuple[Block, ...], at: At
) -> Block | None:
    """``:query int page: which one`` and its relatives."""
    if not words:
        return None
    kind = words[0].lower()
    if kind == "synopsis":
        return Field(name="synopsis", at=at, text=text)
    place = _FIELDS.get(kind)
    if place is None or len(words) < 2:
        return None
    if place == "status":
        code = re.sub(r"\D.*$", "", words[1])
        return Status(code=code, at=at, text=text, children=children) if len(code) == 3 else None
    name = words[-1]
    typed = " ".join(words[1:-1])
    required: bool | None = None
    if place == "response-header":
        return Field(name=name, at=at, location="response-header", text=text)
    if text and (found := re.match(r"\(?\s*(required|optional)\b", text.value, re.I)):
        required = found[1].lower() == "required"
    return Field(
        name=name.strip("`*"),
        at=at,
        location=place.removesuffix("[]"),
        type=typed,
        required=required,
        text=text,
        children=children,
        schema={"array": True} if place.endswith("[]") else None,
    )
