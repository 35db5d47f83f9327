"""Due work from the database, until SIGTERM: python -m worker [--once]."""

from __future__ import annotations

import argparse
import logging
import signal
from threading import Event

from receptionist.messaging.messengers import messenger
from receptionist.messaging.outbox import Outbox
from receptionist.services import build_services
from receptionist.settings import get_settings
from receptionist.storage.first_clinic import write_first_clinic
from worker.due import DueWork

PAUSE_S = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    once = parser.parse_args().once
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("twilio").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    services = build_services(settings)
    services.database.migrate()
    write_first_clinic(services.clinics, settings.clinic_file, settings.calendly_base_url)
    work = DueWork(services.appointments, Outbox(services.database, messenger(settings)))
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work.do(stop)
    while not once and not stop.wait(PAUSE_S):
        work.do(stop)
    services.database.close()


if __name__ == "__main__":
    main()
