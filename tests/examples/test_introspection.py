"""Tools that read annotations at run time see what type checkers see: hints, signatures, JSON
schemas, help, tool wrappers.
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import itertools
import pkgutil
import pydoc
import subprocess
import sys
import typing
from collections.abc import Iterator, Mapping
from types import BuiltinMethodType, FunctionType, MethodDescriptorType, ModuleType
from typing import Any

import pydantic
import pytest

from tests.support.clients import CLIENTS
from tests.support.services import made_services

PACKAGES = [(str(each.folder), each.package) for each in (*CLIENTS, *made_services())]


ASKED_FOR = ("testing", "webhooks")
"""Modules that no other loads: once they are loaded, the package has one attribute more."""


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for folder, _ in PACKAGES:
        monkeypatch.syspath_prepend(folder)
    yield
    for package, name in itertools.product((package for _, package in PACKAGES), ASKED_FOR):
        if sys.modules.pop(f"{package}.{name}", None) is not None:
            delattr(sys.modules[package], name)


def functions(owner: type) -> Iterator[Any]:
    """Everything callable that users of a class may meet."""
    for name in dir(owner):
        if name.startswith("_") and name != "__init__":
            continue
        member = inspect.getattr_static(owner, name)
        found = member.fget if isinstance(member, property) else getattr(owner, name)
        if isinstance(found, BuiltinMethodType | MethodDescriptorType):
            continue  # what exceptions, enums and dictionaries inherit from Python
        module = getattr(found, "__module__", None) or ""
        if callable(found) and not module.startswith(("pydantic", "builtins")):
            yield found


def public_modules(package: str) -> Iterator[ModuleType]:
    """Every module that users may import."""
    root = importlib.import_module(package)
    yield root
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if not any(part.startswith("_") for part in found.name.split(".")):
            yield importlib.import_module(found.name)


def public_things(package: str) -> dict[int, Any]:
    """The classes and functions that modules export."""
    found = [
        getattr(module, name)
        for module in public_modules(package)
        for name in getattr(module, "__all__", ())
    ]
    return {id(each): each for each in found if isinstance(each, type | FunctionType)}


def unreadable(function: Any) -> Iterator[str]:
    """Annotations of a function that stay texts; a name in them that is not found raises."""
    for each in typing.get_type_hints(function).values():
        if isinstance(each, str):
            yield f"{function}: {each}"
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if isinstance(parameter.annotation, str):
            yield f"{function}: {parameter}"


@pytest.mark.parametrize(("folder", "package"), PACKAGES, ids=[package for _, package in PACKAGES])
def test_every_annotation_can_be_evaluated(folder: str, package: str) -> None:
    texts: list[str] = []
    for thing in public_things(package).values():
        if isinstance(thing, FunctionType):
            texts += unreadable(thing)
            continue
        typing.get_type_hints(thing)
        if isinstance(thing.__init__, FunctionType):
            inspect.signature(thing, eval_str=True)
        for function in functions(thing):
            texts += unreadable(function)
    assert not texts


def test_a_payload_of_webhooks_is_a_type_like_others() -> None:
    webhooks = importlib.import_module("pilot_client.webhooks")
    models = importlib.import_module("pilot_client.models")
    payload = typing.get_type_hints(webhooks.parse)["return"]
    assert payload is webhooks.WebhookPayload
    assert pydantic.TypeAdapter(payload).validate_python({"high": []}) == models.Tides(high=[])
    handle = pydantic.validate_call(webhooks.parse, validate_return=True)
    assert handle('{"name": "Ann"}') == models.Duty(name="Ann")


@pytest.mark.parametrize(("folder", "package"), PACKAGES, ids=[package for _, package in PACKAGES])
def test_methods_are_wrapped_as_tools(folder: str, package: str) -> None:
    for place in (package, f"{package}.aio"):
        module = importlib.import_module(place)
        client = module.ApiClient()
        for name in module.__all__:
            owner = getattr(module, name)
            if not (isinstance(owner, type) and name.endswith("Api")):
                continue
            api = owner(client)
            for method in vars(owner):
                if method.startswith("_"):
                    continue
                bound = getattr(api, method)
                pydantic.validate_call(bound)
                schema = pydantic.TypeAdapter(bound).json_schema()
                plain = getattr(
                    api,
                    method.removesuffix("_with_http_info")
                    .removesuffix("_without_preload_content")
                    .removesuffix("_iter"),
                )
                assert (
                    schema["properties"].keys()
                    == pydantic.TypeAdapter(plain).json_schema()["properties"].keys()
                )


def test_a_wrapped_method_checks_and_converts() -> None:
    togai = importlib.import_module("togai_client")
    seen: list[Any] = []

    class Recorder:
        def send(self, request: Any, *, timeout: Any) -> Any:
            seen.append(request)
            return togai.rest.Response(200, {"Content-Type": "application/json"}, b'{"data": []}')

        def close(self) -> None:
            pass

    with togai.ApiClient(transport=Recorder()) as client:
        tool = pydantic.validate_call(client.credits.list_credits)
        assert tool(page_size="3").data == []
        assert seen[0].url.endswith("?pageSize=3")
        with pytest.raises(pydantic.ValidationError):
            tool(page_size="three")


@pytest.mark.parametrize(("folder", "package"), PACKAGES, ids=[package for _, package in PACKAGES])
def test_every_model_has_a_json_schema_with_descriptions(folder: str, package: str) -> None:
    models = importlib.import_module(f"{package}.models")
    for name in models.__all__:
        model = getattr(models, name)
        schema = pydantic.TypeAdapter(model).json_schema()
        if not hasattr(model, "model_fields"):
            continue
        schema = schema if "properties" in schema else schema["$defs"][name]
        assert "Attributes:" not in schema.get("description", "")
        texts = importlib.import_module(f"{package}._runtime.models.field_docs")
        for field, text in texts.field_docs(model).items():
            wire = model.model_fields[field].alias or field
            assert schema["properties"][wire]["description"] == text


def test_help_shows_the_texts_of_fields() -> None:
    togai = importlib.import_module("togai_client")
    shown = pydoc.render_doc(togai.Credit, renderer=pydoc.plaintext)
    assert "account_id: The account that the credit belongs to." in shown
    assert togai.Credit.__doc__.startswith("A credit of an account")
    assert "CreditsApi" in pydoc.render_doc(togai, renderer=pydoc.plaintext)


def test_models_as_parts_of_other_models() -> None:
    togai = importlib.import_module("togai_client")

    class Report(pydantic.BaseModel):
        credit: togai.CreditRequest
        others: Mapping[str, togai.CreditRequest] = {}

    described = Report.model_json_schema()["$defs"]["CreditRequest"]
    assert described["properties"]["accountId"]["description"]


def test_importing_a_package_loads_nothing_for_it() -> None:
    folder = next(folder for folder, package in PACKAGES if package == "togai_client")
    code = f"""import sys; sys.path.insert(0, {folder!r}); import togai_client
