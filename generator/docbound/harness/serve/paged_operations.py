"""Which operations of a description have pages, by whatever says so: the settings of an operation,
a rule for many, or an extension of the description.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.lower.assemble import make_context
from docbound.lower.operations.pagination import settings_of
from docbound.settings.pagination import PaginationSettings


def paged_operations(
    description: Path, config: Path | None = None
) -> Mapping[str, PaginationSettings]:
    """How the pages of each operation follow each other, by operationId.

    Args:
        description: the document.
        config: its client.yaml, if it has one.

    Returns:
        Nothing where the document is not one that a package could be made from: that is said by
        ``docbound validate``, and a stub serves what it can.
    """
    source = BuildRequest(
        description=description,
        output=description.parent / "client",
        config=config,
        lenient=True,
    )
    made = pipeline.interpret(source, Diagnostics(), {})
    if made is None:
        return {}
    context = make_context(made.api, made.names, made.settings, Diagnostics())
    found = {
        operation.operation_id: settings_of(context, operation)
        for operation in made.api.operations
        if operation.operation_id
    }
    return {name: settings for name, settings in found.items() if settings is not None}
