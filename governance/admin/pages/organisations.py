"""Pages of public bodies: the tree, their names, and the steps that change them."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.models import Alias, Organisation
from governance.operations import aliases, organisations
from governance.text import LONGEST_TEXT


class BodyStep(Step):
    """A step on a body: shown where the right counts, and not on a body that has closed."""

    @classmethod
    def at(cls, obj):
        return obj

    @classmethod
    def blocked(cls, obj, account):
        if obj.closed_on:
            return _("%(body)s closes on %(day)s.") % {"body": obj, "day": obj.closed_on}
        return None

    def facts(self):
        above = Organisation.objects.get_parent(self.obj)
        facts = [(_("Body"), self.obj), (_("Kind"), self.obj.get_kind_display())]
        return [*facts, (_("Part of"), above)] if above else facts


class OpenForm(StepForm):
    code = forms.CharField(label=_("code"), max_length=32)
    name = forms.CharField(label=_("name"), max_length=100)
    short_name = forms.CharField(label=_("short name"), max_length=50, required=False)
    kind = forms.ChoiceField(label=_("kind"))
    township_form = forms.ChoiceField(
        label=_("form of township"), choices=[("", "–"), *Organisation.TownshipForm.choices], required=False
    )
    managed_by = BodyField(
        label=_("managed by"),
        among=lambda: Organisation.objects.townships().open(),
        required=False,
        help_text=_("The township that manages a dispatched unit."),
    )
    opened_on = day_field(label=_("opened on"), required=False)
    notes = forms.CharField(
        label=_("notes"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        below = [kind for kind, above in organisations.STANDS_UNDER.items() if self.obj.kind in above]
        self.fields["kind"].choices = [(kind, Organisation.Kind(kind).label) for kind in below]  # type: ignore[attr-defined]


class Open(BodyStep):
    name = "open"
    operation = staticmethod(organisations.open_organisation)
    title = _("Open a body below")
    verb = _("Open a body below")
    tone = "default"
    form_class = OpenForm

    @classmethod
    def blocked(cls, obj, account):
        if not any(obj.kind in above for above in organisations.STANDS_UNDER.values()):
            return _("Nothing stands below a body of this kind.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("A new body stands below %(body)s.") % {"body": self.obj}

    def next_url(self, result):
        return self.page.url_of(result)


class RenameForm(StepForm):
    name = forms.CharField(label=_("new name"), max_length=100)
    short_name = forms.CharField(label=_("short name"), max_length=50, required=False)
    old_name_until = day_field(
        label=_("old name understood until"), required=False, help_text=_("Empty: until somebody ends it.")
    )
    reason = reason_field(required=False)


class Rename(BodyStep):
    name = "rename"
    operation = staticmethod(organisations.rename_organisation)
    title = _("Rename the body")
    verb = _("Rename")
    tone = "default"
    form_class = RenameForm

    def initial(self):
        return {"name": self.obj.name, "short_name": self.obj.short_name}

    def outcome(self):
        return _("The body has the new name; papers that use the old one still find it.")


class AliasForm(StepForm):
    name = forms.CharField(label=_("alias"), max_length=100)
    valid_from = day_field(label=_("valid from"), required=False)
    valid_to = day_field(label=_("last day"), required=False)


class AddAlias(BodyStep):
    name = "alias"
    operation = staticmethod(aliases.add_alias)
    title = _("Add an alias")
    verb = _("Add an alias")
    tone = "default"
    form_class = AliasForm

    def outcome(self):
        return _("Spreadsheets that say this name mean %(body)s.") % {"body": self.obj}


class RemoveAliasForm(StepForm):
    alias = forms.ModelChoiceField(label=_("alias"), queryset=Alias.objects.none())
    reason = reason_field(required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alias"].queryset = self.obj.aliases.order_by("name")  # type: ignore[attr-defined]


class EndAliasForm(RemoveAliasForm):
    on = day_field(
        label=_("last day"), required=False, help_text=_("Empty: yesterday. From today on the name is not understood.")
    )

    field_order = ["alias", "on", "reason"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alias"].queryset = self.fields["alias"].queryset.filter(valid_to=None)  # type: ignore[attr-defined]


class EndAlias(BodyStep):
    name = "end-alias"
    operation = staticmethod(aliases.end_alias)
    title = _("End an alias")
    verb = _("End an alias")
    tone = "default"
    form_class = EndAliasForm

    @classmethod
    def blocked(cls, obj, account):
        if not obj.aliases.filter(valid_to=None).exists():
            return _("%(body)s has no alias in use.") % {"body": obj}
        return super().blocked(obj, account)

    def outcome(self):
        return _("After that day the name no longer means %(body)s and may mean another body.") % {"body": self.obj}

    def perform(self, data):
        return aliases.end_alias(data.pop("alias"), by=self.account, **data)


class RemoveAlias(BodyStep):
    name = "remove-alias"
    operation = staticmethod(aliases.remove_alias)
    title = _("Remove an alias entered by mistake")
    verb = _("Remove an alias")
    tone = "default"
    form_class = RemoveAliasForm

    @classmethod
    def blocked(cls, obj, account):
        if not obj.aliases.exists():
            return _("%(body)s has no alias.") % {"body": obj}
        return super().blocked(obj, account)

    def outcome(self):
        return _("From now on the name means nobody, as if it had never been entered.")

    def consequences(self):
        return [_("What was read from spreadsheets by this name stays as it was read: undo or correct those imports.")]

    def perform(self, data):
        return aliases.remove_alias(data.pop("alias"), by=self.account, **data)


class MoveForm(StepForm):
    to = BodyField(label=_("new place below"))
    reason = reason_field(required=False)


class Move(BodyStep):
    name = "move"
    operation = staticmethod(organisations.move_organisation)
    title = _("Move the body")
    verb = _("Move")
    tone = "default"
    form_class = MoveForm

    def outcome(self):
        return _("%(body)s, with everything below it, stands below another body.") % {"body": self.obj}

    def consequences(self):
        return [_("Rights follow the new place at once: whoever answers there sees what is here.")]


class MergeForm(StepForm):
    into = BodyField(label=_("successor"))
    on = day_field(label=_("last day"), required=False, help_text=_("Empty: today."))
    reason = reason_field()


class Merge(BodyStep):
    name = "merge"
    operation = staticmethod(organisations.merge_organisations)
    title = _("Merge the body into another")
    verb = _("Merge")
    tone = "danger"
    form_class = MergeForm

    def outcome(self):
        return _("%(body)s ends, and its names mean its successor.") % {"body": self.obj}

    def consequences(self):
        return [
            _("Its posts end; the security administrator grants posts at the successor."),
            _("The successor manages the units it managed."),
        ]


class CloseForm(StepForm):
    on = day_field(label=_("last day"), required=False, help_text=_("Empty: today."))
    reason = reason_field()


class Close(BodyStep):
    name = "close"
    operation = staticmethod(organisations.close_organisation)
    title = _("Close the body")
    verb = _("Close the body")
    tone = "danger"
    form_class = CloseForm

    def outcome(self):
        return _("%(body)s ends without a successor.") % {"body": self.obj}

    def consequences(self):
        return [_("Its posts and its aliases end that day. The record stays.")]


class AliasRows(ScopedInline):
    model = Alias
    fields = ["name", "valid_from", "valid_to"]


@admin.register(Organisation)
class OrganisationPage(ScopedAdmin):
    """机构: every body of the county in its place; open to all staff, since names of public bodies are public."""

    menu_right = "open_organisation"
    icon = "account_tree"
    list_display = ["place", "kind", "code", "opened_on", "closed_on"]
    list_filter = ["kind", "township_form"]
    search_fields = ["name", "short_name", "code", "aliases__name"]
    search_help_text = _("Name, alias or code")
    views = [
        View("departments", _("Departments"), lambda rows, account: rows.departments().open()),
        View("townships", _("Townships"), lambda rows, account: rows.townships().open()),
        View("closed", _("No longer existing"), lambda rows, account: rows.exclude(closed_on=None)),
    ]
    headline = ["kind", "code"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "rank", "township_form", "notes"]}),
        (_("Place"), {"fields": ["parent", "managed_by", "region_code"], "classes": ["aside"]}),
        (_("Dates"), {"fields": ["opened_on", "closed_on", "merged_into"], "classes": ["aside"]}),
    ]
    inlines = [AliasRows]
    steps = [Open, Rename, AddAlias, EndAlias, RemoveAlias, Move, Merge, Close]

    @admin.display(description=_("name"), ordering="path")
    def place(self, body: Organisation):
        return format_html('<span class="depth-{}">{}</span>', min(body.depth, 4), body.name)

    @admin.display(description=_("part of"))
    def parent(self, body: Organisation):
        above = Organisation.objects.get_parent(body)
        return above and format_html('<a href="{}">{}</a>', self.url_of(above), above)
