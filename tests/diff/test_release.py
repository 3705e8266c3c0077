"""Releases: the last one is found, the version is judged, and the next one is prepared."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.version import Version

from docbound.diff import changelog, compared_sources, releases, versions
from docbound.diff.change import Bump, Class
from docbound.surface.text import SurfaceError, from_text, to_text
from tests.support.descriptions import CATS, DOGS, project
from tests.support.runs import run_python
from tests.test_cli import docbound


def git(root: Path, *arguments: str) -> None:
    own = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *own, *arguments], check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one client, released as 1.0.0."""
    root = project(tmp_path, cats=CATS)
    (root / "specs/cats/client.yaml").write_text(
        "package: cats_client # ours\nversion: 1.0.0 # kept up by hand\n", encoding="utf-8"
    )
    assert docbound("regenerate", "--root", root).returncode == 0
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "One")
    git(root, "tag", "v1.0.0")
    return root


def change(root: Path, **info: str) -> None:
    """Changes the description: an operation more, or other texts."""
    path = root / "specs/cats/openapi.yaml"
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    if info:
        described["info"].update(info)
    else:
        described["paths"]["/more"] = {
            "get": {"operationId": "more", "responses": {"204": {"description": "d"}}}
        }
    path.write_text(yaml.safe_dump(described, sort_keys=False), encoding="utf-8")


def removed(root: Path) -> None:
    """Takes an operation out of the description."""
    path = root / "specs/cats/openapi.yaml"
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    described["paths"].pop(next(iter(described["paths"])))
    described["paths"]["/more"] = {
        "get": {"operationId": "more", "responses": {"204": {"description": "d"}}}
    }
    path.write_text(yaml.safe_dump(described), encoding="utf-8")


def check(root: Path) -> tuple[int, str]:
    done = docbound("check", "--only", "version", "--root", root)
    return done.returncode, done.stdout + done.stderr


def test_a_version_that_is_too_low_is_found(root: Path) -> None:
    assert check(root)[0] == 0
    change(root)
    code, said = check(root)
    assert code == 1
    assert "version 1.0.0 is too low: since v1.0.0 (1.0.0)" in said
    assert "which ask for 1.1.0" in said
    assert "specs/cats/client.yaml:2:1" in said


def test_a_release_sets_the_version_and_writes_the_changelog(root: Path) -> None:
    change(root)
    done = docbound("release", "cats", "--root", root, "--date", "2030-01-02")
    assert done.returncode == 0, done.stderr
    assert "cats is 1.1.0 (after 1.0.0)" in done.stdout
    config = (root / "specs/cats/client.yaml").read_text(encoding="utf-8")
    assert config == "package: cats_client # ours\nversion: 1.1.0 # kept up by hand\n"
    log = (root / "specs/cats/CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [1.1.0] - 2030-01-02" in log
    assert "The method DefaultApi.more is new." in log.replace("\\", "")
    assert (root / "generated/cats/CHANGELOG.md").read_text(encoding="utf-8") == log
    pyproject = (root / "generated/cats/pyproject.toml").read_text(encoding="utf-8")
    assert 'version = "1.1.0"' in pyproject
    assert check(root)[0] == 0
    assert docbound("check", "--only", "generated", "--root", root).returncode == 0


def test_what_breaks_needs_a_major_version(root: Path) -> None:
    removed(root)
    done = docbound("release", "cats", "--root", root, "--dry-run")
    assert "cats would be 2.0.0" in done.stdout
    assert "version: 1.0.0" in (root / "specs/cats/client.yaml").read_text(encoding="utf-8")
    refused = docbound("release", "cats", "--root", root, "--version", "1.5.0")
    assert (refused.returncode, "too low" in refused.stderr) == (2, True)


def test_nothing_to_release(root: Path) -> None:
    done = docbound("release", "cats", "--root", root)
    assert (done.returncode, "nothing has changed" in done.stdout) == (0, True)


def test_a_first_release(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS)
    done = docbound("release", "cats", "--root", root, "--date", "2030-01-02")
    assert done.returncode == 0, done.stderr
    log = (root / "specs/cats/CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [1.0.0] - 2030-01-02\n\nThe first release." in log
    assert check(root)[0] == 0


@pytest.mark.parametrize(
    ("old", "bump", "rule", "new"),
    [
        ("1.2.3", Bump.MAJOR, "shifted", "2.0.0"),
        ("1.2.3", Bump.MINOR, "shifted", "1.3.0"),
        ("1.2.3", Bump.PATCH, "shifted", "1.2.4"),
        ("1.2.3", Bump.NONE, "shifted", "1.2.3"),
        ("0.2.3", Bump.MAJOR, "shifted", "0.3.0"),
        ("0.2.3", Bump.MINOR, "shifted", "0.2.4"),
        ("0.2.3", Bump.MAJOR, "strict", "1.0.0"),
        ("0.2.3", Bump.MAJOR, "free", "0.2.4"),
        ("1.0", Bump.MINOR, "shifted", "1.1.0"),
        ("2.0.0rc1", Bump.MAJOR, "shifted", "2.0.0"),
    ],
)
def test_versions(old: str, bump: Bump, rule: str, new: str) -> None:
    assert versions.next_version(Version(old), bump, rule) == Version(new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "version: 2.0\n"),
        ("package: p\n", "package: p\nversion: 2.0\n"),
        ("version: '1.0'  # why\n", "version: 2.0  # why\n"),
        ('a: 1\nversion: "1.0"\nb: 2\n', "a: 1\nversion: 2.0\nb: 2\n"),
        ("version:\npackage: p\n", "version: 2.0\npackage: p\n"),
    ],
)
def test_only_the_version_of_a_client_yaml_changes(text: str, expected: str) -> None:
    assert releases.with_version(text, Version("2.0")) == expected


