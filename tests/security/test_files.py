from pathlib import Path

import pytest

from vrp_desktop.security.files import write_whole


def test_the_new_content_replaces_the_old_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "a file"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a file"]


def test_where_it_cannot_be_replaced_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "a folder in the way"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a folder in the way"]
