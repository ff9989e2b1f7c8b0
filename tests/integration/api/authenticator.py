"""An authenticator app on somebody's phone, and what its owner does with it."""

from dataclasses import dataclass

import pyotp

from tests.fakes import FakeClock
from tests.integration.api.harness import ApiWorld, Member
from tests.unit.api.caller import Api, Reply


@dataclass(frozen=True)
class Authenticator:
    """Shows codes; it was made by somebody else (pyotp) and told nothing but the address in the QR code."""

    app: pyotp.TOTP
    clock: FakeClock

    @classmethod
    def scan(cls, otpauth_uri: str, clock: FakeClock) -> "Authenticator":
        """Read a QR code."""
        app = pyotp.parse_uri(otpauth_uri)
        assert isinstance(app, pyotp.TOTP)
        return cls(app, clock)

    def code(self, steps: int = 0) -> str:
        """Read the code of now, or of some steps later."""
        return self.app.at(self.clock.now(), counter_offset=steps)

    def next_code(self) -> str:
        """Wait for the next code."""
        self.clock.advance(30)
        return self.code()

    def wrong_code(self) -> str:
        """Make up a code that is none of those that count now."""
        near = {self.code(steps) for steps in (-1, 0, 1)}
        return next(code for code in ("111111", "222222", "333333", "444444") if code not in near)


def switch_on(world: ApiWorld, member: Member) -> tuple[Authenticator, list[str]]:
    """Switch a second factor on; return the app and the recovery codes."""
    proposed = member.client.post("/api/auth/totp")
    assert proposed.status == 200, proposed.body
    app = Authenticator.scan(proposed.json["otpauth_uri"], world.clock)
    confirmed = member.client.post("/api/auth/totp/confirm", {"code": app.code()})
    assert confirmed.status == 200, confirmed.body
    return app, confirmed.json["recovery_codes"]


def finish(client: Api, token: str, code: str, session: str = "bearer") -> Reply:
    """Send the second half of a sign-in."""
    body = {"second_factor_token": token, "code": code, "session": session}
    return client.post("/api/auth/second-factor", body)
