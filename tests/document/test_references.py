"""``$ref``: local, to other files, to named parts; what cannot be resolved is None."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound import document
from docbound.assessment import Policy, assess
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.display import render_diagnostic
from docbound.document.unresolved import explain_unresolved

FILES = {
    "api/root.yaml": (
        """\
openapi: 3.1.0
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
    Link: {$ref: 'models/pet.yaml#/Cat'}
    "a/b~c %": {type: integer}
    Named: {$id: 'https://example.com/named', $anchor: top,
        $defs: {inner: {$anchor: inner, type: number}}}
    Beside: {$ref: '#/$defs/inner', $defs: {inner: {type: string}}}
    Round: {$ref: '#/$defs/inner', $defs: {inner: {$ref: '#/$defs/inner'}}}
    Self: {$ref: '#/components/schemas/Self/x'}
    Loop: {$ref: '#/components/schemas/Loop2'}
    Loop2: {$ref: '#/components/schemas/Loop'}
list: [{a: 1}, {a: 2}]
"""
    ),
    "api/models/pet.yaml": (
        """\
Cat: {properties: {owner: {$ref: 'people.json#/Owner'}, kin: {$ref: '#/Cat'},
    home: {$ref: ../root.yaml#/list/1}}}
Up: {$ref: '../../shared/up.yaml'}
Anchored: {$anchor: anchored, type: boolean}
"""
    ),
    "api/models/people.json": '{"Owner": {"properties": {"pet": {"$ref": "pet.yaml#/Cat"}}}}',
    "shared/up.yaml": "type: string\n",
    "api/with space.yaml": "x: 1\n",
    "api/broken.yaml": "x: [\n",
}

CASES = [
    # reference, where it is, what it means
    ("#/components/schemas/Pet", "#", "#/components/schemas/Pet"),
    ("#/components/schemas/a~1b~0c%20%25", "#", "#/components/schemas/a~1b~0c %"),
    ("#/components/schemas/a~1b~0c %", "#", "#/components/schemas/a~1b~0c %"),
    ("#/list/1/a", "#", "#/list/1/a"),
    ("#", "#/components", "#"),
    ("models/pet.yaml", "#", "models/pet.yaml#"),
    ("./models/pet.yaml#/Cat", "#", "models/pet.yaml#/Cat"),
    ("models/pet.yaml/#/Cat", "#", "models/pet.yaml#/Cat"),
    ("people.json#/Owner", "models/pet.yaml#/Cat", "models/people.json#/Owner"),
    ("pet.yaml#/Cat", "models/people.json#/Owner", "models/pet.yaml#/Cat"),
    ("../root.yaml#/list/1", "models/pet.yaml#/Cat", "#/list/1"),
    ("../../api/root.yaml#/list", "models/pet.yaml#/Cat", "#/list"),
    ("../api/models/pet.yaml#/Up", "#", "models/pet.yaml#/Up"),
    ("../../shared/up.yaml", "models/pet.yaml#/Up", "../shared/up.yaml#"),
    ("#anchored", "models/pet.yaml#/Cat", "models/pet.yaml#/Anchored"),
    ("with%20space.yaml#/x", "#", "with space.yaml#/x"),
    ("https://example.com/named", "#", "#/components/schemas/Named"),
    ("https://example.com/named#inner", "#", "#/components/schemas/Named/$defs/inner"),
    ("named#top", "#/components/schemas/Named/$defs", "#/components/schemas/Named"),
    (
        "#/$defs/inner",
        "#/components/schemas/Named/x",
        "#/components/schemas/Named/$defs/inner",
    ),
    (
        "#/$defs/inner",
        "#/components/schemas/Beside",
        "#/components/schemas/Beside/$defs/inner",
    ),
    # lenient: what people write and everybody understands
    ("#components/schemas/Pet", "#", "#/components/schemas/Pet"),
    ("Pet", "#", "#/components/schemas/Pet"),
    (
        "#/components/schemas/Link/properties/owner",
        "#",
        "models/pet.yaml#/Cat/properties/owner",
    ),
]

UNRESOLVED = [
    "#/components/schemas/Nope",
    "#/list/2",
    "#/list/-1",
    "#/list/01x",
    "#/list/99999999999999999999",
    "#nope",
    "nope.yaml#/x",
    "broken.yaml#/x",
    "models",
    "/etc/hostname",
    "file:///etc/hostname",
    "https://example.com/other.yaml",
    "http://[broken",
    "//example.com/x",
    "urn:isbn:1",
    "",
    "\0",
    "x" * 5000,
    "#/components/schemas/Self/x",
    "#/components/schemas/Round/x",
    "#/components/schemas/Loop/x",
]


@pytest.fixture
def loaded(tmp_path: Path) -> document.Document:
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    found = document.load(tmp_path / "api/root.yaml", Diagnostics())
    assert found is not None
    return found


@pytest.mark.parametrize(("ref", "base", "meant"), CASES)
def test_a_reference_leads_to_its_place(
    loaded: document.Document, ref: str, base: str, meant: str
) -> None:
    target = loaded.resolve(ref, base)
    assert target is not None
    value, pointer = target
    assert pointer == meant
    assert loaded.get(pointer) == value


@pytest.mark.parametrize("ref", [ref for ref in UNRESOLVED if ref])
def test_what_cannot_be_resolved_is_none(loaded: document.Document, ref: str) -> None:
    assert loaded.resolve(ref, "#") is None


def test_an_empty_reference_is_the_file_itself(loaded: document.Document) -> None:
    target = loaded.resolve("", "models/pet.yaml#/Cat")
    assert target is not None
    assert target[1] == "models/pet.yaml#"


def test_get_tells_what_is_missing(loaded: document.Document) -> None:
    assert loaded.get("#/list/0/a") == 1
    with pytest.raises(KeyError):
        loaded.get("#/list/0/b")


def test_all_files_that_can_be_reached_are_named(loaded: document.Document) -> None:
    assert loaded.files == (
        "",
        "../shared/up.yaml",
        "models/people.json",
        "models/pet.yaml",
    )


def test_a_broken_file_is_reported_once_as_a_warning(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(
        "openapi: 3.1.0\nx: {$ref: 'b.yaml#/a'}\ny: {$ref: 'b.yaml#/b'}\n"
    )
    (tmp_path / "b.yaml").write_text("a: [\n")
    found = Diagnostics()
    loaded = document.load(tmp_path / "api.yaml", found)
    assert loaded is not None
    assert loaded.resolve("b.yaml#/a", "#/x") is None
    assert loaded.resolve("b.yaml#/b", "#/y") is None
    assert [item.code for item in found] == ["invalid-yaml"]
    assert not found.has_errors


def test_a_reference_within_a_remote_file_counts_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested: list[str] = []

    def fetch(url: str, allowed_hosts: frozenset[str]) -> bytes:
        requested.append(url)
        return b"A: {$ref: 'b.yaml#/B'}\nB: 1\n"

    monkeypatch.setattr("docbound.document.remote.fetch", fetch)
    (tmp_path / "api.yaml").write_text("openapi: 3.1.0\n")
    loaded = document.load(
        tmp_path / "api.yaml", Diagnostics(), allowed_hosts=frozenset({"example.com"})
    )
    assert loaded is not None
    target = loaded.resolve("https://example.com/x/a.yaml#/A", "#")
    assert target is not None
    assert target[1] == "https://example.com/x/a.yaml#/A"
    inner = loaded.resolve("b.yaml#/B", target[1])
    assert inner == (1, "https://example.com/x/b.yaml#/B")
    assert requested == ["https://example.com/x/a.yaml", "https://example.com/x/b.yaml"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "https://evil.example/a",
        "ftp://example.com/a",
        "https://[x",
    ],
)
def test_only_allowed_hosts_are_fetched_from_and_only_by_https(url: str) -> None:
    from docbound.document.remote import RemoteError, fetch

    with pytest.raises(RemoteError):
        fetch(url, frozenset({"example.com"}))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a description in ``work/api``, and files beside it, above it, and behind
    links.
    """
    home = tmp_path / "work/api"
    home.mkdir(parents=True)
    (home / "root.yaml").write_text("openapi: 3.1.0\n")
    for place in ("beside.yaml", "../shared.yaml", "../../secret.yaml"):
        (home / place).write_text("A: hunter2\n")
    (home / "inner.yaml").symlink_to(home / "beside.yaml")
    (home / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (home / "circle.yaml").symlink_to(home / "circle.yaml")
    monkeypatch.chdir(home)
    return tmp_path


LEADING_OUT = ("../../secret.yaml", "link.yaml")


@pytest.mark.parametrize(
    ("project", "refused"),
    [
        ("", ("../shared.yaml", *LEADING_OUT)),
        ("checkout", LEADING_OUT),
        ("worktree", LEADING_OUT),
        ("present folder", LEADING_OUT),
        ("present folder elsewhere", ("../shared.yaml", *LEADING_OUT)),
        ("allowed file", LEADING_OUT),
        ("allowed folder", LEADING_OUT),
        ("allowed behind a link", ("../shared.yaml",)),
    ],
)
def test_references_stay_in_the_project(
    shelf: Path, project: str, refused: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed: tuple[Path, ...] = ()
    match project:
        case "checkout":
            (shelf / "work/.git").mkdir()
        case "worktree":
            (shelf / "work/.git").write_text("gitdir: elsewhere\n")
        case "present folder":
            monkeypatch.chdir(shelf / "work")
        case "present folder elsewhere":
            monkeypatch.chdir("/")
        case "allowed file":
            allowed = (shelf / "work/shared.yaml",)
        case "allowed folder":
            allowed = (Path(".."),)
        case "allowed behind a link":
            allowed = (shelf / "secret.yaml",)
        case _:
            pass
    found = Diagnostics()
    root = shelf / "work/api/root.yaml"
    loaded = document.load(root, found, allowed_paths=allowed)
    assert loaded is not None
    names = ("beside.yaml", "inner.yaml", "../shared.yaml", *LEADING_OUT)
    followed = [each for each in names if loaded.resolve(f"{each}#/A", "#")]
    assert followed == [each for each in names if each not in refused]
    for name in refused:
        why, hint = explain_unresolved(loaded, f"{name}#/A", "#")
        assert why.startswith(f"{name} is outside of the project (")
        assert "--allow-path" in hint and "allowed_paths" in hint
    assert loaded.resolve("circle.yaml#/A", "#") is None


def test_a_home_folder_is_no_project(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shelf / "work/.git").mkdir()
    monkeypatch.setenv("HOME", str(shelf / "work"))
    monkeypatch.chdir(shelf / "work")
    loaded = document.load(shelf / "work/api/root.yaml", Diagnostics())
    assert loaded is not None
    assert loaded.resolve("../shared.yaml#/A", "#") is None
    assert loaded.resolve("beside.yaml#/A", "#") is not None


SECRET = "hunter2"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("passwd", f"root:{SECRET}:0:0\nbin:x:1:1\n"),
        (".env", f"PASSWORD={SECRET}\n"),
        ("key", f"-----BEGIN KEY-----\n{SECRET}\n@%`\n"),
        ("conf", f"a: {SECRET}\na: {SECRET}\nb: {{{SECRET}\n"),
        ("conf", f"a: {SECRET}\n{SECRET}: 1\n{SECRET}: 2\n"),
        ("plain.yaml", f"{SECRET}\n"),
        ("settings.yml", f"PASSWORD: {SECRET}\na: {{{SECRET}: 1, kind: x, type: string}}\n"),
        ("secret.yaml", f"apiVersion: v1\nkind: S\ntype: O\na: 1\ndata: {{k: {SECRET}}}\n"),
    ],
)
@pytest.mark.parametrize("fragment", ["", "#/a", "#/nothing"])
def test_no_message_shows_a_file_that_is_no_description(
    tmp_path: Path, name: str, text: str, fragment: str
) -> None:
    from docbound.validation import validate

    (tmp_path / name).write_text(text)
    (tmp_path / "root.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
        f"paths: {{/a: {{$ref: '{name}{fragment}'}}}}\n"
        f"components: {{schemas: {{A: {{$ref: '{name}{fragment}'}}}}}}\n"
    )
    found = Diagnostics()
    loaded = document.load(tmp_path / "root.yaml", found)
    assert loaded is not None
    validate(loaded, found)
    found.locate(loaded.position)
    assert SECRET not in "\n".join(map(render_diagnostic, found))


@pytest.mark.parametrize("reference", ["{uri}", "{path}", "{path}#/A", "{uri}#/A"])
def test_the_validator_reads_only_what_we_would(tmp_path: Path, reference: str) -> None:
    from docbound.validation import validate

    (tmp_path / "api").mkdir()
    secret = tmp_path / "secret.yaml"
    secret.write_text("hunter2")
    reference = reference.format(uri=secret.as_uri(), path=secret.as_posix())
    (tmp_path / "api/root.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
        f"components: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n"
    )
    found = Diagnostics()
    loaded = document.load(tmp_path / "api/root.yaml", found)
    assert loaded is not None
    assert not validate(loaded, found)
    assert not any("hunter2" in str(item) for item in found)


def test_a_file_without_end_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docbound.document.file_set.LARGEST", 100)
    (tmp_path / "root.yaml").write_text("openapi: 3.1.0\n" + "#" * 100)
    found = Diagnostics()
    assert document.load(tmp_path / "root.yaml", found) is None
    assert [item.message for item in found] == [f"{tmp_path / 'root.yaml'} is too large to be read"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("env", "TOKEN=hunter2\n"),
        ("env", "TOKEN: [hunter2\n"),
        ("key.pem", "-----BEGIN hunter2-----\n"),
        ("notes.yaml", "hunter2\n"),
        ("hosts.txt", "{hunter2: 1}\n"),
    ],
)
@pytest.mark.parametrize("is_overlay", [True, False])
def test_no_message_shows_what_the_user_took_for_a_description(
    tmp_path: Path, name: str, text: str, is_overlay: bool
) -> None:
    wrong = tmp_path / name
    wrong.write_text(text)
    right = tmp_path / "openapi.yaml"
    right.write_text("openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n")
    diagnostics = Diagnostics()
    if is_overlay:
        document.load(right, diagnostics, overlays=[wrong])
    elif (loaded := document.load(wrong, diagnostics)) is not None:
        assess(loaded, diagnostics, Policy.STRICT)
    said = "\n".join(render_diagnostic(item) for item in diagnostics)
    assert name in said
    assert "hunter2" not in said
