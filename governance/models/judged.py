"""What a record keeps of the judgement that its decision rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.judgements import Judgement


class Judged(models.Model):
    """A record with the judgement it rests on (`governance.judgements`): written with the decision, never again."""

    judgement = models.JSONField(_("judgement"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def judged(self) -> Judgement | None:
        return Judgement.from_json(self.judgement) if self.judgement else None

    def keep(self, judgement: Judgement | None) -> None:
        """Before the record is saved for the first time; a kept judgement is not replaced."""
        if self.judgement is not None:
            raise LookupError(f"{self} keeps a judgement already.")
        self.judgement = judgement.as_json() if judgement else None
