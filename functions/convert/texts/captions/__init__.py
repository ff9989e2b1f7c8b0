"""Captions: what is heard, as text on a screen or in a player."""
