"""Finds the operations that a user names: by operationId, Python method, or method and path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from docbound.diagnostics.suggestions import did_you_mean
from docbound.harness.described_service import ServiceOperation
from docbound.harness.errors import failure, file_position
from docbound.harness.package_methods import Surface
from docbound.json_values import json_or_text

from ..clients import Client


def operation_named(client: Client, surface: Surface, name: str) -> tuple[ServiceOperation, str]:
    """The operation called ``name``, and the case behind a dot.

    Args:
        client, surface: where to look.
        name: ``listCats``, ``list_cats``, ``listCats.two_pages``.

    Raises:
        HarnessError: there is none.
    """
    for operation in client.service.operations:
        binding = surface.of(operation)
        names = (
            operation.operation_id,
            operation.name,
            binding.method.name if binding else "",
        )
        for known in names:
            if known and name == known:
                return operation, ""
            if known and name.startswith(f"{known}."):
                return operation, name[len(known) + 1 :]
    all_names = [operation.name for operation in client.service.operations]
    near = did_you_mean(name.partition(".")[0], all_names)
    raise failure(
        "unknown-operation",
        f"{client} has no operation {name!r}",
        f"did you mean {near!r}?" if near else f"there are: {', '.join(all_names[:8])}",
        exit_code=2,
    )


def given_arguments(pairs: tuple[str, ...], file: Path | None) -> dict[str, object]:
    """Arguments of a call from ``NAME=VALUE`` and from a file (YAML or JSON); the former come
    before the latter.

    Raises:
        HarnessError: one of them cannot be read.
    """
    found: dict[str, object] = {}
    if file is not None:
        try:
            loaded: object = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            raise failure(
                "unreadable-arguments",
                f"{file} cannot be read: {getattr(error, 'strerror', '') or error}",
                "name a YAML or JSON file",
            ) from None
        if not isinstance(loaded, Mapping):
            raise failure(
                "unreadable-arguments",
                f"{file} holds no mapping of arguments",
                "write `name: value` lines",
                position=file_position(file),
            )
        found.update(cast(Mapping[str, Any], loaded))
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise failure(
                "wrong-argument",
                f"{pair!r} is not NAME=VALUE",
                "write --argument name=value",
                exit_code=2,
            )
        found[name] = json_or_text(text)
    return found
