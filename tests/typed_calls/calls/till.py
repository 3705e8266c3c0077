from pathlib import Path

import till
from till.types import ShippingParams

charges = till.ChargesApi()

charges.create_charge({"amount": 3, "currency": "eur"})
charges.create_charge({"amount": 3, "currency": "eur", "metadata": {"a": "b"}})
charges.create_charge({"amount": 3, "currency": "eur", "capture": True}, _request_timeout=3)
charges.create_charge(create_charge_request={"amount": 3, "currency": "eur"})
charges.create_charge(till.CreateChargeRequest(amount=3, currency="eur"))
charges.create_charge(
    {"amount": 3, "currency": "eur", "shipping": {"name": "N", "address": {"line1": "L"}}}
)
charges.create_charge(
    {
        "amount": 3,
        "currency": "eur",
        "shipping": {"name": "N", "address": till.Address(line1="L")},
    }
)
home: ShippingParams = {"name": "N", "address": {"line1": "L", "postal_code": "1"}}
wire: ShippingParams = {"name": "N", "address": {"line1": "L", "postalCode": "1"}}
charges.create_charge({"amount": 3, "currency": "eur", "shipping": home})
charges.create_charge({"amount": 3, "currency": "eur", "shipping": wire})
charges.update_charge("ch_1")
charges.update_charge("ch_1", {})
charges.update_charge("ch_1", {"description": None})
charges.update_charge("ch_1", {"receipt_email": "a@b.c"})
charges.update_charge("ch_1", {"receiptEmail": "a@b.c"})
charges.update_charge("ch_1", {"extra": {"colour": "red"}})
charges.update_charge("ch_1", {"extra": {"size": 3}})

charges.create_charge({"amount": 3})  # error
charges.create_charge({"amount": 3, "curency": "eur"})  # error
charges.create_charge({"amount": "3", "currency": "eur"})  # error
charges.create_charge({"amount": 3, "currency": None})  # error
charges.create_charge({"amount": 3, "currency": "eur", "nmae": 1})  # error
charges.create_charge({"amount": 3, "currency": "eur", "capture": "yes"})  # error
charges.create_charge({"amount": 3, "currency": "eur", "metadata": {"a": 1}})  # error
charges.create_charge({"amount": 3, "currency": "eur", "metadata": ["a"]})  # error
charges.create_charge({"amount": 3, "currency": "eur", "shipping": {"name": "N"}})  # error
charges.create_charge({"amount": 3, "currency": "eur", "description": b"x"})  # error
charges.create_charge()  # error
charges.create_charge(3)  # error
charges.create_charge([{"amount": 3, "currency": "eur"}])  # error
charges.create_charge({"amount": 3, "currency": "eur"}, _timeout=3)  # error
charges.create_charge({"amount": 3, "currency": "eur"}, _request_timeout="3")  # error
charges.create_charge(till.ChargeUpdate())  # error
charges.update_charge({"description": None})  # error
charges.update_charge("ch_1", {"descripton": "x"})  # error
charges.update_charge("ch_1", {"receipt_email": None})  # error
charges.update_charge("ch_1", {"receiptEmail": 3})  # error
charges.update_charge("ch_1", {"extra": 3})  # error
charges.update_charge(Path("ch_1"))  # error
bad: ShippingParams = {"name": "N", "address": {"line1": "L", "postal-code": "1"}}  # error

charges.create_charge(amount=3, currency="eur")
charges.create_charge(amount=3, currency="eur", metadata={"a": "b"}, _request_timeout=3)
charges.create_charge(amount=3, currency="eur", shipping={"name": "N", "address": {"line1": "L"}})
charges.update_charge("ch_1", description=None)
charges.update_charge(charge="ch_1", receipt_email="a@b.c")
print(charges.create_charge_with_http_info({"amount": 3, "currency": "eur"}).data.id)

charges.create_charge(amount=3)  # error
charges.create_charge(amount="3", currency="eur")  # error
charges.create_charge(amount=3, curency="eur")  # error
charges.create_charge({"amount": 3, "currency": "eur"}, capture=True)  # error
charges.update_charge(description="x")  # error
charges.update_charge("ch_1", receiptEmail="a@b.c")  # error
charges.update_charge("ch_1", receipt_email=None)  # error
print(charges.create_charge(amount=3, currency="eur").amount.nothing)  # error
