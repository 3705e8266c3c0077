"""What the templates of code files ask for: import blocks, and lines that have to be laid out by their width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.layouts import Layout
from generator.package import (
    AliasModel,
    Annotation,
    ApiClass,
    Argument,
    EnumMember,
    EnumModel,
    Helper,
    Import,
    Method,
    Model,
    ModelField,
    ObjectModel,
    Package,
    SchemeRow,
)
from generator.render.imports import annotation_imports, import_block, neighbour_imports
from generator.source import (
    Node,
    call,
    mapping,
    sequence,
    show,
    show_annotation,
    show_assignment,
    show_constant,
    show_statement,
    strings,
)
from generator.text import (
    docstring,
    docstring_of,
    hanging,
    one_line,
    string_literal,
    wrap,
)

OPTIONS: Final = (
    ("_request_timeout", "Timeout | None", "None"),
    ("_request_auth", "RequestAuth | None", "None"),
    ("_content_type", "str | None", "None"),
    ("_headers", "Mapping[str, str] | None", "None"),
    ("_host_index", "int", "0"),
    ("_query", "Mapping[str, object] | None", "None"),
    ("_retries", "Retries | int | None", "None"),
    ("_host", "str | None", "None"),
    ("_strict", "bool | None", "None"),
)
"""The keyword options of every call: name, annotation, default."""

_RUNTIME_MODELS: Final = "._runtime.models"


# --- models ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelModule:
    """The module of one model."""

    model: Model
    layout: Layout

    @property
    def doc(self) -> str:
        """The docstring of the class; every class has one."""
        return self.model.doc or f"The model {self.model.name}."

    @property
    def summary(self) -> str:
        """The docstring of the module."""
        return docstring(f"{self.model.name}.", indent=0)

    @property
    def imports(self) -> str:
        """Imports that the module itself needs."""
        match self.model:
            case ObjectModel() as model:
                return self._block(_object_imports(model))
            case EnumModel() as model:
                return self._block(_enum_imports(model))
            case AliasModel():
                return ""

    @property
    def typing_imports(self) -> str:
        """Imports that only type checkers need, indented for their block; empty if there are none."""
        match self.model:
            case ObjectModel() as model:
                return self._block(
                    neighbour_imports(_annotations(model)) - self._itself, indent=4
                )
            case AliasModel() as model:
                needed = model.type.imports | model.type.neighbours
                alias = Import(module="typing", name="TypeAlias")
                return self._block({*needed, alias} - self._itself, indent=4)
            case EnumModel():
                return ""

    @property
    def _itself(self) -> set[Import]:
        return {Import(module=f".models.{self.model.module}", name=self.model.name)}

    def _block(self, imports: set[Import], indent: int = 0) -> str:
        folder = self.layout.models_folder
        return import_block(
            imports, depth=2, models_folder=folder, inside=folder, indent=indent
        )

    def field(self, field: ModelField) -> str:
        """The line, or lines, that declare a field."""
        return show_assignment(
            field.name, field.annotation.code, field.default_code, indent=4
        )

    def member(self, member: EnumMember) -> str:
        """One member of an enum."""
        return show_constant(member.name, member.value_code, indent=4)

    def alias(self, model: AliasModel) -> str:
        """The type alias that type checkers see."""
        code = model.type.code
        if re.search(rf"\b{re.escape(model.name)}\b", code):
            code = string_literal(code)
        return show_annotation(
            code, indent=4, before=4 + len(f"{model.name}: TypeAlias = ")
        )

    def alias_class(self, model: AliasModel) -> str:
        """The head of the class that stands for the alias at run time."""
        items: dict[str, Node | None] = {"of": string_literal(model.of_code)}
        if model.tag:
            items["tag"] = string_literal(model.tag)
            pairs = {tag: string_literal(name) for tag, name in model.mapping}
            items["mapping"] = mapping(pairs) if pairs else None
        return show(
            call(f"class {model.name}", "Alias", **items), indent=4, after=len(":")
        )

    @property
    def additional(self) -> str:
        """The line that types undeclared keys, or an empty string."""
        if not isinstance(self.model, ObjectModel) or self.model.additional is None:
            return ""
        code = self.model.additional.code
        return show_assignment(
            "additional_properties",
            f"ClassVar[AdditionalProperties[{code}]]",
            f"AdditionalProperties({string_literal(code)})",
            indent=4,
        )


def _annotations(model: ObjectModel) -> list[Annotation]:
    extra = [model.additional] if model.additional else []
    return [*(field.annotation for field in model.fields), *extra]


def _object_imports(model: ObjectModel) -> set[Import]:
    needed = annotation_imports(_annotations(model))
    needed.add(Import(module=_RUNTIME_MODELS, name="Model"))
    if model.additional:
        needed.add(Import(module=_RUNTIME_MODELS, name="AdditionalProperties"))
        needed.add(Import(module="typing", name="ClassVar"))
    return needed


def _enum_imports(model: EnumModel) -> set[Import]:
    bases = (base.strip() for base in model.base.split(","))
    return {Import(module="enum", name=base) for base in bases if base.endswith("Enum")}


# --- API classes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ApiModule:
    """The module of one API class; the two twins differ in nothing that is asked here."""

    api: ApiClass
    layout: Layout

    @property
    def doc(self) -> str:
        """The docstring of the class."""
        return self.api.doc or f"The operations of {self.api.name}."

    def typing_imports(self, is_async: object) -> str:
        """Everything that the signatures name."""
        annotations = [
            annotation
            for method in self.api.methods
            for annotation in _used(method, is_async)
        ]
        needed = annotation_imports(annotations) | neighbour_imports(annotations)
        needed.add(Import(module="collections.abc", name="Mapping"))
        for name in ("RequestAuth", "Retries", "Timeout"):
            needed.add(Import(module="._runtime.options", name=name))
        return import_block(
            needed, depth=2, models_folder=self.layout.models_folder, indent=4
        )

    def argument(self, argument: Argument) -> str:
        """One argument in a signature, without its comma."""
        default = None if argument.required else "None"
        return show_assignment(
            argument.name, argument.annotation.code, default, indent=8, after=1
        )

    def result(self, method: Method, is_async: object) -> str:
        """The annotation of the return value."""
        code = _result(method, is_async).code
        return show_annotation(code, indent=4, before=len("    ) -> "), after=1)

    def answer(self, method: Method, is_async: object) -> str:
        """What stands before the call: where the twins differ in the result, the operation table cannot type it."""
        if method.async_result is None:
            return "return"
        return f"reply: {_result(method, is_async).code} ="

    def values(self, method: Method) -> str:
        """The tuple of an operation's values, in the order of its table row."""
        ordered = sorted(method.arguments, key=lambda argument: argument.index)
        return show(sequence(argument.name for argument in ordered), indent=12, after=1)

    @property
    def options(self) -> tuple[tuple[str, str, str], ...]:
        """The keyword options of every call."""
        return OPTIONS

    def imports(self, runtime: str, base: str) -> str:
        """What the module needs to run; ``runtime`` is the module of the twin's base class."""
        names = [base, "with_http_info", "without_preload_content"]
        if any(method.pagination for method in self.api.methods):
            names.append("paginated")
        module = f"._runtime.{runtime}"
        needed = {Import(module=module, name=name) for name in names}
        needed.add(Import(module="._runtime.options", name="CallOptions"))
        operations = Import(
            module="._operations", name=f"{self.api.module} as operations"
        )
        return import_block({*needed, operations}, depth=2)

    def derived(self, method: Method, suffix: str, decorator: str) -> str:
        """The same call with another form of answer."""
        made = call(decorator, method.name)
        return show_statement(f"{method.name}{suffix}", made, indent=4)

    def iterator(self, method: Method) -> str:
        """The iterator over the items of all pages."""
        made = call("paginated", method.name, f"operations.{method.constant}_PAGES")
        return show_statement(f"{method.name}_iter", made, indent=4)

    def docstring(self, method: Method) -> str:
        """The docstring of a method."""
        return docstring_of(_method_doc(method), indent=8)


