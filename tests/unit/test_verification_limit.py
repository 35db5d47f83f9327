from receptionist.cache import MemoryState
from receptionist.verification_limit import DAY_S, VerificationLimit

CALLER = "+12025550123"


def test_failures_of_a_number_add_up_for_a_day_at_one_clinic() -> None:
    now = [0.0]
    limit = VerificationLimit(MemoryState(lambda: now[0]), most=3)
    for _ in range(3):
        assert not limit.is_reached("riverside", CALLER)
        limit.failed("riverside", CALLER)
    assert limit.is_reached("riverside", CALLER)
    assert not limit.is_reached("riverside", "+12025550124")
    assert not limit.is_reached("hillside", CALLER)
    now[0] = DAY_S + 1
    assert not limit.is_reached("riverside", CALLER)


def test_withheld_numbers_share_one_count() -> None:
    limit = VerificationLimit(MemoryState(), most=1)
    limit.failed("riverside", None)
    assert limit.is_reached("riverside", None)
    assert not limit.is_reached("riverside", CALLER)


def test_no_number_is_kept_in_the_open() -> None:
    kept: list[str] = []

    class Listening(MemoryState):
        def count(self, key: str, seconds: float) -> int:
            kept.append(key)
            return super().count(key, seconds)

    VerificationLimit(Listening()).failed("riverside", CALLER)
    assert kept and CALLER[1:] not in kept[0]
