"""The steps of an edition from draft to publication, each on a page of its own."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from responsibilities.admin.defects import defects_link
from responsibilities.admin.markup import edition_link, entries_link
from responsibilities.admin.rehearsals import rehearsal_link, spoken, spoken_audience
from responsibilities.forms.steps import ApproveForm, PublishForm, RevokeForm
from responsibilities.models import Edition
from responsibilities.operations.drafts import discard_draft
from responsibilities.operations.publication import publish_edition, revoke_edition
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from responsibilities.rehearsal import rehearse
from responsibilities.selectors.bodies import bodies_concerned
from responsibilities.selectors.succession import drafts_copied_from, followed
from responsibilities.states import EDITION_THAT_IS, UNPUBLISHED, EditionStatus


class EditionStep(Step):
    """A step on an edition, possible in the states of `needs`."""

    needs: tuple[str, ...] = ()

    @classmethod
    def at(cls, obj: Edition):
        return obj.duty_list.owner

    @classmethod
    def blocked(cls, obj: Edition, account):
        if obj.status not in cls.needs:
            wanted = _(" or ").join(str(EDITION_THAT_IS[EditionStatus(status)]) for status in cls.needs)
            return _("Only for an edition that is %(states)s.") % {"states": wanted}
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
    operation = staticmethod(submit_edition)
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
    operation = staticmethod(approve_edition)
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
    operation = staticmethod(send_back_edition)
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
    operation = staticmethod(publish_edition)
    title = _("Publish the edition")
    verb = _("Publish")
    form_class = PublishForm
    template_name = "responsibilities/admin/publish.html"
    consequences_of = ("effective_from",)
    needs = (EditionStatus.APPROVED,)

    def initial(self):
        return {"effective_from": timezone.localdate()}

    @cached_property
    def rehearsal(self):
        """Of the day in the field; None as long as that is no day, or once it is published."""
        day = self.entered("effective_from")
        return rehearse(self.obj, self.account, day) if day and self.obj.status in UNPUBLISHED else None

    def perform(self, data):
        token = self.request.POST.get("rehearsal", "")
        return publish_edition(self.obj, by=self.account, rehearsal=token, **data)

    def facts(self):
        return [*super().facts(), (_("Rehearsal for another day"), rehearsal_link(self.obj))]

    def outcome(self):
        return _("Everybody sees the edition, and it applies from the day you name. Nobody can change it afterwards.")

    def consequences(self):
        return [spoken(line) for line in self.rehearsal.lines] if self.rehearsal else []


class Revoke(EditionStep):
    """撤销公布."""

    name = "revoke"
    operation = staticmethod(revoke_edition)
    title = _("Revoke the publication")
    verb = _("Revoke")
    tone = "danger"
    form_class = RevokeForm
    needs = (EditionStatus.PUBLISHED,)

    @classmethod
    def blocked(cls, obj, account):
        if obj.status == EditionStatus.SUPERSEDED:
            return _("Another edition was published after this one; only the last one can be revoked.")
        return super().blocked(obj, account)

    def button(self):
        return super().button() if self.obj.is_public and self.obj.revoked_at is None else None

    def outcome(self):
        return _("The edition is revoked for good: it applies on no day any more, and stays readable at its address.")

    def consequences(self):
        reopened = followed(self.obj, self.obj.duty_list.editions.public())
        again: str
        if reopened:
            again = format_html(gettext("{} applies again, without an end."), edition_link(reopened))
        else:
            again = gettext("The list has no edition before this one: none is in force until the next is published.")
        copies = [
            format_html(gettext("{} was copied from this edition and goes on as it is."), edition_link(draft))
            for draft in drafts_copied_from(self.obj)
        ]
        known = _("Asked what was known before today, the portal still answers with this edition.")
        return [again, *copies, known, *spoken_audience(bodies_concerned(self.obj, reopened))]


class Discard(EditionStep):
    """作废草稿."""

    name = "discard"
    operation = staticmethod(discard_draft)
    title = _("Give the draft up")
    verb = _("Give up")
    tone = "danger"
    form_class = ReasonForm
    needs = (EditionStatus.DRAFT,)

    def outcome(self):
        return _("The draft is given up for good; the list is free for another one.")
