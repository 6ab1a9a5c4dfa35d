"""Keeping what somebody has typed and not sent, for them alone."""

import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access import operation, require_own
from governance.errors import RuleViolation
from governance.models.account import Account
from governance.models.saved_form import SAVED_FOR, SavedForm

MOST_CHARACTERS = 200_000
MOST_COPIES = 20  # of one form


@operation(_("Save form"), lock=False)
def save_form(
    account: Account, *, by: Account, path: str, key: str, copy: int | None, about: str, fields: dict[str, list[str]]
) -> SavedForm:
    """暂存: the form that was opened with `key` is kept as it was typed, in the place of that copy of it.

    With `copy` None it replaces nothing, unless it says what a copy says already. The caller holds the key's lock.
    Nobody's business but its author's, so it leaves no entry in the audit. Raises RuleViolation `form_too_long`,
    `address_too_long`, `too_many_copies`.
    """
    require_own(account if account.is_active else None)
    content = json.dumps({"about": about, "fields": fields}, ensure_ascii=False)
    if len(content) > MOST_CHARACTERS:
        raise RuleViolation(
            "form_too_long",
            _("The form holds %(length)s characters; up to %(most)s can be kept.")
            % {"length": len(content), "most": MOST_CHARACTERS},
        )
    longest_path = SavedForm._meta.get_field("path").max_length
    if len(path) > longest_path:  # type: ignore[operator]
        raise RuleViolation(
            "address_too_long",
            _("The form's address is longer than %(most)s characters, so it cannot be kept.") % {"most": longest_path},
        )
    if copy is None:
        copies = list(SavedForm.objects.filter(account=account, key=key))
        if same := next((kept for kept in copies if kept.content == content), None):
            return same
        if len(copies) >= MOST_COPIES:
            raise RuleViolation(
                "too_many_copies",
                _("%(count)s copies of this form are kept already. Sign in and discard those you do not need.")
                % {"count": len(copies)},
            )
        copy = max((kept.copy for kept in copies), default=0) + 1
    kept, _created = SavedForm.objects.update_or_create(
        account=account, key=key, copy=copy, defaults={"path": path, "content": content, "saved_at": timezone.now()}
    )
    return kept


@operation(_("Discard saved form"), lock=False)
def discard_saved_form(kept: SavedForm, *, by: Account) -> None:
    """丢弃暂存: what was typed is gone. Its author's own business, so it leaves no entry in the audit."""
    require_own(kept.account)
    kept.delete()


def purge_saved_forms() -> int:
    """Forget forms nobody came back to for thirty days; how many."""
    with transaction.atomic():
        return SavedForm.objects.filter(saved_at__lt=timezone.now() - SAVED_FOR).delete()[0]
