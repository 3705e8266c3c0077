"""What the templates of the documentation ask for: signatures, tables and examples that run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from generator.layouts import Layout
from generator.package import (
    AliasModel,
    Annotation,
    ApiClass,
    Argument,
    EnumModel,
    Import,
    Method,
    Model,
    ModelField,
    ObjectModel,
    Package,
    SchemeRow,
)
from generator.render import credentials
from generator.render.credentials import Credentials
from generator.render.examples import examples
from generator.render.imports import import_block
from generator.source import WIDTH, Bracket, Keyed, Node, show, show_annotation, value
from generator.text import markdown_cell, one_line, string_literal

ERRORS: Final = (
    "ApiAttributeError",
    "ApiConnectionError",
    "ApiException",
    "ApiKeyError",
    "ApiTimeoutError",
    "ApiTypeError",
    "ApiValueError",
    "BadRequestException",
    "ClientClosedError",
    "ConflictException",
    "ForbiddenException",
    "MissingCredentials",
    "NotFoundException",
    "OpenApiException",
    "PaginationError",
    "RateLimitException",
    "RedirectError",
    "ReplyMismatchError",
    "ReplyTooLargeError",
    "ServiceException",
    "UnauthorizedException",
    "UnprocessableEntityException",
    "WrongEventLoopError",
)
"""The public error classes of the runtime."""


@dataclass(frozen=True, slots=True)
class Example:
    """A call of one operation, in parts that a template puts together.

    Attributes:
        modules: standard library modules to import.
        credentials: what the call needs to be let in.
        variables: name and source of each argument that is set before the call, required ones first.
        call: the call itself, without ``await``.
        answer: what comes back: ``value``, ``nothing``, ``items`` (to be iterated over) or ``file``.
        host: the base URL to name in a configuration, or an empty string.
    """

    modules: tuple[str, ...]
    credentials: Credentials
    variables: tuple[tuple[str, str], ...]
    call: str
    answer: str
    host: str

    def configuration(self, head: str) -> str:
        """A call of ``Configuration`` with the host and the credentials."""
        return self._configuration(head, self.credentials.arguments)

    def bare_configuration(self, head: str) -> str:
        """The same without API keys, which ``key_statements`` sets."""
        arguments = self.credentials.arguments
        return self._configuration(
            head, tuple(item for item in arguments if item.key != "api_key=")
        )

    def _configuration(self, head: str, arguments: tuple[Keyed, ...]) -> str:
        host = (Keyed("host=", string_literal(self.host)),) if self.host else ()
        made = Bracket(head, "(", (*host, *arguments))
        return show(made, indent=0, before=len("configuration = "))

    @property
    def key_statements(self) -> list[str]:
        """Statements that set API keys one by one."""
        return [
            f"configuration.api_key[{string_literal(name)}] = {source}"
            for name, source in self.credentials.keys
        ]


@dataclass(frozen=True)
class ApiPage:
    """The page of one API class."""

    package: Package
    api: ApiClass
    layout: Layout

    def signature(self, method: Method, *, required_only: bool = False) -> str:
        """The line under an operation's heading."""
        shown = [
            argument.name if argument.required else f"{argument.name}={argument.name}"
            for argument in method.arguments
            if argument.required or not required_only
        ]
        result = "" if method.result.prose == "None" else f"{method.result.prose} "
        return f"{result}{method.name}({', '.join(shown)})"

    def example(self, method: Method, receiver: str, indent: int) -> Example:
        """The example of an operation.

        Args:
            method: the operation.
            receiver: what the method is called on, ``api_instance``.
            indent: columns before the call.
        """
        return make_example(self.package, method, receiver, indent)

    @property
    def first(self) -> Method:
        """The operation that is shown where one is enough."""
        return simplest(self.api.methods)

    def type_cell(self, annotation: Annotation) -> str:
        """A type for a table, with a link to the model in it."""
        return type_cell(annotation)

    def authorization(self, method: Method) -> str:
        """The content of the Authorization section."""
        return credentials.authorization(method, "../README.md")

    def result(self, method: Method) -> str:
        """The content of the Return type section."""
        if method.result.prose == "None":
            return "void (empty response body)"
        return type_cell(method.result)

    def notes(self, argument: Argument) -> str:
        """The Notes column of an argument."""
        return notes(argument.notes)

    def helper(self, method: Method) -> str:
        """A call of the root's function that makes a client for ``method``, or an empty string."""
        used = {name for names in method.security for name in names}
        helper = next(
            (item for item in self.package.helpers if item.scheme in used), None
        )
        if helper is None:
            return ""
        scheme = credentials.by_name(self.package)[helper.scheme]
        key = f"os.environ[{string_literal(credentials.variable(scheme))}]"
        items: tuple[Node, ...] = (Keyed(f"{helper.key_argument}=", key),)
        if self.package.host.startswith("http"):
            host = Keyed(f"{helper.host_argument}=", string_literal(self.package.host))
            items = (host, *items)
        head = f"{self.package.name}.{helper.name}"
        return show(Bracket(head, "(", items), indent=0, before=len("api_client = "))

    def statuses(self, method: Method) -> list[tuple[str, str, str]]:
        """Status, description and headers of each reply; 0 stands for ``default``."""
        return [
            (
                "0" if reply.status == "default" else reply.status,
                markdown_cell(reply.description),
                " <br> ".join(_header(name, about) for name, about in reply.headers)
                or "-",
            )
            for reply in method.replies
        ]


