"""The open standard as files, for organisations with another program: no store is needed."""

from pathlib import Path

from vrp_desktop import shipped
from vrp_desktop.domain.returns import standard
from vrp_desktop.services.folders import make_ready


def write_standard(folder: Path) -> tuple[Path, ...]:
    """Writes description, schemas and form into a folder. Trouble where that cannot be written."""
    from vrp_desktop.reports import files

    make_ready(folder)
    paths = tuple(folder / name for name in standard.FILES)
    for path in paths:
        files.write_whole(path, shipped.folder("return", path.name).read_bytes())
    return paths
