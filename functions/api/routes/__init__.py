"""The addresses: one router per resource; parse, call one use case, map the result."""
