"""The pages this folder tries."""

from tests.ui.pages import pages  # noqa: F401 - a fixture
