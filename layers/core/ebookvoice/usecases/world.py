"""What the use cases share."""

from typing import Protocol

from ebookvoice.ports.accounts import PasswordHasher, TokenIssuer
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.ports.queues import Queues
from ebookvoice.ports.store import Store
from ebookvoice.ports.time import Clock, Ids
from ebookvoice.settings import Settings


class World(Protocol):
    """The ports of one deployment; adapters are made when they are first asked for."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def objects(self) -> ObjectStore: ...
    @property
    def queues(self) -> Queues: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> Ids: ...
    @property
    def hasher(self) -> PasswordHasher: ...
    @property
    def tokens(self) -> TokenIssuer: ...
