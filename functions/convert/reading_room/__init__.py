"""The sealed room where documents are read: a process of its own, whose word is taken for what it is worth."""
