"""Objects go, all but those that a store refuses to remove: one of them must not keep the others."""

import logging
from collections.abc import Iterable

from ebookvoice.ports.objects import ObjectsLeftError, ObjectStore

logger = logging.getLogger(__name__)


def remove_all(store: ObjectStore, keys: Iterable[str]) -> frozenset[str]:
    """Remove objects; return the keys of those that the store refused to remove, and tell of them.

    Raises UnavailableError if it is not known what went.
    """
    try:
        store.delete(keys)
    except ObjectsLeftError as error:
        logger.error("objects could not be removed", extra={"count": len(error.keys), "keys": sorted(error.keys)[:10]})
        return error.keys
    return frozenset()
