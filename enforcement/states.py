"""Which state may follow which, and the coded words of enforcement: tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models import custody


class GrantForm(models.TextChoices):
    """How a township comes to a power: in its own name (行政处罚法 24) or in the department's (行政处罚法 20–21)."""

    GRANT = "grant", _("Devolved (赋权)")
    ENTRUSTMENT = "entrustment", _("Entrusted (委托)")


class GrantLevel(models.TextChoices):
    ALL = "all", _("All penalties")
    BELOW_HEARING = "below_hearing", _("Penalties below the hearing level")


class TransitionRule(models.TextChoices):
    """过渡规则: what becomes of open cases when a grant ends."""

    FINISH_IN_PLACE = "finish_in_place", _("Finished where they are")
    HAND_OVER = "hand_over", _("Handed over to the department")
    LAPSE_AFTER = "lapse_after", _("The power lapses after a number of days")
    RESERVE_HEAVY = "reserve_heavy", _("Heavy penalties go up, the rest stays")
    UNDECIDED = "undecided", _("Not decided")


class PartyKind(models.TextChoices):
    """当事人: only a citizen's name is personal data; names of organisations stay legible (公开条例)."""

    CITIZEN = "citizen", _("Citizen")
    INDIVIDUAL_BUSINESS = "individual_business", _("Individual business (个体工商户)")
    ORGANISATION = "organisation", pgettext_lazy("party", "Organisation")


class CaseStatus(models.TextChoices):
    FILED = "filed", _("Filed")
    TRANSFERRING = "transferring", _("In transfer")
    TRANSFERRED = "transferred", _("Transferred")
    VOIDED = "voided", _("Voided: filed twice")


CASE_MOVES: dict[str, frozenset[str]] = {
    CaseStatus.FILED: frozenset({CaseStatus.TRANSFERRING, CaseStatus.VOIDED}),
    # Accepted: the receiver holds it and follows its own procedure. Sent back: the sender has it as before.
    CaseStatus.TRANSFERRING: frozenset({CaseStatus.TRANSFERRED, CaseStatus.FILED}),
}


class CustodyEnd(models.TextChoices):
    """Why a body no longer holds a case."""

    HANDED_OVER = custody.HANDED_OVER, _("Handed over")
    VOIDED = "voided", _("The case was filed twice")


class TransferStatus(models.TextChoices):
    """No answer within the term is a fact of the clock (`TransferQuerySet.overdue`), not a status: it holds from the
    first second after the limit, whether or not a task has run."""

    SENT = "sent", _("Sent, waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    SENT_BACK = "sent_back", _("Sent back")


TRANSFER_MOVES: dict[str, frozenset[str]] = {
    # Both answers are final; after acceptance nothing is sent back, a jurisdiction dispute is raised instead.
    TransferStatus.SENT: frozenset({TransferStatus.ACCEPTED, TransferStatus.SENT_BACK}),
}


class Urgency(models.TextChoices):
    """Urgent: safety, food and drugs, environment, serious harm."""

    ORDINARY = "ordinary", _("Ordinary")
    URGENT = "urgent", _("Urgent")


class TransferReason(models.TextChoices):
    """Why a filed case is the receiver's."""

    NOT_OUR_ITEM = "not_our_item", _("The facts fall under an item another body leads")
    NOT_OUR_TERRITORY = "not_our_territory", _("The act took place in another territory")
    LEVEL_RESERVED = "level_reserved", _("The penalty is reserved to the county level")
    GRANT_WITHDRAWN = "grant_withdrawn", _("The power has been withdrawn and open cases are handed over")
    FILED_EARLIER = "filed_earlier", _("The receiver filed the same act first")


class ListSays(models.TextChoices):
    """Whose item a case is by list and catalogue, on the day of the letter."""

    RECEIVER = "receiver", _("The list gives it to the receiver")
    SENDER = "sender", _("The list gives it to the sender; the receiver’s is argued")
    NOBODY = "nobody", _("No entry gives it to anybody; the receiver’s is argued")


class SendBackReason(models.TextChoices):
    """退回理由: the only ones. “Busy”, “evidence thin” or “no appraisal yet” are none."""

    NOT_OUR_ITEM = "not_our_item", _("Not an item of ours")
    NOT_OUR_TERRITORY = "not_our_territory", _("Not our territory")
    EXPIRED = "expired", _("Past the limitation of liability")
    DUPLICATE = "duplicate", _("We have an open case on the same act")
    PACKAGE_INCOMPLETE = "package_incomplete", _("The package is incomplete")


# 退回须指明管辖单位: who says “not ours” says whose.
NAMES_RIGHT_BODY = frozenset({SendBackReason.NOT_OUR_ITEM, SendBackReason.NOT_OUR_TERRITORY})
