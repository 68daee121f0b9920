"""A journey as a whole: how it stands, when it was paused, and where it led on to."""

from dataclasses import dataclass

from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.onward import Onward
from vrp_desktop.domain.pauses import Pause


@dataclass(frozen=True)
class Journey:
    """A journey with its pauses and referrals onward, the latest of each first."""

    line: EnrolmentLine
    pauses: tuple[Pause, ...] = ()
    onward: tuple[Onward, ...] = ()

    @property
    def over(self) -> bool:
        """Whether it was declined or has ended, so that another one may begin."""
        return self.line.details.closed_on is not None

    @property
    def open_pause(self) -> Pause | None:
        """The pause they have not come back from yet."""
        return next((pause for pause in self.pauses if pause.details.until_on is None), None)

    @property
    def waiting(self) -> tuple[Onward, ...]:
        """The referrals onward of which nobody has heard yet."""
        return tuple(one for one in self.onward if one.details.waits)
