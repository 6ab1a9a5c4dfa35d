"""Taking files in and giving them out: what may be stored, under which name, and how a browser gets it back."""

import datetime
import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.digests import SHA256, sha256_of_file
from governance.errors import RuleViolation
from governance.file_kind_names import words_for
from governance.filetypes import FileContent, Kind, sniff
from governance.models.account import Account
from governance.models.attachment import FOLDER, Attachment
from governance.models.organisation import Organisation

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Accepted:
    """A type that may be stored: what it is one of, the endings its name may have, and how it is announced to a
    browser."""

    group: str | Promise
    endings: tuple[str, ...]
    content_type: str
    inline: bool = False


_MEDIA_TYPES = ("image/", "video/", "audio/")
_OFFICE = "application/vnd.openxmlformats-officedocument"
ACCEPTED: dict[Kind, Accepted] = {
    Kind.JPEG: Accepted(_("pictures"), ("jpg", "jpeg"), "image/jpeg", inline=True),
    Kind.PNG: Accepted(_("pictures"), ("png",), "image/png", inline=True),
    Kind.HEIC: Accepted(_("pictures"), ("heic", "heif"), "image/heic"),
    Kind.WEBP: Accepted(_("pictures"), ("webp",), "image/webp", inline=True),
    Kind.MP4: Accepted(_("films"), ("mp4", "m4v", "3gp"), "video/mp4", inline=True),
    Kind.MOV: Accepted(_("films"), ("mov",), "video/quicktime"),
    Kind.THREE_GP: Accepted(_("films"), ("3gp", "3g2", "mp4"), "video/3gpp"),
    Kind.AVI: Accepted(_("films"), ("avi",), "video/x-msvideo"),
    Kind.MP3: Accepted(_("sound"), ("mp3",), "audio/mpeg", inline=True),
    Kind.M4A: Accepted(_("sound"), ("m4a", "mp4", "3gp"), "audio/mp4", inline=True),
    Kind.AMR: Accepted(_("sound"), ("amr",), "audio/amr"),
    Kind.WAV: Accepted(_("sound"), ("wav",), "audio/wav", inline=True),
    Kind.PDF: Accepted(_("documents"), ("pdf",), "application/pdf"),
    Kind.OFD: Accepted(_("documents"), ("ofd",), "application/ofd"),
    Kind.DOCX: Accepted(_("documents"), ("docx",), f"{_OFFICE}.wordprocessingml.document"),
    Kind.XLSX: Accepted(_("documents"), ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
    Kind.PPTX: Accepted(_("documents"), ("pptx",), f"{_OFFICE}.presentationml.presentation"),
    Kind.DOC: Accepted(_("documents"), ("doc", "wps"), "application/msword"),
    Kind.XLS: Accepted(_("documents"), ("xls", "et"), "application/vnd.ms-excel"),
    Kind.TEXT: Accepted(_("plain text"), ("txt",), "text/plain", inline=True),
    # As telephones and chat programs send several files at once. Nobody looks inside, so it is only ever a download.
    Kind.ZIP: Accepted(_("archives"), ("zip",), "application/zip"),
}
# What telephones make. Programs that send it on name it as they like, so its content alone says what it is.
_MEDIA = tuple(kind for kind, accepted in ACCEPTED.items() if accepted.content_type.startswith(_MEDIA_TYPES))
ENDINGS = tuple(dict.fromkeys(ending for accepted in ACCEPTED.values() for ending in accepted.endings))
_INLINE = {accepted.content_type for accepted in ACCEPTED.values() if accepted.inline}

LONGEST_NAME = 150
# An upload's transaction is over long before this, so what has no row by then never will.
ORPHAN_AGE = datetime.timedelta(hours=24)


# --- In --------------------------------------------------------------------------------------------------------------
def store(upload: File, *, by: Account, organisation: Organisation) -> Attachment:
    """Keep an uploaded file: afterwards its bytes lie under a random name and a row says what they are.

    Part of an app's operation, which has checked the right; call it after that operation's other checks. The type is
    judged by content and must fit the ending of the name; only of photos, films and sound the name gets the right
    ending instead. Raises RuleViolation (file_empty, file_too_large, file_type_refused, file_has_macros,
    file_name_mismatch, file_name_too_long).

    The bytes cannot take part in the database transaction. They are written first and deleted again if the row
    cannot be; if the transaction is rolled back later, `purge_orphans` removes them.
    """
    name = safe_name(upload.name or "")
    _check_size(name, upload.size or 0)
    content = sniff(upload)  # type: ignore[arg-type]
    name = _named_as(name, content)
    content_type = _check_type(name, content)
    _check_name(name)
    attachment = Attachment(name=name, content_type=content_type, organisation=organisation, uploaded_by=by)
    counted = _Counted(upload)
    attachment.file.save(name, counted, save=False)
    try:
        _check_size(name, counted.bytes)
        attachment.size, attachment.digest = counted.bytes, f"{SHA256}{counted.hash.hexdigest()}"
        attachment.save(force_insert=True)
    except BaseException:
        attachment.file.delete(save=False)
        raise
    return attachment


class _Counted(File):
    """Passes the upload's chunks on, counting and hashing exactly what is written."""

    def __init__(self, upload: File) -> None:
        super().__init__(upload.file, upload.name)
        self.upload = upload
        self.bytes = 0
        self.hash = hashlib.sha256()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for chunk in self.upload.chunks(chunk_size):
            self.bytes += len(chunk)
            self.hash.update(chunk)
            yield chunk


def safe_name(name: str) -> str:
    """The file's name as people gave it, without folders, invisible or forbidden characters."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    # Cf includes the marks that turn the reading direction and so disguise an ending.
    name = "".join(
        character for character in name if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    return re.sub(r'[<>:"|?*]', "_", name).strip(" .")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _named_as(name: str, content: FileContent) -> str:
    """A photo is a photo whatever its name: 照片.mp4 from a telephone becomes 照片.heic. Other names stay."""
    by_ending = {ending for kind in _MEDIA for ending in ACCEPTED[kind].endings}
    ending = _ending(name)
    if content.kind not in _MEDIA or ending not in by_ending or ending in ACCEPTED[content.kind].endings:
        return name
    return f"{name.rpartition('.')[0]}.{ACCEPTED[content.kind].endings[0]}"


def _check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        message = gettext("The name of the file has %(length)s characters; it may have %(limit)s. Shorten it: %(name)s")
        values = {"length": len(name), "limit": LONGEST_NAME, "name": name}
        raise _refusal("file_name_too_long", message % values)


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise _refusal("file_empty", gettext("%(name)s is empty.") % {"name": name})
    if size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES / (1024 * 1024)
        message = gettext("%(name)s is larger than %(limit)s MB.") % {"name": name, "limit": f"{limit:g}"}
        raise _refusal("file_too_large", message)


def _check_type(name: str, content: FileContent) -> str:
    """The content type to store; raises RuleViolation unless the content is acceptable and the name says the same."""
    accepted = ACCEPTED.get(content.kind)
    if accepted is None:
        message = gettext("%(name)s is %(found)s, which cannot be attached. Accepted are %(accepted)s.")
        values = {"name": name, "found": words_for(content.kind), "accepted": _all_accepted()}
        raise _refusal("file_type_refused", message % values)
    if content.macros:
        message = gettext("%(name)s contains macros. Save it without macros and upload it again.")
        raise _refusal("file_has_macros", message % {"name": name})
    if _ending(name) not in accepted.endings:
        message = gettext(
            "%(name)s is %(found)s whose name must end in .%(ending)s. Rename it, if that is what you mean to attach."
        )
        values = {"name": name, "found": words_for(content.kind), "ending": accepted.endings[0]}
        raise _refusal("file_name_mismatch", message % values)
    if content.encoding:
        return f"{accepted.content_type}; charset={content.encoding.removesuffix('-sig')}"
    return accepted.content_type


def _all_accepted() -> str:
    """pictures (jpg, png, …), films (mp4, …), …"""
    groups: dict[str, list[str]] = {}
    for accepted in ACCEPTED.values():
        groups.setdefault(str(accepted.group), []).extend(accepted.endings)
    comma = gettext(", ")
    return comma.join(
        gettext("%(group)s (%(endings)s)") % {"group": group, "endings": comma.join(dict.fromkeys(endings))}
        for group, endings in groups.items()
    )


def _refusal(code: str, message: str) -> RuleViolation:
    return RuleViolation(code, message, field="file")


# --- Out -------------------------------------------------------------------------------------------------------------
def serve(attachment: Attachment, *, as_attachment: bool = True) -> FileResponse:
    """The file as a response that no browser will run or share; the caller has fetched it through its own scope.

    Only pictures, sound, film and plain text are ever shown in place; everything else is a download whatever was
    asked. Raises RuleViolation (file_missing, file_damaged) if the bytes are not those that were stored.
    """
    try:
        file = attachment.file.open("rb")
    except OSError as error:
        logger.error("attachment %s is missing", attachment.pk)
        message = gettext("The file %(name)s is missing from the store.") % {"name": attachment.name}
        raise RuleViolation("file_missing", message) from error
    if file.size != attachment.size or sha256_of_file(file) != attachment.digest:
        file.close()
        logger.error("attachment %s is damaged", attachment.pk)
        message = gettext("The file %(name)s was changed or damaged after it was stored and is not given out.")
        raise RuleViolation("file_damaged", message % {"name": attachment.name})
    inline = not as_attachment and attachment.content_type.partition(";")[0] in _INLINE
    response = FileResponse(
        file, as_attachment=not inline, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


# --- Left over -------------------------------------------------------------------------------------------------------
def orphans(older_than: datetime.timedelta = ORPHAN_AGE) -> Iterator[str]:
    """Paths of stored files to which no row belongs: their transaction was rolled back."""
    before = timezone.now() - older_than
    if not default_storage.exists(FOLDER):
        return
    for folder in sorted(default_storage.listdir(FOLDER)[0]):
        paths = {f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]}
        old = {path for path in paths if default_storage.get_modified_time(path) < before}
        # Asked after listing: a file listed before its row was committed is too young to be taken.
        kept = set(Attachment.objects.filter(file__startswith=f"{FOLDER}/{folder}/").values_list("file", flat=True))
        yield from sorted(old - kept)


def purge_orphans(older_than: datetime.timedelta = ORPHAN_AGE) -> list[str]:
    """Delete stored files that belong to no row; afterwards every file older than that has one. Says which went."""
    gone = list(orphans(older_than))
    for path in gone:
        default_storage.delete(path)
    return gone
