"""What an edition amounts to, counted once when it is published: it never changes afterwards.

Counts over many lists add these up, and searches ask them which editions can have what is looked for.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.search import TokensField
from responsibilities.kinds import ListKind
from responsibilities.models.edition import LIMITS, Edition
from responsibilities.models.entry import Participation


class HeadingTally(models.Model):
    """领域统计: how many entries a published edition has under one heading."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="heading_tallies", verbose_name=_("edition"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=24, choices=ListKind.choices)  # of the list, for sums over all lists
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=LIMITS["heading"])
    entry_count = models.PositiveIntegerField(_("entries"))
    township_led_count = models.PositiveIntegerField(_("led by a township"))
    # Entries in which some body has the role.
    lead_count = models.PositiveIntegerField(_("with a lead"))
    support_count = models.PositiveIntegerField(_("with support"))
    takeover_count = models.PositiveIntegerField(_("taken over"))
    unstated_count = models.PositiveIntegerField(_("with a role not stated"))

    class Meta:
        verbose_name = _("count of a heading's entries")
        verbose_name_plural = _("counts of headings' entries")
        constraints = [models.UniqueConstraint(fields=["edition", "title"], name="heading_tally_once")]

    def __str__(self) -> str:
        return f"{self.title}：{self.entry_count}"


class HeadingTokens(models.Model):
    """检索词: what words the entries of a heading can hold. Apart from the counts, which are read without it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", verbose_name=_("edition"))
    heading = models.OneToOneField(HeadingTally, models.CASCADE, related_name="tokens", verbose_name=_("heading"))
    tokens = TokensField(_("characters and pairs of characters"))

    class Meta:
        verbose_name = _("words of a heading's entries")
        verbose_name_plural = _("words of headings' entries")

    def __str__(self) -> str:
        return str(self.heading)


class BodyTally(models.Model):
    """责任统计: how many entries of a published edition give one body, or every township, one role."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="body_tallies", verbose_name=_("edition"))
    body = models.ForeignKey(
        "governance.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    body_class = models.CharField(
        _("class of bodies"), max_length=12, choices=Participation.BodyClass.choices, blank=True
    )
    role = models.CharField(_("role"), max_length=8, choices=Participation.Role.choices)
    entry_count = models.PositiveIntegerField(_("entries"))

    class Meta:
        verbose_name = _("count of a body's duties")
        verbose_name_plural = _("counts of bodies' duties")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "body", "role"], condition=Q(body__isnull=False), name="body_tally_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "body_class", "role"], condition=~Q(body_class=""), name="class_tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.entry_count}"
