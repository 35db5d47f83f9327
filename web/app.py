"""The web process: `gunicorn -c web/gunicorn.conf.py 'web.app:create_app()'`."""

import logging
import threading

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from receptionist.calendars.calendly_news import CalendlyNews
from receptionist.services import build_services
from receptionist.speech.audio_store import LocalAudioStore, PersonalSpool
from receptionist.speech.speech_service import SpeechService
from receptionist.speech.voices.choice import choose_voice
from receptionist.speech.voices.port import Voice
from receptionist.storage.inbox import Inbox
from web.calendly import calendly_routes
from web.directory import directory_routes
from web.fallback import fallback_routes
from web.health import health_routes
from web.inbox import inbox_routes
from web.model import model_routes
from web.recordings import recording_routes
from web.settings import WebSettings
from web.speech import speech_routes

logger = logging.getLogger(__name__)

SWEEP_EVERY_S = 5.0
LARGEST_REQUEST = 64 * 1024


def create_app(settings: WebSettings | None = None, voice: Voice | None = None) -> Flask:
    """Reads the environment unless told the settings. `voice` instead of the one that they name.

    A voice with a method `for_clinic(clinic id or None) -> Voice` is asked for each clinic's own.
    """
    settings = settings or WebSettings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    voice = voice or choose_voice(
        settings.voice,
        api_key=settings.elevenlabs_api_key,
        voice_id=settings.elevenlabs_voice_id,
        model=settings.elevenlabs_model,
    )
    store = LocalAudioStore(settings.audio_dir / "shared", settings.audio_max_mb * 1_000_000)
    spool = PersonalSpool(settings.audio_dir / "personal")
    core = build_services(settings)
    clinics = core.clinics
    news = CalendlyNews(core.database, core.calendly, core.clock, core.state)

    app = Flask("web")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.register_blueprint(
        speech_routes(
            _service(voice, store, spool, settings) if voice else None,
            store,
            spool,
            own_url=settings.own_url(),
            token=settings.internal_token,
            signing_key=settings.speech_signing_key,
        )
    )
    app.register_blueprint(directory_routes(clinics, token=settings.internal_token))
    app.register_blueprint(inbox_routes(Inbox(core.database), token=settings.internal_token))
    app.register_blueprint(model_routes(settings.model_file, token=settings.internal_token))
    app.register_blueprint(health_routes(core.database, voice.identity if voice else "none"))
    app.register_blueprint(fallback_routes(core, auth_token=settings.twilio_auth_token, addresses=settings.addresses()))
    app.register_blueprint(
        recording_routes(core.database, auth_token=settings.twilio_auth_token, addresses=settings.addresses())
    )
    app.register_blueprint(calendly_routes(clinics, news, core.state, secret=settings.calendly_signing_key))
    app.register_error_handler(HTTPException, _as_json)
    threading.Thread(target=_sweep_for_ever, args=(spool,), name="sweep", daemon=True).start()
    return app


def _service(voice: Voice, store: LocalAudioStore, spool: PersonalSpool, settings: WebSettings) -> SpeechService:
    voice.warm_up()
    voice_for = getattr(voice, "for_clinic", None) or (lambda clinic: voice)
    return SpeechService(voice_for, store, spool, names_to_vendors=settings.share_names_with_voice)


def _sweep_for_ever(spool: PersonalSpool) -> None:
    while True:
        try:
            spool.sweep()
        except OSError as error:
            logger.error("personal sentences could not be swept: %s", type(error).__name__)
        threading.Event().wait(SWEEP_EVERY_S)


def _as_json(error: HTTPException) -> ResponseReturnValue:
    return jsonify(error=error.description), error.code or 500
