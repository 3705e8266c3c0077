"""Authentication in documentation: the schemes that a call needs, and the arguments for them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from docbound.package import Method, Package, SchemeRow
from docbound.records import record
from docbound.writing.python_source import Keyword, Node, mapping
from docbound.writing.source_types import MarkdownSource, PythonSource, python
from docbound.writing.text import code_span, plain_cell, printable, string_literal


@record(kw_only=False)
class Credentials:
    """The arguments of ``Configuration`` that a call's security needs.

    Attributes:
        schemes: the schemes of the first alternative.
        lines: statements that have to be before the arguments.
        arguments: keyword arguments.
        keys: the source of each API key, by the name of its scheme.
    """

    schemes: tuple[SchemeRow, ...]
    lines: tuple[PythonSource, ...]
    arguments: tuple[Keyword, ...]
    keys: tuple[tuple[str, PythonSource], ...] = ()

    @property
    def words(self) -> MarkdownSource:
        """What is needed, for a sentence."""
        return MarkdownSource(
            " and ".join(
                f"{scheme.kind.words} ({plain_cell(scheme.name)})" for scheme in self.schemes
            )
        )


def variable(scheme: SchemeRow) -> str:
    """The environment variable that examples read a credential from."""
    return scheme.environment or scheme.kind.variable


def from_environment(scheme: SchemeRow) -> PythonSource:
    """The expression that reads a credential from the environment."""
    return python("os.environ[{}]", string_literal(variable(scheme)))


def words(scheme: SchemeRow) -> MarkdownSource:
    """What a scheme needs, with an article."""
    return MarkdownSource(scheme.kind.words)


def given_as(scheme: SchemeRow) -> MarkdownSource:
    """The arguments that carry the credential, as they are written, and what takes them."""
    kind = scheme.kind
    takers = "`ApiClient` or `Configuration`" if kind.is_token or kind.is_key else "`Configuration`"
    if kind.is_key:
        shown = [f'api_key={{{string_literal(scheme.name)}: "..."}}']
    else:
        shown = [f'{argument}="..."' for argument in kind.arguments]
    return MarkdownSource(f"{' and '.join(code_span(text) for text in shown)}, to {takers}")


def credentials(method: Method, package: Package) -> Credentials:
    """What a call of ``method`` needs: the first alternative that names a scheme."""
    known = {scheme.name: scheme for scheme in package.schemes}
    named = next((names for names in method.security if names), ())
    return made(tuple(known[name] for name in named if name in known))


def made(schemes: tuple[SchemeRow, ...]) -> Credentials:
    """The credentials of ``schemes`` together."""
    lines: list[PythonSource] = []
    arguments: dict[str, Node] = {}
    keys: dict[str, PythonSource] = {}
    for scheme in schemes:
        source = from_environment(scheme)
        kind = scheme.kind
        if kind.is_key:
            keys[scheme.name] = source
        elif len(kind.arguments) == 1:
            arguments[kind.arguments[0]] = source
        else:
            targets = PythonSource(", ".join(kind.arguments))
            lines.append(python('{} = {}.split(":", 1)', targets, source))
            arguments |= {name: name for name in kind.arguments}
    if keys:
        arguments["api_key"] = mapping(keys)
    keyed = tuple(Keyword(f"{name}=", node) for name, node in arguments.items())
    return Credentials(schemes, tuple(lines), keyed, tuple(keys.items()))


def authorization(method: Method, readme: str) -> MarkdownSource:
    """The links of the Authorization section: alternatives with "or", what is needed together with
    "and".
    """
    if not any(method.security):
        return MarkdownSource("No authorization required")
    alternatives = [
        " and ".join(_link(name, readme) for name in names) or "no authorization"
        for names in method.security
    ]
    return MarkdownSource(" or ".join(alternatives))


def _link(name: str, readme: str) -> str:
    return f"[{plain_cell(name)}]({readme}#{anchor(name)})"


def anchor(name: str) -> MarkdownSource:
    """A scheme's name as the fragment of a link and the id of its anchor."""
    return MarkdownSource(quote(printable(name), safe="-_.~"))


def by_name(package: Package) -> Mapping[str, SchemeRow]:
    """The package's schemes by name."""
    return {scheme.name: scheme for scheme in package.schemes}
