"""What every part of lowering looks at."""

from __future__ import annotations

from dataclasses import dataclass

from generator.annotations import Annotator
from generator.api import Api
from generator.diagnostics import Diagnostics
from generator.lower.examples import Examples
from generator.naming import Names
from generator.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The inputs of :func:`generator.lower.lower`, with the two helpers that write types and examples."""

    api: Api
    names: Names
    settings: Settings
    diagnostics: Diagnostics
    annotator: Annotator
    examples: Examples
