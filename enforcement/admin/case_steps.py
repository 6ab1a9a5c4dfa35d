"""What can be done with a case, each on a page of its own."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from enforcement import operations
from enforcement.deadlines import answer_due
from enforcement.forms import AttachFileForm, LogCaseForm, TransferCaseForm
from enforcement.models import EnforcementCase
from enforcement.selectors import proposed_receivers
from enforcement.states import CaseStatus, Urgency
from governance.admin import Step
from governance.errors import RuleViolation
from governance.workdays import term_text


class LogCase(Step):
    """立案."""

    name = "log"
    operation = staticmethod(operations.log_case)
    title = _("File a case")
    verb = _("File a case")
    form_class = LogCaseForm

    def outcome(self):
        return _("The case is filed: it has a number, your township holds it, and its 90 days begin.")

    def consequences(self):
        return [
            _("The power is checked against what the township holds today, the law against the day of the act."),
            _("Files can be added at once; the case can be transferred from its page."),
        ]

    def perform(self, data):
        township = data.pop("township")
        return operations.log_case(township, by=self.account, **data)

    def done(self, result):
        return _("Filed as %(case)s.") % {"case": result}


class CaseStep(Step):
    @classmethod
    def at(cls, obj: EnforcementCase):
        return obj.holder


class AttachFile(CaseStep):
    """附卷."""

    name = "attach"
    operation = staticmethod(operations.attach_file)
    title = _("Add files")
    verb = _("Add files")
    tone = "default"
    form_class = AttachFileForm

    def outcome(self):
        return _("The files belong to the case, with name, size and SHA-256 as they are now.")

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == CaseStatus.TRANSFERRING:
            return _("The case is in transfer; its files are frozen until the receiver has answered.")
        return None

    def perform(self, data):
        """Each file is kept or refused by itself; the first refusal says how many were kept before it."""
        kept = []
        for file in data["file"]:
            try:
                kept.append(operations.attach_file(self.obj, by=self.account, file=file))
            except RuleViolation as refusal:
                if not kept:
                    raise
                count = ngettext("%(count)d file was kept.", "%(count)d files were kept.", len(kept)) % {
                    "count": len(kept)
                }
                raise RuleViolation(
                    refusal.code, f"{count} {refusal.message}", refusal.field, refusal.basis
                ) from refusal
        return kept

    def done(self, result):
        return ngettext("%(count)d file added.", "%(count)d files added.", len(result)) % {"count": len(result)}


class TransferCase(CaseStep):
    """移送."""

    name = "transfer"
    operation = staticmethod(operations.transfer_case)
    title = _("Transfer the case")
    verb = _("Transfer")
    form_class = TransferCaseForm

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposed_receivers(self.obj)

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == CaseStatus.TRANSFERRING:
            return _("It is in transfer to %(receiver)s, which has yet to answer.") % {"receiver": obj.offered_to}
        if obj.status == CaseStatus.TRANSFERRED:
            return _("Who has accepted a case does not pass it on.")
        return None

    def outcome(self):
        return _("A numbered letter with the case's files goes to the receiver, who must accept it or send it back.")

    def facts(self):
        case = self.obj
        return [
            (_("Case"), f"{case.case_no} {case.cause}"),
            (_("Holder"), case.holder),
            (_("Files"), case.files.count()),
            *((_("Proposed: %(body)s") % {"body": line.receiver}, line.reason) for line in self.proposals),
        ]

    def initial(self):
        if not self.proposals:
            return {}
        return {"receiver": self.proposals[0].receiver, "entry": self.proposals[0].entry}

    def consequences(self):
        sender = self.obj.holder
        lines = [
            _("Until the receiver accepts, %(sender)s holds the case and owes whatever is urgent.")
            % {"sender": sender},
            _("On acceptance custody moves to the receiver in the same instant."),
            _("The files are frozen until the receiver has answered."),
        ]
        if self.proposals:
            lines += self._answer_terms(self.proposals[0].receiver)
        return lines

    def _answer_terms(self, receiver):
        now = timezone.now()
        for urgency in Urgency:
            try:
                due = answer_due(now, urgency=urgency, receiver=receiver)
            except RuleViolation as refusal:  # the operation will say so too; better to know before writing
                yield str(refusal)
                return
            limit = timezone.localtime(due.ends_at)
            yield _("%(urgency)s: the answer is due within %(term)s, by %(limit)s (%(basis)s).") % {
                "urgency": urgency.label,
                "term": term_text(due.term),
                "limit": f"{limit:%Y-%m-%d %H:%M} {date_format(limit, 'D')}",
                "basis": due.term.basis,
            }

    def done(self, result):
        return _("Sent to %(receiver)s as %(letter)s.") % {"receiver": result.receiver, "letter": result}
