"""How the portal says no: one exception for a broken rule, one for a missing right."""

from django.utils.translation import gettext_lazy as _

from governance.roles import name_of
from governance.rulebook import basis_of


class RuleViolation(Exception):
    """A rule forbids what was asked. Nothing was written.

    `code` is a stable English identifier, which stands in the app's `rules.py`; `message` says in the reader's language
    what and where and what to do; `field` names the input it concerns. `basis`, the article or local rule it rests on,
    is what the register of rules says; it is given only where it depends on the case, such as on a dated row.
    """

    status = 409

    def __init__(self, code: str, message, field: str | None = None, basis: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.basis = basis_of(code) if basis is None else basis

    def __str__(self) -> str:
        if not self.basis:
            return str(self.message)
        return _("%(message)s (%(basis)s)") % {"message": self.message, "basis": self.basis}


class NotPermitted(RuleViolation):
    """The account has no role that may do this here; the roles table decides."""

    status = 403

    def __init__(self, operation: str, *, account, at=None) -> None:
        words = {"account": account, "operation": name_of(operation), "organisation": at}
        if at is None:
            message = _("%(account)s has no right to “%(operation)s”.") % words
        else:
            message = _("%(account)s has no right to “%(operation)s” at %(organisation)s.") % words
        super().__init__("not_permitted", message)
        self.operation = operation


class StaleVersion(RuleViolation):
    """Somebody else saved in between; the caller shows both versions."""

    status = 412

    def __init__(self, *, current: int, given: int) -> None:
        super().__init__(
            "stale_version",
            _("This was changed meanwhile: you started from version %(given)s, it is now version %(current)s.")
            % {"given": given, "current": current},
        )
        self.current = current
        self.given = given
