"""The operator of the service: sees its database, objects, queues, logs and processes."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, LiteralString
from uuid import UUID

import psycopg

from ebookvoice.domain import keys
from local.cloud import Cloud
from local.provisions import BACKUP_BUCKET
from local.resources import Clients
from tests.e2e.reader import DEADLINE

SIGN_UP_CREDITS = 100


class Operator:
    """Looks behind the API of one embedded cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._clients = Clients(cloud.access)
        self._database = psycopg.connect(cloud.database_url("postgres"), autocommit=True)
        buckets = {bucket["Name"] for bucket in self._clients.s3.list_buckets()["Buckets"]}
        [self._bucket] = buckets - {BACKUP_BUCKET}

    def leave(self) -> None:
        """Close what was opened."""
        self._database.close()

    def objects_of(self, user_id: str) -> list[str]:
        """List the keys of everything that is stored for a reader."""
        pages = self._clients.s3.get_paginator("list_objects_v2")
        return [
            entry["Key"]
            for prefix in keys.user_prefixes(UUID(user_id))
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix)
            for entry in page.get("Contents", [])
        ]

    def balance(self, user_id: str) -> int:
        """Tell a reader's credits."""
        return self._count("select balance from public.credits where user_id = %s", user_id)

    def jobs_of(self, user_id: str) -> list[str]:
        """List the ids of a reader's jobs."""
        rows = self._database.execute("select id::text from public.jobs where user_id = %s", [user_id])
        return [str(row[0]) for row in rows]

    def leased(self, job_id: str) -> bool:
        """Tell whether a worker holds the job itself, to read or to bind it."""
        return self._row("select lease_until is not null from public.jobs where id = %s", job_id) == (True,)

    def segments(self, job_id: str, state: str) -> int:
        """Count the job's segments in a state."""
        return self._count("select count(*) from public.segments where job_id = %s and state = %s", job_id, state)

    def chapters(self, job_id: str, state: str) -> int:
        """Count the job's chapters in a state."""
        return self._count("select count(*) from public.chapters where job_id = %s and state = %s", job_id, state)

    def announce_upload(self, user_id: str, file_id: str, size: int) -> None:
        """Send the event of an upload, as S3 does when it sends it again."""
        key = f"users/{user_id}/uploads/{file_id}/source"
        record = {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": self._bucket}, "object": {"key": key, "size": size}},
        }
        [url] = [url for url in self._queues() if url.endswith("-uploads")]
        self._clients.sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"Records": [record]}))

    def hidden(self) -> int:
        """Count the messages that somebody received and neither deleted nor gave back, such as a killed process."""
        return sum(self._count_messages("ApproximateNumberOfMessagesNotVisible"))

    def idle(self, hidden: int) -> bool:
        """Tell whether no queue holds a message, but for so many that were hidden before, and none is owed."""
        if any(self._count_messages("ApproximateNumberOfMessages")) or self.hidden() > hidden:
            return False
        return self._count("select count(*) from public.outbox") == 0

    def _count_messages(
        self, attribute: Literal["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    ) -> list[int]:
        return [
            int(
                self._clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[attribute])["Attributes"][
                    attribute
                ]
            )
            for url in self._queues()
        ]

    def outcomes(self, job_id: str) -> list[str]:
        """Read from the log what became of each of a job's segment messages."""
        lines = Path(self._cloud.log_directory / "SynthesizeFunction.log").read_text().splitlines()
        entries = [json.loads(line) for line in lines if '"segment handled"' in line]
        return [entry["outcome"] for entry in entries if entry["job_id"] == job_id]

    @contextmanager
    def killing(self, function: str, when: Callable[[int], bool]) -> Iterator[None]:
        """Run a block, and kill -9 a process of the function once `when` holds for the number of those at work."""
        killed = threading.Event()
        hunter = threading.Thread(target=self._hunt, args=(function, when, killed))
        hunter.start()
        yield
        hunter.join()
        assert killed.is_set(), f"no process of {function} was at work within {DEADLINE:g} s"

    def _hunt(self, function: str, when: Callable[[int], bool], killed: threading.Event) -> None:
        end = time.monotonic() + DEADLINE
        while not killed.is_set() and time.monotonic() < end:
            busy = [p.pid for p in self._cloud.processes() if p.function == function and p.state == "busy"]
            if busy and when(len(busy)):
                os.kill(busy[0], signal.SIGKILL)
                killed.set()
            time.sleep(0.002)

    def _queues(self) -> list[str]:
        return self._clients.sqs.list_queues()["QueueUrls"]

    def _row(self, statement: LiteralString, *parameters: str) -> tuple[object, ...]:
        row = self._database.execute(statement, parameters).fetchone()
        assert row is not None
        return row

    def _count(self, statement: LiteralString, *parameters: str) -> int:
        [count] = self._row(statement, *parameters)
        assert isinstance(count, int)
        return count
