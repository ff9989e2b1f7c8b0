"""Is the database what the migrations make?"""

from collections.abc import Iterator

from local.doctor.catalogue import CLIENT_GRANT, facts
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, judged


def check(deployment: Deployment) -> Iterator[Finding]:
    """Compare with a new database that has them all: what is missing, and what clients may do beyond that."""
    with deployment.database() as connection:
        found = facts(connection)
    wanted = deployment.schema()
    missing = [f"{kind} {name} is missing" for kind, name in sorted(wanted - found)]
    apply = 'apply what is new in supabase/migrations: supabase db push --db-url "$DATABASE_URL"'
    yield judged("schema.migrated", missing, f"all {len(wanted)} parts of the schema are there", apply)
    extra = [f"{name} was not granted by a migration" for kind, name in sorted(found - wanted) if kind == CLIENT_GRANT]
    yield judged("schema.grants", extra, "clients have no grants but the migrations' own", "revoke them")
