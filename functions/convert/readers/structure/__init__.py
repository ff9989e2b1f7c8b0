"""Blocks in reading order → chapters, and what is left out, whatever format they came in."""
