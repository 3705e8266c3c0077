"""The models of pulze_client."""

from .._runtime.lazy import attach

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from . import alert_emails as alert_emails
    from . import http_validation_error as http_validation_error
    from . import org as org
    from . import org_integration_item as org_integration_item
    from . import org_integration_update as org_integration_update
    from . import paused_invoice as paused_invoice
    from . import subscription_paused as subscription_paused
    from . import validation_error as validation_error
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
