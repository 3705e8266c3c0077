"""``webhooks.py``: the payloads of webhooks and their signatures."""

from __future__ import annotations

from docbound.package import Import, Package, WebhookRow
from docbound.records import record
from docbound.render.imports import annotation_imports, import_block, with_type_checking
from docbound.render.modules.model_names import by_way_of_models, model_names
from docbound.writing.python_source import (
    Bracket,
    call,
    show,
    show_annotation,
    show_statement,
    show_typed_call,
)
from docbound.writing.source_types import PythonSource, python
from docbound.writing.text import string_literal


@record(kw_only=False)
class WebhookModule:
    """What the template of ``webhooks.py`` is given."""

    package: Package

    @property
    def _row(self) -> WebhookRow:
        assert self.package.webhooks is not None, "the module exists where there are webhooks"
        return self.package.webhooks

    @property
    def imports(self) -> PythonSource:
        """What the module needs to run."""
        needed = {
            Import(module="._runtime", name="webhooks as _webhooks"),
            Import(module="collections.abc", name="Iterable"),
        }
        if self.needs_replace:
            needed.add(Import(module="dataclasses", name="replace"))
        if self._models:
            needed.add(Import(module=".", name="models as _models"))
        return import_block(with_type_checking(needed), depth=1)

    @property
    def typing_imports(self) -> PythonSource:
        """What the union of the payloads names besides models."""
        alias = Import(module="typing", name="TypeAlias")
        needed = {*annotation_imports(self._row.payloads), alias}
        return import_block(needed, depth=1, indent=4)

    @property
    def _models(self) -> set[str]:
        return {name for payload in self._row.payloads for name in model_names(payload)}

    @property
    def union(self) -> PythonSource:
        """The annotation of a payload."""
        union = by_way_of_models(" | ".join(each.code for each in self._row.payloads), self._models)
        return show_annotation(union, indent=4, before=len("    WebhookPayload: TypeAlias = "))

    @property
    def payload_class(self) -> PythonSource:
        """The head of the class that means a payload at run time."""
        meaning = string_literal(by_way_of_models(self._row.code, self._models))
        made = call("class WebhookPayload", "Alias", of=meaning)
        return python("{}:", show(made, indent=4, after=len(":")))

    @property
    def type_code(self) -> PythonSource:
        """The expression that reads a payload."""
        return string_literal(self._row.code)

    @property
    def is_standard(self) -> bool:
        """Whether signatures are those of Standard Webhooks."""
        return not any(name == "header" for name, _ in self._row.signature)

    @property
    def signature(self) -> PythonSource:
        """``_SIGNATURE = ...``."""
        given = {
            name: string_literal(value) if isinstance(value, str) else repr(value)
            for name, value in self._row.signature
        }
        if self.is_standard and not given:
            return python("_SIGNATURE = _webhooks.STANDARD")
        if self.is_standard:
            made = call("replace", "_webhooks.STANDARD", **given)
        else:
            made = call("_webhooks.WebhookSignature", **given)
        return show_statement("_SIGNATURE", made, indent=0)

    def _call(self, name: str, *arguments: str, forms: bool) -> Bracket:
        """A call of the runtime's function of the same name."""
        checks = "headers" in arguments
        named = {
            "now": "now" if checks else None,
            "url": "url" if checks and self.covers_url else None,
            "has_forms": "True" if forms and self._row.has_forms else None,
        }
        return call(f"_webhooks.{name}", *arguments, **named)

    @property
    def unwrapping(self) -> PythonSource:
        """``payload = ...`` of ``unwrap``."""
        given = ("_PAYLOAD", "_SIGNATURE", "body", "headers", "secret")
        made = self._call("unwrap", *given, forms=True)
        return show_typed_call("payload", "WebhookPayload", made, indent=4)

    @property
    def verifying(self) -> PythonSource:
        """The statement of ``verify``."""
        made = self._call("verify", "_SIGNATURE", "body", "headers", "secret", forms=False)
        return show(made, indent=4)

    @property
    def parsing(self) -> PythonSource:
        """``payload = ...`` of ``parse``."""
        made = self._call("parse", "_PAYLOAD", "body", forms=True)
        return show_typed_call("payload", "WebhookPayload", made, indent=4)

    @property
    def covers_url(self) -> bool:
        """Whether the address that payloads are sent to is signed."""
        return self._row.covers_url

    @property
    def secret_text(self) -> PythonSource:
        """What checks a signature, as prose."""
        if not self._row.has_public_keys:
            return python("the shared secret")
        if self.is_standard:
            return python("the shared secret (`whsec_`) or the public key (`whpk_`)")
        return python("the service's public key")

    @property
    def needs_replace(self) -> bool:
        """Whether a signature is that of Standard Webhooks with something else."""
        return self.signature.startswith("_SIGNATURE = replace(")
