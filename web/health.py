"""GET /health: the process answers. GET /health/ready: it can also do its work."""

import logging

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from receptionist.storage.database import Database

logger = logging.getLogger(__name__)


def health_routes(database: Database, voice: str) -> Blueprint:
    """`voice` is the voice's identity."""
    routes = Blueprint("health", __name__)

    @routes.get("/health")
    def live() -> ResponseReturnValue:
        return {"status": "ok", "voice": voice}

    @routes.get("/health/ready")
    def ready() -> ResponseReturnValue:
        try:
            with database.reading() as session:
                session.execute(text("SELECT 1 FROM clinics WHERE 1 = 0"))
        except SQLAlchemyError as error:
            logger.error("the database does not answer: %s", type(error).__name__)
            return {"status": "unavailable", "database": "unreachable"}, 503
        return {"status": "ok", "database": "ok"}

    return routes
