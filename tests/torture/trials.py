"""Which trials there are, how often each is made for the table, and how often as a test."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.torture import harm, kills, power, robot
from tests.torture.outcome import Outcome


class Trial(NamedTuple):
    """``run`` takes an empty folder and how often to try."""

    run: Callable[[Path, int], Outcome]
    many: int
    few: int


TRIALS = (
    Trial(kills.while_saving, 1_000, 5),
    Trial(robot.at_the_register, 200, 2),
    Trial(power.cut, 2_000, 20),
    Trial(power.cut_while_removing, 200, 4),
    Trial(kills.while_upgrading, 200, 3),
    Trial(harm.full_disk, 300, 5),
    Trial(harm.folder_without_rights, 12, 3),
    Trial(harm.second_program, 50, 2),
    Trial(harm.jumping_clock, 1_000, 40),
    Trial(harm.flipped_bits, 1_000, 25),
    Trial(harm.newer_store, 20, 1),
    Trial(harm.torn_keys, 200, 6),
)
