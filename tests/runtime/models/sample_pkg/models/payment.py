"""Payment."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from .payment_by_card import PaymentByCard
    from .payment_by_wire import PaymentByWire

    Payment: TypeAlias = PaymentByCard | PaymentByWire
else:
    from .._runtime.models.base import Alias

    class Payment(Alias, of="PaymentByCard | PaymentByWire"):
        """How a bill is paid."""