@dataclass(frozen=True)
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
    def module(self) -> str:
        """The import path of the model's module."""
        return f"{self.package.name}.{self.layout.models_folder}.{self.model.module}"

    @property
    def example(self) -> str:
        """The example's JSON as Python source, or an empty string."""
        if not isinstance(self.model, ObjectModel):
            return ""
        if not isinstance(self.model.example, dict):
            return ""
        head = f"instance = {self.model.name}.from_dict"
        return show(Bracket(head, "(", (value(self.model.example),)), indent=0)

    def type_cell(self, annotation: Annotation) -> str:
        """A type for a table, with a link to the model in it."""
        return type_cell(annotation)

    def notes(self, field: ModelField) -> str:
        """The Notes column of a field."""
        return notes(field.notes)

    def code(self, source: str) -> str:
        """A value's source as a code span in a table."""
        return markdown_cell(f"`{source}`")


@dataclass(frozen=True)
class PackagePages:
    """README and what belongs to the distribution as a whole."""

    package: Package
    layout: Layout

    @cached_property
    def first(self) -> tuple[ApiClass, Method] | None:
        """The operation that the README shows, or None in a package without one."""
        found = [
            (api, simplest(api.methods)) for api in self.package.apis if api.methods
        ]
        return min(found, key=lambda pair: _effort(pair[1]), default=None)

    @cached_property
    def paginated(self) -> tuple[ApiClass, Method] | None:
        """The operation that shows how pages are walked through, or None."""
        found = [
            (api, method)
            for api in self.package.apis
            for method in api.methods
            if method.pagination
        ]
        return min(found, key=lambda pair: _effort(pair[1]), default=None)

    def example(
        self, method: Method, receiver: str, indent: int, suffix: str = ""
    ) -> Example:
        """The example of an operation with its required arguments only; see :meth:`ApiPage.example`."""
        return make_example(
            self.package,
            replace(
                method,
                name=f"{method.name}{suffix}",
                arguments=tuple(item for item in method.arguments if item.required),
            ),
            receiver,
            indent,
        )

    def environment(self, method: Method) -> str:
        """The environment variables that hold what ``method`` needs, if all its schemes have one."""
        schemes = credentials.credentials(method, self.package).schemes
        names = [scheme.environment for scheme in schemes]
        return " and ".join(f"`{name}`" for name in names) if all(names) else ""

    @property
    def summary(self) -> str:
        """One line about the package."""
        about = one_line(self.package.description)
        first = about.split(". ", 1)[0].rstrip(".")
        return (
            first if 0 < len(first) <= 120 else f"Python client of {self.package.title}"
        )

    def anchor(self, name: str) -> str:
        """The id of a security scheme's anchor."""
        return credentials.anchor(name)

    def client(
        self, example: Example, module: str = "", indent: int = 0, around: str = ""
    ) -> str:
        """A call of ``ApiClient`` with the credentials of ``example``, without a configuration where that is enough.

        Args:
            example: the call that the client is for.
            module: what ``ApiClient`` is taken from; the package by default.
            indent: columns before the statement.
            around: what else stands on its line.
        """
        arguments = example.credentials.arguments
        head = f"{module or self.package.name}.ApiClient"
        if not {item.key for item in arguments} <= {"access_token=", "api_key="}:
            made = Bracket(f"{self.package.name}.Configuration", "(", arguments)
            return show(Bracket(head, "(", (made,)), indent=indent, after=len(around))
        return show(Bracket(head, "(", arguments), indent=indent, after=len(around))

    def scheme_words(self, scheme: SchemeRow) -> str:
        """What a security scheme asks for."""
        return credentials.words(scheme)

    @property
    def error_data(self) -> str:
        """What the data of an error is, with a link where all errors have the same type."""
        found = self.package.error_type
        if found is None:
            return "the declared error model, if there is one"
        return type_cell(found, folder="docs/")

    # --- code that exists once -------------------------------------------------------------------------------------

    @property
    def root_doc(self) -> str:
        """The docstring of the package."""
        return f"{self.summary}.\n\nPython client of {self.package.title}."

    @property
    def errors(self) -> tuple[str, ...]:
        """The public error classes of the runtime."""
        return ERRORS

    def accessor_imports(self, folder: str) -> str:
        """Imports of all API classes from ``folder`` (``.api.`` or ``.``), for type checkers."""
        classes = {
            Import(module=f"{folder}{api.module}", name=api.name)
            for api in self.package.apis
        }
        return import_block(classes, depth=1, indent=4)

    def accessor(self, api: ApiClass) -> str:
        """The head of an accessor."""
        line = f"def {api.accessor}(self) -> {api.name}:"
        if len(line) + 4 <= WIDTH:
            return line
        result = show_annotation(api.name, indent=4, before=len("    ) -> "), after=1)
        return f"def {api.accessor}(\n        self,\n    ) -> {result}:"

    def accessor_import(self, api: ApiClass, folder: str) -> str:
        """The import inside an accessor."""
        return import_block(
            [Import(module=f"{folder}{api.module}", name=api.name)], depth=1, indent=8
        )

    def accessor_doc(self, api: ApiClass) -> str:
        """The docstring of an accessor."""
        about = one_line(api.doc).split(". ", 1)[0].rstrip(".")
        return f"{about}." if about else f"The operations of {api.name}."