print(sys.modules.keys() & {{"ast", "inspect", "typing"}})"""
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


CLASS = """
class Special(Credit):
    'A special one.'

    extra: int = 0
    'Not found.'
"""


def test_a_class_without_source_has_no_descriptions() -> None:
    togai = importlib.import_module("togai_client")
    scope: dict[str, Any] = {"Model": togai.Credit.__mro__[-4] if False else togai.Credit}
    exec(
        "class Special(Model):\n    '''A special one.'''\n    extra: int = 0\n    '''Not found.'''",
        scope,
    )
    special = scope["Special"]
    assert special.__doc__.startswith("A special one.")
    assert "extra" in special.model_json_schema()["properties"]
    assert isinstance(vars(togai.CreditsApi)["list_credits"], FunctionType)


def test_hints_are_what_checkers_see() -> None:
    models = importlib.import_module("kennel_client.models")
    api = importlib.import_module("kennel_client").DogsApi
    owner, guest, size = models.Owner, models.Guest, models.Size
    fields = {
        "owner": owner | None,
        "sitter": owner | None,
        "vet_of_choice": owner | None,
        "breeder": owner | None,
        "former": list[owner | None] | None,
        "visitors": list[owner] | None,
        "by_day": dict[str, owner] | None,
        "payer": owner | str | None,
        "guest": guest | None,
        "size": size | str,
        "wanted_size": size | str | None,
        "rank": models.Rank | int | None,
        "coat": typing.Literal["short", "long"] | str | None,
        "born": datetime.datetime | None,
        "photo": bytes | None,
        "note": str | None,
    }
    hints = typing.get_type_hints(models.Dog)
    assert {name: hints[name] for name in fields} == fields
    assert models.Dog.model_fields.keys() == fields.keys()
    replies = {
        "find_best": models.Dog | None,
        "get_dog": models.Dog,
        "get_guest": guest,
        "map_dogs": dict[str, models.Dog],
        "list_dogs": models.Dogs,
    }
    for module in ("kennel_client", "kennel_client.aio"):
        api = importlib.import_module(module).DogsApi
        returned = {name: typing.get_type_hints(vars(api)[name])["return"] for name in replies}
        assert returned == replies
