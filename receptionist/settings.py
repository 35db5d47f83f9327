"""What can be set from outside, by the environment or by `.env`. Only the processes' entry points read it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Field names are the environment's, in lower case. Empty values count as not set.

    `personal_data_keys`: 'id:base64,id:base64', the current one first; without it, the key file is used, the same one
    from every working directory. `rota_s3_uri`: s3://bucket/prefix, looked through for rotas every `rota_every_s`;
    credentials, region and endpoint are boto3's own (AWS_…).
    """

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///var/receptionist.db"
    personal_data_keys: str | None = Field(default=None, repr=False)
    personal_key_file: Path = ROOT / "var" / "keys" / "personal.key"
    calendly_base_url: str = "https://api.calendly.com"
    calendly_token: str | None = Field(default=None, repr=False)
    calendly_bookings_per_minute: int = 10
    calendly_bookings_per_hour: int = 50
    calendly_bookings_per_day: int = 100
    calendly_remember_s: float = 20.0
    calendly_signing_key: str | None = Field(default=None, repr=False)
    report_dir: Path = Path("var/reports")
    redis_url: str | None = Field(default=None, repr=False)
    elevenlabs_api_key: str | None = Field(default=None, repr=False)
    elevenlabs_voice_id: str = "3UFZ7Pkyx3hNTropzBlS"
    elevenlabs_model: str = "eleven_multilingual_v2"
    voice: str = "auto"
    messenger: str = "auto"
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = Field(default=None, repr=False)
    twilio_from_number: str | None = None
    public_url: str = "http://127.0.0.1:5005"
    web_url: str = "http://127.0.0.1:5056"
    action_url: str = "http://127.0.0.1:5055/webhook"
    audio_dir: Path = Path("var/audio")
    spool_dir: Path = Path("var/spool")
    speech_signing_key: str | None = Field(default=None, repr=False)
    clinic_file: Path = Path("knowledge/clinic.yml")
    rota_s3_uri: str | None = None
    rota_every_s: float = Field(default=300.0, gt=0)
    clock: str = "system"
    log_level: str = "INFO"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
