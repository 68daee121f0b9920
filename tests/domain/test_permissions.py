"""Who may do what."""

import pytest

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import ALLOWED, Action, Actor, Role

TABLE = {
    Action.READ_RECORDS: {Role.WORKER, Role.MANAGER, Role.SAFEGUARDING_LEAD},
    Action.READ_ALL_RECORDS: {Role.MANAGER, Role.SAFEGUARDING_LEAD},
    Action.RECORD: {Role.WORKER, Role.MANAGER, Role.SAFEGUARDING_LEAD},
    Action.READ_FIGURES: {Role.MANAGER, Role.TRUSTEE},
    Action.PREPARE_RETURNS: {Role.MANAGER},
    Action.SET_UP: {Role.ADMINISTRATOR},
    Action.MANAGE_USERS: {Role.ADMINISTRATOR},
    Action.BACK_UP: {Role.ADMINISTRATOR},
    Action.READ_JOURNAL: {Role.MANAGER, Role.ADMINISTRATOR},
    Action.ANSWER_ACCESS: {Role.MANAGER},
    Action.ERASE: {Role.MANAGER},
    Action.UNDO: {Role.MANAGER},
    Action.ANSWER_CONCERNS: {Role.SAFEGUARDING_LEAD},
    Action.READ_COUNTY: {Role.COMMISSIONER},
    Action.RECEIVE_RETURNS: {Role.COMMISSIONER},
}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_its_own_and_no_more(role: Role, action: Action) -> None:
    actor = Actor("id", "Alex", frozenset({role}))
    assert actor.may(action) == (role in TABLE[action])
    if actor.may(action):
        actor.need(action)
    else:
        with pytest.raises(Refused, match=f"does not let you {action.value}"):
            actor.need(action)


def test_several_roles_add_up_and_none_allow_nothing() -> None:
    both = Actor("id", "Alex", frozenset({Role.MANAGER, Role.ADMINISTRATOR}))
    assert {action for action in Action if both.may(action)} == (
        ALLOWED[Role.MANAGER] | ALLOWED[Role.ADMINISTRATOR]
    )
    assert not any(Actor("id", "Alex", frozenset()).may(action) for action in Action)


def test_no_role_of_a_commissioner_reads_a_record() -> None:
    assert not ALLOWED[Role.COMMISSIONER] & (ALLOWED[Role.WORKER] | ALLOWED[Role.MANAGER])
