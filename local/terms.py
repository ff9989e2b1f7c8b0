"""On what terms the service runs on its owner's machine."""

OWN_MACHINE = {"JOB_CREDITS": "0", "FREE_QUOTA_BYTES": str(1 << 50)}
"""Nobody pays anybody on their own machine, and its disk is its owner's."""
