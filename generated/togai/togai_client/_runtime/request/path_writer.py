"""What writes a parameter of the path; words and numbers without anything of :mod:`.parameters`."""

from __future__ import annotations

from .. import TYPE_CHECKING
from ..http.percent_encoding import escape, escape_reserved_in_path

if TYPE_CHECKING:
    from ..service.operations import Parameter
    from .parameters import Writer


def path_writer(parameter: Parameter) -> Writer:
    """Writes the text that replaces ``{name}`` in the path; it raises
    :class:`~.errors.ApiValueError` for what would change the path.
    """
    quoting = escape_reserved_in_path if parameter.allow_reserved else escape
    if parameter.content_type:
        from .parameters import content_writer

        return content_writer(parameter.content_type, "", quoting)
    is_simple = parameter.style == "simple"

    def write(value: object) -> str:
        if is_simple and type(value) is str and value.isalnum():
            return quoting(value)
        from .parameters import path_text

        return path_text(parameter, value, quoting)

    return write
