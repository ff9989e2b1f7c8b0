"""Is the backup store reached, apart, and able to keep what somebody removes?"""

from collections.abc import Iterator

from ebookvoice.domain import keys
from ebookvoice.usecases.marks import BACKUP
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, judged, skipped
from local.doctor.marks import known

DOCUMENT = 'docs/backup.md, "Switching it on"'


def check(deployment: Deployment) -> Iterator[Finding]:
    """Look into the backup store, if there is one."""
    settings, store = deployment.settings, deployment.world.backup
    if store is None:
        yield skipped("backup", "there is none; BackupBucket names one")
        return
    next(iter(store.browse(keys.MARK_PREFIX)), None)
    yield fine("backup.reachable", f"{settings.backup_bucket} answers")
    same = (settings.backup_bucket, settings.backup_endpoint) == (settings.bucket, settings.store_endpoint)
    yield judged("backup.apart", ["it is the primary"] if same else [], "it is another bucket", DOCUMENT)
    yield known(deployment, "backup.mark", store, BACKUP)
    if deployment.embedded or settings.backup_endpoint:
        yield skipped("backup.versions", "its rules are not set through S3's own interface")
        return
    state = deployment.client("s3").get_bucket_versioning(Bucket=settings.backup_bucket).get("Status")
    off = [] if state == "Enabled" else ["what is removed there is gone at once"]
    yield judged("backup.versions", off, "it keeps versions", f"switch versioning on; {DOCUMENT}")
