"""Who has which part: cells that name bodies, with or without a text for each."""

import re

from django.utils.translation import gettext as _

from governance.models import Organisation
from governance.organisations import Directory
from governance.spreadsheets import Fault, Row, match_key, split_names, split_parts
from responsibilities.kinds import KINDS
from responsibilities.models import Participation
from responsibilities.spreadsheets.layouts import (
    LEVEL_WORDS,
    NOBODY_IN_PARTICULAR,
    RESPONSIBLE,
    ROLE_WORDS,
    TOWNSHIP_WORDS,
)
from responsibilities.spreadsheets.parsed import Finding, ParsedEntry, ParsedList, ParsedPart

_LONGEST_NAME = 40

_ROLES = "|".join(sorted(ROLE_WORDS, key=len, reverse=True))
# A（牵头） and A、B按职责分工负责: the role of a name, and that of all names of a cell.
_NOTED = re.compile(rf"(?P<name>.+?)\s*[（(](?P<role>{_ROLES})(单位|部门)?[)）]")
_ALL_UNSTATED = re.compile(r"[，,、]?\s*(各自)?(按照?|依)(各自)?职责(分工)?(负责|落实)?$|[，,、]?\s*分工负责$")
# 牵头：A 配合：B in one cell: each begins a line of its own.
_ROLE_LABEL = re.compile(rf"[ \t　；;，,、]*(?<![^\s。；;，,、])(?P<role>{_ROLES})(单位|部门)?[：:]")

# Which column of an item's row names whom, in which role, and which column says what they do.
_NAMED = {"superior": ("lead", "superior_duties"), "takeover_body": ("takeover", "takeover_method")}


def _noted(name: str) -> tuple[str, str]:
    """A name and the role noted behind it: 市林业局（牵头）; without a note the role is empty."""
    found = _NOTED.fullmatch(name)
    return (found["name"], ROLE_WORDS[found["role"]]) if found else (name, "")


