"""The EPUB that a book was read from, with overlays: its layout, pictures and styles, and what is heard highlighted."""
