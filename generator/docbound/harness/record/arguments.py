"""The arguments of a call: what the user gives, else the description's examples, else made
values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from docbound.harness.described_service import Media, ServiceOperation
from docbound.harness.errors import failure
from docbound.harness.package_methods import Binding
from docbound.harness.request_validation import MISSING, read_parameter
from docbound.records import record
from docbound.traffic import HttpRequest
from docbound.traffic.messages import is_json, media_type

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
        return sample(client.service, client.judge, media, in_request=True) if media else NO_VALUE
    for row in operation.parameters:
        if (row.name, row.location) == (wire_name, location):
            return parameter_sample(client.service, client.judge, row.node, row.schema)
    return NO_VALUE


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
    body = binding.argument("", "body")
    if not request.body or body is None:
        return CallArguments(arguments=found, options={})
    media = media_type(request.header("content-type"))[0]
    value = _body(media, request.body)
    if value is MISSING:
        return None
    found[body.name] = value
    first = media_type(operation.bodies[0].name)[0] if operation.bodies else media
    several = len(operation.bodies) > 1 and media and media != first
    return CallArguments(arguments=found, options={"_content_type": media} if several else {})


def _body(media: str, body: bytes) -> object:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return MISSING
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
    return MISSING if media.startswith("multipart/") else text
