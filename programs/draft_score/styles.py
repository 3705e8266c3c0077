# ruff: noqa: E501 (rows of HTML)
"""The styles of documentation, each as a function that writes an invented service down, and what
each one leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from programs.draft_score.score import Fact
from programs.draft_score.services import Operation, Row, Service


@dataclass
class Style:
    """A style.

    Attributes:
        write: the files of a service in this style, by name.
        leaves_out: whether the style does not state a fact.
        python_names: whether the pages show Python's names instead of the wire's.
        samples: whether types are those of samples.
    """

    write: Callable[[Service], dict[str, str]]
    leaves_out: Callable[[Fact, object], bool] = field(default=lambda fact, value: False)
    python_names: bool = False
    samples: bool = False


def _words(row: Row, array: str = "array of {}") -> str:
    if row.kind == "enum":
        return "string"
    if row.kind == "model":
        return row.model
    if row.kind == "models":
        return array.format(row.model)
    return (
        array.format(row.kind.removeprefix("array of "))
        if row.kind.startswith("array of ")
        else row.kind
    )


def _values(row: Row) -> str:
    return f" One of {', '.join(f'`{value}`' for value in row.values)}." if row.values else ""


def _sample(service: Service, model: str, listed: bool = False) -> str:
    sample = service.sample(model)
    return json.dumps([sample] if listed else sample, indent=2)


def hand_written(service: Service) -> dict[str, str]:
    """Markdown with tables whose columns are in any order, samples for responses and tables for
    schemas.
    """
    lines = [
        f"# {service.title}",
        "",
        f"Base URL: `{service.base}`",
        "",
        f"Send your key in the header `{service.key}` with each request.",
        "",
    ]
    for index, operation in enumerate(service.operations):
        lines += [
            f"## {operation.summary}",
            "",
            f"`{operation.method.upper()} {operation.path}`",
            "",
            operation.text,
            "",
        ]
        for title, rows in (
            ("Path parameters", operation.path_rows),
            ("Query parameters", operation.query_rows),
            ("Headers", operation.header_rows),
        ):
            if rows:
                lines += [f"### {title}", "", *_table(rows, index), ""]
        if operation.body:
            lines += [
                "### Request body",
                "",
                f"JSON (`application/json`), a [{operation.body}](#{operation.body.lower()}).",
                "",
            ]
        lines += ["### Responses", "", "| Status | Meaning | Schema |", "|---|---|---|"]
        for response in operation.responses:
            link = f"[{response.model}](#{response.model.lower()})" if response.model else "None"
            lines.append(
                f"| {response.status} | {response.text} |"
                f" {'array of ' if response.listed else ''}{link} |"
            )
        lines.append("")
    for name, rows in service.models.items():
        lines += [f"## {name}", "", *_table(rows, len(name)), ""]
    return {"api.md": "\n".join(lines)}


_HEADS = (
    (("Name", "Type", "Required", "Description"), "nard"),
    (("Description", "Field", "Mandatory", "Type"), "dnra"),
    (("Parameter", "Required?", "Data type", "Details"), "nrad"),
)


def _table(rows: list[Row], index: int) -> Iterator[str]:
    heads, order = _HEADS[index % len(_HEADS)]
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        cells = {
            "n": f"`{row.name}`",
            "a": _words(row),
            "r": "yes" if row.required else "no",
            "d": row.text + _values(row),
        }
        yield "| " + " | ".join(cells[letter] for letter in order) + " |"


def bullets(service: Service) -> dict[str, str]:
    """Markdown with nested lists, curl and samples."""
    lines = [
        f"# {service.title}",
        "",
        f"All endpoints are relative to the base URL {service.base}.",
        "",
    ]
    for operation in service.operations:
        lines += [
            f"## {operation.method.upper()} {operation.path}",
            "",
            operation.text,
            "",
            "```bash",
        ]
        lines += [
            (
                f"curl -X {operation.method.upper()} {service.base}{operation.path} -H"
                f" '{service.key}: KEY'"
            ),
            "```",
            "",
        ]
        for title, rows in (
            ("Path parameters", operation.path_rows),
            ("Query parameters", operation.query_rows),
            ("Request headers", operation.header_rows),
        ):
            if rows:
                lines += [f"**{title}**", "", *_bullets(rows), ""]
        if operation.body:
            lines += ["**Request body**", "", *_bullets(service.models[operation.body]), ""]
        for response in operation.responses:
            lines += [f"### {response.status} {response.text}", ""]
            if response.model:
                lines += ["```json", _sample(service, response.model, response.listed), "```", ""]
    return {"api.md": "\n".join(lines)}


def _bullets(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield (
            f"- `{row.name}` ({_words(row)}, {'required' if row.required else 'optional'}):"
            f" {row.text}{_values(row)}"
        )


def mintlify(service: Service) -> dict[str, str]:
    """A page an operation, with components; responses in a snippet that pages import."""
    files: dict[str, str] = {}
    for name in service.models:
        files[f"snippets/{name.lower()}.mdx"] = "\n".join(
            _components(service, name, "ResponseField", "name", "")
        )
    for operation in service.operations:
        success = operation.responses[0]
        lines = [
            "---",
            f"title: '{operation.summary}'",
            f"api: '{operation.method.upper()} {operation.path}'",
            "---",
            "",
        ]
        if success.model:
            lines += [f"import Snippet from '/snippets/{success.model.lower()}.mdx'", ""]
        lines += [operation.text, "", "## Request", ""]
        for place, rows in (
            ("path", operation.path_rows),
            ("query", operation.query_rows),
            ("header", operation.header_rows),
        ):
            for row in rows:
                lines += _component(service, row, "ParamField", place, "")
        if operation.body:
            lines += _components(service, operation.body, "ParamField", "body", "")
        lines += ["", "## Response", ""]
        if success.model and success.listed:
            lines += [
                "Returns a list.",
                "",
                "<ResponseExample>",
                f"```json {success.status}",
                _sample(service, success.model, True),
                "```",
                "</ResponseExample>",
                "",
            ]
        elif success.model:
            lines += [
                "<Snippet />",
                "",
                "<ResponseExample>",
                f"```json {success.status}",
                _sample(service, success.model),
                "```",
            ]
            for response in operation.responses[1:]:
                lines += ["", f"```json {response.status}", _sample(service, response.model), "```"]
            lines += ["</ResponseExample>", ""]
        files[f"{operation.name}.mdx"] = "\n".join(lines)
    files["introduction.mdx"] = (
        f"---\ntitle: Introduction\n---\n\n## Base URL\n\n```\n{service.base}\n```\n\n##"
        f" Authentication\n\nSend your API key in the header `{service.key}`.\n"
    )
    return files


def _components(service: Service, model: str, tag: str, attribute: str, indent: str) -> list[str]:
    return [
        line
        for row in service.models[model]
        for line in _component(service, row, tag, attribute, indent)
    ]


def _component(service: Service, row: Row, tag: str, attribute: str, indent: str) -> list[str]:
    kind = {"model": "object", "models": "array", "enum": "string"}.get(row.kind, row.kind)
    kind = f"{row.kind.removeprefix('array of ')}[]" if row.kind.startswith("array of ") else kind
    kind = f"string ({row.kind})" if row.kind in ("date", "date-time", "uuid") else kind
    lines = [
        (
            f'{indent}<{tag} {attribute}="{row.name}"'
            f' type="{kind}"{" required" if row.required else ""}>'
        ),
        f"{indent}  {row.text}{_values(row)}",
    ]
    if row.model:
        lines += [
            f'{indent}  <Expandable title="properties">',
            *_components(service, row.model, tag, attribute, indent + "    "),
            f"{indent}  </Expandable>",
        ]
    return [*lines, f"{indent}</{tag}>", ""]


def gitbook(service: Service) -> dict[str, str]:
    """Blocks of GitBook."""
    lines = [f"# {service.title}", "", f"Each call needs the header `{service.key}`.", ""]
    for operation in service.operations:
        path = operation.path.replace("{", ":").replace("}", "")
        lines += [
            f'{{% swagger method="{operation.method}" path="{path}" baseUrl="{service.base}"'
            f' summary="{operation.summary}" %}}'
        ]
        lines += ["{% swagger-description %}", operation.text, "{% endswagger-description %}", ""]
        body = service.models[operation.body] if operation.body else []
        for place, rows in (
            ("path", operation.path_rows),
            ("query", operation.query_rows),
            ("header", operation.header_rows),
            ("body", body),
        ):
            for row in rows:
                needed = ' required="true"' if row.required else ""
                lines += [
                    (
                        f'{{% swagger-parameter in="{place}" name="{row.name}"'
                        f' type="{_words(row).capitalize()}"{needed} %}}'
                    ),
                    row.text + _values(row),
                    "{% endswagger-parameter %}",
                    "",
                ]
        for response in operation.responses:
            lines += [
                f'{{% swagger-response status="{response.status}: Word"'
                f' description="{response.text}" %}}'
            ]
            lines += (
                ["```json", _sample(service, response.model, response.listed), "```"]
                if response.model
                else []
            )
            lines += ["{% endswagger-response %}", ""]
        lines += ["{% endswagger %}", ""]
    return {"api.md": "\n".join(lines)}


def sphinx(service: Service) -> dict[str, str]:
    """reStructuredText of Sphinx' http domain, with field lists."""
    lines = [
        service.title,
        "=" * len(service.title),
        "",
        f"The base URL is {service.base}. Every request needs the header ``{service.key}``.",
        "",
    ]
    for operation in service.operations:
        path = operation.path.replace("{", "(").replace("}", ")")
        lines += [
            operation.summary,
            "-" * len(operation.summary),
            "",
            f".. http:{operation.method}:: {path}",
            "",
            f"    {operation.text}",
            "",
        ]
        body = service.models[operation.body] if operation.body else []
        for word, rows in (
            ("param", operation.path_rows),
            ("query", operation.query_rows),
            ("reqheader", operation.header_rows),
            ("<json", body),
        ):
            for row in rows:
                kind = {
                    "date": "string",
                    "date-time": "string",
                    "uuid": "string",
                    "enum": "string",
                }.get(row.kind, _words(row, "array"))
                needed = "(required) " if row.required else ""
                typed = "" if word == "reqheader" else f"{kind} "
                lines.append(
                    f"    :{word} {typed}{row.name}:"
                    f" {needed}{row.text}{_values(row).replace('`', '``')}"
                )
        lines += [
            f"    :statuscode {response.status}: {response.text}"
            for response in operation.responses
        ]
        success = operation.responses[0]
        if success.model:
            sample = _sample(service, success.model, success.listed).replace("\n", "\n        ")
            lines += ["", "    **Example response**:", "", "    .. sourcecode:: http", ""]
            lines += [
                f"        HTTP/1.1 {success.status} OK",
                "        Content-Type: application/json",
                "",
                f"        {sample}",
            ]
        lines.append("")
    return {"api.rst": "\n".join(lines)}


