"""The pages this folder tries."""

from tests.ui.pages import commissioner_pages, pages  # noqa: F401 - fixtures
