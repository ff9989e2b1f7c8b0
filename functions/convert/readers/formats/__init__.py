"""What kind of document a file is, told by its content; a name only decides between two kinds of text."""
