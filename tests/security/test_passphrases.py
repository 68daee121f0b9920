import pytest

from vrp_desktop.security import passphrases


@pytest.mark.parametrize(
    "good",
    [
        "grey kettle, open window",
        "look around the demo",
        "three blind green mice",
        "Tr0ub4dor&3 on a bicycle",
        "zażółć gęślą jaźń",
        "我们昨天在公园里一起喝茶聊天",
        "leeds taught me to swim",
        "my 3 cats own 2 sofas",
    ],
)
def test_words_of_ones_own_will_do(good: str) -> None:
    assert passphrases.fault(good, ("Northside Youth", "Sam Okafor")) is None


@pytest.mark.parametrize(
    "short", ["", "elevenchars", "           ", "a b c d e f", "     eleven chars".strip()[:11]]
)
def test_short_ones_are_refused_with_the_number(short: str) -> None:
    assert "at least 12 characters" in (passphrases.fault(short) or "")


@pytest.mark.parametrize(
    "guessed",
    [
        "password1234",
        "Password1234!",
        "P@ssw0rd2026!!",
        "passwordpassword",
        "password password password",
        "123456789012",
        "1234567890123456",
        "098765432109",
        "qwertyuiop123",
        "qwertyuiopasdf",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "abcdefghijklmnop",
        "correct horse battery staple",
        "CorrectHorseBatteryStaple1",
        "the quick brown fox",
        "Liverpool2026!",
        "Leeds United 1919",
        "WestYorkshire2026",
        "letmein!letmein!",
        "Welcome-2026-2026",
        "Administrator1",
        "111222333444",
        "iloveyou iloveyou",
        "Northside Youth 2026",
        "samokafor1234",
    ],
)
def test_what_is_guessed_first_is_refused(guessed: str) -> None:
    assert "people guess" in (passphrases.fault(guessed, ("Northside Youth", "Sam Okafor")) or "")
