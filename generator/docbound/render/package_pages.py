"""Values for files that a distribution has once: README, clients, exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from docbound.naming.names import FormerName
from docbound.package import (
    ApiClass,
    ErrorClass,
    Import,
    Method,
    Package,
    SchemeRow,
    runtime_import,
)
from docbound.render import credentials
from docbound.render.example_calls import (
    Example,
    client_variable,
    difficulty,
    easiest_operation,
    helper_call,
    make_example,
)
from docbound.render.imports import annotation_imports, import_block, neighbour_imports
from docbound.render.layout_types import Layout
from docbound.render.modules.accessors import accessor_doc, accessor_head, accessor_import
from docbound.tables import exception_names
from docbound.writing.python_source import (
    Bracket,
    Keyword,
    call,
    show,
    show_assignment,
)
from docbound.writing.source_types import (
    MarkdownSource,
    PythonSource,
    TomlSource,
    markdown_source,
    python,
)
from docbound.writing.text import code_span, one_line, plain_cell, string_literal, toml_string

_MOST_IN_SENTENCE: Final = 2
"""So many exception classes with data of their own are named in a sentence."""


@dataclass(frozen=True)
class PackagePages:
    """README and what belongs to the distribution as a whole."""

    package: Package
    layout: Layout

    @cached_property
    def first(self) -> tuple[ApiClass, Method] | None:
        """The operation that the README shows, or None in a package without one."""
        found = [(api, easiest_operation(api.present)) for api in self.package.apis if api.present]
        return min(found, key=lambda pair: difficulty(pair[1]), default=None)

    @cached_property
    def paginated(self) -> tuple[ApiClass, Method] | None:
        """The operation that shows how pages are walked through, or None."""
        found = [
            (api, method)
            for api in self.package.apis
            for method in api.present
            if method.pagination
        ]
        return min(found, key=lambda pair: difficulty(pair[1]), default=None)

    def example(
        self,
        method: Method,
        receiver: str,
        indent: int,
        suffix: str = "",
        options: Mapping[str, str] | None = None,
    ) -> Example:
        """The example of an operation with its required arguments only; see
        :meth:`~.documentation.ApiPage.example`.

        Args:
            method: the method.
            receiver: the expression that has it (``client.pets``).
            indent: by how many columns the call is indented.
            suffix: what the method's name ends with, such as ``_with_http_info``.
            options: options of the call, as code by name.
        """
        return make_example(
            self.package,
            replace(
                method,
                name=f"{method.name}{suffix}",
                arguments=tuple(item for item in method.arguments if item.required),
            ),
            receiver,
            indent,
            options,
        )

    def environment(self, method: Method) -> MarkdownSource:
        """The environment variables that hold what ``method`` needs, if all its schemes have
        one.
        """
        schemes = credentials.credentials(method, self.package).schemes
        names = [scheme.environment for scheme in schemes]
        return MarkdownSource(" and ".join(map(code_span, names)) if all(names) else "")

    @property
    def client_variable(self) -> PythonSource:
        """The variable that holds a client in the README's examples."""
        return client_variable(self.package, "client")

    @property
    def summary(self) -> str:
        """One line about the package."""
        about = one_line(self.package.description)
        first = about.split(". ", 1)[0].rstrip(".")
        if 0 < len(first) <= 120:
            return first
        return f"Python client of {self.package.title}" if self.package.title else "Python client"

    @property
    def author(self) -> TomlSource:
        """Name and mail address of whom to ask, as the members of an inline table of TOML."""
        about = self.package.metadata
        given = {"name": about.author, "email": about.email}
        pairs = (f"{key} = {toml_string(text)}" for key, text in given.items() if text)
        return TomlSource(", ".join(pairs))

    def anchor(self, name: str) -> MarkdownSource:
        """The id of a security scheme's anchor."""
        return credentials.anchor(name)

    def client(
        self, example: Example, module: str = "", indent: int = 0, around: str = ""
    ) -> PythonSource:
        """A call of ``ApiClient`` with the credentials of ``example``, without a configuration
        where that is enough.

        Args:
            example: the call that the client is for.
            module: what ``ApiClient`` is taken from; the package by default.
            indent: columns before the statement.
            around: what else is on its line.
        """
        # Where the description has a host, none needs to be named.
        host = "" if self.package.host.startswith("http") else example.host
        named = (Keyword("host=", string_literal(host)),) if host else ()
        arguments = (*named, *example.credentials.arguments)
        ready = helper_call(self.package, example.credentials.schemes, host)
        if ready and not module:
            return show(ready, indent=indent, after=len(around))
        head = f"{module or self.package.name}.ApiClient"
        if not {item.key for item in arguments} <= {
            "host=",
            "access_token=",
            "api_key=",
        }:
            made = Bracket(f"{self.package.name}.Configuration", "(", arguments)
            return show(Bracket(head, "(", (made,)), indent=indent, after=len(around))
        return show(Bracket(head, "(", arguments), indent=indent, after=len(around))

    def scheme_words(self, scheme: SchemeRow) -> MarkdownSource:
        """What a security scheme needs."""
        return credentials.words(scheme)

    def given_as(self, scheme: SchemeRow) -> MarkdownSource:
        """The arguments of ``Configuration`` that carry its credential."""
        return credentials.given_as(scheme)

    @property
    def error_data(self) -> MarkdownSource:
        """What the data of an error is, by exception class where these differ."""
        _, *classes = self.package.errors or (None,)
        cells = [_data_cell(error) for error in classes]
        if not any(cells):
            return MarkdownSource("the declared error model, if there is one")
        if len(set(cells)) == 1:
            return markdown_source("{}, or None if the body is no JSON", cells[0])
        if self.error_data_rows:
            return MarkdownSource("the declared model, if there is one, see below")
        named = ", ".join(self._error_data_by_class())
        return MarkdownSource(f"the declared model, if there is one: {named}")

    @property
    def error_data_rows(self) -> tuple[MarkdownSource, ...]:
        """The data of each exception class, where they are more than a sentence holds."""
        rows = self._error_data_by_class()
        return rows if len(rows) > _MOST_IN_SENTENCE else ()

    def _error_data_by_class(self) -> tuple[MarkdownSource, ...]:
        _, *classes = self.package.errors or (None,)
        cells = [_data_cell(error) for error in classes]
        if len(set(cells)) < 2:
            return ()
        common = max(cells, key=cells.count)
        named = [
            markdown_source("{} of `{}`", cell, error.name)
            for error, cell in zip(classes, cells, strict=True)
            if cell and cell != common
        ]
        if common:
            rest = "{} of all others" if named else "{}"
            named.append(markdown_source(rest, common))
        return tuple(named)

    # --- code that exists once

    @property
    def root_doc(self) -> str:
        """The docstring of the package."""
        return f"{self.summary}."

    @property
    def errors(self) -> tuple[str, ...]:
        """The public error classes of the runtime."""
        return exception_names.NAMES

    @property
    def error_data_doc(self) -> str:
        """The docstring of the exceptions' data."""
        return (
            "The body: the model that is declared for the status, plain JSON where none is, or None"
            " if it is no JSON."
        )

    @property
    def plain_errors(self) -> tuple[str, ...]:
        """Those that have nothing to say about the description."""
        typed = {error.name for error in self.package.errors}
        return tuple(name for name in exception_names.NAMES if name not in typed)

    @property
    def error_imports(self) -> PythonSource:
        """What the exception classes of responses need, for type checkers."""
        types = [error.data for error in self.package.errors]
        needed = annotation_imports(types) | neighbour_imports(types)
        needed.add(runtime_import("errors"))
        return import_block(needed, depth=1, models_folder=self.layout.models_folder, indent=4)

    def error_class(self, error: ErrorClass) -> PythonSource:
        """The head of an exception class: the runtime's own one, behind the package's base
        class.
        """
        own = f"errors.{error.name}"
        bases = (own,) if error.name == exception_names.BASE else (exception_names.BASE, own)
        return show(call(f"class {error.name}", *bases), indent=4, after=len(":"))

    def error_data_field(self, error: ErrorClass) -> PythonSource:
        """The declaration of an exception's data."""
        return show_assignment("data", error.data.code, None, indent=8)

    def accessor_imports(self, folder: str) -> PythonSource:
        """Imports of all API classes from ``folder`` (``.api.`` or ``.``), for type checkers."""
        classes = {Import(module=f"{folder}{api.module}", name=api.name) for api in self.tops}
        return import_block(classes, depth=1, indent=4)

    def accessor(self, api: ApiClass) -> PythonSource:
        """The head of an accessor."""
        return accessor_head(api.accessor, api.name)

    def accessor_import(self, api: ApiClass, folder: str) -> PythonSource:
        """The import inside an accessor."""
        return accessor_import(api, folder)

    def former_accessor(self, old: FormerName) -> PythonSource:
        """The head of an accessor that has another name now."""
        return accessor_head(old.accessor, old.now)

    def deprecation(self, old: str, now: str) -> PythonSource:
        """The statement of an accessor that warns of its name."""
        return deprecation(old, now, indent=8)

    def accessor_doc(self, api: ApiClass) -> str:
        """The docstring of an accessor."""
        return accessor_doc(api)

    @property
    def tops(self) -> tuple[ApiClass, ...]:
        """The API classes that are attributes of the client."""
        return tuple(api for api in self.package.apis if not api.is_nested)

    @property
    def is_tree(self) -> bool:
        """Whether some classes are reached by way of others, so that pages name whole calls."""
        return len(self.tops) < len(self.package.apis)


def _data_cell(error: ErrorClass) -> MarkdownSource:
    """What an exception's data is for the documentation, or nothing where no model is declared."""
    if error.data.code == "Any":
        return MarkdownSource()
    return markdown_source("**{}**", plain_cell(error.data.prose))


def deprecation(old: str, now: str, *, indent: int) -> PythonSource:
    """The statement that warns of a former name."""
    text = f"{old} is called {now} now; the old name goes away with the next major version"
    made = call(
        "warnings.warn", string_literal(text), python("DeprecationWarning"), stacklevel=python("2")
    )
    return show(made, indent=indent)
