"""The organisation's own settings."""

from dataclasses import replace

from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.organisation import DEFAULT_GRACE, OrganisationDetails
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.privacy import Privacy
from vrp_desktop.domain.returns.rule import DEFAULT_THRESHOLD, Heads, Method, Rule, Zeros
from vrp_desktop.services.service import Service

ORGANISATION, THRESHOLD, GRACE, SOCIAL_CARE = "organisation", "threshold", "grace_days", "social_care"
PRIVACY = "privacy"
RULE = "protection"
"""The rule of protection but for its threshold, which came first; absent where nobody has chosen."""
_CHANGES = Changes.in_(Topic.SETTINGS, Topic.RETURNS, Topic.SESSIONS)


class Organisation(Service):
    """Its name, its rule of protection, its grace for registers, how children's social care is reached, and
    what it says about privacy; only the administrator changes them."""

    def details(self) -> OrganisationDetails:
        """What stands there now; counts from 1 to 4 are hidden where nobody has chosen."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP, Action.PREPARE_RETURNS) as tx:
            stored = settings.read(tx, ORGANISATION)
            rule = rule_of(tx)
            return OrganisationDetails(
                stored["name"],
                rule.threshold,
                settings.read(tx, GRACE, DEFAULT_GRACE),
                stored.get(SOCIAL_CARE, ""),
                rule.method,
                rule.zeros,
                rule.heads,
            )

    def change(self, details: OrganisationDetails) -> Saved:
        """Rewrites them; only what differs is journalled. Refused where a field is faulty.

        ``Saved.id`` is empty: there is only one organisation. Returns made before keep their rule."""
        with self._writing(Action.SET_UP) as tx:
            tidy = replace(
                details, name=details.name.strip(), social_care=details.social_care.strip()
            ).checked()
            stored = {**settings.read(tx, ORGANISATION), "name": tidy.name}
            if tidy.social_care or SOCIAL_CARE in stored:
                stored[SOCIAL_CARE] = tidy.social_care
            settings.write(tx, ORGANISATION, stored)
            settings.write(tx, THRESHOLD, tidy.threshold)
            if tidy.rule != rule_of(tx):
                chosen = {"method": tidy.method, "zeros": tidy.zeros, "heads": tidy.heads}
                settings.write(tx, RULE, {name: choice.value for name, choice in chosen.items()})
            if tidy.grace_days != settings.read(tx, GRACE, DEFAULT_GRACE):
                settings.write(tx, GRACE, tidy.grace_days)
            return Saved("", _CHANGES)

    def privacy(self) -> Privacy:
        """Its lawful basis and who answers questions about privacy; empty where nobody has written them."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP) as tx:
            return privacy_of(tx)

    def change_privacy(self, privacy: Privacy) -> Saved:
        """Rewrites them: every notice handed out from now on says so."""
        with self._writing(Action.SET_UP) as tx:
            stored = {"lawful_basis": privacy.lawful_basis.strip(), "contact": privacy.contact.strip()}
            settings.write(tx, PRIVACY, stored)
            return Saved("", Changes.in_(Topic.SETTINGS, Topic.CONSENT))


def privacy_of(tx: Tx) -> Privacy:
    """What the organisation has written about privacy."""
    return Privacy(**settings.read(tx, PRIVACY, {}))


def rule_of(tx: Tx) -> Rule:
    """How the organisation's small counts are protected from now on."""
    chosen = settings.read(tx, RULE, {})
    return Rule(
        int(settings.read(tx, THRESHOLD, DEFAULT_THRESHOLD)),
        Method(chosen.get("method", Method.HIDE)),
        Zeros(chosen.get("zeros", Zeros.SHOWN)),
        Heads(chosen.get("heads", Heads.PROTECTED)),
    )
