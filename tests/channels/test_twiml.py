"""The serialised TwiML, because the SDK passes unknown attributes on or drops them without a word."""

from xml.etree import ElementTree

from channels import twiml
from channels.twiml import Sentence

ACTION = "https://clinic.example/webhooks/twilio_voice/webhook?expect=confirm&turn=3"


def test_ask_gathers_speech_and_keys_and_falls_through_to_a_redirect() -> None:
    response = ElementTree.fromstring(twiml.ask([Sentence("Shall I book it?")], ACTION, "confirm", ["yes", "no"]))
    gather, redirect = list(response)
    assert gather.tag == "Gather"
    assert gather.attrib == {
        "action": ACTION,
        "method": "POST",
        "input": "speech dtmf",
        "timeout": "5",
        "speechTimeout": "1",
        "speechModel": "phone_call",
        "language": "en-US",
        "profanityFilter": "false",
        "actionOnEmptyResult": "true",
        "hints": "yes, no",
        "numDigits": "1",
    }
    assert [(verb.tag, verb.text) for verb in gather] == [("Say", "Shall I book it?")]
    assert (redirect.tag, redirect.text) == ("Redirect", ACTION)


def test_audio_is_played_and_what_has_none_is_said() -> None:
    sentences = [Sentence("One", "https://clinic.example/speech/1.wav"), Sentence("Two")]
    response = ElementTree.fromstring(twiml.hang_up(sentences))
    assert [verb.tag for verb in response] == ["Play", "Say", "Hangup"]


def test_a_phone_number_may_have_many_digits() -> None:
    response = ElementTree.fromstring(twiml.ask([], ACTION, "phone", []))
    assert "numDigits" not in response[0].attrib
    assert response[0].attrib["speechModel"] == "numbers_and_commands"


def test_hints_keep_within_twilios_limits() -> None:
    response = ElementTree.fromstring(twiml.ask([], ACTION, "doctor", [f"name {n} {'x' * 200}" for n in range(900)]))
    hints = response[0].attrib["hints"].split(", ")
    assert len(hints) == 500
    assert max(map(len, hints)) == 100


def test_a_transfer_whispers_to_the_human_and_reports_how_it_ended() -> None:
    response = ElementTree.fromstring(
        twiml.transfer([Sentence("One moment")], "+12025550199", "https://x/dial", "https://x/whisper", "+12025550100")
    )
    dial = response[1]
    assert dial.attrib["action"] == "https://x/dial"
    assert dial.attrib["callerId"] == "+12025550100"
    assert dial[0].text == "+12025550199"
    assert dial[0].attrib["url"] == "https://x/whisper"
