"""`receptionist examples`: the utterances that the model learns from (docs/training.md)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.assistant_side import ERRORS, AssistantFailed, alike, answers, working
from cli.example_checks import FEWEST, problems, refusal, warnings
from nlu.example_files import EXAMPLES, BadFile, add_utterance, examples, held_out, intents_of_domain, plain

app = typer.Typer(no_args_is_help=True, help="The utterances that the model learns from.")
OUT = Console(highlight=False)


@app.command()
def add(
    intent: Annotated[str, typer.Argument(help="What the caller wants; `receptionist examples list` names them.")],
    utterances: Annotated[list[str], typer.Argument(metavar="UTTERANCE…", help="What the caller says.")],
) -> None:
    """Adds utterances to an intent, all of them or none; says what the present model would have answered."""
    raise typer.Exit(add_examples(intent, utterances))


@app.command()
def check() -> None:
    """Duplicates, contradictions, near-duplicates, missing files; exit 1 when something must be put right."""
    raise typer.Exit(check_examples())


@app.command("list")
def list_(intent: Annotated[str | None, typer.Argument(help="Show the utterances of this one.")] = None) -> None:
    """The intents with the number of their utterances, or the utterances of one."""
    raise typer.Exit(list_examples(intent))


def add_examples(intent: str, utterances: list[str], ask_model: bool = True) -> int:
    """Exit code. The answer of the model is information: without a model, or when it fails, the utterances stay."""
    texts = [" ".join(text.split()) for text in utterances]
    try:
        known, intents, tested = examples(), intents_of_domain(), held_out()
        for place, text in enumerate(texts):
            reason = refusal(intent, text, known, intents, tested)
            if not reason and plain(text) in map(plain, texts[:place]):
                reason = f"“{text}” is given twice"
            if reason:
                ERRORS.print(f"[red]not added:[/] {escape(reason)}")
                return 1
        file = next((each.file for each in known if each.intent == intent), EXAMPLES / f"{intent}.yml")
        if not file.exists():
            raise BadFile(f"{intent} has no file yet: copy another one to {file.name} and write its first examples")
        for text in texts:
            add_utterance(file, intent, text)
    except (BadFile, OSError) as error:
        ERRORS.print(f"[red]not added:[/] {escape(str(error))}")
        return 1
    count = sum(each.intent == intent for each in known) + len(texts)
    OUT.print(f"added to {file.name}, which has {count} examples now")
    for text in texts:
        for warning in warnings(intent, text, known):
            ERRORS.print(f"[yellow]look again:[/] “{escape(text)}”: {escape(warning)}")
    return _compare(intent, texts) if ask_model else 0


def _compare(intent: str, texts: list[str]) -> int:
    try:
        with working("asking the present model"):
            answered = answers([{"text": text} for text in texts])
    except AssistantFailed as error:
        ERRORS.print(f"the present model could not be asked: {escape(str(error))}")
        return 0
    if answered is None:
        ERRORS.print("there is no model yet: receptionist train")
        return 0
    for text, answer in zip(texts, answered, strict=True):
        name, sure = str(answer["intent"]), f"{answer['confidence']:.2f}"
        agrees = name == intent
        OUT.print(
            f"“{escape(text)}”: the present model answers [{'green' if agrees else 'yellow'}]{name}[/] ({sure})"
            + ("" if agrees else f"; receptionist train teaches it {intent}")
        )
    return 0


def check_examples() -> int:
    try:
        known, intents, tested = examples(), intents_of_domain(), held_out()
        with working("comparing all utterances"):
            found = problems(known, intents, tested, alike)
    except (BadFile, AssistantFailed) as error:
        ERRORS.print(f"[red]cannot be checked:[/] {escape(str(error))}")
        return 1
    errors = sum(problem.error for problem in found)
    if found:
        table = Table("", "what", "where", box=None, pad_edge=False)
        for problem in found:
            mark = "[red]error[/]" if problem.error else "[yellow]look[/]"
            table.add_row(mark, problem.kind, escape(problem.sentence))
        OUT.print(table)
    OUT.print(
        f"{len(known)} utterances of {len({each.intent for each in known})} intents: "
        f"{errors} to put right, {len(found) - errors} to have a look at"
    )
    return 1 if errors else 0


def list_examples(intent: str | None) -> int:
    try:
        known, intents = examples(), intents_of_domain()
    except BadFile as error:
        ERRORS.print(f"[red]cannot be read:[/] {escape(str(error))}")
        return 1
    counts = Counter(each.intent for each in known)
    if intent is None:
        table = Table("intent", "utterances", "file", box=None, pad_edge=False)
        files = {each.intent: each.file.name for each in known}
        for name in dict.fromkeys([*intents, *counts]):
            note = "" if counts[name] >= FEWEST else " (few)"
            table.add_row(name, f"{counts[name]}{note}", files.get(name, "none yet"))
        OUT.print(table)
        return 0
    if intent not in counts:
        ERRORS.print(f"[red]no utterances:[/] {escape(refusal(intent, '', known, intents, {}))}")
        return 1
    for each in known:
        if each.intent == intent:
            print(each.text)
    return 0
