"""JSONPath (RFC 9535): which places of a JSON value a query selects.

Only what Overlay documents need of a library: :func:`compile_path` reads a query, :func:`select`
gives the locations it selects. Written here because no package that is small, typed and kept up
does just this.
"""

from .evaluate import Location, select
from .parse import PathError, compile_path

__all__ = ["Location", "PathError", "compile_path", "select"]
