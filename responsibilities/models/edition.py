"""Lists and their editions: what was decided, when it was published, and from when to when it applies."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.transitions import version_field
from responsibilities.kinds import ListKind
from responsibilities.querysets import DutyListQuerySet, EditionQuerySet
from responsibilities.states import EDITION, PUBLIC, UNPUBLISHED, VALID, EditionStatus

# How long the texts of a list may be, in characters; what reads lists from files asks here too.
LIMITS = {"seq_no": 20, "heading": 100, "group": 100, "title": 300, "office": 100, "basis": 500, "law": 200}


class DutyList(models.Model):
    """清单: the series of editions of one kind of list for a whole county or for one township, its owner."""

    kind = models.CharField(_("kind"), max_length=24, choices=ListKind.choices)
    owner = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="duty_lists", verbose_name=_("owner")
    )
    title = models.CharField(_("title"), max_length=200)

    objects = DutyListQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty list")
        verbose_name_plural = _("duty lists")
        constraints = [models.UniqueConstraint(fields=["kind", "owner"], name="duty_list_once_per_owner")]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """版本: one text of a list. A draft until published, then never changed again.

    `published_at` is when it became known, `effective_from` to `effective_to` the days it applies, both inclusive;
    `superseded_at` is when its end became known, that is, when the successor was published. From `revoked_at` on it
    applies on no day, and its predecessor has no end again.
    """

    MOVES = EDITION

    duty_list = models.ForeignKey(
        DutyList, models.PROTECT, related_name="editions", verbose_name=_("duty list"), db_index=False
    )
    # Given on publication, so that the numbers of a list run on whatever was discarded.
    edition_no = models.PositiveSmallIntegerField(_("edition number"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=12, choices=EditionStatus.choices, default=EditionStatus.DRAFT)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("copied from")
    )
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    effective_to = models.DateField(_("last day"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("successor published at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revocation_no = models.CharField(_("revoked by document"), max_length=60, blank=True)
    # Given on publication, with the tallies of its headings and bodies.
    entry_count = models.PositiveIntegerField(_("entries"), null=True, blank=True)
    # Everybody who wrote into the draft: none of them may approve it.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("authors"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    # Since when it is a draft again, in review or approved; why it came back from there, until it goes there again.
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    sent_back_reason = models.TextField(_("sent back because"), blank=True, editable=False)
    version = version_field()

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["duty_list", "edition_no"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["duty_list"], condition=Q(status__in=UNPUBLISHED), name="edition_one_in_preparation"
            ),
            # The last edition of the series; it is the one a successor closes.
            models.UniqueConstraint(
                fields=["duty_list"], condition=Q(status=EditionStatus.PUBLISHED), name="edition_one_published"
            ),
            models.CheckConstraint(
                name="edition_published_completely",
                condition=~Q(status__in=PUBLIC)
                | Q(
                    edition_no__isnull=False,
                    published_at__isnull=False,
                    effective_from__isnull=False,
                    entry_count__isnull=False,
                )
                & ~Q(document_no=""),
            ),
            models.CheckConstraint(
                name="edition_open_until_superseded",
                condition=Q(status=EditionStatus.SUPERSEDED, effective_to__isnull=False, superseded_at__isnull=False)
                | ~Q(status=EditionStatus.SUPERSEDED) & Q(effective_to=None, superseded_at=None),
            ),
            models.CheckConstraint(
                name="edition_ends_after_start",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="edition_superseded_after_publication",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("published_at")),
            ),
            models.CheckConstraint(
                name="edition_revoked_after_publication",
                condition=Q(status=EditionStatus.REVOKED, revoked_at__gte=F("published_at"))
                | ~Q(status=EditionStatus.REVOKED) & Q(revoked_at=None, revocation_no=""),
            ),
        ]
        indexes = [models.Index(fields=["duty_list", "effective_from"], name="edition_by_date")]

    def __str__(self) -> str:
        if self.edition_no is None:
            return gettext("%(list)s, %(status)s") % {"list": self.duty_list, "status": self.get_status_display()}
        return gettext("%(list)s, edition %(number)s") % {"list": self.duty_list, "number": self.edition_no}

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC

    def is_in_force(self, on: datetime.date | None = None) -> bool:
        """Whether it applies on the date (today), as known now."""
        on = on or timezone.localdate()
        begins, ends = self.effective_from, self.effective_to
        return self.status in VALID and begins is not None and begins <= on and (ends is None or on <= ends)


class Heading(models.Model):
    """领域、门类: a part of one edition. Headings are data of an edition: six, eight, nine and eleven all occur."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="headings", verbose_name=_("edition"), db_index=False
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=LIMITS["heading"])

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "title"], name="heading_once")]

    def __str__(self) -> str:
        return self.title
