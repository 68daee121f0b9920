"""Files about a person: kept whole inside the store, read outside it only for as long as somebody reads."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from vrp_desktop.db.queries import consent
from vrp_desktop.db.queries import documents as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import pictures
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.consent import PHOTOGRAPHS, Stand, standing
from vrp_desktop.domain.documents import (
    JPEG,
    MEDIA_TYPES,
    PNG,
    PORTRAIT,
    PORTRAIT_SIDE,
    Document,
    DocumentDetails,
    MediaType,
    Portrait,
    check_portrait_consent,
    file_name,
    name_of_file,
    why_not_shown,
)
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import VIEWED
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.confirming import confirm
from vrp_desktop.services.folders import make_ready, taken_out
from vrp_desktop.services.service import Service, found

__all__ = ["Documents", "Looked"]

_CHANGES = Changes.in_(Topic.DOCUMENTS)


@dataclass(frozen=True)
class Looked:
    """A file that may be added: what it is called to begin with, what sort it is, and its bytes."""

    name: str
    media_type: MediaType
    content: bytes
    same: Document | None
    """The person's document that holds the very same bytes already."""


class Documents(Service):
    """A document leaves the store in two ways only, and the journal tells of both: opened for a while, or
    taken out by somebody who has given their passphrase again."""

    def of_person(self, person_id: str) -> tuple[Document, ...]:
        """A person's documents, the latest first."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return queries.of_person(tx, person_id)

    def look(self, person_id: str, path: Path) -> Looked:
        """Reads a file that somebody has chosen for a person, and judges it by what is in it. Refused, with
        what to do, where it cannot be kept. Nothing is added yet."""
        self._need(Action.RECORD)
        from vrp_desktop.importing import documents as importing  # loaded when something is brought

        content = importing.read(path)
        media_type = importing.judge(content)
        with self._reading(Action.RECORD) as tx:
            self._see(tx, person_id)
            same = queries.same(tx, person_id, _digest(content))
        return Looked(name_of_file(path.name), media_type, content, same)

    def add(self, person_id: str, details: DocumentDetails, content: bytes) -> Saved:
        """Keeps a file. Refused where a field or the file is faulty, where the person has it already, or
        where it is a photo of them without a consent to photographs that stands. A photo has to come small
        and bare: at most ``PORTRAIT_SIDE`` pixels, and nothing in it but the picture."""
        self._need(Action.RECORD)
        from vrp_desktop.importing import documents as importing  # loaded when something is brought

        tidy = details.checked(self._today)
        media_type = importing.judge(content)
        if tidy.kind == PORTRAIT:
            _check_portrait(content, media_type)
        with self._writing(Action.RECORD) as tx:
            self._may_keep(tx, person_id, tidy)
            digest = _digest(content)
            same = queries.same(tx, person_id, digest)
            if same is not None:
                raise Refused(f"This very file is here already: {same.told}. Nothing was added.")
            document_id = queries.add(
                tx,
                person_id,
                tidy,
                media_type=media_type.code,
                size=len(content),
                digest=digest,
                content=content,
                added_by=self._workspace.actor.id,
            )
            return Saved(document_id, _CHANGES)

    def change(self, document_id: str, details: DocumentDetails) -> Saved:
        """Rewrites name, kind, day and note. What is a photo of them stays one, and nothing becomes one:
        that is decided when it is added."""
        with self._writing(Action.RECORD) as tx:
            stored = self._found(tx, document_id)
            tidy = details.checked(self._today)
            if (tidy.kind == PORTRAIT) is not (stored.details.kind == PORTRAIT):
                raise Refused.for_fields(
                    {"kind": "A photo of them is made small when it is added: delete this one, add it anew."}
                )
            queries.change(tx, stored, tidy)
            return Saved(document_id, _CHANGES)

    def open(self, document_id: str) -> Path:
        """Puts a document where another program can read it, until the store is locked or closed, and notes
        who did. A photo of somebody is not opened once its consent does not stand any more."""
        self._need_writable()
        with self._writing(Action.READ_RECORDS) as tx:
            stored = self._found(tx, document_id)
            if stored.details.kind == PORTRAIT:
                known_as, stand = self._photographs(tx, stored.person_id)
                if not stand.stands:
                    raise Refused(
                        f"{why_not_shown(known_as, stand)} Delete it, unless the answer was noted wrongly."
                    )
            content = found(queries.content(tx, document_id), "document")
            tx.event(VIEWED, "document", document_id, stored.person_id)
        return self._workspace.open_files.put(content, _suffix(stored))

    def take_out(self, document_id: str, folder: Path, passphrase: str) -> Path:
        """Writes a copy into a folder, where it is not encrypted any more, and notes who did; returns where.
        Nothing that stands there is written over. Refused with a wrong passphrase."""
        self._need(Action.RECORD)
        self._need_writable()
        with self._reading(Action.RECORD) as tx:
            stored = self._found(tx, document_id)
            content = found(queries.content(tx, document_id), "document")
        confirm(self._workspace, passphrase)
        make_ready(folder)
        path = _free(folder / file_name(stored))
        with taken_out(self._workspace, (path,), "document", document_id, stored.person_id) as (aside,):
            aside.write_bytes(content)
        return path

    def delete(self, document_id: str) -> Saved:
        """Deletes a document for good: it cannot be taken back. The journal keeps that it was there. Those
        that stand open are wiped: it could be one of them."""
        with self._writing(Action.RECORD) as tx:
            queries.remove(tx, self._found(tx, document_id))
        self._workspace.open_files.wipe()
        return Saved(document_id, _CHANGES)

    def portrait(self, person_id: str) -> Portrait:
        """The photo of a person, only while a consent to photographs stands."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return portrait_of(tx, person_id, *self._photographs(tx, person_id))

    def _found(self, tx: Tx, document_id: str) -> Document:
        stored = found(queries.get(tx, document_id), "document")
        self._see(tx, stored.person_id)
        return stored

    def _may_keep(self, tx: Tx, person_id: str, details: DocumentDetails) -> None:
        found(people_queries.get(tx, person_id), "person")
        self._see(tx, person_id)
        if details.kind == PORTRAIT:
            check_portrait_consent(*self._photographs(tx, person_id))

    def _photographs(self, tx: Tx, person_id: str) -> tuple[str, Stand]:
        """What somebody is called, and how their consent to photographs stands."""
        person = found(people_queries.get(tx, person_id), "person")
        return person.known_as, standing(consent.of_person(tx, person_id), self._today)[PHOTOGRAPHS]


def portrait_of(tx: Tx, person_id: str, known_as: str, stand: Stand) -> Portrait:
    """The photo of a person, only while their consent to photographs, which is as ``stand`` says, stands."""
    stored = queries.portrait(tx, person_id)
    if stored is None:
        return Portrait(None)
    why = why_not_shown(known_as, stand)
    return Portrait(None if why else queries.content(tx, stored.id), why)


def _check_portrait(content: bytes, media_type: MediaType) -> None:
    size = pictures.size_of(content)
    if media_type not in (JPEG, PNG) or size is None:
        raise Refused("A photo of them is a JPEG or a PNG. Save it as one of these, and add that.")
    if max(size) > PORTRAIT_SIDE or not pictures.is_bare(content):
        raise Refused(
            f"A photo of them is kept at {PORTRAIT_SIDE} pixels at most and without what a camera writes "
            "into it, like the place. Add it on the page Documents, which does that."
        )


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _suffix(document: Document) -> str:
    known = MEDIA_TYPES.get(document.media_type)
    return "" if known is None else known.suffix


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} {number}{path.suffix}")
    return free
