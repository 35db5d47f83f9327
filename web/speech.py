"""POST /speech makes a sentence audible; GET /speech/… is where Twilio fetches it.

A sentence that anybody may hear has an address of its own for ever and may be cached for a year. A personal one has an
address that is signed, good for two minutes, never cached, and empty ten seconds after it was first fetched.
"""

import secrets

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from receptionist.speech.audio_store import KEY, AudioStore, PersonalSpool
from receptionist.speech.speech_service import NotForVendors, SpeechService
from receptionist.speech.voices.port import VoiceDown
from web.internal import internal, refusal

PERSONAL_MAX_AGE_S = 120
FOR_EVER = "public, max-age=31536000, immutable"


class SpeechRequest(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    text: str = Field(min_length=1, max_length=1500)
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")
    shareable: bool = Field(default=False, strict=True)
    clinic: str | None = None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "The body"
    return f"{field}: {first['msg'][0].lower()}{first['msg'][1:]}."


def speech_routes(
    service: SpeechService | None,
    store: AudioStore,
    spool: PersonalSpool,
    *,
    own_url: str,
    token: str | None,
    signing_key: str | None,
) -> Blueprint:
    """`service` None: no voice is set, every sentence is refused with 503 and Twilio's own voice says it."""
    routes = Blueprint("speech", __name__)
    signed = URLSafeTimedSerializer(signing_key or secrets.token_hex(32), salt="personal speech")

    @routes.post("/speech")
    @internal(token)
    def speak() -> ResponseReturnValue:
        try:
            asked = SpeechRequest.model_validate(request.get_json(silent=True))
        except ValidationError as error:
            return refusal(400, _sentence(error))
        if service is None:
            return refusal(503, "No voice is set.")
        try:
            audio = service.audio(asked.text, asked.language, shareable=asked.shareable, clinic=asked.clinic)
        except NotForVendors:
            return refusal(409, "Sentences about a person may not go to this voice's company (SHARE_NAMES_WITH_VOICE).")
        except VoiceDown as down:
            return refusal(503, f"There is no audio: {down.kind}.")
        path = f"{audio.name}.wav" if audio.shareable else f"once/{signed.dumps(audio.name)}.wav"
        return {"url": f"{own_url}/speech/{path}"}

    @routes.get("/speech/<key>.wav")
    def shared(key: str) -> ResponseReturnValue:
        wav = store.read(key) if KEY.fullmatch(key) else None
        if wav is None:
            return refusal(404, "There is no such sentence.")
        response = Response(wav, mimetype="audio/wav", headers={"Cache-Control": FOR_EVER})
        response.set_etag(key)
        return response.make_conditional(request, accept_ranges=True, complete_length=len(wav))

    @routes.get("/speech/once/<ticket>.wav")
    def personal(ticket: str) -> ResponseReturnValue:
        try:
            name = signed.loads(ticket, max_age=PERSONAL_MAX_AGE_S)
        except BadSignature:
            name = ""
        wav = spool.peek(name) if request.method == "HEAD" else spool.fetch(name)
        if wav is None:
            response = Response("There is no such sentence.", 404, mimetype="text/plain")
        else:
            response = Response(wav, mimetype="audio/wav")
            response.make_conditional(request, accept_ranges=True, complete_length=len(wav))
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes
