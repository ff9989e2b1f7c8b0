"""PDF → Manuscript: from where letters stand on pages to paragraphs in reading order."""
