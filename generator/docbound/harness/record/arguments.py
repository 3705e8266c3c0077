"""The arguments of a call: what the user gives, else the description's examples, else made
values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from docbound.fixtures.files import file_data, file_of_range
from docbound.harness.described_service import Media, Node, Service, ServiceOperation
from docbound.harness.errors import failure
from docbound.harness.package_methods import Binding
from docbound.harness.parameter_values import MISSING, kinds_of, read_parameter, scalar
from docbound.package import Method
from docbound.records import record
from docbound.redaction import Redactor
from docbound.runtime.http.media_types import is_text
from docbound.traffic import HttpRequest
from docbound.traffic.messages import is_json, media_type
from docbound.traffic.multipart import Part, split_parts

from ..clients import Client
from ..values.samples import NO_VALUE, parameter_sample, sample


@record
class CallArguments:
    """What a method is called with: the arguments as plain data, and options of the call."""

    arguments: Mapping[str, object]
    options: Mapping[str, object]


def from_examples(
    client: Client,
    operation: ServiceOperation,
    binding: Binding,
    given: Mapping[str, object],
    *,
    everything: bool = False,
) -> CallArguments:
    """Required arguments from the description's examples, and whatever is given.

    Args:
        client: the client.
        operation: what is called.
        binding: its method.
        given: arguments by their Python name or wire name; they come before examples.
        everything: whether optional parameters that have an example are given, too.

    Raises:
        HarnessError: the method has no such argument, or a required value could not be found.
    """
    found: dict[str, object] = {}
    left = dict(given)
    options: dict[str, object] = {}
    for argument in binding.method.arguments:
        for key in (argument.name, argument.wire_name):
            if key and key in left:
                found[argument.name] = left.pop(key)
                break
        else:
            if not (argument.required or (everything and argument.example_is_documented)):
                continue
            value = _example(client, operation, argument.wire_name, argument.location)
            if value is NO_VALUE:
                raise failure(
                    "no-example",
                    f"{operation.name} needs {argument.name}, and the description has no example"
                    " from which to take it",
                    f"give it: --argument {argument.name}=VALUE",
                    position=client.service.position(operation.node.pointer),
                )
            found[argument.name] = value
    if left:
        known = ", ".join(argument.name for argument in binding.method.arguments) or "none"
        raise failure(
            "unknown-argument",
            f"{operation.name} has no argument {next(iter(left))!r}; there are: {known}",
            "correct the name",
            exit_code=2,
        )
    return CallArguments(arguments=found, options=options)


def _example(client: Client, operation: ServiceOperation, wire_name: str, location: str) -> object:
    if location == "body":
        media = preferred(operation)
        if media is None:
            return NO_VALUE
        found = sample(client.service, client.judge, media, in_request=True)
        return file_of_range(media.name) or _as_text(media.name, found)
    for row in operation.parameters:
        if (row.name, row.location) == (wire_name, location):
            return parameter_sample(client.service, client.judge, row.node, row.schema)
    return NO_VALUE


def _as_text(name: str, value: object) -> object:
    """A body as it is given to the package, which writes no mapping under a media type of text.
    YAML reads JSON; of XML and the like there is no example.
    """
    kind = media_type(name)[0]
    if is_text(kind) and not is_json(kind) and isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if "yaml" in kind else NO_VALUE
    return value


def redacted_call(redactor: Redactor, call: CallArguments) -> CallArguments:
    """Arguments without secrets, as plain data."""
    return CallArguments(
        arguments={name: redactor.data(value, name) for name, value in call.arguments.items()},
        options=dict(call.options),
    )


def preferred(operation: ServiceOperation) -> Media | None:
    """The media type in which a body is written down best: JSON, else the first."""
    for media in operation.bodies:
        if is_json(media_type(media.name)[0]):
            return media
    return operation.bodies[0] if operation.bodies else None


def from_request(
    client: Client,
    operation: ServiceOperation,
    binding: Binding,
    request: HttpRequest,
    path: Mapping[str, str],
) -> CallArguments | None:
    """The arguments with which a request of another tool would have been made; None where its body
    cannot be read back.

    Args:
        client: the client.
        operation: what was called.
        binding: its method.
        request: the request.
        path: the values in its path.
    """
    found: dict[str, object] = {}
    query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    for row in operation.parameters:
        argument = binding.argument(row.name, row.location)
        if argument is None:
            continue
        header = request.header(row.name)
        pairs = {
            "path": list(path.items()),
            "query": query,
            "header": [(row.name, header)] if header else [],
        }.get(row.location, [])
        value = read_parameter(client.service, row, pairs)
        if value is not MISSING:
            found[argument.name] = value
    for argument in binding.method.arguments:
        if argument.location == "accept" and _requests_a_stream(binding.method, request):
            found[argument.name] = True
    body = binding.argument("", "body")
    if not request.body or body is None:
        return CallArguments(arguments=found, options={})
    media, options = media_type(request.header("content-type"))
    schema = _schema_of(operation, media)
    if media.startswith("multipart/"):
        value = _multipart(client.service, schema, request.body, options.get("boundary", ""))
    else:
        value = _body(media, request.body, is_binary=_is_binary(client.service, schema))
    if value is MISSING:
        return None
    found[body.name] = value
    first = media_type(operation.bodies[0].name)[0] if operation.bodies else media
    several = len(operation.bodies) > 1 and media and media != first
    return CallArguments(arguments=found, options={"_content_type": media} if several else {})


def _schema_of(operation: ServiceOperation, media: str) -> Node | None:
    by_name = {media_type(item.name)[0]: item.schema for item in operation.bodies}
    for name in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if name in by_name:
            return by_name[name]
    return None


def _is_binary(service: Service, schema: Node | None) -> bool:
    """Whether a schema says octets: ``format: binary`` (3.0), ``type: file`` (2.0),
    ``contentMediaType`` without an encoding (3.1), or nothing at all.
    """
    if schema is None:
        return False
    resolved = service.resolve(schema)
    return (
        resolved.text("format") == "binary"
        or resolved.text("type") == "file"
        or (resolved.has("contentMediaType") and not resolved.has("contentEncoding"))
    )


def _multipart(service: Service, schema: Node | None, body: bytes, boundary: str) -> object:
    """The parts of a form (RFC 7578) by name: files with their names, the rest as the schema says;
    MISSING where the body has no such parts.
    """
    parts = split_parts(body, boundary) if boundary else None
    if not parts:
        return MISSING
    properties = service.resolve(schema).get("properties") if schema else None
    fields = dict(properties.items()) if properties else {}
    found: dict[str, list[object]] = {}
    for part in parts:
        name = part.option("name")
        if name is None:
            return MISSING
        field = fields.get(name) or fields.get(name.removesuffix("[]"))
        key = name if name in fields else name.removesuffix("[]")
        found.setdefault(key, []).append(_part(service, field, part))
    return {
        name: values if len(values) > 1 or _is_list(service, fields.get(name)) else values[0]
        for name, values in found.items()
    }


def _is_list(service: Service, field: Node | None) -> bool:
    return field is not None and kinds_of(service, field) == frozenset({"array"})


def _part(service: Service, field: Node | None, part: Part) -> object:
    """The value of one part."""
    media = media_type(part.headers.get("content-type", ""))[0]
    filename = part.option("filename")
    inner = service.resolve(field).get("items") if _is_list(service, field) and field else field
    if filename is not None or _is_binary(service, inner):
        return file_data(part.content, filename or "", media)
    try:
        text = part.content.decode()
    except UnicodeDecodeError:
        return file_data(part.content)
    kinds = kinds_of(service, inner) if inner is not None else frozenset({"string"})
    if is_json(media) or ("object" in kinds and text[:1] in ("{", "[")):
        try:
            loaded: object = json.loads(text)
        except ValueError:
            return text
        return loaded
    return scalar(text, kinds)


def _body(media: str, body: bytes, *, is_binary: bool = False) -> object:
    if is_binary:
        return file_data(body)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return file_data(body) if media and not is_json(media) else MISSING
    if is_json(media) or (not media and text[:1] in ("{", "[")):
        try:
            loaded: object = json.loads(text)
        except ValueError:
            return MISSING
        return loaded
    if media == "application/x-www-form-urlencoded":
        pairs = parse_qsl(text, keep_blank_values=True)
        found: dict[str, Any] = {}
        for name, value in pairs:
            known = found.get(name)
            found[name] = (
                value
                if known is None
                else [*(known if isinstance(known, list) else [known]), value]
            )
        return found
    return text


def _requests_a_stream(method: Method, request: HttpRequest) -> bool:
    """Whether a request accepts a media type of the response that is a stream, and no other."""
    rows = [row for response in method.responses for row in response.media]
    accepted = [media_type(each)[0] for each in request.header("accept").split(",")]
    streams = {media_type(row.content_type)[0] for row in rows if row.item}
    others = {media_type(row.content_type)[0] for row in rows} - streams
    return not streams.isdisjoint(accepted) and others.isdisjoint(accepted)
