"""`receptionist calls --prove`: every call is seen failing when what it tests is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cli.calls_stack import calls_stack
from simulators.calls.action_proxy import ActionProxy
from simulators.calls.call_file import PlannedCall
from simulators.calls.outages import taken_away
from simulators.calls.proof import Proof, Prover
from simulators.calls.runner import CallRunner, needs_own_stack


def prove_calls(planned: Sequence[PlannedCall]) -> int:
    """0: each of them can fail. 1: one cannot, or fails without any sabotage. Raises StackError."""
    proofs: list[Proof] = []

    def report(proof: Proof) -> None:
        proofs.append(proof)
        _print(proof)

    known = [one for one in planned if one.known_failure]
    together = [one for one in planned if not needs_own_stack(one) and not one.known_failure]
    alone = [one for one in planned if needs_own_stack(one) and not one.known_failure]
    for calls in (together, alone):
        if not calls:
            continue
        needed = {service for one in calls for service in taken_away(one)}
        with (
            ActionProxy() as proxy,
            calls_stack("prove", wanted=needed, for_assistant={"ACTION_URL": proxy.url}) as (stack, servers),
        ):
            proxy.target = f"http://127.0.0.1:{stack.ports.actions}/webhook"
            prover = Prover(CallRunner(stack, servers=servers), proxy)
            if calls is together:
                prover.prove_together(calls, report)
            else:
                for one in calls:
                    report(prover.prove(one))
    return _summarise(proofs, len(known))


def _print(proof: Proof) -> None:
    call = proof.planned.call
    if proof.fails_anyway:
        print(f"FAILS {call.id} ({call.kind}): without any sabotage: {proof.fails_anyway}", flush=True)
    elif proof.by is None:
        survived = "; ".join(broken.says for broken in proof.survived)
        print(f"NEVER {call.id} ({call.kind}): passes although {survived}", flush=True)
    else:
        weak = "" if proof.of_its_kind else ", but not when what its kind is about is broken"
        print(f"can   {call.id} ({call.kind}): fails when {proof.by.says}{weak}: {proof.reason}", flush=True)


def _summarise(proofs: Sequence[Proof], known: int) -> int:
    shown = [proof for proof in proofs if proof.by]
    by = Counter(proof.by.name for proof in shown if proof.by)
    weak = [proof.planned.call.id for proof in shown if not proof.of_its_kind]
    never = [proof.planned.call.id for proof in proofs if proof.by is None and not proof.fails_anyway]
    failing = [proof.planned.call.id for proof in proofs if proof.fails_anyway]
    print(
        f"\n{len(shown)} of {len(proofs)} calls can fail: {', '.join(f'{n} by {name}' for name, n in by.most_common())}"
    )
    if weak:
        print(f"{len(weak)} notice nothing of what their kind is about: {', '.join(weak)}")
    if never:
        print(f"{len(never)} CANNOT FAIL: {', '.join(never)}")
    if failing:
        print(f"{len(failing)} fail without any sabotage: {', '.join(failing)}")
    if known:
        print(f"{known} known failures were left out")
    return 1 if never or failing else 0
