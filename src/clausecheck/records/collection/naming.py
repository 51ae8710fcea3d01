"""Personal data that the name of a column, or of a key of a JSON document, gives away."""

import re

_NAMES = (
    ("email_addresses", ("email", "e_mail", "mail_address", "email_address")),
    ("phone_numbers", ("phone", "phone_number", "telephone", "mobile", "mobile_number", "fax", "msisdn")),
    ("ip_addresses", ("ip", "ip_address", "ipaddress", "remote_addr")),
    ("payment_cards", ("card_number", "credit_card", "cvv", "cvc")),
    ("bank_accounts", ("iban", "bank_account", "account_number", "routing_number")),
    ("national_ids", ("ssn", "social_security_number", "passport", "passport_number", "national_id", "tax_id")),
    ("birth_dates", ("birth_date", "date_of_birth", "dob", "birthday", "birthdate")),
    ("credentials", ("password", "passwd", "passphrase", "api_key", "private_key", "access_token", "secret")),
    ("places_on_the_map", ("latitude", "longitude", "lat", "lng", "geolocation", "coordinates")),
    ("special_categories", ("religion", "ethnicity", "sexual_orientation", "diagnosis", "biometrics")),
)
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def kind_named(name: str) -> str:
    """The kind that a column or a JSON key is called after: `loginEmail` and `email`, not `email_verified`; or ""."""
    words = "_" + "_".join(word.lower() for word in _WORDS.findall(name))
    return next((kind for kind, names in _NAMES if words.endswith(tuple(f"_{one}" for one in names))), "")
