"""All functions of a template, and their processes."""

import os
from collections.abc import Mapping
from pathlib import Path

from local.accounting import Usage
from local.child import Command
from local.environment import ROOT, Access, function_environment
from local.parts import PartFailedError
from local.pool import FunctionPool, FunctionProcess
from local.routing import Invoke
from local.wiring import Function, SourceMapping, Wiring

CORES = os.cpu_count() or 1
API_PROCESSES = 4
"""Requests that are answered at once."""

NICENESS = {"MasterFunction": 10}
"""Of functions whose work can wait for a processor, while a connection to a speech service can't."""

ENCODERS, MOST_ENCODERS = 2, 16
"""Processors for one chapter; several chapters may be encoded at once."""


def encoders(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Set on how many processors a chapter is encoded, unless somebody has. Raises PartFailedError for nonsense."""
    chosen = environment.get("EBOOKVOICE_ENCODERS") or str(min(CORES, ENCODERS))
    if chosen not in map(str, range(1, MOST_ENCODERS + 1)):
        raise PartFailedError(f"EBOOKVOICE_ENCODERS is {chosen!r}. Set it to a whole number from 1 to {MOST_ENCODERS}.")
    return {"EBOOKVOICE_ENCODERS": chosen}


class Fleet:
    """A pool of processes for each function; each function's log is in `logs`."""

    def __init__(self, wiring: Wiring, access: Access, overrides: Mapping[str, str], logs: Path) -> None:
        self._serving = {route.function for route in wiring.routes}
        self._consumers = wiring.consumers()
        self._environments = {
            name: function_environment(function, access, overrides) for name, function in wiring.functions.items()
        }
        self._pools = {
            name: FunctionPool(
                function,
                Command((), self._environments[name], ROOT, logs / f"{name}.log", niceness=NICENESS.get(name, 0)),
                self._limit(function, wiring),
            )
            for name, function in wiring.functions.items()
        }

    def invokes(self) -> dict[str, Invoke]:
        """Say how to invoke each function, by its logical id; the calls raise FunctionError."""
        return {name: pool.invoke for name, pool in self._pools.items()}

    def environment(self, function: str) -> dict[str, str]:
        """Say what a function finds in its environment."""
        return dict(self._environments[function])

    def warm_servers(self) -> None:
        """Start a process of each function that answers requests."""
        for name in self._serving:
            self._pools[name].warm()

    def warm_consumers(self) -> None:
        """Start a process of each function that works from a queue."""
        for name in self._consumers:
            self._pools[name].warm()

    def processes(self) -> list[FunctionProcess]:
        """List the live processes."""
        return [process for pool in self._pools.values() for process in pool.processes()]

    def usage(self) -> list[Usage]:
        """Measure every process that there is or was."""
        return [usage for pool in self._pools.values() for usage in pool.usage()]

    def restarts(self) -> dict[str, int]:
        """Count, by function, the processes that ended by themselves or ran out of time."""
        return {name: pool.restarts for name, pool in self._pools.items()}

    def close(self) -> None:
        """End all processes."""
        for pool in self._pools.values():
            pool.close()

    def _limit(self, function: Function, wiring: Wiring) -> int:
        if function.logical_id in self._serving:
            return API_PROCESSES
        return max((slots(m) for m in wiring.mappings if m.function == function.logical_id), default=1)


def slots(mapping: SourceMapping) -> int:
    """Say how many batches are handled at once: as many as the template allows and the machine can."""
    return min(CORES, mapping.concurrency or CORES)
