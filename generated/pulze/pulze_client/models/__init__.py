"""The models of pulze_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .alert_emails import AlertEmails as AlertEmails
    from .http_validation_error import HTTPValidationError as HTTPValidationError
    from .org import Org as Org
    from .org_integration_item import OrgIntegrationItem as OrgIntegrationItem
    from .org_integration_update import OrgIntegrationUpdate as OrgIntegrationUpdate
    from .paused_invoice import PausedInvoice as PausedInvoice
    from .subscription_paused import SubscriptionPaused as SubscriptionPaused
    from .validation_error import ValidationError as ValidationError
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "AlertEmails": ".alert_emails",
            "HTTPValidationError": ".http_validation_error",
            "Org": ".org",
            "OrgIntegrationItem": ".org_integration_item",
            "OrgIntegrationUpdate": ".org_integration_update",
            "PausedInvoice": ".paused_invoice",
            "SubscriptionPaused": ".subscription_paused",
            "ValidationError": ".validation_error",
        },
    )
