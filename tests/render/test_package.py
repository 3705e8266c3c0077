"""The rendered package as a whole: valid Python, a fixed point of black and isort, the same
whatever the texts say.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import black
import pytest

from docbound.output.manifest import FileTree
from docbound.package import Package
from docbound.render import render
from docbound.render.formatting import format_tree
from docbound.render.package_files import LAYOUTS
from tests.render.sample import sample
from tests.writing.test_text import NASTY

LAYOUT_NAMES = sorted(LAYOUTS)


def generated(tree: FileTree) -> Iterator[tuple[str, str]]:
    """The Python files that a template made."""
    return (
        (path, text)
        for path, text in tree.items()
        if path.endswith(".py") and "/_runtime/" not in path
    )


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_black_has_nothing_to_do(layout: str) -> None:
    for path, text in generated(render(sample(layout))):
        assert black.format_str(text, mode=black.Mode(line_length=100)) == text, path


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_what_formatting_skips_is_formatted(layout: str) -> None:
    tree = render(sample(layout))
    assert format_tree(tree, trust=True) == format_tree(tree, trust=False)


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_imports_are_in_order(layout: str, tmp_path: Path) -> None:
    write(render(sample(layout)), tmp_path)
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache"]
    form = ["--line-length", "100", "--config", "lint.isort.combine-as-imports = true"]
    rules = ["--select", "I,F401", "--exclude", "_runtime", str(tmp_path)]
    done = subprocess.run([*command, *form, *rules], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_rendering_is_repeatable(layout: str) -> None:
    assert render(sample(layout)) == render(sample(layout))


def write(tree: FileTree, folder: Path) -> None:
    for path, text in tree.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


# --- texts are only texts ------------------------------------------------------------

_TEXTS = {
    "api_version",
    "contact",
    "description",
    "doc",
    "external_docs",
    "summary",
    "title",
    "note",
}


def hostile(value: object, text: str) -> object:
    """``value`` with every free text in it replaced."""
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return tuple(hostile(item, text) for item in items)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        field.name: (text if field.name in _TEXTS else hostile(getattr(value, field.name), text))
        for field in dataclasses.fields(value)
    }
    return dataclasses.replace(value, **changes)


def with_texts(package: Package, text: str) -> Package:
    """``package`` with every free text in it replaced."""
    changed = hostile(package, text)
    assert isinstance(changed, Package)
    return changed


def skeleton(source: str) -> str:
    """The syntax tree of ``source`` without the texts of its strings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@pytest.mark.parametrize("text", [*NASTY, "".join(NASTY), "word " * 60 + '"'])
@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_no_text_becomes_code(layout: str, text: str) -> None:
    tree = render(with_texts(sample(layout), f"Plain {text}"))
    calm = render(with_texts(sample(layout), "Plain"))
    assert tree.keys() == calm.keys()
    for path, source in generated(format_tree(tree, trust=True)):
        source.encode()
        assert skeleton(source) == skeleton(calm[path]), path
        assert black.format_str(source, mode=black.Mode(line_length=100)) == source, path
    assert tomllib.loads(tree["pyproject.toml"])["project"]["name"] == "pet-client"
    for path, page in tree.items():
        if path.endswith(".md"):
            assert headings(page) == headings(calm[path]), path
            assert blocks(page) == blocks(calm[path]), path


def headings(page: str) -> list[str]:
    bare = re.sub(r"^ *(`{3,}|~{3,}).*?^ *\1`*~*$", "", page, flags=re.M | re.S)
    return [line for line in bare.split("\n") if re.match(r" {0,3}#{1,6} ", line)]


def blocks(page: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S)


# --- pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_every_example_is_python_as_black_has_it(layout: str) -> None:
    count = 0
    for path, page in render(sample(layout)).items():
        for code in blocks(page):
            count += 1
            compile(code, path, "exec")
            assert black.format_str(code, mode=black.Mode(line_length=100)) == code, (path, code)
    assert count >= 9


def test_every_link_leads_somewhere() -> None:
    tree = render(sample())
    pages = {path: text for path, text in tree.items() if path.endswith(".md")}
    for path, page in pages.items():
        for target in re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", page):
            if target and "://" not in target:
                folder = path.rpartition("/")[0]
                parts = [*folder.split("/"), *target.split("/")] if folder else [target]
                while ".." in parts:
                    at = parts.index("..")
                    del parts[at - 1 : at + 1]
                assert "/".join(parts) in tree, (path, target)


def test_the_older_layout_has_its_paths() -> None:
    tree = render(sample("prior"))
    assert "pet_client/model/pet.py" in tree
    assert "pet_client/models/pet.py" not in tree
    assert '"Pet": "..model.pet"' in tree["pet_client/models/__init__.py"]
    assert '"PetsApi": "..api.pets_api"' in tree["pet_client/apis/__init__.py"]
    assert "> PetPage list_pets()" in tree["docs/PetsApi.md"]
    assert "pets_api.PetsApi(api_client)" in tree["docs/PetsApi.md"]


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_a_dotted_name_is_folders_below_a_namespace(layout: str, tmp_path: Path) -> None:
    tree = render(dataclasses.replace(sample(layout), name="acme.pets"))
    for path, text in tree.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert "acme/__init__.py" not in tree
    wheel = tomllib.loads(tree["pyproject.toml"])["tool"]["hatch"]["build"]["targets"]
    assert wheel["wheel"]["packages"] == ["acme"]
    program = "import acme.pets; print(acme.pets.ApiClient().__module__)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.stdout.split() == [b"acme.pets.api_client"], done.stderr


@pytest.mark.parametrize("host", ["", "/api/v3"])
def test_examples_name_a_host_where_the_description_has_none(host: str) -> None:
    package = dataclasses.replace(sample(), host=host)
    pages = render(package)
    named = 'host="https://api.example.com"'
    assert named in pages["README.md"] and named not in render(sample())["README.md"]
    (page,) = [path for path in pages if path.endswith("PetsApi.md")]
    assert named in pages[page] and "put the service's own here" in pages[page]
    base = f"*{host}*" if host else "the host that a client is given"
    assert f"All URIs are relative to {base}\n" in pages[page]


def test_the_errors_are_all_public() -> None:
    root = Path(__file__).parents[2] / "generator" / "docbound" / "runtime" / "errors.py"
    classes = {
        node.name
        for node in ast.parse(root.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name not in {"Hidden", "ResponseLike"}
    }
    exported = ast.parse(render(sample())["pet_client/exceptions.py"])
    listed = next(
        ast.literal_eval(node.value)
        for node in exported.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    assert set(listed) == classes
