"""Where a store lies: told from names, drives and what services say is theirs."""

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from vrp_desktop.domain.places import Kind, Mount, Place, judge

DISK = Mount(PurePosixPath("/"), "ext4")


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath(r"C:\Users\ana\OneDrive - Leeds\vrp"), "OneDrive"),
        (PurePosixPath("/home/ana/Dropbox/x"), "Dropbox"),
        (PurePosixPath("/home/ana/Nextcloud/x"), "Nextcloud"),
        (PurePosixPath("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/x"), "iCloud"),
        (PurePosixPath("/Users/ana/Library/CloudStorage/GoogleDrive-ana/My Drive"), "Google Drive"),
        (PurePosixPath("/Users/ana/Library/CloudStorage/Another-ana"), "a cloud service"),
    ],
)
def test_folders_of_cloud_services_are_known_by_their_names(folder: PurePath, service: str) -> None:
    place = judge(folder, [DISK], {})
    assert place == Place(Kind.CLOUD, service)
    assert service in place.warning
    assert "on this laptop only" in place.warning


def test_a_cloud_s_folder_by_another_name_is_known_from_what_the_service_says() -> None:
    clouds: dict[PurePath, str] = {PurePosixPath("/home/ana/Work"): "Dropbox"}
    assert judge(PurePosixPath("/home/ana/Work/vrp"), [DISK], clouds).service == "Dropbox"
    assert judge(PurePosixPath("/home/ana/Work"), [DISK], clouds).service == "Dropbox"
    assert judge(PurePosixPath("/home/ana/Workshop"), [DISK], clouds).is_safe


def test_a_drive_that_a_cloud_service_makes_is_known_by_its_label() -> None:
    drive = Mount(PureWindowsPath("G:\\"), "", label="Google Drive")
    assert judge(PureWindowsPath(r"G:\My Drive\vrp"), [drive], {}).service == "Google Drive"


@pytest.mark.parametrize(
    ("folder", "mounts"),
    [
        (PureWindowsPath(r"\\server\share\vrp"), []),
        (PureWindowsPath(r"S:\vrp"), [Mount(PureWindowsPath("S:\\"), "remote")]),
        (PurePosixPath("/mnt/office/vrp"), [DISK, Mount(PurePosixPath("/mnt/office"), "cifs")]),
        (PurePosixPath("/Volumes/work/vrp"), [Mount(PurePosixPath("/Volumes/work"), "smbfs", True)]),
    ],
)
def test_a_network_share_is_known(folder: PurePath, mounts: list[Mount]) -> None:
    place = judge(folder, mounts, {})
    assert place.kind is Kind.NETWORK
    assert "network" in place.warning


def test_a_stick_is_known_and_the_nearest_mount_counts() -> None:
    stick = Mount(PurePosixPath("/media/ana/STICK"), "vfat", removable=True)
    assert judge(PurePosixPath("/media/ana/STICK/vrp"), [stick, DISK], {}).kind is Kind.REMOVABLE
    assert judge(PurePosixPath("/home/ana/vrp"), [stick, DISK], {}).is_safe
    inner = Mount(PurePosixPath("/media/ana/STICK/inner"), "ext4")
    assert judge(PurePosixPath("/media/ana/STICK/inner/vrp"), [stick, inner, DISK], {}).is_safe


def test_the_usual_places_need_no_warning() -> None:
    for folder in (
        PurePosixPath("/home/ana/.local/share/vrp-desktop/provider"),
        PureWindowsPath(r"C:\Users\ana\AppData\Local\vrp-desktop\provider"),
        PurePosixPath("/Users/ana/Library/Application Support/vrp-desktop/provider"),
    ):
        place = judge(folder, [DISK, Mount(PureWindowsPath("C:\\"), "")], {})
        assert place.is_safe
        assert place.warning == ""
