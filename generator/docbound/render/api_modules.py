"""What the template of an API class asks for; the two twins differ in nothing but their results."""

from __future__ import annotations

from typing import Final

from docbound.package import (
    Annotation,
    ApiClass,
    Argument,
    Import,
    Method,
    runtime_import,
)
from docbound.records import record
from docbound.render.docstrings import method_doc
from docbound.render.imports import annotation_imports, import_block, neighbour_imports
from docbound.render.layouts import Layout
from docbound.writing.python_source import (
    Bracket,
    call,
    sequence,
    show,
    show_annotation,
    show_assignment,
    show_statement,
    show_typed_call,
)
from docbound.writing.text import docstring_of

OPTIONS: Final = (
    ("_request_timeout", "Timeout | None", "None"),
    ("_request_auth", "RequestAuth | None", "None"),
    ("_content_type", "str | None", "None"),
    ("_headers", "Mapping[str, str] | None", "None"),
    ("_host_index", "int", "0"),
    ("_query", "Mapping[str, object] | None", "None"),
    ("_retries", "Retries | int | None", "None"),
    ("_host", "str | None", "None"),
    ("_strict", "bool | None", "None"),
)
"""The keyword options of every call: name, annotation, default."""


@record(kw_only=False)
class ApiModule:
    """The module of one API class; the two twins differ in nothing that is asked here."""

    api: ApiClass
    layout: Layout

    @property
    def doc(self) -> str:
        """The docstring of the class."""
        return self.api.doc or f"The operations of {self.api.name}."

    def typing_imports(self, is_async: object) -> str:
        """Everything that the signatures name."""
        annotations = [
            annotation for method in self.api.methods for annotation in _used(method, is_async)
        ]
        needed = annotation_imports(annotations) | neighbour_imports(annotations)
        needed.add(Import(module="collections.abc", name="Mapping"))
        for name in ("RequestAuth", "Retries", "Timeout"):
            needed.add(runtime_import(name))
        return import_block(needed, depth=2, models_folder=self.layout.models_folder, indent=4)

    def argument(self, argument: Argument) -> str:
        """One argument in a signature, without its comma."""
        default = None if argument.required else "None"
        return show_assignment(argument.name, argument.annotation.code, default, indent=8, after=1)

    def result(self, method: Method, is_async: object) -> str:
        """The annotation of the return value."""
        code = _result(method, is_async).code
        return show_annotation(code, indent=4, before=len("    ) -> "), after=1)

    def typed_call(self, method: Method, send: str) -> str:
        """The call whose result the twins have in different types, so that the operation table
        cannot state it.

        Args:
            method: a method with a result for each twin.
            send: what makes the call, with ``await `` before it in the asynchronous twin.
        """
        result = _result(method, send.startswith("await ")).code
        made = call(
            send,
            f"operations.{method.constant}",
            self._values(method),
            call("CallOptions", *(name for name, _, _ in OPTIONS)),
        )
        return show_typed_call("response", result, made, indent=8)

    def values(self, method: Method) -> str:
        """The tuple of an operation's values, in the order of its table row."""
        return show(self._values(method), indent=12, after=1)

    def _values(self, method: Method) -> Bracket:
        ordered = sorted(method.arguments, key=lambda argument: argument.index)
        return sequence(argument.name for argument in ordered)

    @property
    def options(self) -> tuple[tuple[str, str, str], ...]:
        """The keyword options of every call."""
        return OPTIONS

    def imports(self, runtime: str, base: str) -> str:
        """What the module needs to run; ``runtime`` is the module of the twin's base class."""
        names = [base, "with_http_info", "without_preload_content"]
        if any(method.pagination for method in self.api.methods):
            names.append("paginated")
        needed = {runtime_import(name, runtime) for name in names}
        needed.add(runtime_import("CallOptions"))
        operations = Import(module="._operations", name=f"{self.api.module} as operations")
        return import_block({*needed, operations}, depth=2)

    def derived(self, method: Method, suffix: str, decorator: str) -> str:
        """The same call with another form of answer."""
        made = call(decorator, method.name)
        return show_statement(f"{method.name}{suffix}", made, indent=4)

    def iterator(self, method: Method) -> str:
        """The iterator over the items of all pages."""
        made = call("paginated", method.name, f"operations.{method.constant}_PAGES")
        return show_statement(f"{method.name}_iter", made, indent=4)

    def docstring(self, method: Method) -> str:
        """The docstring of a method."""
        return docstring_of(method_doc(method), indent=8)


def _result(method: Method, is_async: object) -> Annotation:
    return (method.async_result if is_async else None) or method.result


def _used(method: Method, is_async: object) -> list[Annotation]:
    arguments = [argument.annotation for argument in method.arguments]
    return [*arguments, _result(method, is_async)]
