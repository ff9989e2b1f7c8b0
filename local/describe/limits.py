"""The rate limits, in words: how much, of what, and which operations count."""

from collections.abc import Mapping
from dataclasses import dataclass

from ebookvoice.domain.limits import Limit
from ebookvoice.settings import Settings
from ebookvoice.usecases import rates
from ebookvoice.usecases.export import EXPORTS
from ebookvoice.usecases.feed_files import FETCHES
from ebookvoice.usecases.feeds import READS

USUAL = Settings()


@dataclass(frozen=True, slots=True)
class Counted:
    """A limit, by whom it counts, and which operations do; `told` where every answer has it in its headers."""

    limit: Limit
    by: str
    operations: frozenset[str]
    told: bool = True

    @property
    def words(self) -> str:
        """Say how much is allowed within how long."""
        seconds = self.limit.seconds
        return f"{self.limit.count:,} " + ("an hour" if seconds == 3600 else f"in {seconds // 60} minutes")


SECOND_FACTOR = Limit("second-factor", USUAL.auth_limit, USUAL.auth_window)
AUTH = (
    "sign_up confirm_sign_up log_in send_link redeem_link send_reset reset_password finish_sign_in exchange_code"
    " send_code reauthenticate"
)
SENDER = "sender (IPv4 address or IPv6 /64), and by the e-mail address where one is named; who comes in is not counted"

COUNTED: Mapping[str, Counted] = {
    counted.limit.name: counted
    for counted in (
        Counted(rates.auth(USUAL), f"{SENDER}; a fresh proof by account", frozenset(AUTH.split())),
        Counted(
            SECOND_FACTOR,
            "account; a code that is right is not counted",
            frozenset({"finish_sign_in", "reauthenticate"}),
            told=False,
        ),
        Counted(rates.google(USUAL), "sender", frozenset({"log_in_with_google"})),
        Counted(rates.uploads(USUAL), "account", frozenset({"request_upload", "receive_upload"})),
        Counted(
            rates.jobs(USUAL),
            "account; an upload counts as well if it brings its conversion",
            frozenset({"request_upload", "receive_upload", "start_job"}),
        ),
        Counted(rates.publications(USUAL), "account", frozenset({"publish"})),
        Counted(rates.checkouts(USUAL), "account", frozenset({"begin_checkout"})),
        Counted(
            rates.samples(USUAL),
            "account; what was spoken before is not counted",
            frozenset({"preview_voice", "sample_book"}),
            told=False,
        ),
        Counted(EXPORTS, "account", frozenset({"export_everything"}), told=False),
        Counted(READS, "feed", frozenset({"read_feed"}), told=False),
        Counted(FETCHES, "feed", frozenset({"read_chapters", "play_file"}), told=False),
    )
}


def limits_of(operation_id: str) -> list[Counted]:
    """List the limits that an operation counts against."""
    return [counted for counted in COUNTED.values() if operation_id in counted.operations]
