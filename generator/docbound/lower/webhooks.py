"""What the service sends by itself, and how it signs that."""

from __future__ import annotations

from dataclasses import fields

from docbound.lower.context import Context
from docbound.package import WebhookRow
from docbound.settings.webhooks import WebhookSettings


def lower_webhooks(context: Context) -> WebhookRow | None:
    """The payloads of the webhooks; None where the description has none."""
    types = [payload.type for payload in context.api.payloads if payload.webhook]
    if not types:
        return None
    annotations = {found.code: found for found in map(context.annotator.result, types)}
    codes = dict.fromkeys(context.annotator.marked(type_).code for type_ in types)
    return WebhookRow(
        payloads=tuple(annotations.values()),
        code=" | ".join(codes),
        signature=_signature(context.settings.webhooks),
        has_forms=any(payload.webhook and payload.is_form for payload in context.api.payloads),
        covers_url="{url}" in context.settings.webhooks.signed,
        has_public_keys=context.settings.webhooks.scheme != "hmac",
    )


def _signature(settings: WebhookSettings) -> tuple[tuple[str, str | int], ...]:
    """What differs from the runtime's own values."""
    plain = WebhookSettings()
    return tuple(
        (each.name, getattr(settings, each.name))
        for each in fields(WebhookSettings)
        if each.name != "scheme" and getattr(settings, each.name) != getattr(plain, each.name)
    )
