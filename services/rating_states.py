"""Which state of a rating may follow which, and the coded words of ratings (好差评): tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """五级评价."""

    VERY_GOOD = "very_good", _("Very satisfied (非常满意)")
    GOOD = "good", _("Satisfied (满意)")
    FAIR = "fair", _("Basically satisfied (基本满意)")
    POOR = "poor", _("Dissatisfied (不满意)")
    VERY_POOR = "very_poor", _("Very dissatisfied (非常不满意)")


# 差评: the last two grades.
POOR_GRADES = frozenset({Grade.POOR, Grade.VERY_POOR})


class RatingCause(models.TextChoices):
    """What a rating is about; results are shown by it, never by a person."""

    EFFICIENCY = "efficiency", _("How quickly it went")
    GUIDE = "guide", _("Whether the guide was right")
    EASE = "ease", _("How easy it was")
    SKILL = "skill", _("What was known at the window")
    ATTITUDE = "attitude", _("How one was treated")
    OUTCOME = "outcome", _("The outcome")


class RatingStatus(models.TextChoices):
    RATED = "rated", _("Rated")
    ASSIGNED = "assigned", _("Somebody is named to call back")
    CALLED_BACK = "called_back", _("Called back")
    REMEDIED = "remedied", _("Remedied")
    EXPLAINED = "explained", _("Explained")
    APPEALED = "appealed", _("Appealed against")
    MISTAKEN = "mistaken", _("Found mistaken; the rating stays, marked")


R = RatingStatus
RATING_MOVES: dict[str, frozenset[str]] = {
    R.RATED: frozenset({R.ASSIGNED, R.APPEALED}),
    R.ASSIGNED: frozenset({R.CALLED_BACK, R.APPEALED}),
    R.CALLED_BACK: frozenset({R.REMEDIED, R.EXPLAINED, R.APPEALED}),
    # Decided: mistaken, or it stands and goes on where it was.
    R.APPEALED: frozenset({R.MISTAKEN, R.RATED, R.ASSIGNED, R.CALLED_BACK}),
}
WAITING = frozenset({R.RATED, R.ASSIGNED, R.CALLED_BACK})


class RatingAnswer(models.TextChoices):
    """How a poor rating is answered."""

    REMEDIED = "remedied", _("Remedied")
    EXPLAINED = "explained", _("Explained: no ground in law")


class AppealDecision(models.TextChoices):
    MISTAKEN = "mistaken", _("The rating is mistaken")
    STANDS = "stands", _("The rating stands")
