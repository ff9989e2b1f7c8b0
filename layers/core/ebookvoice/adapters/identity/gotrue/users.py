"""The users of a project: found, changed, deleted, with the rights of its secret key."""

from typing import TYPE_CHECKING

from ebookvoice.adapters.identity.gotrue.project import Project
from ebookvoice.adapters.identity.gotrue.refusals import RefusedError, expecting, untold

if TYPE_CHECKING:
    from supabase_auth import AdminUserAttributes, User


class Users:
    """GoTrue's administration looks people up by id only; a link that is never sent tells the id of an address."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def find(self, email: str) -> str | None:
        """Tell the id behind an address. What was mailed to it before to sign in or reset counts no more."""
        try:
            with expecting("user_not_found"):
                return self._project.client().admin.generate_link({"type": "recovery", "email": email}).user.id
        except RefusedError:
            return None

    def create(self, email: str, password: str, subject: str | None) -> "User":
        """Add a user, under the id that they had before, for an address that is known to be their own."""
        attributes: AdminUserAttributes = {"email": email, "password": password, "email_confirm": True}
        if subject:
            attributes["id"] = subject
        with expecting():
            return self._project.client().admin.create_user(attributes).user

    def update(self, subject: str, attributes: "AdminUserAttributes") -> "User | None":
        """Change a user; None if there is none."""
        try:
            with expecting("user_not_found"):
                return self._project.client().admin.update_user_by_id(subject, attributes).user
        except RefusedError:
            return None

    def delete(self, subject: str) -> None:
        """Delete a user; nothing if there is none."""
        with untold("user_not_found"):
            self._project.client().admin.delete_user(subject)
