"""Which messenger the settings ask for."""

from __future__ import annotations

from receptionist.messaging.port import Messenger
from receptionist.messaging.spool import Spool
from receptionist.messaging.twilio_sms import TwilioSms
from receptionist.settings import Settings


def messenger(settings: Settings) -> Messenger:
    """`auto`: Twilio when its account is set, else the spool. Raises ValueError for settings that cannot work."""
    if settings.messenger not in ("auto", "twilio", "spool"):
        raise ValueError(f"MESSENGER is auto, twilio or spool, not {settings.messenger!r}")
    sid, token, number = settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_from_number
    if settings.messenger != "spool" and sid and token and number:
        return TwilioSms(sid, token, number)
    if settings.messenger == "twilio":
        raise ValueError("MESSENGER=twilio needs TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM_NUMBER")
    return Spool(settings.spool_dir)
