"""The pages this folder tries, and an evening with a register of three."""

import pytest

from tests.builders import a_session, an_intervention, enrolled
from tests.ui.pages import Pages, pages  # noqa: F401 - a fixture
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


@pytest.fixture
def boxing(provider: Provider) -> str:
    """An intervention without anybody in it."""
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def three(provider: Provider, boxing: str) -> list[str]:
    """The ids of Ana, Ben and Céline, who take part."""
    return enrolled(provider, boxing, "Ana", "Ben", "Céline")


@pytest.fixture
def evening(provider: Provider, boxing: str, three: list[str]) -> str:
    """Tonight's session of a club of three."""
    return provider.sessions.log(a_session(boxing)).id


@pytest.fixture
def register(pages: Pages, evening: str) -> RegisterScreen:  # noqa: F811 - the fixture
    """Its register, open."""
    return pages.open(RegisterScreen, "register", session_id=evening)
