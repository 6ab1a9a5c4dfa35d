"""Characters: what is stored of a text, and the form in which two spellings of one text are the same.

Every text comes in through `clean`: from forms, API and files. Names are compared by `match_key`, and the lookup
`mentions` (`lookups.py`) searches stored texts in the same sense.
"""

import functools
import re
import unicodedata

from django.utils.translation import gettext_lazy

# The most characters of one text, which is one cell of a table. A cell of a spreadsheet holds 32,767: the rest is for
# the names of bodies that are written into it with their duties, and for names that become longer later on.
LONGEST_TEXT = 20_000
MOST_WORDS = 100  # of a search, that are looked for one by one
LONGEST_REASON = 1_000  # of why something is done


def longest(name: str) -> int:
    """How many characters a text of this name may have, at every door: in forms, over the API, to operations."""
    return LONGEST_REASON if name == "reason" or name.endswith("_reason") else LONGEST_TEXT


# Radicals stand for whole characters in text copied from a PDF. NFKC knows the Kangxi ones; of the supplement it knows
# two, and these are the others that are characters of their own (Unicode, EquivalentUnifiedIdeograph).
_RADICALS = dict(
    zip(
        map(
            ord,
            "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺌⺍⺎⺏⺐⺒⺓⺔⺖⺘⺙⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        ),
        "厂乛乚乙亻冂刀刂卜小小兀尣尢巳幺彑忄扌攵日月歺民氵氺灬爫爫丬牛犭王目示礻竹糹纟罓罒羊羊耂肀聿肉臼艹艹艹虎衤覀西见角讠贝足车辶辶辶钅長镸长门阝雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
_LOOK_ALIKE = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
# Format characters, direction marks, variation selectors, fillers, what stands for a pasted picture, controls, and
# halves of a pair.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
# What is no text at all: NUL, which PostgreSQL does not store, halves of a pair, which no encoding can write, and what
# stands where bytes could not be read. Nobody types that one.
_NO_TEXT = re.compile("[\x00\ud800-\udfff\ufffd]")
UNREADABLE = gettext_lazy(
    "It holds a NUL, half of a character or bytes that are not UTF-8, which is no text. Correct it and send it again."
)
# The private ones are blanks of Chinese character sets before Unicode (rows of GBK ending in A0, and its A140).
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\ue4c6\ue525\ue585\ue5e5\ue645]")
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_REPAIRS = {
    "line_ends": (_LINE_ENDS, lambda found: "\n"),
    "look_alikes": (_LOOK_ALIKE, lambda found: _plain(found[0])),
    "full_width": (_FULL_WIDTH, lambda found: chr(ord(found[0]) - 0xFEE0)),
    "invisible": (_INVISIBLE, lambda found: ""),
    "spaces": (_SPACES, lambda found: " "),
}
# Most texts have nothing to repair, which one search finds out quicker than five.
_ODD = re.compile("[" + "".join(pattern.pattern[1:-1] for pattern, _repair in _REPAIRS.values()) + "]")

# Marks that mean the same wherever two spellings are compared, after the first of them. Full-width forms of ASCII
# marks need not be named.
_SAME = {
    "(": "〔[【〖{﹝",
    ")": "〕]】〗}﹞",
    "·": "•・‧∙⋅●˙･ㆍ",
    "-": "‐‑‒–—―−─⁃",
    "~": "〜∼",
    '"': "“”„‟〝〞〟「」『』",
    "'": "‘’‚‛′`",
    "《": "〈«<",
    "》": "〉»>",
    "/": "⁄∕",
    ":": "∶",
    "〇": "○◯",
}
_FOLDED = {ord(mark): one for one, marks in _SAME.items() for mark in marks}
# 买买提.艾力: a full stop between two characters is the dot of a name.
_DOT_OF_A_NAME = re.compile(r"(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")


def _plain(character: str) -> str:
    """The character a look-alike stands for."""
    return unicodedata.normalize("NFKC", character).translate(_RADICALS)


def clean(source: str) -> tuple[str, frozenset[str]]:
    """The text to store, and what had to be changed for it: any of line_ends, look_alikes, full_width, invisible,
    spaces.

    Digits and letters become ordinary ones, radicals the characters they look like, invisible characters go, odd
    spaces and line ends become ordinary ones, and the ends are trimmed. Punctuation stays as it was written: it belongs
    to the legal text.
    """
    if source.isascii() and source.isprintable() and source == source.strip():
        return source, frozenset()
    changes = set()
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    for change, (pattern, repair) in _REPAIRS.items() if _ODD.search(text) else ():
        changed = pattern.sub(repair, text)
        if changed != text:
            changes.add(change)
            text = changed
    if text != text.strip():
        changes.add("spaces")
        text = text.strip()
    return text, frozenset(changes)


def length(text: str) -> int:
    """How long a text is for every limit: as a spreadsheet counts, a character beyond the basic plane, such as 𠮷, is
    two (UTF-16). So what the portal takes in, a cell of any export holds."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_one_line(text: str) -> str:
    """The text of a field of one line: a line end that came with it by pasting is a space."""
    return " ".join(line.strip() for line in text.splitlines()) if "\n" in text else text


def is_readable(text: str) -> bool:
    """Whether every character is one that can be stored and shown; anything else cannot even be searched for."""
    return not _NO_TEXT.search(text)


def shortened(text: str, limit: int) -> str:
    """A label within the limit, which says by … that something is left out. For what only names a thing."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


# Spaces typed within a number: 澜综执罚 〔2026〕 6 号, 第 6 条.
_WITHIN_A_NUMBER = re.compile(
    r"(?<=[(（\[【〔〖])\s+(?=\d)|(?<=\d)\s+(?=[)）\]】〕〗号条项])|(?<=[)）\]】〕〗])\s+(?=第?\s*\d)|(?<=第)\s+(?=\d)"
    r"|(?<=\w)\s+(?=[(（\[【〔〖]\s*\d{4}\s*[)）\]】〕〗])"
)


def words_of(asked: str) -> list[str]:
    """The different words of a search, where a number with spaces in it is one: 〔2026〕 6 号.

    Of more than a hundred the last ones are looked for as they stand together: a database nests no more conditions.
    """
    words = list(dict.fromkeys(_WITHIN_A_NUMBER.sub("", clean(asked)[0]).split()))
    return [*words[:MOST_WORDS], *filter(None, [" ".join(words[MOST_WORDS:])])]


def match_key(text: str) -> str:
    """The form in which two spellings are equal: without spaces, invisible characters, width and case; one kind of
    bracket, dot, dash and quotation mark; look-alikes as what they stand for. For comparing, never for storing."""
    return _key_of_name(text) if len(text) <= _LONGEST_NAME else _key_of_text(text)


def _key(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_RADICALS)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).translate(_FOLDED)
    text = unicodedata.normalize("NFKC", "".join(text.split()))  # without the space between them, marks join letters
    return _DOT_OF_A_NAME.sub("·", text).casefold()


_LONGEST_NAME = 200
# The bodies of a list are named in every row, and each name is tried often. A long text is looked at several times in a
# row, and then no more; keeping many of them takes hundreds of megabytes.
_key_of_name = functools.lru_cache(maxsize=10_000)(_key)
_key_of_text = functools.lru_cache(maxsize=32)(_key)


def spellings(character: str) -> str:
    """All the marks that `match_key` takes for this one, itself first; only itself for letters and digits."""
    one = _FOLDED.get(ord(character), character)
    if character in ".．":
        return f".．·{_SAME['·']}"
    if "！" <= one <= "～":
        one = chr(ord(one) - 0xFEE0)
        one = _FOLDED.get(ord(one), one)
    if one.isalnum() and one != "〇":
        return character
    marks = one + _SAME.get(one, "") + (".．" if one == "·" else "")
    wide = "".join(chr(ord(mark) + 0xFEE0) for mark in marks if "!" <= mark <= "~")
    return "".join(dict.fromkeys(character + marks + wide))
