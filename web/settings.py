"""What the web process is told from outside, besides the core's settings."""

from pathlib import Path

from pydantic import Field

from receptionist.settings import ROOT, Settings


class WebSettings(Settings):
    """`web_public_url`: where Twilio reaches this process; `public_url` when left out (one proxy before both).

    `internal_token`: what the other processes show; without one they get nothing. `speech_signing_key`: without one
    each worker makes its own, which only works when there is one worker. `model_file`: what the assistant's
    workers fetch.
    """

    internal_token: str | None = Field(default=None, repr=False)
    web_public_url: str | None = None
    share_names_with_voice: bool = False
    audio_max_mb: int = 200
    model_file: Path = ROOT / "models" / "receptionist.tar.gz"

    def own_url(self) -> str:
        return (self.web_public_url or self.public_url).rstrip("/")

    def addresses(self) -> list[str]:
        """Every address under which Twilio may have signed a request to us."""
        return list(dict.fromkeys([self.own_url(), self.public_url.rstrip("/"), self.web_url.rstrip("/")]))
