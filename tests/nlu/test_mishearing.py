"""Copies of examples as a recogniser might have heard them."""

from nlu.mishearing import mishearings

SAID = ["i want to cancel my appointment on tuesday", "what time do you open", "yes please", "the second one"] * 50


def test_about_as_many_words_are_wrong_as_asked_for() -> None:
    heard = mishearings(SAID, 0.15, 7)
    words = sum(len(said.split()) for said in SAID)
    changed = sum(len(set(said.split()) - set(other.split())) for said, other in zip(SAID, heard, strict=True))
    assert 0.09 < changed / words < 0.17
    assert all(heard) and len(heard) == len(SAID)


def test_the_same_seed_hears_the_same() -> None:
    assert mishearings(SAID, 0.3, 7) == mishearings(SAID, 0.3, 7) != mishearings(SAID, 0.3, 8)
    assert mishearings(SAID, 0.0, 7) == SAID


def test_a_frequent_word_may_be_heard_for_one_that_sounds_like_it() -> None:
    heard = mishearings(["when is my appointment"] * 200, 0.5, 7, ["apartment", "zebra"])
    words = {word for text in heard for word in text.split()}
    assert "apartment" in words and "zebra" not in words


def test_what_is_heard_sounds_alike() -> None:
    heard = {
        word for text in mishearings(["a schedule", "i want to sea", "see me"] * 200, 0.5, 7) for word in text.split()
    }
    assert {"scheduled", "sea", "see"} <= heard
    assert mishearings(["sea"] * 50 + ["see"], 1.0, 7).count("see") > 10
