"""What time alone brings about in examinations by check lists."""

from governance.models import Examination
from governance.operations.checklists import let_term_pass
from governance.operations.founding import portal_account


def let_terms_pass() -> int:
    """Go on with each whose turn has passed; returns how many."""
    late = Examination.objects.past_due().select_related("checklist__owner", "subject").order_by("due_at", "pk")
    by = portal_account()
    return sum(let_term_pass(examination, by=by) for examination in late.iterator())
