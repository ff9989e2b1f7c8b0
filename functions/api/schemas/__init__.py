"""The wire: one module per resource; …Create is what comes in, …Public what goes out."""
