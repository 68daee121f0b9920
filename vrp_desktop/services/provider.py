"""Everything a provider's window can ask for, in one place."""

from vrp_desktop.services.asking import Statements
from vrp_desktop.services.assessments import Assessments
from vrp_desktop.services.assignments import Assignments
from vrp_desktop.services.audit import RecordAudit
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.closures import Closures
from vrp_desktop.services.concerns import Concerns
from vrp_desktop.services.consents import Consents
from vrp_desktop.services.custody import Custody
from vrp_desktop.services.diaries import Diaries
from vrp_desktop.services.documents import Documents
from vrp_desktop.services.drafts import Drafts
from vrp_desktop.services.enrolments import Enrolments
from vrp_desktop.services.erasure import Erasure
from vrp_desktop.services.findings import Findings
from vrp_desktop.services.groups import Groups
from vrp_desktop.services.health import Health
from vrp_desktop.services.interventions import Interventions
from vrp_desktop.services.measures import Measures
from vrp_desktop.services.merging import Merging
from vrp_desktop.services.network import Network
from vrp_desktop.services.organisation import Organisation
from vrp_desktop.services.outcomes import Outcomes
from vrp_desktop.services.own_pages import OwnPages
from vrp_desktop.services.people import People
from vrp_desktop.services.plans import Plans
from vrp_desktop.services.records import Records
from vrp_desktop.services.registers import Registers
from vrp_desktop.services.retention import Retention
from vrp_desktop.services.returns import Returns
from vrp_desktop.services.sessions import Sessions
from vrp_desktop.services.subject_access import SubjectAccess
from vrp_desktop.services.summaries import Summaries
from vrp_desktop.services.tasks import Tasks
from vrp_desktop.services.timelines import Timelines
from vrp_desktop.services.today import Today
from vrp_desktop.services.users import Users
from vrp_desktop.services.wordings import Wordings
from vrp_desktop.services.workspace import Workspace


class Provider:
    """A provider's services over one open workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.interventions = Interventions(workspace)
        self.people = People(workspace)
        self.records = Records(workspace)
        self.own_pages = OwnPages(workspace)
        self.enrolments = Enrolments(workspace)
        self.sessions = Sessions(workspace)
        self.registers = Registers(workspace)
        self.groups = Groups(workspace)
        self.plans = Plans(workspace)
        self.closures = Closures(workspace)
        self.diaries = Diaries(workspace)
        self.outcomes = Outcomes(workspace)
        self.measures = Measures(workspace)
        self.assessments = Assessments(workspace)
        self.findings = Findings(workspace)
        self.concerns = Concerns(workspace)
        self.network = Network(workspace)
        self.merging = Merging(workspace)
        self.consents = Consents(workspace)
        self.documents = Documents(workspace)
        self.organisation = Organisation(workspace)
        self.wordings = Wordings(workspace)
        self.statements = Statements(workspace)
        self.returns = Returns(workspace)
        self.summaries = Summaries(workspace)
        self.drafts = Drafts(workspace)
        self.assignments = Assignments(workspace)
        self.audit = RecordAudit(workspace)
        self.retention = Retention(workspace)
        self.subject_access = SubjectAccess(workspace)
        self.erasure = Erasure(workspace)
        self.backups = Backups(workspace)
        self.custody = Custody(workspace)
        self.today = Today(workspace)
        self.tasks = Tasks(workspace)
        self.timelines = Timelines(workspace)
        self.users = Users(workspace)
        self.health = Health(workspace)