class PartReader:
    """Reads the responsibilities of the rows of one list."""

    def __init__(self, parsed: ParsedList, owner: Organisation, names: Directory) -> None:
        self.parsed, self.owner, self.names = parsed, owner, names
        self.rules = KINDS[parsed.kind]
        headings = parsed.sheet.headings
        # 责任单位 without a column for supporters names bodies without saying who leads: that is never guessed.
        self.unstated = "support" not in headings and "lead" in headings and headings["lead"].title == RESPONSIBLE

    def read_item_row(self, entry: ParsedEntry, row: Row) -> None:
        """One row for an item: bodies inside its responsibility cells, or in columns of their own."""
        if self.rules.township_leads:
            self._add(entry, row, "", self._townships("lead"))
        for key, role in (("lead", "unstated" if self.unstated else "lead"), ("support", "support")):
            self._read_responsibilities(entry, row, key, role)
        for key, (role, text_key) in _NAMED.items():
            if role in self.rules.roles:
                self._read_names(entry, row, key, role, row[text_key])
        if "support" in self.rules.needs and row["township_duties"]:
            part = self._townships("support", row["township_duties"], row.cells["township_duties"].source)
            self._add(entry, row, "township_duties", part)

    def read_body_row(self, entry: ParsedEntry, row: Row) -> None:
        """One row for an item and a body: the role is a word."""
        word = row["role"]
        role = ROLE_WORDS.get(match_key(word))
        if role is None:
            if word:
                message = _("“%(word)s” is no role. Use %(words)s.")
                values = {"word": word, "words": "、".join(("主体责任", "配合责任", "未标明"))}
                self._fault("unknown_role", message % values, row, "role", word, tuple(ROLE_WORDS))
            return
        self._read_names(entry, row, "body", role, row["duties"])

    # --- Cells --------------------------------------------------------------------------------------------------------

    def _read_responsibilities(self, entry: ParsedEntry, row: Row, key: str, role: str) -> None:
        """市林业局：1.…；2.…。市公安局：1.…。 is two bodies with a text each; bare names are bodies without one."""
        text = _ROLE_LABEL.sub(lambda found: f"\n{found['role']}：", row[key])
        self._read_pieces(entry, row, key, role, text)

    def _read_pieces(self, entry: ParsedEntry, row: Row, key: str, role: str, text: str) -> None:
        """A role word before bodies holds until the next one; a word for their level says nothing more."""
        for piece in split_parts(text, known=self._is_known):
            label = match_key(piece.name)
            if label in ROLE_WORDS.keys() | LEVEL_WORDS and self._begins_with_body(piece.text):
                role = ROLE_WORDS.get(label, role)
                self._read_pieces(entry, row, key, role, piece.text)
            elif piece.name:
                self._add_names(entry, row, key, role, piece.name, piece.text)
            elif len(piece.text) > _LONGEST_NAME and not self._any_known(piece.text):
                message = _("This text belongs to no body: write the body's name and a colon before it.")
                self._fault("body_missing", message, row, key, piece.text[:_LONGEST_NAME])
            else:
                self._add_names(entry, row, key, role, piece.text, "")

    def _read_names(self, entry: ParsedEntry, row: Row, key: str, role: str, text: str) -> None:
        if row[key]:
            self._add_names(entry, row, key, role, row[key], text)

    def _add_names(self, entry: ParsedEntry, row: Row, key: str, role: str, names: str, text: str) -> None:
        source = f"{names}：{text}" if text else names
        if _ALL_UNSTATED.search(names):
            names, role = _ALL_UNSTATED.sub("", names), "unstated"
        elif _ALL_UNSTATED.fullmatch(text.rstrip("。")):
            text, role = "", "unstated"
        found = split_names(names, known=self._is_known)
        for noted in found.names:
            name, own_role = _noted(noted)
            part = self._resolve(name, own_role or role, text, source)
            if part is None:
                self._unknown(name, row, key)
            else:
                self._add(entry, row, key, part)
        if found.open_ended:
            message = _("“%(names)s” leaves open who else has this part.") % {"names": names}
            self.parsed.findings.append(Finding("open_ended", message, row.number, entry.seq_no, row.cells[key].column))

    def _add(self, entry: ParsedEntry, row: Row, key: str, part: ParsedPart) -> None:
        if any(other.party == part.party for other in entry.parts):
            message = _("%(body)s has two parts in item %(number)s. Put its duties into one text, in one role.")
            name = part.body.name if part.body else "乡镇"
            self._fault("body_twice", message % {"body": name, "number": entry.seq_no}, row, key, name)
            return
        entry.parts.append(part)

    # --- Names --------------------------------------------------------------------------------------------------------

    def _resolve(self, name: str, role: str, text: str, source: str) -> ParsedPart | None:
        if match_key(name) in TOWNSHIP_WORDS:
            return self._townships(role, text, source)
        body = self.names.find(name)
        return body and ParsedPart(role, body, "", text, source)

    def _townships(self, role: str, text: str = "", source: str = "") -> ParsedPart:
        """“乡镇” in the list of one township is that township; in the county's list it is all of them."""
        if self.owner.kind == Organisation.Kind.TOWNSHIP:
            return ParsedPart(role, self.owner, "", text, source)
        return ParsedPart(role, None, Participation.BodyClass.TOWNSHIPS, text, source)

    def _is_known(self, name: str) -> bool:
        name, _role = _noted(name)
        return match_key(name) in TOWNSHIP_WORDS or self.names.find(name) is not None

    def _begins_with_body(self, text: str) -> bool:
        first = next(iter(split_parts(text, known=self._is_known)), None)
        return first is not None and self._any_known(first.name or first.text)

    def _any_known(self, text: str) -> bool:
        return any(self._is_known(name) for name in split_names(text, known=self._is_known).names)

    def _unknown(self, name: str, row: Row, key: str) -> None:
        if NOBODY_IN_PARTICULAR.fullmatch(match_key(name)):
            message = _("“%(name)s” names no body. Write which ones are meant.")
            self._fault("body_not_named", message % {"name": name}, row, key, name)
            return
        suggestions = tuple(self.names.suggest(name))
        if suggestions:
            message = _("No body is called “%(name)s”. Did you mean %(suggestion)s?")
        else:
            message = _("No body is called “%(name)s”.")
        values = {"name": name, "suggestion": suggestions[0] if suggestions else ""}
        self._fault("unknown_body", message % values, row, key, name, suggestions)

    def _fault(
        self, code: str, message: str, row: Row, key: str, value: str = "", suggestions: tuple[str, ...] = ()
    ) -> None:
        column = row.cells[key].column if key in row.cells else ""
        self.parsed.faults.append(Fault(code, message, row.number, column, value, suggestions))
