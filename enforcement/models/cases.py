"""Filed cases and the files in them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.models.grants import PowerGrant
from enforcement.models.powers import PenaltyPower
from enforcement.querysets import PARTY_FIELDS, SEEN_BY, CaseFileQuerySet, CaseQuerySet
from enforcement.states import CASE_MOVES, CaseStatus, PartyKind
from governance.bodies import bodies_of
from governance.fields import LongTextField
from governance.masking import mask_name
from governance.models.account import Account
from governance.models.clock import Clock
from governance.models.organisation import Organisation
from governance.text import LONGEST_REASON
from governance.transitions import version_field


class EnforcementCase(Clock):
    """案件: one suspected violation, filed by a township under a power it holds.

    - `township` filed it and keeps its number; `organ` is the body in whose name it is handled: the township itself
      under a devolved power, the department under an entrusted one (行政处罚法 20, 24).
    - `holder` is the one body in charge now; `Custody` has the whole line of holders. `offered_to` is the receiver of
      the open transfer, if there is one. These three are who sees the case.
    - `due_at` is the day by which it must be decided (行政处罚法 60).
    - `grant` and `entry` (with its edition) stay what they were on the day of filing, whatever changes later.
    """

    MOVES = CASE_MOVES

    case_no = models.CharField(_("case number"), max_length=64, unique=True)
    township = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="filed_cases",
        verbose_name=_("township"),
        db_index=False,
    )
    organ = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("handled in the name of")
    )
    holder = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="held_cases", verbose_name=_("holder"), db_index=False
    )
    offered_to = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offered_cases",
        verbose_name=_("offered to"),
    )
    power = models.ForeignKey(PenaltyPower, models.PROTECT, related_name="cases", verbose_name=_("power"))
    grant = models.ForeignKey(PowerGrant, models.PROTECT, related_name="cases", verbose_name=_("grant"))
    entry = models.ForeignKey(
        "responsibilities.Entry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("entry of the duty list"),
    )
    cause = models.CharField(_("cause of action"), max_length=310)  # longer than the longest title of a power
    facts = LongTextField(_("facts"))
    place = models.CharField(_("place of the act"), max_length=200)
    party_kind = models.CharField(_("kind of party"), max_length=20, choices=PartyKind.choices)
    CONFIDENTIAL = frozenset({"party_name"})  # a citizen's is masked for some of those who see the case
    party_name = models.CharField(_("party"), max_length=100)
    acted_on = models.DateField(_("day of the act"))
    found_at = models.DateTimeField(_("found at"))
    # To the second: of several competent organs the first to file has the case (行政处罚法 25).
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handled_cases", verbose_name=_("handler")
    )
    external_ref = models.CharField(_("number in another system"), max_length=64, blank=True)
    status = models.CharField(_("state"), max_length=16, choices=CaseStatus.choices, default=CaseStatus.FILED)
    # 作废: of two filings of one matter the other one goes on, under its own number.
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("the case that stays")
    )
    void_reason = models.CharField(_("why it was voided"), max_length=LONGEST_REASON, blank=True)
    version = version_field()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="case_offered_while_in_transfer",
                condition=Q(status=CaseStatus.TRANSFERRING, offered_to__isnull=False)
                | ~Q(status=CaseStatus.TRANSFERRING) & Q(offered_to=None),
            ),
            models.CheckConstraint(
                name="case_offered_to_another_body", condition=Q(offered_to=None) | ~Q(offered_to=F("holder"))
            ),
            models.CheckConstraint(
                name="case_voided_for_another",
                condition=Q(status=CaseStatus.VOIDED, duplicate_of__isnull=False) & ~Q(void_reason="")
                | ~Q(status=CaseStatus.VOIDED) & Q(duplicate_of=None, void_reason=""),
            ),
            models.CheckConstraint(name="case_found_before_filing", condition=Q(found_at__lte=F("filed_at"))),
        ]
        indexes = [
            models.Index(fields=["township", "-id"], name="case_of_township"),
            models.Index(fields=["holder", "-id"], name="case_of_holder"),
            models.Index(fields=["filed_at"], name="case_by_filing"),
            models.Index(fields=["due_at"], condition=Q(status=CaseStatus.FILED), name="case_undecided"),
        ]

    def __str__(self) -> str:
        return self.case_no

    def shows_party_to(self, account: Account) -> int | None:
        """The body for which the account may see a citizen's name in full, by its key; None if it may not.

        See `CaseQuerySet.with_party_visible_to`.
        """
        bodies = bodies_of(account, "view_party")
        concerned = (getattr(self, f"{field}_id") for field in PARTY_FIELDS)
        return next((body for body in concerned if body in bodies), None)

    def is_visible_to(self, account: Account) -> bool:
        """What `CaseQuerySet.for_user` asks, of a case that was read already."""
        bodies = bodies_of(account, "view_cases")
        return any(getattr(self, f"{field}_id") in bodies for field in SEEN_BY)

    @property
    def clock_owner(self) -> Organisation:
        """Who has to decide within the term."""
        return self.holder

    @property
    def masked_party(self) -> str:
        """The party for lists and for those who may not see it: of a citizen only the family name."""
        return mask_party(self.party_kind, self.party_name)


def mask_party(kind: str, name: str) -> str:
    """A citizen's name without the given name; names of organisations are no personal data."""
    return mask_name(name) if kind == PartyKind.CITIZEN else name


class CaseFile(models.Model):
    """案卷材料: a file of the case, in the order it came."""

    case = models.ForeignKey(EnforcementCase, models.PROTECT, related_name="files", verbose_name=_("case"))
    attachment = models.OneToOneField(
        "governance.Attachment", models.PROTECT, related_name="case_file", verbose_name=_("file")
    )

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("case file")
        verbose_name_plural = _("case files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)
