"""The bodies that take part in an item: cells that name them, with or without a text for each."""

import itertools
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial

from django.utils.translation import gettext as _

from governance.directory import Directory
from governance.models import Organisation
from governance.role_words import means_nobody, names_nobody
from governance.spreadsheets.splitting import (
    LONGEST_LIST,
    KnownNames,
    NamedText,
    looks_like_name,
    split_named_texts,
    split_names,
)
from governance.spreadsheets.table import Fault, SheetRow
from governance.text import match_key
from responsibilities.kinds import KINDS
from responsibilities.models import Participation
from responsibilities.spreadsheets.layouts import (
    RESPONSIBLE,
    ROLE_WORDS,
    means_townships,
    role_of_label,
)
from responsibilities.spreadsheets.parsed import Finding, ParsedEntry, ParsedList, ParsedPart

_LONGEST_NAME = 40
_LONGEST_WITH_BRACKET = 200
# 县级：牵头单位：市林业局. More labels in one another are no list of bodies.
_MOST_LABELS = 5

# A、B按职责分工负责: the role of all names of a cell.
_ALL_UNSTATED = re.compile(r"[，,、]?\s*(各自)?(按照?|依)(各自)?职责(分工)?(负责|落实)?$|[，,、]?\s*分工负责$")
# 牵头：A 配合：B in one cell: each role word begins a line of its own.
_LABEL_WITHIN = re.compile(r"(?<=[\s。；;，,、])[^\s。；;，,、：:]{2,20}(?=[：:])")
# 市林业局（牵头）: a body with its role. 市场监督管理局（知识产权局）: with its second nameplate, or with the unit
# inside it that does the work.
_WITH_BRACKET = re.compile(r"(?P<name>.+?)\s*[（(\[【](?P<inside>[^（）()]+)[)）\]】]")
# How words for bodies of a kind end.
_WHO = re.compile("(?:单位|部门|机构|机关|主体)$")
# A word of an unknown role on a line of its own above the bodies: 结对单位.
_LABEL_LINE = re.compile(r".{2,3}单位")
_LONGEST_LABEL = 20

# Which column of an item's row names whom, in which role, and which column says what they do.
_NAMED = {"superior": ("lead", "superior_duties"), "takeover_body": ("takeover", "takeover_method")}


def _in_brackets(name: str) -> re.Match[str] | None:
    """A name with another word in brackets behind it."""
    return _WITH_BRACKET.fullmatch(name) if len(name) <= _LONGEST_WITH_BRACKET else None


def _noted(name: str, role: str) -> tuple[str, str]:
    """A name without the role noted after it, as in 市林业局（牵头）, and that role; without a note, `role`."""
    found = _in_brackets(name)
    noted = role_of_label(found["inside"], role) if found else None
    return (found["name"], noted) if found and noted is not None else (name, role)


def _find(names: Directory, name: str) -> Organisation | None:
    """The body of that name, also if another name follows in brackets, unless that is another body's."""
    body = names.find(name)
    if body is not None or not (both := _in_brackets(name)):
        return body
    body, second = names.find(both["name"]), names.find(both["inside"])
    return body if second in (None, body) and not names_nobody(both["inside"]) else None


def _means_body(names: Directory, name: str) -> bool:
    name, _role = _noted(name, "")
    return means_townships(name) or _find(names, name) is not None


def _on_its_own_line(label: re.Match[str]) -> str:
    return label[0] if role_of_label(label[0], "unstated") is None else f"\n{label[0]}"


# What may be written in place of a word that gives no known role.
_ROLES_TO_WRITE = ("牵头单位", "配合单位", "按职责分工")


# So many different unknown names are asked about; nobody settles more at once.
MOST_UNKNOWN = 200


