"""`receptionist inbox`: what callers said and was not understood, to be labelled (docs/training.md)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from cli.assistant_side import ERRORS, AssistantFailed, alike, answers, working
from cli.examples import OUT, add_examples
from nlu.example_files import examples, intents_of_domain, plain
from receptionist.privacy.keys import KeyProblem
from receptionist.settings import get_settings
from receptionist.storage.database import Database
from receptionist.storage.inbox import Heard, Inbox

app = typer.Typer(help="What callers said and was not understood.", invoke_without_command=True)

ALIKE = 0.7
Ids = Annotated[str, typer.Argument(metavar="ID", help="As in the list; several with commas: 4,7,9.")]


@app.callback()
def main(
    context: typer.Context,
    clinic: Annotated[str | None, typer.Option(help="Only what was said at this clinic.")] = None,
) -> None:
    """Lists it, alike utterances together, with what the present model answers."""
    if context.invoked_subcommand is None:
        raise typer.Exit(_with_inbox(lambda inbox: show(inbox, clinic)))


@app.command()
def label(
    ids: Annotated[str | None, typer.Argument(metavar="ID", help="Several with commas: 4,7,9.")] = None,
    intent: Annotated[str | None, typer.Argument(help="What the caller wanted.")] = None,
    text: Annotated[str | None, typer.Option("--as", metavar="TEXT", help="Put right what was misheard.")] = None,
) -> None:
    """Adds an utterance to the examples of an intent and takes it out of the inbox; asks one by one without an ID."""

    def work(inbox: Inbox) -> int:
        if ids is None:
            return go_through(inbox)
        name = intent or _asked("intent? ")
        return label_utterances(inbox, _numbers(ids), name, text) if name else 1

    raise typer.Exit(_with_inbox(work))


@app.command()
def drop(ids: Ids) -> None:
    """Takes an utterance out of the inbox."""
    raise typer.Exit(_with_inbox(lambda inbox: drop_utterances(inbox, _numbers(ids))))


def show(inbox: Inbox, clinic: str | None) -> int:
    heard = inbox.heard(clinic)
    if not heard:
        OUT.print("nothing that was not understood is waiting")
        return 0
    with working("grouping, and asking the present model"):
        groups = grouped(heard)
        answered = _answers(heard)
    table = Table("id", "said", "asked for", "the present model", box=None, pad_edge=False)
    for group in groups:
        for each in group:
            table.add_row(str(each.id), escape(each.text), each.expecting or "", answered[each.id])
        table.add_section()
    OUT.print(table)
    OUT.print(f"{len(heard)} utterances in {len(groups)} groups; receptionist inbox label ID INTENT, or drop ID")
    return 0


def grouped(heard: Sequence[Heard], alike: Callable[[Sequence[str], float], Any] = alike) -> list[list[Heard]]:
    """Each utterance with those that are like it, or like one that is like it; the largest group first."""
    group = list(range(len(heard)))

    def root(place: int) -> int:
        while group[place] != place:
            place = group[place]
        return place

    for first, second, _ in alike([each.text for each in heard], ALIKE):
        group[root(second)] = root(first)
    found: dict[int, list[Heard]] = {}
    for place, each in enumerate(heard):
        found.setdefault(root(place), []).append(each)
    return sorted(found.values(), key=len, reverse=True)


def _answers(heard: Sequence[Heard]) -> dict[int, str]:
    answered = answers([{"text": each.text, "expecting": each.expecting} for each in heard])
    if answered is None:
        return {each.id: "no model yet" for each in heard}
    return {
        each.id: f"{str(answer['intent']).replace('nlu_fallback', 'not understood')} ({answer['confidence']:.2f})"
        for each, answer in zip(heard, answered, strict=True)
    }


def label_utterances(
    inbox: Inbox, ids: Sequence[int], intent: str, text: str | None = None, ask_model: bool = True
) -> int:
    """All of them or none; one that is among the examples already is only taken out of the inbox."""
    heard = _those(inbox, ids)
    if heard is None:
        return 1
    known = {plain(each.text) for each in examples() if each.intent == intent}
    wordings = {plain(said): said for said in ([text] if text else [each.text for each in heard])}
    new = [said for key, said in wordings.items() if key not in known]
    if new and (code := add_examples(intent, new, ask_model)):
        return code
    if not new:
        OUT.print(f"{intent} has {'it' if len(heard) == 1 else 'them'} already")
    inbox.drop(ids)
    return 0


def drop_utterances(inbox: Inbox, ids: Sequence[int]) -> int:
    if _those(inbox, ids) is None:
        return 1
    OUT.print(f"{inbox.drop(ids)} taken out")
    return 0


def go_through(inbox: Inbox) -> int:
    """One group after the other, in a terminal."""
    if not sys.stdin.isatty():
        ERRORS.print("[red]name one:[/] receptionist inbox label ID INTENT")
        return 1
    heard = inbox.heard()
    if not heard:
        return show(inbox, None)
    with working("grouping, and asking the present model"):
        groups, answered = grouped(heard), _answers(heard)
    OUT.print(f"intents: {', '.join(intents_of_domain())}")
    for group in groups:
        for each in group:
            OUT.print(f"\n[bold]{escape(each.text)}[/]  {each.expecting or ''}  {answered[each.id]}")
            said = _asked("intent, d to drop it, Enter for the next, q to end: ")
            if said == "q":
                return 0
            if said == "d":
                drop_utterances(inbox, [each.id])
            elif said:
                label_utterances(inbox, [each.id], said, ask_model=False)
    return 0


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        ERRORS.print("[red]name the intent:[/] receptionist inbox label ID INTENT")
        return ""
    try:
        return input(question).strip()
    except EOFError:
        return "q"


def _those(inbox: Inbox, ids: Sequence[int]) -> list[Heard] | None:
    heard = {each.id: each for each in inbox.heard()}
    missing = [str(each) for each in ids if each not in heard]
    if missing or not ids:
        ERRORS.print(f"[red]not in the inbox:[/] {', '.join(missing) or 'nothing named'}; nothing was changed")
        return None
    return [heard[each] for each in dict.fromkeys(ids)]


def _numbers(ids: str) -> list[int]:
    return [int(each) if each.strip().isdigit() else -1 for each in ids.split(",") if each.strip()]


def _with_inbox(work: Callable[[Inbox], int]) -> int:
    """Exit code; what goes wrong is told on stderr in one line."""
    try:
        database = Database(get_settings().database_url)
        try:
            database.migrate()
            return work(Inbox(database))
        finally:
            database.close()
    except (KeyProblem, AssistantFailed, ValueError) as problem:
        ERRORS.print(escape(str(problem)))
    except SQLAlchemyError as problem:
        ERRORS.print(f"the database refuses ({type(problem).__name__})")
    return 1
