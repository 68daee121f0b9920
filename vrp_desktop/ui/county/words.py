"""What is said under the county's figures."""

from vrp_desktop.domain.county import CountyPicture


def said_of(picture: CountyPicture) -> str:
    """What the figures are made of, and how to read them."""
    drafts = f", {picture.drafts} of them drafts" if picture.drafts else ""
    said = (
        f"{len(picture.made_of)} returns of {picture.providers} providers{drafts}. A person in two "
        "interventions is counted in both. “12 to 19” means that some returns hide small counts."
    )
    if picture.year:
        said += (
            " People supported are those of the year to date; sessions and those who came, not named, are "
            "added up over the quarters; children, young adults, districts, needs and outcomes are of the "
            "last quarter."
        )
    if picture.gaps:
        missing = ", ".join(gap.header.intervention_code for gap in picture.gaps)
        said += f" Not every quarter has a return of {missing}."
    if picture.disagreeing:
        wrong = ", ".join(header.intervention_code for header in picture.disagreeing)
        said += f" The returns of {wrong} contradict each other: ask the provider."
    return said
