"""模板复制: one township's list as the beginning of other townships' lists, with a preview of what each gets."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.models import Organisation
from responsibilities import operations
from responsibilities.admin.steps import EditionStep
from responsibilities.forms import CopyListForm
from responsibilities.selectors import Adaptation, adaptations
from responsibilities.states import EditionStatus


class CopyList(EditionStep):
    """Townships are chosen by checkbox; beside each stands what it gets and what would still name another."""

    name = "copy"
    template_name = "responsibilities/admin/copy.html"
    operation = staticmethod(operations.copy_list)
    title = _("Copy the list to other townships")
    verb = _("Copy")
    tone = "default"
    form_class = CopyListForm
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
        """What each township would get."""
        return [] if self.blocked(self.obj, self.account) else adaptations(self.obj)

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
