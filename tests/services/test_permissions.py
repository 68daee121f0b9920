"""Nothing is read or written by somebody whose role does not allow it: every method of every service."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_concern,
    a_finding,
    a_goal,
    a_person,
    a_session,
    a_step,
    an_enrolment,
    an_intervention,
)
from vrp_desktop.domain.assessments import AssessmentDetails
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.concerns import Answer
from vrp_desktop.domain.consent import Conversation, NoticeDetails
from vrp_desktop.domain.custody import Handover
from vrp_desktop.domain.documents import DocumentDetails
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.journal import Sought
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.organisation import OrganisationDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.domain.privacy import Privacy
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.retention import Schedule
from vrp_desktop.domain.returns.asked import Story
from vrp_desktop.domain.sessions import Mark, Remark
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace

ID = "0190a000-0000-7000-8000-000000000001"
QUARTER = Quarter(2026, 2)
PLAN = PlanDetails(ID, TODAY, 1, time(18))
NOWHERE = Path("nowhere")
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "interventions.all": (),
    "interventions.get": (ID,),
    "interventions.by_code": ("LEE-07",),
    "interventions.add": (an_intervention(),),
    "interventions.change": (ID, an_intervention()),
    "people.search": ("ana",),
    "people.prepare": (),
    "people.count": (),
    "people.get": (ID,),
    "people.add": (a_person(),),
    "people.change": (ID, a_person()),
    "own_pages.of_person": (ID,),
    "own_pages.open": (ID, ("goals",)),
    "records.head": (ID,),
    "records.front": (ID,),
    "enrolments.of_person": (ID,),
    "enrolments.lines_of_person": (ID,),
    "enrolments.journeys": (ID,),
    "enrolments.journey": (ID,),
    "enrolments.get": (ID,),
    "enrolments.key_workers": (ID,),
    "enrolments.again": (ID,),
    "enrolments.add": (ID, ID, an_enrolment()),
    "enrolments.change": (ID, an_enrolment()),
    "enrolments.pause": (ID, PauseDetails(TODAY)),
    "enrolments.change_pause": (ID, PauseDetails(TODAY)),
    "enrolments.come_back": (ID, TODAY),
    "enrolments.remove_pause": (ID,),
    "enrolments.refer_on": (ID, OnwardDetails("health", TODAY)),
    "enrolments.say_uptake": (ID, "taken_up", TODAY),
    "enrolments.change_onward": (ID, OnwardDetails("health", TODAY)),
    "enrolments.remove_onward": (ID,),
    "tasks.owners": (),
    "tasks.mine": (),
    "tasks.of_person": (ID,),
    "tasks.add": (TaskDetails("Ring her nan", ID),),
    "tasks.change": (ID, TaskDetails("Ring her nan", ID)),
    "tasks.done": (ID,),
    "tasks.not_done": (ID,),
    "tasks.remove": (ID,),
    "timelines.of_person": (ID,),
    "sessions.between": (TODAY, TODAY),
    "sessions.of_person": (ID,),
    "sessions.get": (ID,),
    "sessions.like_last": (ID,),
    "sessions.log": (a_session(ID),),
    "sessions.change": (ID, a_session(ID)),
    "sessions.like": (ID,),
    "sessions.places": (ID,),
    "sessions.colleagues": (ID,),
    "sessions.locked": (ID,),
    "sessions.kinds": (),
    "sessions.groups_of": (ID,),
    "sessions.moved": (a_session(ID), ID),
    "sessions.doubts": (a_session(ID),),
    "sessions.cancel": (ID, "weather"),
    "sessions.correct": (ID, "Ben was there"),
    "sessions.split": (ID, 30),
    "sessions.next_place": (ID, "The park"),
    "registers.read": (ID,),
    "registers.last_time": (ID, ID),
    "registers.bring_in": (ID, (ID,), (("Jojo", None),)),
    "registers.mark": (ID, ID, Mark.PRESENT),
    "registers.mark_many": (ID, {ID: Mark.PRESENT}),
    "registers.take_off": (ID, ID),
    "registers.add_newcomer": (ID, "Jojo", 12),
    "registers.count_heads": (ID, ()),
    "registers.count_trained": (ID, ()),
    "registers.remark": (ID, ID, Remark()),
    "registers.finish": (ID,),
    "groups.all": (),
    "groups.get": (ID,),
    "groups.members": (ID,),
    "groups.enrolled": (ID,),
    "groups.came_lately": (ID,),
    "groups.as_member": (ID, ID),
    "groups.add": (GroupDetails(ID, "Boxers"),),
    "groups.change": (ID, GroupDetails(ID, "Boxers")),
    "groups.end": (ID,),
    "groups.join": (ID, ID),
    "groups.leave": (ID, ID),
    "groups.set_members": (ID, ()),
    "plans.all": (),
    "plans.get": (ID,),
    "plans.preview": (PLAN,),
    "plans.coming": ((ID,),),
    "plans.add": (PLAN,),
    "plans.change": (ID, PLAN),
    "plans.end": (ID,),
    "plans.keep_up": (),
    "plans.skip": (ID,),
    "plans.hold": (ID, TODAY),
    "plans.move": (ID, TODAY, None, ""),
    "closures.all": (),
    "closures.usual": (),
    "closures.add": (ClosureDetails("Christmas", TODAY, TODAY),),
    "closures.change": (ID, ClosureDetails("Christmas", TODAY, TODAY)),
    "closures.remove": (ID,),
    "diaries.mine": (TODAY,),
    "diaries.of": (TODAY,),
    "diaries.workers": (),
    "outcomes.open_enrolments": (),
    "outcomes.sheet": (ID,),
    "outcomes.set_goal": (ID, a_goal()),
    "outcomes.change_goal": (ID, a_goal()),
    "outcomes.record": (ID, Instrument.DISTANCE, "individual.mental_health", Stage.BEFORE, TODAY, 3),
    "outcomes.take_back": (ID,),
    "measures.all": (),
    "measures.offered": (),
    "measures.turn_on": ("gad_7",),
    "measures.turn_off": ("gad_7",),
    "measures.add_own": ({},),
    "measures.add_from_file": (NOWHERE,),
    "measures.retire": ("gad_7",),
    "assessments.offered_for": (ID,),
    "assessments.begin": (ID, "gad_7"),
    "assessments.read": (ID,),
    "assessments.fill_in": (ID, AssessmentDetails("gad_7", Stage.BEFORE, TODAY)),
    "assessments.correct": (ID, AssessmentDetails("gad_7", Stage.BEFORE, TODAY)),
    "assessments.take_back": (ID,),
    "assessments.of_enrolment": (ID,),
    "assessments.of_person": (ID,),
    "assessments.pairs": ("gad_7",),
    "outcomes.goals_of_person": (ID,),
    "outcomes.add_step": (ID, a_step()),
    "outcomes.change_step": (ID, a_step()),
    "outcomes.finish_step": (ID,),
    "outcomes.remove_step": (ID,),
    "findings.of_person": (ID,),
    "findings.reveal": (ID, "He asked me about it"),
    "findings.note": (ID, a_finding()),
    "findings.review": (ID, a_finding()),
    "findings.correct": (ID, a_finding()),
    "findings.take_back": (ID,),
    "concerns.beginning": (),
    "concerns.raise_concern": (a_concern(about="Tiny"),),
    "concerns.mine": (),
    "concerns.read": (ID,),
    "concerns.add": (ID, "More"),
    "concerns.of_person": (ID,),
    "concerns.veiled": (),
    "concerns.reveal": (ID, "The lead is on leave."),
    "concerns.open": (),
    "concerns.all": (),
    "concerns.answer": (ID, Answer("Rang")),
    "concerns.reopen": (ID, "The school rang again."),
    "concerns.release": (ID, "Nothing came of it."),
    "concerns.keep": (ID, "The inquiry asked."),
    "network.of_person": (ID,),
    "network.trusted": (ID,),
    "network.emergency": (ID,),
    "network.family": (ID,),
    "network.questions": (ID, LinkDetails("parent", "Mum")),
    "network.add": (ID, LinkDetails("parent", "Mum")),
    "network.change": (ID, LinkDetails("parent", "Mum")),
    "network.end": (ID, TODAY),
    "network.remove": (ID,),
    "network.link": (ID, ID),
    "network.make_record": (ID,),
    "merging.suggest": (ID,),
    "merging.preview": (ID, "another"),
    "merging.merge": (ID, "another"),
    "merging.recent": (),
    "merging.part": (ID,),
    "concerns.link": (ID, ID, "It was Ana, her mother says."),
    "registers.expect": (ID, (ID,)),
    "consents.read": (ID,),
    "consents.standing": (ID,),
    "consents.answer": (ID, Conversation(TODAY, "self", "spoken", {"share": True})),
    "consents.withdraw": (ID, TODAY, "self"),
    "consents.tell": (ID, NoticeDetails(TODAY, "self", "older", "spoken")),
    "consents.notice": ("older",),
    "consents.write_notice": ("older", NOWHERE),
    "documents.of_person": (ID,),
    "documents.look": (ID, Path(__file__)),
    "documents.add": (ID, DocumentDetails("Letter", "letter", TODAY), b"words"),
    "documents.change": (ID, DocumentDetails("Letter", "letter", TODAY)),
    "documents.open": (ID,),
    "documents.take_out": (ID, NOWHERE, "no passphrase"),
    "documents.delete": (ID,),
    "documents.portrait": (ID,),
    "organisation.details": (),
    "organisation.change": (OrganisationDetails("Mine", 10),),
    "organisation.privacy": (),
    "organisation.change_privacy": (Privacy(),),
    "today.home": (),
    "audit.users": (),
    "audit.read": (),
    "audit.change": (ID,),
    "audit.verify": (),
    "audit.export": (Sought(), Path(__file__) / "inside a file" / "journal.csv"),
    "audit.history": ("person", ID),
    "audit.seen": (ID,),
    "audit.opened": (),
    "audit.why_not": (ID,),
    "audit.undo": (ID,),
    "assignments.interventions": (),
    "assignments.of_user": (ID,),
    "assignments.assign": (ID, ()),
    "assignments.find_outside": ("Ana Ahmed",),
    "assignments.break_glass": (ID, "She called about tonight."),
    "retention.schedule": (),
    "retention.change_schedule": (Schedule(),),
    "retention.queue": (),
    "retention.keep": (ID, TODAY.replace(year=2030), "Still needed"),
    "retention.hold": (ID, "A claim"),
    "retention.lift": (ID,),
    "subject_access.requests": (),
    "subject_access.note": (ID, "Ana herself", TODAY),
    "subject_access.review": (ID,),
    "subject_access.write": (ID, NOWHERE, "no passphrase"),
    "erasure.plan": (ID,),
    "erasure.erase": (ID, "they_asked", "no passphrase"),
    "erasure.done": (),
    "erasure.finish": (),
    "health.report": (),
    "health.check": (),
    "returns.interventions": (),
    "returns.quarters": (),
    "returns.preview": (ID, QUARTER),
    "returns.counted": (ID, QUARTER),
    "returns.noted": (ID, QUARTER),
    "returns.behind": (ID, QUARTER, ("R2", "started", "people")),
    "returns.breaking": (ID, QUARTER),
    "returns.before": (ID, QUARTER),
    "returns.prepare": (ID, QUARTER, NOWHERE),
    "statements.read": (ID, QUARTER),
    "statements.write_amounts": (ID, QUARTER, {}),
    "statements.write_lines": (ID, QUARTER, "R12", ()),
    "statements.write_story": (ID, QUARTER, Story("voice", "I sleep now.", consent="Asked")),
    "statements.remove_story": (ID, QUARTER, ID),
    "statements.write_answers": (ID, QUARTER, {}),
    "statements.bring_over": (ID, QUARTER, "R12"),
    "summaries.quarters": (),
    "summaries.own": (QUARTER,),
    "summaries.outside": (QUARTER,),
    "summaries.export": (QUARTER, False, NOWHERE),
    "wordings.wording": (),
    "wordings.own": (),
    "wordings.add": ("x y", "z"),
    "wordings.remove": ("x y",),
    "wordings.names_in": ("", ID),
    "drafts.of": ("person", ID),
    "drafts.keep": ("person", ID, {}),
    "drafts.drop": ("person", ID),
    "imports.bring_in": ((NOWHERE,),),
    "imports.received": (),
    "imports.quarters": (),
    "imports.findings": (ID,),
    "imports.keys": (),
    "imports.confirm_key": (ID, "AAAA", "no passphrase"),
    "imports.bring_in_with_key": (NOWHERE, "AAAA", "no passphrase"),
    "county.picture": (QUARTER,),
    "county.year": (QUARTER,),
    "county.audit": (QUARTER,),
    "county.export": (QUARTER, NOWHERE),
    "custody.archives": (),
    "custody.seal": (NOWHERE, Handover("Records", "Town hall", TODAY.replace(year=2030)), "", ""),
    "custody.destroy": (ID, ""),
    "backups.line": (),
    "backups.standing": (),
    "backups.back_up": (),
    "backups.keep": (),
    "backups.before": (Reason.BEFORE_IMPORT,),
    "backups.rehearse": (),
    "backups.choose_second_place": (NOWHERE,),
    "backups.verify": (NOWHERE,),
    "backups.faults": (),
    "users.every": (),
    "users.without_passphrase": (),
    "users.has_keychain": (),
    "users.add": (UserDetails("Bo"), "first", "mine"),
    "users.change": (ID, UserDetails("Bo"), "mine"),
    "users.reset": (ID, "first", "mine"),
    "users.remove": (ID, "mine"),
    "users.new_recovery_key": ("mine",),
}
FREE = {"returns.empty_template", "users.change_my_passphrase"}
"""For everybody: the empty workbook tells nothing of anybody, and one's own passphrase is one's own."""

RECORDERS = {Role.WORKER, Role.MANAGER, Role.SAFEGUARDING_LEAD}
"""Those who work with people. Which people are theirs is held in test_scoping."""

WHO: dict[str, set[Role]] = {
    "interventions.all": RECORDERS | {Role.ADMINISTRATOR},
    "interventions.get": RECORDERS | {Role.ADMINISTRATOR},
    "interventions.by_code": RECORDERS | {Role.ADMINISTRATOR},
    "interventions.add": {Role.ADMINISTRATOR},
    "interventions.change": {Role.ADMINISTRATOR},
    "people.": RECORDERS,
    "records.": RECORDERS,
    "own_pages.": RECORDERS,
    "enrolments.": RECORDERS,
    "tasks.": RECORDERS,
    "timelines.": RECORDERS,
    "sessions.": RECORDERS,
    "registers.": RECORDERS,
    "groups.": RECORDERS,
    "network.": RECORDERS,
    "merging.": RECORDERS,
    "plans.": RECORDERS,
    "closures.": {Role.MANAGER, Role.ADMINISTRATOR},
    "closures.all": RECORDERS | {Role.ADMINISTRATOR},
    "diaries.mine": RECORDERS,
    "diaries.of": {Role.MANAGER, Role.SAFEGUARDING_LEAD},
    "diaries.workers": {Role.MANAGER, Role.SAFEGUARDING_LEAD},
    "outcomes.": RECORDERS,
    "measures.": {Role.ADMINISTRATOR},
    "measures.all": RECORDERS | {Role.ADMINISTRATOR},
    "measures.offered": RECORDERS | {Role.ADMINISTRATOR},
    "assessments.": RECORDERS,
    "findings.": RECORDERS,
    "drafts.": RECORDERS,
    "today.home": RECORDERS,
    "audit.": {Role.MANAGER, Role.ADMINISTRATOR},
    "audit.history": RECORDERS,
    "audit.seen": {Role.MANAGER},
    "audit.opened": {Role.MANAGER},
    "audit.why_not": {Role.MANAGER},
    "audit.undo": {Role.MANAGER},
    "assignments.interventions": {Role.ADMINISTRATOR},
    "assignments.of_user": {Role.ADMINISTRATOR},
    "assignments.assign": {Role.ADMINISTRATOR},
    "assignments.find_outside": RECORDERS,
    "assignments.break_glass": RECORDERS,
    "concerns.": {Role.SAFEGUARDING_LEAD},
    **dict.fromkeys(
        (f"concerns.{name}" for name in ("beginning", "raise_concern", "mine", "read", "add", "of_person")),
        RECORDERS,
    ),
    "concerns.veiled": {Role.MANAGER, Role.SAFEGUARDING_LEAD},
    "concerns.reveal": {Role.MANAGER, Role.SAFEGUARDING_LEAD},
    "consents.": RECORDERS,
    "documents.": RECORDERS,
    "organisation.details": RECORDERS | {Role.ADMINISTRATOR},
    "organisation.privacy": RECORDERS | {Role.ADMINISTRATOR},
    "organisation.change_privacy": {Role.ADMINISTRATOR},
    "organisation.change": {Role.ADMINISTRATOR},
    "wordings.": RECORDERS | {Role.ADMINISTRATOR},
    "wordings.add": {Role.ADMINISTRATOR},
    "wordings.remove": {Role.ADMINISTRATOR},
    "wordings.names_in": RECORDERS,
    "returns.interventions": {Role.MANAGER, Role.TRUSTEE},
    "returns.quarters": {Role.MANAGER, Role.TRUSTEE},
    "returns.preview": {Role.MANAGER, Role.TRUSTEE},
    "returns.counted": {Role.MANAGER},
    "returns.noted": {Role.MANAGER},
    "statements.": {Role.MANAGER},
    "returns.behind": {Role.MANAGER},
    "returns.breaking": {Role.MANAGER},
    "returns.before": {Role.MANAGER},
    "returns.prepare": {Role.MANAGER},
    "summaries.quarters": {Role.MANAGER, Role.TRUSTEE},
    "summaries.own": {Role.MANAGER},
    "summaries.outside": {Role.MANAGER, Role.TRUSTEE},
    "summaries.export": {Role.MANAGER},
    "retention.": {Role.MANAGER},
    "erasure.": {Role.MANAGER},
    "subject_access.": {Role.MANAGER},
    "imports.": {Role.COMMISSIONER},
    "county.": {Role.COMMISSIONER},
    "health.": set(Role),
    "custody.": {Role.ADMINISTRATOR},
    "backups.": {Role.ADMINISTRATOR},
    "users.": {Role.ADMINISTRATOR},
    # What the program does by itself, whoever sits there.
    "backups.line": set(Role),
    "backups.keep": set(Role),
    "backups.before": set(Role),
}
"""Who may call a method; a name that ends with a dot is for every method of that service."""


def who_may(method: str) -> set[Role]:
    """The roles that the table lets call a method. A KeyError is a method that nobody has thought of."""
    return WHO[method] if method in WHO else WHO[method.partition(".")[0] + "."]


def methods(services: Provider | Commissioner) -> dict[str, Callable[..., Any]]:
    """Every public method of every service, by its dotted name."""
    return {
        f"{name}.{method}": call
        for name, service in vars(services).items()
        if name != "workspace"
        for method, call in inspect.getmembers(service, inspect.ismethod)
        if not method.startswith("_")
    }


@pytest.fixture
def services(workspace: Workspace, commissioner_workspace: Workspace) -> Callable[..., dict[str, Any]]:
    """Every method of both kinds of workspace, for somebody with these roles."""

    def for_roles(*roles: Role) -> dict[str, Any]:
        actor = Actor(workspace.actor.id, "Alex", frozenset(roles))
        return {
            **methods(Provider(replace(workspace, actor=actor))),
            **methods(Commissioner(replace(commissioner_workspace, actor=actor))),
        }

    return for_roles


def test_every_method_of_every_service_is_in_the_table(services: Callable[..., dict[str, Any]]) -> None:
    assert services().keys() == ARGUMENTS.keys() | FREE
    assert all(who_may(method) for method in ARGUMENTS)


@pytest.mark.parametrize("method", ARGUMENTS)
def test_nobody_without_a_role_does_anything(method: str, services: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(Refused, match="Your role does not let you"):
        services()[method](*ARGUMENTS[method])


@pytest.mark.parametrize("method", ARGUMENTS)
def test_each_role_does_its_own_and_no_more(method: str, services: Callable[..., dict[str, Any]]) -> None:
    allowed = {role for role in Role if lets(services(role)[method], ARGUMENTS[method])}
    assert allowed == who_may(method)


def lets(call: Callable[..., Any], arguments: tuple[Any, ...]) -> bool:
    """Whether a role lets somebody call a method; what it then finds or misses is told elsewhere."""
    try:
        call(*arguments)
    except Refused as refused:
        return "Your role does not let you" not in str(refused)
    except Trouble:
        pass
    return True


def test_the_table_names_no_method_that_is_not_there(services: Callable[..., dict[str, Any]]) -> None:
    there = services().keys()
    assert [name for name in WHO if not any(method.startswith(name) for method in there)] == []
