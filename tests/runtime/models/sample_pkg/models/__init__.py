"""The models."""

from typing import TYPE_CHECKING

from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .account import Account as Account
    from .animal import Animal as Animal
    from .bird import Bird as Bird
    from .cat import Cat as Cat
    from .color import Color as Color
    from .credit import Credit as Credit
    from .credit_transaction import CreditTransaction as CreditTransaction
    from .dog import Dog as Dog
    from .json_tree import JsonTree as JsonTree
    from .level import Level as Level
    from .node import Node as Node
    from .payment import Payment as Payment
    from .payment_by_card import PaymentByCard as PaymentByCard
    from .payment_by_wire import PaymentByWire as PaymentByWire
    from .pet import Pet as Pet
    from .pets import Pets as Pets
    from .settings import Settings as Settings

__getattr__, __dir__ = attach(
    __name__,
    {
        "Account": ".account",
        "Animal": ".animal",
        "Bird": ".bird",
        "Cat": ".cat",
        "Color": ".color",
        "Credit": ".credit",
        "CreditTransaction": ".credit_transaction",
        "Dog": ".dog",
        "JsonTree": ".json_tree",
        "Level": ".level",
        "Node": ".node",
        "Payment": ".payment",
        "PaymentByCard": ".payment_by_card",
        "PaymentByWire": ".payment_by_wire",
        "Pet": ".pet",
        "Pets": ".pets",
        "Settings": ".settings",
    },
)
