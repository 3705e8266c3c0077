"""The configuration of a Stainless project as proposals for client.yaml: resources and methods,
names of models, pagination, credentials, names of the package.

The file's keys are those of Stainless' own reference of its configuration. What client.yaml has no
key for is left to the maintainer, and said.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docbound.json_values import is_array, is_mapping, list_of, mapping_of
from docbound.lower.operations.media_types import is_stream
from docbound.lower.operations.streaming import STREAM
from docbound.naming import reserved_names
from docbound.naming.words import camel, snake
from docbound.service import JSONValue, Operation

from .stainless_pages import schemes_of
from .suggestion import Described, Suggestion

Settings = Mapping[str, Any]

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_ENDPOINT: Final = re.compile(rf"({'|'.join(_METHODS)})\s+(/\S*)", re.IGNORECASE)
_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_COMPONENTS: Final = "#/components/schemas/"
_LOOSE: Final = ("$shared", "$client")
"""Resources that are none: models that several share, and what is called on the client itself."""


def suggestions(described: Described, settings: Settings) -> list[Suggestion]:
    """What a configuration says, as far as client.yaml has words for it and says nothing itself.

    Args:
        described: the description, and what client.yaml says.
        settings: the configuration.
    """
    reader = _Reader(described)
    found = [
        *_names(settings),
        *_credentials(settings, described),
        *reader.resources(settings),
        *reader.models(settings),
        *reader.bodies(),
        *_pages(settings, described),
        *_idempotency(settings),
        *_error_events(settings),
    ]
    return [each for each in found if not _is_given(each, described.given)]


def left_out(described: Described, settings: Settings) -> list[str]:
    """What of a configuration becomes no proposal, in words."""
    reader = _Reader(described)
    list(reader.resources(settings))
    list(reader.models(settings))
    list(reader.bodies())
    return [*reader.left_out, *_unread(settings)]


def _is_given(suggestion: Suggestion, given: Mapping[str, Any]) -> bool:
    section = given.get(suggestion.section)
    if not suggestion.key:
        return section is not None
    return isinstance(section, dict) and suggestion.key in section


# --- the package


def _names(settings: Settings) -> Iterator[Suggestion]:
    python = mapping_of(mapping_of(settings.get("targets")).get("python"))
    own = mapping_of(settings.get("settings")).get("license")
    given = {
        "package": python.get("package_name"),
        "distribution": python.get("project_name"),
        "license": mapping_of(own).get("name") if is_mapping(own) else own,
    }
    places = {
        "package": "targets.python.package_name",
        "distribution": "targets.python.project_name",
        "license": "settings.license",
    }
    for section, value in given.items():
        if isinstance(value, str) and value:
            plain = value.replace("-", "_") if section == "package" else value
            yield Suggestion(section=section, key="", value=plain, reason=f"`{places[section]}`")


def _credentials(settings: Settings, described: Described) -> Iterator[Suggestion]:
    known = {scheme.name for scheme in described.context.api.security_schemes}
    options = mapping_of(mapping_of(settings.get("client_settings")).get("opts"))
    for name, option in options.items():
        variable = mapping_of(option).get("read_env")
        scheme = mapping_of(mapping_of(option).get("auth")).get("security_scheme")
        role = mapping_of(mapping_of(option).get("auth")).get("role", "value")
        if isinstance(variable, str) and scheme in known and role == "value":
            yield Suggestion(
                section="credentials",
                key=str(scheme),
                value={"environment": variable},
                reason=f"`client_settings.opts.{name}`",
            )


def _idempotency(settings: Settings) -> Iterator[Suggestion]:
    header = mapping_of(mapping_of(settings.get("client_settings")).get("idempotency")).get(
        "header"
    )
    if isinstance(header, str):
        yield Suggestion(
            section="idempotency",
            key="*",
            value=header,
            reason="`client_settings.idempotency.header`",
            unsure="whether the service knows a repeated request by it everywhere",
        )


def _error_events(settings: Settings) -> Iterator[Suggestion]:
    """The events of a stream that are errors; the end of a stream needs no word."""
    rules = mapping_of(settings.get("streaming")).get("on_event")
    found: list[JSONValue] = []
    for rule in map(mapping_of, list_of(rules)):
        named = rule.get("event_type")
        if rule.get("handle") == "error":
            found += [each for each in (named if is_array(named) else [named]) if each]
    if found and all(isinstance(each, str) for each in found):
        yield Suggestion(section="error_events", key="", value=found, reason="`streaming.on_event`")


_READ: Final = frozenset(
    {"client_settings", "pagination", "resources", "settings", "streaming", "targets"}
)
_WITHOUT_EFFECT: Final = frozenset(
    {"$schema", "codeflow", "diagnostics", "edition", "organization", "readme", "unspecified"}
)
"""Keys that say nothing of a package's calls."""


