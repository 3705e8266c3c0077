"""Pages into facts: the operations that a page declares, the schemas that it lists, and what it
says about the service as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Description,
    Endpoint,
    Field,
    Group,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    walk,
)
from docbound.draft.facts import Draft, Origin, Schema
from docbound.draft.interpreter import openapi_reader, security
from docbound.draft.interpreter.calls import find_calls
from docbound.draft.interpreter.fields import (
    Fields,
    Style,
    code_schema,
    fields_in,
    fill_object,
    schema_of_field,
)
from docbound.draft.interpreter.operation.reader import OperationReader
from docbound.draft.interpreter.operation_blocks import Declared, find_declared
from docbound.draft.interpreter.operation_lists import unfold_lists
from docbound.draft.interpreter.paths import METHOD, matches, read_template
from docbound.draft.interpreter.schema_listings import (
    KIND,
    fold_listings,
    read_listing,
)
from docbound.draft.merging import Merger
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import languages, words
from docbound.draft.vocabulary.type_words import read_type

_SCHEMA_NAME: Final = re.compile(
    r"(?:the\s+)?`?(?:\w+::)*(?P<name>[A-Za-z_][\w.$-]*)`?(?:\s+(?:object|model|schema|resource|entity|type|properties|fields|attributes))?",
    re.I,
)
_PARTS: Final = frozenset({"properties", "parameters", "enum"})
_PART_WORDS: Final = frozenset(
    {
        "properties",
        "enum",
        "fields",
        "attributes",
        "oneof schemas",
        "composed schemas",
        "enumerated values",
        "members",
    }
)
_INLINE: Final = "inline"
_SCHEMAS: Final = 2
"""The level of headings that Slate's generators give a schema."""
_URL: Final = re.compile(r"https?://[^\s`'\"<>*)\]]+")
_BASE: Final = re.compile(
    r"\b(base ?(url|uri|path|address)s?|root (url|endpoint)|api (root|host|url|server)|relative"
    r" to|servers?)\b",
    re.I,
)
_BASE_HERE: Final = re.compile(
    r"\b(?:all|every|each) (?:api )?(?:requests?|calls?|endpoints?|urls?|paths?)\b[^.\n]{0,40}"
    r"\b(?:to|at|under|against|below|with|from)\b[^.\n]{0,20}?`?https?://"
    r"|^\s*(?:api )?(?:endpoint|host|domain|url)\s*[:：]\s*`?https?://[^\s/]+"
    r"(?:/(?:api|rest|v\d[\w.]*))*/?`?\s*$",
    re.I,
)
"""Sentences that have a base address themselves: what comes after them is about something else."""
_CALLED: Final = re.compile(rf"\W*(?:{METHOD})\b", re.I)
_ENUM_VALUE: Final = re.compile(r"\(value:\s*+`?(?P<value>(?:(?!\(value:).)*?)`?\)\s*+$")


def interpret(page: Page, ledger: UsedStatements) -> Draft:
    """What one page states.

    Args:
        page: the page.
        ledger: where the lines that were used are noted.
    """
    draft = Draft()
    page = replace(page, blocks=unfold_lists(fold_listings(page.blocks)))
    generated = _is_generated(page.blocks)
    typescript = generated and any(
        isinstance(block, Code) and block.language in ("typescript", "ts") for block in page.blocks
    )
    # Pages for Go do not tell which parameters may be left out.
    go = generated and any(
        isinstance(block, Paragraph) and "via the builder pattern" in block.text.plain
        for block in page.blocks
    )
    style = Style(
        generated=generated,
        bracketed=typescript,
        silent=go,
        listed_schemas=_listed_schemas(page.blocks),
    )
    ledger.register(page.blocks)
    for block in page.blocks:
        if isinstance(block, Description):
            Merger(draft).add(openapi_reader.read(block, ledger))
    listed: dict[str, Declared] = {}
    declared = find_declared(page.blocks, listed)
    covered: set[int] = set()
    for operation in declared:
        covered.update(range(operation.start, operation.end))
    declared = [operation for operation in declared if not operation.is_callback]
    _title(page, draft, covered)
    if not any(operation.whole_page for operation in declared):
        rest = tuple(block for index, block in enumerate(page.blocks) if index not in covered)
        _base_addresses(rest, draft, ledger)
        security.read_general(rest, draft, ledger)
        _schemas(page.blocks, covered, draft, style, ledger)
        _scheme_sections(rest, draft, ledger)
    if not draft.servers:
        said = [block for block in page.blocks if isinstance(block, Paragraph | Heading)]
        _base_addresses(said, draft, ledger)
    for operation in declared:
        made = OperationReader(draft, operation, style, ledger).read()
        if operation.is_sample:
            made.origin, made.shown_only = Origin.SAMPLE, True
    _called_operations(page, draft, style, ledger)
    for other in listed.values():
        made = draft.operation(other.method, other.template.path, other.at)
        made.summary = made.summary or other.summary
        if other.name:
            made.operation_id, made.name_at = (
                made.operation_id or other.name,
                made.name_at or other.at,
            )
        ledger.use(other.at)
        _listed_path(made, other)
    if style.generated:
        from docbound.draft.interpreter.generated_pages import read_client_facts

        read_client_facts(page, draft, ledger)
    _settle_addresses(draft, declared)
    return draft


