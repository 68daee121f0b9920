"""One child process for all of this room's tests, and workbooks in the test's own folder."""

from collections.abc import Iterator

import pytest

from vrp_desktop.importing.child import Reader


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader
