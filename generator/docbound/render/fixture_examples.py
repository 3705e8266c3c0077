"""Fixtures on the page of an API class: a program that makes the call, and the responses."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from docbound.package import ApiClass, FixtureExample, Method, Package, ShownExchange
from docbound.records import record
from docbound.render.example_calls import Example, client_variable, make_example
from docbound.writing.python_source import show, value
from docbound.writing.source_types import MarkdownSource, PythonSource, markdown_source
from docbound.writing.text import code_span, fenced, plain_cell

_PROVENANCE: Final = {
    "recorded": "recorded from the service",
    "documented": "documented by the service",
}


@record
class ShownBody:
    """A response as a page prints it: the line above it, and a block of code, or nothing."""

    line: MarkdownSource
    block: MarkdownSource = MarkdownSource()
    rest: MarkdownSource = MarkdownSource()


@record
class ShownFixture:
    """One fixture of a page.

    Attributes:
        name: ``client/operation.case``, for the head of the block.
        title: what it is called.
        provenance: where the response comes from, in words.
        about: source and note, plain text.
        client: the variable that holds the client.
        example: the call.
        fails: whether the call ends in an exception.
        iterates: whether it goes through all pages.
        responses: what the service answers, in order.
    """

    name: str
    title: str
    provenance: str
    about: str
    client: PythonSource
    example: Example
    fails: bool
    iterates: bool
    responses: tuple[ShownBody, ...]


def shown_fixture(
    package: Package, api: ApiClass, method: Method, fixture: FixtureExample
) -> ShownFixture:
    """A fixture with the program that makes its call.

    Args:
        package: the package.
        api: the class that has the method.
        method: the operation.
        fixture: what is shown.
    """
    called = replace(
        method,
        name=f"{method.name}_iter" if fixture.iterate else method.name,
        arguments=tuple(
            replace(item, example=fixture.arguments[item.name], example_is_documented=True)
            for item in method.arguments
            if item.name in fixture.arguments
        ),
    )
    options = {name: show(value(given), indent=12) for name, given in fixture.options.items()}
    indent = 12 if fixture.fails else 8
    client = client_variable(package, "api_client")
    return ShownFixture(
        name=fixture.name,
        title=fixture.case.replace("_", " "),
        provenance=_PROVENANCE[fixture.provenance],
        about=_about(fixture),
        client=client,
        example=make_example(package, called, f"{client}.{api.attribute}", indent, options),
        fails=fixture.fails,
        iterates=fixture.iterate,
        responses=tuple(map(_shown_body, fixture.exchanges)),
    )


def _about(fixture: FixtureExample) -> str:
    source = f"Source: {fixture.source}" if fixture.source else ""
    return ". ".join(text.rstrip(".") for text in (fixture.note, source) if text)


def _shown_body(exchange: ShownExchange) -> ShownBody:
    status = plain_cell(str(exchange.status))
    line = markdown_source("{} gives {}", code_span(exchange.request), status)
    if not exchange.size:
        return ShownBody(line=markdown_source("{}, without a body.", line))
    if exchange.body is None:
        media = plain_cell(exchange.media or "no type")
        size = MarkdownSource(exchange.size)
        return ShownBody(line=markdown_source("{}, {} octets of {}.", line, size, media))
    left = MarkdownSource(exchange.left_out)
    return ShownBody(
        line=markdown_source("{}:", line),
        block=fenced(exchange.body, "json" if exchange.is_json and not exchange.left_out else ""),
        rest=(
            markdown_source("{} more lines are left out.", left)
            if exchange.left_out
            else MarkdownSource()
        ),
    )