def _listed_schemas(blocks: Sequence[Block]) -> frozenset[str]:
    """The schemas that Slate's generators give an anchor: ``schemapet`` or ``schema_Pet``."""
    return frozenset(
        block.title.lower().removeprefix("schema").removeprefix("_")
        for block in blocks
        if isinstance(block, Group) and block.kind == "anchor" and block.title.startswith("schema")
    )


def _called_operations(page: Page, draft: Draft, style: Style, ledger: UsedStatements) -> None:
    """Operations that the page only shows being called: with another method at a path that it
    declares, or at the list of such things.
    """
    if style.generated or not draft.operations:
        return
    paths = {operation.path for operation in draft.operations.values()}
    paths |= {path.rsplit("/", 1)[0] for path in paths if path.endswith("}")}
    calls = [
        call
        for block in walk(page.blocks)
        if isinstance(block, Code)
        and block.language not in ("json", "javascript", "python", "ruby")
        for call in find_calls(block.text, block.at)
    ]
    for call in calls:
        if any(
            operation.method == call.method.lower() and matches(operation.path, call.path)
            for operation in draft.operations.values()
        ):
            continue
        fitting = [path for path in paths if len(path) > 1 and matches(path, call.path)]
        if len(fitting) == 1:
            declared = Declared(method=call.method, template=read_template(fitting[0]), at=call.at)
            reader = OperationReader(draft, declared, style, ledger)
            reader.calls.append(call)
            reader.read().origin = Origin.SAMPLE


def _listed_path(made: object, other: Declared) -> None:
    from docbound.draft.facts import Operation, Parameter
    from docbound.draft.interpreter.paths import placeholders

    assert isinstance(made, Operation)
    for name in placeholders(made.path):
        if ("path", name) not in made.parameters:
            made.parameters["path", name] = Parameter(
                name=name,
                place="path",
                schema=Schema(at=other.at),
                at=other.at,
                required=True,
            )


def _is_generated(blocks: Sequence[Block]) -> bool:
    """Whether a page comes from openapi-generator or swagger-codegen."""
    for block in blocks:
        if isinstance(block, Paragraph) and (
            "Back to Model list" in block.text.plain
            or "Back to API list" in block.text.plain
            or "All URIs are relative to" in block.text.plain
        ):
            return True
        if isinstance(block, Table):
            header = [cell.plain.lower() for cell in block.header]
            if header[:2] == ["method", "http request"] or header[:4] == [
                "name",
                "type",
                "description",
                "notes",
            ]:
                return True
            if header == ["class", "method", "http request", "description"]:
                return True
        if isinstance(block, Heading) and block.text.plain in (
            "HTTP request headers",
            "HTTP response details",
        ):
            return True
        if isinstance(block, Listing) and any(
            _ENUM_VALUE.search(item.text.value) for item in block.items
        ):
            return True
    return False


_GENERIC_TITLE: Final = re.compile(
    r"introduction|overview|getting started|welcome|authentication|about|quick ?start|reference",
    re.I,
)


def _title(page: Page, draft: Draft, covered: set[int]) -> None:
    for index, block in enumerate(page.blocks):
        if isinstance(block, Heading) and block.level == 1 and index not in covered:
            if page.title and _GENERIC_TITLE.fullmatch(block.text.plain.strip("* ")):
                break  # the page says elsewhere what it is about
            draft.title, draft.title_at = block.text.plain.strip("* "), block.at
            return
    if page.title and not any(isinstance(block, Endpoint) for block in page.blocks):
        draft.title, draft.title_at = page.title, At(source=page.key, line=1)


