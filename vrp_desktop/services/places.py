"""What the system says of a folder: on which disk or share it lies, and whether a cloud service copies it.

Light to import: the page that makes a store asks before the services are loaded. What cannot be found out is
taken for a disk of this computer; nothing here ever keeps anybody from working.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

from vrp_desktop.domain.places import Mount, Place, judge

_SECONDS = 3
"""How long a talkative system program may take."""


def place_of(folder: Path) -> Place:
    """What sort of place it is. The folder need not be there yet."""
    try:
        whole = folder.resolve()
    except (OSError, RuntimeError):
        whole = folder.absolute()
    return judge(whole, mounts(whole), clouds(Path.home(), dict(os.environ)))


def clouds(home: Path, environment: dict[str, str]) -> dict[PurePath, str]:
    """The folders that OneDrive and Dropbox say are theirs, whatever they are called."""
    found: dict[PurePath, str] = {}
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        if environment.get(name):
            found[Path(environment[name])] = "OneDrive"
    settings = [home / ".dropbox"]
    settings += [Path(environment[n], "Dropbox") for n in ("APPDATA", "LOCALAPPDATA") if environment.get(n)]
    for folder in settings:
        try:
            said = json.loads((folder / "info.json").read_text(encoding="utf-8"))
            found |= {Path(account["path"]): "Dropbox" for account in said.values()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def linux_mounts(mountinfo: str, is_removable: bool = False) -> Iterator[tuple[Mount, str]]:
    """Each mount of ``/proc/self/mountinfo``, and its device as "major:minor"."""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields, file_system = before.split(), after.split()[:1]
        if len(fields) < 5 or not file_system:
            continue
        # Spaces and the like stand there as \040.
        point = fields[4].encode("latin-1", "replace").decode("unicode_escape")
        yield Mount(PurePath(point), file_system[0], is_removable), fields[2]


def mac_mounts(said: str) -> Iterator[Mount]:
    """Each mount that the program ``mount`` told of on macOS, as in ``//ana@nas/work on /Volumes/work (smbfs,
    nodev)``; a disk of its own below /Volumes is one that was plugged in."""
    for line in said.splitlines():
        place, _, details = line.rpartition(" (")
        point = place.partition(" on ")[2]
        if point and details:
            volume = PurePath(point).parts[:2] == ("/", "Volumes")
            yield Mount(PurePath(point), details.rstrip(")").split(",")[0].strip(), volume)


def mounts(folder: Path) -> list[Mount]:
    """What is mounted where, as far as it matters to the folder."""
    try:
        if sys.platform == "win32":
            return _windows_mounts(folder)
        if sys.platform == "darwin":
            told = subprocess.run(
                ["/sbin/mount"], capture_output=True, text=True, timeout=_SECONDS, check=False
            )
            return list(mac_mounts(told.stdout))
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        return [
            Mount(mount.point, mount.file_system, _is_removable(device) or _is_plugged_in(mount.point))
            for mount, device in linux_mounts(text)
            if folder == mount.point or mount.point in folder.parents
        ]
    except (OSError, ValueError, subprocess.SubprocessError):
        return []


def _is_plugged_in(point: PurePath) -> bool:
    """Desktops put sticks and cards there."""
    return point.parts[:2] == ("/", "media") or point.parts[:3] == ("/", "run", "media")


def _is_removable(device: str) -> bool:
    """Whether the disk of a partition can be taken out, or hangs on a USB cable."""
    place = Path("/sys/dev/block", device)
    if not place.exists():
        return False
    whole = place.resolve()
    disk = whole.parent if (whole / "partition").exists() else whole
    said = disk / "removable"
    return (said.exists() and said.read_text().strip() == "1") or "/usb" in str(whole)


if sys.platform == "win32":
    import ctypes

    _REMOVABLE, _REMOTE = 2, 4

    def _windows_mounts(folder: Path) -> list[Mount]:
        """The drive of a folder, with the name it goes by."""
        root, name = folder.anchor, ctypes.create_unicode_buffer(261)
        kernel = ctypes.windll.kernel32
        kind = kernel.GetDriveTypeW(root)
        kernel.GetVolumeInformationW(root, name, len(name), None, None, None, None, 0)
        file_system = "remote" if kind == _REMOTE else ""
        return [Mount(PurePath(root), file_system, kind == _REMOVABLE, name.value)]

else:

    def _windows_mounts(folder: Path) -> list[Mount]:
        return []
