"""The Idempotency-Key header: a request that is sent again counts once, and gets its first answer again."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.domain.idempotency import Once, RepeatedError
from ebookvoice.usecases import once as requests
from ebookvoice.usecases.world import World
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.schemas.wire import Form
from functions.api.throttle import CurrentThrottle, Throttle

Key = Annotated[str, Form(r"[\x21-\x7e]{1,255}", "1 to 255 visible ASCII characters")]

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client gets; `body` is its JSON, word by word."""

    status: int
    body: str
    location: str | None


@dataclass(frozen=True, slots=True)
class Repeats:
    """Answers one request, for the first time or again; `response` has what the dependencies add to the answer."""

    world: World
    user_id: UUID
    key: str | None
    throttle: Throttle
    request: Request
    response: Response

    def answer(
        self,
        asked: BaseModel,
        first: Callable[[Once | None], Result],
        again: Callable[[dict[str, Any]], Result],
        show: Callable[[Result], BaseModel],
        location: Callable[[Result], str] | None = None,
    ) -> Response:
        """Carry a request out by `first`, and answer with what `show` makes of it; without a key that is all.

        With one, `first` hands the `Once` to its use case, which claims it in the transaction of the effect. Repeats
        are answered as the first was, and count against no limit; only if nobody lived to keep that answer, it is
        built from what `again` finds by the ids that were claimed. Raises KeyReusedError.
        """

        def tell(result: Result) -> Answer:
            status = self.request.scope["route"].status_code or HTTPStatus.OK
            return Answer(int(status), show(result).model_dump_json(), location(result) if location else None)

        once = self._once(asked)
        if once is None:
            return self._send(tell(first(None)))
        earlier = requests.find(self.world, once)
        if earlier is None:
            try:
                return self._send(self._keep(once, tell(first(once))))
            except RepeatedError as repeated:
                self.throttle.forgive()
                earlier = repeated.made
            except RateLimitedError:
                # The first one may just have been quicker, and have taken the last place itself.
                earlier = requests.find(self.world, once)
                if earlier is None:
                    raise
        kept = Answer(**earlier.answer) if earlier.answer else self._keep(once, tell(again(earlier.made)))
        return self._send(kept, {"Idempotency-Replayed": "true"})

    def _once(self, asked: BaseModel) -> Once | None:
        if self.key is None:
            return None
        request = self.request
        canonical = json.dumps([request.method, request.scope["path"], asked.model_dump(mode="json")], sort_keys=True)
        endpoint = f"{request.method} {request.scope['route'].path}"
        return Once(self.user_id, endpoint, self.key, sha256(canonical.encode()).digest())

    def _keep(self, once: Once, answer: Answer) -> Answer:
        return Answer(**requests.keep(self.world, once, asdict(answer)))

    def _send(self, answer: Answer, headers: dict[str, str] | None = None) -> Response:
        located = {"Location": answer.location} if answer.location else {}
        sent = Response(answer.body, answer.status, located | (headers or {}), "application/json")
        sent.headers.raw.extend(self.response.headers.raw)
        return sent


async def current_repeats(
    request: Request,
    response: Response,
    world: CurrentWorld,
    user_id: CurrentUser,
    throttle: CurrentThrottle,
    idempotency_key: Annotated[
        Key | None, Header(description="A name of your own for this request: sent again with it, it counts once.")
    ] = None,
) -> Repeats:
    """See whether the request has a key."""
    return Repeats(world, user_id, idempotency_key, throttle, request, response)


CurrentRepeats = Annotated[Repeats, Depends(current_repeats)]
