"""Tools that read annotations at run time see what type checkers see: hints, signatures, JSON
schemas, help, tool wrappers.
"""

from __future__ import annotations

import importlib
import inspect
import pydoc
import subprocess
import sys
import typing
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

import pydantic
import pytest

from tests.support.clients import CLIENTS
from tests.support.services import made_services

PACKAGES = [(str(each.folder), each.package) for each in (*CLIENTS, *made_services())]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, _ in PACKAGES:
        monkeypatch.syspath_prepend(folder)


def functions(owner: type) -> Iterator[Any]:
    """Everything callable that users of a class may meet."""
    for name in dir(owner):
        if name.startswith("_") and name != "__init__":
            continue
        if name in vars(BaseException) or name in vars(dict):
            continue
        member = inspect.getattr_static(owner, name)
        found = member.fget if isinstance(member, property) else getattr(owner, name)
        module = getattr(found, "__module__", None) or ""
        if callable(found) and not module.startswith(("pydantic", "builtins")):
            yield found


def public_classes(package: str) -> Iterator[type]:
    for place in (
        package,
        f"{package}.aio",
        f"{package}.api_response",
        f"{package}.rest",
        f"{package}.hooks",
    ):
        module = importlib.import_module(place)
        for name in module.__all__:
            value = getattr(module, name)
            if isinstance(value, type) and not hasattr(value, "__total__"):
                yield value


@pytest.mark.parametrize(("folder", "package"), PACKAGES, ids=[package for _, package in PACKAGES])
def test_every_annotation_can_be_evaluated(folder: str, package: str) -> None:
    texts: list[str] = []
    for owner in dict.fromkeys(public_classes(package)):
        if not issubclass(owner, Exception):
            typing.get_type_hints(owner)
        for function in functions(owner):
            hints = typing.get_type_hints(function)
            texts += [f"{function}: {each}" for each in hints.values() if isinstance(each, str)]
            signature = inspect.signature(function, eval_str=True)
            texts += [
                f"{function}: {each}"
                for each in signature.parameters.values()
                if isinstance(each.annotation, str)
            ]
    assert not texts


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
