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
from docbound.render.layout_types import Layout
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

_OPTIONS: Final = ("options", "_options")
"""What the options of a call are named, the second where an argument has the first name."""


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
        needed.add(Import(module="typing", name="Unpack"))
        needed.add(runtime_import("RequestOptions"))
        return import_block(needed, depth=2, models_folder=self.layout.models_folder, indent=4)

    def positional(self, method: Method) -> list[Argument]:
        """The arguments that may be given by position."""
        return [argument for argument in method.arguments if not argument.keyword_only]

    def keyword_only(self, method: Method) -> list[Argument]:
        """The arguments that are given by name, the options of the call apart."""
        return [argument for argument in method.arguments if argument.keyword_only]

    def options_name(self, method: Method) -> str:
        """What the method calls the options of the call."""
        taken = {argument.name for argument in method.arguments}
        return next(name for name in _OPTIONS if name not in taken)

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
        return show_typed_call("response", result, self._call(method, send), indent=8)

    def call(self, method: Method, send: str) -> str:
        """The call, as the statement that returns its result; ``send`` as for ``typed_call``."""
        return f"return {show(self._call(method, send), indent=8, before=15)}"

    def _call(self, method: Method, send: str) -> Bracket:
        ordered = sorted(method.arguments, key=lambda argument: argument.index)
        values = sequence(argument.name for argument in ordered)
        return call(send, f"operations.{method.constant}", values, self.options_name(method))

    def imports(self, runtime: str, base: str) -> str:
        """What the module needs to run; ``runtime`` is the module of the twin's base class."""
        names = [base, "with_http_info", "without_preload_content"]
        if any(method.pagination for method in self.api.methods):
            names.append("paginated")
        needed = {runtime_import(name, runtime) for name in names}
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
        return docstring_of(method_doc(method, self.options_name(method)), indent=8)


def _result(method: Method, is_async: object) -> Annotation:
    return (method.async_result if is_async else None) or method.result


def _used(method: Method, is_async: object) -> list[Annotation]:
    arguments = [argument.annotation for argument in method.arguments]
    return [*arguments, _result(method, is_async)]
