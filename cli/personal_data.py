"""Keys, erasure, retention and roles. These commands print counts, never personal data. Each returns its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

import phonenumbers
from sqlalchemy.exc import SQLAlchemyError

from receptionist.clock import utc_now
from receptionist.privacy.erasure import appointments_to_come, erase_old, erase_patient
from receptionist.privacy.keys import Key, KeyFile, KeyProblem
from receptionist.privacy.rotation import rotate
from receptionist.services import Services, build_services
from receptionist.settings import get_settings
from receptionist.storage.audit import acting
from receptionist.storage.roles import grant_application


class Refused(RuntimeError):
    """Nothing was done; says why."""


def new_key() -> int:
    def work(services: Services) -> None:
        key, ring = Key.new(), services.database.keys
        if isinstance(ring, KeyFile):
            ring.add(key)
            print(f"key {key.id} is the current one of {ring.path}; next: receptionist keys rotate")
        else:
            print("for PERSONAL_DATA_KEYS of every process: first at the end, then in front", file=sys.stderr)
            print(key)

    return _with_services(work)


def rotate_keys() -> int:
    def work(services: Services) -> None:
        for table, count in rotate(services.database).items():
            print(f"{table}: {count} rows stored anew")

    return _with_services(work)


def erase(phone: str, clinic_id: str | None, cancel: bool) -> int:
    def work(services: Services) -> None:
        number = _e164(phone)
        _check_clinic(services, clinic_id)
        to_come = appointments_to_come(services.database, number, clinic_id)
        if to_come and not cancel:
            raise Refused(f"{len(to_come)} appointments are still to come; with --cancel they are cancelled first")
        with acting("command:erase"):
            left = sum(not _cancelled(services, *one) for one in to_come)
        if left:
            raise Refused(f"{left} of {len(to_come)} appointments could not be cancelled yet; nothing was erased")
        print(erase_patient(services.database, number, clinic_id))

    return _with_services(work)


def retention(clinic_id: str | None) -> int:
    def work(services: Services) -> None:
        _check_clinic(services, clinic_id)
        for name in [clinic_id] if clinic_id else services.clinics.clinic_ids():
            if clinic := services.clinics.clinic(name):
                print(f"{clinic.id}: {erase_old(services.database, clinic, utc_now())}")

    return _with_services(work)


def migrate(application_role: str | None) -> int:
    def work(services: Services) -> None:
        if application_role:
            grant_application(services.database, application_role)
        print("the database is up to date")

    return _with_services(work)


def _with_services(work: Callable[[Services], None]) -> int:
    """On a migrated database. What goes wrong is told on stderr in one line, without data."""
    try:
        services = build_services(get_settings())
        try:
            services.database.migrate()
            work(services)
        finally:
            services.database.close()
    except (KeyProblem, Refused, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except SQLAlchemyError as problem:
        print(f"the database refuses ({type(problem).__name__})", file=sys.stderr)
        return 1
    return 0


def _e164(phone: str) -> str:
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        raise Refused("write the number with its country code: +1…") from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _check_clinic(services: Services, clinic_id: str | None) -> None:
    if clinic_id and services.clinics.clinic(clinic_id) is None:
        raise Refused(f'there is no clinic "{clinic_id}"')


def _cancelled(services: Services, clinic_id: str, appointment_id: int) -> bool:
    clinic = services.clinics.clinic(clinic_id)
    return clinic is not None and services.appointments.cancel(clinic, appointment_id, "") == "cancelled"
