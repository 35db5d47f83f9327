"""Due work from the database, until SIGTERM: python -m worker [--once]."""

from __future__ import annotations

import argparse
import logging
import signal
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError

from receptionist.calendars.reconciliation import Reconciliation
from receptionist.messaging.messengers import messenger
from receptionist.messaging.outbox import Outbox
from receptionist.services import Services, build_services
from receptionist.settings import Settings, get_settings
from receptionist.storage.first_clinic import write_first_clinic
from receptionist.storage.rotas import Rotas
from web.settings import WebSettings
from worker.due import DueWork
from worker.nightly import Nightly
from worker.rotas import RotaBucket

log = logging.getLogger("worker")

PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    once = parser.parse_args().once
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("twilio").setLevel(logging.WARNING)
    logging.getLogger("botocore").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    services = build_services(settings)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work = DueWork(services.appointments, Outbox(services.database, messenger(settings)))
    bucket = _rota_bucket(services, settings)
    if once:
        _prepare(services, settings)
        work.do(stop)
        if bucket:
            bucket.do(stop)
    else:
        if bucket:
            Thread(target=bucket.run, args=(stop, settings.rota_every_s), name="rotas", daemon=True).start()
        Thread(target=_nightly(services, settings).run, args=(stop,), name="nightly", daemon=True).start()
        _run(work, services, settings, stop)
    services.database.close()


def _run(work: DueWork, services: Services, settings: Settings, stop: Event) -> None:
    """A database that is away, at the start or later, is asked again after a pause that doubles up to 30 s."""
    pause, prepared = PAUSE_S, False
    while not stop.is_set():
        try:
            if not prepared:
                _prepare(services, settings)
                prepared = True
            reached = work.do(stop)
        except DBAPIError as error:
            log.error("the database cannot be used: %s", type(error).__name__)
            reached = False
        pause = PAUSE_S if reached else min(2 * pause, LONGEST_PAUSE_S)
        stop.wait(pause)


def _nightly(services: Services, settings: Settings) -> Nightly:
    expected = WebSettings().own_url() if settings.calendly_signing_key else None
    reconciliation = Reconciliation(services.database, services.calendly, services.clock, expected)
    return Nightly(services.clinics, reconciliation, services.clock, services.state, settings.report_dir)


def _rota_bucket(services: Services, settings: Settings) -> RotaBucket | None:
    if not settings.rota_s3_uri:
        return None
    return RotaBucket(settings.rota_s3_uri, Rotas(services.database), services.clinics, services.clock, services.state)


def _prepare(services: Services, settings: Settings) -> None:
    services.database.migrate()
    write_first_clinic(services.clinics, settings.clinic_file, settings.calendly_base_url)


if __name__ == "__main__":
    main()
