"""Where the database is served from: how a copy of it finds out that it is one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """部署: the place from which webhooks go out. One row, which a copy of the database carries along."""

    place = models.CharField(_("place"), max_length=500)
    since = models.DateTimeField(_("since"), default=timezone.now)
    # Another place in which the row was found, once people have been told of it.
    notified_of = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")
        constraints = [models.CheckConstraint(name="installation_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.place
