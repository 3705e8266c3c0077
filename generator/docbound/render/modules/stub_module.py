"""The module ``testing`` of a package: a stub of the service, typed by operation."""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from docbound.package import (
    Annotation,
    ApiClass,
    Import,
    Method,
    Package,
    runtime_import,
)
from docbound.render.imports import annotation_imports, import_block
from docbound.render.modules.accessors import accessor_head
from docbound.render.modules.model_names import (
    by_way_of_models,
    model_names,
    outside_of_texts,
    qualified,
)
from docbound.writing.python_source import Bracket, call, sequence, show
from docbound.writing.source_types import JsonSource, PythonSource, python
from docbound.writing.text import docstring_of, one_line, string_literal

_TAKEN: Final = frozenset(
    [
        "answer",
        "async_client",
        "async_transport",
        "calls",
        "client",
        "example",
        "load_fixtures",
        "of",
        "transport",
        "verify",
    ]
)
"""What a stub has itself, so that no accessor may be called so."""
_RUNTIME: Final = (
    "BaseStub",
    "Failure",
    "OperationStub",
    "StubCall",
    "UnexpectedCallError",
)
_STREAM: Final = re.compile(r"\b(?:Async)?Stream\[")
_FILE: Final = re.compile(r"\b(?:Async)?BinaryResponse\b")
_ITERABLE: Final = Import(module="collections.abc", name="Iterable")


@dataclass(frozen=True)
class StubModule:
    """What the template of ``testing`` uses."""

    package: Package

    @property
    def tops(self) -> tuple[ApiClass, ...]:
        """The API classes that are attributes of the stub itself."""
        return tuple(api for api in self.package.apis if not api.is_nested)

    @property
    def _with_methods(self) -> tuple[ApiClass, ...]:
        return tuple(api for api in self.package.apis if api.methods)

    @property
    def imports(self) -> PythonSource:
        """What the module needs to run."""
        needed = {runtime_import(name) for name in ("HOST", *_RUNTIME)}
        needed |= {
            Import(module="._operations", name=f"{api.module} as _{api.module}")
            for api in self._with_methods
        }
        needed.add(Import(module=".configuration", name="Configuration"))
        needed.add(Import(module=".", name="aio as _aio"))
        needed.add(Import(module=".api_client", name="ApiClient"))
        return import_block(needed | self._of_annotations(), depth=1)

    def _of_annotations(self) -> set[Import]:
        """What the annotations name: at run time, too, for tools that evaluate them."""
        used = " ".join(self._results.values())
        found = {
            item
            for item in annotation_imports(self._annotations())
            if re.search(rf"\b{re.escape((item.name or item.module).rpartition(' ')[2])}\b", used)
        }
        if "Iterable[" in used:
            found.add(_ITERABLE)
        if "_builtins." in used:
            found.add(Import(module="builtins as _builtins"))
        if "_models." in used:
            found.add(Import(module=".", name="models as _models"))
        return found

    def _annotations(self) -> Iterator[Annotation]:
        for api in self.package.apis:
            for method in api.methods:
                yield method.result

    def exported(self) -> PythonSource:
        """The names that users import."""
        names = (*_RUNTIME, "Stub", *(f"{api.name}Stub" for api in self.package.apis))
        return show(
            Bracket("", "[", tuple(map(string_literal, sorted(names)))),
            indent=0,
            before=len("__all__ = "),
        )

    def accessor(self, api: ApiClass) -> PythonSource:
        """The attribute that leads to the operations of an API class."""
        is_taken = not api.is_nested and api.accessor in _TAKEN
        return python("{}_api" if is_taken else "{}", api.accessor)

    def accessor_head(self, api: ApiClass) -> PythonSource:
        """The head of the property that leads to the operations of an API class."""
        return accessor_head(self.accessor(api), f"{api.name}Stub")

    @cached_property
    def _results(self) -> Mapping[tuple[str, str], PythonSource]:
        """What a call gives, as a test states it, by class and method: items for a stream, octets
        for a file.
        """
        found: dict[tuple[str, str], PythonSource] = {}
        for api in self.package.apis:
            shadowing = {each.name for each in api.methods if hasattr(builtins, each.name)}
            for method in api.methods:
                found[api.name, method.name] = _as_written(method.result, shadowing)
        return found

    def head(self, api: ApiClass, method: Method) -> PythonSource:
        """The head of an operation's attribute, up to the colon."""
        result = python("OperationStub[{}]", self._results[api.name, method.name])
        return accessor_head(method.name, result)

    def answer(self, api: ApiClass, method: Method) -> PythonSource:
        """The statement that returns the stub of an operation."""
        made = call("self._stub.of", f"_{api.module}.{method.constant}")
        return python("return {}", show(made, indent=8, before=15))

    def doc(self, method: Method) -> PythonSource:
        """The docstring of an operation's attribute."""
        summary = one_line(method.summary).rstrip(".")
        return docstring_of(
            [f"{summary}." if summary else f"The operation {method.name}."], indent=8
        )

    def tables(self) -> PythonSource:
        """The operation tables of all API classes."""
        names = [f"_{api.module}" for api in self._with_methods]
        if len(names) == 1:
            return python("({},)", names[0])
        return show(sequence(names), indent=4, before=len("    _tables = "))

    def examples(self) -> JsonSource:
        """The description's examples, by method, as JSON: status, media type and body."""
        rows = {
            method.label: _row(*method.example)
            for api in self.package.apis
            for method in api.methods
            if method.example is not None
        }
        return JsonSource(json.dumps(rows, indent=1))


def _row(status: int, media_type: str, body: str) -> dict[str, object]:
    return {"status": status, "media_type": media_type, "body": body}


def _as_written(result: Annotation, shadowing: Collection[str]) -> PythonSource:
    """The annotation of a result in a class whose methods have ``shadowing``, names of builtins."""
    code = by_way_of_models(outside_of_texts(result.code, _as_stated), model_names(result))
    return PythonSource(outside_of_texts(code, partial(qualified, shadowing, "_builtins.")))


def _as_stated(code: str) -> str:
    """An annotation with the items of a stream, and the octets of a file."""
    return _FILE.sub("bytes", _STREAM.sub("Iterable[", code))
