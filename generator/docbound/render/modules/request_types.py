"""Values for the template of ``types.py``: typed dicts of plain data."""

from __future__ import annotations

import keyword
import re
from typing import Final

from docbound.annotations import REQUEST_TYPES
from docbound.package import (
    Annotation,
    Import,
    Package,
    RequestAlias,
    RequestDict,
    RequestKey,
    runtime_import,
)
from docbound.records import record
from docbound.render.imports import (
    annotation_imports,
    import_block,
    neighbour_imports,
    with_type_checking,
)
from docbound.render.layout_types import Layout
from docbound.writing.python_source import (
    call,
    class_head,
    joined,
    mapping,
    show_annotation,
    show_assignment,
    show_statement,
)
from docbound.writing.source_types import PythonSource, python
from docbound.writing.text import docstring, string_literal

_WORD: Final = re.compile(r"\w+")


@record(kw_only=False)
class RequestTypesModule:
    """The module ``types`` of a package."""

    package: Package
    layout: Layout

    @property
    def doc(self) -> PythonSource:
        """The docstring of the module."""
        return docstring(
            f"Plain data that calls of {self.package.name} take in place of models, for editors and"
            " type checkers.\n\nNo call loads this module."
            " ``…Params`` has the names of attributes, ``…WireParams`` those of the wire.",
            indent=0,
        )

    @property
    def imports(self) -> PythonSource:
        """The names of all annotations."""
        annotations = self._annotations()
        needed = annotation_imports(annotations) | neighbour_imports(annotations)
        needed = {each for each in needed if each.module != REQUEST_TYPES}
        if any(not each.bases for each in self._dicts):
            needed.add(Import(module="typing_extensions", name="TypedDict"))
        if any(not key.required for each in self._dicts for key in each.keys):
            needed.add(Import(module="typing_extensions", name="NotRequired"))
        if any(each.options for each in self._dicts):
            needed.add(runtime_import("RequestOptions"))
        aliases = self._aliases
        if aliases:
            needed.add(Import(module="typing", name="TypeAlias"))
        if any(alias.loose for alias in aliases):
            needed = with_type_checking(needed)
        return import_block(needed, depth=1, models_folder=self.layout.models_folder)

    @property
    def _dicts(self) -> list[RequestDict]:
        return [each for each in self.package.request_types if isinstance(each, RequestDict)]

    @property
    def _aliases(self) -> list[RequestAlias]:
        return [each for each in self.package.request_types if isinstance(each, RequestAlias)]

    def _annotations(self) -> list[Annotation]:
        found = [key.annotation for each in self._dicts for key in each.keys]
        for alias in self._aliases:
            found += [alias.type, *([alias.loose] if alias.loose else [])]
        return found

    @property
    def blocks(self) -> list[PythonSource]:
        """The source of each type."""
        dicts = (_dict(each) for each in self._dicts)
        return [*dicts, *(_alias(each) for each in self._aliases)]


def _dict(type_: RequestDict) -> PythonSource:
    """A class, or a call where a key cannot be the name of an attribute."""
    if not type_.bases and not _can_be_class(type_):
        keys = mapping({key.name: string_literal(_value(key)) for key in type_.keys})
        made = call("TypedDict", string_literal(type_.name), keys)
        return show_statement(type_.name, made, indent=0)
    bases = [*type_.bases, *(["RequestOptions"] if type_.options else [])] or ["TypedDict"]
    body: list[str] = [docstring(type_.doc, indent=4)]
    if type_.keys:
        body.append("")
        body += (show_assignment(key.name, _value(key), None, indent=4) for key in type_.keys)
    head = class_head(type_.name, ", ".join(bases))
    return PythonSource("\n".join([head, *joined(body, indent=4)]))


def _can_be_class(type_: RequestDict) -> bool:
    """Whether each key is an identifier that hides no name of the annotations after it."""
    used = {word for key in type_.keys for word in _WORD.findall(_value(key))}
    return all(
        key.name.isidentifier()
        and not keyword.iskeyword(key.name)
        and not key.name.startswith("__")
        and key.name not in used
        for key in type_.keys
    )


def _value(key: RequestKey) -> str:
    code = key.annotation.code
    return code if key.required else f"NotRequired[{code}]"


def _alias(alias: RequestAlias) -> PythonSource:
    head = python("{}: TypeAlias", alias.name)
    if alias.loose is None:
        shown = show_annotation(alias.type.code, indent=0, before=len(head) + 3)
        return python("{} = {}", head, shown)
    exact = show_annotation(string_literal(alias.type.code), indent=4, before=len(head) + 7)
    loose = show_annotation(alias.loose.code, indent=4, before=len(alias.name) + 7)
    return python(
        "if TYPE_CHECKING:\n    {} = {}\nelse:\n    {} = {}", head, exact, alias.name, loose
    )
