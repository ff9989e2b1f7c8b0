"""What a speech service has answered, kept beside its segment until that is done."""

from ebookvoice.domain import keys
from ebookvoice.ports.objects import ObjectMissingError
from ebookvoice.ports.records.segments import SegmentTask
from ebookvoice.usecases.world import World


class StoredDrafts:
    """Implements Drafts by objects that go with the job's intermediates; named by content, so that any attempt's do."""

    def __init__(self, world: World, task: SegmentTask) -> None:
        self._world = world
        self._task = task

    def find(self, digest: str) -> bytes | None:
        """Fetch a draft; nothing is looked for where nobody can have left any."""
        if not self._task.resumed:
            return None
        try:
            return self._world.objects.read(self._key(digest))
        except ObjectMissingError:
            return None

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a draft."""
        self._world.objects.put(self._key(digest), content, "application/octet-stream")

    def _key(self, digest: str) -> str:
        return keys.draft(self._task.user_id, self._task.job_id, self._task.number, digest)
