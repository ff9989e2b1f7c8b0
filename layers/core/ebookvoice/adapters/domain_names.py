"""Domains beyond ASCII, in the one form that DNS and mail servers know."""


def in_ascii(address: str) -> str:
    """Write an address with its domain in Punycode, by IDNA 2008 with the mapping of UTS 46, non-transitional.

    Python's own codec is of 2003, and maps what has become another domain onto its neighbour: the mail for straße.de
    would go to strasse.de. Raises UnicodeError if there is no such domain.
    """
    name, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    import idna

    return f"{name}@{idna.encode(domain, uts46=True).decode().removesuffix('.')}"
