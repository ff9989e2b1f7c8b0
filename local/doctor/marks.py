"""Whose a store is, looked at as the functions look before they tidy up, and without marking it."""

from ebookvoice.domain import keys
from ebookvoice.ports.objects import ObjectMissingError, ObjectStore
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, skipped, wrong

ADVICE = 'a setting is wrong, or the bucket was replaced: docs/storage.md, "Whose bucket it is"'


def known(deployment: Deployment, check: str, store: ObjectStore, name: str) -> Finding:
    """Compare a store's mark with the database's."""
    with deployment.database() as connection:
        connection.execute("set local role service_role")
        query = "select id::text, written_at is not null from store_marks where store = %s"
        chosen = connection.execute(query, (name,)).fetchone()
    try:
        found = store.read(keys.mark(name)).decode(errors="replace").strip()
    except ObjectMissingError:
        found = None
    match chosen, found:
        case None, None:
            return skipped(check, "the first run of cleanup will mark it")
        case (mark, written), _ if found == mark or (found is None and not written):
            return fine(check, "it is the one that the database knows")
    return wrong(check, "it is another bucket than the one that the database knows", ADVICE)
