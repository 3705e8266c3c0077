"""Prints the head of a function as black leaves it.

On one line where that fits, else the parameters on a line of their own, else one parameter a line
with a trailing comma.
"""

from __future__ import annotations

from typing import Final

from docbound.records import record
from docbound.writing.python_source import STEP, WIDTH, show_annotation, show_assignment
from docbound.writing.source_types import PythonSource


@record(kw_only=False)
class Parameter:
    """A parameter as a signature has it: ``name: annotation = default``.

    Attributes:
        name: with its stars, or a star alone.
        annotation: empty if there is none.
        default: None if there is none.
    """

    name: str
    annotation: str = ""
    default: str | None = None

    @property
    def flat(self) -> str:
        """The whole on one line."""
        text = f"{self.name}: {self.annotation}" if self.annotation else self.name
        return text if self.default is None else f"{text} = {self.default}"

    def spread(self, indent: int) -> str:
        """The same as it is on lines of its own, before its comma."""
        if not self.annotation:
            return self.name
        return show_assignment(self.name, self.annotation, self.default, indent=indent, after=1)


@record(kw_only=False)
class Parameters:
    """The parameters of a function, at least one.

    Attributes:
        each: one after the other.
        flat: all of them on one line.
    """

    each: tuple[Parameter, ...]
    flat: str

    @classmethod
    def of(cls, *parameters: Parameter) -> Parameters:
        """Those parameters; made once where several heads have them."""
        return cls(parameters, ", ".join(each.flat for each in parameters))


SELF: Final = Parameter("self")
STAR: Final = Parameter("*")


def function_head(
    start: str, parameters: Parameters, result: str, *, indent: int, end: str = ":"
) -> PythonSource:
    """``start(parameters) -> result`` and ``end``.

    Args:
        start: what is before the parameters, such as ``async def fetch``.
        parameters: of the function.
        result: the annotation of the result.
        indent: columns by which the function is indented.
        end: what follows: a colon, or ``: ...`` for a function without a body.
    """
    line = f"{start}({parameters.flat}) -> {result}{end}"
    if indent + len(line) <= WIDTH:
        return PythonSource(line)
    margin, pad = " " * indent, " " * (indent + STEP)
    shown = show_annotation(result, indent=indent, before=indent + len(") -> "), after=len(end))
    # Black puts the parameters beside the name where the result needs several lines anyway, unless
    # they have lines of their own.
    fits = len(pad) + len(parameters.flat) <= WIDTH
    if len(parameters.each) > 1 and fits and "\n" not in shown:
        lines = [f"{pad}{parameters.flat}"]
    else:
        lines = [f"{pad}{parameter.spread(len(pad))}," for parameter in parameters.each]
    return PythonSource("\n".join([f"{start}(", *lines, f"{margin}) -> {shown}{end}"]))
