"""Finding a public body by what people call it: the only way a spreadsheet's “发改局” becomes a row."""

import datetime
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models.organisation import Alias, Organisation
from governance.role_words import names_nobody
from governance.text import is_readable, match_key, shortened

LONGEST_NAME = Organisation._meta.get_field("name").max_length or 0
# Looking for similar names is slow: so often are two of them compared, and no more; which is some hundred unknown names
# in an ordinary county.
_MOST_COMPARISONS = 150_000


@dataclass(frozen=True)
class Unknown:
    """Code and message of a fault for a name that means no body, and names that look like it, nearest first."""

    code: str
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass
class Directory:
    """Every name under which bodies can be met on a date, read once for many look-ups (an import, a split cell).

    `given` are names that a person has explained for this once; they count only where the name means nothing yet.
    """

    names: dict[str, Organisation] = field(default_factory=dict)
    given: dict[str, Organisation] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)  # a body's old name stands in many rows of a file

    def find(self, name: str) -> Organisation | None:
        key = match_key(name)
        return self.names.get(key) or self.given.get(key)

    def explaining(self, given: Mapping[str, Organisation]) -> "Directory":
        """The same directory for one file, in which these names have been explained as well."""
        new = {match_key(name): body for name, body in given.items() if not names_nobody(name)}
        return Directory(self.names, {key: body for key, body in new.items() if key not in self.names})

    def is_given(self, name: str) -> bool:
        """Whether the name means a body only because a person has said so for this file."""
        return match_key(name) in self.given

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Names of bodies that look like the unknown one, nearest first."""
        key = match_key(name)
        if key not in self._near:
            if len(key) > LONGEST_NAME or len(self._near) * len(self.names) >= _MOST_COMPARISONS:
                return []
            self._near[key] = self._alike(key)
        return self._near[key][:limit]

    def unknown(self, name: str) -> "Unknown":
        """What to say of a name in a file that `find` does not know. Nobody is asked what a role word means."""
        if len(name) > LONGEST_NAME:
            message = _("“%(name)s” is too long for the name of a body, which has at most %(limit)s characters.")
            return Unknown("name_too_long", message % {"name": shortened(name, 40), "limit": LONGEST_NAME})
        if not is_readable(name):
            message = _("“%(name)s” has lost characters in this file: � stands for them. Enter the name again.")
            return Unknown("characters_lost", message % {"name": name}, tuple(self.suggest(name)))
        if names_nobody(name):
            message = _("“%(name)s” names no body. Write which ones are meant.")
            return Unknown("body_not_named", message % {"name": name})
        near = tuple(self.suggest(name))
        message = _("No body is called “%(name)s”.")
        if near:
            message = _("No body is called “%(name)s”. Did you mean %(suggestion)s?")
        return Unknown("unknown_body", message % {"name": name, "suggestion": near[0] if near else ""}, near)

    def _alike(self, key: str) -> list[str]:
        near = difflib.get_close_matches(key, self.names, n=9, cutoff=0.5)
        near += [known for known in self.names if len(key) > 1 and (key in known or known in key)]
        return list(dict.fromkeys(self.names[known].name for known in near))


def _with_county(bodies: Iterable[Organisation]) -> dict[str, Organisation]:
    """“澜山市林业局”, which within 澜山市 is called “市林业局”."""
    counties = {body.path: body.name for body in bodies if body.kind == Organisation.Kind.COUNTY}
    named = ((body, counties.get(body.county_path, "")) for body in bodies)
    return {match_key(f"{county}{body.name[1:]}"): body for body, county in named if county[-1:] == body.name[0]}


def directory(on: datetime.date | None = None, *, within: Iterable[Organisation] | None = None) -> Directory:
    """The directory for a date (today if not given): official names, aliases valid then, unambiguous short names.

    Official names win over aliases. A closed body is found on the dates it existed. A word that names nobody is never
    an alias, even if somebody once entered it as one.
    """
    on = on or timezone.localdate()
    bodies = list(Organisation.objects.open(on) if within is None else within)
    by_pk = {body.pk: body for body in bodies}
    names: dict[str, Organisation] = {}
    short_names: dict[str, list[Organisation]] = {}
    for body in bodies:
        if body.short_name:
            short_names.setdefault(match_key(body.short_name), []).append(body)
    names.update({key: bearers[0] for key, bearers in short_names.items() if len(bearers) == 1})
    names.update(_with_county(bodies))
    aliases = Alias.objects.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))
    names.update({alias.key: by_pk[alias.organisation_id] for alias in aliases if alias.organisation_id in by_pk})
    names = {key: body for key, body in names.items() if not names_nobody(key)}
    names.update({match_key(body.name): body for body in bodies})
    return Directory(names)
