"""`receptionist rota`: shows what is read in a rota, stores it, and goes back to what was stored before."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.rota.hours import Opening
from knowledge.rota.limits import LONGEST_NAME, check_file, plain_name, read_rota_safely
from knowledge.rota.model import UnreadableRota
from knowledge.rota.pictures import write_pictures
from knowledge.rota.storing import misfit_lines, misfits_json, opening_of, store_rota
from receptionist.clock import utc_now
from receptionist.storage.clinics import Clinics
from receptionist.storage.rotas import Rotas


def show_rota(path: Path, store: bool = False, clinic: str | None = None, show: Path | None = None) -> int:
    """Prints the rota as JSON on stdout; with `store` also the difference from before, under "difference", and for
    people on stderr; with `show` writes the pages with every entry marked. Returns the exit code."""
    path = Path(path)
    try:
        rota = _stored(path, clinic, show) if store else _read(path, show, None)
    except UnreadableRota as error:
        return _fail(f"{plain_name(path)}: {error}")
    print(json.dumps(rota, ensure_ascii=True, indent=2))
    return 0


def _read(path: Path, show: Path | None, opening: Opening | None) -> dict[str, Any]:
    rota = read_rota_safely(path, date.today(), opening=opening)
    if show:
        write_pictures(path, date.today(), show, opening)
    return rota


def _stored(path: Path, clinic: str | None, show: Path | None) -> dict[str, Any]:
    """Bare hours ("9-1") are read by the clinic's opening hours."""
    check_file(path)
    with _rotas(clinic) as (rotas, clinic_id):
        of_clinic = Clinics(rotas.database).clinic(clinic_id)
        rota = _read(path, show, opening_of(of_clinic) if of_clinic else None)
        stored = store_rota(rota, rotas, clinic_id, plain_name(path), utc_now())
    rota["difference"] = stored.as_json()
    _tell(*rota["warnings"], *stored.lines())
    return rota


def list_versions(clinic: str | None) -> int:
    """A line per version of the doctors' times on stdout; files of the bucket that were refused on stderr."""
    try:
        with _rotas(clinic) as (rotas, clinic_id):
            versions, refused = rotas.versions(clinic_id), rotas.refused(clinic_id)
    except UnreadableRota as error:
        return _fail(str(error))
    for version in versions:
        shifts = sum(len(doctor.availability) for doctor in version.doctors)
        print(
            f"{version.number:>4}  {version.created_at:%Y-%m-%d %H:%M} UTC  {len(version.doctors)} doctors, "
            f"{shifts} times  {version.source}"
        )
    _tell(*(f"not stored: {plain_name(Path(key))}: {reason}" for key, reason in refused.items()))
    if not versions:
        _tell("no rota was stored yet")
    return 0


def roll_back(number: int, clinic: str | None) -> int:
    """Gives the doctors the times of that version again; appointments that no longer fit on stdout as JSON."""
    try:
        with _rotas(clinic) as (rotas, clinic_id):
            misfits = rotas.roll_back(clinic_id, number, utc_now())
    except LookupError as error:
        return _fail(f"{error.args[0]}; receptionist rota --versions lists them; nothing was changed")
    except UnreadableRota as error:
        return _fail(str(error))
    print(json.dumps({"version": number, "appointments": misfits_json(misfits)}, indent=2))
    _tell(*misfit_lines(misfits))
    return 0


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _fail(line: str) -> int:
    _tell(line)
    return 1


@contextmanager
def _rotas(clinic_id: str | None) -> Iterator[tuple[Rotas, str]]:
    """The storage and the clinic's id. Raises UnreadableRota when the database does not answer or the clinic is not
    clear; what was begun is undone."""
    from sqlalchemy.exc import SQLAlchemyError

    from receptionist.settings import get_settings
    from receptionist.storage.database import Database
    from receptionist.storage.first_clinic import write_first_clinic

    settings = get_settings()
    database = Database(settings.database_url)
    try:
        database.migrate()
        clinics = Clinics(database)
        write_first_clinic(clinics, settings.clinic_file, settings.calendly_base_url)
        clinic_id = clinic_id or _only_clinic(clinics.clinic_ids(), settings.clinic_file)
        if clinics.clinic(clinic_id) is None:
            raise UnreadableRota(f'there is no clinic "{clinic_id[:LONGEST_NAME]}"; nothing was stored')
        yield Rotas(database), clinic_id
    except SQLAlchemyError as error:
        raise UnreadableRota(
            f"the database does not answer ({type(error).__name__}); nothing was stored, try again"
        ) from error
    finally:
        database.close()


def _only_clinic(ids: list[str], clinic_file: Path) -> str:
    """The default clinic: the only one, or the one of the clinic file."""
    from receptionist.clinics import load_clinic_file

    if len(ids) == 1:
        return ids[0]
    default = load_clinic_file(clinic_file).clinic.id if clinic_file.exists() else None
    if default in ids:
        return default
    raise UnreadableRota("there are several clinics; name one with --clinic; nothing was stored")
