"""What can be done with an application, each on a page of its own."""

from collections.abc import Collection
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.admin.steps import Step
from services.clocks import EXTENSION, JOINT_EXTENSION
from services.forms import applications as forms
from services.models import Application
from services.operations import applications, hand_overs, handling
from services.operations.clocks import standing_now
from services.states import HANDLED, OPEN, ApplicationStatus, Way

S = ApplicationStatus
GRANTED = frozenset({S.DECIDED_GRANT, S.ISSUED, S.CLOSED})


class Receive(Step):
    """收件."""

    name = "receive"
    operation = staticmethod(applications.receive_application)
    title = _("Receive an application")
    verb = _("Receive an application")
    form_class = forms.ReceiveForm

    def outcome(self):
        return _("The application has a number and a check word, and the five days for the answer begin.")

    def consequences(self):
        return [_("The slip with number and check word can be printed at once.")]

    def perform(self, data):
        place = data.pop("place")
        return applications.receive_application(place, by=self.account, **data)

    def done(self, result):
        return _("Received as %(number)s.") % {"number": result}


class ApplicationStep(Step):
    """A step at the place that has the papers; offered in these states alone."""

    place: ClassVar[str] = "holder"
    states: ClassVar[Collection[str]] = OPEN

    @classmethod
    def at(cls, obj: Application):
        return getattr(obj, cls.place)

    def button(self):
        """Nothing that belongs to another part of the way."""
        return super().button() if self.obj.status in self.states and self.at(self.obj) is not None else None

    @classmethod
    def blocked(cls, obj, account):
        if obj.status not in cls.states:
            return _("It is “%(state)s”.") % {"state": obj.get_status_display()}
        if obj.offered_to_id is not None and cls.place == "holder":
            return _("The papers are on their way to %(receiver)s.") % {"receiver": obj.offered_to}
        return None

    def facts(self):
        application = self.obj
        said = standing_now(application)
        return [
            (_("Application"), f"{application.number} {application.item}"),
            (_("State"), application.get_status_display()),
            (_("Has the papers"), application.holder),
            *([(_("Due"), said.main.due.limit_on)] if said.main else []),
        ]


class Accept(ApplicationStep):
    """受理."""

    name = "accept"
    operation = staticmethod(applications.accept_application)
    title = _("Accept the application")
    verb = _("Accept")
    form_class = forms.AcceptForm
    states = {S.SUBMITTED}

    def outcome(self):
        if standing_now(self.obj).is_deemed:
            day = self.obj.completed_on or self.obj.received_on
            return _("You confirm what the law has done: it counts as accepted from %(day)s.") % {"day": day}
        return _("It is accepted today: legal and promised limit begin.")

    def consequences(self):
        return [_("The notice of acceptance can be printed, with the day it is due.")]


class RequestSupplement(ApplicationStep):
    """一次性告知."""

    name = "supplement"
    operation = staticmethod(applications.request_application_supplement)
    title = _("Say what is missing")
    verb = _("Papers missing")
    tone = "default"
    form_class = forms.SupplementForm
    states = {S.SUBMITTED}

    def outcome(self):
        return _("The applicant knows everything that is missing, and until when to bring it.")

    @classmethod
    def blocked(cls, obj, account):
        if obj.supplement_requests.exists():
            return _("Papers have been asked for once already.")
        if standing_now(obj).is_deemed:
            return _("Five working days have passed: it counts as accepted.")
        return super().blocked(obj, account)


class Complete(ApplicationStep):
    """补齐."""

    name = "complete"
    operation = staticmethod(applications.complete_application)
    title = _("Everything that was asked for is there")
    verb = _("Papers complete")
    states = {S.SUPPLEMENT_REQUESTED}

    def outcome(self):
        return _("The application is complete today; the five days for the answer begin anew.")


