"""Staff pages: what every app's pages are built from, and the kernel's own.

`ScopedAdmin` is a list and a record page of what the reader may see; a `Step` is one workflow action on its own page.
Pages never write: they show, or they hand a step's input to an operation.
"""

from governance.admin import pages
from governance.admin.display import chip, clock, day
from governance.admin.filters import RelatedFilter, View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step, StepForm

__all__ = ["RelatedFilter", "ScopedAdmin", "ScopedInline", "Step", "StepForm", "View", "chip", "clock", "day", "pages"]
