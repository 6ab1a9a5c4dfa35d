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
from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.filetypes import Content, Kind, sniff
from governance.models.account import Account
from governance.models.attachment import FOLDER, Attachment
from governance.models.organisation import Organisation

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Accepted:
    """A type that may be stored: the endings its name may have, and how it is announced to a browser."""

    endings: tuple[str, ...]
    content_type: str
    inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
ACCEPTED: dict[Kind, Accepted] = {
    Kind.PDF: Accepted(("pdf",), "application/pdf"),
    Kind.OFD: Accepted(("ofd",), "application/ofd"),
    Kind.PNG: Accepted(("png",), "image/png", inline=True),
    Kind.JPEG: Accepted(("jpg", "jpeg"), "image/jpeg", inline=True),
    Kind.DOCX: Accepted(("docx",), f"{_OFFICE}.wordprocessingml.document"),
    Kind.XLSX: Accepted(("xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
    Kind.PPTX: Accepted(("pptx",), f"{_OFFICE}.presentationml.presentation"),
    Kind.DOC: Accepted(("doc", "wps"), "application/msword"),
    Kind.XLS: Accepted(("xls", "et"), "application/vnd.ms-excel"),
    Kind.MP4: Accepted(("mp4",), "video/mp4", inline=True),
    Kind.MP3: Accepted(("mp3",), "audio/mpeg", inline=True),
    Kind.WAV: Accepted(("wav",), "audio/wav", inline=True),
    Kind.TEXT: Accepted(("txt",), "text/plain", inline=True),
}
ENDINGS = tuple(ending for accepted in ACCEPTED.values() for ending in accepted.endings)
_INLINE = {accepted.content_type for accepted in ACCEPTED.values() if accepted.inline}

LONGEST_NAME = 150
# An upload's transaction is over long before this, so what has no row by then never will.
ORPHAN_AGE = datetime.timedelta(hours=24)


# --- In --------------------------------------------------------------------------------------------------------------
def store(upload: File, *, by: Account, organisation: Organisation) -> Attachment:
    """Keep an uploaded file: afterwards its bytes lie under a random name and a row says what they are.

    Part of an app's operation, which has checked the right; call it after that operation's other checks. The type is
    judged by content and must fit the ending of the name. Raises RuleViolation (file_empty, file_too_large,
    file_type_refused, file_has_macros, file_name_mismatch).

    The bytes cannot take part in the database transaction. They are written first and deleted again if the row
    cannot be; if the transaction is rolled back later, `purge_orphans` removes them.
    """
    name = safe_name(upload.name or "")
    _check_size(name, upload.size or 0)
    content_type = _check_type(name, sniff(upload))  # type: ignore[arg-type]
    attachment = Attachment(name=name, content_type=content_type, organisation=organisation, uploaded_by=by)
    counted = _Counted(upload)
    attachment.file.save(name, counted, save=False)
    try:
        _check_size(name, counted.bytes)
        attachment.size, attachment.sha256 = counted.bytes, counted.digest.hexdigest()
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
        self.digest = hashlib.sha256()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for chunk in self.upload.chunks(chunk_size):
            self.bytes += len(chunk)
            self.digest.update(chunk)
            yield chunk


def safe_name(name: str) -> str:
    """The file's name as people gave it, without folders, invisible or forbidden characters, and not too long."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    # Cf includes the marks that turn the reading direction and so disguise an ending.
    name = "".join(
        character for character in name if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:LONGEST_NAME]


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise _refusal("file_empty", _("%(name)s is empty.") % {"name": name})
    if size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES / (1024 * 1024)
        message = _("%(name)s is larger than %(limit)s MB.") % {"name": name, "limit": f"{limit:g}"}
        raise _refusal("file_too_large", message)


def _check_type(name: str, content: Content) -> str:
    """The content type to store; raises RuleViolation unless the content is acceptable and the name says the same."""
    accepted = ACCEPTED.get(content.kind)
    if accepted is None:
        message = _("%(name)s is of a type that is not accepted. Accepted are: %(endings)s.")
        raise _refusal("file_type_refused", message % {"name": name, "endings": _(", ").join(ENDINGS)})
    if content.macros:
        message = _("%(name)s contains macros. Save it without macros and upload it again.")
        raise _refusal("file_has_macros", message % {"name": name})
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in accepted.endings:
        message = _("The content of %(name)s does not fit its name: a file like this must end in .%(ending)s.")
        raise _refusal("file_name_mismatch", message % {"name": name, "ending": accepted.endings[0]})
    if content.encoding:
        return f"{accepted.content_type}; charset={content.encoding.removesuffix('-sig')}"
    return accepted.content_type


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
        message = _("The file %(name)s is missing from the store.") % {"name": attachment.name}
        raise RuleViolation("file_missing", message) from error
    digest = hashlib.sha256()
    size = 0
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    if size != attachment.size or digest.hexdigest() != attachment.sha256:
        file.close()
        logger.error("attachment %s is damaged", attachment.pk)
        message = _("The file %(name)s was changed or damaged after it was stored and is not given out.")
        raise RuleViolation("file_damaged", message % {"name": attachment.name})
    file.seek(0)
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
