"""One thing of the repeated description, written by hand: the floor of a first call."""

from __future__ import annotations

import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)


class State(StrEnum):
    NEW = "new"
    OLD = "old"


class Part(Open):
    label: str | None = None
    weight: float | None = None


class Thing(Open):
    id: str
    state: State
    created_at: datetime.datetime | None = Field(default=None, alias="createdAt")
    size: int | None = None
    part: Part | None = None