def html(service: Service) -> dict[str, str]:
    """A page of HTML with tables and definition lists."""
    lines = [
        "<!DOCTYPE"
        f" html><html><head><title>{service.title}</title></head><body><h1>{service.title}</h1>"
    ]
    lines.append(
        f"<p>Base URL: <code>{service.base}</code>. Authenticate with the header"
        f" <code>{service.key}</code>.</p>"
    )
    for operation in service.operations:
        lines.append(
            f"<h2>{operation.method.upper()} {operation.path}</h2>\n<p>{operation.text}</p>"
        )
        rows = [
            (place, row)
            for place, listed in (
                ("path", operation.path_rows),
                ("query", operation.query_rows),
                ("header", operation.header_rows),
            )
            for row in listed
        ]
        if rows:
            lines.append(
                "<h3>Parameters</h3><table>\n<tr><th>Name</th><th>Located"
                " in</th><th>Required</th><th>Type</th><th>Description</th></tr>"
            )
            lines += [
                f"<tr><td><code>{row.name}</code></td><td>{place}</td><td>{'yes' if row.required else 'no'}</td><td>{_words(row)}</td><td>{row.text}{_values(row)}</td></tr>"
                for place, row in rows
            ]
            lines.append("</table>")
        if operation.body:
            lines.append(
                "<h3>Body</h3><p>JSON (<code>application/json</code>), a <a"
                f' href="#{operation.body}">{operation.body}</a>.</p>'
            )
        lines.append("<h3>Responses</h3><dl>")
        for response in operation.responses:
            kind = (
                f' JSON, {"a list of " if response.listed else "a "}<a'
                f' href="#{response.model}">{response.model}</a>.'
                if response.model
                else ""
            )
            lines.append(f"<dt>{response.status}</dt><dd>{response.text}{kind}</dd>")
        lines.append("</dl>")
    for name, rows_of in service.models.items():
        lines.append(
            f'<h2 id="{name}">{name}</h2><table>\n<tr><th>Field</th><th>Type</th><th>Mandatory</th><th>Meaning</th></tr>'
        )
        lines += [
            f"<tr><td><code>{row.name}</code></td><td>{_words(row)}</td><td>{'yes' if row.required else 'no'}</td><td>{row.text}{_values(row)}</td></tr>"
            for row in rows_of
        ]
        lines.append("</table>")
    return {"index.html": "\n".join([*lines, "</body></html>"])}


