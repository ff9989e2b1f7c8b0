"""May the service send mail as the one that it is?"""

from collections.abc import Iterator
from email.utils import parseaddr

from botocore.exceptions import ClientError

from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, judged, skipped, wrong


def check(deployment: Deployment) -> Iterator[Finding]:
    """Look at the sender in SES, and at whom it may write to."""
    sender = parseaddr(deployment.settings.mail_from)[1]
    identity = sender if deployment.embedded else deployment.parameters["MailIdentity"]
    if sender != identity and not sender.endswith((f"@{identity}", f".{identity}")):
        advice = "MailFrom has to be an address of MailIdentity"
        yield wrong("mail.sender", f"{sender} is not of {identity}", advice)
    yield _verified(deployment, identity)
    if deployment.embedded:
        yield skipped("mail.account", "mails of the embedded cloud stay on this disk")
    else:
        yield _account(deployment)


def _verified(deployment: Deployment, identity: str) -> Finding:
    advice = f"aws sesv2 create-email-identity --email-identity {identity}, and do what SES asks for"
    try:
        found = deployment.client("sesv2").get_email_identity(EmailIdentity=identity)
    except ClientError as error:
        if error.response["Error"].get("Code") != "NotFoundException":
            raise
        return wrong("mail.identity", f"SES does not know {identity}", advice)
    if not (found["VerifiedForSendingStatus"] or deployment.embedded):
        return wrong(
            "mail.identity", f"{identity} is not verified", "do what SES asks for: DNS records, or a mail's link"
        )
    return fine("mail.identity", f"{identity} may send")


def _account(deployment: Deployment) -> Finding:
    account = deployment.client("sesv2").get_account()
    faults = []
    if not account["SendingEnabled"]:
        faults.append("sending is paused")
    if not account["ProductionAccessEnabled"] and deployment.settings.stage != "dev":
        faults.append("the account is in the sandbox: it writes to verified addresses only")
    return judged("mail.account", faults, "it may write to people", "ask for production access in SES")
