"""Completion by jedi, which IPython, Jupyter and python-lsp ask, offers what pyright offers (see
test_completion).
"""

from __future__ import annotations

import importlib
from typing import Final

import jedi
import pytest

from tests.examples.test_completion import HEAD, MEMBERS, OFFERED
from tests.support.clients import CLIENTS, Client
from tests.support.services import made_services

CALLBACKS: Final = "lambda"
"""Jedi does not infer the argument of a lambda expression from the type of the list that it goes
into.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> jedi.Project:
    # Two processes of a test run that share jedi's cache read each other's half-written files.
    jedi.settings.cache_directory = str(tmp_path_factory.mktemp("jedi"))
    folders = [str(each.folder) for each in (*CLIENTS, *made_services())]
    return jedi.Project(tmp_path_factory.mktemp("typed"), added_sys_path=folders)


def proposals(code: str, project: jedi.Project) -> set[str]:
    return {found.name for found in jedi.Script(code, project=project).complete()}


def test_completion(project: jedi.Project) -> None:
    missing = {
        typed: sorted(absent)
        for typed, names in (OFFERED | MEMBERS).items()
        if CALLBACKS not in typed
        and (absent := set(names.split()) - proposals(HEAD + typed, project))
    }
    assert missing == {}


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("client.credits.list_credits(", "-> ListCreditsResponse"),
        ("togai_client.Credit(", "account_id"),
    ],
)
def test_signatures(project: jedi.Project, call: str, shown: str) -> None:
    # The other forms of a method are typed by a ParamSpec, which jedi does not read.
    found = jedi.Script(HEAD + call, project=project).get_signatures()
    assert any(shown in each.to_string() for each in found)


def test_each_form_of_a_call_is_shown(project: jedi.Project) -> None:
    """Jedi does not read ``Unpack``: it shows the forms, and proposes no field."""
    found = jedi.Script(HEAD + "harbour.ships.add_papers(7, ", project=project)
    forms = [each.to_string() for each in found.get_signatures()]
    assert any("papers: Papers | PapersParams" in form for form in forms)
    assert any("**options: Unpack[PapersParamsWithOptions]" in form for form in forms)
    named = {each.name for each in found.complete() if each.name.endswith("=")}
    assert named == {"papers="}
    assert "text" in proposals(HEAD + "harbour.ships.ask_forecast(hours=3).", project)


def test_items_of_a_response_are_known(project: jedi.Project) -> None:
    code = "data = client.credits.list_credits().data\nif data:\n    data[0]."
    assert {"account_id", "to_dict"} <= proposals(HEAD + code, project)
    body = "    response = await aclient.credits.list_credits()\n    response."
    code = f"async def work() -> None:\n{body}"
    assert {"data", "next_token"} <= proposals(HEAD + code, project)


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_every_name_of_the_root_is_offered(project: jedi.Project, client: Client) -> None:
    package = importlib.import_module(client.package)
    code = f"import {client.package}\n{client.package}."
    assert set(package.__all__) <= proposals(code, project)
