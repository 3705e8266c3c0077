"""No template prints a raw value.

A template says by its name which language it writes. Compiling one looks at each ``{{ ... }}``:

- a value that goes through a quoting filter of the language last is printed as it is;
- a call of a macro is printed as it is, for what the macro prints was looked at where it is
  written;
- everything else is wrapped in a check, which lets through names, what a printer of the language
  returned (:mod:`docbound.writing.source_types`), and words that the templates set themselves.

So ``{{ api.doc }}`` is refused whatever a description says there: an attribute that is not listed
here as a name has to be quoted or printed source. Checks are part of the compiled template, which
is kept (:mod:`docbound.render.bytecode_cache`): looking costs nothing when packages are made.

Source: Jinja, "Extending Jinja: The Abstract Syntax Tree".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from jinja2 import Environment, TemplateAssertionError, nodes

from docbound.records import record
from docbound.writing.source_types import (
    JsonSource,
    MarkdownSource,
    Printed,
    PythonSource,
    RawTextError,
    TomlSource,
    is_name,
)


@record
class Language:
    """What may be printed into files of a language.

    Attributes:
        mark: the class of text that is source of the language already.
        quoting: the filters that make such source of any text.
    """

    mark: type[Printed]
    quoting: frozenset[str]


PYTHON: Final = Language(mark=PythonSource, quoting=frozenset({"docstring", "literal"}))
MARKDOWN: Final = Language(
    mark=MarkdownSource, quoting=frozenset({"address", "cell", "code", "info", "markdown", "plain"})
)
TOML: Final = Language(mark=TomlSource, quoting=frozenset({"toml"}))
JSON: Final = Language(mark=JsonSource, quoting=frozenset())

LANGUAGES: Final = {
    ".py.jinja": PYTHON,
    ".md.jinja": MARKDOWN,
    ".toml.jinja": TOML,
    ".json.jinja": JSON,
    ".typed.jinja": PYTHON,
    # Parts of modules, and of the Python in fences of pages.
    "/api.jinja": PYTHON,
    "/client.jinja": PYTHON,
    "/example.jinja": PYTHON,
    "/helpers.jinja": PYTHON,
}
"""The language of a template, by the end of its path."""
_PYTHON_FILTER: Final = "program"
"""The filter around Python in a page."""
_NAMES: Final = frozenset(
    {
        "api.attribute",
        "api.module",
        "api.name",
        "argument.name",
        "below.attribute",
        "below.name",
        "error.name",
        "example.package",
        "field.name",
        "made.helper.host_argument",
        "made.helper.key_argument",
        "made.helper.name",
        "member.name",
        "method.name",
        "model.default",
        "model.name",
        "name",
        "old.accessor",
        "old.accessor_now",
        "old.at",
        "old.name",
        "old.now",
        "package.name",
    }
)
"""What :mod:`docbound.naming` settled, or the settings were checked for."""
_AUTHORED: Final = frozenset(
    {
        "await",
        "base",
        "define",
        "error",
        "folder",
        "import_line",
        "pad",
        "runtime",
        "show",
        "summary",
        "up",
    }
)
"""Words that templates set and hand to one another."""
_WORDS: Final = re.compile(r"[A-Za-z_.,:\- ]*").fullmatch


class CheckedEnvironment(Environment):
    """An environment whose templates print nothing raw, and look up no items by ``value.name``."""

    getattr: Any = staticmethod(getattr)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        filters: dict[str, Any] = self.filters
        filters[_check_name("name")] = _name
        filters[_check_name("authored")] = _authored
        for language in (PYTHON, MARKDOWN, TOML, JSON):
            filters[_check_name(language.mark.__name__)] = _check(language.mark)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """The hook of Jinja between parsing and compiling."""
        path = f"/{name}"
        language = next((found for end, found in LANGUAGES.items() if path.endswith(end)), None)
        if language is None:
            raise TemplateAssertionError("a template of no known language", 1, name, filename)
        _Checker(self, name, filename).block(source, language)
        return super()._generate(source, name, filename, defer_init)


class _Checker:
    """Wraps what one template prints."""

    def __init__(self, environment: Environment, name: str | None, filename: str | None) -> None:
        self._environment = environment
        self._name = name
        self._filename = filename

    def block(self, node: nodes.Node, language: Language) -> None:
        """Looks at everything that ``node`` prints.

        Raises:
            TemplateAssertionError: if an expression cannot be right.
        """
        if isinstance(node, nodes.FilterBlock) and node.filter.name == _PYTHON_FILTER:
            language = PYTHON
        if isinstance(node, nodes.Output):
            node.nodes = [self.printed(item, language) for item in node.nodes]
            return
        for child in node.iter_child_nodes():
            self.block(child, language)

    def printed(self, node: nodes.Expr, language: Language) -> nodes.Expr:
        """``node``, or a check around it."""
        match node:
            case nodes.TemplateData() | nodes.Const():
                return node
            case nodes.CondExpr():
                node.expr1 = self.printed(node.expr1, language)
                if node.expr2 is not None:
                    node.expr2 = self.printed(node.expr2, language)
                return node
            case nodes.Or():
                node.left = self.printed(node.left, language)
                node.right = self.printed(node.right, language)
                return node
            case nodes.Concat():
                node.nodes = [self.printed(item, language) for item in node.nodes]
                return node
            case nodes.Filter() if node.name in language.quoting:
                return node
            case nodes.Call() if self._is_macro(node):
                return node
            case nodes.Filter(name="trim") if self._is_macro(node.node):
                return node
            case nodes.Filter():
                raise TemplateAssertionError(
                    f"the filter {node.name!r} does not quote for {language.mark.__name__}",
                    node.lineno,
                    self._name,
                    self._filename,
                )
            case _:
                return self._wrap(node, self._kind(node, language))

    def _kind(self, node: nodes.Expr, language: Language) -> str:
        path = _path(node)
        if path in _NAMES:
            return "name"
        return "authored" if path in _AUTHORED else language.mark.__name__

    def _wrap(self, node: nodes.Expr, kind: str) -> nodes.Expr:
        wrapped = nodes.Filter(node, _check_name(kind), [], [], None, None, lineno=node.lineno)
        wrapped.set_environment(self._environment)
        return wrapped

    @staticmethod
    def _is_macro(node: nodes.Expr | None) -> bool:
        match node:
            case nodes.Call(node=nodes.Name(name="use")):
                return True
            case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="parts" | "fixtures"))):
                return True
            case _:
                return False


def _path(node: nodes.Expr) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_path(node.node)}.{node.attr}"
        case _:
            return "?"


def _check_name(kind: str) -> str:
    return f"checked_{kind}"


def _check(mark: type[Printed]) -> Callable[[object], object]:
    def check(value: object) -> object:
        if type(value) is mark or value == "":
            return value
        raise RawTextError(f"a template prints a raw value, no {mark.__name__}: {value!r:.80}")

    return check


def _name(value: object) -> object:
    if isinstance(value, str) and is_name(value):
        return value
    raise RawTextError(f"a template prints as a name what is none: {value!r:.80}")


def _authored(value: object) -> object:
    if isinstance(value, str) and (value.isspace() or _WORDS(value)):
        return value
    raise RawTextError(f"a template prints as its own word what is none: {value!r:.80}")
