"""The steps of an edition from draft to publication, each on a page of its own."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.admin import Step
from responsibilities import operations
from responsibilities.admin.defects import defects_link
from responsibilities.admin.words import entries_link
from responsibilities.forms import ApproveForm, PublishForm, ReasonForm
from responsibilities.models import Edition
from responsibilities.selectors import bodies_concerned
from responsibilities.states import UNPUBLISHED, EditionStatus


class EditionStep(Step):
    """A step on an edition, possible in the states of `needs`."""

    needs: tuple[str, ...] = ()

    @classmethod
    def at(cls, obj: Edition):
        return obj.duty_list.owner

    @classmethod
    def blocked(cls, obj: Edition, account):
        if obj.status not in cls.needs:
            wanted = _(", ").join(str(EditionStatus(status).label) for status in cls.needs)
            return _("This is possible while the edition is: %(states)s.") % {"states": wanted}
        return None

    def facts(self):
        edition = self.obj
        facts = [
            (_("List"), edition.duty_list),
            (_("State"), edition.get_status_display()),
            (_("Entries"), entries_link(edition, edition.entries.count())),
            (_("Written by"), "、".join(author.name for author in edition.authors.order_by("pk")) or "–"),
        ]
        if edition.status in UNPUBLISHED:
            facts.append((_("Findings"), defects_link(edition)))
        if edition.document_no:
            facts.append((_("Decided by"), f"{edition.document_no} · {edition.decided_on}"))
        return facts


class Submit(EditionStep):
    """送审."""

    name = "submit"
    operation = staticmethod(operations.submit_edition)
    title = _("Send the draft to review")
    verb = _("Send to review")
    needs = (EditionStatus.DRAFT,)

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == EditionStatus.DRAFT and not obj.entries.exists():
            return _("The draft has no entries yet.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("The draft is in review and no longer changes.")


class Approve(EditionStep):
    """批准."""

    name = "approve"
    operation = staticmethod(operations.approve_edition)
    title = _("Approve the edition")
    verb = _("Approve")
    form_class = ApproveForm
    needs = (EditionStatus.REVIEW,)

    @classmethod
    def blocked(cls, obj, account):
        if obj.authors.filter(pk=account.pk).exists():
            return _("You wrote into this draft; somebody else approves it.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("The edition is approved under the document that decided it, and can be published.")


class SendBack(EditionStep):
    """退回."""

    name = "send-back"
    operation = staticmethod(operations.send_back_edition)
    title = _("Send the edition back")
    verb = _("Send back")
    tone = "default"
    form_class = ReasonForm
    needs = (EditionStatus.REVIEW, EditionStatus.APPROVED)

    def outcome(self):
        return _("The edition is a draft again. An approval it had no longer counts.")


class Publish(EditionStep):
    """公布."""

    name = "publish"
    operation = staticmethod(operations.publish_edition)
    title = _("Publish the edition")
    verb = _("Publish")
    form_class = PublishForm
    needs = (EditionStatus.APPROVED,)

    def initial(self):
        return {"effective_from": timezone.localdate()}

    def outcome(self):
        return _("Everybody sees the edition, and it applies from the day you name. Nobody can change it afterwards.")

    def consequences(self):
        lines = []
        predecessor = self.obj.duty_list.editions.filter(status=EditionStatus.PUBLISHED).first()
        if predecessor:
            lines.append(_("%(edition)s ends the day before.") % {"edition": predecessor})
        told = len(bodies_concerned(self.obj, predecessor))
        lines.append(
            ngettext("%(count)d body that it names is told.", "%(count)d bodies that it names are told.", told)
            % {"count": told}
        )
        return lines


class Discard(EditionStep):
    """作废草稿."""

    name = "discard"
    operation = staticmethod(operations.discard_draft)
    title = _("Give the draft up")
    verb = _("Give up")
    tone = "danger"
    form_class = ReasonForm
    needs = (EditionStatus.DRAFT,)

    def outcome(self):
        return _("The draft is given up for good; the list is free for another one.")
