"""模板复制: one township's list as the beginning of other townships' lists, with a preview of what each gets."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.models import Organisation
from responsibilities.admin.steps import EditionStep
from responsibilities.forms.steps import CopyListForm
from responsibilities.operations.drafts import copy_list
from responsibilities.selectors.adaptation import Adaptation, adaptations
from responsibilities.states import EditionStatus

SHOWN = 60  # townships on one page: more than a county has


class CopyList(EditionStep):
    """Townships are chosen by checkbox; beside each stands what it gets and what would still name another."""

    name = "copy"
    template_name = "responsibilities/admin/copy.html"
    operation = staticmethod(copy_list)
    title = _("Copy the list to other townships")
    verb = _("Copy")
    tone = "default"
    form_class = CopyListForm
    parameters = ("q",)
    needs = (EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED)

    @classmethod
    def blocked(cls, obj, account):
        if obj.duty_list.owner.kind != Organisation.Kind.TOWNSHIP:
            return _("Only the list of a township can be a template for others.")
        if not obj.is_in_force():
            return _("Only the edition in force can be a template.")
        return None

    def button(self):
        return super().button() if self.blocked(self.obj, self.account) is None else None

    @cached_property
    def rows(self) -> list[Adaptation]:
        """What each township would get: of those named, and no more than one can look through."""
        if self.blocked(self.obj, self.account):
            return []
        return adaptations(self.obj, self.named[:SHOWN])

    @cached_property
    def named(self):
        """The townships that may be chosen, those whose names hold the words of ?q= if there are any."""
        unbound = self.stage_form()(**self.form_arguments())  # apart from the form that was sent
        others = unbound.fields["townships"].queryset  # type: ignore[attr-defined]
        return others.filter(name__mentions=self.words) if self.words else others

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()

    @cached_property
    def more(self) -> int:
        """Townships that are not shown."""
        return max(0, self.named.count() - SHOWN)

    def outcome(self):
        return _("Each township you choose has a draft that says what this edition says, adapted to it; all or none.")

    def consequences(self):
        return [
            _("A township that does not have this list yet gets it; nothing of it is public until it is published."),
            _("You are the author of these drafts: somebody else approves them."),
        ]

    def done(self, result):
        names = "、".join(draft.duty_list.owner.name for draft in result)
        return _("Drafts were started for: %(townships)s") % {"townships": names}
