"""What `receptionist` can do. Every command is a few lines; the work is elsewhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from cli import calendly, examples, inbox
from cli.default_command import RunByDefault
from cli.environments import ASSISTANT, ROOT, assistant_environment

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The clinic's receptionist: calls, understanding, rotas, and the processes behind them.",
)
app.add_typer(calendly.app, name="calendly")
app.add_typer(examples.app, name="examples")
app.add_typer(inbox.app, name="inbox")

keys = typer.Typer(no_args_is_help=True, help="The keys of personal data (docs/personal-data.md).")
app.add_typer(keys, name="keys")


_PRODUCTION = "On PostgreSQL and Redis, with two workers of the assistant."


calls = typer.Typer(cls=RunByDefault, help="Test calls: run them, watch them, add one.")
app.add_typer(calls, name="calls")


@calls.command(
    "run",
    epilog="receptionist calls new FILE records a call that you type or speak, and adds it to the file.",
)
def run_calls(
    paths: Annotated[list[Path], typer.Argument(help="Call files, or folders with call files.", exists=True)],
    audio: Annotated[bool, typer.Option("--audio", help="Speak every line over a telephone and recognise it.")] = False,
    noise: Annotated[float | None, typer.Option(metavar="DB", help="Signal to noise ratio under --audio.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per call on stdout.")] = False,
    kind: Annotated[list[str] | None, typer.Option(help="Only calls of this kind.")] = None,
    call_id: Annotated[list[str] | None, typer.Option("--id", help="Only the call with this id.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what was said in every call.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Run them again whenever something changes.")] = False,
    report: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write a page about them.")] = None,
    prove: Annotated[bool, typer.Option("--prove", help="Show that each of them can fail.")] = False,
    required: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of calls that must pass; all by default.")
    ] = 1.0,
    production: Annotated[bool, typer.Option("--production", help=_PRODUCTION)] = False,
) -> None:
    """Runs call files on a stack of their own; exit 1 if any call failed. What a failed one said is shown, with what
    was expected beside the turn where it went wrong."""
    from cli import calls as running
    from simulators.servers.all_servers import PRODUCTION

    if noise is not None and not audio:
        raise typer.BadParameter("--noise goes with --audio")
    choice = running.Choice(paths, frozenset(kind or ()), frozenset(call_id or ()))
    how = running.How(audio, noise, as_json, verbose, required, PRODUCTION if production else frozenset(), report)
    if prove:
        raise typer.Exit(running.prove(choice))
    if watch:
        from cli.calls_watch import watch_calls

        raise typer.Exit(watch_calls(choice, how))
    raise typer.Exit(running.run_calls(choice, how))


@calls.command("new")
def new_call(
    file: Annotated[Path, typer.Argument(help="The call file; a new one gets the clinic of knowledge/clinic.yml.")],
    call_id: Annotated[str | None, typer.Option("--id", help="What the call is called.")] = None,
    kind: Annotated[str | None, typer.Option(help="Its kind; default: that of the file's last call.")] = None,
    number: Annotated[str, typer.Option("--from", help="The number that you call from.")] = "+12025550123",
    text: Annotated[bool, typer.Option("--text", help="Typed instead of spoken.")] = False,
    turns: Annotated[bool, typer.Option("--turns", help="Write exact turns instead of answers by question.")] = False,
) -> None:
    """Records a call that you type or speak, and adds it to a call file with what was true afterwards as `expect`."""
    from cli.calls_new import new_call as record

    raise typer.Exit(record(file, call_id, kind, number, text, turns))


@app.command()
def simulate(
    count: Annotated[int, typer.Argument(help="How many seeds.", min=1)] = 100,
    seed: Annotated[int, typer.Option(help="The first seed; the others follow it.")] = 1,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every call, not only broken ones.")] = False,
) -> None:
    """Seeded callers with goals and habits call; what must hold after every call is checked. Exit 1 if it did not."""
    from cli.simulate import simulate_callers

    raise typer.Exit(simulate_callers(count, seed, verbose))


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def parse(context: typer.Context) -> None:
    """What is understood of one utterance, or of many (--jsonl): receptionist parse "text" [--now …] [--expecting …]"""
    from cli.training import ensure_model

    ensure_model()
    os.environ.update(assistant_environment(), RECEPTIONIST_ROOT=str(ROOT))
    os.execv(ASSISTANT, [ASSISTANT, "-P", "-m", "nlu.parse", *context.args])


@app.command()
def rota(
    file: Annotated[Path | None, typer.Argument(help="A rota as PDF.")] = None,
    store: Annotated[bool, typer.Option("--store", help="Store it and print the difference from before.")] = False,
    show: Annotated[
        Path | None, typer.Option(metavar="OUT.png|OUT.html", help="Write its pages with all that was read marked.")
    ] = None,
    versions: Annotated[bool, typer.Option("--versions", help="List what was stored so far.")] = False,
    rollback: Annotated[
        int | None, typer.Option(metavar="N", help="Give the doctors the times of version N again.")
    ] = None,
    clinic: Annotated[str | None, typer.Option(help="The clinic it belongs to; default: the only one.")] = None,
) -> None:
    """Extracts a rota: JSON with the doctors and their times on stdout."""
    from cli.rota import list_versions, roll_back, show_rota

    if versions:
        raise typer.Exit(list_versions(clinic))
    if rollback is not None:
        raise typer.Exit(roll_back(rollback, clinic))
    if file is None:
        raise typer.BadParameter("name a PDF file, or give --versions or --rollback N")
    raise typer.Exit(show_rota(file, store, clinic, show))


@app.command()
def call(
    text: Annotated[bool, typer.Option("--text", help="Typed instead of spoken.")] = False,
    record: Annotated[Path | None, typer.Option(metavar="FILE.wav", help="Write both sides to a file.")] = None,
    number: Annotated[str, typer.Option("--from", help="The number that you call from.")] = "+12025550123",
) -> None:
    """A call in the terminal, to the running stack (`make run`), or to one started for it."""
    from cli.call import call_in_terminal

    raise typer.Exit(call_in_terminal(text, record, number))


@app.command()
def demo(production: Annotated[bool, typer.Option("--production", help=_PRODUCTION)] = False) -> None:
    """One spoken call from start to end; in a terminal the stack stays up afterwards."""
    from cli.demo import show_demo

    raise typer.Exit(show_demo(production))


@app.command()
def run() -> None:
    """The stack in the foreground, until Ctrl-C."""
    from cli.run import run_stack

    raise typer.Exit(run_stack())


@app.command()
def train() -> None:
    """Trains the model when its examples, stories, components or domain have changed."""
    from cli.training import ensure_model

    typer.echo("trained" if ensure_model() else "the model is up to date", err=True)


@app.command()
def evaluate(
    accept: Annotated[bool, typer.Option("--accept", help="Later reports are compared with this one.")] = False,
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="The page.")] = ROOT / "var" / "evaluation.html",
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON on stdout.")] = False,
) -> None:
    """How well callers are understood; exit 1 when that is worse than in the report accepted last."""
    from cli.evaluate import evaluate

    raise typer.Exit(evaluate(out, as_json, accept))


@app.command()
def stories() -> None:
    """Rasa's test stories (tests/stories) against the trained model."""
    from cli.training import MODEL, ensure_model

    ensure_model()
    command = [ASSISTANT, "-m", "rasa", "test", "core", "--model", f"models/{MODEL}.tar.gz"]
    command += ["--stories", "tests/stories", "--out", "var/results", "--fail-on-prediction-errors"]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, env=assistant_environment()).returncode)


