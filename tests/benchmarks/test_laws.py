"""Three laws of speed, asserted by counting: an import loads only what it needs, so does a run of
docbound, and a regeneration writes only what changed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docbound import build_request
from docbound.commands.build import build
from docbound.service import JSONValue
from programs.benchmarks.paths import PROGRAMS, ROOT
from programs.benchmarks.services import repeated, written
from tests.support.runs import run_python

FEW, MANY = 10, 500
"""Operations of the small and the large package: 2 resources in one tag, and 100 in four."""

_THIRD_PARTY = ("pydantic", "pydantic_core", "urllib3", "aiohttp", "typing_extensions")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The same service, small and large, each as a folder that has ``things_client``."""
    home = tmp_path_factory.mktemp("laws")
    made: dict[int, Path] = {}
    for size in (FEW, MANY):
        source = build_request.BuildRequest(
            description=written(repeated(size), home / str(size)),
            output=home / f"{size}-out",
            package="things_client",
        )
        assert not build(source, write=True).failed
        made[size] = source.output
    return made


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that answers everything with one thing."""
    folder = tmp_path_factory.mktemp("responses")
    for name in ("orders.json", "customer.json"):
        (folder / name).write_text('{"id":"1","state":"new"}', encoding="utf-8")
    command = [sys.executable, str(PROGRAMS / "server.py"), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.kill()


def loaded(package: Path, program: str) -> set[str]:
    """The modules that a fresh interpreter has after ``program`` and had not before."""
    script = (
        "import sys\nbefore = set(sys.modules)\n" f"{program}\nprint(*set(sys.modules) - before)"
    )
    done = run_python(script, env={"PYTHONPATH": str(package)})
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("size", [FEW, MANY])
def test_an_import_loads_the_root_and_nothing_else(packages: dict[int, Path], size: int) -> None:
    found = loaded(packages[size], "import things_client")
    ours = {name for name in found if name.partition(".")[0] == "things_client"}
    assert ours == {
        "things_client",
        "things_client._runtime",
        "things_client._runtime.lazy",
    }
    assert found - ours <= {"__future__"}


@pytest.mark.parametrize(
    "module", ["things_client.models", "things_client.api", "things_client.aio"]
)
def test_a_collection_loads_no_member(packages: dict[int, Path], module: str) -> None:
    found = loaded(packages[MANY], f"import {module}")
    assert not [name for name in found if name.startswith(f"{module}.")]
    assert not [name for name in found if name.partition(".")[0] in _THIRD_PARTY]


def test_an_api_class_loads_no_model_and_no_neighbour(
    packages: dict[int, Path],
) -> None:
    found = loaded(packages[MANY], "from things_client import Group0Api")
    assert [name for name in found if name.startswith("things_client.api.")] == [
        "things_client.api.group0_api"
    ]
    assert [name for name in found if name.startswith("things_client.models.")] == []


def test_a_first_call_loads_what_it_reaches_whatever_the_size(
    packages: dict[int, Path], port: str
) -> None:
    program = (
        "import things_client\n"
        f"client = things_client.ApiClient(host='http://127.0.0.1:{port}')\n"
        "assert client.group0.get_thing1('x').id == '1'"
    )
    few, many = (loaded(packages[size], program) for size in (FEW, MANY))
    assert few == many
    models = {name for name in many if name.startswith("things_client.models.")}
    assert models == {"things_client.models.thing1", "things_client.models.thing1_part"}
    assert {name for name in many if name.startswith("things_client.aio")} == set()
    assert not {name for name in many if name.partition(".")[0] == "aiohttp"}


_PLAIN = """
import things_client
client = things_client.ApiClient(host="http://127.0.0.1:{port}")
assert client.group0.get_thing1("x").id == "1"
"""

_PLAIN_ASYNC = """
import asyncio
from things_client import aio
async def main():
    async with aio.ApiClient(host="http://127.0.0.1:{port}") as client:
        assert (await client.group0.get_thing1("x")).id == "1"