def redoc(service: Service) -> dict[str, str]:
    """A page of Redoc, with the description in its script."""
    state = json.dumps({"menu": {}, "spec": {"data": service.description()}})
    return {
        "index.html": (
            '<!DOCTYPE html><html><body><div id="redoc"></div><script>\nconst __redoc_state ='
            f" {state};\n</script></body></html>"
        )
    }


_PYTHON = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "date": "date",
    "date-time": "datetime",
    "uuid": "str",
    "enum": "str",
}
_JAVA = {
    "string": "String",
    "integer": "Integer",
    "number": "BigDecimal",
    "boolean": "Boolean",
    "date": "LocalDate",
    "date-time": "OffsetDateTime",
    "uuid": "UUID",
    "enum": "String",
}
_GO = {
    "string": "**string**",
    "integer": "**int32**",
    "number": "**float32**",
    "boolean": "**bool**",
    "date": "**string**",
    "date-time": "[**time.Time**](time.Time.md)",
    "uuid": "**string**",
    "enum": "**string**",
}


def python_docs(service: Service) -> dict[str, str]:
    """The ``docs/`` folder of a Python client that openapi-generator made."""
    return _generated(service, lambda row: _typed(row, _PYTHON, "**List[{}]**"), python=True)


def java_docs(service: Service) -> dict[str, str]:
    """The ``docs/`` folder of a Java client that openapi-generator made."""
    return _generated(service, lambda row: _typed(row, _JAVA, "**List&lt;{}&gt;**"), python=False)