@keys.command("new")
def new_key() -> None:
    """A new key: the current one of the key file from now on, or a line for PERSONAL_DATA_KEYS."""
    from cli import personal_data

    raise typer.Exit(personal_data.new_key())


@keys.command("rotate")
def rotate_keys() -> None:
    """Stores everything under the current key, in batches; the other keys are not needed any more afterwards."""
    from cli import personal_data

    raise typer.Exit(personal_data.rotate_keys())


@app.command()
def erase(
    phone: Annotated[str, typer.Option(help="The patient's or the contact's number, with country code.")],
    clinic: Annotated[str | None, typer.Option(help="At this clinic; default: at all of them.")] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel appointments that are still to come.")] = False,
) -> None:
    """Erases a patient's personal data: appointments and messages."""
    from cli import personal_data

    raise typer.Exit(personal_data.erase(phone, clinic, cancel))


@app.command()
def retention(
    clinic: Annotated[str | None, typer.Option(help="Only this clinic; default: each by its own rule.")] = None,
) -> None:
    """Erases personal data that is older than the clinics keep it; meant for every night."""
    from cli import personal_data

    raise typer.Exit(personal_data.retention(clinic))


@app.command()
def migrate(
    application_role: Annotated[str | None, typer.Option(help="PostgreSQL: grant this role what it needs.")] = None,
) -> None:
    """Brings the database up to date; for the role that owns it."""
    from cli import personal_data

    raise typer.Exit(personal_data.migrate(application_role))
