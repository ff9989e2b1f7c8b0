"""The sample book: a short story of our own, kept as sources and packed into an EPUB 3 on demand."""
