"""The keyword options of a call, as a generated method receives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..errors import ApiTypeError
from ..service.options import NO_OPTIONS, CallOptions

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ..service.request_options import RequestOptions

_FIELDS: dict[str, str] = {f"_{field}": field for field in CallOptions._fields if field != "link"}


def call_options(options: RequestOptions, api: type, method: str) -> CallOptions:
    """The options of a call as one value.

    Args:
        options: the ``**options`` of a generated method.
        api: the class that has the method, and the method's name, for an error.

    Raises:
        ApiTypeError: a name is that of no option and no argument.
    """
    if not options:
        return NO_OPTIONS
    given = cast("Mapping[str, Any]", options)
    fields = {_FIELDS.get(name, name): value for name, value in given.items()}
    if any(name not in _FIELDS for name in given):
        raise _unknown(given, api, method)
    return CallOptions(**fields)


def _unknown(given: Mapping[str, Any], api: type, method: str) -> ApiTypeError:
    import inspect
    from difflib import get_close_matches

    name = next(name for name in given if name not in _FIELDS)
    parameters = inspect.signature(getattr(api, method)).parameters.values()
    arguments = [item.name for item in parameters if item.kind != inspect.Parameter.VAR_KEYWORD]
    known = [*arguments[1:], *_FIELDS]
    nearest = get_close_matches(name, known, 1) or get_close_matches(f"_{name}", known, 1)
    hint = (
        f"; did you mean {nearest[0]!r}?" if nearest else f"; the options are {', '.join(_FIELDS)}"
    )
    return ApiTypeError(f"{api.__name__}.{method}() has no argument {name!r}{hint}")