def test_entries_stand_newest_first() -> None:
    text = changelog.with_entry("", "## [1.0] - a\n\nOne.\n")
    text = changelog.with_entry(text, "## [2.0] - b\n\nTwo.\n")
    assert text.index("[2.0]") < text.index("[1.0]")
    assert text.startswith("# Changelog\n")


# --- sides --------------------------------------------------------------------------------------


def diff(*arguments: str | Path, cwd: Path) -> dict[str, object]:
    done = docbound("diff", *arguments, "--json", cwd=cwd)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_everything_that_has_a_surface_can_be_a_side(root: Path) -> None:
    change(root)
    distribution = root / "generated/cats"
    wheel = root.parent / "cats_client-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.write(distribution / "surface.txt", "cats_client/surface.txt")
    for old in ("HEAD", "v1.0.0:specs/cats", distribution, wheel, distribution / "surface.txt"):
        found = diff(old, "specs/cats", cwd=root)
        assert (found["class"], found["bump"]) == ("compatible", "minor"), old
    assert diff("HEAD", cwd=root)["class"] == "compatible"
    assert diff("v1.0.0", "HEAD", cwd=root)["bump"] == "none"


def test_the_form_of_the_report(root: Path) -> None:
    removed(root)
    found = diff("HEAD", cwd=root)
    assert set(found) == {"changes", "class", "bump"}
    assert (found["class"], found["bump"]) == ("breaking", "major")
    changes = found["changes"]
    assert isinstance(changes, list)
    for each in changes:
        assert {"class", "pointer", "names", "why"} <= set(each)
        assert each["class"] in {cls.value for cls in Class}
    assert docbound("diff", "HEAD", "--fail-on", "types", cwd=root).returncode == 1
    assert docbound("diff", "HEAD", "HEAD", "--fail-on", "types", cwd=root).returncode == 0
    printed = docbound("diff", "HEAD", "--format", "github", cwd=root).stdout
    assert "::error " in printed
    assert "### Breaking" in docbound("diff", "HEAD", "--markdown", cwd=root).stdout
    assert "a release is major" in docbound("diff", "HEAD", cwd=root).stdout


@pytest.mark.parametrize("side", ["nowhere", "", "--upload-pack=x", "nowhere:specs"])
def test_what_is_no_side_is_said(root: Path, side: str) -> None:
    with pytest.raises(compared_sources.SideError):
        compared_sources.read(side or "no such thing", compared_sources.Request(root=root))