def _result(method: Method, is_async: object) -> Annotation:
    return (method.async_result if is_async else None) or method.result


def _used(method: Method, is_async: object) -> list[Annotation]:
    arguments = [argument.annotation for argument in method.arguments]
    return [*arguments, _result(method, is_async)]


_DOC_WIDTH: Final = 80


def _method_doc(method: Method) -> list[str]:
    """The lines of a method's docstring: what it does, then what goes in, comes out and can fail."""
    title = one_line(method.summary) or method.name.replace("_", " ").capitalize()
    parts = [wrap(_sentence(title), _DOC_WIDTH)]
    if one_line(method.description) not in ("", one_line(method.summary)):
        parts.append(wrap(method.description, _DOC_WIDTH))
    if method.deprecated:
        parts.append(["Deprecated: the service may stop answering this operation."])
    if method.arguments:
        parts.append(_arguments_doc(method.arguments))
    parts += [_result_doc(method), _errors_doc(method)]
    return "\n\n".join("\n".join(part) for part in parts if part).split("\n")


def _arguments_doc(arguments: Sequence[Argument]) -> list[str]:
    lines = ["Args:"]
    for argument in arguments:
        facts = [note for note in argument.notes if note != "optional"]
        about = " ".join(
            [
                _sentence(argument.doc) if argument.doc.strip() else "",
                *(_sentence(one_line(fact).capitalize()) for fact in facts),
            ]
        ).strip()
        shown = about or f"{argument.location.capitalize()} ``{argument.wire_name}``."
        lines += hanging(f"{argument.name}: ", shown, _DOC_WIDTH, indent=4)
    return lines


def _result_doc(method: Method) -> list[str]:
    if method.result.code == "None":
        return []
    success = (reply for reply in method.replies if reply.status.startswith("2"))
    about = next((reply.description for reply in success if reply.description), "")
    shown = _sentence(about) if about.strip() else f"{method.result.prose}."
    return ["Returns:", *hanging("", shown, _DOC_WIDTH, indent=4)]


