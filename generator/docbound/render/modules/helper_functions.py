"""The functions of ``helpers.py``, which make a client that has its credentials."""

from __future__ import annotations

from docbound.package import Helper, Package, SchemeRow
from docbound.records import record
from docbound.render.docstrings import DOC_WIDTH
from docbound.writing.source_types import PythonSource
from docbound.writing.text import docstring_of, hanging_indent, wrap


@record(kw_only=False)
class HelperSource:
    """One function of ``helpers.py``."""

    helper: Helper
    scheme: SchemeRow

    @property
    def is_token(self) -> bool:
        """Whether the key goes where bearer tokens go."""
        return self.scheme.kind.is_token

    @property
    def doc(self) -> PythonSource:
        """The docstring of the function."""
        helper = self.helper
        lines = ["A client that has its credentials.", ""]
        if helper.note:
            lines += [*wrap(helper.note, DOC_WIDTH), ""]
        lines.append("Args:")
        for name, about in (
            (helper.host_argument, "the base URL; by default the documented one."),
            (helper.key_argument, "the key; by default that of the environment."),
            ("prefix", "the word that goes before the key."),
        ):
            lines += hanging_indent(f"{name}: ", about, DOC_WIDTH, indent=4)
        return docstring_of(lines, indent=4)


def helper_sources(package: Package) -> list[HelperSource]:
    """The functions of ``helpers.py``."""
    schemes = {scheme.name: scheme for scheme in package.schemes}
    return [HelperSource(helper, schemes[helper.scheme]) for helper in package.helpers]
