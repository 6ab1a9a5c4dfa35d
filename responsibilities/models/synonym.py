"""What people call an item, and what the finder of responsibilities was told it did not know."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.transitions import version_field
from responsibilities.models.entry import Entry, Item
from responsibilities.querysets import SuggestionQuerySet
from responsibilities.states import SUGGESTION, SuggestionStatus

LONGEST_PHRASE = 200


class Synonym(models.Model):
    """俗称: everyday words for an item. Never altered, only added or removed: the finder counts on it."""

    class Source(models.TextChoices):
        REFERENCE = "reference", _("Shipped with the portal")
        SUGGESTION = "suggestion", _("Reported by staff")

    item = models.ForeignKey(Item, models.PROTECT, related_name="synonyms", verbose_name=_("item"), db_index=False)
    phrase = models.CharField(_("phrase"), max_length=LONGEST_PHRASE)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [models.UniqueConstraint(fields=["item", "phrase"], name="synonym_once")]

    def __str__(self) -> str:
        return self.phrase


class SynonymSuggestion(models.Model):
    """答错反馈: a question the finder answered wrongly, or not at all, which waits for an editor of the lists.

    `answered` is the entry it named first, None if it named none; `proposed` the one that would have been right.
    """

    MOVES = SUGGESTION

    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("reported by body")
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    question = models.CharField(_("question"), max_length=LONGEST_PHRASE)
    answered = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered with")
    )
    proposed = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("would be right")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=SuggestionStatus.choices, default=SuggestionStatus.OPEN
    )
    synonym = models.ForeignKey(
        Synonym, models.PROTECT, null=True, blank=True, related_name="suggestions", verbose_name=_("synonym")
    )
    created_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    version = version_field()

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported answer")
        verbose_name_plural = _("reported answers")
        constraints = [
            models.CheckConstraint(
                name="suggestion_accepted_with_synonym",
                condition=Q(status=SuggestionStatus.ACCEPTED, synonym__isnull=False)
                | ~Q(status=SuggestionStatus.ACCEPTED) & Q(synonym=None),
            ),
        ]

    def __str__(self) -> str:
        return self.question
