"""The package's logger, enabled by an environment variable (``ACME_LOG=debug``)."""

from __future__ import annotations

import logging
import os

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def package_logger(package: str) -> logging.Logger:
    """The logger that all of the package's messages go to.

    It prints nothing by itself, as a library's should not: a program that wants the messages sets
    logging up.
    """
    logger = logging.getLogger(package)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger


def switch_on(package: str, variable: str) -> None:
    """Lets the package log to stderr if its environment variable names a level; an unknown level
    counts as ``info``.

    Args:
        package: the import name, which is also the logger's.
        variable: the variable's name; empty: there is none.
    """
    wanted = os.environ.get(variable, "").strip().upper() if variable else ""
    if not wanted or wanted in ("0", "OFF", "NONE"):
        return
    logger = package_logger(package)
    logger.setLevel(logging.getLevelNamesMapping().get(wanted, logging.INFO))
    if all(isinstance(each, logging.NullHandler) for each in logger.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(_FORMAT))
        logger.addHandler(handler)
        logger.propagate = False
