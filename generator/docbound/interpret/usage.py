"""Which definitions are used by requests, and which by responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docbound.service import Definition, MediaType, Operation, Payload, Pointer, Type

from .schema.types import references, types_in


def in_requests(operations: Iterable[Operation]) -> Iterator[Type]:
    """The types that calls send."""
    for operation in operations:
        yield from (parameter.type for parameter in operation.parameters)
        if operation.body is not None:
            yield from _sent(operation.body.contents)


def in_responses(operations: Iterable[Operation], payloads: Iterable[Payload]) -> Iterator[Type]:
    """The types that arrive: responses, and the payloads of webhooks and callbacks."""
    for operation in operations:
        for response in operation.responses:
            yield from _sent(response.contents)
            yield from (header.type for header in response.headers)
    yield from (payload.type for payload in payloads)


def _sent(contents: Iterable[MediaType]) -> Iterator[Type]:
    for media in contents:
        if media.type is not None:
            yield media.type
        if media.item_type is not None:
            yield media.item_type


def reached(definitions: Mapping[Pointer, Definition], types: Iterable[Type]) -> frozenset[Pointer]:
    """The definitions that ``types`` mention, directly or through others."""
    waiting = [pointer for type_ in types for pointer in references(type_)]
    found: set[Pointer] = set()
    while waiting:
        pointer = waiting.pop()
        if pointer in found or pointer not in definitions:
            continue
        found.add(pointer)
        for type_ in types_in(definitions[pointer]):
            waiting.extend(references(type_))
    return frozenset(found)
