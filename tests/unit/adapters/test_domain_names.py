"""Domains beyond ASCII: one form of each, and never that of a neighbour."""

import pytest

from ebookvoice.adapters.domain_names import in_ascii


@pytest.mark.parametrize(
    ("domain", "known_as"),
    [
        ("example.com", "example.com"),
        ("EXAMPLE.com", "EXAMPLE.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.Example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("ｅｘａｍｐｌｅ.com", "example.com"),
        ("exam\u00adple.com", "example.com"),
        ("example。com", "example.com"),
        ("exämple.com。", "xn--exmple-cua.com"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ],
)
def test_every_spelling_of_a_domain_is_one(domain: str, known_as: str) -> None:
    assert in_ascii(f"Ada@{domain}") == f"Ada@{known_as}"


@pytest.mark.parametrize(
    ("domain", "neighbour"),
    [("straße.example", "strasse.example"), ("βόλος.com", "βόλοσ.com"), ("faß.de", "fass.de")],
)
def test_a_domain_is_not_its_neighbour(domain: str, neighbour: str) -> None:
    """Python's own codec, which is of 2003, takes each of these pairs for one; today they are two owners'."""
    assert domain.encode("idna") == neighbour.encode("idna")

    assert in_ascii(f"ada@{domain}") != in_ascii(f"ada@{neighbour}")


@pytest.mark.parametrize(
    "domain",
    [
        "☃.example",
        "b\u200dc.example",
        "x＠y.example",
        "ü_b.example",
        "\ud800.example",
        "\u00ad.example",
        "ü..example",
        "xn--a.ü.example",
        "ü" * 63 + ".example",
        "-ü.example",
        ".".join(["ü" * 20] * 12),
    ],
)
def test_what_can_not_be_a_domain_is_refused(domain: str) -> None:
    with pytest.raises(UnicodeError):
        in_ascii(f"ada@{domain}")
