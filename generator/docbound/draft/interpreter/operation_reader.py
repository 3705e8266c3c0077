"""The blocks about one operation, read into facts. The sections of the page say what a block is
about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Field,
    Group,
    Heading,
    Item,
    Listing,
    Paragraph,
    Status,
    Table,
    Text,
)
from docbound.draft.facts import (
    Body,
    Content,
    Draft,
    Operation,
    Parameter,
    Response,
    Schema,
    Scheme,
)
from docbound.draft.interpreter.assembly import assemble
from docbound.draft.interpreter.calls import find_calls, find_response
from docbound.draft.interpreter.enum_rows import EnumRows
from docbound.draft.interpreter.fields import (
    Fields,
    Style,
    fields_in,
    fill_object,
    list_fields,
    paragraph_fields,
    table_fields,
)
from docbound.draft.interpreter.json_schema import schema_from
from docbound.draft.interpreter.operation_blocks import Declared, label_of
from docbound.draft.interpreter.operation_facts import Collected, OperationFacts
from docbound.draft.interpreter.paths import placeholders
from docbound.draft.interpreter.schema_listings import KIND, read_listing
from docbound.draft.interpreter.security import header_scheme, kind_of_label, named_ways, register
from docbound.draft.interpreter.written_types import read_written_fields, read_written_type
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import languages, words
from docbound.draft.vocabulary.type_words import read_type
from docbound.draft.vocabulary.word_lists import split_words
from docbound.draft.vocabulary.words import Section
from docbound.json_values import is_object
from docbound.records import field, record

_JSON: Final = "application/json"
_STATUS: Final = re.compile(
    r"^\W*(?:status[- ]?)?(?P<code>[1-5]\d\d|[1-5]XX|default)\b(?:\W|$)", re.I
)
_CALL_LANGUAGES: Final = frozenset(
    split_words(
        "bash sh shell curl console powershell cmd http text plaintext url none zsh shell-session",
    )
)
_DATA_LANGUAGES: Final = frozenset(
    split_words(
        "json json5 jsonc javascript js text plaintext none yaml http response",
    )
)
_OTHER_LANGUAGES: Final = frozenset(
    split_words(
        "python ruby php java go golang csharp c# kotlin swift typescript ts tsx jsx node nodejs",
        "perl r rust dart elixir objc scala clojure python3 http.client xml html sql graphql",
        "haskell lua",
    )
)
_ERROR_WORDS: Final = re.compile(
    r"\b(error|fail|invalid|denied|unauthori[sz]ed|forbidden|not found|not"
    r" allowed|exception|missing|timeout|conflict)",
    re.I,
)
_LEAD_RESPONSE: Final = re.compile(
    r"\b(returns?|respon[ds]\w*|answers?|replies|reply|result|output|comes back|looks"
    r" like|structured like)\b",
    re.I,
)
_LEAD_REQUEST: Final = re.compile(
    r"\b(request body|post body|body|payload|send|sent|sending)\b", re.I
)


_LONGEST_MEANING: Final = 160
"""Letters of a line that says what a status means."""
_STATUS_ALONE: Final = re.compile(
    r"(?:HTTP(?:/[\d.]+)?\s+|status(?: code)?\s*+(?::\s*+)?)?(?P<code>[1-5]\d\d)"
    r"(?:\s+[A-Z][A-Za-z -]{1,30})?",
    re.I,
)
"""A paragraph that is nothing but a status."""
_ANSWERS: Final = frozenset({"response", "example-response"})
_PLACES: Final = frozenset({"path", "query", "header", "cookie"})
_FLOW: Final = re.compile(r"(?<!\s)\s++(?:implicit|password|application|accessCode)$")
"""The flow that pages for TypeScript add to a scheme's name."""
_BY_MEDIA: Final = re.compile(r"\W*+(?P<media>\w[\w.+-]*+/[\w.+*-]++)[^\w:]*+:\s*+(?P<type>\S.*)")
_LISTED_SECTIONS: Final = frozenset({"parameters", "response", "statuses", "example-response"})
_OTHER_CALLS: Final = re.compile(r"callbacks?|webhooks?", re.I)
"""Headings over calls that the service makes itself."""
_ADDRESS: Final = re.compile(r"\s*(?:base|root) ?(?:url|uri|path|address)\b", re.I)


def _is_error_name(made: Field) -> bool:
    """Whether a row of a table of errors is the name of an error and no field: ``UserNotFound`` or
    ``NOT_FOUND``, without a type.
    """
    return not made.type and bool(
        re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}|[A-Z][A-Z0-9_]+", made.name)
    )


@record(frozen=False)
class _State:
    """The state while an operation is read."""

    section: Section = field(default_factory=Section)
    outer: list[tuple[int, Section]] = field(default_factory=list[tuple[int, Section]])
    label: Section = field(default_factory=Section)
    error: bool = False
    lead: str = ""
    lead_at: At | None = None
    status: str = ""
    sent_as: str = ""
    media_type: str = ""
    last_status: str = ""
    skipped: int = 0
    """The level of a heading whose part of the page is about other calls; 0 outside of it."""