def _errors_doc(method: Method) -> list[str]:
    statuses = [reply.status for reply in method.replies if reply.status[:1] in "45"]
    named = f" ({', '.join(statuses)} are documented)" if statuses else ""
    text = f"the service answered with an error status{named}."
    return ["Raises:", *hanging("ApiException: ", text, _DOC_WIDTH, indent=4)]


def _sentence(text: str) -> str:
    flat = one_line(text)
    return flat if flat.endswith((".", "!", "?", ":", "...")) else f"{flat}."


# --- facts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpecModule:
    """The module ``_spec.py``."""

    imports: str
    source: str


def spec_module(package: Package) -> SpecModule:
    """What ``_spec.py`` imports, and the value of its ``SPEC``."""
    names = {"PackageSpec", *(scheme_class(scheme) for scheme in package.schemes)}
    if package.servers:
        names.add("Server")
    if any(server.variables for server in package.servers):
        names.add("ServerVariable")
    imports = {Import(module="._runtime.spec", name=name) for name in names}
    return SpecModule(import_block(imports, depth=1), _spec_source(package))


def _spec_source(package: Package) -> str:
    servers = [
        _server(server.url, server.description, server.variables)
        for server in package.servers
    ]
    schemes = {scheme.name: _scheme(scheme) for scheme in package.schemes}
    environment = dict(sorted((package.environment or {}).items()))
    node = call(
        "PackageSpec",
        package=string_literal(package.name),
        version=string_literal(package.version),
        title=string_literal(package.title),
        api_version=string_literal(package.api_version),
        servers=sequence(servers),
        security_schemes=mapping(schemes),
        digest=string_literal(package.digest),
        environment=mapping(
            {key: string_literal(value) for key, value in environment.items()}
        ),
    )
    return show(node, indent=0, before=len("SPEC = "))


def _server(
    url: str,
    description: str,
    variables: Sequence[tuple[str, str, tuple[str, ...], str]],
) -> Node:
    made = {
        name: call(
            "ServerVariable",
            string_literal(default),
            values=strings(values) if values else None,
            description=string_literal(about) if about else None,
        )
        for name, default, values, about in variables
    }
    return call(
        "Server",
        string_literal(url),
        description=string_literal(description) if description else None,
        variables=mapping(made) if made else None,
    )


_SCHEME_CLASSES: Final = {
    "apiKey": "ApiKey",
    "basic": "HttpBasic",
    "bearer": "HttpBearer",
    "http": "HttpScheme",
    "oauth2": "OAuth2",
    "openIdConnect": "OpenIdConnect",
    "mutualTLS": "MutualTLS",
}


def scheme_class(scheme: SchemeRow) -> str:
    """The runtime's class for a security scheme."""
    return _SCHEME_CLASSES[scheme.kind]


def _scheme(scheme: SchemeRow) -> Node:
    given = {
        "ApiKey": {
            "parameter": scheme.parameter,
            "location": scheme.location,
            "prefix": scheme.prefix,
        },
        "HttpBasic": {},
        "HttpBearer": {"bearer_format": scheme.bearer_format, "prefix": scheme.prefix},
        "HttpScheme": {"scheme": scheme.scheme, "prefix": scheme.prefix},
        "OAuth2": {"token_url": scheme.token_url, "prefix": scheme.prefix},
        "OpenIdConnect": {"prefix": scheme.prefix},
        "MutualTLS": {},
    }[scheme_class(scheme)]
    given["environment"] = scheme.environment
    keywords: dict[str, Node | None] = {
        name: string_literal(value) for name, value in given.items() if value
    }
    if scheme.kind == "oauth2" and scheme.scopes:
        keywords["scopes"] = mapping(
            {name: string_literal(about) for name, about in scheme.scopes}
        )
    return call(scheme_class(scheme), **keywords)


# --- helpers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HelperSource:
    """One function of ``helpers.py``."""

    helper: Helper
    scheme: SchemeRow

    @property
    def is_token(self) -> bool:
        """Whether the key goes where bearer tokens go."""
        return scheme_class(self.scheme) in {"HttpBearer", "OAuth2", "OpenIdConnect"}

    @property
    def doc(self) -> str:
        """The docstring of the function."""
        helper = self.helper
        lines = ["A client that has its credentials.", ""]
        if helper.note:
            lines += [*wrap(helper.note, _DOC_WIDTH), ""]
        lines.append("Args:")
        for name, about in (
            (helper.host_argument, "the base URL; by default the documented one."),
            (helper.key_argument, "the key; by default the environment is asked."),
            ("prefix", "the word that goes before the key."),
        ):
            lines += hanging(f"{name}: ", about, _DOC_WIDTH, indent=4)
        return docstring_of(lines, indent=4)


def helper_sources(package: Package) -> list[HelperSource]:
    """The functions of ``helpers.py``."""
    schemes = {scheme.name: scheme for scheme in package.schemes}
    return [HelperSource(helper, schemes[helper.scheme]) for helper in package.helpers]
