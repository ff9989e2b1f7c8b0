"""The state machine in Postgres; one module per table, one statement per intent."""
