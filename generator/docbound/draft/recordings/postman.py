"""Postman collections, 2.0 and 2.1: requests with their saved responses; descriptions of parameters
count as statements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import Draft, Origin, Parameter, Schema, Scheme
from docbound.draft.interpreter.calls import Call, media_type_of, split_url
from docbound.draft.interpreter.security import register
from docbound.draft.recordings.line_finder import Lines
from docbound.json_values import is_array, is_mapping, list_of, mapping_of

_MOST_DEPTH: Final = 30
_AUTH_KINDS: Final = {
    "bearer": "http-bearer",
    "basic": "http-basic",
    "oauth2": "oauth2",
    "jwt": "http-bearer",
}
_VARIABLE: Final = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}")


def read(content: Mapping[str, object], text: str, key: str, draft: Draft) -> list[Call]:
    """The calls of a collection; its name, its authentication and what it says of parameters go to
    the draft.

    Args:
        content: the collection.
        text: its text, in which lines are found.
        key: the key of the file.
        draft: gets name, authentication and parameters.
    """
    lines = Lines(text)
    info = mapping_of(content.get("info"))
    draft.title, draft.title_at = _text(info.get("name")), At(source=key, line=lines.next('"info"'))
    _auth(mapping_of(content.get("auth")), draft, At(source=key, line=1), whole=True)
    variables = {
        _text(mapping_of(item).get("key")): _text(mapping_of(item).get("value"))
        for item in list_of(content.get("variable"))
        if mapping_of(item).get("key")
    }
    reader = _Reader(key, draft, lines, variables)
    return list(reader.items(list_of(content.get("item")), "", 0))


def _text(value: object) -> str:
    if is_mapping(value):
        return _text(value.get("content"))
    return value if isinstance(value, str) else ""


def _auth(
    auth: Mapping[str, object], draft: Draft, at: At, *, whole: bool
) -> tuple[str, ...] | None:
    kind = _text(auth.get("type"))
    if not kind:
        return None
    if kind == "noauth":
        return ()
    if kind == "apikey":
        listed = auth.get("apikey")
        values = (
            {
                _text(mapping_of(item).get("key")): _text(mapping_of(item).get("value"))
                for item in listed
            }
            if is_array(listed)
            else {str(name): _text(value) for name, value in mapping_of(listed).items()}
        )
        scheme = Scheme(
            name="apiKey",
            kind="apiKey",
            at=at,
            place=values.get("in") or "header",
            parameter=values.get("key") or "Authorization",
        )
    elif kind in _AUTH_KINDS:
        scheme = Scheme(name=kind + "Auth", kind=_AUTH_KINDS[kind], at=at)
    else:
        return None
    names = register(draft, [scheme])
    if whole:
        draft.security, draft.security_at = [names], at
    return names


class _Reader:
    def __init__(self, key: str, draft: Draft, lines: Lines, variables: Mapping[str, str]) -> None:
        self.key = key
        self.draft = draft
        self.lines = lines
        self.variables = variables

    def items(self, items: list[object], tag: str, depth: int) -> Iterator[Call]:
        """The calls of some items, folders included."""
        if depth > _MOST_DEPTH:
            return
        for raw in items:
            item = mapping_of(raw)
            name = _text(item.get("name"))
            if "item" in item:
                yield from self.items(list_of(item.get("item")), name, depth + 1)
                continue
            request = item.get("request")
            if isinstance(request, str):
                request = {"method": "GET", "url": request}
            if not is_mapping(request):
                continue
            at = At(
                source=self.key,
                line=(self.lines.next(json.dumps(name)) if name else self.lines.next('"request"')),
            )
            yield from self._calls(name, request, list_of(item.get("response")), tag, at)

    def _calls(
        self,
        name: str,
        request: Mapping[str, object],
        responses: list[object],
        tag: str,
        at: At,
    ) -> Iterator[Call]:
        call = self._call(name, request, at)
        if call is None:
            return
        operation = self.draft.operation(call.method, call.path, at)
        operation.summary = operation.summary or name
        operation.tag = operation.tag or tag
        description = _text(request.get("description"))
        operation.description = operation.description or (
            description if description != name else ""
        )
        self._described(operation.parameters, request, call, at)
        names = _auth(mapping_of(request.get("auth")), self.draft, at, whole=False)
        if names is not None:
            operation.security, operation.security_at = [names] if names else [], at
        self._values(
            operation.parameters,
            [
                request,
                *(mapping_of(mapping_of(raw).get("originalRequest")) for raw in responses),
            ],
            call,
            at,
        )
        yield call
        for raw in responses:
            answer = self._answer(call, mapping_of(raw), others=len(responses) > 1)
            if answer is not None:
                yield answer

    def _described(
        self,
        parameters: dict[tuple[str, str], Parameter],
        request: Mapping[str, object],
        call: Call,
        at: At,
    ) -> None:
        url = mapping_of(request.get("url"))
        for place, listed in (
            ("query", url.get("query")),
            ("path", url.get("variable")),
            ("header", request.get("header")),
        ):
            for raw in list_of(listed):
                row = mapping_of(raw)
                name, description = _text(row.get("key")), _text(row.get("description"))
                if (
                    not name
                    or not description
                    or (place == "path" and "{" + name + "}" not in call.path)
                ):
                    continue
                if place == "header" and name.lower() in (
                    "content-type",
                    "accept",
                    "authorization",
                ):
                    continue
                parameters[place, name] = Parameter(
                    name=name,
                    place=place,
                    schema=Schema(at=at, origin=Origin.SAMPLE),
                    at=at,
                    required=True if place == "path" else None,
                    description=description,
                    origin=Origin.SAMPLE,
                )

    def _values(
        self,
        parameters: dict[tuple[str, str], Parameter],
        requests: list[Mapping[str, object]],
        call: Call,
        at: At,
    ) -> None:
        """What the values of path variables show."""
        from docbound.draft.interpreter.samples import merge_samples, sample_schema

        for request in requests:
            for raw in list_of(mapping_of(request.get("url")).get("variable")):
                name, value = _text(mapping_of(raw).get("key")), _text(mapping_of(raw).get("value"))
                if (
                    not name
                    or not value
                    or _VARIABLE.search(value)
                    or "{" + name + "}" not in call.path
                ):
                    continue
                known = parameters.get(("path", name))
                shown = sample_schema(value, at)
                if known is None:
                    parameters["path", name] = Parameter(
                        name=name,
                        place="path",
                        schema=shown,
                        at=at,
                        required=True,
                        origin=Origin.SAMPLE,
                    )
                else:
                    known.schema = merge_samples([known.schema, shown]) or shown

    def _call(self, name: str, request: Mapping[str, object], at: At) -> Call | None:
        method = (_text(request.get("method")) or "GET").upper()
        url = request.get("url")
        raw = url if isinstance(url, str) else _text(mapping_of(url).get("raw"))
        base, path, query = self._address(raw, mapping_of(url))
        if not path or not re.fullmatch(r"[A-Z]+", method):
            return None
        headers = {
            _text(mapping_of(row).get("key")): _text(mapping_of(row).get("value"))
            for row in list_of(request.get("header"))
            if mapping_of(row).get("key") and not mapping_of(row).get("disabled")
        }
        body, media, form = self._body(mapping_of(request.get("body")), headers)
        return Call(
            method=method,
            url=raw,
            at=at,
            path=path,
            base=base,
            query=query,
            headers=headers,
            body=body,
            body_at=at,
            media_type=media,
            form=form,
            name=name,
        )

    def _address(
        self, raw: str, url: Mapping[str, object]
    ) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        for name, value in self.variables.items():
            raw = raw.replace("{{" + name + "}}", value) if value.startswith("http") else raw
        raw = re.sub(r"^https?:///+", "/", raw)
        raw = re.sub(r"^(?:https?://)?(?:\{\{[^{}]*\}\}|\$\{[^{}]*\})(?=/|$)", "", raw)
        listed = list_of(url.get("query"))
        before, _, after = raw.partition("?")
        base, path, query = split_url(_marked(before) + ("?" + after if after else ""))
        if not raw and url.get("path"):
            parts = url.get("path")
            path = (
                "/" + "/".join(_text(part) for part in list_of(parts) if _text(part))
                if is_array(parts)
                else _text(parts)
            )
            path = _marked(path)
        if listed:
            query = tuple(
                (_text(mapping_of(row).get("key")), _text(mapping_of(row).get("value")))
                for row in listed
                if mapping_of(row).get("key")
            )
        return (
            base,
            path,
            tuple((name, _VARIABLE.sub("", value)) for name, value in query),
        )

    def _body(
        self, body: Mapping[str, object], headers: Mapping[str, str]
    ) -> tuple[str | None, str, tuple[tuple[str, str | None], ...]]:
        mode = _text(body.get("mode"))
        stated = media_type_of(headers)
        if mode == "raw":
            text = _text(body.get("raw"))
            language = _text(mapping_of(mapping_of(body.get("options")).get("raw")).get("language"))
            media = stated or (
                "application/json"
                if language == "json" or text.lstrip().startswith(("{", "["))
                else "text/plain"
            )
            return (text or None), media if text or language == "json" else "", ()
        if mode in ("urlencoded", "formdata"):
            form = tuple(
                (
                    _text(mapping_of(row).get("key")),
                    (
                        None
                        if mapping_of(row).get("type") == "file"
                        else _text(mapping_of(row).get("value"))
                    ),
                )
                for row in list_of(body.get(mode))
                if mapping_of(row).get("key")
            )
            return (
                None,
                (
                    "multipart/form-data"
                    if mode == "formdata"
                    else "application/x-www-form-urlencoded"
                ),
                form,
            )
        if mode == "graphql":
            return (
                json.dumps(dict(mapping_of(body.get("graphql")))),
                "application/json",
                (),
            )
        return (None, "application/octet-stream", ()) if mode == "file" else (None, "", ())

    def _answer(self, call: Call, response: Mapping[str, object], *, others: bool) -> Call | None:
        """A saved response; one without a status among others stands for any other status."""
        from dataclasses import replace

        code = response.get("code")
        body = _text(response.get("body"))
        line = (
            self.lines.next(json.dumps(body)[:60]) if body else self.lines.next('"originalRequest"')
        )
        at = At(source=self.key, line=line)
        headers = {
            _text(mapping_of(row).get("key")): _text(mapping_of(row).get("value"))
            for row in list_of(response.get("header"))
            if mapping_of(row).get("key")
        }
        media = media_type_of(headers)
        if not media and _text(response.get("_postman_previewlanguage")) == "json":
            media = "application/json"
        original = (
            self._call("", mapping_of(response.get("originalRequest")), call.at)
            if response.get("originalRequest")
            else None
        )
        query = call.query
        sent, sent_media = call.body, call.media_type
        if original is not None and original.method == call.method:
            query = original.query or query
            sent, sent_media = (
                (original.body, original.media_type) if original.body else (sent, sent_media)
            )
        return replace(
            call,
            query=query,
            body=sent,
            media_type=sent_media,
            status=code if isinstance(code, int) else 0,
            unstated="default" if others else "200",
            response_at=at,
            response_headers=headers,
            response_media_type=media,
            response=body or None,
        )


def _marked(path: str) -> str:
    """``:name`` and ``{{name}}`` in a path as ``{name}``."""
    path = re.sub(r"(?<=/)\{\{([^{}]+)\}\}", r"{\1}", path)
    path = re.sub(r"(?<=/)\$\{([^{}]+)\}", r"{\1}", path)
    return re.sub(r"(?<=/):([A-Za-z_][\w-]*)", r"{\1}", path)
