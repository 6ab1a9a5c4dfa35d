"""What is written into: only a draft."""

from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from responsibilities.models import Edition
from responsibilities.states import EditionStatus


def check_is_draft(edition: Edition) -> None:
    """Only a draft is written into: what is in review or later stays as its readers saw it."""
    if edition.status != EditionStatus.DRAFT:
        raise RuleViolation(
            "not_a_draft",
            _("%(edition)s is not a draft. What is under review or published is not changed; start a draft.")
            % {"edition": edition},
        )
