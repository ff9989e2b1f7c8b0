"""Rich Text Format (RTF 1.9.1 and whatever came before it)."""
