"""What can be done with a case, each on a page of its own."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from enforcement.deadlines import answer_due
from enforcement.forms import AttachFileForm, FileCaseForm, TransferCaseForm, VoidCaseForm
from enforcement.models import EnforcementCase
from enforcement.operations.cases import attach_file, file_case, void_case
from enforcement.operations.transfers import transfer_case
from enforcement.selectors.receivers import CaseEntries, proposed_receivers
from enforcement.states import CaseStatus, Urgency
from governance.admin.steps import Step
from governance.errors import RuleViolation
from governance.wording import sentences
from governance.workdays.explain import term_text


class FileCase(Step):
    """立案."""

    name = "file"
    operation = staticmethod(file_case)
    title = _("File a case")
    verb = _("File a case")
    form_class = FileCaseForm

    def outcome(self):
        return _("The case is filed: it has a number, your township holds it, and its 90 days begin.")

    def consequences(self):
        return [
            _("The power is checked against what the township holds today, the law against the day of the act."),
            _("Files can be added at once; the case can be transferred from its page."),
        ]

    def perform(self, data):
        township = data.pop("township")
        return file_case(township, by=self.account, **data)

    def done(self, result):
        return _("Filed as %(case)s.") % {"case": result}


class CaseStep(Step):
    @classmethod
    def at(cls, obj: EnforcementCase):
        return obj.holder


def _void(case: EnforcementCase):
    """The reason why nothing is done with a voided case any more; None for the others."""
    if case.status == CaseStatus.VOIDED:
        return _("It is void: the matter was filed twice and goes on as %(other)s.") % {"other": case.duplicate_of}
    return None


def _minute(case: EnforcementCase) -> str:
    return timezone.localtime(case.filed_at).strftime("%Y-%m-%d %H:%M")


class AttachFile(CaseStep):
    """附卷."""

    name = "attach"
    operation = staticmethod(attach_file)
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
        return _void(obj)

    def perform(self, data):
        """Each file is kept or refused by itself; the first refusal says how many were kept before it."""
        kept = []
        for file in data["file"]:
            try:
                kept.append(attach_file(self.obj, by=self.account, file=file))
            except RuleViolation as refusal:
                if not kept:
                    raise
                count = ngettext("%(count)d file was kept.", "%(count)d files were kept.", len(kept)) % {
                    "count": len(kept)
                }
                raise RuleViolation(
                    refusal.code, sentences(count, refusal.message), refusal.field, refusal.basis
                ) from refusal
        return kept

    def done(self, result):
        return ngettext("%(count)d file added.", "%(count)d files added.", len(result)) % {"count": len(result)}


class VoidCase(CaseStep):
    """作废重复立案."""

    name = "void"
    operation = staticmethod(void_case)
    title = _("Void a case that was filed twice")
    verb = _("Void: filed twice")
    tone = "default"
    form_class = VoidCaseForm

    @classmethod
    def blocked(cls, obj, account):
        if obj.transfers.exists():
            return _("It has been sent to another body; a case is voided only as long as it has no transfer.")
        if obj.duplicates.exists():
            return _("Another filing was voided because the matter goes on as this one, so this one stays.")
        return _void(obj)

    def button(self):
        """Nothing to void in a case that another body has, or that is void already."""
        return super().button() if self.obj.status == CaseStatus.FILED else None

    def outcome(self):
        return _("This filing is void. The matter goes on as the other case, under that one's number.")

    def facts(self):
        case = self.obj
        return [
            (_("Case"), f"{case.case_no} {case.cause}"),
            (_("Filed at"), _minute(case)),
            (_("Place of the act"), case.place),
        ]

    def consequences(self):
        return [
            _("%(holder)s no longer holds it and its clock ends; the files stay with it.")
            % {"holder": self.obj.holder},
            _("Its number stays in the register as void and is not given out again."),
            _("It cannot be undone. A case whose filing turns out to be unfounded is revoked instead, not voided."),
        ]

    def done(self, result):
        return _("%(case)s is void; the matter goes on as %(other)s.") % {"case": result, "other": result.duplicate_of}


class TransferCase(CaseStep):
    """移送."""

    name = "transfer"
    operation = staticmethod(transfer_case)
    title = _("Transfer the case")
    verb = _("Transfer")
    form_class = TransferCaseForm
    consequences_of = ("receiver",)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposed_receivers(self.obj)
        self.led = CaseEntries(self.obj).led_by_holder()

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == CaseStatus.TRANSFERRING:
            return _("It is in transfer to %(receiver)s, which has yet to answer.") % {"receiver": obj.offered_to}
        if obj.status == CaseStatus.TRANSFERRED:
            return _("Who has accepted a case does not pass it on.")
        return _void(obj)

    def outcome(self):
        return _("A numbered letter with the case's files goes to the receiver, who must accept it or send it back.")

    def facts(self):
        case = self.obj
        return [
            (_("Case"), f"{case.case_no} {case.cause}"),
            (_("Holder"), case.holder),
            (_("Files"), case.files.count()),
            *self._led_by_us(),
            *((_("Proposed: %(body)s") % {"body": line.receiver}, line.reason) for line in self.proposals),
        ]

    def _led_by_us(self):
        if self.led is not None:
            yield (
                _("By the list it is ours"),
                _("Item %(number)s “%(title)s” of %(edition)s: %(holder)s leads it.")
                % {
                    "number": self.led.seq_no,
                    "title": self.led.title,
                    "edition": self.led.edition,
                    "holder": self.obj.holder,
                },
            )

    def initial(self):
        """The best proposal; where the list gives the case to us, it says of nobody that it is theirs."""
        if not self.proposals or self.led is not None:
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
        if receiver := self.entered("receiver"):
            lines += self._answer_terms(receiver)
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
