"""What the service does, one story a module; the world comes in through ports."""
