"""Markdown: its dialects, and what stands before the text."""