def notes(facts: tuple[str, ...]) -> str:
    """The Notes column: each fact in brackets."""
    return " ".join(f"[{markdown_cell(fact)}]" for fact in facts)


def simplest(methods: tuple[Method, ...]) -> Method:
    """The method that is easiest to call: a read with few required arguments, then the first one."""
    return min(methods, key=_effort)


def _effort(method: Method) -> tuple[int, bool]:
    required = sum(argument.required for argument in method.arguments)
    unusual = 9 * (answer(method) != "value")
    return (required + unusual, method.http_method != "GET")


def make_example(
    package: Package, method: Method, receiver: str, indent: int
) -> Example:
    """Puts the example of ``method`` together."""
    writer = examples(package)
    shown = [argument for argument in method.arguments if _is_shown(argument)]
    names = {item.name: _variable(item.name, package) for item in shown}
    variables = tuple(
        (
            names[item.name],
            show(
                writer.argument(item),
                indent=max(indent - 4, 0),
                before=max(indent - 4, 0) + len(names[item.name]) + 3,
            ),
        )
        for item in shown
    )
    needed = credentials.credentials(method, package)
    modules = writer.modules | ({"os"} if needed.schemes else set())
    items: tuple[Node, ...] = tuple(
        names[item.name] if item.required else Keyed(f"{item.name}=", names[item.name])
        for item in shown
    )
    return Example(
        modules=tuple(sorted(modules)),
        credentials=needed,
        variables=variables,
        call=show(
            Bracket(f"{receiver}.{method.name}", "(", items),
            indent=indent,
            before=indent + len("api_response = "),
        ),
        answer=answer(method),
        host=package.host if package.host.startswith("http") else "",
    )


def answer(method: Method) -> str:
    """What kind of answer ``method`` gives; see :class:`Example`."""
    success = (reply for reply in method.replies if reply.status.startswith("2"))
    if any(row.item for reply in success for row in reply.media):
        return "items"
    return {"None": "nothing", "BinaryReply": "file"}.get(method.result.code, "value")


_TAKEN: Final = frozenset(
    {
        "aio",
        "api_client",
        "api_instance",
        "asyncio",
        "client",
        "configuration",
        "datetime",
        "error",
        "item",
        "main",
        "os",
        "pprint",
        "print",
    }
)
"""Names that the examples use themselves."""


def _variable(name: str, package: Package) -> str:
    """The variable that holds an argument in an example."""
    taken = name in _TAKEN or name == package.name
    return f"{name}_value" if taken else name


def _is_shown(argument: Argument) -> bool:
    """Whether an example sets an argument: what is required, a body, and what the description itself exemplifies."""
    if argument.required:
        return True
    wanted = argument.example_is_documented or argument.location == "body"
    return wanted and argument.example is not None


def type_cell(annotation: Annotation, *, folder: str = "") -> str:
    """A type for a table: bold, and linked to its model if it has exactly one."""
    text = f"**{markdown_cell(annotation.prose)}**"
    if len(annotation.models) != 1:
        return text
    return f"[{text}]({folder}{annotation.models[0]}.md)"


def _header(name: str, about: str) -> str:
    cell = f"* {markdown_cell(name)}"
    return f"{cell} - {markdown_cell(about)}" if about else cell
