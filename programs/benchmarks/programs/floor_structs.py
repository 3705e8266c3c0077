"""The orders as msgspec structs: the fastest that Python has."""

from __future__ import annotations

import datetime
import uuid

import msgspec


class Customer(msgspec.Struct):
    id: int
    name: str
    email: str | None = None
    address: str | None = None


class Line(msgspec.Struct):
    sku: str
    quantity: int
    price: float
    title: str | None = None


class Order(msgspec.Struct, rename="camel"):
    id: uuid.UUID
    status: str
    created_at: datetime.datetime
    customer: Customer
    lines: list[Line]
    due_date: datetime.date | None = None
    total: float | None = None
    currency: str | None = None
    express: bool | None = None
    note: str | None = None
    tags: list[str] | None = None


class Orders(msgspec.Struct):
    orders: list[Order]
