"""Values for the templates of documentation pages: signatures, tables, examples."""

from __future__ import annotations

from docbound.package import (
    AliasModel,
    Annotation,
    ApiClass,
    Argument,
    EnumModel,
    Method,
    Model,
    ModelField,
    ObjectModel,
    Package,
)
from docbound.records import record
from docbound.render import credentials
from docbound.render.example_calls import (
    Example,
    client_variable,
    easiest_operation,
    example_host,
    helper_call,
    make_example,
)
from docbound.render.fixture_examples import ShownFixture, shown_fixture
from docbound.render.layout_types import Layout
from docbound.writing.python_source import Bracket, show, value
from docbound.writing.source_types import MarkdownSource, PythonSource, python
from docbound.writing.text import code_span, markdown_cell, plain_cell


@record(kw_only=False)
class ApiPage:
    """The page of one API class."""

    package: Package
    api: ApiClass
    layout: Layout

    def signature(self, method: Method, *, required_only: bool = False) -> MarkdownSource:
        """The line under an operation's heading."""
        shown = [
            argument.name if argument.required else f"{argument.name}={argument.name}"
            for argument in method.arguments
            if argument.required or not required_only
        ]
        prose = plain_cell(method.result.prose)
        result = "" if prose == "None" else f"{prose} "
        return MarkdownSource(f"{result}{method.name}({', '.join(shown)})")

    def example(self, method: Method, receiver: str, indent: int) -> Example:
        """The example of an operation.

        Args:
            method: the operation.
            receiver: what the method is called on, ``api_instance``.
            indent: columns before the call.
        """
        return make_example(self.package, method, receiver, indent)

    @property
    def client_variable(self) -> PythonSource:
        """The variable that holds a client in examples."""
        return client_variable(self.package, "api_client")

    def fixtures(self, method: Method) -> list[ShownFixture]:
        """The fixtures of an operation, each with a call that runs as it is printed."""
        return [shown_fixture(self.package, self.api, method, item) for item in method.fixtures]

    @property
    def first(self) -> Method:
        """The operation that is shown where one is enough."""
        return easiest_operation(self.api.present)

    def type_cell(self, annotation: Annotation) -> MarkdownSource:
        """A type for a table, with a link to the model in it."""
        return type_cell(annotation)

    def authorization(self, method: Method) -> MarkdownSource:
        """The content of the Authorization section."""
        return credentials.authorization(method, "README.md")

    def result(self, method: Method) -> MarkdownSource:
        """The content of the Return type section."""
        if method.result.prose == "None":
            return MarkdownSource("void (empty response body)")
        return type_cell(method.result)

    def notes(self, argument: Argument) -> MarkdownSource:
        """The Notes column of an argument."""
        return notes(argument.notes)

    def helper(self, method: Method) -> PythonSource:
        """A call of the root's function that makes a client for ``method``, or an empty string."""
        schemes = credentials.credentials(method, self.package).schemes
        found = helper_call(self.package, schemes, example_host(self.package))
        if found is None:
            return PythonSource()
        return show(found, indent=0, before=len("api_client = "))

    def statuses(self, method: Method) -> list[tuple[MarkdownSource, ...]]:
        """Status, description and headers of each response; 0 means ``default``."""
        return [
            (
                plain_cell("0" if response.status == "default" else response.status),
                markdown_cell(response.description),
                MarkdownSource(
                    " <br> ".join(_header(name, about) for name, about in response.headers) or "-"
                ),
            )
            for response in method.responses
        ]


@record(kw_only=False)
class ModelPage:
    """The page of one model."""

    package: Package
    model: Model
    layout: Layout

    @property
    def kind(self) -> str:
        """``object``, ``enum`` or ``alias``."""
        match self.model:
            case ObjectModel():
                return "object"
            case EnumModel():
                return "enum"
            case AliasModel():
                return "alias"

    @property
    def module(self) -> PythonSource:
        """The import path of the model's module."""
        names = (self.package.name, self.layout.models_folder, self.model.module)
        return python("{}.{}.{}", *names)

    @property
    def example(self) -> PythonSource:
        """The example's JSON as Python source, or an empty string."""
        if not isinstance(self.model, ObjectModel):
            return PythonSource()
        if not isinstance(self.model.example, dict):
            return PythonSource()
        head = f"instance = {self.model.name}.from_dict"
        return show(Bracket(head, "(", (value(self.model.example),)), indent=0)

    def type_cell(self, annotation: Annotation) -> MarkdownSource:
        """A type for a table, with a link to the model in it."""
        return type_cell(annotation)

    def notes(self, field: ModelField) -> MarkdownSource:
        """The Notes column of a field."""
        return notes(field.notes)

    def code(self, source: str) -> MarkdownSource:
        """A value's source as a code span in a table."""
        return markdown_cell(code_span(source))


def notes(facts: tuple[str, ...]) -> MarkdownSource:
    """The Notes column: each fact in brackets."""
    return MarkdownSource(" ".join(f"[{plain_cell(fact)}]" for fact in facts))


def type_cell(annotation: Annotation) -> MarkdownSource:
    """A type for a table: bold, and linked to its model if it has exactly one."""
    text = f"**{plain_cell(annotation.prose)}**"
    if len(annotation.models) != 1:
        return MarkdownSource(text)
    return MarkdownSource(f"[{text}]({annotation.models[0]}.md)")


def _header(name: str, about: str) -> str:
    cell = f"* {plain_cell(name)}"
    return f"{cell} - {markdown_cell(about)}" if about else cell
