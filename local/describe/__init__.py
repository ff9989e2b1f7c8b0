"""Writes docs/api.md from the OpenAPI document and from the examples beside it."""
