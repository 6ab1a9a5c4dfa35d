"""What a publication leaves open: findings that nobody has explained, possible renames that nobody has settled."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.wording import listed
from responsibilities.models import Edition
from responsibilities.selectors.defects import Defect, open_defects
from responsibilities.selectors.renames import PossibleRename, possible_renames


@dataclass(frozen=True)
class Unsettled:
    findings: list[Defect]
    renames: list[PossibleRename]

    def __bool__(self) -> bool:
        return bool(self.findings or self.renames)

    def in_words(self) -> str:
        parts = [
            _("findings that nobody has explained: %(count)d") % {"count": len(self.findings)} if self.findings else "",
            _("possible renames that nobody has settled: %(count)d") % {"count": len(self.renames)}
            if self.renames
            else "",
        ]
        return listed(filter(None, parts))


def unsettled(edition: Edition, effective_from: datetime.date) -> Unsettled:
    """As the lists beside it and the bodies are on the day it is to apply from; today if that day is past."""
    on = max(effective_from, timezone.localdate())
    return Unsettled(open_defects(edition, on), possible_renames(edition))
