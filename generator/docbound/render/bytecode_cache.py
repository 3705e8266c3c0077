"""Compiled templates, kept beside their sources, as Python keeps its own code."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from docbound import cache


class TemplateBytecodeCache(BytecodeCache):
    """Keeps the compiled ``base/api.py.jinja`` as
    ``__pycache__/base-api.py.jinja.cpython-311.pyc``.

    Templates are docbound's code as much as its modules, and compiling those that any package needs
    takes longer than filling them. Where Python would not write bytecode, or may not, they are
    compiled for one run.

    Args:
        templates: the folder of all templates.
    """

    def __init__(self, templates: Path) -> None:
        self._folder = templates / "__pycache__"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of a template's file here."""
        return f"{name.replace('/', '-')}.{sys.implementation.cache_tag}.pyc"

    def get_source_checksum(self, source: str) -> str:
        """A digest of all that compiled code depends on: Jinja folds what our filters make of
        constants into it.
        """
        return cache.digest(cache.program(), source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills ``bucket`` with code of the same source and the same docbound, if there is some."""
        try:
            seal, _, code = (self._folder / bucket.key).read_bytes().partition(b"\n")
            if seal.decode("ascii", "replace") == bucket.checksum:
                bucket.code = marshal.loads(code)
        except (OSError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code of ``bucket``."""
        if not sys.dont_write_bytecode:
            content = bucket.checksum.encode() + b"\n" + marshal.dumps(bucket.code)
            cache.put(self._folder / bucket.key, content)
