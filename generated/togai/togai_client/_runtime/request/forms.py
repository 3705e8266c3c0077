"""Forms: ``application/x-www-form-urlencoded`` and ``multipart/*``, by the Encoding Objects of the
description.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from ..errors import ApiTypeError, kind_of
from ..http.media_types import FORM, essence
from ..lazy_patterns import lazy_pattern
from ..service.operations import Form, Part
from .encoded_body import Encoded
from .form_fields import fields_of

_BOUNDARY = lazy_pattern(r';\s*boundary=(?:"[^"]*"|[^;]*)', re.IGNORECASE)
"""A boundary of the caller's, who cannot know whether it is in a file."""


def write_form(value: object, content_type: str, form: Form) -> Encoded:
    """A form body.

    Args:
        value: a model, a mapping with wire names, or a list of parts; files may be in it in every
            form of ``FileInput``. Text and bytes that are the whole body already stay as they are.
        content_type: of the form; a multipart one gets its boundary here.
        form: the type of the form, and how single fields, or the parts of a list, are sent.

    Raises:
        ApiTypeError: ``value`` has no fields.
        InvalidArgumentError: a mapping does not fit the model.
    """
    if isinstance(value, (str, bytes)):
        if essence(content_type) != FORM and not _BOUNDARY.search(content_type):
            raise ApiTypeError(
                f"a {kind_of(value)} is no body of {essence(content_type)}: give a mapping of its"
                " fields, or name the boundary that the text has by _content_type"
            )
        return Encoded(value.encode() if isinstance(value, str) else value, content_type)
    if form.item is not None:
        return _write_parts(value, content_type, form, form.item)
    parts = form.parts
    fields, model = fields_of(value, form)
    if essence(content_type) == FORM:
        from .urlencoded import urlencoded

        return Encoded(urlencoded(fields, parts).encode(), content_type, model)
    from .multipart import multipart

    boundary = os.urandom(16).hex()
    return Encoded(multipart(fields, parts, boundary), _bounded(content_type, boundary), model)


def _bounded(content_type: str, boundary: str) -> str:
    return f"{_BOUNDARY.sub('', content_type)}; boundary={boundary}"


def _write_parts(value: object, content_type: str, form: Form, rest: Part) -> Encoded:
    """A body of parts that are known by their position."""
    if _is_plain(value, Mapping) or not isinstance(value, Iterable):
        raise ApiTypeError(
            f"a body of {essence(content_type)} is a list of its parts, not a {kind_of(value)}"
        )
    from .multipart import positional

    read = _reader(form.type)
    items = [read(item) for item in cast("Iterable[object]", value)]
    boundary = os.urandom(16).hex()
    content = positional(items, form.prefix, rest, boundary)
    return Encoded(content, _bounded(content_type, boundary))


def _reader(type_code: str | None) -> Callable[[object], object]:
    """Makes of plain data in a part what the description says of it; files stay what they are."""
    if type_code is None or not type_code.startswith("list["):
        return lambda item: item
    from ..models.decoder import decoder

    check = decoder(type_code.removeprefix("list[").removesuffix("]")).validate_input

    def read(item: object) -> object:
        return check(item) if _is_plain(item, Mapping, list) else item

    return read


def _is_plain(value: object, *kinds: type) -> bool:
    return isinstance(value, kinds)
