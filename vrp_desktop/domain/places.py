"""Where a store lies, and what of that endangers it: a cloud's folder, a server, a stick."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    """What sort of place a folder is. Only ``LAPTOP`` is one for a store."""

    LAPTOP = "this computer's own disk"
    CLOUD = "a folder that a cloud service copies"
    NETWORK = "a network share"
    REMOVABLE = "a removable disk"


@dataclass(frozen=True)
class Place:
    """A folder's place. ``service`` names the cloud service, where it is one."""

    kind: Kind
    service: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether a store is well kept there."""
        return self.kind is Kind.LAPTOP

    @property
    def warning(self) -> str:
        """What can happen to a store there, and what to do; empty for a safe place."""
        why = {
            Kind.CLOUD: f"That folder is copied by {self.service}, which can tear a store apart while it is "
            "open and keeps a copy outside your organisation.",
            Kind.NETWORK: "That folder is on a network share: a break in the network can tear a store apart, "
            "and two computers can open it at once.",
            Kind.REMOVABLE: "That folder is on a removable disk, which can be pulled out while something is "
            "being saved, and is easily lost.",
        }.get(self.kind)
        return f"{why} Choose a folder on this laptop only." if why else ""


@dataclass(frozen=True)
class Mount:
    """A disk or share, where it stands in the tree of folders. ``removable`` is what the system says of it;
    ``label`` is its own name, as Google Drive gives the drive it makes."""

    point: PurePath
    file_system: str
    removable: bool = False
    label: str = ""


_CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "box sync": "Box",
    "cloudstorage": "a cloud service",
}
"""How the folders of cloud services begin, and whose they are."""

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "afs", "ceph"}
    | {"glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs", "remote"}
)


def judge(folder: PurePath, mounts: Iterable[Mount], clouds: Mapping[PurePath, str]) -> Place:
    """What sort of place a folder is. ``clouds`` are the folders that services said are theirs, beyond
    those whose name tells it."""
    for cloud, service in clouds.items():
        if folder == cloud or cloud in folder.parents:
            return Place(Kind.CLOUD, service)
    holding = [mount for mount in mounts if folder == mount.point or mount.point in folder.parents]
    mount = max(holding, key=lambda mount: len(mount.point.parts), default=None)
    # From the folder upwards: the name nearest to the store is the one that tells.
    names = [*reversed(folder.parts), mount.label if mount is not None else ""]
    for name in names:
        for sign, service in _CLOUDS.items():
            if name.lower().startswith(sign):
                return Place(Kind.CLOUD, service)
    if folder.drive.startswith("\\\\") or (mount is not None and mount.file_system in _NETWORK):
        return Place(Kind.NETWORK)
    return Place(Kind.REMOVABLE if mount is not None and mount.removable else Kind.LAPTOP)
