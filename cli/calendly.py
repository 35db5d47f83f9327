"""`receptionist calendly`: a clinic's account at Calendly."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="A clinic's account at Calendly: event types, webhooks, reconciliation.")

OneClinic = Annotated[str | None, typer.Option("--clinic", metavar="ID", help="Default: the only one.")]


@app.command()
def link(
    clinic: OneClinic = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write what is proposed.")] = False,
) -> None:
    """Lists the account's event types and matches them with the doctors by name; exit 1 when one is left over."""
    from cli.calendly_account import link_event_types

    raise typer.Exit(link_event_types(clinic, apply))


@app.command()
def subscribe(
    clinic: OneClinic = None,
    url: Annotated[str | None, typer.Option(help="Where Calendly reaches web; default: WEB_PUBLIC_URL.")] = None,
) -> None:
    """Has Calendly tell us of what is booked, moved and cancelled there."""
    from cli.calendly_account import subscribe_to_webhooks

    raise typer.Exit(subscribe_to_webhooks(clinic, url))


@app.command()
def reconcile(
    clinic: OneClinic = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON on stdout.")] = False,
) -> None:
    """Compares the appointments to come with Calendly's events, repairs what is safe and lists the rest (exit 1)."""
    from cli.calendly_account import reconcile_now

    raise typer.Exit(reconcile_now(clinic, as_json))
