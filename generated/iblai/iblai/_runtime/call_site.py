"""The caller's position in its source, for warnings."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from types import FrameType
from typing import Final

_RUNTIME: Final = next(
    folder for folder in Path(__file__).parents if folder.name in ("_runtime", "runtime")
)
_HERE: Final = f"{_RUNTIME.parent}{os.sep}"


def callers_frame() -> FrameType | None:
    """The innermost frame outside this package: the line of the caller."""
    frame: FrameType | None = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
    while frame is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    return frame


def warn_caller(text: str, category: type[Warning]) -> None:
    """Warns at the line of the caller, where Python's filters count a warning once."""
    frame = callers_frame()
    if frame is None:
        warnings.warn(text, category, stacklevel=2)
        return
    warnings.warn_explicit(
        text,
        category,
        frame.f_code.co_filename,
        frame.f_lineno,
        # Code from exec may be in no module; without one the warning would be dropped.
        frame.f_globals.get("__name__") or "<unknown>",
        frame.f_globals.setdefault("__warningregistry__", {}),
    )
