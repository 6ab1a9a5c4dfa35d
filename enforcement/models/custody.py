"""Who held a case from when to when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enforcement.models.cases import EnforcementCase
from enforcement.states import CustodyEnd
from governance.models.custody import CustodyBase


class Custody(CustodyBase):
    """持有 of a case, from its filing on; a case filed twice is held by nobody once it is voided."""

    subject = models.ForeignKey(
        EnforcementCase, models.PROTECT, related_name="custodies", verbose_name=_("case"), db_index=False
    )
    ended_because = models.CharField(_("ended because"), max_length=16, choices=CustodyEnd.choices, blank=True)
