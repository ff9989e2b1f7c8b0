"""What all wire models share."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Create(BaseModel):
    """A request's body: a field that it does not know is a mistake to be told, not to be swallowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Public(BaseModel):
    """A response's body, made of a domain record."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern that a whole text must match, and the words that say so to people; the OpenAPI document has both."""

    pattern: str
    words: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$", "description": self.words}

    def _check(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise PydanticCustomError("form", "{words}", {"words": self.words})
        return text


LINE = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+"
"""Text without control characters, line breaks, and marks that turn the direction of what follows."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=255),
    Form(LINE, "one line of text, without control characters"),
]
