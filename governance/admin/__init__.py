"""Staff pages: what every app's pages are built from, and the kernel's own.

`ScopedAdmin` is a list and a record page of what the reader may see; a `Step` is one workflow action on its own page.
Pages never write: they show, or they hand a step's input to an operation.
"""

from governance.admin import pages  # noqa: F401 - registers them with the site
