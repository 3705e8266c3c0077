"""The values of each kind of template, by the names that templates use."""

from __future__ import annotations

from docbound.render.documentation import ApiPage, ModelPage
from docbound.render.layout_types import Target
from docbound.render.modules.api_modules import ApiModule
from docbound.render.modules.helper_functions import helper_sources
from docbound.render.modules.model_modules import ModelModule
from docbound.render.modules.operation_table import OperationTable
from docbound.render.modules.reexports import collection as collected
from docbound.render.modules.reexports import root as root_exports
from docbound.render.modules.request_types import RequestTypesModule
from docbound.render.modules.spec_module import spec_module
from docbound.render.modules.stub_module import StubModule
from docbound.render.modules.webhook_module import WebhookModule
from docbound.render.package_pages import PackagePages


def front(target: Target) -> dict[str, object]:
    """What exists once in a distribution: README, the clients, the errors."""
    return {"page": PackagePages(target.package, target.layout)}


def root(target: Target) -> dict[str, object]:
    """The root of the package."""
    return {"root": root_exports(target.package, target.layout), **front(target)}


def spec(target: Target) -> dict[str, object]:
    """``_spec.py``."""
    return {"spec": spec_module(target.package)}


def collection(target: Target) -> dict[str, object]:
    """A package that only re-exports."""
    return {"collection": collected(target.file, target.package, target.layout)}


def helpers(target: Target) -> dict[str, object]:
    """The functions that make a client with its credentials."""
    return {"helpers": helper_sources(target.package)}


def stubs(target: Target) -> dict[str, object]:
    """The stub transport for users' tests."""
    return {"stubs": StubModule(target.package)}


def request_types(target: Target) -> dict[str, object]:
    """The types of plain data."""
    return {"types": RequestTypesModule(target.package, target.layout)}


def webhooks(target: Target) -> dict[str, object]:
    """The payloads of webhooks."""
    return {"webhooks": WebhookModule(target.package)}


def operation_table(target: Target) -> dict[str, object]:
    """The operation table of an API class."""
    return {"api": target.api, "table": OperationTable(target.api, target.layout)}


def api_module(target: Target) -> dict[str, object]:
    """The module of an API class."""
    return {"api": target.api, "module": ApiModule(target.api, target.layout)}


def api_page(target: Target) -> dict[str, object]:
    """The documentation page of an API class."""
    return {"api": target.api, "page": ApiPage(target.package, target.api, target.layout)}


def model_module(target: Target) -> dict[str, object]:
    """The module of a model."""
    return {"model": target.model, "module": ModelModule(target.model, target.layout)}


def model_page(target: Target) -> dict[str, object]:
    """The documentation page of a model."""
    return {"model": target.model, "page": ModelPage(target.package, target.model, target.layout)}