def _unread(settings: Settings) -> Iterator[str]:
    """The parts at the top that client.yaml has no key for."""
    transforms = mapping_of(settings.get("openapi")).get("transforms")
    for transform in map(mapping_of, list_of(transforms)):
        target = mapping_of(transform.get("args")).get("target", "")
        shown = ", ".join(map(str, target)) if is_array(target) else target
        yield (
            f"`openapi.transforms`: {transform.get('command')} {shown}".rstrip()
            + ": an Overlay changes a description, see `overlays`"
        )
    rules = mapping_of(settings.get("streaming")).get("on_event")
    for rule in map(mapping_of, list_of(rules)):
        if rule.get("handle") == "error" and not rule.get("event_type"):
            yield f"`streaming.on_event`: {dict(rule)} is no name of an event, see `error_events`"
    for key in settings:
        if key not in _READ | _WITHOUT_EFFECT | {"openapi"}:
            yield f"`{key}`: client.yaml has no such key"


def _pages(settings: Settings, described: Described) -> Iterator[Suggestion]:
    found = list(schemes_of(settings.get("pagination")))
    if found:
        entries = [each for _, entry in found for each in _with_sizes(entry, described)]
        names = ", ".join(name for name, _ in found)
        yield Suggestion(
            section="pagination",
            key="*",
            value=entries[0] if len(entries) == 1 else entries,
            reason=f"`pagination`: {names}; the first that fits an operation counts",
        )


def _with_sizes(entry: dict[str, JSONValue], described: Described) -> Iterator[JSONValue]:
    """An entry as it fits operations that take the size of a page, and those that do not."""
    size, parameter = entry.get("size"), entry.get("parameter")
    taken = [
        size in names
        for operation in described.context.api.operations
        if parameter in (names := {each.name for each in operation.parameters})
    ]
    if any(taken) or not taken:
        yield entry
    if size is not None and not all(taken):
        yield {key: value for key, value in entry.items() if key != "size"}


# --- resources and models


