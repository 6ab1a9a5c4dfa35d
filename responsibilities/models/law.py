"""The law register: which laws there are, what they are called, and which version of each was in force when."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.text import match_key
from responsibilities.citations import article_words
from responsibilities.querysets import LawQuerySet, LawVersionQuerySet

STATE = "中华人民共和国"
LONGEST_NAME = 200


def law_key(name: str) -> str:
    """What names of one law have in common: spelled alike, with or without 《》 and 中华人民共和国."""
    return match_key(name.strip().removeprefix("《").removesuffix("》").strip()).removeprefix(STATE)


class Law(models.Model):
    """法律: a law, regulation, rule or document that something rests on, through all its versions."""

    title = models.CharField(_("title"), max_length=LONGEST_NAME)

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = _("law or regulation")
        verbose_name_plural = _("law register")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class LawName(models.Model):
    """名称: one way in which a law is called. A name means one law, so its key stands once in the register."""

    class Kind(models.TextChoices):
        TITLE = "title", _("Title")
        SHORT = "short", _("Short name")
        OLD = "old", _("Old name")

    law = models.ForeignKey(Law, models.CASCADE, related_name="names", verbose_name=_("law"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    key = models.CharField(max_length=LONGEST_NAME, unique=True, editable=False)

    class Meta:
        verbose_name = _("name of a law")
        verbose_name_plural = _("names of laws")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["law"], condition=Q(kind="title"), name="law_has_one_title"),
            models.CheckConstraint(name="law_name_is_not_empty", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name


class Commencement(models.TextChoices):
    """施行: what is known of the day from which a text applies. A day nobody has looked up stays unknown."""

    DATED = "dated", _("From a known day")
    UNKNOWN = "unknown", _("In force, since when is not known")
    NOT_YET = "not_yet", _("Adopted, not yet in force")


def _dated_or_not(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(commencement="dated", in_force_from__isnull=False)
        | Q(commencement__in=["unknown", "not_yet"], in_force_from=None),
    )


class LawVersion(models.Model):
    """法律版本: one text of a law, in force from the first to the last day, both inclusive.

    `successor` is what took its place: the next text of the law, or another law where the whole law was repealed. No
    two versions of a law are in force on one day, and successors do not lead back: the database holds both.
    """

    law = models.ForeignKey(Law, models.PROTECT, related_name="versions", verbose_name=_("law"), db_index=False)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    commencement = models.CharField(_("commencement"), max_length=8, choices=Commencement.choices)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("last day"), null=True, blank=True)
    # Empty where nobody has counted them: then no article can be said not to exist.
    last_article = models.PositiveSmallIntegerField(_("number of articles"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=pgettext_lazy("a law", "successor"),
    )

    objects = LawVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a law")
        verbose_name_plural = _("versions of laws")
        ordering = ["law_id", F("in_force_from").asc(nulls_first=True)]
        constraints = [
            _dated_or_not("law_version_dated_or_not"),
            models.CheckConstraint(
                name="law_version_ends_after_start",
                condition=Q(in_force_to=None) | Q(in_force_from=None) | Q(in_force_to__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="law_version_ends_once_in_force", condition=Q(in_force_to=None) | ~Q(commencement="not_yet")
            ),
            models.CheckConstraint(
                name="law_version_succeeds_another", condition=Q(successor=None) | ~Q(successor=F("pk"))
            ),
            models.UniqueConstraint(fields=["law", "in_force_from"], name="law_version_once_per_day"),
            models.UniqueConstraint(fields=["law"], condition=Q(commencement="not_yet"), name="law_version_waits_once"),
        ]

    def __str__(self) -> str:
        if self.in_force_from is None:
            return f"{self.law}（{self.get_commencement_display()}）"
        return f"{self.law}（{self.in_force_from.isoformat()}）"

    def is_in_force(self, on: datetime.date | None = None) -> bool:
        """Whether the text applies on the day (today if not given); one of unknown beginning counts until it ends."""
        on = on or timezone.localdate()
        begun = self.commencement == Commencement.UNKNOWN or (
            self.in_force_from is not None and self.in_force_from <= on
        )
        return begun and (self.in_force_to is None or on <= self.in_force_to)


class LawArticle(models.Model):
    """单独施行的条款: an article that begins on another day than its version, or on none that is known."""

    version = models.ForeignKey(
        LawVersion, models.CASCADE, related_name="articles", verbose_name=_("version"), db_index=False
    )
    number = models.PositiveSmallIntegerField(_("article"))
    # 第十二条之一 is 1, 第十二条 itself is 0.
    insertion = models.PositiveSmallIntegerField(_("inserted after it"), default=0)
    commencement = models.CharField(_("commencement"), max_length=8, choices=Commencement.choices)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)

    class Meta:
        verbose_name = _("article with a commencement of its own")
        verbose_name_plural = _("articles with a commencement of their own")
        ordering = ["version_id", "number", "insertion"]
        constraints = [
            _dated_or_not("law_article_dated_or_not"),
            models.UniqueConstraint(fields=["version", "number", "insertion"], name="law_article_once"),
        ]

    def __str__(self) -> str:
        return article_words(self.number, self.insertion)
