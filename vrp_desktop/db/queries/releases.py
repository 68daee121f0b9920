"""Final returns, frozen as they were signed; and the key they were signed with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, select

from vrp_desktop.db.models import release, signing_key
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import ReturnDocument


@dataclass(frozen=True)
class Release:
    """One version of a final return. ``document`` is the very bytes that were signed."""

    id: str
    return_id: str
    version: int
    content_hash: str
    document: bytes
    made_on: date


@dataclass(frozen=True)
class SigningKey:
    """The organisation's key, 32 raw bytes each."""

    public: bytes
    private: bytes

    def __repr__(self) -> str:
        return "SigningKey(…)"


def _release(row: RowMapping) -> Release:
    return Release(
        row["id"], row["return_id"], row["version"], row["content_hash"], row["document"], row["made_on"]
    )


def of_quarter(tx: Tx, intervention_id: str, quarter: Quarter) -> tuple[Release, ...]:
    """Every version of one return, the first one first."""
    statement = (
        select(release)
        .where(release.c.intervention_id == intervention_id, release.c.quarter == str(quarter))
        .order_by(release.c.version)
    )
    return tuple(map(_release, tx.rows(statement)))


def quarter_before(tx: Tx, intervention_id: str, quarter: Quarter, content_hash: str) -> bytes | None:
    """The final return of the quarter before, as it stood when that return of this quarter was frozen: the
    same for ever. The newest one for a return that is not frozen; None where there is none."""
    earlier = of_quarter(tx, intervention_id, quarter.previous)
    frozen = [one for one in of_quarter(tx, intervention_id, quarter) if one.content_hash == content_hash]
    # Identifiers are in the order of time.
    stood = [one for one in earlier if not frozen or one.id < frozen[0].id]
    return stood[-1].document if stood else None


@dataclass(frozen=True)
class Published:
    """A final return as it left the house; ``counted`` is what it was before, where that was kept."""

    document: bytes
    counted: bytes | None


def beside(tx: Tx, intervention_id: str, quarter: Quarter) -> tuple[Published, ...]:
    """Every final return that one of this quarter can be laid beside: those of its financial year, and of the
    quarters right before and after that year's, the earliest first."""
    year = [Quarter(quarter.year, number) for number in (1, 2, 3, 4)]
    near = map(str, (Quarter(quarter.year - 1, 4), *year, Quarter(quarter.year + 1, 1)))
    statement = (
        select(release.c.document, release.c.counted)
        .where(release.c.intervention_id == intervention_id, release.c.quarter.in_(list(near)))
        .order_by(release.c.quarter, release.c.version)
    )
    return tuple(Published(row["document"], row["counted"]) for row in tx.rows(statement))


def counted(tx: Tx, intervention_id: str, held_on: date, finished_on: date) -> bool:
    """Whether a final return has counted a session of that day, whose register was done on another."""
    statement = select(release.c.id).where(
        release.c.intervention_id == intervention_id,
        release.c.quarter == str(Quarter.of(held_on)),
        release.c.made_on >= max(held_on, finished_on),
    )
    return tx.scalar(statement.limit(1)) is not None


def freeze(tx: WriteTx, intervention_id: str, document: ReturnDocument, whole: ReturnDocument) -> None:
    """Keeps a final return for good, and ``whole``, what it was before small counts were hidden."""
    tx.insert(
        release,
        {
            "return_id": document.header.return_id,
            "intervention_id": intervention_id,
            "quarter": str(document.header.quarter),
            "version": document.header.version,
            "standing": document.header.standing.value,
            "content_hash": document.content_hash,
            "document": document.to_bytes(),
            "made_on": document.header.prepared_on,
            "counted": whole.to_bytes(),
        },
    )


def newest_key(tx: Tx) -> SigningKey | None:
    """The key that returns are signed with now, or None."""
    row = tx.one(
        select(signing_key.c.public, signing_key.c.private)
        .order_by(signing_key.c.made_on.desc(), signing_key.c.id.desc())
        .limit(1)
    )
    return None if row is None else SigningKey(row["public"], row["private"])