class NotAccept(ApplicationStep):
    """不予受理."""

    name = "not-accept"
    operation = staticmethod(applications.not_accept_application)
    title = _("Do not accept the application")
    verb = _("Do not accept")
    tone = "danger"
    form_class = forms.NotAcceptForm
    states = {S.SUBMITTED}

    def outcome(self):
        return _("It is over; the applicant gets a dated notice with the reason and the right body.")

    @classmethod
    def blocked(cls, obj, account):
        if standing_now(obj).is_deemed:
            return _("Five working days have passed: it counts as accepted.")
        return super().blocked(obj, account)


class BringPaper(ApplicationStep):
    """补齐容缺材料."""

    name = "paper"
    operation = staticmethod(applications.bring_paper)
    title = _("A missing paper has come")
    verb = _("Missing paper has come")
    tone = "default"
    form_class = forms.PaperForm
    states = HANDLED

    def button(self):
        return super().button() if self.obj.way == Way.TOLERANT else None


class HandOver(ApplicationStep):
    """转办、交接."""

    name = "hand-over"
    operation = staticmethod(hand_overs.hand_over_application)
    title = _("Hand the papers over")
    verb = _("Hand over papers")
    tone = "default"
    form_class = forms.HandOverForm
    states = OPEN | {S.ISSUED}

    def outcome(self):
        return _("The papers are on their way; you answer for them until they are received.")

    def initial(self):
        application = self.obj
        if application.holder_id == application.village_id:
            return {"receiver": application.centre}
        return {"receiver": application.body if application.holder_id != application.body_id else application.centre}


class ReceivePapers(ApplicationStep):
    """签收."""

    name = "receive-papers"
    place = "offered_to"
    operation = staticmethod(hand_overs.receive_papers)
    title = _("Receive the papers")
    verb = _("Receive papers")
    states = OPEN | {S.ISSUED}

    def outcome(self):
        return _("You have the papers from now on.")


class SendPapersBack(ApplicationStep):
    """退回."""

    name = "send-papers-back"
    place = "offered_to"
    operation = staticmethod(hand_overs.send_papers_back)
    title = _("Send the papers back")
    verb = _("Send papers back")
    tone = "default"
    form_class = forms.SendPapersBackForm
    states = OPEN | {S.ISSUED}

    def outcome(self):
        return _("Whoever sent them has them still, and knows why.")


class AtBody(ApplicationStep):
    place = "body"
    states: ClassVar[Collection[str]] = HANDLED


class TakeUp(AtBody):
    """承办."""

    name = "take-up"
    operation = staticmethod(handling.take_up_application)
    title = _("Take the application up")
    verb = _("Take up")
    states = {S.ACCEPTED}

    def outcome(self):
        return _("You are the handler.")


class AskOpinion(AtBody):
    """并联征求意见."""

    name = "ask-opinion"
    operation = staticmethod(handling.ask_opinion)
    title = _("Ask another body for its opinion")
    verb = _("Ask for an opinion")
    tone = "default"
    form_class = forms.OpinionRequestForm

    def outcome(self):
        return _("The body is asked; it sees the application and answers beside all others.")


class BeginStage(AtBody):
    """特别程序."""

    name = "begin-stage"
    operation = staticmethod(handling.begin_special_stage)
    title = _("Begin a special stage")
    verb = _("Special stage")
    tone = "default"
    form_class = forms.StageForm
    states = {S.ACCEPTED, S.IN_PROCESS}

    def outcome(self):
        return _("If the law says so, its days do not count from the day on which the applicant was told in writing.")


class EndStage(AtBody):
    name = "end-stage"
    operation = staticmethod(handling.end_special_stage)
    title = _("End the special stage")
    verb = _("End the stage")
    form_class = forms.OutcomeForm
    states = {S.SPECIAL_STAGE}

    def outcome(self):
        return _("Today is its last day; the limits run on.")


