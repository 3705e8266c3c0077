"""Values for the template of an API class; the two twins differ only in their results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docbound.annotations import ANY, MAPPING, NONE, REQUEST_TYPES, Style, union
from docbound.package import (
    Annotation,
    ApiClass,
    Argument,
    Import,
    Method,
    Overload,
    runtime_import,
)
from docbound.records import record
from docbound.render.docstrings import method_doc
from docbound.render.imports import (
    annotation_imports,
    import_block,
    neighbour_imports,
    with_type_checking,
)
from docbound.render.layout_types import Layout
from docbound.render.modules.accessors import accessor_doc, accessor_head, accessor_import
from docbound.writing.function_head import SELF, STAR, Parameter, Parameters, function_head
from docbound.writing.python_source import (
    Bracket,
    call,
    sequence,
    show,
    show_statement,
    show_typed_call,
)
from docbound.writing.source_types import PythonSource, python
from docbound.writing.text import docstring_of, string_literal

_NOT_GIVEN: Final = "NOT_GIVEN"
_VARIANTS: Final = (
    ("_with_http_info", "with_http_info"),
    ("_without_preload_content", "without_preload_content"),
)
"""The ends of the names of derived methods, and what makes them."""
_RAW: Final = Annotation(
    code="RawResponse",
    prose="RawResponse",
    imports=frozenset({runtime_import("RawResponse", "response.responses")}),
)
_ASYNC_RAW: Final = Annotation(
    code="AsyncRawResponse",
    prose="AsyncRawResponse",
    imports=frozenset({runtime_import("AsyncRawResponse", "response.responses")}),
)
_ANYTHING: Final = Parameters.of(SELF, Parameter("*_", "object"), Parameter("**__", "object"))
_OPTIONS: Final = ("options", "_options")
"""What the options of a call are named, the second where an argument has the first name."""


@record(kw_only=False)
class Form:
    """A form of a call.

    Attributes:
        parameters: of the function.
        overload: its arguments and results.
    """

    parameters: Parameters
    overload: Overload


class ApiModule:
    """The module of one API class. The two twins share it, for what they say of a method differs in
    few words; the rest is printed once.

    Attributes:
        api: the class.
    """

    def __init__(self, api: ApiClass, layout: Layout) -> None:
        self.api = api
        self._layout = layout
        self._behind = {each.name: _of_every_form(each) for each in api.methods}
        """The arguments of the functions behind all forms, by method."""
        self._forms: dict[str, list[Form]] = {}
        self._implementations: dict[str, Form] = {}
        self._docstrings: dict[str, PythonSource] = {}

    @property
    def doc(self) -> str:
        """The docstring of the class."""
        path = f", which is ``client.{self.api.attribute}``" if self.api.is_nested else ""
        return self.api.doc or f"The operations of {self.api.name}{path}."

    def typing_imports(self, is_async: object) -> PythonSource:
        """Everything that the signatures name."""
        annotations = [
            annotation
            for method in self.api.methods
            for annotation in _used(method, self._behind[method.name], is_async)
        ]
        needed = annotation_imports(annotations) | neighbour_imports(annotations)
        if self.api.methods:
            needed.add(Import(module="typing", name="Unpack"))
            needed.add(runtime_import("RequestOptions"))
        if self._has_overloads:
            needed.add(Import(module="typing", name="Any"))
            raw = _ASYNC_RAW if is_async else _RAW
            needed |= raw.imports | {runtime_import("ApiResponse", "response.responses")}
        folder = "aio" if is_async else "api"
        needed |= {
            Import(module=f".{folder}.{api.module}", name=api.name) for api in self.api.below
        }
        return import_block(
            needed, depth=2, models_folder=self._layout.models_folder, inside=folder, indent=4
        )

    @property
    def _has_overloads(self) -> bool:
        return any(method.overloads for method in self.api.methods)

    def accessor(self, below: ApiClass) -> PythonSource:
        """The head of the property that leads to another class."""
        return accessor_head(below.accessor, below.name)

    def accessor_import(self, below: ApiClass) -> PythonSource:
        """The import inside it."""
        return accessor_import(below, ".")

    def accessor_doc(self, below: ApiClass) -> str:
        """Its docstring."""
        return accessor_doc(below)

    def forms(self, method: Method) -> list[Form]:
        """The forms of a call that type checkers distinguish."""
        if method.name not in self._forms:
            self._forms[method.name] = [self._form(method, each) for each in method.overloads]
        return self._forms[method.name]

    def implementation(self, method: Method) -> Form:
        """The function itself, which takes every form of the call."""
        if method.name not in self._implementations:
            overload = Overload(
                arguments=self._behind[method.name],
                options=ANY if method.overloads else None,
                result=method.result,
                async_result=method.async_result,
            )
            self._implementations[method.name] = self._form(method, overload)
        return self._implementations[method.name]

    def _form(self, method: Method, overload: Overload) -> Form:
        plain = [_parameter(item) for item in overload.arguments if not item.keyword_only]
        named = [_parameter(item) for item in overload.arguments if item.keyword_only]
        options = f"Unpack[{overload.options.code if overload.options else 'RequestOptions'}]"
        taken = "Any" if overload.options is ANY else options
        parameters = Parameters.of(
            SELF,
            *plain,
            *([STAR, *named] if named else []),
            Parameter(f"**{self.options_name(method)}", taken),
        )
        return Form(parameters, overload)

    def head(self, start: str, form: Form, is_async: object, end: str) -> PythonSource:
        """The head of a form of a method.

        Args:
            start: what is before the parameters (``def list_pets``).
            form: the form: its parameters and result.
            is_async: whether it is the asynchronous twin's.
            end: what is behind the result: ``:`` or ``: ...``.
        """
        result = _result(form.overload, is_async).code
        return function_head(start, form.parameters, result, indent=4, end=end)

    def derived_head(self, start: str, form: Form, is_async: object) -> PythonSource:
        """The head of a form of a derived method, whose name ends ``start``."""
        raw = _ASYNC_RAW if is_async else _RAW
        result = raw.code
        if start.endswith(_VARIANTS[0][0]):
            result = f"ApiResponse[{_result(form.overload, is_async).code}]"
        return function_head(start, form.parameters, result, indent=4, end=": ...")

    def options_name(self, method: Method) -> PythonSource:
        """What the method calls the options of the call."""
        taken = {argument.name for argument in method.arguments}
        return python(next(name for name in _OPTIONS if name not in taken))

    def typed_call(self, method: Method, send: str) -> PythonSource:
        """The call whose result the twins have in different types, so that the operation table
        cannot state it.

        Args:
            method: a method with a result for each twin.
            send: what makes the call, with ``await `` before it in the asynchronous twin.
        """
        result = _result(method, send.startswith("await ")).code
        return show_typed_call("response", result, self._call(method, send), indent=8)

    def call(self, method: Method, send: str) -> PythonSource:
        """The call, as the statement that returns its result; ``send`` as for ``typed_call``."""
        return python("return {}", show(self._call(method, send), indent=8, before=15))

    def _call(self, method: Method, send: str) -> Bracket:
        ordered = sorted(method.arguments, key=lambda argument: argument.index)
        values = sequence(argument.name for argument in ordered)
        return call(send, f"operations.{method.constant}", values, self.options_name(method))

    def imports(self, runtime: str, base: str) -> PythonSource:
        """What the module needs to run; ``runtime`` is the module of the twin's base class."""
        if not self.api.methods:
            return import_block(with_type_checking([runtime_import(base, runtime)]), depth=2)
        names = [base, "with_http_info", "without_preload_content"]
        if any(method.pagination for method in self.api.methods):
            names.append("paginated")
        if any(method.polling for method in self.api.methods):
            names.append("until_done")
        needed = {runtime_import(name, runtime) for name in names}
        if any(method.former_arguments for method in self.api.methods):
            needed.add(runtime_import("renamed_arguments"))
        if any(method.now for method in self.api.methods):
            needed.add(runtime_import("moved_method"))
        needed |= {
            runtime_import("NOT_GIVEN")
            for method in self.api.methods
            for argument in self._behind[method.name]
            if argument.default == _NOT_GIVEN
        }
        if self._has_overloads:
            needed.add(Import(module="typing", name="overload"))
            needed.add(runtime_import("variant_of"))
        operations = Import(module="._operations", name=f"{self.api.module} as operations")
        return import_block(with_type_checking({*needed, operations}), depth=2)

    def derived(self, method: Method, suffix: str, decorator: str) -> PythonSource:
        """The same call with another form of answer."""
        made = call(decorator, method.name)
        return show_statement(f"{method.name}{suffix}", made, indent=4)

    def variants(self, method: Method) -> tuple[tuple[PythonSource, PythonSource], ...]:
        """The derived methods whose forms are written out, since type checkers would see the first
        one only: their names, and the decorators that make them.
        """
        return tuple(
            (
                python("{}{}", method.name, suffix),
                python(
                    "@{}",
                    show(
                        call("variant_of", call(decorator, method.name)),
                        indent=4,
                        before=4 + len("@"),
                    ),
                ),
            )
            for suffix, decorator in _VARIANTS
        )

    def stand_in(self, start: str) -> PythonSource:
        """The function that a derived method takes the place of; ``start`` as for ``head``."""
        return function_head(start, _ANYTHING, "Any", indent=4, end=": ...")

    def renamed(self, method: Method) -> PythonSource:
        """The decorator that takes arguments by their former names."""
        former = {old: string_literal(now) for old, now in method.former_arguments}
        return python(
            "@{}", show(call("renamed_arguments", **former), indent=4, before=4 + len("@"))
        )

    def moved(self, method: Method) -> PythonSource:
        """The decorator of a method that is called otherwise now."""
        made = call("moved_method", string_literal(method.now))
        return python("@{}", show(made, indent=4, before=4 + len("@")))

    def iterator(self, method: Method) -> PythonSource:
        """The iterator over the items of all pages."""
        made = call("paginated", method.name, f"operations.{method.constant}_PAGES")
        return show_statement(f"{method.name}_iter", made, indent=4)

    def waiting(self, method: Method) -> PythonSource:
        """The method that repeats a call until the work is done."""
        made = call("until_done", method.name, f"operations.{method.constant}_DONE")
        return show_statement(f"{method.name}_until_done", made, indent=4)

    def docstring(self, method: Method) -> PythonSource:
        """The docstring of a method."""
        if method.name not in self._docstrings:
            lines = method_doc(method, self.options_name(method))
            self._docstrings[method.name] = docstring_of(lines, indent=8)
        return self._docstrings[method.name]