class PartReader:
    """Reads the responsibilities of the rows of one list."""

    def __init__(
        self, parsed: ParsedList, owner: Organisation, names: Directory, roles: Mapping[str, str] | None = None
    ) -> None:
        self.parsed, self.owner, self.names = parsed, owner, names
        self.roles = {match_key(word): role for word, role in (roles or {}).items()}
        self._is_known = KnownNames(partial(_means_body, names))
        self.unknown: set[str] = set()  # names that mean no body, of which the file's faults tell
        self.unknown_in: set[int] = set()  # the rows with such names
        self.later: dict[str, tuple[SheetRow, str]] = {}  # further ones, each with its first place
        self.rules = KINDS[parsed.kind]
        headings = parsed.sheet.headings
        # 责任单位 without a column for supporters names bodies without saying who leads: that is never guessed.
        lead = headings["lead"].title if "lead" in headings else ""
        self.unstated = "support" not in headings and match_key(lead).startswith(RESPONSIBLE)

    def read_item_row(self, entry: ParsedEntry, row: SheetRow) -> None:
        """A row for each item: bodies are named in its responsibility cells, or in columns of their own."""
        if self.rules.township_leads:
            self._add(entry, row, "", self._townships("lead"))
        for key, role in (("lead", "unstated" if self.unstated else "lead"), ("support", "support")):
            if duties := row[f"{key}_duties"]:
                self._read_beside(entry, row, key, role, duties)
            else:
                self._read_responsibilities(entry, row, key, role)
        for key, (role, text_key) in _NAMED.items():
            if role in self.rules.roles:
                self._read_names(entry, row, key, role, row[text_key])
        if "support" in self.rules.roles and row["township_duties"] and not means_nobody(row["township_duties"]):
            part = self._townships("support", row["township_duties"], row.cells["township_duties"].source)
            self._add(entry, row, "township_duties", part)

    def read_body_row(self, entry: ParsedEntry, row: SheetRow) -> None:
        """A row for each item and body: the role is a word."""
        word = row["role"]
        role = ROLE_WORDS.get(match_key(word))
        if role is None:
            if word:
                message = _("“%(word)s” is not a role. Use %(words)s.")
                values = {"word": word, "words": "、".join(("主体责任", "配合责任", "未标明"))}
                self._fault("unknown_role", message % values, row, "role", word, tuple(ROLE_WORDS))
            return
        self._read_names(entry, row, "body", role, row["duties"])

    def tell_the_rest(self) -> None:
        """How many unknown names there are besides those that were told, and whether all names were looked at."""
        if self._is_known.is_spent:
            message = _(
                "The file has more places where names of bodies may stand than are looked at. Import it in parts."
            )
            self.parsed.faults.append(Fault("too_many_names", message))
        if self.later:
            row, key = next(iter(self.later.values()))
            message = _("From here on, %(count)s more names mean no body. First settle the %(told)s told before them.")
            values = {"count": len(self.later), "told": MOST_UNKNOWN}
            self._fault("more_unknown_bodies", message % values, row, key)

    # --- Cells --------------------------------------------------------------------------------------------------------

    def _read_responsibilities(self, entry: ParsedEntry, row: SheetRow, key: str, role: str) -> None:
        """市林业局：1.…；2.…。市公安局：1.…。 is two bodies with a text each; names alone are bodies without text."""
        text = "\n".join(self._labelled_lines(row[key]))
        self._read_pieces(entry, row, key, role, _LABEL_WITHIN.sub(_on_its_own_line, text))

    def _labelled_lines(self, text: str) -> Iterator[str]:
        """The lines, with a colon behind a role word that stands alone above the bodies."""
        lines = [line for line in text.split("\n") if line.strip()]
        for line, below in itertools.zip_longest(lines, lines[1:]):
            word = line.strip()
            is_label = below is not None and len(word) <= _LONGEST_LABEL
            is_label = is_label and (names_nobody(word) or _LABEL_LINE.fullmatch(word) is not None)
            if is_label and not means_nobody(word) and not self._is_known(word):
                yield f"{word}："
            else:
                yield line

    def _read_beside(self, entry: ParsedEntry, row: SheetRow, key: str, role: str, duties: str) -> None:
        """Bodies in one column and their duties in the next; if the duties name them again, each gets its own."""
        if row[key] and not any(self._is_known(piece.name) for piece in self._pieces(duties)):
            self._add_names(entry, row, key, role, row[key], duties)
            return
        self._read_responsibilities(entry, row, f"{key}_duties", role)
        named = {part.party for part in entry.parts}
        for name in split_names(row[key], known=self._is_known).names:
            part = self._resolve(_noted(name, role)[0], role)
            if part is None or part.party not in named:
                self._add_names(entry, row, key, role, name, "")

    def _read_pieces(self, entry: ParsedEntry, row: SheetRow, key: str, role: str, text: str) -> None:
        """A role word applies to all bodies up to the next role word; a word for their level changes nothing."""
        pieces = deque((piece, 1) for piece in self._pieces(text))
        while pieces:
            piece, depth = pieces.popleft()
            labelled = self._role_of(piece.name, role, row)
            if labelled and depth < _MOST_LABELS and self._begins_with_name(piece.text):
                role = labelled
                pieces.extendleft((inner, depth + 1) for inner in reversed(self._pieces(piece.text)))
            elif labelled and means_nobody(piece.text):
                continue
            elif labelled:
                message = _("No body is named after “%(word)s”: %(text)s")
                values = {"word": piece.name, "text": piece.text[:_LONGEST_NAME]}
                self._fault("body_missing", message % values, row, key, piece.text[:_LONGEST_NAME])
            elif piece.name and self._is_label(piece):
                message = _(
                    "“%(word)s” is no known role. Write 牵头单位, 配合单位 or 按职责分工 in its place, before %(text)s."
                )
                values = {"word": piece.name, "text": piece.text[:_LONGEST_NAME]}
                self._fault("unknown_role_word", message % values, row, key, piece.name, _ROLES_TO_WRITE)
            elif piece.name:
                self._add_names(entry, row, key, role, piece.name, piece.text)
            elif self._is_no_list(piece.text):
                message = _("This text belongs to no body: write the body's name and a colon before it.")
                self._fault("body_missing", message, row, key, piece.text[:_LONGEST_NAME])
            else:
                self._add_names(entry, row, key, role, piece.text, "")

    def _role_of(self, word: str, role: str, row: SheetRow) -> str | None:
        """The role that a label gives: by the vocabulary, else by what a person has said of it for this file."""
        labelled = role_of_label(word, role) if word else None
        if labelled is None and (given := self.roles.get(match_key(word))) and not self._is_known(word):
            self.parsed.explained_roles.setdefault(word, []).append(row.number)
            return given
        return labelled

    def _is_no_list(self, text: str) -> bool:
        """Whether a text without a name before it is a duty, and no list of names."""
        return len(text) > LONGEST_LIST or (len(text) > _LONGEST_NAME and not self._any_known(text))

    def _is_label(self, piece: NamedText) -> bool:
        """Whether it is a word with nothing but bodies behind it: 包保单位：市林业局、市公安局. That is no body."""
        if self._is_known(piece.name) or len(piece.text) > LONGEST_LIST:
            return False
        names = [_noted(name, "")[0] for name in split_names(piece.text, known=self._is_known).names]
        if all(self._is_known(name) for name in names):
            return bool(names)
        return _WHO.search(piece.name) is not None and all(self._is_known(n) or looks_like_name(n) for n in names)

    def _pieces(self, text: str) -> list[NamedText]:
        """Names with their texts. A role word inside a body's text that no name follows belongs to that text."""
        pieces: list[NamedText] = []
        for piece in split_named_texts(text, known=self._is_known):
            before = pieces[-1] if pieces else None
            within = before is not None and before.name and before.text and match_key(piece.name) in ROLE_WORDS
            if before is not None and within and not self._begins_with_name(piece.text):
                pieces[-1] = NamedText(before.name, f"{before.text}{piece.name}：{piece.text}")
            else:
                pieces.append(piece)
        return pieces

    def _read_names(self, entry: ParsedEntry, row: SheetRow, key: str, role: str, text: str) -> None:
        if row[key]:
            self._add_names(entry, row, key, role, row[key], text)

    def _add_names(self, entry: ParsedEntry, row: SheetRow, key: str, role: str, names: str, text: str) -> None:
        if len(names) > LONGEST_LIST:
            message = _("This list of names has %(length)s characters; at most %(limit)s fit here.")
            values = {"length": len(names), "limit": LONGEST_LIST}
            self._fault("too_long", message % values, row, key, names[:_LONGEST_NAME])
            return
        if means_nobody(names):  # as a whole: N/A
            self._nobody(names, text, row, key)
            return
        source = f"{names}：{text}" if text else names
        if _ALL_UNSTATED.search(names):
            names, role = _ALL_UNSTATED.sub("", names), "unstated"
        elif _ALL_UNSTATED.fullmatch(text.rstrip("。")):
            text, role = "", "unstated"
        found = split_names(names, known=self._is_known)
        for noted in found.names:
            name, own_role = _noted(noted, role)
            if means_nobody(name):
                self._nobody(name, text, row, key)
                continue
            part = self._resolve(name, own_role, text, source)
            if part is None:
                self._unknown(name, row, key)
                continue
            self._add(entry, row, key, part)
            if self.names.is_given(name):
                self.parsed.explained.setdefault(name, []).append(row.number)
            elif part.body and self.names.find(name) is None:
                message = _("“%(name)s” was read as %(body)s.") % {"name": name, "body": part.body}
                column = row.cells[key].column
                self.parsed.findings.append(Finding("second_name", message, row.number, entry.seq_no, column))
        if found.open_ended:
            message = _("“%(names)s” does not name all the bodies that have this role.") % {"names": names}
            self.parsed.findings.append(Finding("open_ended", message, row.number, entry.seq_no, row.cells[key].column))

    def _nobody(self, word: str, text: str, row: SheetRow, key: str) -> None:
        """无 and — say that there is no body; then there is no duty either."""
        if text and not means_nobody(text):
            message = _("No body is named after “%(word)s”: %(text)s")
            values = {"word": word, "text": text[:_LONGEST_NAME]}
            self._fault("body_missing", message % values, row, key, text[:_LONGEST_NAME])

    def _add(self, entry: ParsedEntry, row: SheetRow, key: str, part: ParsedPart) -> None:
        if any(other.party == part.party for other in entry.parts):
            message = _("%(body)s appears twice in item %(number)s. Combine its duties in one text, under one role.")
            name = part.body.name if part.body else "乡镇"
            self._fault("body_twice", message % {"body": name, "number": entry.seq_no}, row, key, name)
            return
        entry.parts.append(part)

    # --- Names --------------------------------------------------------------------------------------------------------

    def _resolve(self, name: str, role: str, text: str = "", source: str = "") -> ParsedPart | None:
        if means_townships(name):
            return self._townships(role, text, source)
        body = _find(self.names, name)
        return body and ParsedPart(role, body, "", text, source)

    def _townships(self, role: str, text: str = "", source: str = "") -> ParsedPart:
        """“乡镇” in the list of one township is that township; in the county's list, all townships."""
        if self.owner.kind == Organisation.Kind.TOWNSHIP:
            return ParsedPart(role, self.owner, "", text, source)
        return ParsedPart(role, None, Participation.BodyClass.TOWNSHIPS, text, source)

    def _begins_with_name(self, text: str) -> bool:
        """Whether the text begins with a known name, or one that looks like a body's."""
        first = next(iter(split_named_texts(text, known=self._is_known)), NamedText("", ""))
        words = (first.name or first.text)[:LONGEST_LIST]
        names = split_names(words, known=self._is_known).names
        if not names:
            return False
        name, _role = _noted(names[0], "")
        return role_of_label(name, "unstated") is not None or looks_like_name(name) or self._any_known(words)

    def _any_known(self, text: str) -> bool:
        return any(self._is_known(name) for name in split_names(text, known=self._is_known).names)

    def _unknown(self, name: str, row: SheetRow, key: str) -> None:
        """Ask about the name, unless very many have been asked about before it."""
        self.unknown_in.add(row.number)
        if len(self.unknown) >= MOST_UNKNOWN and name not in self.unknown:
            self.later.setdefault(name, (row, key))
            return
        unknown = self.names.unknown(name)
        self.unknown.add(name)
        self._fault(unknown.code, unknown.message, row, key, name, unknown.suggestions)

    def _fault(
        self, code: str, message: str, row: SheetRow, key: str, value: str = "", suggestions: tuple[str, ...] = ()
    ) -> None:
        column = row.cells[key].column if key in row.cells else ""
        self.parsed.faults.append(Fault(code, message, row.number, column, value, suggestions))
