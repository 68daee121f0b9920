"""The organisation a store belongs to, and how carefully its figures are published."""

from dataclasses import dataclass

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns.rule import DEFAULT_THRESHOLD, THRESHOLDS, Heads, Method, Rule, Zeros

DEFAULT_GRACE, LONGEST_GRACE = 14, 92
"""For how many days a finished session can be changed without a reason; at most a quarter."""


@dataclass(frozen=True)
class OrganisationDetails:
    """Its name, as every return carries it; its rule of protection, the threshold T (counts of people of 1 to
    T-1 are small) with ``method``, ``zeros`` and ``heads``; and for how many days a finished session can be
    changed without a reason.

    ``social_care`` is how children's social care is reached, by day and by night, in the words that whoever
    raises a safeguarding concern is shown."""

    name: str
    threshold: int = DEFAULT_THRESHOLD
    grace_days: int = DEFAULT_GRACE
    social_care: str = ""
    method: Method = Method.HIDE
    zeros: Zeros = Zeros.SHOWN
    heads: Heads = Heads.PROTECTED

    @property
    def rule(self) -> Rule:
        """How its small counts are protected."""
        return Rule(self.threshold, self.method, self.zeros, self.heads)

    def checked(self) -> "OrganisationDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.name.strip():
            faults["name"] = "Write the organisation's name. Every return carries it."
        if self.threshold not in THRESHOLDS:
            choices = ", ".join(map(str, THRESHOLDS[:-1]))
            faults["threshold"] = f"The threshold can be {choices} or {THRESHOLDS[-1]}."
        elif self.rule.fault:
            faults["method"] = self.rule.fault
        if not 0 <= self.grace_days <= LONGEST_GRACE:
            faults["grace_days"] = f"Choose between 0 and {LONGEST_GRACE} days."
        if faults:
            raise Refused.for_fields(faults)
        return self
