"""Text → audio and the places of its words."""