def _typed(row: Row, words: dict[str, str], array: str) -> str:
    if row.model:
        inner = array.format(row.model) if row.kind == "models" else f"**{row.model}**"
        return f"[{inner}]({row.model}.md)"
    if row.kind.startswith("array of "):
        return array.format(words[row.kind.removeprefix("array of ")])
    return f"**{words[row.kind]}**"


def _snake(name: str) -> str:
    return (
        "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
        .lstrip("_")
        .replace("-_", "_")
    )


def _generated(service: Service, typed: Callable[[Row], str], *, python: bool) -> dict[str, str]:
    files: dict[str, str] = {}
    head = [
        "# harbour_client.DefaultApi",
        "",
        f"All URIs are relative to *{service.base}*",
        "",
        "Method | HTTP request | Description",
        "------------- | ------------- | -------------",
    ]
    body: list[str] = []
    for operation in service.operations:
        head.append(
            f"[**{operation.name}**](DefaultApi.md#{operation.name}) |"
            f" **{operation.method.upper()}** {operation.path} | {operation.summary}"
        )
        body += _generated_operation(service, operation, typed, python)
    files["docs/DefaultApi.md"] = "\n".join([*head, "", "", *body])
    for name, rows in service.models.items():
        lines = [
            f"# {name}",
            "",
            "## Properties",
            "",
            "Name | Type | Description | Notes",
            "------------ | ------------- | ------------- | -------------",
        ]
        for row in rows:
            shown = _snake(row.name) if python else row.name
            lines.append(
                f"**{shown}** | {typed(row)} | {row.text} | {'' if row.required else '[optional] '}"
            )
        files[f"docs/{name}.md"] = "\n".join(
            [*lines, "", "[[Back to Model list]](../README.md#documentation-for-models)", ""]
        )
    return files


