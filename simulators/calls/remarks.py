"""Where in its transcript a failed call went wrong, and what was expected there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulators.calls.call_file import EXPECTING, Call, ExpectedAppointment
from simulators.calls.result import CallResult
from simulators.calls.wording import is_said
from simulators.phone.call import CallRecord, Entry


@dataclass(frozen=True)
class Line:
    """One entry of a transcript with what there is to say about it; `entry` None is the end of the call."""

    entry: Entry | None
    remarks: Sequence[str] = ()


def annotated(result: CallResult) -> Iterator[tuple[CallRecord, list[Line]]]:
    """The transcript of every telephone call of the result, each remark at the turn that it is about. What is about no
    turn in particular stands at the end of the first of them."""
    call = result.planned.call
    for at, record in enumerate(result.records):
        remarks: dict[int, list[str]] = {}
        for reason in result.verdict.reasons if at == 0 else ():
            remarks.setdefault(_turn_of(reason, call, result.records), []).append(reason)
        for index, remark in _unanswered(call, record):
            remarks.setdefault(index, []).append(remark)
        if at == 0 and any(reason.startswith("appointments:") for reason in result.verdict.reasons):
            for index, remark in _read_back_wrongly(call.expect.appointments, record):
                remarks.setdefault(index, []).append(remark)
        lines = [Line(entry, remarks.get(index, [])) for index, entry in enumerate(record.transcript)]
        yield record, [*lines, Line(None, remarks.get(len(record.transcript), []))]


def _turn_of(reason: str, call: Call, records: Sequence[CallRecord]) -> int:
    """The index of the entry of the first record that a reason is about; its end when it is about the whole call."""
    record = records[0]
    expect = call.expect
    end = len(record.transcript)
    if reason.startswith("never_says:"):
        forbidden = [phrase for phrase in expect.never_says if repr(phrase) in reason]
        return next(
            (
                index
                for index, entry in enumerate(record.transcript)
                if entry.who == "agent" and any(is_said(phrase, entry.text) for phrase in forbidden)
            ),
            end,
        )
    if reason.startswith("max_turns:") and expect.max_turns is not None:
        spoken = [index for index, entry in enumerate(record.transcript) if entry.who == "agent"]
        return spoken[expect.max_turns] if len(spoken) > expect.max_turns else end
    return end


def _unanswered(call: Call, record: CallRecord) -> Iterator[tuple[int, str]]:
    """Questions that the file has no answer for, where the caller was therefore silent."""
    if call.turns is not None:
        return
    asked: Entry | None = None
    told: set[str] = set()
    for index, entry in enumerate(record.transcript):
        if entry.who == "agent":
            asked = entry
        elif entry.who == "caller" and entry.text == "[silence]" and asked is not None:
            expecting = asked.expecting or ""
            if expecting in EXPECTING and expecting not in call.answers and expecting not in told:
                told.add(expecting)
                yield index, f"the file has no answer for `{expecting}`, so the caller is silent"


def _read_back_wrongly(expected: Sequence[ExpectedAppointment], record: CallRecord) -> Iterator[tuple[int, str]]:
    """The first read-back that names none of the expected appointments."""
    wanted = [one for one in expected if one.doctor]
    for index, entry in enumerate(record.transcript):
        if entry.who != "agent" or entry.expecting != "confirm" or not wanted:
            continue
        if not any(_is_read_back(one, entry.text) for one in wanted):
            yield index, f"expected here: {' or '.join(map(_said, wanted))}"
            return


def _is_read_back(wanted: ExpectedAppointment, text: str) -> bool:
    doctor = any(is_said(name.split()[-1], text) for name in wanted.doctor or [])
    days = not wanted.start or any(
        is_said(f"{start:%A}", text) and is_said(str(start.hour % 12 or 12), _without_day(text, start.day))
        for start in wanted.start
    )
    return doctor and days


def _without_day(text: str, day: int) -> str:
    return text if day > 12 else text.split(" at ", 1)[-1]


def _said(wanted: ExpectedAppointment) -> str:
    starts = " or ".join(f"{start:%A %Y-%m-%d %H:%M}" for start in wanted.start or [])
    names = " or ".join(wanted.name or [])
    return ", ".join(part for part in (" or ".join(wanted.doctor or []), starts, names) if part)
