from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from .._runtime.models.base import Model, Nullable, Open

if TYPE_CHECKING:
    from .alert_emails import AlertEmails
    from .subscription_paused import SubscriptionPaused


class Org(Model):
    """An organization, with its usage in the current cycle, its subscriptions, its limits and its
    address.
    """

    org_stripe_id: str
    """The organization's customer identifier at Stripe, `cus_...`."""
    last_invoice_date: int
    """When costs were last synchronised with Stripe, in seconds since 1970; usually the moment of
    an invoice.
    """
    org_name: str
    """What the organization is called."""
    org_creator: str
    """The user who created the organization."""
    id: uuid.UUID
    """Identifies the organization."""
    prompt_tokens: int = 0
    """Tokens used by prompts."""
    completion_tokens: int = 0
    """Tokens used by answers."""
    total_tokens: int = 0
    """Tokens used by prompts and answers together."""
    prompt_tokens_cost: int | float = 0
    """What the prompts cost, in dollars."""
    completion_tokens_cost: int | float = 0
    """What the answers cost, in dollars."""
    total_tokens_cost: int | float = 0
    """What prompts and answers cost together, in dollars."""
    prompt_tokens_cost_savings: int | float = 0
    """What was saved on prompts against the benchmark model, in dollars."""
    completion_tokens_cost_savings: int | float = 0
    """What was saved on answers against the benchmark model, in dollars."""
    total_tokens_cost_savings: int | float = 0
    """What was saved in total against the benchmark model, in dollars."""
    num_requests: int = 0
    """Requests made in the current cycle."""
    num_apps: int = 0
    """How many active apps the organization has."""
    spaces_subscription_tier: Nullable[
        Open[Literal["INTERNAL", "FREE", "PRO", "TEAM", "ENTERPRISE"]]
    ] = None
    """The tier of the subscription to Spaces."""
    spaces_subscription_seats: Nullable[int] = None
    """How many seats that subscription has."""
    spaces_subscription_status: Nullable[Open[Literal["active", "unpaid"]]] = None
    """Whether that subscription is paid for."""
    spaces_subscription_cancel_at: Nullable[int] = None
    """When that subscription ends, once it has been cancelled."""
    subscription_pause_reason: Nullable[SubscriptionPaused] = None
    """Why the subscription is paused; null while it is active."""
    subscription_cycle: Nullable[Open[Literal["monthly", "yearly"]]] = None
    """How long a cycle of the platform's subscription lasts."""
    subscription_tier: Nullable[
        Open[Literal["_NONE_", "_TRIAL_", "_INTERNAL_", "STARTUP", "GROWTH", "SCALE", "ENTERPRISE"]]
    ] = None
    """The tier of the platform's subscription."""
    subscription_price_id: Nullable[str] = None
    """The price at Stripe that the subscription was made from."""
    trial_end: Nullable[int] = None
    """When the trial ends and the paid subscription starts, in seconds since 1970."""
    currency: Open[Literal["usd"]] = "usd"
    """The currency of the organization."""
    billing_email: Nullable[str] = ""
    """Where invoices are sent."""
    free_balance: Nullable[int | float] = 0
    """A balance that is used first during a trial."""
    spending_limit_soft: Nullable[int | float] = 0
    """The spending limit that warns."""
    spending_limit_hard: Nullable[int | float] = 0
    """The spending limit that holds."""
    alert_emails: Nullable[AlertEmails] = None
    """Which alerts were sent in the current billing period."""
    is_active: bool = True
    """Whether the organization is active."""
    is_personal: bool = False
    """Whether the organization is a single person's."""
    org_display_name: Nullable[str] = None
    """The name to show for the organization."""
    address_1: Nullable[str] = ""
    """The first line of the address."""
    address_2: Nullable[str] = ""
    """The second line of the address."""
    address_city: Nullable[str] = ""
    """The city."""
    address_zip: Nullable[str] = ""
    """The postal code."""
    address_state: Nullable[str] = ""
    """The state or region."""
    address_country: Nullable[str] = ""
    """The country."""
    added_on: Nullable[datetime.datetime] = None
    """When the organization was created."""
    modified_on: Nullable[datetime.datetime] = None
    """When the organization last changed."""
    hubspot_id: Nullable[str] = None
    """The organization's identifier at HubSpot."""
    prom_id: Nullable[str] = None
    """The user or instance at the Prometheus that receives the figures."""
    prom_token: Annotated[Nullable[str], Field(repr=False)] = None
    """The token for that Prometheus, in clear."""
    prom_endpoint: Nullable[str] = None
    """The URL of that Prometheus."""
    loki_id: Nullable[str] = None
    """The user or instance at the Loki that receives the logs."""
    loki_token: Annotated[Nullable[str], Field(repr=False)] = None
    """The token for that Loki, in clear."""
    loki_endpoint: Nullable[str] = None
    """The URL of that Loki."""
    rate_limit: int = 200
    """How many requests the organization may send in a minute."""
