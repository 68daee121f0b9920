"""The structure of an accessible PDF: headings, paragraphs, tables and figures that a screen reader can walk.

While a page is drawn, every piece of content is marked and remembered; afterwards the structure tree is
written into the file. Page furniture is marked as an artifact and left out of the tree.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String
from reportlab.pdfgen.canvas import Canvas


@dataclass
class Element:
    """A part of the document, like "H1", "Table" or "TD". A kid that is a pair is content: page and MCID."""

    kind: str
    alt: str = ""
    scope: str = ""
    box: tuple[float, float, float, float] | None = None
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)


class Structure:
    """Remembers what was drawn as what, while a canvas is being drawn on."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.root = Element("Document")
        self._open = [self.root]
        self._used: dict[int, int] = {}

    @contextmanager
    def element(
        self,
        kind: str,
        alt: str = "",
        scope: str = "",
        box: tuple[float, float, float, float] | None = None,
    ) -> Iterator[None]:
        """Everything drawn inside belongs to a new part of the document, within the one that is open."""
        made = Element(kind, alt, scope, box)
        self._open[-1].kids.append(made)
        self._open.append(made)
        yield
        self._open.pop()

    def made(self, kind: str, scope: str = "") -> Element:
        """A new, empty part within the one that is open, to be filled by and by."""
        made = Element(kind, scope=scope)
        self._open[-1].kids.append(made)
        return made

    @contextmanager
    def within(self, part: Element) -> Iterator[None]:
        """Everything drawn inside belongs to that part."""
        self._open.append(part)
        yield
        self._open.pop()

    @contextmanager
    def content(self) -> Iterator[None]:
        """Everything drawn inside is content of the part that is open. It does not cross pages."""
        part = self._open[-1]
        page = self._canvas.getPageNumber() - 1
        number = self._used.get(page, 0)
        self._used[page] = number + 1
        part.kids.append((page, number))
        self._canvas.addLiteral(f"/{part.kind} <</MCID {number}>> BDC")
        yield
        self._canvas.addLiteral("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Everything drawn inside is decoration: lines, running heads, page numbers, repeated heads."""
        self._canvas.addLiteral("/Artifact BMC")
        yield
        self._canvas.addLiteral("EMC")


def finish(drawn: bytes, root: Element, title: str, author: str, subject: str, made_on: date) -> bytes:
    """The drawn file with its structure tree, title, language and dates. Same input, same bytes."""
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        _write_tree(pdf, root)
        catalogue = pdf.Root
        catalogue.MarkInfo = Dictionary(Marked=True)
        catalogue.Lang = String("en-GB")
        catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        stamp = made_on.strftime("D:%Y%m%d000000Z")
        for name, text in (
            (Name.Title, title),
            (Name.Author, author),
            (Name.Subject, subject),
            (Name.Creator, "vrp-desktop"),
            (Name.Producer, "vrp-desktop"),
            (Name.CreationDate, stamp),
            (Name.ModDate, stamp),
        ):
            pdf.docinfo[name] = String(text)
        if Name.Keywords in pdf.docinfo:
            del pdf.docinfo[Name.Keywords]
        if Name.Trapped in pdf.docinfo:
            del pdf.docinfo[Name.Trapped]
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:creator"] = [author]
            metadata["dc:description"] = subject
            metadata["dc:language"] = {"en-GB"}
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = f"{made_on.isoformat()}T00:00:00Z"
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
        )
        return out.getvalue()


def _write_tree(pdf: Pdf, root: Element) -> None:
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    by_mark: dict[tuple[int, int], Object] = {}

    def write(element: Element, parent: Object) -> Object:
        made = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent, K=Array())
        )
        if element.alt:
            made.Alt = String(element.alt)
        if element.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name("/" + element.scope))
        if element.box:
            made.A = Dictionary(O=Name.Layout, BBox=Array([round(edge, 2) for edge in element.box]))
        for kid in element.kids:
            if isinstance(kid, Element):
                made.K.append(write(kid, made))
            else:
                page, number = kid
                made.K.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=number))
                by_mark[kid] = made
        return made

    tree.K = Array([write(root, tree)])
    numbers = Array()
    for index, page in enumerate(pdf.pages):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        marks = sorted(number for at, number in by_mark if at == index)
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([by_mark[index, number] for number in marks])))
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = tree
