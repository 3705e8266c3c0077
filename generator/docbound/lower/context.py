"""What every part of lowering looks at."""

from __future__ import annotations

from docbound.annotations import Annotator
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.lower.examples import Examples
from docbound.naming import Names
from docbound.records import record
from docbound.service import Api
from docbound.settings.settings import Settings


@record
class Context:
    """The inputs of :func:`docbound.lower.lower`, with the two helpers that write types and examples."""

    api: Api
    names: Names
    settings: Settings
    diagnostics: Diagnostics
    annotator: Annotator
    examples: Examples