def _base_addresses(blocks: Sequence[Block], draft: Draft, ledger: UsedStatements) -> None:
    """Addresses that a page calls its base: in a sentence, in the code after it, in a list after
    it.
    """
    waiting = False
    for block in blocks:
        if isinstance(block, Heading):
            waiting = bool(_BASE.search(languages.heading(block.text.plain)))
        elif isinstance(block, Paragraph):
            said = languages.heading(block.text.plain)
            about = bool(_BASE.search(said))
            here = about or waiting or bool(_BASE_HERE.search(said))
            if here and not _CALLED.match(said):
                _add_addresses(block.text.value, block.at, draft, ledger)
            waiting = about or waiting
        elif isinstance(block, Code) and waiting:
            lines = [line.strip() for line in block.text.split("\n") if line.strip()]
            if len(lines) == 1 and _URL.fullmatch(lines[0]):
                _add_addresses(lines[0], block.at, draft, ledger)
        elif isinstance(block, Listing) and waiting:
            for item in block.items:
                _add_addresses(item.text.value, item.at, draft, ledger)


def stated_addresses(text: str) -> list[str]:
    """The addresses in a sentence that calls them the base of the API's."""
    said = languages.heading(text)
    if not (_BASE.search(said) or _BASE_HERE.search(said)) or _CALLED.match(said):
        return []
    return [found.rstrip("/.,;:") for found in _URL.findall(text)]


def _add_addresses(text: str, at: At, draft: Draft, ledger: UsedStatements) -> None:
    for found in _URL.findall(text):
        address = found.rstrip("/.,;:")
        if re.search(r"your-|example\.com/\.\.\.|\(s\)|#|\.(md|html?|png)$", address):
            continue
        draft.servers.setdefault(address, at)
        ledger.use(at)


# --- schemas


def _schemas(
    blocks: Sequence[Block],
    covered: set[int],
    draft: Draft,
    style: Style,
    ledger: UsedStatements,
) -> None:
    """Sections that list the fields of a named thing, or its values."""
    stack: list[Heading] = []
    segment: list[Block] = []
    local: dict[str, Schema] = {}

    def finish() -> None:
        if stack and segment:
            _schema_section(list(stack), list(segment), draft, style, ledger, local)
        segment.clear()

    for index, block in enumerate(blocks):
        if index in covered:
            finish()
            if isinstance(block, Heading):
                stack.clear()
            continue
        if isinstance(block, Heading):
            finish()
            while stack and stack[-1].level >= block.level:
                stack.pop()
            stack.append(block)
        else:
            segment.append(block)
    finish()
    _inline_local(draft, local)


def _schema_section(
    stack: list[Heading],
    segment: list[Block],
    draft: Draft,
    style: Style,
    ledger: UsedStatements,
    local: dict[str, Schema],
) -> None:
    heading = stack[-1]
    local_enum = re.match(r"Enum:\s*(\w+)$", heading.text.plain)
    if local_enum:
        values = _enum_rows(segment, ledger, local_enum[1])
        if values:
            local[local_enum[1]] = _enum_schema(values, heading.at)
        return
    owner = next((outer for outer in reversed(stack) if not _is_part(outer, style)), heading)
    name = _schema_name(owner, style)
    if not name:
        return
    listed = (
        _listed_enum(segment, ledger)
        if words.section(heading.text.plain).kind == "enum" or style.generated
        else []
    )
    if listed:
        draft.schemas[name] = _enum_schema(listed, owner.at)
        return
    _object_section(name, owner, heading, segment, draft, style, ledger)


def _is_part(heading: Heading, style: Style) -> bool:
    """Whether a heading announces a part of the schema above it."""
    text = heading.text.plain
    if style.generated and heading.level == 1:
        return False
    if text.lower() in style.listed_schemas and text[:1].isupper() and heading.level <= _SCHEMAS:
        return False
    if words.may_name_schema(text) and text.lower() not in _PART_WORDS:
        return False
    return words.section(text).kind in _PARTS or text.lower() in _PART_WORDS


