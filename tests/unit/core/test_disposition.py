"""Attachment names, for old and new clients (RFC 6266)."""

import pytest

from ebookvoice.adapters.disposition import attachment


@pytest.mark.parametrize(
    ("filename", "header"),
    [
        ("Emma.m4b", "attachment; filename=\"Emma.m4b\"; filename*=UTF-8''Emma.m4b"),
        (
            "Les Misérables.m4b",
            "attachment; filename=\"Les Miserables.m4b\"; filename*=UTF-8''Les%20Mis%C3%A9rables.m4b",
        ),
        ("心.m4b", "attachment; filename=\".m4b\"; filename*=UTF-8''%E5%BF%83.m4b"),
        ('a"b\r\n.m4b', "attachment; filename=\"ab.m4b\"; filename*=UTF-8''a%22b%0D%0A.m4b"),
    ],
)
def test_attachment(filename: str, header: str) -> None:
    assert attachment(filename) == header
