"""The command ``sbom``: a bill of materials of docbound, or of a generated package."""

from __future__ import annotations

import hashlib
import json
import tomllib
import uuid
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

import click
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

_NAMESPACE: Final = uuid.UUID("1d8fb02e-3f5a-5c0e-9f0e-2f6f1f3c7a10")


@click.command(short_help="Print a bill of materials (CycloneDX) of docbound or a package.")
@click.argument(
    "package", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def sbom(package: Path | None) -> None:
    """Print a software bill of materials as CycloneDX JSON.

    PACKAGE is the folder of a generated package; without it, the bill is docbound's own. Listed are
    the requirements as they are installed here, and their requirements; what is not installed is
    listed with the range that is asked for.
    """
    if package is None:
        found = distribution("docbound")
        name, version, direct = "docbound", found.version, found.requires or []
    else:
        try:
            project = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
            name, version = str(project["name"]), str(project["version"])
            direct = [str(item) for item in project["dependencies"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = getattr(error, "strerror", "") or error
            raise click.UsageError(f"{package} has no pyproject.toml of a package: {why}") from None
    click.echo(json.dumps(bill(name, version, direct), indent=2))


def bill(name: str, version: str, direct: list[str]) -> dict[str, Any]:
    """The bill of one distribution: the same each time, without a date.

    Source: CycloneDX 1.6, "JSON reference"; package URL specification, "pypi".
    """
    components: dict[str, dict[str, Any]] = {}
    depends: dict[str, list[str]] = {}
    root = _purl(name, version)
    waiting: list[tuple[str, list[str]]] = [(root, direct)]
    while waiting:
        parent, texts = waiting.pop()
        for requirement in _needed(texts):
            component, its_own = _component(requirement)
            depends.setdefault(parent, []).append(component["bom-ref"])
            if component["bom-ref"] not in components:
                components[component["bom-ref"]] = component
                waiting.append((component["bom-ref"], its_own))
    listed = [components[ref] for ref in sorted(components)]
    graph = [
        {"ref": ref, "dependsOn": sorted(set(depends.get(ref, [])))}
        for ref in [root, *sorted(components)]
    ]
    digest = hashlib.sha256(json.dumps([root, listed, graph]).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": root,
                "name": name,
                "version": version,
                "purl": root,
            }
        },
        "components": listed,
        "dependencies": graph,
    }


def _needed(texts: list[str]) -> list[Requirement]:
    """The requirements that count here: no extras, and none of other systems."""
    found: list[Requirement] = []
    for text in texts:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found.append(requirement)
    return found


def _component(requirement: Requirement) -> tuple[dict[str, Any], list[str]]:
    name = canonicalize_name(requirement.name)
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        made = {"type": "library", "bom-ref": _purl(name, ""), "name": name}
        if str(requirement.specifier):
            made["description"] = f"not installed; {requirement.specifier} is asked for"
        return made, []
    purl = _purl(name, installed.version)
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": installed.version,
        "purl": purl,
    }
    expression = _license(installed)
    if expression:
        component["licenses"] = [{"expression": expression}]
    return component, installed.requires or []


def _license(installed: Distribution) -> str:
    """The SPDX expression that a distribution declares, if it does."""
    declared = installed.metadata.get_all("License-Expression")
    return declared[0] if declared else ""


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{canonicalize_name(name)}" + (f"@{version}" if version else "")