def test_what_faults_leave_out_is_said(root: Path) -> None:
    broken = root / "broken.yaml"
    broken.write_text("openapi: 3.1.0\n", encoding="utf-8")
    done = docbound("diff", broken, "specs/cats", cwd=root)
    assert "broken.yaml: 2 faults of the description leave something out" in done.stderr
    assert "left out" not in docbound("diff", "HEAD", cwd=root).stderr


def test_each_place_whose_texts_differ_is_listed(root: Path) -> None:
    change(root, title="Other", description="More.")
    found = diff("HEAD", cwd=root)
    changes = found["changes"]
    assert isinstance(changes, list)
    assert (found["class"], found["bump"]) == ("docs", "patch")
    assert [each["pointer"] for each in changes] == ["#/info/title", "#/info/description"]
    assert all(each["position"]["file"].endswith("openapi.yaml") for each in changes)


def test_a_surface_is_read_as_it_was_written(root: Path) -> None:
    text = (root / "generated/cats/surface.txt").read_text(encoding="utf-8")
    assert to_text(from_text(text)) == text
    with pytest.raises(SurfaceError, match="x:1 is not a line"):
        from_text("method nothing", "x")


# --- former names -------------------------------------------------------------------------------

USER = """
import warnings
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    import cats_client
    from cats_client.models import Cat
    from cats_client.models.cat import Cat as Same
    from cats_client.api.cats_api import CatsApi
    client = cats_client.ApiClient(host="http://127.0.0.1:9")
    assert type(client.cats).__name__ == "FelinesApi", type(client.cats)
    assert cats_client.CatsApi is cats_client.FelinesApi is CatsApi
    assert Cat is Same is cats_client.Kitten
told = [each for each in told if each.category is DeprecationWarning]
names = {str(each.message).partition(" ")[0] for each in told}
print(*sorted(names))
"""


def renamed(root: Path) -> None:
    """Renames the model and the tag."""
    path = root / "specs/cats/openapi.yaml"
    text = path.read_text(encoding="utf-8").replace("Cat", "Kitten")
    described = yaml.safe_load(text)
    for item in described["paths"].values():
        for operation in item.values():
            operation["tags"] = ["felines"]
    path.write_text(yaml.safe_dump(described), encoding="utf-8")


def test_former_names_are_kept_for_one_major_version(root: Path) -> None:
    renamed(root)
    plain = docbound("diff", "v1.0.0:specs/cats", "specs/cats", "--json", cwd=root)
    found = json.loads(plain.stdout)
    assert found["class"] == "breaking"
    pairs = [each["renamed"] for each in found["changes"] if each["renamed"]]
    assert ["Cat", "Kitten"] in pairs
    assert ["CatsApi", "FelinesApi"] in pairs
    kept = docbound("diff", "v1.0.0:specs/cats", "specs/cats", "--json", "--keep-names", cwd=root)
    assert json.loads(kept.stdout)["class"] == "compatible", kept.stdout
    names = (root / "specs/cats/names.yaml").read_text(encoding="utf-8")
    assert "'#/components/schemas/Kitten~was': Cat@1.0.0" in names
    assert "'#/tags/felines~was': CatsApi/cats@1.0.0" in names
    assert docbound("regenerate", "--root", root).returncode == 0
    done = run_python(USER, cwd=root / "generated/cats")
    assert (done.returncode, done.stdout) == (0, "Cat CatsApi cats\n"), done.stderr
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Two")
    config = root / "specs/cats/client.yaml"
    config.write_text("package: cats_client\nversion: 2.0.0\n", encoding="utf-8")
    report = docbound("diff", "HEAD:specs/cats", "specs/cats", "--json", cwd=root)
    assert json.loads(report.stdout)["class"] == "breaking"
    assert docbound("regenerate", "--root", root).returncode == 0
    assert not (root / "generated/cats/cats_client/models/cat.py").exists()


