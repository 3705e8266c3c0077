"""Forms: ``application/x-www-form-urlencoded`` and ``multipart/*``, by the Encoding Objects of the
description.
"""

from __future__ import annotations

import os
import re

from ..http.media_types import FORM, essence
from ..service.operations import Form
from .encoded_body import Encoded
from .form_fields import fields_of

_BOUNDARY = re.compile(r';\s*boundary=(?:"[^"]*"|[^;]*)', re.IGNORECASE)
"""A boundary of the caller's, who cannot know whether it is in a file."""


def write_form(value: object, content_type: str, form: Form) -> Encoded:
    """A form body.

    Args:
        value: a model or a mapping with wire names; files may be in it in every form of
            ``FileInput``. Text and bytes that are the whole body already stay as they are.
        content_type: of the form; a multipart one gets its boundary here.
        form: the type of the form, and how single fields are sent.

    Raises:
        ApiTypeError: ``value`` has no fields.
        InvalidArgumentError: a mapping does not fit the model.
    """
    if isinstance(value, (str, bytes)):
        return Encoded(value.encode() if isinstance(value, str) else value, content_type)
    parts = form.parts
    fields, model = fields_of(value, form)
    if essence(content_type) == FORM:
        from .urlencoded import urlencoded

        return Encoded(urlencoded(fields, parts).encode(), content_type, model)
    from .multipart import multipart

    content_type, boundary = _BOUNDARY.sub("", content_type), os.urandom(16).hex()
    content = multipart(fields, parts, boundary)
    return Encoded(content, f"{content_type}; boundary={boundary}", model)
