"""What an edition says: its entries, who has which part in them, on what basis, and what they correspond to."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.search import FoldedTextField
from governance.transitions import version_field
from responsibilities.clauses import numbered_clauses
from responsibilities.models.edition import LIMITS, DutyList, Edition, Heading
from responsibilities.querysets import EntryQuerySet, ParticipationQuerySet


class Item(models.Model):
    """事项: what stays the same over the editions of a list, through renumbering and renaming."""

    uid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    duty_list = models.ForeignKey(DutyList, models.PROTECT, related_name="items", verbose_name=_("duty list"))

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return str(self.uid)


class Entry(models.Model):
    """条目: an item as one edition prints it. `source` keeps the imported cells verbatim, by their headings."""

    LOCKED_AFTER = "edition"
    LONG_TEXTS = ("content", "process_note", "internal_note", "source", "search_text")  # no list of entries reads them

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="entries", verbose_name=_("edition"), db_index=False
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="entries", verbose_name=_("item"))
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="entries", verbose_name=_("heading"))
    position = models.PositiveIntegerField(_("position"))
    # As printed, so a text: 1, 1-1 and （一） all occur. Never an identity.
    seq_no = models.CharField(_("number"), max_length=LIMITS["seq_no"])
    group = models.CharField(_("group"), max_length=LIMITS["group"], blank=True)
    title = models.CharField(_("title"), max_length=LIMITS["title"])
    content = models.TextField(_("content"), blank=True)
    process_note = models.TextField(_("process and boundaries"), blank=True)
    office = models.CharField(_("office in the township"), max_length=LIMITS["office"], blank=True)
    # For those who keep the list; never published.
    CONFIDENTIAL = frozenset({"internal_note", "source"})
    internal_note = models.TextField(_("internal note"), blank=True)
    source = models.JSONField(_("source cells"), default=dict, blank=True)
    search_text = FoldedTextField(_("text that is searched"), of=("title", "content"))
    version = version_field()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["edition", "seq_no"], name="entry_number_once"),
            models.UniqueConstraint(fields=["edition", "item"], name="entry_item_once"),
        ]
        indexes = [models.Index(fields=["edition", "position"], name="entry_in_order")]

    def __str__(self) -> str:
        return f"{self.seq_no} {self.title}"


class Participation(models.Model):
    """责任关系: one body, or every township, has one role in an entry, with its own duty text."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        SUPPORT = "support", _("Support")
        TAKEOVER = "takeover", _("Takes over")
        UNSTATED = "unstated", _("Role not stated")

    class BodyClass(models.TextChoices):
        TOWNSHIPS = "townships", _("Townships")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="participations", verbose_name=_("entry"))
    position = models.PositiveSmallIntegerField(_("position"))
    body = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("body"),
    )
    # “乡镇” means every township there is on the date one asks, so it is never expanded when written.
    body_class = models.CharField(_("class of bodies"), max_length=12, choices=BodyClass.choices, blank=True)
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    duty_text = models.TextField(_("duties"), blank=True)
    source_text = models.TextField(_("source text"), blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="participation_body_or_class",
                condition=Q(body=None) & ~Q(body_class="") | Q(body__isnull=False, body_class=""),
            ),
            models.UniqueConstraint(
                fields=["entry", "body"], condition=Q(body__isnull=False), name="participation_body_once"
            ),
            models.UniqueConstraint(
                fields=["entry", "body_class"], condition=~Q(body_class=""), name="participation_class_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}：{self.get_role_display()}"

    @property
    def party(self) -> str:
        """The body's name, or the class of bodies in the words of the lists."""
        return self.body.name if self.body else str(self.get_body_class_display())

    @property
    def clauses(self) -> list[str]:
        """The numbered clauses of the duties, 1.…；2.…, each by itself; an unnumbered text is one clause."""
        return numbered_clauses(self.duty_text)


class LegalBasis(models.Model):
    """实施依据: one law, with its articles, that an entry rests on."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="legal_bases", verbose_name=_("entry"))
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("text"), max_length=LIMITS["basis"])
    # The name between 《 and 》; empty if the text names no law in that way.
    law = models.CharField(_("law"), max_length=LIMITS["law"], blank=True)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Crosswalk(models.Model):
    """对照: an entry corresponds to an item of another list, such as D-1 (duties) or T-9 (territorial list)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="crosswalks", verbose_name=_("entry"), db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="crosswalks", verbose_name=_("item"))
    source_text = models.CharField(_("source text"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("correspondence")
        verbose_name_plural = _("correspondences")
        constraints = [models.UniqueConstraint(fields=["entry", "item"], name="crosswalk_once")]

    def __str__(self) -> str:
        return f"{self.entry} ↔ {self.source_text or self.item}"
