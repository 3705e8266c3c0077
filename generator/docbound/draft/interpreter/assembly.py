"""What was read about an operation, put together: parameters in their places, one body, responses,
samples of calls, security.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import At, Code, Field
from docbound.draft.facts import (
    Body,
    Content,
    Operation,
    Origin,
    Parameter,
    Property,
    Response,
    Schema,
)
from docbound.draft.interpreter.calls import TRANSPORT_HEADERS, Call, essence
from docbound.draft.interpreter.enum_rows import EnumRows
from docbound.draft.interpreter.fields import Fields, code_schema, fill_object, schema_of_field
from docbound.draft.interpreter.operation_facts import Collected, OperationFacts
from docbound.draft.interpreter.paths import is_placeholder_value, matches, placeholders
from docbound.draft.interpreter.samples import (
    NotJSON,
    Value,
    merge_samples,
    parse_sample,
    schema_of,
)
from docbound.draft.interpreter.security import (
    header_scheme,
    is_credential_header,
    register,
    schemes_of_call,
)
from docbound.draft.merging import fill_from_sample

_JSON: Final = "application/json"
_EMPTY_SUCCESSES: Final = frozenset({"204", "205"})
_OTHER_SUCCESSES: Final = frozenset({"202", "203", "206", "207"})
"""Beside another success, these have its body in half of the cases only."""
_UNSTATED: Final = frozenset({"success", "error"})
_WITHOUT_BODY: Final = frozenset({"get", "head", "delete", "options", "trace"})


def names_of(fields: Iterable[Field]) -> Iterator[str]:
    """The names of fields and of their parts, as they follow one another."""
    for made in fields:
        yield made.name
        yield from names_of(child for child in made.children if isinstance(child, Field))


def add_enum_rows(made: Field, values: EnumRows) -> Field:
    """A field with the values that a table of enumerated values gives it, its parts likewise."""
    listed = values.take(made.name)
    if listed and not made.enum:
        made = replace(made, enum=tuple(listed))
    children = tuple(
        add_enum_rows(child, values) if isinstance(child, Field) else child
        for child in made.children
    )
    return replace(made, children=children) if children else made


def assemble(reader: OperationFacts) -> None:
    """Completes the operation of a reader."""
    if reader.style.generated:
        _place_generated(reader)
    else:
        _place_params(reader)
    calls = [call for call in reader.calls if _is_of(reader.operation, call)]
    _path_parameters(reader, calls)
    _body(reader, calls)
    for call in calls:
        _from_call(reader, call)
    _other_bodies(reader)
    _responses(reader, _accepted(reader, calls))
    _security(reader, calls)


def _is_of(operation: Operation, call: Call) -> bool:
    return (
        call.method.lower() == operation.method and matches(operation.path, call.path) is not None
    )


# --- parameters


def _parameter(reader: OperationFacts, made: Field, place: str, *, known: bool = True) -> None:
    schema, required = schema_of_field(made, reader.style, reader.ledger)
    reader.ledger.use(made.at)
    if place == "path":
        required = True
    parameter = Parameter(
        name=made.name,
        place=place,
        schema=schema,
        at=made.at,
        required=required,
        description=(
            " ".join(made.text.value.split())
            if made.text and made.text.value.lower() not in ("none", "-")
            else ""
        ),
        place_known=known,
        python_name=made.name if reader.style.generated else "",
    )
    existing = reader.operation.parameters.get((place, made.name))
    if existing is None or existing.origin < Origin.STATED or existing.schema.empty:
        reader.operation.parameters[place, made.name] = parameter


def _place_params(reader: OperationFacts) -> None:
    operation = reader.operation
    names = placeholders(operation.path)
    unplaced: list[Field] = []
    for made, place in reader.params:
        if place in ("path", "url") and made.name not in names:
            close = _same_name(made.name, names)
            if close:
                made = replace(made, name=close)
            elif place == "path":
                unplaced.append(made)
                continue
            else:
                place = "query"
        if made.name in names and place in ("", "url", "body", "path"):
            place = "path"
        elif (close := _same_name(made.name, names)) and place in ("", "url"):
            made, place = replace(made, name=close), "path"
        # Slate's generators list what authorizes a call elsewhere.
        if place == "header" and _is_security(made) and not reader.style.listed_schemas:
            names_of = register(reader.draft, [header_scheme(made.name, made.at)])
            reader.ledger.use(made.at)
            _require(operation, names_of, made.at)
        elif place == "header" and made.name.lower() in (
            "content-type",
            "accept",
            "authorization",
            "content-length",
        ):
            _transport_header(reader, made)
        elif place == "":
            _placed_by_method(reader, made)
        elif place in ("body", "form"):
            if made.location == "body" and _is_whole_body(made):
                _body_row(reader, made)
                continue
            reader.body.fields.append(made)
            reader.body.at = reader.body.at or made.at
            if place == "form" and not reader.body.media_type:
                reader.body.media_type = (
                    "multipart/form-data"
                    if re.search(r"file|binary", made.type, re.I)
                    else "application/x-www-form-urlencoded"
                )
        else:
            _parameter(reader, made, place)
    _unplaced_placeholders(reader, unplaced)


def _is_whole_body(made: Field) -> bool:
    """Whether a row of the body is the body: it is named so, or after its type, as the pages of
    Swagger 2.0 name it.
    """
    return made.name == "body" or made.name.lower() == schema_of_field_type(made).ref.lower()


def _same_name(name: str, names: Sequence[str]) -> str:
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    return next(
        (
            other
            for other in names
            if re.sub(r"[^a-z0-9]", "", other.lower()) == key and other != name
        ),
        "",
    )


def _is_security(made: Field) -> bool:
    return is_credential_header(made.name)


def _transport_header(reader: OperationFacts, made: Field) -> None:
    """A row about a header that is no parameter: it may tell the media type or the kind of
    credential.
    """
    from docbound.draft.interpreter.security import scheme_from_value

    text = f"{made.example} {made.text.value if made.text else ''} {made.default or ''}"
    reader.ledger.use(made.at)
    media = re.search(r"\b(application|multipart|text)/[\w.+-]+", text)
    if made.name.lower() == "content-type" and media:
        reader.body.media_type = reader.body.media_type or media[0]
    elif made.name.lower() == "authorization":
        kind = re.search(r"\b(bearer|basic)\b", text, re.I)
        scheme = scheme_from_value(
            kind[0] + " x" if kind else made.example.strip("` ") or "key", made.at
        )
        if scheme:
            _require(reader.operation, register(reader.draft, [scheme]), made.at)


def _require(operation: Operation, names: tuple[str, ...], at: At) -> None:
    """Adds schemes that are needed together with those already known."""
    known = operation.security[0] if operation.security else ()
    operation.security = [tuple(dict.fromkeys((*known, *names)))]
    operation.security_at = operation.security_at or at


def _placed_by_method(reader: OperationFacts, made: Field) -> None:
    """A parameter whose place the page does not tell: by samples of calls, else by the method."""
    operation = reader.operation
    for call in reader.calls:
        if _is_of(operation, call):
            if any(name == made.name for name, _ in call.query):
                _parameter(reader, made, "query")
                return
            if call.body is not None and re.search(rf"\b{re.escape(made.name)}\b", call.body):
                reader.body.fields.append(made)
                reader.body.at = reader.body.at or made.at
                return
    if made.name == "body" and operation.method not in _WITHOUT_BODY:
        _body_row(reader, made)
    elif operation.method in _WITHOUT_BODY:
        _parameter(reader, made, "query", known=False)
    else:
        reader.body.fields.append(made)
        reader.body.at = reader.body.at or made.at


def _body_row(reader: OperationFacts, made: Field) -> None:
    """A row named ``body``, as widdershins has: the body as a whole, with its fields as parts."""
    schema, required = schema_of_field(made, reader.style, reader.ledger)
    reader.ledger.use(made.at)
    reader.body.at = reader.body.at or made.at
    if not schema.empty:
        reader.body.refs.append(schema)
    if required:
        reader.operation.body = reader.operation.body or Body(at=made.at)
        reader.operation.body.required = True


def _unplaced_placeholders(reader: OperationFacts, unplaced: list[Field]) -> None:
    """Path parameters that the template has under another name: identified only if there is one of
    each.
    """
    operation = reader.operation
    open_names = [
        name for name in placeholders(operation.path) if ("path", name) not in operation.parameters
    ]
    if len(unplaced) == len(open_names):
        for made, name in zip(unplaced, open_names, strict=True):
            _parameter(reader, replace(made, name=name), "path")
    else:
        for made in unplaced:
            reader.draft.notes.append(
                (
                    f"{operation.label}: the path has no placeholder for {made.name!r}",
                    made.at,
                )
            )


def _place_generated(reader: OperationFacts) -> None:
    """Parameters of a generated page, which does not tell places: by the path, the links, and the
    media types that are sent.
    """
    operation = reader.operation
    names = placeholders(operation.path)
    sent = reader.content_types or []
    form = [
        media
        for media in sent
        if media.startswith("multipart/") or media == "application/x-www-form-urlencoded"
    ]
    only_form = bool(form) and len(form) == len(sent)
    unsent = operation.method in _WITHOUT_BODY
    bodies = [
        made
        for made, _ in reader.params
        if (sent or (made.name == "body" and not unsent)) and _is_body_row(made, names)
    ]
    if only_form and len(reader.params) - len(names) > 1:
        bodies = []  # Generators write the fields of a form as parameters; one may be a model.
    for made, place in reader.params:
        if made.name == "ctx" and "context" in made.type.lower():
            continue  # of Go's functions, not of the operation
        close = made.name if made.name in names else _same_name(made.name, names)
        if close or place == "path":
            _parameter(reader, replace(made, name=close or made.name), "path")
        elif made in bodies[:1] or (
            sent and not bodies and not only_form and _last_resort_body(made, reader)
        ):
            _generated_body(reader, made)
        elif only_form and not bodies and not re.match(r"x[_-]|if[_-]", made.name, re.I):
            reader.body.fields.append(made)
            reader.body.at = reader.body.at or made.at
        else:
            header = bool(re.match(r"x[_-]|if_(none_)?match|if_(un)?modified", made.name, re.I))
            _parameter(reader, made, "header" if header else "query", known=False)
    reader.body.media_type = ",".join(sent)


def _is_body_row(made: Field, names: Sequence[str]) -> bool:
    if made.name in names:
        return False
    links = made.text.links if made.text else ()
    for link in links:
        target = link.target.split("#")[0]
        label = link.label.strip("*` ")
        if (
            target.endswith(".md")
            and target not in (".md",)
            and label
            and label in made.type.replace("*", "")
        ):
            schema = schema_of_field_type(made)
            return bool(
                schema.ref
                or (schema.items and schema.items.ref)
                or (schema.values and schema.values.ref)
            ) or made.name.lower() in ("body", "request_body")
    return made.name.lower() in ("body", "request_body", "requestbody", "payload")


def schema_of_field_type(made: Field) -> Schema:
    """The type of a field alone."""
    from docbound.draft.vocabulary.type_words import read_type

    return read_type(made.type, made.at, made.text.links if made.text else ()).schema


def _last_resort_body(made: Field, reader: OperationFacts) -> bool:
    """Something is sent and no row is a model: the row whose type a query cannot have, or the only
    row there is.
    """
    names = placeholders(reader.operation.path)
    rest = [
        row for row, _ in reader.params if row.name not in names and not _same_name(row.name, names)
    ]
    schema = schema_of_field_type(made)
    complex_type = bool(
        schema.ref
        or schema.type == "object"
        or schema.values
        or (schema.items and (schema.items.ref or schema.items.type == "object"))
    )
    if complex_type:
        return True
    others = any(
        (other := schema_of_field_type(row)).ref or other.type == "object"
        for row in rest
        if row is not made
    )
    return not others and len(rest) == 1 and reader.operation.method in ("post", "put", "patch")


def _generated_body(reader: OperationFacts, made: Field) -> None:
    schema, required = schema_of_field(made, reader.style, reader.ledger)
    reader.ledger.use(made.at)
    reader.body.refs.append(schema)
    reader.body.at = made.at
    reader.operation.body = Body(at=made.at, required=required, argument=made.name)


def _path_parameters(reader: OperationFacts, calls: Sequence[Call]) -> None:
    """A parameter for each placeholder, in the order of the template; samples tell the type where
    the page does not.
    """
    operation = reader.operation
    for name in placeholders(operation.path):
        parameter = operation.parameters.get(("path", name))
        if parameter is None:
            kind = reader.declared.template.types.get(name, "")
            schema = Schema(at=operation.at, type=kind)
            parameter = Parameter(
                name=name, place="path", schema=schema, at=operation.at, required=True
            )
            operation.parameters["path", name] = parameter
        if parameter.schema.empty:
            values: list[Schema] = []
            for call in calls:
                found = matches(operation.path, call.path)
                value = found[1].get(name, "") if found else ""
                if value and not is_placeholder_value(value):
                    values.append(sample_schema(value, call.at))
            shown = merge_samples(values)
            if shown is not None:
                parameter.schema = shown
    for name in reader.declared.template.query:
        if ("query", name) not in operation.parameters:
            operation.parameters["query", name] = Parameter(
                name=name,
                place="query",
                schema=Schema(at=operation.at),
                at=operation.at,
            )
    if reader.style.generated:
        return  # their order is that of the arguments
    reader.operation.parameters = dict(
        sorted(
            operation.parameters.items(),
            key=lambda pair: _order(pair[0], placeholders(operation.path)),
        )
    )


def _order(key: tuple[str, str], names: Sequence[str]) -> tuple[int, int]:
    place, name = key
    places = ("path", "query", "header", "cookie")
    return places.index(place) if place in places else 9, (
        names.index(name) if place == "path" and name in names else 0
    )


def sample_schema(text: str, at: At) -> Schema:
    """What a value in an address shows."""
    try:
        value = parse_sample(text)
    except NotJSON:
        value = Value(content=text, line=1)
    if value.unknown or value.content is None or isinstance(value.content, (dict, list)):
        value = Value(content=text, line=1)  # the text may be the name of a type, too
    if (
        isinstance(value.content, int)
        and not isinstance(value.content, bool)
        and (len(text) > 15 or re.match(r"-?0\d", text))
    ):
        value = Value(content=text, line=1)
    return schema_of(value, at.source, at.line)


# --- calls


def _from_call(reader: OperationFacts, call: Call) -> None:
    operation = reader.operation
    found = matches(operation.path, call.path)
    if found and call.base and reader.style.generated is False:
        _server(reader, call.base + found[0])
    for name, text in call.query:
        _sample_parameter(operation, "query", name, text, call.at)
    for name, text in call.headers.items():
        if (
            name.lower() in TRANSPORT_HEADERS
            or is_credential_header(name)
            or not re.fullmatch(r"[\w-]+", name)
        ):
            continue
        _sample_parameter(operation, "header", name, text, call.at)


def _server(reader: OperationFacts, address: str) -> None:
    """The address of a sample. Where the page states a base address that does not lead there, it is
    this operation's own.
    """
    operation = reader.operation
    address = address.rstrip("/")
    if address not in operation.servers:
        operation.servers.append(address)


def _sample_parameter(operation: Operation, place: str, name: str, text: str, at: At) -> None:
    key = next(
        (key for key in operation.parameters if key[0] == place and key[1].lower() == name.lower()),
        (place, name),
    )
    shown = (
        Schema(at=at, origin=Origin.SAMPLE, type="")
        if is_placeholder_value(text) or not text
        else sample_schema(text, at)
    )
    parameter = operation.parameters.get(key)
    if parameter is None:
        if name.endswith("[]"):
            shown = Schema(at=at, origin=Origin.SAMPLE, type="array", items=shown)
        operation.parameters[key] = Parameter(
            name=name, place=place, schema=shown, at=at, origin=Origin.SAMPLE
        )
    elif parameter.schema.empty:
        parameter.schema = shown
    elif parameter.origin is Origin.SAMPLE or parameter.schema.origin is Origin.SAMPLE:
        parameter.schema = merge_samples([parameter.schema, shown]) or shown


# --- bodies


def _body(reader: OperationFacts, calls: Sequence[Call]) -> None:
    collected = reader.body
    operation = reader.operation
    sent = [call for call in calls if call.body is not None or call.form]
    json_calls = [call for call in sent if call.body is not None and "json" in call.media_type]
    at = collected.at or (sent[0].at if sent else None)
    if at is None and not (collected.fields or collected.refs or collected.samples):
        return
    stated = bool(collected.fields or collected.refs or reader.content_types)
    if operation.method in ("get", "head") and not stated:
        return
    if operation.method == "delete" and not (stated or collected.samples or json_calls):
        return  # a form that a command sends with DELETE is left from another command
    at = at or (collected.samples[0].at if collected.samples else operation.at)
    samples = list(collected.samples)
    samples += [Code(text=call.body or "", at=call.body_at or call.at) for call in json_calls]
    schema = _schema_of_collected(reader, collected, samples, at)
    form_schema = _form_schema(sent, schema if collected.fields else None, at)
    body = operation.body or Body(at=at)
    operation.body = body
    types = dict(_media_types(collected, sent, calls))
    for media in _with_samples(reader, collected, list(types)):
        types.setdefault(media, True)
    for media, stated in types.items():
        form = media.startswith("multipart/") or media == "application/x-www-form-urlencoded"
        chosen = form_schema if form and form_schema is not None else schema
        if chosen is not None:
            body.content[media] = Content(media_type=media, schema=chosen, at=at, stated=stated)
        else:
            body.content[media] = Content(
                media_type=media, schema=Schema(at=at), at=at, stated=stated
            )
    if (
        body.required is None
        and schema is not None
        and any(prop.required for prop in (schema.fields or {}).values())
    ):
        body.required = True


def _other_bodies(reader: OperationFacts) -> None:
    """Further media types that the page names for the body, with what it shows of each."""
    operation = reader.operation
    for media, collected in reader.other_bodies.items():
        at = collected.at or operation.at
        body = operation.body or Body(at=at)
        operation.body = body
        if media not in body.content:
            schema = _schema_of_collected(reader, collected, collected.samples, at) or Schema(at=at)
            body.content[media] = Content(media_type=media, schema=schema, at=at)


def _media_types(
    collected: Collected, sent: Sequence[Call], calls: Sequence[Call]
) -> list[tuple[str, bool]]:
    stated = [media for media in collected.media_type.split(",") if media]
    if stated:
        return [(media, True) for media in dict.fromkeys(stated)]
    shown = list(
        dict.fromkeys(
            call.media_type for call in sent if call.media_type and "/" in call.media_type
        )
    )
    # A body that is written as JSON and sent as text is JSON.
    shown = [
        (
            _JSON
            if media == "text/plain"
            and any((call.body or "").lstrip().startswith("{") for call in sent)
            else media
        )
        for media in shown
    ]
    if shown:
        return [(media, True) for media in dict.fromkeys(shown)]
    headers = (essence(call.header("content-type")) for call in calls)
    named = [media for media in headers if re.fullmatch(r"[\w.+-]+/[\w.+*-]+", media)]
    if named:
        return [(media, True) for media in dict.fromkeys(named)]
    if any(re.search(r"\bfile\b|binary", made.type, re.I) for made in collected.fields):
        return [("multipart/form-data", False)]
    return [(_JSON, False)]


def _form_schema(sent: Sequence[Call], stated: Schema | None, at: At) -> Schema | None:
    """The fields that calls send as a form, added to those that the page states."""
    forms = [call for call in sent if call.form]
    if not forms:
        return stated
    schema = stated or Schema(at=at, origin=Origin.SAMPLE, type="object", fields={})
    if schema.fields is None:
        schema.fields = {}
    for call in forms:
        for name, text in call.form:
            known = schema.fields.get(name)
            if text is None:
                shown = Schema(
                    at=call.at,
                    origin=Origin.SAMPLE,
                    type="string",
                    format="binary",
                    format_at=call.at,
                )
            else:
                shown = sample_schema(text, call.at)
            if known is None:
                schema.fields[name] = Property(
                    name=name, schema=shown, at=call.at, origin=Origin.SAMPLE
                )
            elif known.schema.empty:
                known.schema = shown
    return schema


def _schema_of_collected(
    reader: OperationFacts, collected: Collected, samples: Sequence[Code], at: At
) -> Schema | None:
    """What is stated of a body, with what its samples add."""
    style, ledger = reader.style, reader.ledger
    shown = code_schema(samples, ledger)
    if collected.refs:
        schema = collected.refs[0]
        if schema.ref and collected.fields and not style.generated:
            for made in collected.fields:
                ledger.use(made.at)
        if not (schema.ref or schema.items or schema.fields) and shown is not None:
            fill_from_sample(schema, shown)
        if shown is not None and shown.type == "array" and _is_listed_object(reader, schema):
            # Of a list, some pages of Slate's generators name the items alone.
            return Schema(at=schema.at, type="array", items=schema)
        return schema
    if collected.fields or collected.alternatives:
        alternatives = collected.alternatives
        parts = Fields(fields=list(collected.fields), alternatives=[], samples=[])
        if len(alternatives) == 1:
            parts.fields.extend(alternatives[0][1])
        else:
            parts.alternatives.extend(alternatives)
        schema = Schema(at=at, type="object")
        if shown is not None and shown.type == "array" and not alternatives:
            schema.fields = None
            items = Schema(at=at, type="object")
            fill_object(items, parts, style, ledger, 0)
            schema = Schema(at=at, type="array", items=items)
        else:
            fill_object(schema, parts, style, ledger, 0)
        if shown is not None:
            fill_from_sample(schema, shown)
        return schema
    return shown


def _is_listed_object(reader: OperationFacts, schema: Schema) -> bool:
    """Whether a schema is the name of an object that Slate's generators list."""
    known = reader.draft.schemas.get(schema.ref) if schema.ref else None
    listed = schema.ref.lower() in reader.style.listed_schemas
    return listed and known is not None and known.type == "object" and known.fields is not None


