"""The work behind `receptionist calendly`. Every function returns the exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from receptionist.calendars.calendly_account import EVENTS
from receptionist.calendars.calendly_signature import signing_key, webhook_url
from receptionist.calendars.linking import Match, match
from receptionist.calendars.port import CalendarError
from receptionist.calendars.reconciliation import Reconciliation, Report
from receptionist.clinics import Clinic
from receptionist.services import Services, build_services
from web.settings import WebSettings

MEANING = {
    "linked": "[green]linked[/green]",
    "proposed": "[yellow]proposed[/yellow]",
    "unclear": "[red]unclear: set it by hand[/red]",
    "none": "[red]no event type fits[/red]",
    "rota": "fits, but this doctor's calendar is the rota",
}


def link_event_types(clinic_id: str | None, apply: bool) -> int:
    return _with_clinic(clinic_id, lambda services, clinic: _link(services, clinic, apply))


def _link(services: Services, clinic: Clinic, apply: bool) -> int:
    out = Console()
    event_types = services.calendly.account(clinic).event_types()
    doctors = services.clinics.doctors(clinic.id)
    found = match(doctors, event_types)
    out.print(_table(clinic, found))
    out.print(f"{len(event_types)} event types, {sum(kind.active for kind in event_types)} of them active")
    proposed = {one.doctor.id: one.event_type for one in found if one.verdict == "proposed" and one.event_type}
    if apply and proposed:
        linked = [
            doctor.model_copy(update={"event_type": kind.uri, "slot_minutes": kind.minutes})
            if (kind := proposed.get(doctor.id))
            else doctor
            for doctor in doctors
        ]
        services.clinics.save_doctors(clinic.id, linked)
        out.print(f"{len(proposed)} doctors linked")
    elif proposed:
        out.print("nothing is written; --apply writes what is proposed")
    return int(any(one.verdict in ("unclear", "none") and one.doctor.calendar == "calendly" for one in found))


def subscribe_to_webhooks(clinic_id: str | None, url: str | None) -> int:
    settings = WebSettings()
    secret = settings.calendly_signing_key
    if not secret:
        print("CALENDLY_SIGNING_KEY is not set: any long random string, the same one for `web`", file=sys.stderr)
        return 2

    def subscribe(services: Services, clinic: Clinic) -> int:
        account, wanted = services.calendly.account(clinic), webhook_url(url or settings.own_url(), clinic.id)
        for one in account.subscriptions():
            if one.url == wanted:
                if not one.active:
                    print(
                        "warning: Calendly had disabled the subscription, because webhooks were not taken for a day;"
                        " run `receptionist calendly reconcile` now",
                        file=sys.stderr,
                    )
                account.unsubscribe(one.uri)
        made = account.subscribe(wanted, signing_key(secret, clinic.id))
        print(f"{', '.join(EVENTS)} are sent to {wanted} (subscription {made.rsplit('/', 1)[-1]})")
        return 0

    return _with_clinic(clinic_id, subscribe)


def reconcile_now(clinic_id: str | None, as_json: bool) -> int:
    settings = WebSettings()

    def reconcile(services: Services, clinic: Clinic) -> int:
        expected = settings.own_url() if settings.calendly_signing_key else None
        report = Reconciliation(services.database, services.calendly, services.clock, expected).run(clinic)
        report.write(settings.report_dir)
        if as_json:
            print(json.dumps(report.as_json(), indent=2))
        else:
            _show(report)
        return 1 if report.left else 0

    return _with_clinic(clinic_id, reconcile)


def _with_clinic(clinic_id: str | None, work: Callable[[Services, Clinic], int]) -> int:
    services = build_services(WebSettings())
    try:
        services.database.migrate()
        ids = services.clinics.clinic_ids()
        if clinic_id is None and len(ids) != 1:
            print(f"there are {len(ids)} clinics; name one with --clinic", file=sys.stderr)
            return 2
        clinic = services.clinics.clinic(clinic_id or ids[0])
        if clinic is None:
            print(f'there is no clinic "{clinic_id}"', file=sys.stderr)
            return 2
        return work(services, clinic)
    except CalendarError as error:
        print(f"Calendly: {error}", file=sys.stderr)
        return 1
    finally:
        services.calendly.close()
        services.database.close()


def _table(clinic: Clinic, found: list[Match]) -> Table:
    table = Table("doctor", "event type", "minutes", "likeness", "", title=clinic.name)
    for one in found:
        kind = one.event_type
        if kind is None:
            table.add_row(one.doctor.name, "", "", "", MEANING[one.verdict])
            continue
        also = f" (also: {', '.join(other.name for other in one.others)})" if one.others else ""
        now = f" (now {one.doctor.slot_minutes})" if kind.minutes != one.doctor.slot_minutes else ""
        table.add_row(
            one.doctor.name, kind.name + also, f"{kind.minutes}{now}", f"{one.score:.0f}", MEANING[one.verdict]
        )
    return table


def _show(report: Report) -> None:
    title = f"{report.clinic}: {report.appointments} appointments to come, {report.events} events at Calendly"
    table = Table("", "what", "how many", "which", title=title)
    for kind, listed in (("repaired", report.repaired), ("left", report.left)):
        for what, names in listed.items():
            table.add_row(kind, what, str(len(names)), ", ".join(names))
    Console().print(table)
