"""Are the keys long enough, each for one use, and do they open what was sealed?"""

from collections.abc import Iterator

from ebookvoice.adapters.references import MIN_SECRET
from ebookvoice.adapters.sealing import AesSealer
from ebookvoice.adapters.secrets import secret
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, judged, skipped, wrong

VARIETY = 8
"""Different characters: random bytes in hexadecimal or Base64 have more, `changeme…` has not."""

RANDOM = 'make one with openssl rand -base64 48 and put it into its parameter; README.md, "Deploy"'

KEY_ID = 4
"""Bytes that begin what is sealed, and tell with which key."""


def check(deployment: Deployment) -> Iterator[Finding]:
    """Look at the keys that sign and seal, and at what is sealed."""
    known = _known(deployment)
    for name, value in known.items():
        yield _strength(f"keys.{name}", value)
    named: dict[str, str] = {}
    twins = [f"{name} is {named[value]}" for name, value in known.items() if named.setdefault(value, name) != name]
    yield judged("keys.apart", twins, "no key has two uses", RANDOM)
    if all(len(value.encode()) >= MIN_SECRET for value in known.values()):
        yield _sealed(deployment, known["sealing"], known.get("sealing-before"))


def _known(deployment: Deployment) -> dict[str, str]:
    s = deployment.settings
    places = {
        "jwt": (s.jwt_secret, s.jwt_secret_parameter),
        "sealing": (s.sealing_secret, s.sealing_secret_parameter),
        "sealing-before": (s.previous_sealing_secret, s.previous_sealing_secret_parameter),
        "bridge": (s.r2_webhook_secret, s.r2_webhook_secret_parameter),
    }
    wanted = ("jwt", "sealing")
    return {name: secret(*place) for name, place in places.items() if any(place) or name in wanted}


def _strength(check: str, value: str) -> Finding:
    size = len(value.encode())
    if size < MIN_SECRET:
        return wrong(check, f"it has {size} bytes, and needs {MIN_SECRET}", RANDOM)
    if len(set(value)) < VARIETY:
        return wrong(check, "it was not made by chance", RANDOM)
    return fine(check, f"it has {size} bytes")


def _sealed(deployment: Deployment, current: str, previous: str | None) -> Finding:
    """Hold the ids of the keys that second factors are sealed with against those that are known."""
    statement = "select substring(sealed_secret for %s), count(*) from second_factors group by 1"
    with deployment.database() as connection:
        connection.execute("set local role service_role")
        counts = {bytes(row[0]): int(row[1]) for row in connection.execute(statement, (KEY_ID,))}
    sealers = [AesSealer(known) for known in (current, previous) if known]
    lost = sum(count for key, count in counts.items() if not any(sealer.current(key) for sealer in sealers))
    if lost:
        advice = "name the key before in PreviousSealingSecretParameter, or these people have to begin anew"
        return wrong("keys.ids", f"{lost} second factors are sealed with a key that is not known here", advice)
    if not counts:
        return skipped("keys.ids", "nobody has a second factor yet")
    return fine("keys.ids", f"all {sum(counts.values())} second factors can be opened")
