"""`receptionist run`: the stack in the foreground, with the clinic of knowledge/clinic.yml."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from dotenv import dotenv_values

from cli.environments import ROOT
from cli.training import ensure_model
from knowledge.rota.limits import read_rota_safely
from knowledge.rota.storing import opening_of, store_rota
from receptionist.clock import utc_now
from receptionist.stack import Ports, Stack, StackError
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.rotas import Rotas
from simulators.calls.clinic_builder import ClinicBuilder, default_block

ROTAS = ROOT / "knowledge" / "rotas"
CLINIC_FILE = ROOT / "knowledge" / "clinic.yml"
RUNNING = ROOT / "var" / "running-stack.json"
PORTS = Ports(assistant=5005, actions=5055, web=5056, calendly=8090)


@dataclass(frozen=True)
class RunningStack:
    """What `receptionist call` needs to know of a stack that somebody else has started."""

    pid: int
    assistant_url: str
    auth_token: str
    dialled: str
    clinic: str

    def announce(self) -> None:
        RUNNING.parent.mkdir(parents=True, exist_ok=True)
        RUNNING.touch(mode=0o600)
        RUNNING.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @staticmethod
    def find() -> RunningStack | None:
        try:
            found = RunningStack(**json.loads(RUNNING.read_text(encoding="utf-8")))
            os.kill(found.pid, 0)
        except (OSError, ValueError, TypeError):
            return None
        return found


def run_stack() -> int:
    signal.signal(signal.SIGTERM, interrupted)
    ensure_model()
    stack = own_stack(ROOT / "var", PORTS)
    try:
        with stack:
            running = announced(stack)
            print(f"{running.clinic} answers {running.dialled}: bin/receptionist call", flush=True)
            print(f"voice webhook: {stack.voice_url}\nlogs: {stack.log_folder}\nCtrl-C ends it", flush=True)
            stay(stack)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        RUNNING.unlink(missing_ok=True)
    return 0


def own_stack(folder: Path, ports: Ports | None = None) -> Stack:
    """Real time, real settings from the environment and `.env`; what is not set there is simulated. Calendly is only
    beside a database of our own: the simulator gives every doctor there an event type.

    The offline voice gets captions, so that a typed call can show what it says.
    """
    settings = {key: value for key, value in {**dotenv_values(ROOT / ".env"), **os.environ}.items() if value}
    if "ELEVENLABS_API_KEY" not in settings:
        settings.setdefault("VOICE", "simulators.sound.voice:CaptionedVoice")
    return Stack(
        folder,
        ports=ports or Ports(),
        environment=settings,
        simulated_calendly=not {"CALENDLY_TOKEN", "DATABASE_URL"} & set(settings),
        database_url=settings.get("DATABASE_URL", ""),
        auth_token=settings.get("TWILIO_AUTH_TOKEN", ""),
        prepare=open_clinics,
        say=lambda text: print(text, file=sys.stderr),
    )


def announced(stack: Stack, announce: bool = True) -> RunningStack:
    """The stack as its callers see it; `announce` lets `receptionist call` find it."""
    block = default_block(CLINIC_FILE)
    running = RunningStack(os.getpid(), stack.assistant_url, stack.auth_token, str(block["number"]), str(block["name"]))
    if announce:
        running.announce()
    return running


def stay(stack: Stack) -> None:
    """Until Ctrl-C, or until a process dies."""
    while True:
        time.sleep(1)
        stack.check()


def open_clinics(stack: Stack) -> None:
    """An empty database gets the clinic of the clinic file; every clinic gets its calendar at the simulator."""
    if not stack.simulated_calendly:
        return
    database = Database(stack.database_url)
    clinics = Clinics(database)
    builder = ClinicBuilder(database, stack.calendly_url, stack.clocks, CLINIC_FILE)
    if clinics.is_empty():
        built = builder.settle(default_block(CLINIC_FILE), None, None)
        for rota in sorted(ROTAS.glob("*.pdf")):
            read = read_rota_safely(rota, date.today(), opening=opening_of(built.clinic))
            store_rota(read, Rotas(database), built.clinic.id, rota.name, utc_now())
    else:
        for clinic_id in clinics.clinic_ids():
            builder.reopen(clinic_id)
    database.close()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt
