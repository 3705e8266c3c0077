"""The last steps before a draft is written: references lead somewhere, addresses and names are
settled, inline objects get names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from docbound.draft.facts import Content, Draft, Schema, template_key
from docbound.draft.naming import Names, operation_name, pascal
from docbound.draft.vocabulary.type_words import read_type


def settle(draft: Draft, *, base_url: str = "", guess: bool = False) -> None:
    """Makes a draft complete and consistent.

    Args:
        draft: what all sources state together.
        base_url: the service's address, which then counts before all others.
        guess: whether samples may make fields required and values enumerated; such facts are
            marked as guesses.
    """
    _references(draft)
    _without_other_services(draft)
    _addresses(draft, base_url)
    _operation_names(draft)
    _security(draft)
    if guess:
        from docbound.draft.guesses import add_guesses

        add_guesses(draft)
    _inline_objects(draft)


def _without_other_services(draft: Draft) -> None:
    """Leaves out calls of other services: a page that declares nothing may show how to fetch a
    program, and the other pages say where the service is.
    """
    declared = [item for item in draft.operations.values() if not item.shown_only]
    if not declared:
        return
    addresses = [*draft.servers, *(one for item in declared for one in item.servers)]
    hosts = {urlsplit(address).hostname for address in addresses}
    for key, item in list(draft.operations.items()):
        if not item.shown_only or not item.servers or not hosts:
            continue
        if not any(urlsplit(address).hostname in hosts for address in item.servers):
            draft.notes.append((f"{item.label} is a call of another service", item.at))
            del draft.operations[key]


def _references(draft: Draft) -> None:
    """Finds the schema that each reference means; one that no source describes stays, open, if a
    source names it as a model.
    """
    known = {name.lower(): name for name in draft.schemas}
    for schema in list(draft.all_schemas()):
        if not schema.ref:
            continue
        word = schema.ref
        name = known.get(word.lower()) or known.get(re.sub(r"[^a-z0-9]", "", word.lower()))
        if name is None and word.lower().endswith("s") and word[:-1].lower() in known:
            name = known[word[:-1].lower()]
        if name is None and (kind := read_type(word, schema.at).schema).type:
            schema.type, schema.format, schema.format_at = (
                kind.type,
                kind.format,
                kind.format_at,
            )
        elif name is None and re.fullmatch(r"[A-Z]\w*", word):
            draft.schemas[word] = Schema(at=schema.at)
            known[word.lower()] = name = word
        schema.ref = name or ""
    _without_circles(draft)


def _without_circles(draft: Draft) -> None:
    """A schema that is nothing but a reference to itself, through others or not, says nothing."""
    for name, schema in draft.schemas.items():
        seen = {name}
        target = schema
        while target.ref:
            if target.ref in seen:
                target.ref = ""
                break
            seen.add(target.ref)
            target = draft.schemas[target.ref]


# --- addresses


def _addresses(draft: Draft, base_url: str) -> None:
    shown = Counter(
        address for operation in draft.operations.values() for address in operation.servers[:1]
    )
    if base_url:
        draft.servers = {base_url.rstrip("/"): None, **draft.servers}
    elif not draft.servers and shown:
        # The address that most calls go to; of those as frequent, the shortest.
        best = min(shown, key=lambda address: (-shown[address], len(address), address))
        best = _longer_base(draft, best, shown)
        where = next(
            operation.at for operation in draft.operations.values() if best in operation.servers
        )
        draft.servers[best] = where
    main = next(iter(draft.servers), "")
    prefix = urlsplit(main).path.rstrip("/")
    confirmed: set[str] = set()
    for operation in draft.operations.values():
        own = operation.servers
        paths = {urlsplit(address).path.rstrip("/") for address in own}
        if (
            base_url
            or not own
            or not main
            or prefix in paths
            or not any(_same_host(address, draft) for address in own)
        ):
            operation.servers = []
        else:
            operation.servers = own[:1]
            confirmed.add("/".join(operation.path.split("/")[:3]))
    for operation in draft.operations.values():
        # A neighbour's sample shows that such paths already have the base address' own path.
        if (
            prefix
            and not operation.servers
            and operation.path.startswith(prefix + "/")
            and "/".join(operation.path.split("/")[:3]) in confirmed
        ):
            operation.servers = [main.removesuffix(prefix)]
    _without_prefix(draft, main, prefix)


def _longer_base(draft: Draft, best: str, shown: Iterable[str]) -> str:
    """An address behind ``best`` under which all operations that are said to be at ``best`` lie,
    or ``best``.
    """
    paths = [item.path for item in draft.operations.values() if best in item.servers[:1]]
    for address in sorted(shown, key=len):
        rest = address.removeprefix(best)
        if (
            rest.startswith("/")
            and rest != address
            and all(p.startswith(f"{rest}/") for p in paths)
        ):
            return address
    return best


def _without_prefix(draft: Draft, main: str, prefix: str) -> None:
    """Operations whose whole address a page gives lie under its base address like the others:
    their paths begin behind it.
    """
    origin = main.removesuffix(prefix)
    taken = set(draft.operations)
    for key, operation in list(draft.operations.items()):
        if not prefix or operation.servers != [origin]:
            continue
        if not operation.path.startswith(f"{prefix}/"):
            continue
        made = (key[0], template_key(operation.path.removeprefix(prefix)))
        if made in taken:
            if not (operation.responses or operation.body or operation.parameters):
                del draft.operations[key]  # a call of one that is described elsewhere
        else:
            taken.add(made)
            operation.path, operation.servers = operation.path.removeprefix(prefix), []
    draft.operations = {operation.key: operation for operation in draft.operations.values()}


def _same_host(address: str, draft: Draft) -> bool:
    hosts = {urlsplit(server).hostname for server in draft.servers}
    return urlsplit(address).hostname in hosts


# --- names


def _operation_names(draft: Draft) -> None:
    taken = Names()
    for operation in draft.operations.values():
        name = operation.operation_id or operation_name(
            operation.method, operation.path, operation.summary
        )
        if name in taken:
            name = operation_name(operation.method, operation.path, "")
        operation.operation_id = taken.take(name)


def _security(draft: Draft) -> None:
    """Only schemes whose kind is known can be described; the requirement of one that is not is left
    open.
    """
    for name in [name for name, scheme in draft.schemes.items() if not scheme.kind]:
        scheme = draft.schemes.pop(name)
        draft.notes.append((f"the kind of the security scheme {name!r} is not stated", scheme.at))
        for operation in draft.operations.values():
            if operation.security:
                operation.security = [
                    names for names in operation.security if name not in names
                ] or None
    for scheme in draft.schemes.values():
        if scheme.kind == "apiKey":
            scheme.place = scheme.place or "header"
            scheme.parameter = scheme.parameter or "Authorization"


# --- inline objects


def _inline_objects(draft: Draft) -> None:
    """Objects with fields become named components; equal ones from the same lines become one."""
    namer = _Namer(draft)
    for name, schema in list(draft.schemas.items()):
        namer.inside(schema, name)
    for operation in draft.operations.values():
        stem = pascal(operation.operation_id)
        if operation.body:
            for content in operation.body.content.values():
                namer.content(content, f"{stem}Request")
        successes = [status for status in operation.responses if status.startswith("2")]
        for status, response in operation.responses.items():
            suffix = (
                "Response"
                if status in successes[:1]
                else "Error" if status == "default" else f"{status}Response"
            )
            for content in response.content.values():
                namer.content(content, f"{stem}{suffix}")
        for parameter in operation.parameters.values():
            parameter.schema = namer.outside(parameter.schema, f"{stem}{pascal(parameter.name)}")


class _Namer:
    """Gives names; what has the same facts from the same lines gets one."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.made: dict[tuple[object, ...], str] = {}
        self.names = Names(draft.schemas)

    def content(self, content: Content, name: str) -> None:
        """Names the object of a body, or the items of a list."""
        content.schema = self.outside(content.schema, name)

    def outside(self, schema: Schema, name: str, depth: int = 0) -> Schema:
        """The schema, or a reference to it where it is an object with fields."""
        if depth > 30:
            return schema
        self.inside(schema, name, depth)
        if schema.ref or not (
            schema.fields or (schema.one_of and any(option.ref for option in schema.one_of))
        ):
            return schema
        if schema.one_of:
            return schema
        shape = _shape(schema)
        known = self.made.get(shape)
        if known is None:
            known = self.names.take(name)
            self.draft.schemas[known] = schema
            self.made[shape] = known
        return Schema(
            at=schema.at,
            ref=known,
            nullable=schema.nullable,
            origin=schema.origin,
            description=schema.description,
        )

    def _values(self, items: Schema, name: str) -> Schema:
        """The values of a list's items, as an enumeration with a name."""
        shape = (items.at, tuple(map(str, items.enum)))
        known = self.made.get(shape)
        if known is None:
            known = self.names.take(_singular(name))
            self.draft.schemas[known] = items
            self.made[shape] = known
        return Schema(at=items.at, ref=known, origin=items.origin)

    def inside(self, schema: Schema, name: str, depth: int = 0) -> None:
        """Names the objects inside a schema."""
        if depth > 30:
            return
        for prop in (schema.fields or {}).values():
            prop.schema = self.outside(prop.schema, name + pascal(prop.name), depth + 1)
        if schema.items and schema.items.enum and not schema.items.ref:
            schema.items = self._values(schema.items, name)
        if schema.items:
            schema.items = self.outside(
                schema.items,
                name if name.endswith("Item") else name + "Item",
                depth + 1,
            )
        if schema.values:
            schema.values = self.outside(schema.values, name + "Value", depth + 1)
        schema.one_of = [
            self.outside(option, name + (_option_name(option) or f"Option{number}"), depth + 1)
            for number, option in enumerate(schema.one_of, 1)
        ]
        for part in schema.extends:
            self.inside(part, name, depth + 1)


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else f"{name}Item"


def _option_name(option: Schema) -> str:
    title = re.sub(
        r"\b(properties|fields|attributes|object)\b", "", option.title, flags=re.I
    ).strip()
    return pascal(title) if title else ""


def _shape(schema: Schema) -> tuple[object, ...]:
    """What makes two inline objects the same: the same facts from the same lines."""
    return (
        schema.at,
        _facts(schema.values) if schema.values else None,
        tuple(
            (prop.name, prop.at, prop.required, _facts(prop.schema))
            for prop in (schema.fields or {}).values()
        ),
    )


def _facts(schema: Schema) -> tuple[object, ...]:
    """What is known of a value; objects inside have their names already."""
    return (
        schema.type,
        schema.ref,
        schema.format,
        schema.nullable,
        tuple(map(str, schema.enum)),
        tuple(schema.fields or ()),
        *(_facts(part) for part in (schema.items, schema.values) if part is not None),
        *(_facts(part) for part in (*schema.one_of, *schema.extends)),
    )
