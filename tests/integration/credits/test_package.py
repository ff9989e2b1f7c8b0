"""The deployment package leaves out most of Stripe's; what is left has to do."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import stripe as package

from tests.standins.stripe_server import KEY, WEBHOOK_SECRET, Sender, Stripe

ROOT = Path(__file__).parents[3]
MAKEFILE = (ROOT / "functions" / "api" / "Makefile").read_text()

SELL = """
import sys
from pathlib import Path
from uuid import UUID
import stripe
assert stripe.__file__.startswith(sys.argv[1]), stripe.__file__
from ebookvoice.adapters.payments import StripeProvider
from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain.payments import Pack
url, key, secret, signature = sys.argv[2:]
provider = StripeProvider(lambda: key, lambda: secret, SystemClock(), url)
print(provider.checkout(UUID(int=1), "a@example.com", Pack(10, 900), "eur", once="k", back_to="https://a.example").id)
print(provider.message(sys.stdin.buffer.read(), signature).credits)
"""


def test_what_the_package_keeps_of_stripes_is_enough(stripe: Stripe, tmp_path: Path) -> None:
    """A checkout and a message, with nothing but the folders that the build keeps."""
    (kept,) = re.findall(r"^STRIPE_KEPT := (.+)$", MAKEFILE, re.MULTILINE)
    whole, pruned = Path(package.__file__).parent, tmp_path / "stripe"
    shutil.copytree(whole, pruned, ignore=lambda place, _: _others(whole, Path(place), kept.split()))
    session = {
        "id": "cs_1", "payment_intent": None, "payment_status": "unpaid", "amount_total": 900, "currency": "eur",
        "metadata": {"ebookvoice_user": "00000000-0000-0000-0000-000000000001", "ebookvoice_credits": "10"},
    }  # fmt: skip
    body = Sender().paid(session)

    command = [sys.executable, "-c", SELL, str(tmp_path), stripe.url, KEY, WEBHOOK_SECRET, Sender().signature(body)]
    paths = f"{tmp_path}:{ROOT}:{ROOT / 'layers' / 'core'}"
    done = subprocess.run(command, input=body, env={"PYTHONPATH": paths}, capture_output=True, check=True, timeout=60)

    checkout, credits = done.stdout.decode().split()
    assert checkout in stripe.sessions
    assert credits == "10"


def _others(whole: Path, place: Path, kept: list[str]) -> list[str]:
    """Name the folders of the package itself that the build leaves out."""
    return [path.name for path in place.iterdir() if path.is_dir() and path.name not in kept] if place == whole else []
