"""What documents of word processors have in common: paragraphs with styles, fields, notes, lists and tables."""
