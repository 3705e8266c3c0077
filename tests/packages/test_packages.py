"""The committed packages are the goldens: true to specs/, well formatted, light to import,
complete.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from tests.support.blocks import ROOT
from tests.support.clients import CLIENTS, Client

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)

HEAVY = {
    "pydantic",
    "pydantic_core",
    "urllib3",
    "aiohttp",
    "typing",
    "dataclasses",
    "inspect",
    "re",
    "asyncio",
    "datetime",
}
"""What must not come along with a bare import; each of these costs milliseconds."""


def fresh(code: str) -> object:
    """Runs ``code`` in a fresh interpreter that sees all packages but imports nothing by itself;
    returns its ``result``.
    """
    folders = [str(client.folder) for client in CLIENTS]
    site = [path for path in sys.path if "site-packages" in path]
    prelude = (
        f"import sys; sys.path[:0] = {folders!r}; sys.path += {site!r}; before = set(sys.modules)\n"
    )
    ending = "\nimport json; print(json.dumps(result))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", prelude + code + ending],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@each_client
def test_no_drift(client: Client) -> None:
    outcome = fresh_build(build_request.client_source(ROOT, client.name), write=False)
    assert outcome.generated is not None
    assert [(drift.kind, drift.path, drift.diff) for drift in outcome.drift] == []


@each_client
def test_black_would_change_nothing(client: Client) -> None:
    command = [
        sys.executable,
        "-m",
        "black",
        "--check",
        "--config",
        str(ROOT / "pyproject.toml"),
        str(client.folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@each_client
def test_every_module_compiles_without_a_warning(client: Client) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for path in client.source.rglob("*.py"):
            compile(path.read_text(encoding="utf-8"), path, "exec")
    assert [f"{each.filename}: {each.message}" for each in caught] == []


@each_client
def test_every_module_imports(client: Client) -> None:
    package = importlib.import_module(client.package)
    names = [
        module.name for module in pkgutil.walk_packages(package.__path__, f"{client.package}.")
    ]
    assert len(names) > 10
    for name in names:
        importlib.import_module(name)


@each_client
def test_every_public_name_is_there(client: Client) -> None:
    package = importlib.import_module(client.package)
    assert sorted(set(package.__all__)) == sorted(package.__all__)
    assert set(package.__all__) <= set(dir(package))
    for name in package.__all__:
        assert getattr(package, name) is not None, name
    with pytest.raises(AttributeError, match="Nope"):
        _ = package.Nope


@each_client
def test_import_loads_next_to_nothing(client: Client) -> None:
    loaded = fresh(f"import {client.package}\nresult = sorted(set(sys.modules) - before)")
    assert isinstance(loaded, list)
    assert [name for name in loaded if name.partition(".")[0] in HEAVY] == []
    assert [name for name in loaded if ".models." in name or ".api." in name] == []
    assert {name.partition(".")[0] for name in loaded} <= {client.package, "__future__"}


@each_client
def test_one_model_does_not_load_its_neighbours(client: Client) -> None:
    folder = next(
        path for path in (client.source / "models", client.source / "model") if path.is_dir()
    )
    for path in sorted(folder.glob("*.py"))[:6]:
        if path.stem == "__init__":
            continue
        module = f"{client.package}.{folder.name}.{path.stem}"
        loaded = fresh(f"import {module}\nresult = sorted(set(sys.modules) - before)")
        assert isinstance(loaded, list)
        siblings = [
            name
            for name in loaded
            if name.startswith(f"{client.package}.{folder.name}.") and name != module
        ]
        assert siblings == [], module


@each_client
def test_typed_and_complete(client: Client) -> None:
    assert (client.source / "py.typed").read_bytes() == b""
    project = tomllib.loads((client.folder / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert project["name"] == (client.settings.distribution or client.package.replace("_", "-"))
    assert project["requires-python"] == ">=3.11"
    assert {need.partition(">")[0].strip() for need in project["dependencies"]} == {
        "pydantic",
        "urllib3",
    }
    assert any(need.startswith("aiohttp") for need in project["optional-dependencies"]["aio"])


@each_client
def test_the_runtime_is_copied_byte_for_byte(client: Client) -> None:
    here = {
        path.relative_to(ROOT / "generator/docbound/runtime"): path
        for path in (ROOT / "generator/docbound/runtime").rglob("*.py")
    }
    there = {
        path.relative_to(client.source / "_runtime"): path
        for path in (client.source / "_runtime").rglob("*.py")
    }
    has_webhooks = (client.source / "webhooks.py").exists()
    assert here.keys() - there.keys() == (set() if has_webhooks else {Path("webhooks.py")})
    assert [
        str(name) for name, path in there.items() if path.read_bytes() != here[name].read_bytes()
    ] == []


@each_client
def test_links_between_pages_lead_somewhere(client: Client) -> None:
    for page in [client.folder / "README.md", *(client.folder / "docs").glob("*.md")]:
        for target, anchor in _links(page):
            file = page if not target else (page.parent / target)
            assert file.exists(), f"{page.name} links to {target}"
            if anchor and file.suffix == ".md":
                assert anchor.lower() in _anchors(file), f"{page.name} links to {target}#{anchor}"


def _links(page: Path) -> list[tuple[str, str]]:
    import re

    found = re.findall(
        r"\]\((?!https?:|mailto:)([^()#\s]*)(?:#([^()\s]*))?\)",
        page.read_text(encoding="utf-8"),
    )
    return [(target, anchor) for target, anchor in found if target or anchor]


def _anchors(page: Path) -> set[str]:
    import re

    text = page.read_text(encoding="utf-8")
    explicit = {name.lower() for name in re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text)}
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }
    return explicit | slugs


@pytest.mark.skipif(len(CLIENTS) < 2, reason="needs two clients")
def test_side_by_side_in_one_process() -> None:
    packages = [client.package for client in CLIENTS]
    code = f"""
import importlib
clients = [
    importlib.import_module(name).ApiClient(host="https://one.example") for name in {packages!r}
]
result = [
    [type(client).__module__.partition(".")[0], client.configuration.host] for client in clients
]
for client in clients: client.close()
"""
    assert fresh(code) == [[name, "https://one.example"] for name in packages]
