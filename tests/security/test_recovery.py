import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.security import crockford, recovery

places = st.integers(0, 27)


def symbols(key: str) -> list[str]:
    return list(key.replace("-", ""))


def test_a_key_is_seven_groups_of_four_that_cannot_be_misread() -> None:
    key = recovery.new_recovery_key()
    groups = key.split("-")
    assert [len(group) for group in groups] == [4] * 7
    assert not set("".join(groups)) - set(crockford.ALPHABET)
    assert not set("ILOU") & set("".join(groups))


def test_no_two_keys_are_alike() -> None:
    assert len({recovery.new_recovery_key() for _ in range(1_000)}) == 1_000


def test_a_key_carries_at_least_128_bits() -> None:
    seen = [recovery.secret_of(recovery.new_recovery_key()) for _ in range(400)]
    together = 0
    for secret in seen:
        assert secret is not None
        together |= int.from_bytes(secret)
    assert together.bit_count() >= 128


def test_a_key_whose_digits_are_typed_as_letters_is_known_by_its_check() -> None:
    key = recovery._in_words(crockford.decode("FD1GNNPSGRHKN1PCCDKZ0XYAZW"))
    letters = key.replace("0", "O").replace("1", "l")
    assert not any(symbol.isdigit() for symbol in letters)
    assert recovery.secret_of(letters) == recovery.secret_of(key) is not None


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda key: key.replace("-", " "),
        lambda key: key.replace("-", ""),
        lambda key: f"  {key}\n",
        lambda key: key.replace("-", " – "),
        lambda key: key.replace("0", "O").replace("1", "l"),
        lambda key: key.replace("0", "o").replace("1", "i"),
    ],
)
def test_however_it_is_typed_it_is_the_same_key(typed) -> None:  # type: ignore[no-untyped-def] # lambdas
    for _ in range(20):
        key = recovery.new_recovery_key()
        assert recovery.secret_of(typed(key)) == recovery.secret_of(key) is not None


@given(place=places, symbol=st.sampled_from(crockford.ALPHABET))
def test_one_wrong_symbol_is_a_slip(place: int, symbol: str) -> None:
    key = symbols(recovery.new_recovery_key())
    if key[place] == symbol:
        return
    key[place] = symbol
    with pytest.raises(recovery.Slip):
        recovery.secret_of(crockford.grouped("".join(key), 4))


@given(first=places, second=places)
def test_two_symbols_swapped_are_a_slip(first: int, second: int) -> None:
    key = symbols(recovery.new_recovery_key())
    if key[first] == key[second]:
        return
    key[first], key[second] = key[second], key[first]
    with pytest.raises(recovery.Slip):
        recovery.secret_of(crockford.grouped("".join(key), 4))


@given(place=places)
def test_a_symbol_too_few_or_too_many_is_a_slip(place: int) -> None:
    key = symbols(recovery.new_recovery_key())
    key[0] = "7"  # So that it looks like a key and not like a word, whatever chance made of it.
    for wrong in (key[:place] + key[place + 1 :], [*key[:place], "K", *key[place:]]):
        if not any(symbol.isdigit() for symbol in wrong):
            continue
        with pytest.raises(recovery.Slip):
            recovery.secret_of("".join(wrong))


def test_a_symbol_that_is_in_no_key_is_a_slip() -> None:
    with pytest.raises(recovery.Slip):
        recovery.secret_of("UUUU-" + recovery.new_recovery_key()[5:-4] + "7777")


@pytest.mark.parametrize(
    "passphrase",
    [
        "look around the demo",
        "blue fish swim over deep lake calm",
        "correct horse battery staple 28",
        "",
        "7",
        "żółta łódź płynie 1234 po wodzie",
    ],
)
def test_a_passphrase_is_not_taken_for_a_key(passphrase: str) -> None:
    assert recovery.secret_of(passphrase) is None


@given(st.integers(0, 2**120 - 1))
def test_base_32_comes_back(number: int) -> None:
    assert crockford.decode(crockford.encode(number, 24)) == number
