"""The book as EPUB 3.3 with media overlays: what is heard is highlighted, sentence by sentence."""
