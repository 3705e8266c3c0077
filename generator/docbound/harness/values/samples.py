"""A value for a schema: an example of the description where one is valid, else one that is made;
the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docbound.harness.described_service import Media, Node, Service
from docbound.json_values import is_array, is_object

from .validity import INSTANCES, Judge

_ATTEMPTS: Final = 5


class NoValue:
    """What is where no valid value was found."""


NO_VALUE: Final = NoValue()
_UNSENT: Final[tuple[object, ...]] = (None, "", [], {})
"""Values of parameters that would not be sent, or not fit into a path."""


def named_examples(service: Service, media: Media) -> Iterator[tuple[str, object]]:
    """The examples of a media type by name; the one without a name first.

    Source: OpenAPI 3.1.1, "Media Type Object" (``example``, ``examples``); Swagger 2.0, "Response
    Object" (``examples``).
    """
    node = media.node
    if node.has("example"):
        yield "", node.value["example"]
    examples = node.get("examples")
    for name, item in examples.items() if examples else ():
        resolved = service.resolve(item)
        if service.is_swagger:
            if name.split(";")[0].strip() == media.name.split(";")[0].strip():
                yield "", item.value
        elif resolved.has("value"):
            yield name, resolved.value["value"]
        elif resolved.has("dataValue"):
            yield name, resolved.value["dataValue"]
    if media.schema is not None:
        yield from (("", value) for value in schema_examples(service, media.schema))


def schema_examples(service: Service, schema: Node) -> Iterator[object]:
    """The examples, the default and the constant of a schema."""
    node = service.resolve(schema)
    if not is_object(node.value):
        return
    for key in ("example", "const", "default"):
        if key in node.value:
            yield node.value[key]
    examples = node.value.get("examples")
    yield from examples if is_array(examples) else ()


def sample(
    service: Service,
    judge: Judge,
    media: Media,
    *,
    seed: int = 0,
    in_request: bool = False,
    loose: bool = False,
) -> object:
    """A value for a body: the first example that is valid, else a made one.

    Args:
        service: the description.
        judge: tells what its schemas accept.
        media: the media type.
        seed: the same seed makes the same value.
        in_request: whether a client sends it.
        loose: see :func:`made`.

    Returns:
        The value, or :data:`NO_VALUE` where none was found.
    """
    for _, value in named_examples(service, media):
        if media.schema is None or not judge.mismatches(
            media.schema.pointer, value, in_request=in_request
        ):
            return value
    if media.schema is None:
        return NO_VALUE
    return made(judge, media.schema, seed=seed, in_request=in_request, loose=loose)


def made(
    judge: Judge,
    schema: Node,
    *,
    seed: int = 0,
    in_request: bool = False,
    loose: bool = False,
) -> object:
    """A made value that a schema accepts, or :data:`NO_VALUE`.

    The first choice has every declared property, the second the required ones, the others are made
    by chance.

    Args:
        judge: tells what the schema accepts.
        schema: the schema.
        seed: the same seed makes the same value.
        in_request: whether a client sends it.
        loose: whether a value that comes near is better than none, where the schema accepts none
            that was found.
    """
    readable = judge.can_judge(schema.pointer)
    least: object = NO_VALUE
    for plain in (True, False):
        maker = judge.maker(schema.pointer, seed, plain=plain)
        for _ in range(_ATTEMPTS):
            candidates = list(maker.values(schema.value, schema.pointer, INSTANCES))
            least = candidates[0] if candidates and least is NO_VALUE else least
            for value in ((*candidates[1:2], *candidates[:1], *candidates[2:]) if readable else ()):
                if not judge.mismatches(schema.pointer, value, in_request=in_request):
                    return value
    # A schema that cannot be read, such as one that refers to nothing, accepts as much as it says.
    return least if loose or not readable else NO_VALUE


def parameter_sample(
    service: Service, judge: Judge, node: Node, schema: Node | None, *, seed: int = 0
) -> object:
    """A value for a parameter: its example, its schema's, else a made one; :data:`NO_VALUE` where
    none was found.

    Args:
        service: resolves references.
        judge: says what fits a schema.
        node: the parameter.
        schema: its schema, or that of its ``content``; None where it has neither.
        seed: the first seed of made values.
    """
    found: list[Any] = [node.value["example"]] if node.has("example") else []
    examples = node.get("examples")
    for _, item in examples.items() if examples else ():
        resolved = service.resolve(item)
        if resolved.has("value"):
            found.append(resolved.value["value"])
    content = node.get("content")
    for name, item in content.items() if content else ():
        media = Media(name=name, node=item, schema=item.get("schema"))
        found.extend(value for _, value in named_examples(service, media))
    if schema is None:
        return found[0] if found else NO_VALUE
    found.extend(schema_examples(service, schema))
    value: object = NO_VALUE
    for value in found:
        if not judge.mismatches(schema.pointer, value, in_request=True) and value not in _UNSENT:
            return value
    for number in range(_ATTEMPTS):
        value = made(judge, schema, seed=seed + number, in_request=True)
        if value not in _UNSENT:
            return value
    return found[0] if found else value
