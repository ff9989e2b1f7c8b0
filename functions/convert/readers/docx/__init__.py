"""Word documents: Office Open XML (ECMA-376), transitional and strict."""
