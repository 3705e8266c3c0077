"""The example of a call, as parts that templates put together; it runs as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, LiteralString

from docbound.package import Argument, Method, Package, SchemeRow
from docbound.records import record
from docbound.render import credentials
from docbound.render.credentials import Credentials
from docbound.render.example_values import examples
from docbound.writing.python_source import Bracket, Keyword, Node, show
from docbound.writing.source_types import PythonSource, python
from docbound.writing.text import string_literal


@record(kw_only=False)
class Example:
    """A call of one operation, in parts that a template puts together.

    Attributes:
        modules: standard library modules to import.
        credentials: what the call needs to be let in.
        variables: name and source of each argument that is set before the call, required ones
            first.
        call: the call itself, without ``await``.
        answer: what comes back: ``value``, ``nothing``, ``items`` (to be iterated over), ``either``
            (items or a value, as the service chooses) or ``file``.
        host: the base URL to name in a configuration, or an empty string.
        package: the import name.
    """

    modules: tuple[PythonSource, ...]
    credentials: Credentials
    variables: tuple[tuple[str, PythonSource], ...]
    call: PythonSource
    answer: str
    host: str
    package: str

    def configuration(self, head: str) -> PythonSource:
        """A call of ``Configuration`` with the host and the credentials."""
        return self._configuration(head, self.credentials.arguments)

    def bare_configuration(self, head: str) -> PythonSource:
        """The same without API keys, which ``key_statements`` sets."""
        arguments = self.credentials.arguments
        return self._configuration(
            head, tuple(item for item in arguments if item.key != "api_key=")
        )

    def _configuration(self, head: str, arguments: tuple[Keyword, ...]) -> PythonSource:
        host = (Keyword("host=", string_literal(self.host)),) if self.host else ()
        made = Bracket(head, "(", (*host, *arguments))
        return show(made, indent=0, before=len("configuration = "))

    @property
    def key_statements(self) -> list[PythonSource]:
        """Statements that set API keys one by one."""
        return [
            python("configuration.api_key[{}] = {}", string_literal(name), source)
            for name, source in self.credentials.keys
        ]


def easiest_operation(methods: tuple[Method, ...]) -> Method:
    """The method that is easiest to call: a read with few required arguments, then the first
    one.
    """
    return min(methods, key=difficulty)


def difficulty(method: Method) -> tuple[int, bool]:
    """How hard ``method`` is to call, for a comparison."""
    required = sum(argument.required for argument in method.arguments)
    unusual = 9 * (answer(method) != "value")
    return (required + unusual, method.http_method != "GET")


def make_example(
    package: Package,
    method: Method,
    receiver: str,
    indent: int,
    options: Mapping[str, str] | None = None,
) -> Example:
    """Puts the example of ``method`` together.

    Args:
        package: the package.
        method: the operation.
        receiver: what has the method.
        indent: columns before the call.
        options: the call's options, each with the source of its value.
    """
    writer = examples(package)
    shown = [argument for argument in method.arguments if _is_shown(argument)]
    names = {item.name: _variable(item.name, package) for item in shown}
    values = {item.name: writer.argument(item) for item in shown}
    fields = _form_fields(method, values)
    variables = tuple(
        (
            names[item.name],
            show(
                values[item.name],
                indent=max(indent - 4, 0),
                before=max(indent - 4, 0) + len(names[item.name]) + 3,
            ),
        )
        for item in shown
        if not (fields and item.location == "body")
    )
    needed = credentials.credentials(method, package)
    modules: set[LiteralString] = {*writer.modules}
    if needed.schemes:
        modules.add("os")
    items = tuple(_given(shown, names, fields))
    items += tuple(Keyword(f"{name}=", text) for name, text in (options or {}).items())
    return Example(
        modules=tuple(map(python, sorted(modules))),
        credentials=needed,
        variables=variables,
        call=show(
            Bracket(f"{receiver}.{method.name}", "(", items),
            indent=indent,
            before=indent + len("api_response = "),
        ),
        answer=answer(method),
        host=example_host(package),
        package=package.name,
    )


_FORMS: Final = ("multipart/", "application/x-www-form-urlencoded")
"""How the names of the media types of forms begin."""


def _form_fields(method: Method, values: Mapping[str, Node]) -> tuple[Keyword, ...]:
    """The fields of a form, where a call can have them as keyword arguments; otherwise none."""
    body = next((item.name for item in method.arguments if item.location == "body"), "")
    value = values.get(body)
    if not isinstance(value, Bracket) or value.open != "(":
        return ()
    if not all(name.startswith(_FORMS) for name in method.body_media):
        return ()
    if all(body in {item.name for item in form.arguments} for form in method.overloads):
        return ()
    taken = {item.name for item in method.arguments}
    fields = tuple(item for item in value.items if isinstance(item, Keyword))
    is_whole = len(fields) == len(value.items)
    return fields if is_whole and taken.isdisjoint(_names_of(fields)) else ()


def _names_of(fields: tuple[Keyword, ...]) -> Iterator[str]:
    return (field.key.removesuffix("=") for field in fields)


def _given(
    shown: Sequence[Argument], names: Mapping[str, str], fields: tuple[Keyword, ...]
) -> Iterator[Node]:
    """The arguments of a call: by position where they can be; beside fields by name, from the body
    on.
    """
    by_name = False
    for item in shown:
        if fields and item.location == "body":
            by_name = True
            yield from fields
        elif item.required and not item.keyword_only and not by_name:
            yield names[item.name]
        else:
            yield Keyword(f"{item.name}=", names[item.name])


_EXAMPLE_HOST: Final = "https://api.example.com"


def example_host(package: Package) -> str:
    """The base URL that examples name: the description's, or a made-up host where that has none.

    A client given such a host keeps the path that the description has.
    """
    return package.host if package.host.startswith("http") else _EXAMPLE_HOST


def answer(method: Method) -> str:
    """What kind of answer ``method`` gives; see :class:`Example`."""
    success = (response for response in method.responses if response.status.startswith("2"))
    rows = [row for response in success for row in response.media]
    if any(row.item for row in rows):
        # Both are in the type of the result, and the service decides which one comes.
        return (
            "items"
            if method.result.code.startswith("Stream[") and not _has_members(method.result.code)
            else "either"
        )
    if method.result.prose == "None":
        return "nothing"
    return "file" if method.result.code == "BinaryResponse" else "value"


def _has_members(code: str) -> bool:
    depth = 0
    for character in code:
        depth += (character == "[") - (character == "]")
        if character == "|" and not depth:
            return True
    return False


_TAKEN: Final = frozenset(
    {
        "aio",
        "api_client",
        "api_instance",
        "asyncio",
        "client",
        "configuration",
        "datetime",
        "error",
        "item",
        "main",
        "os",
        "password",
        "pprint",
        "patient",
        "print",
        "response",
        "username",
    }
)
"""Names that the examples use themselves."""


def client_variable(package: Package, usual: LiteralString) -> PythonSource:
    """The variable that holds a client in an example: not what the package itself is called."""
    return python(usual if package.name != usual else _OTHER_CLIENT_VARIABLE[usual])


_OTHER_CLIENT_VARIABLE: Final[Mapping[str, LiteralString]] = {
    "client": "api_client",
    "api_client": "client",
}


def _variable(name: str, package: Package) -> str:
    """The variable that holds an argument in an example."""
    taken = name in _TAKEN or name == package.name
    return f"{name}_value" if taken else name


def _is_shown(argument: Argument) -> bool:
    """Whether an example sets an argument: what is required, a body, and what the description
    itself exemplifies.
    """
    if argument.required:
        return True
    wanted = argument.example_is_documented or argument.location == "body"
    return wanted and argument.example is not None


def helper_call(package: Package, schemes: tuple[SchemeRow, ...], host: str) -> Bracket | None:
    """A call of the root's function that makes a client with these credentials, if there is one.

    Args:
        package: the package.
        schemes: what a call needs.
        host: the base URL to name, or an empty string.
    """
    needed = {scheme.name: scheme for scheme in schemes}
    helper = next((item for item in package.helpers if item.scheme in needed), None)
    if helper is None:
        return None
    key = credentials.from_environment(needed[helper.scheme])
    named = (Keyword(f"{helper.host_argument}=", string_literal(host)),) if host else ()
    given = Keyword(f"{helper.key_argument}=", key)
    return Bracket(f"{package.name}.{helper.name}", "(", (*named, given))
