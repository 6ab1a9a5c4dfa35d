"""What kinds of file are called where people read of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.filetypes import Kind

_PICTURE, _FILM, _SOUND = _("a picture"), _("a video"), _("a sound recording")
_WORDS: dict[Kind, str | Promise] = {
    Kind.PDF: "PDF",
    Kind.OFD: "OFD",
    Kind.PNG: _PICTURE,
    Kind.JPEG: _PICTURE,
    Kind.HEIC: _PICTURE,
    Kind.WEBP: _PICTURE,
    Kind.MP4: _FILM,
    Kind.MOV: _FILM,
    Kind.THREE_GP: _FILM,
    Kind.AVI: _FILM,
    Kind.MP3: _SOUND,
    Kind.M4A: _SOUND,
    Kind.AMR: _SOUND,
    Kind.WAV: _SOUND,
    Kind.OTHER_PICTURE: _PICTURE,
    Kind.OTHER_FILM: _FILM,
    Kind.OTHER_SOUND: _SOUND,
    Kind.DOCX: _("a text document"),
    Kind.DOC: _("a text document"),
    Kind.PPTX: _("a presentation"),
    Kind.XLSX: _("a spreadsheet"),
    Kind.XLS: _("a spreadsheet"),
    Kind.ODS: _("a spreadsheet"),
    Kind.TEXT: _("plain text"),
    Kind.ZIP: _("an archive"),
    Kind.BROKEN: _("a damaged document or archive"),
    Kind.ENCRYPTED: _("a document behind a password"),
    Kind.MARKUP: _("a web page"),
    Kind.PROGRAM: _("a program"),
}


def words_for(kind: Kind) -> str:
    """a picture, an archive, …; “something else” for what has no name of its own."""
    return str(_WORDS.get(kind, _("something else")))
