"""The workshop of a list: what townships have handed in, how far it is decided, and the steps that begin it."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.buttons import Button
from governance.admin.imports import ImportStep
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.models import Account, Job, Organisation
from responsibilities.forms.workshop import ConfirmInventoryForm, InventoryUploadForm
from responsibilities.models import DutyList, Inventory, InventoryRow
from responsibilities.operations.grouping import GROUP_INVENTORIES, cluster_inventories, to_be_grouped
from responsibilities.operations.inventories import import_inventory
from responsibilities.selectors.workshop import Progress, progress_of
from responsibilities.spreadsheets.inventories import read_inventory


def workshop_url(duty_list: DutyList) -> str:
    return reverse("admin:responsibilities_list_workshop", args=[duty_list.pk])


def workshop_link(duty_list: DutyList) -> SafeString:
    """How far the workshop is, leading to it."""
    return format_html('<a href="{}">{}</a>', workshop_url(duty_list), how_far(progress_of(duty_list)))


def how_far(progress: Progress) -> Any:
    if not progress.rows:
        return _("No township has handed in an inventory")
    return _("%(decided)s of %(rows)s rows decided") % {"decided": progress.decided, "rows": progress.rows}


def workshop_page(page: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """汇总工作台: how far it is, the grouping, who has handed in and who not; for those who keep the list."""
    account = cast(Account, request.user)
    duty_list = page.get_visible(request, object_id)
    if not access.may(account, "view_drafts", at=duty_list.owner):
        raise Http404
    progress = progress_of(duty_list)
    inventories = list(duty_list.inventories.select_related("township", "uploaded_by").order_by("township__path", "pk"))
    handed_in = {inventory.township_id for inventory in inventories}
    townships = Organisation.objects.open().townships().filter(path__startswith=duty_list.owner.path).order_by("path")
    steps = [step(page, request, duty_list).offer() for step in (ImportInventory, ClusterInventories)]
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "title": _("Merge workshop"),
        "opts": page.opts,
        "original": duty_list,
        "back": page.url_of(duty_list),
        "clusters": reverse("admin:responsibilities_cluster_changelist"),
        "steps": [button for button in steps if button],
        "progress": progress,
        "how_far": how_far(progress),
        "under_way": progress.job is not None and progress.job.is_unfinished,
        "inventories": inventories,
        "missing": [township for township in townships if township.pk not in handed_in],
        "may_remove": access.may(account, "remove_inventory", at=duty_list.owner),
    }
    return TemplateResponse(request, "responsibilities/admin/workshop.html", context)


class WorkshopStep(Step):
    """A step on a list that is offered in its workshop, not on the list's own page."""

    @classmethod
    def at(cls, obj: DutyList):
        return obj.owner

    def button(self):
        return None

    def offer(self) -> Button | None:
        return super().button()

    def cancel_url(self):
        return workshop_url(self.obj)

    def next_url(self, result):
        return workshop_url(self.obj)


class ImportInventory(ImportStep, WorkshopStep):
    """导入摸底清单."""

    name = "import-inventory"
    operation = staticmethod(import_inventory)
    title = _("Upload the inventory of a township")
    verb = _("Upload an inventory")
    template_name = "responsibilities/admin/import.html"
    tone = "primary"
    form_class = InventoryUploadForm
    confirm_form_class = ConfirmInventoryForm
    township: Organisation | None = None

    def outcome(self):
        return _("Every row of the file is in the workshop, as the township wrote it; all of them or none.")

    def preview(self, data):
        self.township = data["township"]
        upload = data["file"]
        return [read_inventory(upload, upload.name, kind=self.obj.kind, sheet=data["sheet"] or None)]

    def remember(self, data):
        return {**super().remember(data), "township": data["township"].pk}

    def bring_in(self, facts, **arguments):
        self.township = Organisation.objects.get(pk=facts.pop("township"))
        return import_inventory(self.obj, township=self.township, **arguments, **facts)

    def before_show(self, form):
        super().before_show(form)
        if "replace" in form.fields and self.existing is None:
            del form.fields["replace"]

    @property
    def existing(self) -> Inventory | None:
        return Inventory.objects.filter(duty_list=self.obj, township=self.township).first() if self.township else None

    def effects(self):
        count = sum(table.count for table in self.tables)
        lines = [
            _("%(township)s: %(count)s rows come into the workshop, in no cluster yet.")
            % {"township": self.township, "count": count}
        ]
        if self.existing is not None:
            lines.append(
                _("%(file)s, %(count)s rows, is there already. The same file changes nothing, another needs a yes.")
                % {"file": self.existing.filename, "count": self.existing.row_count}
            )
        return lines

    def done(self, result):
        return _("%(count)s rows are in the workshop. Group the rows once all townships have handed in.") % {
            "count": len(result.entries)
        }


class ClusterInventories(WorkshopStep):
    """汇总分组."""

    name = "cluster"
    operation = staticmethod(cluster_inventories)
    title = _("Group the rows")
    verb = _("Group the rows")
    tone = "default"

    @classmethod
    def blocked(cls, obj: DutyList, account):
        if not InventoryRow.objects.filter(to_be_grouped(obj)).exists():
            return _("No row waits to be grouped.")
        going = Job.objects.about(obj).filter(kind=GROUP_INVENTORIES).unfinished().exists()
        return _("The rows are being grouped.") if going else None

    def outcome(self):
        return _("Undecided rows that say the same, or rest on the same article, stand together in clusters.")

    def facts(self):
        progress = progress_of(self.obj)
        waiting = InventoryRow.objects.filter(to_be_grouped(self.obj)).count()
        return [
            (_("Rows"), progress.rows),
            (_("Decided"), progress.decided),
            (_("To be grouped"), waiting),
        ]

    def consequences(self):
        return [
            _("What is decided, split, moved or merged by hand stays as it is."),
            _("It takes seconds; you may go on working meanwhile."),
        ]

    def done(self, result):
        return _("The rows are being grouped. The workshop says when it is done.")
