"""Which state of an edition, a reported answer, a cluster of the workshop and its grouping may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EditionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    REVOKED = "revoked", _("Revoked")
    DISCARDED = "discarded", _("Discarded")


# How a sentence says it of an edition: “Only for an edition that is …”.
EDITION_THAT_IS = {
    EditionStatus.DRAFT: pgettext_lazy("an edition that is", "being drafted"),
    EditionStatus.REVIEW: pgettext_lazy("an edition that is", "in review"),
    EditionStatus.APPROVED: pgettext_lazy("an edition that is", "approved"),
    EditionStatus.PUBLISHED: pgettext_lazy("an edition that is", "published"),
    EditionStatus.SUPERSEDED: pgettext_lazy("an edition that is", "superseded"),
}

# “In force” (现行) is no state but a question about a date: see `querysets.in_force`. An edition is superseded from
# the moment its successor is published, and stays in force until the day before that one takes effect.
EDITION: dict[str, frozenset[str]] = {
    EditionStatus.DRAFT: frozenset({EditionStatus.REVIEW, EditionStatus.DISCARDED}),
    EditionStatus.REVIEW: frozenset({EditionStatus.APPROVED, EditionStatus.DRAFT}),
    EditionStatus.APPROVED: frozenset({EditionStatus.PUBLISHED, EditionStatus.DRAFT}),
    EditionStatus.PUBLISHED: frozenset({EditionStatus.SUPERSEDED, EditionStatus.REVOKED}),
    # Its successor was revoked: it is the last one again.
    EditionStatus.SUPERSEDED: frozenset({EditionStatus.PUBLISHED}),
}

# On its way to publication; a list has at most one of these.
UNPUBLISHED = (EditionStatus.DRAFT, EditionStatus.REVIEW, EditionStatus.APPROVED)
# Open to everybody and never changed again.
PUBLIC = (EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED, EditionStatus.REVOKED)
# Of these, the ones that apply on their days; what was revoked applies on none.
VALID = (EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED)


class SuggestionStatus(models.TextChoices):
    OPEN = "open", _("Waits")
    ACCEPTED = "accepted", _("Taken up")
    DECLINED = "declined", _("Not taken up")


SUGGESTION: dict[str, frozenset[str]] = {
    SuggestionStatus.OPEN: frozenset({SuggestionStatus.ACCEPTED, SuggestionStatus.DECLINED}),
}


class ClusterStatus(models.TextChoices):
    OPEN = "open", _("Undecided")
    ACCEPTED = "accepted", _("In the list")
    SET_ASIDE = "set_aside", _("Set aside")


# Both decisions can be taken back.
CLUSTER: dict[str, frozenset[str]] = {
    ClusterStatus.OPEN: frozenset({ClusterStatus.ACCEPTED, ClusterStatus.SET_ASIDE}),
    ClusterStatus.ACCEPTED: frozenset({ClusterStatus.OPEN}),
    ClusterStatus.SET_ASIDE: frozenset({ClusterStatus.OPEN}),
}
DECIDED = (ClusterStatus.ACCEPTED, ClusterStatus.SET_ASIDE)
