"""The transcript: what was narrated and when, for programs as JSON and for people on paper."""