def _object_section(
    name: str,
    owner: Heading,
    heading: Heading,
    segment: list[Block],
    draft: Draft,
    style: Style,
    ledger: UsedStatements,
) -> None:
    listing = next(
        (block for block in segment if isinstance(block, Group) and block.kind == KIND), None
    )
    known = draft.schemas.get(name)
    if listing is not None and (listed := read_listing(listing, style, ledger, known)) is not None:
        listed.at, listed.closed = owner.at, True
        listed.description = listed.description or _first_prose(segment)
        draft.schemas[name] = listed
        return
    tables = [
        block for block in segment if isinstance(block, Table) and _describes_fields(block, style)
    ]
    enums = [
        block
        for block in segment
        if isinstance(block, Table)
        and words.section(heading.text.plain).kind == "enum"
        and not tables
    ]
    fields = fields_in(
        [*tables, *(block for block in segment if isinstance(block, Field))],
        style,
        ledger,
    )
    if enums and name in draft.schemas:
        _enum_tables(draft.schemas[name], enums, ledger)
        return
    linked = any(
        isinstance(block, Group)
        and block.kind == "anchor"
        and block.title.lower().startswith(("schema", "tocs"))
        for block in segment
    )
    if not fields.fields and not fields.alternatives:
        if linked and name not in draft.schemas:
            samples = code_schema([block for block in segment if isinstance(block, Code)], ledger)
            draft.schemas[name] = samples or Schema(at=owner.at)
        return
    plain = _no_object(name, owner.at, fields, style, ledger)
    if plain is not None:
        draft.schemas[name] = plain
        return
    schema = draft.schemas.get(name)
    if schema is None or schema.origin.name == "SAMPLE":
        schema = Schema(at=owner.at, type="object", closed=True)
        draft.schemas[name] = schema
    schema.description = schema.description or _first_prose(segment)
    fill_object(schema, fields, style, ledger, 0)


def _no_object(
    name: str, at: At, fields: Fields, style: Style, ledger: UsedStatements
) -> Schema | None:
    """A schema that is no object, though the page has a table of one row for it."""
    if len(fields.fields) != 1:
        return None
    only = fields.fields[0]
    if only.name == name and name[:1].isupper():
        schema, _ = schema_of_field(only, style, ledger)
        schema.at = at
        return schema
    if style.generated and _is_single_value(fields):
        ledger.use(only.at)
        return _single_value(fields, at)
    return None


def _first_prose(segment: Sequence[Block]) -> str:
    return next(
        (
            " ".join(block.text.value.split())
            for block in segment
            if isinstance(block, Paragraph) and "Back to" not in block.text.value
        ),
        "",
    )


def _describes_fields(table: Table, style: Style) -> bool:
    roles = words.columns(table.header)
    if "name" not in roles or "status" in roles or "method" in roles:
        return False
    return "type" in roles or (style.generated and "description" in roles)


def _schema_name(heading: Heading, style: Style) -> str:
    text = heading.text.plain.strip("* ")
    found = _SCHEMA_NAME.fullmatch(text)
    if found and style.generated and heading.level == 1:
        return found["name"].rsplit(".", 1)[-1]  # Models may be called Status or Parameters, too.
    if found and text.lower() in style.listed_schemas:
        return text.rsplit(".", 1)[-1]  # So may schemas that have an anchor.
    singular = words.may_name_schema(text)
    if not found or (
        not singular
        and words.section(text).kind
        in ("parameters", "response", "statuses", "errors", "authorization")
    ):
        return ""
    name = found["name"]
    generic = {
        "properties",
        "enum",
        "parameters",
        "fields",
        "introduction",
        "errors",
        "authentication",
        "overview",
        "pagination",
        "changelog",
    }
    return "" if name.lower() in generic else name.rsplit(".", 1)[-1]


def _is_single_value(fields: Fields) -> bool:
    """Older pages write an enum as an object with the one field ``value``, which is nothing but its
    values.
    """
    return (
        len(fields.fields) == 1 and fields.fields[0].name == "value" and bool(fields.fields[0].enum)
    )


def _single_value(fields: Fields, at: At) -> Schema:
    only = fields.fields[0]
    schema = read_type(only.type, at).schema
    schema.type = schema.type or "string"
    schema.enum, schema.enum_at = [*only.enum], only.at
    return schema


def _listed_enum(segment: Sequence[Block], ledger: UsedStatements) -> list[tuple[str, At]]:
    values: list[tuple[str, At]] = []
    for block in segment:
        if isinstance(block, Listing):
            for item in block.items:
                found = _ENUM_VALUE.search(item.text.value)
                if found:
                    values.append((found["value"], item.at))
                    ledger.use(item.at)
    return values


def _enum_rows(segment: Sequence[Block], ledger: UsedStatements, name: str) -> list[tuple[str, At]]:
    """The values of a model's own enum: a row each, or all of them in the row of its name."""
    values: list[tuple[str, At]] = []
    for block in segment:
        if isinstance(block, Table):
            for row in block.rows:
                if len(row.cells) >= 2:
                    text = row.cells[1].plain
                    whole = row.cells[0].plain.strip("* ") == name
                    parts = text.split(", ") if whole else [text]
                    values.extend((part.strip(), row.at) for part in parts)
                    ledger.use(row.at)
    return values or _listed_enum(segment, ledger)


