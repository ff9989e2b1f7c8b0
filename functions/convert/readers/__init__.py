"""Documents of every supported format, read into books."""
