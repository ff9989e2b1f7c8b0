"""The Supabase provider keeps to the contract of all providers."""

from tests.integration.identity.contract import ProviderContract


class TestContract(ProviderContract):
    """Its server is the stand-in."""
