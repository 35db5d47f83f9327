"""Whether a call can fail: it passes as it is, and fails when what it tests is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from simulators.calls.action_proxy import ActionProxy
from simulators.calls.call_file import PlannedCall
from simulators.calls.runner import CallRunner
from simulators.calls.sabotage import BREAKS, GENERAL, OF_KIND, Break, Sabotage

AT_ONCE = 12  # most of a call's time is waiting for what will not come


@dataclass(frozen=True)
class Proof:
    """`by` is the sabotage that made the call fail, with the first reason; `survived` those that it passed under."""

    planned: PlannedCall
    by: Break | None = None
    reason: str = ""
    survived: Sequence[Break] = ()
    fails_anyway: str = ""

    @property
    def of_its_kind(self) -> bool:
        """Whether it was a sabotage of what calls of this kind are about, and not just any."""
        return self.by is not None and self.by.name in OF_KIND.get(self.planned.call.kind, GENERAL)


class Prover:
    def __init__(self, runner: CallRunner, proxy: ActionProxy) -> None:
        self._runner, self._proxy = runner, proxy

    def prove(self, planned: PlannedCall) -> Proof:
        as_it_is = self._runner.place(planned)
        if not as_it_is.verdict.passed:
            return Proof(planned, fails_anyway=as_it_is.verdict.reasons[0])
        survived: list[Break] = []
        for name in dict.fromkeys((*OF_KIND.get(planned.call.kind, ()), *GENERAL)):
            broken = BREAKS[name]
            sabotage = Sabotage(broken, planned, self._proxy, self._runner.builder)
            faults = [] if broken.faultless else planned.faults
            result = self._runner.place(planned.model_copy(update={"faults": faults}), sabotage)
            if not result.verdict.passed:
                return Proof(planned, broken, result.verdict.reasons[0], survived)
            survived.append(broken)
        return Proof(planned, survived=survived)

    def prove_together(self, calls: Sequence[PlannedCall], on_proof: Callable[[Proof], None]) -> None:
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for proof in pool.map(self.prove, calls):
                on_proof(proof)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
