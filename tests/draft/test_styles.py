"""Whatever a page of a known style states is drafted, and nothing else: invented services, written
down and drafted back.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from docbound.draft import drafting
from docbound.draft.writer import openapi, yaml_text
from programs.draft_score import score
from programs.draft_score.services import invented
from programs.draft_score.styles import STYLES

SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_service_comes_back(style: str, seed: int, tmp_path: Path) -> None:
    service = invented(seed)
    written = STYLES[style]
    for name, text in written.write(service).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    drafted = drafting.draft_sources([tmp_path])
    document = openapi.describe(drafted.draft, drafted.ranks)
    content = yaml.safe_load(yaml_text.to_yaml(document.content, document.comments))
    result = score.compare(
        score.facts_of(content, python_names=written.python_names),
        score.facts_of(service.description(), python_names=written.python_names),
        leave_out=written.leaves_out,
        samples=written.samples,
    )
    assert not list(score.lines(result)), "\n".join(score.lines(result))
