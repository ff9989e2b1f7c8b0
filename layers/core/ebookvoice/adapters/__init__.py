"""The outside world: Postgres, the object store, queues, passwords, tokens, time."""
