"""Pages for people: what the links of the mails lead to."""
