"""The pages this folder tries, and returns to try them on."""

from tests.ui.pages import a_county, commissioner_pages  # noqa: F401 - fixtures