asyncio.run(main())
"""

_RARE = {
    "auth.credential_choice",
    "auth.redaction",
    "auth.jwt_assertions",
    "auth.token_cache",
    "auth.token_host",
    "call.drivers",
    "call.observer",
    "call.policy",
    "call.redirects",
    "call.response_signs",
    "call.retries",
    "call.tracebacks",
    "client.deprecation",
    "client.until_done",
    "error_text",
    "http.credential_scope",
    "models.annotations.alias_cycles",
    "models.discriminators",
    "models.encoder",
    "models.field_docs",
    "models.mismatch_repair",
    "models.recursive_unions",
    "pagination.page_cursor",
    "pagination.pagers",
    "pagination.recorded_calls",
    "pagination.repeated_pages",
    "public_keys",
    "request.argument_validators",
    "request.body",
    "request.body_mismatches",
    "request.encoded_body",
    "request.form_fields",
    "request.forms",
    "request.multipart",
    "request.object_arguments",
    "request.parameter_styles",
    "request.parameters",
    "request.stream_choice",
    "request.uploads",
    "request.urlencoded",
    "request.value_text",
    "response.responses",
    "response.saving",
    "response.stream_items",
    "response.stream_parsers",
    "response.streams",
    "service.file_input",
    "service.oauth_flows",
    "service.polling",
    "service.response_rules",
    "service.security_schemes",
    "transport.brotli_and_zstd",
    "transport.decompression",
    "transport.decompression_limit",
    "transport.effects",
}
"""Modules of the runtime that a call without body, query, credentials, retries, paging, streams,
hooks, compression and rules for responses does not need, if its response fits.
"""

_MOST = 97
"""Modules of the runtime that such a call loads at most, packages included; to find and read one
takes a tenth of a millisecond.
"""


@pytest.mark.parametrize(
    ("program", "library", "other"),
    [(_PLAIN, "urllib3", "aiohttp"), (_PLAIN_ASYNC, "aiohttp", "urllib3")],
)
def test_a_plain_call_loads_nothing_that_it_does_not_use(
    packages: dict[int, Path], port: str, program: str, library: str, other: str
) -> None:
    found = loaded(packages[FEW], program.format(port=port))
    ours = {name.partition("._runtime.")[2] for name in found if "things_client._runtime." in name}
    assert ours & _RARE == set()
    assert len(ours) <= _MOST
    assert "pprint" not in found
    assert {f"transport.{library}_transport", "call.performing", "models.decoder"} <= ours
    assert {name.partition(".")[0] for name in found} & {library, other} == {library}


_TOGETHER = """
import sys, threading
import things_client
client = things_client.ApiClient(host="http://127.0.0.1:{port}")
calls = (
    lambda: client.group0.get_thing1("x"),
    lambda: client.group0.get_thing1_with_http_info("x").data,
    lambda: client.group0.replace_thing1("x", {{"id": "1", "state": "new"}}),
    lambda: client.group0.create_thing1(things_client.Thing1(id="1", state="new")),
)
start, answers = threading.Barrier(64), []
def call(number):
    start.wait()
    answers.append(calls[number % 4]().id)
sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=call, args=(number,)) for number in range(64)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert answers == ["1"] * 64, answers
"""


def test_many_threads_may_make_their_first_call_together(
    packages: dict[int, Path], port: str
) -> None:
    for _ in range(3):
        assert loaded(packages[FEW], _TOGETHER.format(port=port))


def test_the_rare_modules_are_there(packages: dict[int, Path]) -> None:
    folder = packages[FEW] / "things_client" / "_runtime"
    modules = {path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py")}
    assert {".".join(module.parts) for module in modules} > _RARE


@pytest.mark.parametrize("made", ["Configuration()", "ApiClient()"])
def test_making_a_client_loads_nothing_that_calls_or_decodes(
    packages: dict[int, Path], made: str
) -> None:
    found = loaded(packages[FEW], f"import things_client\nthings_client.{made}")
    # From Python 3.14 on logging itself brings dataclasses and inspect.
    found -= loaded(packages[FEW], "import logging")
    known = {name.partition(".")[0] for name in found}
    assert not known & {*_THIRD_PARTY, "dataclasses", "email", "http", "inspect", "ssl"}


_TLS = """
import gc, ssl
print("#", sum(isinstance(each, ssl.SSLContext) for each in gc.get_objects()))
"""


@pytest.mark.parametrize(("program", "alone"), [(_PLAIN, "urllib3"), (_PLAIN_ASYNC, "aiohttp")])
def test_a_call_without_tls_makes_no_tls_context(
    packages: dict[int, Path], port: str, program: str, alone: str
) -> None:
    plain = program.format(port=port)
    # aiohttp makes two when it is imported, whatever it is used for.
    assert contexts(packages[FEW], plain) == contexts(packages[FEW], f"import {alone}")
    kept = "import ssl\nkept = ssl.create_default_context()\n"
    assert contexts(packages[FEW], kept) == 1


def contexts(package: Path, program: str) -> int:
    """How many TLS contexts a program leaves."""
    done = run_python(program + "\n" + _TLS, env={"PYTHONPATH": str(package)})
    return int(done.stdout.rpartition("#")[2])


# --- what a run of docbound loads ---


def run_loads(*arguments: str | Path, cache: Path) -> set[str]:
    """The modules that a command of docbound loads."""
    options = [str(argument) for argument in arguments]
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from docbound.cli import main
try:
    main({options!r})
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules)
"""
    done = run_python(script, env={"DOCBOUND_CACHE": str(cache)})
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


_HEAVY = {
    *("black", "click", "jinja2", "yaml", "jsonschema", "openapi_spec_validator"),
    *("pydantic", "referencing", "jsonschema_path", "openapi_schema_validator"),
}
"""What docbound has installed beside itself, and what that needs."""