def _enum_schema(values: list[tuple[str, At]], at: At) -> Schema:
    import html

    found: list[object] = []
    for text, _ in values:
        word = html.unescape(text).strip()
        quoted = re.fullmatch(r"""(["'])(.*)\1""", word)
        if quoted:
            found.append(quoted[2])
            continue
        number = re.fullmatch(r"-?\d+(\.\d+)?", word)
        found.append((float(word) if "." in word else int(word)) if number else word)
    numbers = all(isinstance(value, (int, float)) for value in found)
    kind = (
        "string"
        if not numbers
        else "integer" if all(isinstance(value, int) for value in found) else "number"
    )
    if kind == "string":
        found = [str(value) for value in found]
    return Schema(at=at, type=kind, enum=list(dict.fromkeys(found)), enum_at=at, closed=True)


def _enum_tables(schema: Schema, tables: Sequence[Table], ledger: UsedStatements) -> None:
    for table in tables:
        roles = words.columns(table.header)
        for row in table.rows:
            if len(row.cells) < 2:
                continue
            name, value = (
                row.cells[roles.get("name", 0)].plain,
                row.cells[roles.get("enum", 1)].plain,
            )
            ledger.use(row.at)
            _add_enum_value(schema, name, value, row.at)


def _add_enum_value(schema: Schema, name: str, value: str, at: At) -> None:
    for prop in (schema.fields or {}).values():
        target = (
            prop.schema.items if prop.schema.type == "array" and prop.schema.items else prop.schema
        )
        if prop.name == name and not target.ref:
            if target.type in ("integer", "number") and re.fullmatch(r"-?\d+", value):
                target.enum.append(int(value))
            elif target.type not in ("boolean", "object"):
                target.type = target.type or "string"
                target.enum.append(value)
            target.enum_at = target.enum_at or at
        elif prop.schema.fields:
            _add_enum_value(prop.schema, name, value, at)


def _inline_local(draft: Draft, local: dict[str, Schema]) -> None:
    """Enums that a model's page keeps for its own fields."""
    if not local:
        return
    for schema in list(draft.schemas.values()):
        for inner in schema.walk():
            if inner.ref in local:
                _become(inner, local[inner.ref])
        for name, prop in (schema.fields or {}).items():
            # Pages for Kotlin call the type of such a field "inline".
            inside = prop.schema.items if prop.schema.type == "array" else prop.schema
            if name in local and inside is None:
                prop.schema.items = inside = Schema(at=prop.at)
            if name in local and inside is not None and (inside.empty or inside.ref == _INLINE):
                _become(inside, local[name])


def _become(schema: Schema, known: Schema) -> None:
    schema.ref, schema.type, schema.enum, schema.enum_at = (
        "",
        known.type,
        list(known.enum),
        known.enum_at,
    )


def _scheme_sections(blocks: Sequence[Block], draft: Draft, ledger: UsedStatements) -> None:
    """The part of a generated client's README that lists its security schemes."""
    name, at = "", None
    for block in blocks:
        if isinstance(block, Heading):
            name, at = block.text.plain.strip("* "), block.at
        elif (
            isinstance(block, Listing)
            and name
            and at
            and any(item.text.plain.lower().startswith("type") for item in block.items)
        ):
            scheme = security.read_authorization_section(
                name, [item.text.plain for item in block.items], at
            )
            if scheme:
                scopes = _scopes(block)
                scheme.flows = {"scopes": scopes} if scopes else {}
                known = draft.schemes.get(name)
                if known is None or not known.kind:
                    draft.schemes[name] = scheme
                ledger.use(*(item.at for item in block.items))


def _scopes(block: Listing) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in block.items:
        for child in item.children:
            if isinstance(child, Listing):
                for inner in child.items:
                    scope, _, text = inner.text.plain.partition(": ")
                    found[scope.strip("* ")] = text.strip()
    return found


# --- addresses


def _settle_addresses(draft: Draft, declared: Sequence[Declared]) -> None:
    """An address that a declaration itself has counts before those of samples."""
    for item in declared:
        operation = draft.operations[draft.operation(item.method, item.template.path, item.at).key]
        if item.template.base:
            operation.servers = [item.template.base]


def page_texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The plain texts of a page, for questions about it as a whole."""
    for block in walk(tuple(blocks)):
        if isinstance(block, (Paragraph, Heading)):
            yield block.text.plain
        elif isinstance(block, Code):
            yield block.text
