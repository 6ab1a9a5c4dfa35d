"""What the reader of a form typed into it before and did not send."""

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from governance.admin.sending import address_of
from governance.models import Account, SavedForm
from governance.models.saved_form import CONTINUES
from governance.parameters import UNKNOWN_VALUE, WrongParameters, whole_number


class Unsent:
    """The reader's saved forms of one address: the one they ask to go on with, and the others."""

    SHOWN = 5  # of the others

    def __init__(self, request: HttpRequest, account: Account) -> None:
        self.request = request
        self.account = account

    @cached_property
    def continued(self) -> SavedForm | None:
        """Which one the address names; raises WrongParameters if that is no number."""
        given = self.request.GET.get(CONTINUES)
        if given is None:
            return None
        if whole_number(given) is None:
            raise WrongParameters({CONTINUES: UNKNOWN_VALUE})
        return self._here().filter(pk=given).first()

    @cached_property
    def others(self) -> list[SavedForm]:
        """As many as are shown, and one if there are more."""
        others = self._here().exclude(pk=self.continued.pk) if self.continued else self._here()
        return list(others[: self.SHOWN + 1])

    def typed(self) -> QueryDict:
        """What was typed into the one that is gone on with."""
        fields = QueryDict(mutable=True)
        for name, values in self.continued.fields.items() if self.continued else ():
            fields.setlist(name, values)
        return fields

    def _here(self) -> QuerySet[SavedForm]:
        return SavedForm.objects.for_user(self.account).filter(path=address_of(self.request))
