"""Finding a public body by what people call it: the only way a spreadsheet's “发改局” becomes a row."""

import datetime
import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from governance.models.organisation import Alias, Organisation


def normalise(name: str) -> str:
    """A name as it is compared: full-width forms folded (NFKC), every kind of space and zero-width mark removed."""
    folded = unicodedata.normalize("NFKC", name)
    kept = "".join(char for char in folded if not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc"})
    return unicodedata.normalize("NFKC", kept)  # without the space between them, marks may join their letters


@dataclass
class Directory:
    """Every name under which bodies can be met on a date, read once for many look-ups (an import, a split cell)."""

    names: dict[str, Organisation] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)  # a body's old name stands in many rows of a file

    def find(self, name: str) -> Organisation | None:
        return self.names.get(normalise(name))

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Names of bodies that look like the unknown one, nearest first."""
        key = normalise(name)
        if key not in self._near:
            self._near[key] = self._alike(key)
        return self._near[key][:limit]

    def _alike(self, key: str) -> list[str]:
        near = difflib.get_close_matches(key, self.names, n=9, cutoff=0.5)
        near += [known for known in self.names if len(key) > 1 and (key in known or known in key)]
        return list(dict.fromkeys(self.names[known].name for known in near))


def _with_county(bodies: Iterable[Organisation]) -> dict[str, Organisation]:
    """“澜山市林业局”, which within 澜山市 is called “市林业局”."""
    counties = {body.path: body.name for body in bodies if body.kind == Organisation.Kind.COUNTY}
    named = ((body, counties.get(body.county_path, "")) for body in bodies)
    return {normalise(f"{county}{body.name[1:]}"): body for body, county in named if county[-1:] == body.name[0]}


def directory(on: datetime.date | None = None, *, within: Iterable[Organisation] | None = None) -> Directory:
    """The directory for a date (today if not given): official names, aliases valid then, unambiguous short names.

    Official names win over aliases. A closed body is found on the dates it existed.
    """
    on = on or timezone.localdate()
    bodies = list(Organisation.objects.open(on) if within is None else within)
    by_pk = {body.pk: body for body in bodies}
    names: dict[str, Organisation] = {}
    short_names: dict[str, list[Organisation]] = {}
    for body in bodies:
        if body.short_name:
            short_names.setdefault(normalise(body.short_name), []).append(body)
    names.update({key: bearers[0] for key, bearers in short_names.items() if len(bearers) == 1})
    names.update(_with_county(bodies))
    aliases = Alias.objects.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))
    names.update({alias.key: by_pk[alias.organisation_id] for alias in aliases if alias.organisation_id in by_pk})
    names.update({normalise(body.name): body for body in bodies})
    return Directory(names)
