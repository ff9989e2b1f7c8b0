"""The checks, a room each: a deployment in, findings out. They look, and change nothing but the canary."""
