"""Packs of credits, as an operator writes them down."""

import pytest

from ebookvoice.domain.payments import Pack
from ebookvoice.settings import Settings

KEYS = {"stripe_key": "sk", "stripe_webhook_secret": "whsec"}


def test_packs_are_read_in_order() -> None:
    settings = Settings(credit_packs="10:900, 50:3900,", **KEYS)  # type: ignore[arg-type]

    assert settings.packs == (Pack(10, 900), Pack(50, 3900))


@pytest.mark.parametrize("text", ["10", "10:", ":900", "0:900", "10:0", "-1:900", "1000001:1", "1:100000001", "a:b"])
def test_what_is_no_pack_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        _ = Settings(credit_packs=text, **KEYS).packs  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "sells"),
    [
        ((), False),
        (("stripe_key",), False),
        (("stripe_webhook_secret",), False),
        (("stripe_key", "stripe_webhook_secret"), True),
        (("stripe_key_parameter", "stripe_webhook_secret_parameter"), True),
    ],
)
def test_credits_are_sold_only_where_both_secrets_are(names: tuple[str, ...], sells: bool) -> None:
    settings = Settings(**dict.fromkeys(names, "secret"))  # type: ignore[arg-type]

    assert settings.sells_credits is sells
    assert bool(settings.packs) is sells
