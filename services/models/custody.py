"""Who held the papers of an application from when to when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.custody import CustodyBase
from services.models.applications import Application
from services.states import PapersEnd


class PaperCustody(CustodyBase):
    """材料持有 of an application, from its receipt until it is over; a village's agent is a holder, too."""

    subject = models.ForeignKey(
        Application, models.PROTECT, related_name="custodies", verbose_name=_("application"), db_index=False
    )
    ended_because = models.CharField(_("ended because"), max_length=16, choices=PapersEnd.choices, blank=True)
