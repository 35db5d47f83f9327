"""Twilio signs every field, blank ones too, over the public URL."""

from twilio.request_validator import RequestValidator

from channels.signature import form_fields, is_signed

TOKEN = "secret"
URL = "https://clinic.example/webhooks/twilio_voice/webhook?expect=name&turn=2"
BODY = b"CallSid=CA1&FromCity=&SpeechResult=caf%C3%A9+at+nine&To=%2B12025550100"


def signature(fields: dict[str, str], url: str = URL, token: str = TOKEN) -> str:
    return RequestValidator(token).compute_signature(url, fields)


def test_blank_fields_are_kept() -> None:
    assert form_fields(BODY) == {"CallSid": "CA1", "FromCity": "", "SpeechResult": "café at nine", "To": "+12025550100"}


def test_a_signature_over_all_fields_is_accepted() -> None:
    assert is_signed(TOKEN, URL, BODY, signature(form_fields(BODY)))


def test_other_bodies_urls_tokens_and_no_signature_are_refused() -> None:
    right = signature(form_fields(BODY))
    assert not is_signed(TOKEN, URL, BODY.replace(b"nine", b"ten"), right)
    assert not is_signed(TOKEN, URL.replace("turn=2", "turn=3"), BODY, right)
    assert not is_signed("other", URL, BODY, right)
    assert not is_signed(TOKEN, URL, BODY, None)
    without_blank = {key: value for key, value in form_fields(BODY).items() if value}
    assert not is_signed(TOKEN, URL, BODY, signature(without_blank))
