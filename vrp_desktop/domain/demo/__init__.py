"""A provider that could be in West Yorkshire, imagined: invented people, and four quarters of their records.

Pure: a seed and a day in, values out; the same seed and day give the same world.
"""

from vrp_desktop.domain.demo.world import World, imagine

__all__ = ["World", "imagine"]
