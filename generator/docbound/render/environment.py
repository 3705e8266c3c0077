"""The Jinja environment: where templates are found, and the filters that they write texts with."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MethodType
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context

from docbound.render.bytecode_cache import TemplateBytecodeCache
from docbound.render.quoting_check import CheckedEnvironment
from docbound.writing import python_source, text


class _Context(Context):
    """The variables of a template, whose methods are called as they are: none of them asks for the
    context or the environment, which Jinja would look for at each call.
    """

    def call(
        self,
        function: Any,
        *values: Any,
        _loop_vars: Any = None,  # what Jinja adds for those that ask
        _block_vars: Any = None,
        **named: Any,
    ) -> Any:
        """Calls what a template calls."""
        if type(function) is MethodType:
            return function(*values, **named)
        return super().call(
            function, *values, _loop_vars=_loop_vars, _block_vars=_block_vars, **named
        )


@cache
def environment() -> Environment:
    """The environment of all templates.

    An unknown variable is an error, and so is a raw value: each place in a template names the
    filter that its language needs (:mod:`docbound.render.quoting_check`).
    """
    folder = templates_folder()
    made = CheckedEnvironment(
        loader=FileSystemLoader(folder),
        bytecode_cache=TemplateBytecodeCache(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.context_class = _Context
    # Jinja declares the two tables by what it puts there itself.
    filters: dict[str, Any] = made.filters
    filters.update(
        address=text.autolink,
        cell=text.markdown_cell,
        code=text.code_span,
        docstring=text.docstring,
        first_sentence=text.first_sentence,
        info=text.fence_info,
        literal=text.string_literal,
        markdown=text.markdown,
        plain=text.plain_cell,
        program=program,
        toml=text.toml_string,
    )
    functions: dict[str, Any] = made.globals
    functions.update(class_head=python_source.class_head)
    return made


def program(code: str) -> str:
    """The text of an example with its blank lines as black has them: two around a function, none
    after a header.
    """
    return _GAP.sub(_gap, code.strip("\n"))


_GAP: Final = re.compile(r"^(.*)\n(?: *\n)+(?=(.*))", re.MULTILINE)


def _gap(match: re.Match[str]) -> str:
    before, after = match.groups()
    if before.endswith(":") or after.lstrip().startswith("except "):
        return f"{before}\n"
    opens = after.startswith(("def ", "async def "))
    closes = before.startswith(" ") and not after.startswith(" ")
    return f"{before}\n\n\n" if opens or closes else f"{before}\n\n"


@cache
def template(layout_folder: str, name: str) -> Template:
    """The template ``name`` of a layout: its own one, or else the shared one."""
    return environment().select_template([f"{layout_folder}/{name}", f"base/{name}"])


def templates_folder() -> Path:
    """The folder of the templates: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parents[1] / "templates"
