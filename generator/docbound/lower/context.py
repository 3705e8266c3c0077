"""What every part of lowering needs: service, names, settings, diagnostics."""

from __future__ import annotations

from collections.abc import Mapping

from docbound.annotations import Annotator
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.lower.examples import Examples
from docbound.naming import Names
from docbound.package import RequestKey
from docbound.records import field, record
from docbound.service import Api, Pointer
from docbound.settings.settings import Settings


@record
class Context:
    """The inputs of :func:`docbound.lower.lower`, with the two helpers that write types and
    examples, and with what of the whole description each operation is held against.

    ``tags`` has the value that a tag property has in a member of discriminated choices, by the
    member's pointer and the property. ``forms`` are the objects that are sent as a form with parts.
    ``type_names`` are the names of all models and types of plain data; ``repeated_methods`` those
    of methods that more than one operation has. ``request_keys`` fills with the keys of objects as
    plain data, by the object's pointer and whether they have the names of the wire: several
    operations may send one object.
    """

    api: Api
    names: Names
    settings: Settings
    diagnostics: Diagnostics
    annotator: Annotator
    examples: Examples
    tags: Mapping[tuple[Pointer, str], str]
    forms: frozenset[Pointer]
    type_names: frozenset[str]
    repeated_methods: frozenset[str]
    request_keys: dict[tuple[Pointer, bool], tuple[RequestKey, ...]] = field(
        default_factory=dict[tuple[Pointer, bool], "tuple[RequestKey, ...]"]
    )
