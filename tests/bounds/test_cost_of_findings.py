"""A description of many files in which something is wrong costs at most twice a valid one: counted
in calls, as in :mod:`tests.bounds.test_linear_work`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound import assessment, document
from docbound.diagnostics.diagnostic import Diagnostics
from tests.bounds.test_linear_work import counted

FILES = 40
FINDINGS = {
    "a default of another type": ("size: {type: integer}", "size: {type: integer, default: x}"),
    "a type of nobody": ("size: {type: integer}", "size: {type: int}"),
    "a reference to nothing": ("size: {type: integer}", "size: {$ref: nowhere.yaml}"),
    "a property that is required and not declared": ("required: [id]", "required: [id, nobody]"),
    "a parameter without its place": ("in: query, ", ""),
    "a status of nobody": ("'200':", "'999':"),
}


def write(folder: Path, version: str, wrong: tuple[str, str] = ("", "")) -> Path:
    """A description of many files, of which the last but one has a fault."""
    folder.mkdir()
    paths = "".join(f"  /things{i}: {{$ref: 'path{i}.yaml'}}\n" for i in range(FILES))
    root = folder / "openapi.yaml"
    root.write_text(f"openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
    for i in range(FILES):
        files = {
            f"path{i}.yaml": (
                "get:\n"
                "  parameters: [{name: limit, in: query, schema: {type: integer}}]\n"
                "  responses:\n"
                "    '200': {description: OK, content: {application/json: {schema: {$ref: "
                f"'thing{i}.yaml'}}}}}}}}\n"
            ),
            f"thing{i}.yaml": (
                "type: object\nrequired: [id]\nproperties:\n  id: {type: string}\n"
                "  size: {type: integer}\n"
                f"  next: {{$ref: 'thing{(i + 1) % FILES}.yaml'}}\n"
            ),
        }
        for name, text in files.items():
            (folder / name).write_text(text.replace(*wrong) if i == FILES - 2 else text)
    return root


def assess(root: Path) -> Diagnostics:
    diagnostics = Diagnostics()
    loaded = document.load(root, diagnostics)
    assert loaded is not None
    assessment.assess(loaded, diagnostics, assessment.Policy.LENIENT)
    return diagnostics


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("finding", FINDINGS)
def test_one_finding_at_most_doubles_the_work(tmp_path: Path, finding: str, version: str) -> None:
    valid = write(tmp_path / "valid", version)
    wrong = write(tmp_path / "wrong", version, FINDINGS[finding])
    assert not list(assess(valid))
    # What is wrong, and at most that the validator failed at it, in its two ways of reading; and
    # what is needed is loaded.
    assert 1 <= len(list(assess(wrong))) <= 3
    usual = counted(lambda: assess(valid))
    assert counted(lambda: assess(wrong)) <= 2 * usual
