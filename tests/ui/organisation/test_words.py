"""Words to avoid: added, refused, taken out, and noticed on every page from then on."""

from tests.builders import a_person, acting
from tests.ui.pages import Pages
from vrp_desktop.domain.permissions import Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.organisation.words_screen import WordsScreen
from vrp_desktop.ui.record.screen import PersonScreen


def test_a_word_is_added_noticed_and_removed(pages: Pages, provider: Provider) -> None:
    screen = pages.open(WordsScreen, "words")
    pages.fill(screen.form, said="frequent flyer", instead="somebody who comes often")
    pages.click(screen.add_button)
    assert screen.table.texts()[0] == ["frequent flyer", "somebody who comes often", "Yours"]
    ana = provider.people.add(a_person("Ana")).id
    record = pages.open(PersonScreen, "person", person_id=ana, page="about")
    pages.fill(record.about.form.matters, wants="Not to be a Frequent-Flyer")
    line = record.about.form.matters.field("wants").wording  # type: ignore[attr-defined]  # a TextArea
    pages.qtbot.waitUntil(line.isVisible, timeout=5_000)
    assert "somebody who comes often" in line.text()
    pages.answering("Leave it")
    screen = pages.open(WordsScreen, "words")
    screen.table.choose(0)
    pages.click(screen.remove_button)
    assert screen.table.texts()[0][0] != "frequent flyer"
    assert provider.wordings.own() == ()


def test_what_is_noticed_already_or_says_nothing_is_refused_beside_its_field(pages: Pages) -> None:
    screen = pages.open(WordsScreen, "words")
    pages.fill(screen.form, said="young offender", instead="a child")
    pages.click(screen.add_button)
    assert screen.form.fault("said") == "“young offender” is noticed already."
    pages.fill(screen.form, said="?", instead="")
    pages.click(screen.add_button)
    assert screen.form.fault("said")
    assert screen.form.fault("instead")


def test_names_of_others_are_found_in_a_text_before_it_leaves(provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana", family_name="Nowak")).id
    provider.people.add(a_person("Ben", family_name="Okoro"))
    manager = acting(provider, Role.MANAGER)
    text = "Ana came with Ben, and Ben Okoro's sister; Sam was there."
    assert manager.wordings.names_in(text, ana) == ("Ben", "Ben Okoro's", "Sam")