def heavy(found: set[str]) -> set[str]:
    """Those of ``found`` that a run should load only with need."""
    return {name.partition(".")[0] for name in found} & _HEAVY


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one client, up to date; its inputs are older than its output."""
    folder = tmp_path / "specs" / "things"
    path = written(repeated(FEW), folder)
    content = path.read_text(encoding="utf-8")
    path.unlink()
    (folder / "openapi.yaml").write_text(content, encoding="utf-8")
    (folder / "client.yaml").write_text("package: things_client\n", encoding="utf-8")
    time.sleep(0.1)
    for _ in range(2):
        run_loads("regenerate", "--root", tmp_path, cache=tmp_path / "cache")
    return tmp_path


def test_a_run_with_nothing_to_do_loads_nothing_that_generates(project: Path) -> None:
    found = run_loads("regenerate", "--root", project, cache=project / "cache")
    assert heavy(found) == {"click"}
    ours = {name for name in found if name.partition(".")[0] == "docbound"}
    assert ours == {
        "docbound",
        *(
            f"docbound.{name}"
            for name in ("build_request", "cache", "cli", "command_options", "records")
        ),
        *(f"docbound.commands{name}" for name in ("", ".build", ".run_cache", ".report")),
        *(f"docbound.diagnostics{name}" for name in ("", ".diagnostic", ".display")),
        *(f"docbound.output{name}" for name in ("", ".changes", ".edits", ".regular_files")),
        *(f"docbound.output.{name}" for name in ("disk_state", "manifest")),
        *(f"docbound.harness{name}" for name in ("", ".errors", ".project")),
        *(f"docbound.harness.checks{name}" for name in ("", ".strays")),
        "docbound.diagnostics.suggestions",
        *(f"docbound.settings{name}" for name in ("", ".filters")),
        *(f"docbound.runtime{name}" for name in ("", ".introspection", ".records")),
    }


def test_a_run_loads_neither_the_validator_nor_black_without_need(
    project: Path,
) -> None:
    found = run_loads("regenerate", "--root", project, cache=project / "empty")
    assert heavy(found) == {"click", "jinja2", "yaml"}


@pytest.mark.parametrize("cache", ["cache", "empty"])
def test_the_gate_loads_neither_the_validator_of_descriptions_nor_black(
    project: Path, cache: str
) -> None:
    """It plays fixtures and holds their bodies against schemas, so it does load what that needs."""
    found = run_loads("check", "--root", project, cache=project / cache)
    assert not heavy(found) & {"black", "openapi_spec_validator", "jsonschema_path"}


def test_a_json_description_loads_no_yaml(tmp_path: Path) -> None:
    description = written(repeated(FEW), tmp_path / "service")
    options = ("generate", description, "--output", tmp_path / "out")
    first = run_loads(*options, cache=tmp_path / "cache")
    assert heavy(first) == {"click", "jinja2"}
    assert not first & {
        "difflib",
        "docbound.document.syntax.yaml_scalars",
        "docbound.document.overlay",
    }
    time.sleep(0.1)
    for _ in range(2):
        again = run_loads(*options, cache=tmp_path / "cache")
    assert heavy(again) == {"click"}
    assert not again & _FOR_WRITING


_FOR_WRITING = {"difflib", "shutil", "tempfile", "dataclasses", "docbound.pipeline"}
"""What a run that finds nothing to do has no use for."""


# --- what a regeneration writes ---


@pytest.fixture
def source(tmp_path: Path) -> build_request.BuildRequest:
    """A package of ten operations, up to date."""
    source = build_request.BuildRequest(
        description=written(repeated(FEW), tmp_path / "service"),
        output=tmp_path / "out",
        package="things_client",
    )
    assert not build(source, write=True).failed
    return source


def edited(source: build_request.BuildRequest, *path: str, value: JSONValue) -> None:
    """Changes one value of the description."""
    content = json.loads(source.description.read_text(encoding="utf-8"))
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    source.description.write_text(json.dumps(content), encoding="utf-8")


def rewritten(source: build_request.BuildRequest) -> tuple[str, ...]:
    """The files that a run writes; all others keep their very time of change."""
    before = {path: path.stat().st_mtime_ns for path in source.output.rglob("*") if path.is_file()}
    changes = build(source, write=True).changes
    assert changes is not None and changes.removed == ()
    after = {path: path.stat().st_mtime_ns for path in before}
    touched = {
        path.relative_to(source.output).as_posix()
        for path, time in after.items()
        if time != before[path]
    }
    assert touched - {".docbound.json"} == set(changes.written)
    return changes.written


def test_nothing_changed_writes_nothing(source: build_request.BuildRequest) -> None:
    for _ in range(3):
        assert rewritten(source) == ()


def test_a_changed_description_writes_what_shows_it(source: build_request.BuildRequest) -> None:
    edited(source, "components", "schemas", "Thing1", "description", value="Another one.")
    assert rewritten(source) == (
        "docs/Thing1.md",
        "surface.txt",
        "things_client/_spec.py",
        "things_client/models/thing1.py",
    )


def test_a_changed_summary_writes_both_twins_and_their_page(
    source: build_request.BuildRequest,
) -> None:
    edited(source, "paths", "/things0", "get", "summary", value="Something else.")
    assert set(rewritten(source)) <= {
        "README.md",
        "docs/Group0Api.md",
        "docs/README.md",
        "surface.txt",
        "things_client/_spec.py",
        "things_client/aio/group0_api.py",
        "things_client/api/group0_api.py",
        "things_client/testing.py",
    }


def test_a_new_property_writes_only_its_model(source: build_request.BuildRequest) -> None:
    added = ("components", "schemas", "Thing1Part", "properties", "colour")
    edited(source, *added, value={"type": "string"})
    assert rewritten(source) == (
        "docs/Thing1Part.md",
        "surface.txt",
        "things_client/_spec.py",
        "things_client/models/thing1_part.py",
        "things_client/types.py",
    )