def _generated_operation(
    service: Service, operation: Operation, typed: Callable[[Row], str], python: bool
) -> list[str]:
    lines = [
        f"# **{operation.name}**",
        f"> {operation.name}()",
        "",
        operation.summary,
        "",
        operation.text,
        "",
        "### Example",
        "",
        "* Api Key Authentication (harbourKey):",
        "",
    ]
    lines += [
        "```python",
        "import harbour_client",
        "```",
        "",
        "### Parameters",
        "",
        "Name | Type | Description  | Notes",
        "------------- | ------------- | ------------- | -------------",
    ]
    for row in [*operation.path_rows, *operation.query_rows, *operation.header_rows]:
        shown = _snake(row.name) if python else row.name
        lines.append(
            f" **{shown}** | {typed(row)}| {row.text} | {'' if row.required else '[optional] '}"
        )
    if operation.body:
        lines.append(
            f" **{_snake(operation.body)}** | [**{operation.body}**]({operation.body}.md)|  | "
        )
    success = operation.responses[0]
    kind = (
        f"[**List[{success.model}]**]({success.model}.md)"
        if success.listed
        else (
            f"[**{success.model}**]({success.model}.md)"
            if success.model
            else "void (empty response body)"
        )
    )
    lines += [
        "",
        "### Return type",
        "",
        kind,
        "",
        "### Authorization",
        "",
        "[harbourKey](../README.md#harbourKey)",
        "",
        "### HTTP request headers",
        "",
    ]
    lines += [
        f" - **Content-Type**: {'application/json' if operation.body else 'Not defined'}",
        f" - **Accept**: {'application/json' if success.model else 'Not defined'}",
        "",
    ]
    lines += [
        "### HTTP response details",
        "",
        "| Status code | Description | Response headers |",
        "|-------------|-------------|------------------|",
    ]
    lines += [
        f"**{response.status}** | {response.text} |  -  |" for response in operation.responses
    ]
    return [
        *lines,
        "",
        "[[Back to top]](#) [[Back to API list]](../README.md#documentation-for-api-endpoints)",
        "",
    ]


def _no_formats(fact: Fact, value: object) -> bool:
    return fact[-1] == "format"


def _samples_only(fact: Fact, value: object) -> bool:
    """Responses that only samples show say nothing of required fields, values and formats."""
    return fact[-1] == "format" or ("response" in fact and fact[-1] in ("required", "enum"))


def _bodies_flat(fact: Fact, value: object) -> bool:
    return _samples_only(fact, value) or fact[-1] == "security"


def _generated_leaves_out(fact: Fact, value: object) -> bool:
    """Generated pages name no places, no values, no bodies of errors."""
    error = (
        "response" in fact
        and fact[fact.index("response") + 1].startswith("4")
        and len(fact) > fact.index("response") + 2
    )
    return fact[-1] in ("format", "enum", "place") or error


def _mintlify_leaves_out(fact: Fact, value: object) -> bool:
    """A page without a sample does not show its status; lists are shown by samples alone."""
    return fact[-1] == "format" or (
        "response" in fact
        and (fact[-1] in ("required", "enum") or fact[-2:] == ("response", "204"))
    )


STYLES: dict[str, Style] = {
    "hand-written": Style(hand_written),
    "bullets": Style(bullets, _bodies_flat, samples=True),
    "mintlify": Style(mintlify, _mintlify_leaves_out, samples=True),
    "gitbook": Style(gitbook, _samples_only, samples=True),
    "sphinx": Style(
        sphinx,
        lambda fact, value: _samples_only(fact, value)
        or "[]" in fact
        or "X-Trace" in fact
        or ("response" in fact and len(fact) > 3),
        samples=True,
    ),
    "html": Style(html),
    "redoc": Style(redoc),
    "python": Style(python_docs, _generated_leaves_out, python_names=True),
    "java": Style(java_docs, _generated_leaves_out, python_names=True),
}
