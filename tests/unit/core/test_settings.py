"""Settings from the environment."""

import pytest

from ebookvoice.settings import Settings


def test_defaults_need_nothing() -> None:
    assert Settings.from_environment({}) == Settings()


def test_variables_are_named_after_fields() -> None:
    settings = Settings.from_environment({"BUCKET": "books", "LEASE_SECONDS": "12", "DEFAULT_VOICE": ""})
    assert (settings.bucket, settings.lease_seconds, settings.default_voice) == ("books", 12, None)


def test_a_bad_number_is_an_error() -> None:
    with pytest.raises(ValueError, match="soon"):
        Settings.from_environment({"LEASE_SECONDS": "soon"})


@pytest.mark.parametrize("networks", ["1", "nginx", "10.0.0.1/8", "0.0.0.0/0", "192.0.2.1,::/0"])
def test_networks_of_proxies_are_exact(networks: str) -> None:
    """A network of everybody would bring back that everybody can make up an address."""
    with pytest.raises(ValueError, match=networks.rpartition(",")[2]):
        Settings.from_environment({"TRUSTED_PROXIES": networks})
