"""The types of the file's keys: a parser of values.py with its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from digest.collect.kinds import KINDS
from digest.config import values
from digest.model import IfSilent, Mailbox, Secret
from digest.pictures.options import PictureMode
from digest.rank.options import MEDIA
from digest.render.options import Show


def _text(*examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "examples": list(examples)})


Line = Annotated[str, PlainValidator(values.parse_line), WithJsonSchema({"type": "string", "minLength": 1})]
Text = Annotated[str, PlainValidator(values.parse_text), WithJsonSchema({"type": "string"})]
Duration = Annotated[timedelta, PlainValidator(values.parse_duration), _text("45 min", "18 hours")]
Period = Annotated[timedelta, PlainValidator(values.parse_period), _text("18 hours", "10 days")]
Address = Annotated[Mailbox, PlainValidator(values.parse_mailbox), _text("Ana <letters@ana.dev>")]
Day = Annotated[date, PlainValidator(values.parse_day), WithJsonSchema({"type": "string", "format": "date"})]
Selector = Annotated[str, PlainValidator(values.parse_selector), _text("digest")]
Domain = Annotated[str, PlainValidator(values.parse_domain), _text("example.com")]
MailDomain = Annotated[str, PlainValidator(values.parse_mail_domain), _text("gmail.com", "*")]
Pattern = Annotated[str, PlainValidator(values.parse_pattern), _text("*@example.com")]
WebUrl = Annotated[str, PlainValidator(values.parse_web_url), _text("https://www.example.com/")]
WebLink = Annotated[str, PlainValidator(values.parse_web_link), _text("https://www.example.com/", "/about/")]
PublicUrl = Annotated[str, PlainValidator(values.parse_public_url), _text("https://news.example.com")]
Listen = Annotated[str, PlainValidator(values.parse_listen), _text("127.0.0.1:8080")]
Zone = Annotated[str, PlainValidator(values.parse_zone), _text("Europe/Lisbon")]
Language = Annotated[str, PlainValidator(values.parse_language), _text("en", "ar", "zh-Hant")]
SecretText = Annotated[Secret, PlainValidator(values.parse_secret), _text("${SMTP_PASSWORD}")]
Factor = Annotated[
    float,
    PlainValidator(values.parse_factor),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1000}),
]
Share = Annotated[
    float,
    PlainValidator(values.parse_share),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
MediumChoice = Annotated[str, PlainValidator(values.parse_medium), WithJsonSchema({"enum": list(MEDIA)})]
ShowChoice = Annotated[
    Show, PlainValidator(values.parse_show), WithJsonSchema({"enum": [choice.value for choice in Show]})
]
DigitsChoice = Annotated[
    values.Digits,
    PlainValidator(values.parse_digits),
    WithJsonSchema({"enum": [choice.value for choice in values.Digits]}),
]
PicturesChoice = Annotated[
    PictureMode,
    PlainValidator(values.parse_pictures),
    WithJsonSchema({"enum": [choice.value for choice in PictureMode]}),
]
IfSilentChoice = Annotated[
    IfSilent,
    PlainValidator(values.parse_if_silent),
    WithJsonSchema({"enum": [choice.value for choice in IfSilent]}),
]
KindChoice = Annotated[str, PlainValidator(values.parse_kind), WithJsonSchema({"enum": list(KINDS)})]
ClientChoice = Annotated[str, PlainValidator(values.parse_client), WithJsonSchema({"type": "string"})]
CheckChoice = Annotated[str, PlainValidator(values.parse_check), WithJsonSchema({"type": "string"})]
Count = Annotated[int, Field(ge=1, le=10_000)]
CountFromZero = Annotated[int, Field(ge=0, le=10_000)]


@dataclass(frozen=True, slots=True)
class Shorthand:
    """Let `key = "text"` stand for `key = { <field> = "text" }`."""

    field: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}

    def _expand(self, value: object) -> object:
        if isinstance(value, str):
            return {self.field: value}
        if isinstance(value, Mapping):
            return value
        raise ValueError("expected text in quotes or a table")


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """Let one item stand for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}

    def _expand(self, value: object) -> object:
        if isinstance(value, (str, Mapping)):
            return [value]
        if isinstance(value, list):
            if not value:
                raise ValueError("expected at least one; leave the key out instead")
            return value
        raise ValueError("expected text in quotes, a table, or a list of those")
