"""What Linux, macOS, Windows' variables and Dropbox say, as they say it."""

import json
import sys
from pathlib import Path, PurePath

import pytest

from vrp_desktop.domain.places import Kind
from vrp_desktop.services import places

MOUNTINFO = r"""
22 28 0:21 / /proc rw,nosuid - proc proc rw
28 1 254:0 / / rw,relatime - ext4 /dev/vda rw
90 28 8:17 / /media/ana/MY\040STICK rw shared:44 - vfat /dev/sdb1 rw
91 28 0:55 / /mnt/office rw shared:45 - cifs //nas/office rw
nonsense
"""
MOUNT = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk4s1 on /Volumes/STICK (on loan) (msdos, local, nodev)
//ana@nas/work on /Volumes/work (smbfs, nodev, nosuid, mounted by ana)
nonsense
"""


def test_linux_tells_its_mounts() -> None:
    told = {str(mount.point): (mount.file_system, device) for mount, device in places.linux_mounts(MOUNTINFO)}
    assert told == {
        "/proc": ("proc", "0:21"),
        "/": ("ext4", "254:0"),
        "/media/ana/MY STICK": ("vfat", "8:17"),
        "/mnt/office": ("cifs", "0:55"),
    }


def test_macos_tells_its_mounts() -> None:
    told = {str(m.point): (m.file_system, m.removable) for m in places.mac_mounts(MOUNT)}
    assert told == {
        "/": ("apfs", False),
        "/Volumes/STICK (on loan)": ("msdos", True),
        "/Volumes/work": ("smbfs", True),
    }


def test_onedrive_and_dropbox_say_where_their_folders_are(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    told = {"business": {"path": str(tmp_path / "Shared with the office"), "host": 1}}
    (tmp_path / ".dropbox" / "info.json").write_text(json.dumps(told), encoding="utf-8")
    environment = {"OneDriveCommercial": str(tmp_path / "Files"), "APPDATA": str(tmp_path / "none")}
    assert places.clouds(tmp_path, environment) == {
        PurePath(tmp_path / "Files"): "OneDrive",
        PurePath(tmp_path / "Shared with the office"): "Dropbox",
    }


@pytest.mark.parametrize("said", ["", "[]", '{"personal": 3}', '{"personal": {}}'])
def test_what_cannot_be_read_says_nothing(tmp_path: Path, said: str) -> None:
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox" / "info.json").write_text(said, encoding="utf-8")
    assert places.clouds(tmp_path, {}) == {}


def test_a_folder_that_leads_into_a_cloud_is_found_out(tmp_path: Path) -> None:
    inside = tmp_path / "OneDrive" / "vrp"
    inside.mkdir(parents=True)
    assert places.place_of(inside).kind is Kind.CLOUD
    if sys.platform != "win32":
        (tmp_path / "plain").symlink_to(inside)
        assert places.place_of(tmp_path / "plain" / "not yet there").service == "OneDrive"


def test_this_computer_s_own_disk_is_none_of_them(tmp_path: Path) -> None:
    assert places.mounts(Path(tmp_path.anchor))
    assert places.place_of(tmp_path / "not yet there").is_safe
