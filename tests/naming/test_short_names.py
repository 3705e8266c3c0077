"""Method names without what an operationId repeats, and when a package has them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming import resolve_names
from docbound.naming.short_names import short_names
from docbound.service import Operation
from docbound.settings.settings import Settings, defaults
from tests.naming.services import operation, service


def short(operation_id: str, tag: str, method: str = "GET", path: str = "/x") -> str | None:
    made = Operation(
        pointer="#", operation_id=operation_id, method=method, path=path, tags=(tag,) if tag else ()
    )
    return short_names([made]).get("#")


@pytest.mark.parametrize(
    ("operation_id", "tag", "expected"),
    [
        ("repos/get-branch-protection", "repos", "get_branch_protection"),
        ("activity_get_feeds", "activity", "get_feeds"),
        ("Pets.List", "pets", "list"),
        ("petList", "pets", "list"),
        ("categories_list", "category", "list"),
        ("FlowVersions_listAll", "Flow Versions", "list_all"),
        ("youtube.videos.list", "videos", "list"),
        ("UserService_GetUser", "UserService", "get_user"),
        ("CatsController_findAll", "cats", "find_all"),
        # Nothing is repeated.
        ("listPets", "pets", None),
        ("petstore_list", "pets", None),
        ("pets", "pets", None),
        ("list", "", None),
        # What is left would be a word of Python, or no name.
        ("jobs_import", "jobs", None),
        ("disks_2", "disks", None),
        ("", "pets", None),
    ],
)
def test_the_tag_is_left_out(operation_id: str, tag: str, expected: str | None) -> None:
    assert short(operation_id, tag) == expected


@pytest.mark.parametrize(
    ("operation_id", "method", "path", "expected"),
    [
        ("create_flow_flows_post", "POST", "/flows", "create_flow"),
        ("create_flow_flows__post", "POST", "/flows/", "create_flow"),
        ("read_flow_flows__flow_id__get", "GET", "/flows/{flow_id}", "read_flow"),
        ("read_file_files__name_path__get", "GET", "/files/{name:path}", "read_file"),
        # Another method or path; a name made of path and method alone.
        ("create_flow_flows_post", "PUT", "/flows", None),
        ("users_get", "GET", "/users", None),
        ("user_repos_get", "GET", "/user/repos", None),
        ("orgs_repos_get", "GET", "/orgs/{org}/repos", None),
    ],
)
def test_fastapi(operation_id: str, method: str, path: str, expected: str | None) -> None:
    assert short(operation_id, "", method, path) == expected


def test_fastapi_function_of_several_methods() -> None:
    operations = [
        Operation(pointer=method, operation_id="ping_ping_get", method=method, path="/ping")
        for method in ("GET", "POST", "PUT")
    ]
    assert short_names(operations) == {"GET": "ping", "POST": "ping_post", "PUT": "ping_put"}


def test_one_operation_id_for_several_methods() -> None:
    operations = [
        Operation(pointer=method, operation_id="ping", method=method, path="/ping")
        for method in ("POST", "PATCH")
    ]
    assert short_names(operations) == {"PATCH": "ping_patch"}


def test_missing_operation_ids_are_not_the_same() -> None:
    operations = [
        Operation(pointer=method, operation_id="", method=method, path="/ping")
        for method in ("POST", "PATCH")
    ]
    assert short_names(operations) == {}


def test_fastapi_behind_a_prefix_of_all_paths() -> None:
    operations = [
        Operation(pointer="a", operation_id="a_flows_get", method="GET", path="/api/v1/flows"),
        Operation(
            pointer="b", operation_id="b_runs_all_get", method="GET", path="/api/v1/runs/all"
        ),
    ]
    assert short_names(operations) == {"a": "a", "b": "b"}


def test_what_would_be_called_the_same_keeps_the_whole_name() -> None:
    operations = [
        operation("things_list"),
        operation("ThingsController_list"),
        operation("things_add"),
        operation("add"),
        operation("things_get"),
    ]
    found = {each.operation_id: short_names(operations).get(each.pointer) for each in operations}
    assert found == {
        "things_list": None,
        "ThingsController_list": None,
        "things_add": None,
        "add": None,
        "things_get": "get",
    }


def methods(kept: dict[str, str], style: str = "") -> tuple[list[str], dict[str, str]]:
    settings: Settings = replace(defaults("Things", None, None), method_names=style)
    api = service(operations=[operation("things_list"), operation("things_add")])
    names = resolve_names(api, settings, kept, Diagnostics())
    return [each.method for each in names.operations.values()], names.kept()


def test_a_new_package_has_short_names_and_keeps_them() -> None:
    given, kept = methods({})
    assert given == ["list", "add"]
    assert kept["#~method_names"] == "short"
    older = {key: value for key, value in kept.items() if "things_add" not in key}
    assert methods(older)[0] == ["list", "add"]


def test_an_older_package_keeps_its_style() -> None:
    _, kept = methods({}, "operation_id")
    assert "#~method_names" not in kept
    older = {key: value for key, value in kept.items() if "things_add" not in key}
    assert methods(older)[0] == ["things_list", "things_add"]
    assert methods(older, "short")[0] == ["things_list", "add"]


def test_a_short_name_is_said_with_the_way_to_it() -> None:
    api = service(operations=[operation("things_list"), operation("find")])
    names = resolve_names(api, defaults("Things", None, None), {}, Diagnostics())
    assert [each.label for each in names.operations.values()] == ["things.list", "find"]
