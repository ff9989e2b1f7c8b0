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
