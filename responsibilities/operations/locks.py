"""Taking the lock an operation on a list, or on one of its editions, works under."""

from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation, StaleVersion
from responsibilities.models import Cluster, DutyList, Edition, Inventory, SynonymSuggestion
from responsibilities.states import EditionStatus


def lock_list(duty_list: DutyList) -> None:
    """Hold the list: nobody else starts or publishes an edition of it until the transaction ends."""
    duty_list.refresh_from_db(from_queryset=DutyList.objects.select_for_update())


def lock_edition(edition: Edition) -> None:
    """Hold the edition and read it anew."""
    edition.refresh_from_db(from_queryset=Edition.objects.select_for_update())


def check_version(row: Edition | Inventory | Cluster | SynonymSuggestion, version: int | None) -> None:
    """Raises StaleVersion if the caller, who names the version seen, has not seen the row as it is now."""
    if version is not None and version != row.version:
        raise StaleVersion(current=row.version, given=version)


def check_is_draft(edition: Edition) -> None:
    """Only a draft is written into: what is in review or later stays as its readers saw it."""
    if edition.status != EditionStatus.DRAFT:
        raise RuleViolation(
            "not_a_draft",
            _("%(edition)s is not a draft. What is under review or published is not changed; start a draft.")
            % {"edition": edition},
        )
