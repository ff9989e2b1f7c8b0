"""Write docs/api.md anew."""

from functions.api.app import create_app
from local.describe.document import document
from local.environment import ROOT

API = ROOT / "docs" / "api.md"

if __name__ == "__main__":
    API.write_text(document(create_app().openapi()))
