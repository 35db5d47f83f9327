"""`receptionist rota`: shows what is read in a rota, and stores it."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.rota.differences import Plan, plan
from knowledge.rota.limits import read_rota_safely
from knowledge.rota.model import UnreadableRota
from receptionist.storage.clinics import Clinics


def show_rota(path: Path, store: bool = False, clinic: str | None = None) -> int:
    """Prints the rota as JSON on stdout; with --store also the difference from before, under "difference", and for
    people on stderr. Returns the exit code."""
    try:
        rota = read_rota_safely(Path(path), date.today())
        if store:
            rota["difference"] = _store(rota, clinic)
    except UnreadableRota as error:
        name = re.sub(r"[^\x20-\x7e\u00a1-\ud7ff]", "?", Path(path).name)[:120]
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(rota, ensure_ascii=True, indent=2))
    return 0


def _store(rota: dict[str, Any], clinic_id: str | None) -> dict[str, Any]:
    """All or nothing. Raises UnreadableRota when there is nothing to store or it is not clear for whom."""
    from sqlalchemy.exc import SQLAlchemyError

    from receptionist.settings import get_settings
    from receptionist.storage.database import Database
    from receptionist.storage.first_clinic import write_first_clinic

    if not any(doctor["availability"] for doctor in rota["doctors"]):
        raise UnreadableRota("no doctor's hours were found in it; nothing was stored")
    settings = get_settings()
    database = Database(settings.database_url)
    try:
        database.migrate()
        clinics = Clinics(database)
        write_first_clinic(clinics, settings.clinic_file, settings.calendly_base_url)
        clinic_id = clinic_id or _only_clinic(clinics.clinic_ids(), settings.clinic_file)
        if clinics.clinic(clinic_id) is None:
            raise UnreadableRota(f'there is no clinic "{clinic_id}"; nothing was stored')
        planned = store_rota(rota, clinics, clinic_id)
    except SQLAlchemyError as error:
        raise UnreadableRota(
            f"the database does not answer ({type(error).__name__}); nothing was stored, try again"
        ) from error
    finally:
        database.close()
    for line in [*rota["warnings"], *planned.lines()]:
        print(line, file=sys.stderr)
    return planned.as_json()


def store_rota(rota: dict[str, Any], clinics: Clinics, clinic_id: str) -> Plan:
    """All or nothing; returns the difference from before. Raises UnreadableRota where a name fits several doctors."""
    planned = plan(rota, clinics.doctors(clinic_id), clinic_id)
    if planned.unclear:
        raise UnreadableRota(f"{'; '.join(planned.unclear)}: write the full name; nothing was stored")
    clinics.save_doctors(clinic_id, planned.doctors)
    return planned


def _only_clinic(ids: list[str], clinic_file: Path) -> str:
    """The default clinic: the only one, or the one of the clinic file."""
    from receptionist.clinics import load_clinic_file

    if len(ids) == 1:
        return ids[0]
    default = load_clinic_file(clinic_file).clinic.id if clinic_file.exists() else None
    if default in ids:
        return default
    raise UnreadableRota("there are several clinics; name one with --clinic; nothing was stored")