def _accepted(reader: OperationFacts, calls: Sequence[Call]) -> str:
    """The media type that the samples of a generator ask for: that of the responses."""
    if not reader.style.listed_schemas:
        return ""
    accept_fields = {call.header("accept").strip().lower() for call in calls}
    only = accept_fields.pop() if len(accept_fields) == 1 else ""
    return only if re.fullmatch(r"[\w.+-]+/[\w.+-]+", only) else ""


def _responses(reader: OperationFacts, accepted: str) -> None:
    operation = reader.operation
    _generated_return(reader)
    # What is said of a status counts before samples whose status is not said.
    by_status = sorted(reader.responses.items(), key=lambda pair: pair[0] in _UNSTATED)
    for code, collected in by_status:
        status, known = _final_status(operation, code)
        response = operation.responses.get(status)
        if response is None:
            response = Response(status=status, at=collected.at or operation.at, status_known=known)
            operation.responses[status] = response
        collected.media_type = collected.media_type or accepted
        _fill_response(reader, response, collected)
    operation.responses = dict(
        sorted(
            operation.responses.items(),
            key=lambda pair: (pair[0] == "default", pair[0]),
        )
    )


def _final_status(operation: Operation, code: str) -> tuple[str, bool]:
    """The status of a response, and whether the page shows it."""
    if code == "success":
        shown = [status for status in operation.responses if status.startswith("2")]
        return (shown[0], True) if shown else ("200", False)
    if code == "error":
        return "default", False
    return code, True