class Extend(AtBody):
    """延长期限."""

    name = "extend"
    operation = staticmethod(handling.extend_application)
    title = _("Extend the limit")
    verb = _("Extend the limit")
    tone = "default"
    form_class = forms.ReasonForm

    @classmethod
    def blocked(cls, obj, account):
        if not obj.item.is_licence:
            return _("No rule lets the limit of this item be extended.")
        if obj.extended_by:
            return _("It has been extended once already.")
        return super().blocked(obj, account)

    def outcome(self):
        days = JOINT_EXTENSION if self.obj.is_joint else EXTENSION
        return _("The limits are %(days)s working days longer, once; the applicant reads why.") % {"days": days}


class Decide(AtBody):
    """决定."""

    name = "decide"
    operation = staticmethod(handling.decide_application)
    title = _("Decide the application")
    verb = _("Decide")
    form_class = forms.DecideForm
    states = {S.ACCEPTED, S.IN_PROCESS}

    @classmethod
    def blocked(cls, obj, account):
        if obj.holder_id != obj.body_id:
            return _("%(holder)s has the papers; they are handed over first.") % {"holder": obj.holder}
        return super().blocked(obj, account)

    def outcome(self):
        return _("It is decided; the ten working days for handing the result over begin.")


class Issue(ApplicationStep):
    """出证."""

    name = "issue"
    operation = staticmethod(handling.issue_application)
    title = _("Hand the result over")
    verb = _("Hand over the result")
    form_class = forms.IssueForm
    states = {S.DECIDED_GRANT, S.DECIDED_REFUSE}

    def outcome(self):
        return _("The applicant has the result, and may rate how it went.")


class Close(ApplicationStep):
    """办结归档."""

    name = "close"
    operation = staticmethod(handling.close_application)
    title = _("Close the application")
    verb = _("Close")
    states = {S.ISSUED}

    def outcome(self):
        return _("Nothing more is done; the papers are filed.")


class Withdraw(ApplicationStep):
    """撤回."""

    name = "withdraw"
    operation = staticmethod(handling.withdraw_application)
    title = _("The applicant withdraws it")
    verb = _("Withdraw")
    tone = "default"
    form_class = forms.ReasonForm
    states = HANDLED | {S.SUBMITTED, S.SUPPLEMENT_REQUESTED}

    def outcome(self):
        return _("It is over without a decision.")


class Terminate(ApplicationStep):
    """终止."""

    name = "terminate"
    operation = staticmethod(handling.terminate_application)
    title = _("Terminate the application")
    verb = _("Terminate")
    tone = "danger"
    form_class = forms.ReasonForm
    states = HANDLED

    def outcome(self):
        return _("It is over without a decision, and the applicant reads why.")


class Lapse(ApplicationStep):
    """视为放弃."""

    name = "lapse"
    operation = staticmethod(handling.lapse_application)
    title = _("Let the application lapse")
    verb = _("Let it lapse")
    tone = "danger"
    states = {S.SUPPLEMENT_REQUESTED}

    @classmethod
    def blocked(cls, obj, account):
        request = obj.supplement_requests.first()
        if request is not None and not request.due.is_overdue(timezone.now()):
            return _("The applicant has until %(day)s.") % {"day": request.due_on}
        return super().blocked(obj, account)

    def outcome(self):
        return _("It counts as given up: what was asked for did not come.")


class CheckCommitment(AtBody):
    """承诺核查."""

    name = "check"
    operation = staticmethod(handling.check_commitment)
    title = _("Check what was promised")
    verb = _("Check the promise")
    form_class = forms.CheckForm
    states = GRANTED

    def button(self):
        return super().button() if self.obj.way == Way.COMMITMENT and not self.obj.check_result else None

    def outcome(self):
        return _("If it is not as promised, the decision that rests on it is annulled.")


STEPS = [
    ReceivePapers, SendPapersBack, Accept, RequestSupplement, Complete, NotAccept, TakeUp, Decide, Issue, Close,
    HandOver, BringPaper, AskOpinion, BeginStage, EndStage, Extend, CheckCommitment, Withdraw, Terminate, Lapse,
]  # fmt: skip