def _result(called: Method | Overload, is_async: object) -> Annotation:
    return (called.async_result if is_async else None) or called.result


def _used(method: Method, behind: Sequence[Argument], is_async: object) -> list[Annotation]:
    found = [argument.annotation for argument in behind]
    found.append(_result(method, is_async))
    for form in method.overloads:
        found += [argument.annotation for argument in form.arguments]
        found += [form.options] if form.options else []
        found.append(_result(form, is_async))
    return found


def _of_every_form(method: Method) -> tuple[Argument, ...]:
    """The arguments of the function behind all forms: a required one that some form does not have
    in its place has a default, and so have those after it.
    """
    found: list[Argument] = []
    has_gap = False
    forms = [{argument.name for argument in form.arguments} for form in method.overloads]
    for argument in method.arguments:
        is_missing = not all(argument.name in names for names in forms)
        has_gap |= is_missing
        decides = method.streaming or method.choice
        if argument.location == "body" and decides and decides.location == "body":
            argument = replace(argument, annotation=_body_of_every_form(method, argument))
        if argument.required and (is_missing or (has_gap and not argument.keyword_only)):
            argument = replace(argument, required=False, default=_NOT_GIVEN)
        found.append(argument)
    return tuple(found)


def _body_of_every_form(method: Method, body: Argument) -> Annotation:
    """What the body can be: a mapping that asks for one kind of response is no mapping of which
    nothing is known, to type checkers.
    """
    given = [item for form in method.overloads for item in form.arguments if item.name == body.name]
    models = [item.annotation for item in given if not _is_plain_data(item.annotation)]
    is_optional = body.annotation.code.endswith("| None")
    return union([*models, MAPPING, *([NONE] if is_optional else [])], Style.ARGUMENT)


def _is_plain_data(annotation: Annotation) -> bool:
    return any(each.module == REQUEST_TYPES for each in annotation.neighbours)


def _parameter(argument: Argument) -> Parameter:
    default = None if argument.required else argument.default
    return Parameter(argument.name, argument.annotation.code, default)
