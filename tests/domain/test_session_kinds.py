"""What each kind of session asks for."""

from vrp_desktop.domain import codes
from vrp_desktop.domain.session_kinds import KINDS, SETTINGS, asks


def test_every_kind_of_the_list_is_known_and_no_other() -> None:
    assert set(KINDS) == {code.code for code in codes.code_list("session_kind").codes}


def test_a_kind_that_asks_for_no_setting_has_one() -> None:
    assert set(SETTINGS) == {kind for kind in KINDS if not asks(kind).setting}
    assert all(setting in codes.code_list("setting") for setting in SETTINGS.values())


def test_everybody_is_named_counted_or_trained() -> None:
    assert all(a.named or a.heads or a.trained for a in KINDS.values())
