"""The keys `errors` and `retries.when` of client.yaml: mistakes have a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.settings import settings

DESCRIPTION = """
openapi: 3.1.0
info: {title: Case, version: "1"}
paths: {/a: {get: {operationId: read, tags: [Pets], responses: {"204": {description: d}}}}}
components: {schemas: {Problem: {type: object}}}
"""


def messages(folder: Path, text: str) -> list[str]:
    path = folder / "client.yaml"
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    settings.load(path, found)
    return [f"{each.position.line if each.position else 0}: {each.message}" for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "errors: {'*': {field: ok, is: false, code: error, statuses: {a: 401}, model: Problem}}\n",
        "errors: {read: [], 'tag:Pets': [{field: 'header:X', is_not: [0, ok]}, {code: /a.b/c}]}\n",
        "retries: {when: {field: a.*.b, is: x, statuses: [200], wait: c, safe: true}}\n",
        "retries: {when: [{field: 'header:X', statuses: [400, 403]}]}\n",
        "polling: {read: {done: {field: a, is_not: [b]}, failed: {field: c}, every: 1}}\n",
    ],
)
def test_what_is_right(text: str, tmp_path: Path) -> None:
    assert messages(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("errors: {a: {}}", "says what an error looks like, or where its code is"),
        ("errors: {a: {is: false}}", "nothing says where the value is that is compared"),
        ("errors: {a: {field: '', is: false}}", "nothing says where the value is"),
        ("errors: {a: {field: ok, is: 1, is_not: 2}}", "`is` and `is_not` are both given"),
        ("errors: {a: {field: ok, is: {b: 1}}}", "a text, a number, true or false is expected"),
        ("errors: {a: {field: ok, is: [null]}}", "a text, a number, true or false is expected"),
        ("errors: {a: {field: ok, statuses: {x: 401}}}", "`statuses` needs `code`"),
        ("errors: {a: {code: x, model: Problem}}", "`model` needs `field`"),
        ("errors: {a: {code: x, statuses: {x: 200}}}", "200 is no status from 400 to 599"),
        ("errors: {a: {code: x, statuses: {x: true}}}", "True is no status from 400 to 599"),
        ("errors: {a: {feild: ok}}", "there is no setting 'feild' here"),
        ("errors: ok", "a mapping is expected here"),
        ("retries: {when: {field: a}}", "an entry of `when` needs `statuses`"),
        ("retries: {when: {statuses: [400]}}", "an entry of `when` needs `field`"),
        ("retries: {when: {field: a, statuses: []}}", "an entry of `when` needs `statuses`"),
        ("retries: {when: {field: a, statuses: [99]}}", "99 is no status from 200 to 599"),
        ("retries: {when: {field: a, statuses: [400], safe: 1}}", "true or false is expected"),
        ("polling: {a: {}}", "nothing says when the work is done"),
        ("polling: {a: {done: {}}}", "nothing says where the value is that is compared"),
        ("polling: {a: {done: {is: 1}}}", "nothing says where the value is that is compared"),
        ("polling: {a: {done: {field: a}, every: 0}}", "a number of seconds is expected here"),
        ("polling: {a: {done: {field: a}, timeout: soon}}", "a number of seconds is expected"),
        ("polling: {a: {done: {field: a}, evry: 1}}", "there is no setting 'evry' here"),
        ("polling: [a]", "a mapping is expected here"),
        ("retries: {when: 3}", "a mapping is expected here"),
    ],
)
def test_mistakes(text: str, said: str, tmp_path: Path) -> None:
    found = messages(tmp_path, f"version: 1.0.0\n{text}\n")
    assert any(each.startswith("2: ") and said in each for each in found), found


@pytest.mark.parametrize(
    ("key", "rule", "said"),
    [
        ("raed", "{field: ok}", "`errors` names the operation 'raed'"),
        ("'tag:Pet'", "{field: ok}", "`errors` names the tag 'Pet'"),
        ("read", "{field: ok, model: Probem}", "did you mean 'Problem'?"),
        ("read", "{field: ok, model: '#/components/schemas/None'}", "names the schema"),
    ],
)
def test_what_is_not_there(key: str, rule: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (tmp_path / "client.yaml").write_text(f"errors:\n  {key}: {rule}\n", encoding="utf-8")
    words = ["generate", str(tmp_path / "openapi.yaml"), "--output", str(tmp_path / "out")]
    made = CliRunner().invoke(main, [*words, "--config", str(tmp_path / "client.yaml")])
    assert made.exit_code == 1 and said in made.output and "client.yaml:2" in made.output


def test_polling_of_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (tmp_path / "client.yaml").write_text("polling:\n  raed: {done: {field: a}}\n")
    words = ["generate", str(tmp_path / "openapi.yaml"), "--output", str(tmp_path / "out")]
    made = CliRunner().invoke(main, [*words, "--config", str(tmp_path / "client.yaml")])
    assert made.exit_code == 1 and "`polling` names the operation 'raed'" in made.output
