"""A stand-in of Microsoft Edge's read-aloud service: its wire protocol, real MP3, and faults on demand."""

from tests.standins.edge.faults import Fault, Plan, Refusal, always, first_tries, mixed, never, proper, sometimes
from tests.standins.edge.running import EdgeProcess, edge_process, edge_service
from tests.standins.edge.service import EdgeService
from tests.standins.edge.wire import LEAD_S, SECONDS_A_LETTER, TAIL_S, Recited

__all__ = [
    "LEAD_S",
    "SECONDS_A_LETTER",
    "TAIL_S",
    "EdgeProcess",
    "EdgeService",
    "Fault",
    "Plan",
    "Recited",
    "Refusal",
    "always",
    "edge_process",
    "edge_service",
    "first_tries",
    "mixed",
    "never",
    "proper",
    "sometimes",
]