def _fill_response(reader: OperationFacts, response: Response, collected: Collected) -> None:
    at = collected.at or response.at
    schema = _schema_of_collected(reader, collected, collected.samples, at)
    if schema is None:
        return
    for number, media in enumerate(_shown_media_types(reader, collected)):
        shown = copy.deepcopy(schema) if number else schema
        _add_content(response, media, shown, stated=bool(collected.media_type))


_XML: Final = "application/xml"


def _shown_media_types(reader: OperationFacts, collected: Collected) -> list[str]:
    """The media types of a response: those that are stated, and those of the samples that Slate's
    generators write, one for each.
    """
    stated = (collected.media_type or _JSON).split(",")
    return _with_samples(reader, collected, stated) if len(stated) == 1 else stated


def _with_samples(reader: OperationFacts, collected: Collected, stated: list[str]) -> list[str]:
    """Media types with those added of which a generator shows a sample."""
    if not reader.style.listed_schemas or not collected.has_xml:
        return stated
    shown = [_XML, *([_JSON] if collected.samples else [])]
    kinds = {media[-4:].strip("/") for media in stated}
    return [*stated, *(media for media in shown if media[-4:].strip("/") not in kinds)]


def _add_content(response: Response, media: str, schema: Schema, *, stated: bool) -> None:
    existing = response.content.get(media)
    if existing is not None:
        if existing.schema.ref:
            return
        shown_only = existing.schema.empty or existing.schema.origin is Origin.SAMPLE
        if shown_only and schema.origin is Origin.STATED:
            fill_from_sample(schema, existing.schema)
            existing.schema, existing.at = schema, schema.at
        elif shown_only:
            existing.schema = merge_samples([existing.schema, schema]) or schema
        else:
            fill_from_sample(existing.schema, schema)
        return
    response.content[media] = Content(media_type=media, schema=schema, at=schema.at, stated=stated)


