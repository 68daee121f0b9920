"""Reading XML that a stranger wrote: streamed, and without document types or entities."""

from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat


class Forbidden(Exception):  # noqa: N818 - it says what the XML holds
    """The XML declares a document type or entities, which a workbook never needs."""


class Torn(Exception):  # noqa: N818 - it says what has become of the XML
    """It is not well-formed XML."""


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rsplit(":", 1)[-1]


def walk(
    content: bytes,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Calls back for each element by its local name, its end and its text. Raises Forbidden or Torn."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_: object) -> NoReturn:
        raise Forbidden

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(
        local(name), {local(k): v for k, v in attributes.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise Torn(str(fault)) from fault
    except (LookupError, ValueError) as fault:
        raise Torn(str(fault)) from fault
