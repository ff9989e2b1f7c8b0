"""Content documents (XHTML, HTML and what is like them) → blocks of text."""
