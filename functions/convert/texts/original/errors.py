"""Why a read-along is not made of the original."""


class UnfitError(Exception):
    """An original that overlays can't be added to, or not within bounds; the message says why in a word or two."""
