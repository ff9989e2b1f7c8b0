"""A web application in a thread of the tests."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web


@contextmanager
def in_background(application: web.Application, closing: Callable[[], None]) -> Iterator[int]:
    """Serve on a free port of 127.0.0.1, which is yielded; `closing` ends what would wait for ever."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = web.AppRunner(application, shutdown_timeout=1)

    async def stop() -> None:
        closing()
        await runner.cleanup()

    try:
        yield asyncio.run_coroutine_threadsafe(listen(runner, 0), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def listen(runner: web.AppRunner, port: int) -> int:
    """Listen on a port of 127.0.0.1 (0: a free one), and return it."""
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return int(runner.addresses[0][1])