def _generated_return(reader: OperationFacts) -> None:
    """The return type of a generated page is that of 200 and 201, else of the other successes with
    a body, else of the default.
    """
    if reader.returns is None or reader.void:
        return
    operation = reader.operation
    codes = sorted(code for code in operation.responses if code.startswith("2"))
    codes = [code for code in codes if code not in _EMPTY_SUCCESSES] or codes[:1]
    codes = [code for code in codes if code not in _OTHER_SUCCESSES] or codes
    at = operation.returns_at or operation.at
    for code in codes or ["default" if "default" in operation.responses else "200"]:
        response = operation.responses.setdefault(
            code, Response(status=code, at=at, status_known=False)
        )
        for media in reader.accept or [_JSON]:
            response.content[media] = Content(
                media_type=media,
                schema=copy.deepcopy(reader.returns),
                at=at,
                stated=bool(reader.accept),
            )


# --- security


def _security(reader: OperationFacts, calls: Sequence[Call]) -> None:
    operation = reader.operation
    before = reader.known_security
    _own_security(reader, calls)
    if before is not None and operation.security is not None and before != operation.security:
        # The page describes the operation twice, for callers with and without credentials, say.
        both = [*(before or [()]), *(operation.security or [()])]
        operation.security = list(dict.fromkeys(both))


def _own_security(reader: OperationFacts, calls: Sequence[Call]) -> None:
    operation = reader.operation
    if reader.auth_needed is False:
        operation.security = []
        return
    if operation.security is not None and operation.security is not reader.known_security:
        return
    shown: list[tuple[str, ...]] = []
    for call in calls or reader.calls:
        schemes = schemes_of_call(call)
        if schemes:
            names = register(reader.draft, schemes)
            operation.security_at = operation.security_at or call.at
            if names not in shown:
                shown.append(names)
    if shown:
        operation.security = (
            [max(shown, key=len)] if len({len(names) for names in shown}) > 1 else shown
        )
        if reader.optional_auth:
            operation.security.append(())