class OperationReader(OperationFacts):
    """Reads what a page says about one operation."""

    def __init__(
        self, draft: Draft, declared: Declared, style: Style, ledger: UsedStatements
    ) -> None:
        super().__init__(draft, declared, style, ledger)
        self.state = _State()

    # --- reading

    def read(self) -> Operation:
        """Reads the blocks; the operation of the draft is complete afterwards."""
        operation, declared = self.operation, self.declared
        self.ledger.use(declared.at)
        operation.summary = operation.summary or declared.summary
        operation.tag = operation.tag or declared.tag
        if declared.name and not operation.operation_id:
            operation.operation_id, operation.name_at = declared.name, declared.at
        if re.fullmatch(r"(yes|true|required)", declared.auth.strip("` ").lower()):
            self.auth_needed = True
        elif re.fullmatch(r"(no|false|none|not required)", declared.auth.strip("` ").lower()):
            self.auth_needed = False
            operation.security_at = declared.at
        self._blocks(declared.blocks)
        fresh = not (operation.body or operation.responses)
        assemble(self)
        # Nothing but its address: some other page, or part of this one, is about it.
        empty = not (self.params or operation.body or operation.responses or self.calls)
        operation.mention = empty and fresh
        return operation

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            self._block(block, following)

    def _block(self, block: Block, following: Block | None) -> None:
        if self.state.skipped:
            if not isinstance(block, Heading) or block.level > self.state.skipped:
                return
            self.state.skipped = 0
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block, following)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Listing):
            self._listing(block)
        elif isinstance(block, Code):
            self._code(block)
        elif isinstance(block, Field):
            self._field(block)
        elif isinstance(block, Group):
            self._group(block, following)
        elif isinstance(block, Status):
            self._status(block)

    @property
    def section(self) -> Section:
        """What the nearest label or heading announces."""
        return self.state.label if self.state.label.kind else self.state.section

    def _heading(self, block: Heading) -> None:
        state = self.state
        if _OTHER_CALLS.fullmatch(block.text.plain.strip()):
            state.skipped = block.level
            return
        while state.outer and state.outer[-1][0] >= block.level:
            state.outer.pop()
        found = words.section(block.text.plain)
        above = state.outer[-1][1] if state.outer else Section()
        if not found.kind and state.outer:
            found = above
        if found.kind in ("success", "errors") or (
            found.kind == "response" and above.kind == "errors"
        ):
            state.error = found.kind == "errors"
        elif found.kind in (
            "response",
            "example-response",
            "example-request",
            "parameters",
        ):
            state.error = found.kind.endswith("response") and bool(
                _ERROR_WORDS.search(block.text.plain)
            )
        name = block.text.plain.strip("* ")
        if not words.section(name).kind and self._mentions(name):
            found = Section(kind="schema", place=name)
        if found.kind:
            state.outer.append((block.level, found))
            self.ledger.use(block.at)
        state.section, state.label, state.sent_as = found, Section(), ""
        state.last_status, state.media_type = "", ""
        state.status = found.status
        state.lead = ""
        if found.status:
            self._response(found.status, block.at)

    def _mentions(self, name: str) -> bool:
        """Whether a heading is the name of a type that a field above it has."""
        if self.style.generated or not re.fullmatch(r"[A-Z]\w*", name):
            return False
        collected = [self.body, *self.responses.values()]
        fields = [made for made, _ in self.params]
        fields += [made for part in collected for made in part.fields]
        word = re.compile(rf"(?<![\w.]){name}(?![\w.])")
        return any(word.search(made.type) for made in fields)

    def _paragraph(self, block: Paragraph, following: Block | None) -> None:
        text = block.text
        plain = text.plain
        state = self.state
        if self._generated_paragraph(block) or self._media_type_alone(text):
            return
        found = words.section(plain) if block.label or len(plain) < 50 else Section()
        single_line = "\n" not in plain.strip()
        if block.label and single_line and found.kind and found.kind != "other":
            self._label(found, plain, block.at)
            return
        if (
            single_line
            and found.kind in (*_LISTED_SECTIONS, "example-request")
            and isinstance(following, Table | Listing | Code)
            and not plain.rstrip().endswith((".", ";"))
            and not self.style.generated
        ):
            self._label(found, plain, block.at)
            return
        if state.label.kind.startswith("example"):
            # "Code samples" over a block of code says nothing about what comes after the prose
            # that follows.
            state.label = Section()
        if self._field_paragraph(block):
            return
        self._authentication(block)
        self._sent_media_type(block)
        state.lead, state.lead_at = plain, block.at
        status = _STATUS_ALONE.fullmatch(plain.strip()) or re.search(
            r"(?:\b(?:answers?|returns?|responds? with|replies with|status(?:"
            r" code)?|HTTP)\b[^.\n]{0,30}?|\bresponses?\s*[:：]\s*)\b(?P<code>[1-5]\d\d)\b",
            languages.heading(plain),
            re.I,
        )
        if status and (isinstance(following, Code) or len(plain) < 60):
            self._response(status["code"], block.at)
            state.status = status["code"]
            self.ledger.use(block.at)
            if isinstance(following, Code):
                state.label = Section(kind="example-response", status=status["code"])
            return
        if self.section.kind in ("parameters", "response") or state.status:
            self._statement_about_body(block)
        self._describe(block)

    def _field_paragraph(self, block: Paragraph) -> bool:
        """A paragraph in a section of parameters that is one of them."""
        if self.style.generated or self.section.kind != "parameters":
            return False
        fields = paragraph_fields(block.text, block.at)
        self._place_fields(fields, block.at)
        self.ledger.use(*(made.at for made in fields))
        return bool(fields)

    def _sent_media_type(self, block: Paragraph) -> None:
        """``sending Content-Type: application/json-patch+json``: a further form of the body."""
        found = re.search(
            r"Content-Type:?+\s*+(?:`:?+\s*+|:\s*+)?+(?P<media>(?:application|text|multipart)/[\w.+-]+)",
            block.text.value,
            re.I,
        )
        if not found or self.operation.method in ("get", "head", "delete"):
            return
        if not re.search(
            r"\b(using|send|sends|sending|request|supported|use|with)\b", block.text.plain, re.I
        ):
            return
        self.state.sent_as = found["media"]
        if re.search(r"\bresponse\b", block.text.plain, re.I):
            return
        collected = self.other_bodies.setdefault(found["media"], Collected())
        collected.at = collected.at or block.at
        self.ledger.use(block.at)

    def _label(self, found: Section, plain: str, at: At) -> None:
        state = self.state
        state.label = found
        state.status = found.status
        state.error = found.kind == "errors" or (
            found.kind in ("response", "example-response") and bool(_ERROR_WORDS.search(plain))
        )
        self.ledger.use(at)
        if found.status:
            self._response(found.status, at)

    def _describe(self, block: Paragraph) -> None:
        """Prose before the first section is the operation's description."""
        operation = self.operation
        if (
            self.state.section.kind in ("", "declaration")
            and not self.state.label.kind
            and not operation.description
        ):
            if re.match(r"https?://\S+$|[A-Z]+ (?:/|https?://)", block.text.plain) or block.label:
                return
            if any(label_of(line)[0] for line in block.text.plain.split("\n")):
                return
            if _ADDRESS.match(languages.heading(block.text.plain)):
                return
            operation.description = " ".join(block.text.value.split())
            self.ledger.use(block.at)

    def _authentication(self, block: Paragraph) -> None:
        text = block.text.plain
        listed = re.search(
            r"authenticated by means of(?:(?!authenticated by)[^:\n])*+:\s*+(?P<ways>\S.*)",
            text,
            re.S,
        )
        ways = named_ways(self.draft, listed["ways"], block.at) if listed else []
        if ways:
            self.operation.security = ways
        elif re.match(
            r"(this endpoint )?requires? (an? )?authentication\b", text, re.I
        ) or re.search(r"\byou must be authenticated\b", text, re.I):
            self.auth_needed = True
        elif re.match(r"optional authentication\b", text, re.I):
            self.auth_needed, self.optional_auth = True, True
        elif re.match(
            r"(anonymous|no authori[sz]ation required|no authentication (is"
            r" )?(required|needed)|this (operation|endpoint) does not require authentication)\b",
            text,
            re.I,
        ):
            self.auth_needed = False
        else:
            return
        self.operation.security_at = block.at
        self.ledger.use(block.at)

    def _generated_paragraph(self, block: Paragraph) -> bool:
        """Paragraphs of pages that generators write: return type, authorization."""
        kind, plain = self.state.section.kind, block.text.plain
        operation = self.operation
        if kind == "returns":
            operation.returns, operation.returns_at = plain.strip("* "), block.at
            if (
                re.match(
                    r"void\b|nil\b|null\b|\(?empty response"
                    r" body|none\b|unit\b|`?\{?\}?`?\s*\(empty",
                    plain.strip("* ("),
                    re.I,
                )
                or "empty response body" in plain
            ):
                self.void = True
            else:
                # Pages for PowerShell name the class of the result as well.
                shown = re.sub(r"(?<!\s)\s++\(PSCustomObject\)\s*+$", "", block.text.value)
                reading = read_type(shown, block.at, block.text.links).schema
                self.returns = reading
            self.ledger.use(block.at)
            return True
        if kind == "authorization" and self.style.generated:
            self._authorization(block)
            return True
        if kind == "parameters" and re.match(
            r"this endpoint does not need any parameter|this endpoint (does not|doesn't)"
            r" (need|have)",
            plain,
            re.I,
        ):
            self.ledger.use(block.at)
            return True
        return False

    def _authorization(self, block: Paragraph) -> None:
        plain = block.text.plain
        names = [_FLOW.sub("", link.label.strip("*` ")) for link in block.text.links]
        names = list(dict.fromkeys(names))
        self.ledger.use(block.at)
        configured = re.match(r"Configure (\S+?)(?: statically| dynamically)?:", plain)
        if configured:  # Pages for Kotlin have a paragraph for each scheme.
            known = self.operation.security if self.operation.security_at else None
            names = [*(name for way in known or [] for name in way), configured[1]]
            names = list(dict.fromkeys(names))
        if re.search(r"no authori[sz]ation required", plain, re.I):
            self.operation.security, self.operation.security_at = [], block.at
            return
        if not names:
            names = [
                part.strip("`* ")
                for part in re.split(r"[,\s]+", plain)
                if re.fullmatch(r"\W*[\w-]+\W*", part)
            ]
        self.operation.security = [(name,) for name in names]
        self.operation.security_at = block.at
        for name in names:
            if name not in self.draft.schemes:
                self.draft.schemes[name] = Scheme(name=name, kind="", at=block.at)

    # --- tables and lists

    def _table(self, block: Table) -> None:
        roles = words.columns(block.header)
        if {"method", "url"} <= set(roles):
            self.ledger.use(*(row.at for row in block.rows))
            return
        if "status" in roles and any(
            _STATUS.match(row.cells[roles["status"]].plain)
            or row.cells[roles["status"]].plain.strip("* ") == "0"
            for row in block.rows
        ):
            self._status_table(block, roles)
            return
        if self.section.kind == "enum" or (
            {"name", "enum"} == set(roles) and len(block.header) == 2
        ):
            self._enum_table(block, roles)
            return
        if self.state.section.kind == "other":
            return
        if self.state.section.kind == "authorization":
            self._security_table(block)
            return
        if "schema" in roles and "name" not in roles:
            self._body_table(block, roles)
            return
        if self.style.generated and "notes" not in roles:
            return  # A table of the operation's description: parameters have notes.
        if self.state.error and all(
            _is_error_name(made) for made in table_fields(block, self.style, UsedStatements())
        ):
            return  # names of errors are not fields; the lines stay unread
        self._place_fields(table_fields(block, self.style, self.ledger), block.at)

    def _status_table(self, block: Table, roles: dict[str, int]) -> None:
        for row in block.rows:
            cell = row.cells[roles["status"]]
            plain = cell.plain.strip("* ")
            found = _STATUS.match(plain)
            code = "default" if plain == "0" else found["code"] if found else ""
            if not code:
                continue
            code = code if code.lower() == "default" or code.isdigit() else code.upper()
            response = self._response(code.lower() if code.lower() == "default" else code, row.at)
            self.ledger.use(row.at)
            text = next(
                (
                    row.cells[roles[role]]
                    for role in ("description", "meaning", "name")
                    if roles.get(role, 99) < len(row.cells)
                ),
                None,
            )
            response.description = response.description or (
                " ".join(text.plain.split()) if text and text.plain not in ("-", "none") else ""
            )
            if roles.get("headers", 99) < len(row.cells):
                for name in re.findall(
                    r"\*\s*([A-Za-z][\w-]*)\s*-", row.cells[roles["headers"]].value
                ):
                    response.headers.setdefault(name, row.at)
            if roles.get("schema", roles.get("type", 99)) < len(row.cells):
                self._status_schema(
                    code, row.cells[roles.get("schema", roles.get("type", 99))], row.at
                )

    def _security_table(self, block: Table) -> None:
        """A row for each scheme, with its scopes beside it."""
        if not re.search(r"\bsecurity|\bscheme", " ".join(c.plain for c in block.header), re.I):
            return
        ways = [
            way
            for row in block.rows
            for way in named_ways(self.draft, row.cells[0].plain.strip("* "), row.at)
        ]
        if ways:
            self.operation.security, self.operation.security_at = ways, block.rows[0].at
            self.ledger.use(*(row.at for row in block.rows))

    def _body_table(self, block: Table, roles: dict[str, int]) -> None:
        """A row for the body as a whole: whether it is required, and its schema."""
        if self.section.kind != "parameters" or self.section.place not in ("body", "form"):
            return
        for row in block.rows:
            if roles["schema"] >= len(row.cells):
                continue
            self.ledger.use(row.at)
            self._schema_by_media(self.body, row.cells[roles["schema"]], row.at)
            self.body.at = self.body.at or row.at
            if "required" in roles and words.truth(row.cells[roles["required"]].value):
                self.operation.body = self.operation.body or Body(at=row.at)
                self.operation.body.required = True

    def _schema_by_media(self, collected: Collected, cell: Text, at: At) -> bool:
        """``application/json: Pet``, a line for each media type; False where a cell has none."""
        lines = (_BY_MEDIA.fullmatch(line.strip()) for line in cell.value.split("\n"))
        found = [line for line in lines if line]
        for line in found:
            written = line["type"].startswith(("{", "["))
            schema = (
                read_written_type(line["type"].replace("**", ""), at) if written else None
            ) or (read_type(line["type"], at, cell.links).schema)
            if not schema.empty:
                collected.refs.append(schema)
        if found:
            collected.media_type = ",".join(line["media"] for line in found)
        return bool(found)

    def _status_schema(self, code: str, cell: Text, at: At) -> None:
        value = cell.plain
        if value.lower() in ("", "none", "-", "n/a", "void"):
            self._response(code, at).no_body = value.lower() in ("none", "void")
            return
        collected = self._collected(code, at)
        if self._schema_by_media(collected, cell, at):
            return
        if value.startswith(("{", "[{")):
            collected.samples.append(Code(text=value, at=at))
            return
        schema = read_type(cell.value, at, cell.links).schema
        if value.lower() == "inline":
            return
        if not schema.empty:
            collected.refs.append(schema)

    def _enum_table(self, block: Table, roles: dict[str, int]) -> None:
        from docbound.draft.interpreter.assembly import add_enum_rows, names_of

        rows: list[tuple[str, str]] = []
        for row in block.rows:
            if len(row.cells) >= 2:
                name = re.sub(r"^(?:»\s*)+", "", row.cells[roles.get("name", 0)].plain)
                rows.append((name, row.cells[roles.get("enum", 1)].plain))
                self.ledger.use(row.at)
        values = EnumRows.read(rows, names_of(made for made, _ in self.params))
        self.params = [(add_enum_rows(made, values), place) for made, place in self.params]

    def _listing(self, block: Listing) -> None:
        if self.state.section.kind == "transport":
            self._transport(block)
            return
        statuses = [item for item in block.items if self._status_of_item(item)]
        if statuses and len(statuses) >= len(block.items) / 2:
            for item in statuses:
                self._status_item(item)
            self.state.last_status = self._status_of_item(statuses[-1])
            return
        if len(block.items) == 1 and self._media_type_alone(block.items[0].text):
            return
        for item in block.items:
            self._named_security(item)
        if self._coded_listing(block) or self._section_listing(block):
            return
        if self.section.kind == "enum" or self.state.section.kind in (
            "other",
            "errors",
            "authorization",
        ):
            return
        fields = list_fields(block, self.ledger)
        if fields and self._parts_of_items(fields):
            return
        about = (
            self.state.lead if self.section.kind in ("", "declaration", "example-request") else ""
        )
        if fields and (
            self.section.kind in ("parameters", "response", "properties") or self.state.status
        ):
            self._place_fields(fields, block.at)
        elif fields and re.search(
            r"\b(body|mapping|attributes|parameters|fields|arguments|containing|payload)\b",
            about,
            re.I,
        ):
            place = (
                "response"
                if re.search(r"\bresponse\b", about, re.I)
                else (
                    "query"
                    if re.search(r"query", about, re.I)
                    else (
                        "body" if re.search(r"body|payload|mapping|attributes", about, re.I) else ""
                    )
                )
            )
            self._place_fields(
                fields,
                block.at,
                (
                    Section(kind="response")
                    if place == "response"
                    else Section(kind="parameters", place=place)
                ),
            )

    def _named_security(self, item: Item) -> None:
        """``- Security`` with the names of schemes on the lines below it."""
        label, _, names = item.text.plain.partition("\n")
        if label.strip().lower() != "security" or not names.strip():
            return
        listed = ",".join(name.strip() for name in names.split("\n"))
        ways = named_ways(self.draft, listed, item.at)
        if ways:
            self.operation.security, self.operation.security_at = ways, item.at
            self.ledger.use(item.at)

    def _section_listing(self, block: Listing) -> bool:
        """``- Body``, ``- Responses``: items that announce the parts below them."""
        found = [
            words.section(item.text.plain) if item.term is None and item.children else Section()
            for item in block.items
        ]
        if not any(section.kind in _LISTED_SECTIONS for section in found):
            return False
        if any("`" in item.text.value for item in block.items):
            return False  # Fields: one of them has a name such as "headers".
        for item, section in zip(block.items, found, strict=True):
            if section.kind not in _LISTED_SECTIONS:
                continue
            saved = self.state.label, self.state.status, self.state.error
            self._label(section, item.text.plain, item.at)
            self._blocks(item.children)
            self.state.label, self.state.status, self.state.error = saved
        return True

    def _coded_listing(self, block: Listing) -> bool:
        """``Code: 200 OK`` and ``Content: {"id": 1}``, item by item or in one."""
        code, used = "", False
        for item in block.items:
            text = item.text.plain
            status = re.search(r"\b(?:status )?code\s*:\s*(?P<code>[1-5]\d\d)\b", text, re.I)
            content = re.search(r"\bcontent\s*:\s*(?P<json>[{\[].*[}\]])\s*$", text, re.I | re.S)
            if status:
                code, used = status["code"], True
                self._response(code, item.at)
                self.ledger.use(item.at)
            if content and code:
                sample = Code(text=content["json"], at=item.at, language="json")
                self._collected(code, item.at).samples.append(sample)
                self.ledger.use(item.at)
            if code:
                saved = self.state.label, self.state.status
                self.state.label = Section(kind="response", status=code)
                self.state.status = code
                self._blocks(item.children)
                self.state.label, self.state.status = saved
        return used

    def _parts_of_items(self, fields: list[Field]) -> bool:
        """``Each request has the following attributes:``: the fields of the items of a list named
        before.
        """
        found = re.match(r"\s*each (?:of the )?(?P<noun>[\w-]+)\b", self.state.lead, re.I)
        if not found:
            return False
        noun = found["noun"].lower()
        for index, (made, place) in enumerate(self.params):
            if made.name.lower() in (
                noun,
                noun + "s",
                noun + "es",
            ) or made.name.lower() == noun.rstrip("s"):
                kind = made.type or ("array" if made.name.lower() != noun else "")
                self.params[index] = (
                    replace(made, type=kind, children=(*made.children, *fields)),
                    place,
                )
                return True
        return False

    def _status_of_item(self, item: Item) -> str:
        text = (item.term or item.text).plain
        found = re.match(r"\|?(?:status-)?(?P<code>[1-5]\d\d)\b\|?", text) or _STATUS.match(text)
        return found["code"] if found else ""

    def _status_item(self, item: Item) -> None:
        code = self._status_of_item(item)
        text = item.text.plain
        if not item.term:
            text = re.sub(r"^\W*(?:status-)?[1-5]\d\d\W*", "", text)
        response = self._response(code, item.at)
        shown = re.search(r"`(?P<json>[{\[][^`]*)`\s*$", item.text.value)
        if shown:
            sample = Code(text=shown["json"], at=item.text.at, language="json")
            self._collected(code, item.at).samples.append(sample)
            text = ""
        response.description = response.description or " ".join(text.split())
        self.ledger.use(item.at)
        self._links_as_schema(code, item.text, item.at)
        saved = self.state.status
        self.state.status = code
        label, self.state.label = self.state.label, Section(kind="response", status=code)
        self._blocks(item.children)
        self.state.status, self.state.label = saved, label

    def _links_as_schema(self, code: str, text: Text, at: At) -> None:
        """``JSON, a [Plot](#Plot)``: the type of a body in prose."""
        for link in text.links:
            label = link.label.strip("`")
            if not label:
                continue
            if link.target.startswith(("#", "./")) or link.target.split("#")[0].endswith(".md"):
                before = text.plain.partition(label)[0]
                array = re.search(r"\b(array|list)\s+of\s*$", before, re.I)
                ref = Schema(at=at, ref=label)
                collected = self.body if code == "body" else self._collected(code, at)
                collected.refs.append(Schema(at=at, type="array", items=ref) if array else ref)
                media = re.search(r"\b(application|text|multipart)/[\w.+-]+", text.plain)
                collected.media_type = collected.media_type or (
                    media[0] if media else _JSON if re.search(r"\bJSON\b", text.plain) else ""
                )
                return

    def _statement_about_body(self, block: Paragraph) -> None:
        kind, place = self.section.kind, self.section.place
        if kind == "parameters" and place in ("body", "form"):
            before = len(self.body.refs)
            self._links_as_schema("body", block.text, block.at)
            media = re.search(r"\b(application|text|multipart)/[\w.+-]+", block.text.plain)
            self.body.media_type = self.body.media_type or (media[0] if media else "")
            if len(self.body.refs) > before or media:
                self.body.at = self.body.at or block.at
                self.ledger.use(block.at)
        elif kind == "response" or self.state.status:
            code = self.state.status or ""
            before = sum(len(collected.refs) for collected in self.responses.values())
            if code:
                self._links_as_schema(code, block.text, block.at)
            if sum(len(collected.refs) for collected in self.responses.values()) > before:
                self.ledger.use(block.at)

    def _transport(self, block: Listing) -> None:
        for item in block.items:
            key, _, value = item.text.plain.partition(":")
            # Markdown takes the stars of `*/*` for emphasis.
            parts = (part.strip("` ") for part in value.split(","))
            types = ["*/*" if part == "/" else part for part in parts if "/" in part]
            self.ledger.use(item.at)
            if key.strip("* ").lower() == "content-type":
                self.content_types = types
                self.operation.content_types_at = item.at
            elif key.strip("* ").lower() == "accept":
                self.accept = types
                self.operation.accept, self.operation.accept_at = types, item.at

    # --- fields

    def _place_fields(
        self, fields: Iterable[Field], at: At, section: Section | None = None
    ) -> None:
        section = section or self.section
        fields = list(fields)
        if not fields:
            return
        if section.kind == "schema":
            schema = Schema(at=at, type="object", closed=True)
            parts = Fields(fields=fields, alternatives=[], samples=[])
            fill_object(schema, parts, self.style, self.ledger, 0)
            self.draft.schemas.setdefault(section.place, schema)
        elif section.kind in (
            "response",
            "example-response",
            "success",
            "properties",
            "errors",
        ) or (self.state.status and section.kind != "parameters"):
            self._collected(
                self.state.status or section.status or self._unstated_status(), at
            ).fields.extend(fields)
        elif section.kind == "response-headers":
            for made in fields:
                self._response(self.state.status or "200", at).headers.setdefault(
                    made.name, made.at
                )
        else:
            self.params.extend((made, made.location or section.place) for made in fields)
            self.body.media_type = self.body.media_type or (
                section.media_type if section.place in ("body", "form", "") else ""
            )

    def _field(self, block: Field) -> None:
        section = self.section
        if block.location == "authorization":
            self._authorization_field(block)
            return
        if block.location == "response" or (
            block.location in ("", "body")
            and section.kind in ("response", "success", "example-response")
            and block.location != "body"
        ):
            code = self.state.status or section.status or self._unstated_status()
            if not block.name and block.schema is not None:
                self._carried_content(block, code)
                return
            self._collected(code, block.at).fields.append(block)
            return
        if not block.name and block.schema is not None:
            self._carried_content(block, "body")
            return
        if (
            block.location == "path"
            and section.place == "query"
            and block.name not in placeholders(self.operation.path)
        ):
            self.params.append((block, "query"))
            return
        self.params.append((block, block.location or section.place))

    def _authorization_field(self, block: Field) -> None:
        """A row of the part of a page that lists credentials."""
        text = f"{block.type} {block.text.value if block.text else ''}"
        kind = kind_of_label(text)
        made = header_scheme(block.name, block.at)
        if block.name.lower() == "authorization" and kind in ("http-bearer", "http-basic"):
            made = Scheme(
                name="bearerAuth" if kind == "http-bearer" else "basicAuth", kind=kind, at=block.at
            )
        names = register(self.draft, [made])
        known = self.operation.security[0] if self.operation.security else ()
        self.operation.security = [tuple(dict.fromkeys((*known, *names)))]
        self.operation.security_at = block.at
        self.ledger.use(block.at)

    def _carried_content(self, block: Field, code: str) -> None:
        """OpenAPI's own ``content`` in a tag."""
        content = block.schema.get("content") if block.schema else None
        self.ledger.use(block.at)
        for media, inner in content.items() if is_object(content) else ():
            schema = (
                schema_from(inner.get("schema"), block.at)
                if is_object(inner)
                else Schema(at=block.at)
            )
            made = Content(media_type=str(media), schema=schema, at=block.at)
            if code == "body":
                self.operation.body = self.operation.body or Body(
                    at=block.at, required=block.required
                )
                self.operation.body.content[str(media)] = made
            else:
                self._response(code, block.at).content[str(media)] = made

    def _group(self, block: Group, following: Block | None) -> None:
        if block.kind == "anchor":
            found = re.fullmatch(r"opId(.+)", block.title)
            if found and not self.operation.operation_id:
                self.operation.operation_id, self.operation.name_at = found[1], block.at
        elif block.kind == KIND:
            self._schema_listing(block)
        elif block.kind == "aside":
            self._aside(block, following)
        elif block.kind == "expandable":
            self._expandable(block)
        else:
            state = self.state
            saved = state.label, state.status, state.error, state.lead
            self._enter(block)
            self._status_of_group(block)
            self._blocks(block.children)
            state.label, state.status, state.error, state.lead = saved

    def _schema_listing(self, block: Group) -> None:
        """The schema of a response, row by row."""
        # A response's fields are one step inside: a row that is not stands for the response.
        schema = read_listing(block, self.style, self.ledger, Schema(at=block.at))
        if schema is not None:
            code = self.state.status or self.section.status or self._unstated_status()
            self._collected(code, block.at).refs.append(schema)

    def _enter(self, block: Group) -> None:
        """What a tab or an example announces about its content."""
        state = self.state
        if block.kind in ("request-example", "response-example"):
            is_request = block.kind == "request-example"
            state.label = Section(kind="example-request" if is_request else "example-response")
            state.status, state.error = "", False
        elif block.title:
            found = words.section(block.title)
            about = self.section.kind
            if found.kind == "errors":
                state.error = True
            elif found.kind and not (found.kind == "authorization" and about == "errors"):
                state.label, state.status = found, found.status
            elif about in (
                "response",
                "example-response",
                "success",
            ) and _ERROR_WORDS.search(block.title):
                state.error = True
            state.lead = block.title

    def _status_of_group(self, block: Group) -> None:
        """A tab whose title is a status states it; a line of prose in it says what it means."""
        code = words.section(block.title).status if block.title else ""
        if not code:
            return
        response = self._response(code, block.at)
        first = block.children[0] if block.children else None
        if (
            isinstance(first, Paragraph)
            and not response.description
            and len(first.text.plain) < _LONGEST_MEANING
        ):
            response.description = " ".join(first.text.plain.split())
            self.ledger.use(first.at)

    def _aside(self, block: Group, following: Block | None) -> None:
        first = block.children[0] if block.children else None
        if isinstance(first, Paragraph):
            plain = first.text.plain
            found = words.section(plain)
            if len(block.children) == 1 and found.kind and len(plain) < 90:
                self._label(found, plain, block.at)
                self.ledger.use(first.at)
                return
            if isinstance(following, Code) and len(plain) < 120:
                self.state.lead, self.state.lead_at = plain, first.at
                status = re.search(r"\b([1-5]\d\d)\b", plain)
                if _LEAD_RESPONSE.search(plain):
                    self.state.label = Section(
                        kind="example-response", status=status[1] if status else ""
                    )
                    self.state.status = status[1] if status else ""
                    self.ledger.use(first.at)
                elif _LEAD_REQUEST.search(plain):
                    self.state.label = Section(kind="parameters", place="body")
                    self.ledger.use(first.at)
                return
        for child in block.children:
            if isinstance(child, Paragraph):
                self._authentication(child)

    def _expandable(self, block: Group) -> None:
        found = words.section(block.title)
        if (
            found.kind in ("parameters", "response", "statuses")
            and not fields_in(block.children, self.style, self.ledger).alternatives
        ):
            saved = self.state.label, self.state.status
            self._label(found, block.title, block.at)
            self._blocks(block.children)
            self.state.label, self.state.status = saved
            return
        inner = fields_in(block.children, self.style, self.ledger)
        if not inner.fields and not inner.alternatives:
            self._blocks(block.children)
            return
        in_response = self.section.kind in (
            "response",
            "success",
            "example-response",
        ) or any(made.location == "response" for made in inner.fields)
        target = (
            self._collected(self.state.status or self._unstated_status(), block.at)
            if in_response
            else self.body
        )
        if (
            target is self.body
            and inner.fields
            and all(made.location in ("path", "query", "header") for made in inner.fields)
        ):
            self.params.extend((made, made.location) for made in inner.fields)
            return
        target.at = target.at or block.at
        if inner.fields and not inner.alternatives:
            target.alternatives.append((block.title, inner.fields, block.at))
        else:
            target.add(inner)

    def _status(self, block: Status) -> None:
        self.ledger.use(block.at)
        code = block.code or self._unstated_status()
        code = code if code.isdigit() else code.upper() if code.lower() != "default" else "default"
        response = self._response(code, block.at)
        if block.text and not response.description:
            response.description = " ".join(block.text.plain.split())
        saved = self.state.label, self.state.status, self.state.error
        self.state.label, self.state.status, self.state.error = (
            Section(kind="response", status=code),
            code,
            False,
        )
        self._blocks(block.children)
        self.state.label, self.state.status, self.state.error = saved

    # --- samples

    def _code(self, block: Code) -> None:
        state = self.state
        language = block.language
        state_lead, state.lead = state.lead, ""
        if language in ("typescript", "ts") and self._written_type(block):
            return
        if language == "xml" and self.style.listed_schemas:
            self._xml_sample(block)
        if language in _OTHER_LANGUAGES and not language.startswith("http"):
            return
        answer = find_response(block.text, block.at)
        calls = (
            find_calls(block.text, block.at) if language not in ("json", "javascript", "js") else ()
        )
        if calls:
            self.calls.extend(calls)
            self.ledger.use(block.at)
        if answer:
            self._message(answer)
            self.ledger.use(block.at)
        if calls or answer:
            return
        text = block.text.strip()
        if not text.startswith(("{", "[")):
            self._empty_response(block, text)
            return
        self._sample(block, state_lead)

    def _written_type(self, block: Code) -> bool:
        """A type that is written out: of parameters, of the body or of a response."""
        section = self.section
        placed = section.kind == "parameters" and section.place in _PLACES
        read = read_written_fields if placed and "{" not in block.text[:1] else read_written_type
        schema = read(block.text, block.at) if not self.style.generated else None
        if schema is None:
            return False
        if placed:
            for name, prop in (schema.fields or {}).items():
                self.operation.parameters.setdefault(
                    (section.place, name),
                    Parameter(
                        name=name,
                        place=section.place,
                        schema=prop.schema,
                        at=prop.at,
                        required=True if section.place == "path" else prop.required,
                    ),
                )
                self.ledger.use(prop.at)
        elif section.kind == "parameters":
            self._add_written(self.body, schema)
        elif self.state.last_status or self.state.status or section.kind in _ANSWERS:
            # Generators write the type below the status of a list that it belongs to.
            code = self.state.last_status or self.state.status or self._unstated_status()
            self._add_written(self._collected(code, block.at), schema)
        else:
            return False
        self.ledger.use(block.at)
        return True

    def _add_written(self, collected: Collected, schema: Schema) -> None:
        collected.at = collected.at or schema.at
        collected.refs.append(schema)
        known = [media for media in collected.media_type.split(",") if media]
        if self.state.media_type and self.state.media_type not in known:
            collected.media_type = ",".join([*known, self.state.media_type])
        self.state.media_type = ""

    def _media_type_alone(self, text: Text) -> bool:
        """A line that is nothing but a media type: that of the code after it."""
        if not re.fullmatch(r"(?:application|text|multipart)/[\w.+*-]+", text.plain):
            return False
        self.state.media_type = text.plain
        self.ledger.use(text.at)
        return True

    def _xml_sample(self, block: Code) -> None:
        """A sample in XML, of which Slate's generators write one for each media type."""
        section = self.section
        if section.kind in ("response", "example-response"):
            code = self.state.status or self._unstated_status()
            self._collected(code, block.at).has_xml = True
        elif section.kind == "parameters" and section.place == "body":
            self.body.has_xml = True

    def _empty_response(self, block: Code, text: str) -> None:
        found = re.match(r"([1-5]\d\d)\b", block.title)
        if found and not text:
            self._response(found[1], block.at).no_body = True
            self.ledger.use(block.at)
        elif (
            found
            and self.section.kind in ("response", "example-response")
            and block.language in ("text", "plaintext", "")
            and text
        ):
            self._response(found[1], block.at)

    def _sample(self, block: Code, lead: str) -> None:
        state, section = self.state, self.section
        title = re.match(r"(?:HTTP\s*)?(?:status\s*)?([1-5]\d\d)\b", block.title, re.I)
        titled = words.section(block.title) if block.title else Section()
        if title:
            self._response(title[1], block.at)
            self._collected(title[1], block.at).samples.append(block)
        elif (
            section.kind == "parameters"
            or titled.kind == "parameters"
            or (
                section.kind == "example-request"
                and (
                    titled.kind == "example-request"
                    or re.search(r"\b(request|body|payload)\b", block.title, re.I)
                )
            )
        ):
            if section.place in ("body", "", "form") or titled.place == "body":
                self.body.samples.append(block)
        elif (
            section.kind in ("response", "example-response", "success", "errors")
            or titled.kind in ("response", "example-response")
            or state.error
        ):
            self._collected(
                state.status or self._unstated_status(block.title or lead), block.at
            ).samples.append(block)
        elif section.kind == "statuses" or section.kind == "other":
            return
        elif _LEAD_RESPONSE.search(lead):
            self._collected(state.status or self._unstated_status(lead), block.at).samples.append(
                block
            )
        elif _LEAD_REQUEST.search(lead) and self.operation.method not in (
            "get",
            "head",
            "delete",
        ):
            self.other_bodies.get(state.sent_as, self.body).samples.append(block)
        elif re.search(r"response|result|reply|output", block.title, re.I) or (
            self.calls and section.kind in ("example-request", "")
        ):
            self._collected(state.status or self._unstated_status(), block.at).samples.append(block)

    def _unstated_status(self, hint: str = "") -> str:
        """The key of a response whose status the page does not show."""
        if self.state.error:
            return "error"
        return "success"

    def _message(self, answer: tuple[int, dict[str, str], str, At, At]) -> None:
        status, headers, body, at, body_at = answer
        code = str(status)
        self._response(code, at)
        collected = self._collected(code, at)
        media = next(
            (value for name, value in headers.items() if name.lower() == "content-type"),
            "",
        )
        if body.strip():
            collected.samples.append(Code(text=body, at=body_at))
            collected.media_type = collected.media_type or media.split(";")[0].strip()

    def _response(self, code: str, at: At) -> Response:
        made = Response(status=code, at=at)
        return self.operation.responses.setdefault(code, made)

    def _collected(self, code: str, at: At) -> Collected:
        collected = self.responses.setdefault(code, Collected())
        collected.at = collected.at or at
        return collected
