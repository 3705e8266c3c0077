"""Recorded calls into facts: the same template and method make one operation, whose samples are
joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import (
    Body,
    Content,
    Draft,
    Operation,
    Origin,
    Parameter,
    Property,
    Response,
    Schema,
)
from docbound.draft.interpreter.called_paths import is_version, templates
from docbound.draft.interpreter.calls import TRANSPORT_HEADERS, Call
from docbound.draft.interpreter.paths import is_placeholder_value
from docbound.draft.interpreter.samples import (
    NotJSON,
    merge_samples,
    names_type,
    parse_sample,
    sample_schema,
    schema_of,
)
from docbound.draft.interpreter.security import is_credential_header, register, schemes_of_call
from docbound.draft.used_statements import UsedStatements

_JSON: Final = "application/json"
_CREDENTIAL_QUERY: Final = re.compile(
    r"^(api[-_]?key|apikey|access[-_]?token|token|auth|key|sig|signature)$", re.I
)


def read_calls(
    calls: Sequence[Call], draft: Draft, ledger: UsedStatements
) -> dict[tuple[str, str], str]:
    """Adds what calls show to a draft.

    Args:
        calls: the calls of all files of one rank together, since only together they show what
            in a path varies.
        draft: what is known of the service already; its operations are used where a call fits one.
        ledger: where used lines are noted.

    Returns:
        The path of the operation that a call became, by method, in lower case, and its own path.
    """
    paths: dict[tuple[str, str], str] = {}
    prefixes = _base_paths(calls)
    for call, template in zip(calls, templates(calls).values(), strict=True):
        prefix = prefixes.get(call.base, "")
        path = template.removeprefix(prefix) or "/"
        operation = draft.operation(call.method, path, call.at)
        paths[call.method.lower(), call.path] = path
        ledger.use(call.at)
        if call.base:
            address = (call.base + prefix).rstrip("/")
            if address not in operation.servers:
                operation.servers.append(address)
        if call.name and not operation.summary:
            operation.summary = call.name
        _placeholders(operation, call, prefix)
        _query(operation, call, draft)
        _headers(operation, call)
        _body(operation, call)
        _response(operation, call, ledger)
        _security(draft, operation, call)
    return paths


def _base_paths(calls: Sequence[Call]) -> dict[str, str]:
    """For each origin, the path that belongs to the address: what all its calls share, up to a
    version.
    """
    paths: dict[str, list[list[str]]] = {}
    for call in calls:
        if call.base:
            paths.setdefault(call.base, []).append([part for part in call.path.split("/") if part])
    found: dict[str, str] = {}
    for base, listed in paths.items():
        shared: list[str] = []
        for parts in zip(*listed, strict=False):
            if len(set(parts)) > 1 or len(shared) == 4:
                break
            shared.append(parts[0])
        if any(len(parts) == len(shared) for parts in listed):
            shared = shared[:-1]
        versions = [index for index, part in enumerate(shared) if is_version(part)]
        if versions:
            found[base] = "/" + "/".join(shared[: versions[-1] + 1])
    return found


def _placeholders(operation: Operation, call: Call, prefix: str) -> None:
    parts = [part for part in call.path.removeprefix(prefix).split("/") if part]
    for part, value in zip(
        [part for part in operation.path.split("/") if part], parts, strict=False
    ):
        if not (part.startswith("{") and part.endswith("}")):
            continue
        name = part[1:-1]
        shown = _shown(value, call.at)
        known = operation.parameters.get(("path", name))
        if known is None:
            operation.parameters["path", name] = Parameter(
                name=name,
                place="path",
                schema=shown,
                at=call.at,
                required=True,
                origin=Origin.SAMPLE,
            )
        else:
            known.schema = _simple(known.schema, shown)


def _shown(value: str, at: At) -> Schema:
    """What a value in an address or a header shows; a placeholder shows the type that it names."""
    if not is_placeholder_value(value) or names_type(value):
        return sample_schema(value, at)
    return Schema(at=at)


def _simple(one: Schema, two: Schema) -> Schema:
    """Two samples of a value in an address: text is the widest."""
    if one.empty or two.empty:
        return two if one.empty else one
    if one.type == two.type:
        one.format = one.format if one.format == two.format else ""
        return one
    if {one.type, two.type} == {"integer", "number"}:
        return one if one.type == "number" else two
    return (
        one
        if one.type == "string"
        else (
            two if two.type == "string" else Schema(at=one.at, origin=Origin.SAMPLE, type="string")
        )
    )


def _query(operation: Operation, call: Call, draft: Draft) -> None:
    seen: dict[str, list[str]] = {}
    for name, value in call.query:
        seen.setdefault(name, []).append(value)
    for name, values in seen.items():
        if _CREDENTIAL_QUERY.match(name):
            from docbound.draft.facts import Scheme

            scheme = Scheme(
                name="apiKeyQuery",
                kind="apiKey",
                at=call.at,
                place="query",
                parameter=name,
            )
            names = register(draft, [scheme])
            operation.security, operation.security_at = [names], call.at
            continue
        shown = Schema(at=call.at, origin=Origin.SAMPLE)
        for value in values:
            if value:
                shown = _simple(shown, _shown(value, call.at))
        if len(values) > 1 or name.endswith("[]"):
            shown = Schema(
                at=call.at,
                origin=Origin.SAMPLE,
                type="array",
                items=None if shown.empty else shown,
            )
        _sampled(operation, "query", name, shown, call.at)


def _sampled(operation: Operation, place: str, name: str, shown: Schema, at: At) -> None:
    known = operation.parameters.get((place, name))
    if known is None:
        operation.parameters[place, name] = Parameter(
            name=name, place=place, schema=shown, at=at, origin=Origin.SAMPLE
        )
    elif known.schema.type == "array" or shown.type == "array":
        if known.schema.type == shown.type:
            known.schema = merge_samples([known.schema, shown]) or known.schema
    else:
        known.schema = _simple(known.schema, shown)


def _headers(operation: Operation, call: Call) -> None:
    for name, value in call.headers.items():
        lower = name.lower()
        if (
            lower in TRANSPORT_HEADERS
            or lower.startswith(("sec-", "cf-", ":", "x-amz", "x-forwarded", "x-stainless"))
            or is_credential_header(name)
            or not re.fullmatch(r"[\w-]+", name)
        ):
            continue
        known = next(
            (key for key in operation.parameters if key[0] == "header" and key[1].lower() == lower),
            ("header", name),
        )
        _sampled(operation, "header", known[1], _shown(value, call.at), call.at)


def _body(operation: Operation, call: Call) -> None:
    if (call.body is None and not call.form) or not call.media_type:
        return
    at = call.body_at or call.at
    body = operation.body or Body(at=at)
    shown: Schema | None = None
    if call.form:
        shown = Schema(at=at, origin=Origin.SAMPLE, type="object", fields={})
        for name, value in call.form:
            schema = (
                Schema(
                    at=at,
                    origin=Origin.SAMPLE,
                    type="string",
                    format="binary",
                    format_at=at,
                )
                if value is None
                else sample_schema(value, at)
            )
            assert shown.fields is not None
            shown.fields[name] = Property(name=name, schema=schema, at=at, origin=Origin.SAMPLE)
    elif call.body is not None:
        shown = _parsed(call.body, call.media_type, at)
    if shown is None:
        return
    operation.body = body
    _add_content(body.content, call.media_type, shown, at)


def _parsed(text: str, media: str, at: At) -> Schema | None:
    """What a body shows; JSON is read whatever its media type says, any other text is text."""
    try:
        value = parse_sample(text)
    except (NotJSON, RecursionError):
        if "json" in media:
            return None
        return Schema(at=at, origin=Origin.SAMPLE, type="string") if text.strip() else None
    if "json" not in media and not isinstance(value.content, (dict, list)):
        return Schema(at=at, origin=Origin.SAMPLE, type="string")
    # The lines of a body inside a string of the file are not those of the file.
    shown = schema_of(value, at.source, at.line)
    for inner in shown.walk():
        inner.at = at
        for prop in (inner.fields or {}).values():
            prop.at = at
    return shown


def _add_content(contents: dict[str, Content], media: str, shown: Schema, at: At) -> None:
    known = contents.get(media)
    if known is None:
        contents[media] = Content(media_type=media, schema=shown, at=at)
    else:
        known.schema = merge_samples([known.schema, shown]) or known.schema


def _response(operation: Operation, call: Call, ledger: UsedStatements) -> None:
    if not call.status and call.response is None:
        return
    status = str(call.status) if call.status else call.unstated
    at = call.response_at or call.at
    ledger.use(at)
    response = operation.responses.setdefault(
        status, Response(status=status, at=at, status_known=bool(call.status))
    )
    if (
        call.response is None
        or not call.response.strip()
        or call.status in (204, 304)
        or call.method == "HEAD"
    ):
        return
    media = call.response_media_type.replace("*/*", "") or (
        _JSON if call.response.lstrip().startswith(("{", "[")) else "text/plain"
    )
    shown = _parsed(call.response, media, at)
    if shown is not None:
        _add_content(response.content, media, shown, at)


def _security(draft: Draft, operation: Operation, call: Call) -> None:
    schemes = schemes_of_call(call)
    if not schemes:
        return
    names = register(draft, schemes)
    if operation.security is None:
        operation.security, operation.security_at = [], call.at
    if names not in operation.security:
        operation.security.append(names)