class _Reader:
    """Walks the resources of a configuration."""

    def __init__(self, described: Described) -> None:
        self._described = described
        self._by_request = {
            _request(each.method, each.path): each for each in described.context.api.operations
        }
        self.left_out: list[str] = []
        self._bodies: dict[str, tuple[str, str]] = {}

    def resources(self, settings: Settings) -> Iterator[Suggestion]:
        """A proposal for each resource at the top."""
        for name, resource in mapping_of(settings.get("resources")).items():
            if name == "$client":
                for method in mapping_of(mapping_of(resource).get("methods")):
                    self.left_out.append(f"`$client.methods.{method}`: methods are in a resource")
            if name in _LOOSE:
                continue
            operations: list[str] = []
            tree = self._tree(mapping_of(resource), str(name), operations)
            if tree:
                count = f"{len(operations)} method{'s' if len(operations) > 1 else ''}"
                yield Suggestion(
                    section="resources",
                    key=_attribute(str(name), reserved_names.ACCESSORS),
                    value=tree,
                    reason=f"`resources.{name}`, with {count}",
                    operations=tuple(dict.fromkeys(operations)),
                )

    def _tree(self, resource: Settings, place: str, operations: list[str]) -> dict[str, JSONValue]:
        tree: dict[str, JSONValue] = {}
        for name, method in mapping_of(resource.get("methods")).items():
            operation = self._operation(method, f"{place}.methods.{name}")
            if operation is not None:
                named = self._described.name(operation)
                self._options(operation, mapping_of(method), f"{place}.methods.{name}")
                tree[_attribute(str(name), reserved_names.METHODS)] = named
                operations.append(named)
        for name, child in mapping_of(resource.get("subresources")).items():
            below = self._tree(mapping_of(child), f"{place}.subresources.{name}", operations)
            if below:
                attribute = _attribute(str(name), reserved_names.METHODS)
                tree[attribute if attribute not in tree else f"{attribute}_"] = below
        return tree

    def _operation(self, method: object, place: str) -> Operation | None:
        """The operation of a method: ``get /pets/{id}``, or a mapping with an ``endpoint``."""
        given = mapping_of(method).get("endpoint") if is_mapping(method) else method
        match = _ENDPOINT.fullmatch(given.strip()) if isinstance(given, str) else None
        if match is None:
            self.left_out.append(f"`{place}`: no endpoint is named")
            return None
        found = self._by_request.get(_request(match[1], match[2]))
        if found is None:
            self.left_out.append(f"`{place}`: the description has no {match[1].upper()} {match[2]}")
        return found

    def _options(self, operation: Operation, method: Settings, place: str) -> None:
        """What a method says beside its endpoint."""
        for key, value in method.items():
            match key:
                case "endpoint" | "type" | "paginated":
                    pass  # Pages are those of all operations that they fit.
                case "body_param_name" if operation.body is None:
                    self.left_out.append(f"`{place}.{key}`: the operation has no body")
                case "body_param_name" if isinstance(value, str):
                    self._bodies[self._described.name(operation)] = value, f"{place}.{key}"
                case "streaming":
                    self._streaming(operation, mapping_of(value), f"{place}.{key}")
                case _:
                    self.left_out.append(f"`{place}.{key}`: client.yaml has no such key")

    def _streaming(self, operation: Operation, streaming: Settings, place: str) -> None:
        """Streams are those of the description; what decides is found there, if it is a boolean
        ``stream``.
        """
        decides = streaming.get("param_discriminator")
        kinds = [media.content_type for each in operation.responses for media in each.contents]
        if not any(is_stream(kind) for kind in kinds):
            self.left_out.append(
                f"`{place}`: no response of {self._described.name(operation)} is a stream in the"
                " description: an Overlay adds `text/event-stream`, see `overlays`"
            )
        elif decides not in (None, STREAM):
            self.left_out.append(
                f"`{place}.param_discriminator`: {decides!r} does not decide what comes, only a"
                f" boolean `{STREAM}` does"
            )

    def bodies(self) -> Iterator[Suggestion]:
        """A proposal for each body that has a name there; after the resources were read."""
        for operation, (name, place) in self._bodies.items():
            yield Suggestion(
                section="body_names", key=operation, value=snake(name), reason=f"`{place}`"
            )

    def models(self, settings: Settings) -> Iterator[Suggestion]:
        """A proposal for each model that is called otherwise there than its schema."""
        names = self._described.context.names.models
        wanted: dict[str, str] = {}
        for place, name, schema in _models(mapping_of(settings.get("resources")), "resources"):
            pointer = schema if schema.startswith("#/") else f"{_COMPONENTS}{schema}"
            known = next((each for each in names if each.endswith(pointer)), None)
            cls = camel(snake(name))
            if known is None:
                self.left_out.append(f"`{place}`: {schema!r} is no class of the package")
            elif names[known].name == cls or known in wanted:
                continue
            elif cls in wanted.values() or any(each.name == cls for each in names.values()):
                self.left_out.append(f"`{place}`: another class is called {cls}")
            else:
                wanted[known] = cls
                yield Suggestion(section="rename", key=pointer, value=cls, reason=f"`{place}`")


def _models(resources: Settings, place: str) -> Iterator[tuple[str, str, str]]:
    """Place, name and schema of each model."""
    for name, resource in resources.items():
        here = f"{place}.{name}"
        for model, given in mapping_of(mapping_of(resource).get("models")).items():
            schema = mapping_of(given).get("schema") if is_mapping(given) else given
            if isinstance(schema, str):
                yield f"{here}.models.{model}", str(model), schema
        yield from _models(
            mapping_of(mapping_of(resource).get("subresources")), f"{here}.subresources"
        )


def _request(method: str, path: str) -> tuple[str, str]:
    return method.upper(), _PARAMETER.sub("{}", path.rstrip("/"))


def _attribute(name: str, taken: frozenset[str]) -> str:
    """A name as Stainless spells it in Python, where that is free."""
    plain = snake(name)
    return f"{plain}_" if plain in taken or keyword.iskeyword(plain) else plain
