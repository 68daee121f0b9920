"""Everything a commissioner's window can ask for, in one place."""

from vrp_desktop.services.audit import Audit
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.county import County
from vrp_desktop.services.health import Health
from vrp_desktop.services.imports import Imports
from vrp_desktop.services.users import Users
from vrp_desktop.services.workspace import Workspace


class Commissioner:
    """A commissioner's services over one open workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.imports = Imports(workspace)
        self.county = County(workspace)
        self.audit = Audit(workspace)
        self.health = Health(workspace)
        self.backups = Backups(workspace)
        self.users = Users(workspace)
