"""Characters, numerals and titles: what is written → what is said."""