CALLER = """
import asyncio
import warnings
from cats_client.testing import Stub

NAMES = {"old": ("days", "lang"), "new": ("nights", "language")}
sent = []
with warnings.catch_warnings(record=True) as found, Stub() as stub:
    warnings.simplefilter("always")
    for days, lang in NAMES.values():
        with stub.client() as client:
            client.cats.get_cat(1, **{days: 5, lang: "en"})
            client.cats.get_cat_with_http_info(1, **{days: 5, lang: "en"})

    async def run():
        async with stub.async_client() as client:
            await client.cats.get_cat(1, days=5, lang="en")

    asyncio.run(run())
    try:
        client.cats.get_cat(1, days=5, nights=6)
    except TypeError as error:
        print(error)
assert all(call.query == {"nights": ["5"]} for call in stub.calls), stub.calls
assert all(call.headers["language"] == "en" for call in stub.calls), stub.calls
lines = sorted(str(each.message) for each in found if each.category is DeprecationWarning)
print(len(stub.calls), len(lines), all(each.filename == "<string>" for each in found))
print(lines[0], lines[-1], sep=chr(10))
"""


def with_parameters(root: Path, days: str, lang: str) -> None:
    """The description's operation takes two more parameters."""
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
        {"name": days, "in": "query", "required": True, "schema": {"type": "integer"}},
        {"name": lang, "in": "header", "schema": {"type": "string"}},
    ]
    path = root / "specs/cats/openapi.yaml"
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    described["paths"]["/cats/{id}"]["get"]["parameters"] = parameters
    path.write_text(yaml.safe_dump(described), encoding="utf-8")


def test_former_names_of_arguments_are_kept_for_one_major_version(root: Path) -> None:
    with_parameters(root, "days", "lang")
    assert docbound("regenerate", "--root", root).returncode == 0
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Two")
    with_parameters(root, "nights", "language")

    plain = diff("HEAD:specs/cats", "specs/cats", cwd=root)
    kept = diff("HEAD:specs/cats", "specs/cats", "--keep-names", cwd=root)

    renames = [["days", "nights"], ["lang", "language"]]
    assert (plain["class"], renamed_in(plain)) == ("breaking", renames)
    assert (kept["class"], renamed_in(kept)) == ("types", renames), kept
    names = (root / "specs/cats/names.yaml").read_text(encoding="utf-8")
    assert "parameters/query:nights~was': days@1.0.0" in names
    assert docbound("regenerate", "--root", root).returncode == 0
    module = (root / "generated/cats/cats_client/api/cats_api.py").read_text(encoding="utf-8")
    assert '    @renamed_arguments(days="nights", lang="language")\n    def get_cat(' in module
    done = run_python(CALLER, cwd=root / "generated/cats")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "get_cat: 'days' is the former name of 'nights'; give 'nights' alone",
            "5 6 True",
            "the argument 'days' of get_cat is called 'nights' now; the old name goes away with the"
            " next major version",
            "the argument 'lang' of get_cat is called 'language' now; the old name goes away with"
            " the next major version",
        ],
    ), done.stderr
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Three")
    config = root / "specs/cats/client.yaml"
    config.write_text("package: cats_client\nversion: 2.0.0\n", encoding="utf-8")
    report: Any = diff("HEAD:specs/cats", "specs/cats", cwd=root)
    assert [each["what"] for each in report["changes"] if each["class"] == "breaking"] == [
        "the former name days of the argument nights is gone",
        "the former name lang of the argument language is gone",
    ]


def renamed_in(found: Any) -> list[list[str]]:
    return [each["renamed"] for each in found["changes"] if each["renamed"]]


def test_a_project_that_keeps_names_releases_with_them(root: Path) -> None:
    config = root / "specs/cats/client.yaml"
    with config.open("a", encoding="utf-8") as file:
        file.write("keep_names: true\n")
    renamed(root)
    done = docbound("release", "cats", "--root", root, "--date", "2030-01-02")
    assert "cats is 1.1.0" in done.stdout, done.stdout + done.stderr
    assert (root / "generated/cats/cats_client/models/cat.py").is_file()


def test_keep_names_needs_a_names_file(root: Path) -> None:
    spec = root / "specs/cats/openapi.yaml"
    done = docbound("diff", "v1.0.0", spec, "--keep-names", cwd=root)
    assert (done.returncode, "needs a names file" in done.stderr) == (2, True)


def test_all_clients_of_a_project_are_compared(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS, dogs=DOGS)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "One")
    change(root)
    found = diff("HEAD", cwd=root)
    assert {name: each["class"] for name, each in found.items()} == {  # type: ignore[index]
        "cats": "compatible",
        "dogs": "docs",
    }
    assert diff("HEAD", "--client", "dogs", cwd=root)["bump"] == "none"
