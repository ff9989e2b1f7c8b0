"""The embedded cloud: the real handlers against real parts on one machine, wired as the template says."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from local import r2
from local.accounting import Usage
from local.clock import VARIABLE, AdjustableClock
from local.engines import engines
from local.environment import ACCOUNT, REGION, ROOT, Access
from local.fleet import Fleet, encoders, slots
from local.gateway import Gateway
from local.lock import locked
from local.mails import Mails
from local.mappings import Poller
from local.migrations import MIGRATIONS, migrate
from local.objectstore import ObjectStore
from local.parts import HomeBusyError, PartFailedError
from local.pool import FunctionProcess
from local.postgres import Postgres
from local.provisions import BACKUP_BUCKET, public_base, secrets_of, senders_of
from local.resources import Clients, stand_up
from local.schedules import Timer
from local.secret import lasting_secret
from local.sigterm import ending_on_sigterm
from local.stack import Site
from local.template import read_wiring

__all__ = ["Cloud", "FunctionProcess", "HomeBusyError", "PartFailedError", "Usage"]

TEMPLATE = ROOT / "template.yaml"
STACK = "ebookvoice"
DATABASE_LOGIN = "authenticator"


class Cloud:
    """Runs while the context is open; what it keeps is below `home`, everything else ends with it.

    `port` is the API's (0 or None: any free one). `overrides` are environment variables for every function,
    `parameters` values for the template's parameters. `sweep_seconds` is the period of every rate schedule in place of
    the template's. `on_mail` is shown every mail that the service sends; they reach nobody else. `storage` is s3 or r2;
    without it the home's files lie where they have always been.
    Entering raises HomeBusyError, PartFailedError, StorageChangedError, TemplateError, or OSError when the port is
    taken.
    """

    def __init__(
        self,
        home: Path,
        *,
        port: int | None = 0,
        overrides: Mapping[str, str] | None = None,
        sweep_seconds: float | None = None,
        template: Path = TEMPLATE,
        parameters: Mapping[str, str] | None = None,
        migrations: Path = MIGRATIONS,
        on_mail: Callable[[EmailMessage], None] = lambda _: None,
        storage: str | None = None,
    ) -> None:
        self.home = home.absolute()
        self.log_directory = self.home / "logs"
        self._port = port or 0
        self._overrides = overrides or {}
        self._sweep_seconds = sweep_seconds
        self._template = template
        self._parameters = parameters or {}
        self._migrations = migrations
        self._on_mail = on_mail
        self._storage = storage
        self.clock = AdjustableClock(self.home / "clock")
        self._mails = Mails(self.home / "mail")
        self._stack = ExitStack()
        self._pollers: dict[str, list[Poller]] = {}

    def __enter__(self) -> "Cloud":
        with ExitStack() as stack:
            stack.enter_context(ending_on_sigterm())
            stack.enter_context(locked(self.home))
            self.log_directory.mkdir(exist_ok=True)
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def url(self) -> str:
        """Say where the API answers, without a slash at the end."""
        return self._gateway.url

    @property
    def access(self) -> Access:
        """Say how to reach the store."""
        return self._store.access

    def mails(self, to: str) -> list[EmailMessage]:
        """List the mails that were sent to an address, the newest last."""
        return self._mails.to(to)

    def database_url(self, login: str = DATABASE_LOGIN) -> str:
        """Write the database's address for a login."""
        return self._postgres.conninfo(login)

    def advance(self, seconds: float) -> None:
        """Put the clock forward by which functions work and objects are stamped; signatures and schedules stay."""
        self.clock.advance(seconds)

    def invoke(self, function: str, event: Mapping[str, Any] | None = None) -> Any:
        """Invoke a function by its logical id and return what it returns. Raises FunctionError."""
        return self._fleet.invokes()[function](event or {})

    def environment(self, function: str) -> dict[str, str]:
        """Say what a function finds in its environment, by its logical id."""
        return self._fleet.environment(function)

    @property
    def restart_counts(self) -> dict[str, int]:
        """Count, by function, the processes that crashed or ran out of time."""
        return self._fleet.restarts()

    def processes(self) -> list[FunctionProcess]:
        """List the live processes of the functions."""
        return self._fleet.processes()

    def usage(self) -> list[Usage]:
        """Measure every process that there is or was: the functions', Postgres and the store."""
        return [*self._fleet.usage(), self._postgres.usage(), self._store.usage()]

    def wait(self) -> None:
        """Wait until a part ends that should not. Raises PartFailedError."""
        while not (self._store.child.ended.wait(1) or self._postgres.child.ended.is_set()):
            pass
        raise PartFailedError(f"A part of the embedded cloud has ended by itself; {self.log_directory} tells why.")

    def _start(self, stack: ExitStack) -> None:
        """Start the slow ones first, so that they load while the others do."""
        logs = self.log_directory
        self._gateway = Gateway(self._port)
        stack.callback(self._gateway.stop)
        on_r2 = r2.storage_of(self.home, self._storage) == "r2"
        places = (self.home / "objects", self._mails.directory, logs / "Store.log")
        self._store = stack.enter_context(ObjectStore(*places, self._on_message, self._show, self.home / "clock"))
        parameters = {**(r2.parameters(self.access) if on_r2 else {}), **self._parameters}
        wiring = read_wiring(self._template, Site(ACCOUNT, REGION, STACK, self.access.endpoint), parameters)
        public = public_base(wiring.functions.values(), self.access.endpoint)
        overrides = {
            "PUBLIC_URL": self.url,
            "BACKUP_BUCKET": BACKUP_BUCKET,
            VARIABLE: str(self.home / "clock"),
            **encoders(),
            **public,
            **engines(),
            **self._overrides,
        }
        self._fleet = Fleet(wiring, self.access, overrides, logs)
        stack.callback(self._fleet.close)
        self._fleet.warm_servers()
        self._postgres = stack.enter_context(Postgres(self.home / "postgres", logs / "Postgres.log"))
        migrate(self.database_url("postgres"), self._migrations)
        clients = Clients(self.access)
        functions = wiring.functions.values()
        secrets = {
            "DATABASE_URL_PARAMETER": self.database_url(),
            "JWT_SECRET_PARAMETER": lasting_secret(self.home / "jwt-secret"),
            "SEALING_SECRET_PARAMETER": lasting_secret(self.home / "sealing-secret"),
            **(r2.secrets(self.access, self.home) if on_r2 else {}),
        }
        urls = stand_up(wiring, clients, secrets_of(functions, secrets), senders_of(functions, self._overrides))
        clients.s3.create_bucket(Bucket=BACKUP_BUCKET)
        if on_r2:
            r2.make_bucket(self.access, wiring.cors.origins if wiring.cors else ())
        stack.callback(self._fleet.close)  # before Postgres, which they use
        invokes = self._fleet.invokes()
        stack.callback(self._gateway.stop)  # first, so that nobody is let in while the rest ends
        self._gateway.start(wiring.routes, invokes, wiring.cors)
        self._fleet.warm_consumers()
        for mapping in wiring.mappings:
            poller = Poller(mapping, urls[mapping.queue], clients.sqs, invokes[mapping.function], slots(mapping))
            self._pollers.setdefault(wiring.queues[mapping.queue].name, []).append(poller)
            stack.callback(poller.stop)
            poller.start()
        for schedule in wiring.schedules:
            timer = Timer(schedule, invokes[schedule.function], self._sweep_seconds)
            stack.callback(timer.stop)
            timer.start()

    def _on_message(self, queue: str, at: float) -> None:
        for poller in self._pollers.get(queue, []):
            poller.wake(at)

    def _show(self, name: str) -> None:
        # A console that is gone, or that lacks a letter, must not stop the news of messages.
        with suppress(OSError, ValueError):
            self._on_mail(self._mails.read(name))
