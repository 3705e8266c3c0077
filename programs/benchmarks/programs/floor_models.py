"""The orders written by hand, as somebody would who wants nothing but pydantic: the floor of
decoding.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)


class Customer(Open):
    id: int
    name: str
    email: str | None = None
    address: str | None = None


class Line(Open):
    sku: str
    quantity: int
    price: int | float
    title: str | None = None


class Order(Open):
    id: uuid.UUID
    status: Literal["open", "paid", "sent", "closed"] | str
    created_at: datetime.datetime = Field(alias="createdAt")
    customer: Customer
    lines: list[Line]
    due_date: datetime.date | None = Field(default=None, alias="dueDate")
    total: int | float | None = None
    currency: str | None = None
    express: bool | None = None
    note: str | None = None
    tags: list[str] | None = None


class Orders(Open):
    orders: list[Order]


ADAPTER = TypeAdapter(Orders)
