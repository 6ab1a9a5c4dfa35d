"""Steps that move people, and the page of their movements."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from staffing.admin.secondments import person_link
from staffing.forms import PersonMovementForm, PromotionForm, ResignationForm, RetirementForm, TransferPersonForm
from staffing.models import Person, PersonMovement
from staffing.operations.people import place_of
from staffing.operations.person_movements import (
    promote_person,
    record_death,
    record_resignation,
    retire_person,
    transfer_person,
)
from staffing.retirement import retirement
from staffing.states import PersonMovementKind

LEFT = [PersonMovementKind.RETIREMENT, PersonMovementKind.RESIGNATION, PersonMovementKind.DEATH]


class MovePerson(Step):
    """A step that ends a post."""

    tone = "default"

    @classmethod
    def at(cls, obj: Person):
        return place_of(obj)

    @classmethod
    def blocked(cls, obj, account):
        return _("The person holds no post.") if obj.post is None else None

    def facts(self):
        post = self.obj.post
        now = [] if post is None else [(_("organisation"), post.organisation), (_("post held now"), post.post_title)]
        return [(_("person"), self.obj), *now, *self.more_facts()]

    def more_facts(self):
        return [(_("service term"), term.explanation) for term in self.obj.service_terms.all()]

    def consequences(self):
        return [_("The place is vacant in the ledger from that day on; the post stays in the history.")]


class TransferPerson(MovePerson):
    """调动."""

    name = "transfer"
    operation = staticmethod(transfer_person)
    title = _("Transfer to another post or body")
    verb = pgettext_lazy("person", "Transfer")
    form_class = TransferPersonForm

    def initial(self):
        post = self.obj.post
        return {} if post is None else {name: getattr(post, name) for name in ("category", "post_class", "grade")}

    def outcome(self):
        return _("The person holds the new post from that day on, and no longer the old one.")

    def consequences(self):
        return [_("Between two accounts, one place is vacant and one is occupied in the same instant.")]


class PromotePerson(MovePerson):
    """晋升."""

    name = "promote"
    operation = staticmethod(promote_person)
    title = _("Promote")
    verb = _("Promote")
    form_class = PromotionForm

    def outcome(self):
        return _("The person has another grade or office at the same body; no place moves.")

    def consequences(self):
        return [_("The earlier grade stays in the history.")]


class RetirePerson(MovePerson):
    """退休."""

    name = "retire"
    operation = staticmethod(retire_person)
    title = _("Retire")
    verb = _("Retire")
    form_class = RetirementForm

    def more_facts(self):
        post = self.obj.post
        lawful = retirement(self.obj.birth_on, self.obj.gender, post.post_class if post else None)
        if lawful is None:
            return [(_("lawful month"), _("not known"))]
        return [
            (_("lawful month"), f"{lawful.month:%Y-%m}"),
            (_("earliest month by own choice"), f"{lawful.earliest:%Y-%m}"),
            (_("basis"), lawful.basis),
        ]

    def outcome(self):
        return _("The person has retired. Nobody may be made to choose an earlier month.")


class RecordResignation(MovePerson):
    """辞职."""

    name = "resign"
    operation = staticmethod(record_resignation)
    title = _("Record a resignation")
    verb = _("Resignation")
    form_class = ResignationForm

    def outcome(self):
        return _("The person has left the service.")


class RecordDeath(MovePerson):
    """死亡."""

    name = "death"
    operation = staticmethod(record_death)
    title = _("Record a death")
    verb = _("Death")
    form_class = PersonMovementForm

    def outcome(self):
        return _("The post is left, and what ran for the person has ended.")


MOVEMENTS = [TransferPerson, PromotePerson, RetirePerson, RecordResignation, RecordDeath]


@admin.register(PersonMovement)
class PersonMovementPage(ScopedAdmin):
    """人员变动台账."""

    noun = "person-movement"
    view_right = "view_people"
    menu_title = _("Movements of people")
    menu_order = 22
    icon = "directions_walk"
    list_display = ["effective_on", "kind", "person_name", "place", "to_body", "document_no"]
    list_filter = ["kind"]
    list_select_related = ["person", "place", "to_post__organisation"]
    search_fields = ["person__name", "person__staff_no", "document_no"]
    ordering = ["-effective_on", "-pk"]
    views = [View("left", _("Left the service"), lambda rows, account: rows.filter(kind__in=LEFT))]
    headline = ["kind", "effective_on"]
    fieldsets = [
        (None, {"fields": ["person_to", "kind", "place", "to_body", "effective_on", "early_by_choice", "reason"]}),
        (_("Rests on"), {"fields": ["document_no"], "classes": ["aside"]}),
    ]
    has_timeline = False
    empty = _("Nobody has moved or left. Movements are recorded from the page of the person.")

    @admin.display(description=_("person"), ordering="person__staff_no")
    def person_name(self, movement: PersonMovement):
        return str(movement.person)

    @admin.display(description=_("person"))
    def person_to(self, movement: PersonMovement):
        return person_link(movement.person)

    @admin.display(description=_("new body"))
    def to_body(self, movement: PersonMovement):
        return movement.to_post.organisation if movement.to_post else "–"
