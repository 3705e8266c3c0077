"""What every part of lowering looks at."""

from __future__ import annotations

from generator.annotations import Annotator
from generator.api import Api
from generator.diagnostics import Diagnostics
from generator.lower.examples import Examples
from generator.naming import Names
from generator.records import record
from generator.settings import Settings


@record
class Context:
    """The inputs of :func:`generator.lower.lower`, with the two helpers that write types and examples."""

    api: Api
    names: Names
    settings: Settings
    diagnostics: Diagnostics
    annotator: Annotator
    examples: Examples
