"""Encoded speech: segments with exact timings, and the audiobook that they are bound into."""
