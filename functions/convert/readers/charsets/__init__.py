"""Which of the many encodings of before Unicode a text is in: told by its words and by where its signs stand."""
