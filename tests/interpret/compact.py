"""Api in a few lines of text, for tests that put a description beside what it means."""

from __future__ import annotations

import json
from typing import assert_never

from docbound.service import (
    MISSING,
    Alias,
    Anything,
    Api,
    Array,
    Definition,
    Enum,
    Literal,
    Mapping,
    MediaType,
    Named,
    Object,
    Operation,
    Parameter,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)


class Compact:
    """Writes an Api; definitions are called by their suggested names."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def type(self, type_: Type | None) -> str:
        match type_:
            case None:
                return "-"
            case Primitive(kind=kind, format=form):
                return f"{kind}:{form}" if form else kind
            case Literal(values=values, closed=closed):
                return ("const" if closed else "") + json.dumps(list(values))
            case Array(items=items, prefix=()):
                return f"[{self.type(items)}]"
            case Array(items=items, prefix=prefix):
                written = [self.type(each) for each in prefix]
                for index in range(len(written) - type_.optional, len(written)):
                    written[index] += "?"
                rest = "" if type_.closed else f"; {self.type(items)}"
                return f"[{', '.join(written)}{rest}]"
            case Mapping(values=values):
                return f"{{{self.type(values)}}}"
            case Union(members=members):
                return " | ".join(map(self.type, members))
            case Named(pointer=pointer):
                found = self.api.definitions.get(pointer)
                return f"<{found.about.name}>" if found else f"!{pointer}"
            case Anything():
                return "any"
            case _:
                assert_never(type_)

    def definition(self, item: Definition) -> str:
        name = item.about.name
        match item:
            case Object(fields=fields, additional=additional):
                lines = [f"{name} = object"]
                for field in fields:
                    marks = "" if field.required else "?"
                    marks += " ro" if field.read_only else ""
                    marks += " wo" if field.write_only else ""
                    marks += "" if field.default is MISSING else f" = {json.dumps(field.default)}"
                    lines.append(f"  {field.name}: {self.type(field.type)}{marks}")
                if additional is not None:
                    lines.append(f"  *: {self.type(additional)}")
                return "\n".join(lines)
            case Enum(kind=kind, values=values, names=names):
                tail = f" {list(names)}" if names else ""
                return f"{name} = enum {kind} {json.dumps(list(values))}{tail}"
            case Alias(type=type_):
                return f"{name} = {self.type(type_)}"
            case UnionDefinition(members=members, tag=tag, mapping=mapping):
                text = f"{name} = choice {' | '.join(map(self.type, members))}"
                if tag:
                    text += f" by {tag}"
                    text += "".join(f"\n  {value} -> {self.type(to)}" for value, to in mapping)
                return text
            case _:
                assert_never(item)

    def parameter(self, item: Parameter) -> str:
        how = item.content_type or f"{item.style}{'*' if item.explode else ''}"
        return (
            f"{item.location} {item.name}{'' if item.required else '?'}: {self.type(item.type)}"
            f" ({how})"
        )

    def media(self, item: MediaType) -> str:
        text = f"{item.content_type} {self.type(item.type)}"
        if item.item_type is not None:
            text += f" of {self.type(item.item_type)}"
        for encoding in item.encodings:
            text += f" [{encoding.field}: {encoding.content_type or encoding.style}]"
        return text

    def operation(self, item: Operation) -> str:
        lines = [f"{item.method} {item.path} {item.operation_id}".rstrip()]
        lines += [f"  {self.parameter(parameter)}" for parameter in item.parameters]
        if item.body is not None:
            name = f" {item.body.name}" if item.body.name else ""
            lines.append(f"  body{'' if item.body.required else '?'}{name}")
            lines += [f"    {self.media(media)}" for media in item.body.contents]
        for response in item.responses:
            lines.append(f"  {response.status}")
            lines += [f"    {self.media(media)}" for media in response.contents]
            lines += [f"    {header.name}: {self.type(header.type)}" for header in response.headers]
        if item.security:
            ways = (" + ".join(need.scheme for need in way) or "nothing" for way in item.security)
            lines.append(f"  needs {' or '.join(ways)}")
        lines += [f"  at {server.url}" for server in item.servers]
        return "\n".join(lines)

    def text(self) -> str:
        """Operations, payloads and definitions, in order."""
        parts = [self.operation(item) for item in self.api.operations]
        parts += [f"{item.name} <- {self.type(item.type)}" for item in self.api.payloads]
        parts += [self.definition(item) for item in self.api.definitions.values()]
        return "\n".join(parts)
