"""FictionBook 2: one XML file with description, bodies, notes and pictures."""
