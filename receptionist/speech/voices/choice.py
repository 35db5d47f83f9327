"""Which voice speaks, by the setting VOICE."""

from importlib import import_module

from receptionist.speech.voices.port import Voice


def choose_voice(name: str, *, api_key: str | None, voice_id: str, model: str) -> Voice | None:
    """ "elevenlabs", "offline", "none" for no voice at all, "package.module:Class" (a class without arguments), or
    "auto": ElevenLabs when there is a key for it, the offline voice otherwise. ValueError says what to change.
    """
    if name == "auto":
        name = "elevenlabs" if api_key else "offline"
    if name == "none":
        return None
    if name == "offline":
        from receptionist.speech.voices.offline import OfflineVoice

        return OfflineVoice()
    if name == "elevenlabs":
        if not api_key:
            raise ValueError("VOICE is elevenlabs and ELEVENLABS_API_KEY is not set: set it, or set VOICE to offline.")
        from receptionist.speech.voices.elevenlabs import ElevenLabsVoice

        return ElevenLabsVoice(api_key, voice_id, model)
    module, colon, attribute = name.partition(":")
    if not colon:
        raise ValueError(f"VOICE is {name}: use auto, elevenlabs, offline, none or package.module:Class.")
    voice: Voice = getattr(import_module(module), attribute)()
    return voice
