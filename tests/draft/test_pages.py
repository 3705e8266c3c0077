"""Small pages of our own, one a style: what is stated comes out, with its line, and nothing else
does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main


def drafted(tmp_path: Path, name: str, text: str, *options: str) -> dict[str, Any]:
    """The description that a page gives."""
    page = tmp_path / name
    page.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(
        main,
        ["draft", str(page), "--output", str(tmp_path / "specs" / "boats"), *options],
    )
    assert result.exit_code == 0, result.output
    content = yaml.safe_load(
        (tmp_path / "specs" / "boats" / "openapi.yaml").read_text(encoding="utf-8")
    )
    assert isinstance(content, dict)
    return content


HAND_WRITTEN = """\
# Boats

Base URL: `https://boats.example/v2`. Send your key in the header `X-Harbour-Key` with each request.

## GET /boats/{boat_id}

One boat.

### Path parameters

| Name | Type | Required | Description |
|---|---|---|---|
| `boat_id` | integer | yes | The boat. |

### Query parameters

| Description | Parameter | Type |
|---|---|---|
| How much of it. One of `all`, `short`. | `detail` | string |

### Response

```json
{"id": 4, "name": "Ilse", "since": "2031-05-04"}
```
"""


def test_a_page_written_by_hand(tmp_path: Path) -> None:
    content = drafted(tmp_path, "boats.md", HAND_WRITTEN)
    assert content["servers"] == [{"url": "https://boats.example/v2"}]
    operation = content["paths"]["/boats/{boat_id}"]["get"]
    assert operation["parameters"] == [
        {
            "name": "boat_id",
            "in": "path",
            "required": True,
            "description": "The boat.",
            "schema": {"type": "integer"},
        },
        {
            "name": "detail",
            "in": "query",
            "description": "How much of it. One of `all`, `short`.",
            "schema": {"type": "string", "enum": ["all", "short"]},
        },
    ]
    assert list(operation["responses"]) == ["200"]
    assert content["security"] == [{"harbourKey": []}]
    schema = next(iter(content["components"]["schemas"].values()))
    assert schema == {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "since": {"type": "string", "format": "date"},
        },
    }


def test_each_fact_has_its_line(tmp_path: Path) -> None:
    drafted(tmp_path, "boats.md", HAND_WRITTEN)
    facts = yaml.safe_load(
        (tmp_path / "specs" / "boats" / "documented.yaml").read_text(encoding="utf-8")
    )
    operation = facts["operations"][0]
    assert operation["at"] == "page:5"
    assert [row["at"] for row in operation["parameters"]] == ["page:13", "page:19"]
    assert [row["at"] for row in facts["models"][0]["fields"]] == ["page:24"] * 3
    assert facts["sources"] == {"page": "boats.md"}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("empty.md", "", "is empty"),
        ("story.md", "# A story\n\nOnce upon a time.\n", "documents no operation"),
        (
            "login.html",
            "<html><body><form><input type='password'></form></body></html>",
            "is a login page",
        ),
        ("api.yaml", "openapi: 3.1.0\n", "is an OpenAPI description already"),
    ],
)
def test_what_is_no_documentation_is_named_and_nothing_is_written(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    page = tmp_path / name
    page.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["draft", str(page), "--output", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert says in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "block",
    [
        '[block:code]\n{"codes": 3}\n[/block]',
        '[block:code]\n{"codes": true}\n[/block]',
        '[block:parameters]\n{"data": [3]}\n[/block]',
        '[block:callout]\n{"body": {"text": 3}}\n[/block]',
    ],
)
def test_a_block_whose_data_has_another_shape_says_nothing(tmp_path: Path, block: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Cats\n\n## GET /cats\n\n{block}\n", encoding="utf-8")
    out = tmp_path / "cats"
    result = CliRunner().invoke(
        main, ["draft", str(page), "-o", str(out), "--base-url", "https://api.example.com"]
    )
    assert result.exit_code == 0, result.output
    assert "/cats" in yaml.safe_load((out / "openapi.yaml").read_text(encoding="utf-8"))["paths"]
