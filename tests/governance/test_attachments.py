"""Are only harmless files taken in, are they given out safely, and is nothing left behind or lost."""

import datetime
import hashlib
import io
import struct

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone, translation

from governance import attachments
from governance.errors import RuleViolation
from governance.file_kind_names import words_for
from governance.filetypes import Kind, sniff
from governance.models import Attachment
from governance.roles import Role
from tests.factories import TownshipFactory, member
from tests.governance.office_files import docx, ole, pptx, xlsx, zipped

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
WAV = b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + b"\0" * 20
MP4 = struct.pack(">I", 24) + b"ftypisom" + b"\0" * 12


def media(*brands: bytes, track: bytes = b"") -> bytes:
    """An ISO base media file of these brands, with one track of this type behind what was recorded."""
    boxes = struct.pack(">I", 8 + 4 * (len(brands) + 1)) + b"ftyp" + brands[0] + b"\0\0\2\0" + b"".join(brands[1:])
    boxes += struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 16 + 5000) + b"\7" * 5000
    if track:
        handler = b"hdlr" + b"\0" * 8 + track + b"\0" * 12
        boxes += struct.pack(">I", 8 + 4 + len(handler)) + b"moov" + struct.pack(">I", 4 + len(handler)) + handler
    return boxes


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def clerk(township):
    return member(township, Role.TOWNSHIP_CLERK)


@pytest.fixture
def store(clerk, township):
    def store(name: str, data: bytes) -> Attachment:
        return attachments.store(SimpleUploadedFile(name, data), by=clerk, organisation=township)

    return store


def stored_files() -> list[str]:
    if not default_storage.exists("attachments"):
        return []
    folders = default_storage.listdir("attachments")[0]
    return [f"attachments/{f}/{name}" for f in folders for name in default_storage.listdir(f"attachments/{f}")[1]]


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("决定书.pdf", PDF, "application/pdf"),
        ("现场.png", PNG, "image/png"),
        ("现场.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("现场.jpeg", b"\xff\xd8\xff\xe1" + b"\0" * 20, "image/jpeg"),
        ("录像.mp4", MP4, "video/mp4"),
        ("录音.mp3", b"ID3\x04" + b"\0" * 20, "audio/mpeg"),
        ("录音.mp3", b"\xff\xfb\x90\x00" + b"\0" * 20, "audio/mpeg"),
        ("录音.wav", WAV, "audio/wav"),
        ("IMG_0001.HEIC", media(b"heic", b"mif1", b"heic"), "image/heic"),
        ("IMG_0001.heif", media(b"mif1", b"heix"), "image/heic"),
        ("现场.webp", b"RIFF" + struct.pack("<I", 36) + b"WEBPVP8 " + b"\0" * 20, "image/webp"),
        ("录像.MOV", media(b"qt  ", track=b"vide"), "video/quicktime"),
        ("录像.mp4", media(b"mp42", b"isom", track=b"vide"), "video/mp4"),
        ("录像.3gp", media(b"3gp4", b"isom", track=b"vide"), "video/3gpp"),
        ("录像.avi", b"RIFF" + struct.pack("<I", 36) + b"AVI LIST" + b"\0" * 20, "video/x-msvideo"),
        ("录音.m4a", media(b"M4A ", b"isom", track=b"soun"), "audio/mp4"),
        ("录音.m4a", media(b"mp42", b"isom", track=b"soun"), "audio/mp4"),
        ("录音.3gp", media(b"3gp4", track=b"soun"), "audio/mp4"),
        ("录音.amr", b"#!AMR\n" + b"\x3c" + b"\0" * 20, "audio/amr"),
        ("笔录.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("清单.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("汇报.pptx", pptx(), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("笔录.doc", ole("WordDocument"), "application/msword"),
        ("笔录.wps", ole("WordDocument"), "application/msword"),
        ("清单.xls", ole("Workbook"), "application/vnd.ms-excel"),
        ("公文.ofd", zipped({"OFD.xml": b"<ofd/>"}), "application/ofd"),
        pytest.param("包.zip", zipped({"a.txt": b"a"}), "application/zip", id="an archive"),
        (f"{'长' * 146}.png", PNG, "image/png"),
        ("说明.txt", "现场情况说明".encode(), "text/plain; charset=utf-8"),
        ("说明.txt", "现场情况说明".encode("gb18030"), "text/plain; charset=gb18030"),
        ("说明.txt", "现场情况说明".encode("utf-16"), "text/plain; charset=utf-16"),
    ],
)
def test_accepted_types_are_stored_byte_for_byte(store, clerk, township, name, data, content_type):
    attachment = store(name, data)

    attachment.refresh_from_db()
    assert attachment.content_type == content_type
    assert (attachment.name, attachment.size) == (name, len(data))
    assert attachment.digest == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert (attachment.uploaded_by, attachment.organisation) == (clerk, township)
    assert attachment.file.read() == data
    assert stored_files() == [attachment.file.name]


@pytest.mark.parametrize(
    ("name", "data", "content_type", "stored_as"),
    [
        ("现场.png", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg", "现场.jpg"),
        ("照片.mp4", media(b"heic", b"mif1"), "image/heic", "照片.heic"),
        ("照片.JPG", media(b"mif1", b"heic"), "image/heic", "照片.heic"),
        ("录像.m4a", media(b"M4A ", track=b"vide"), "video/mp4", "录像.mp4"),
        ("录像.heic", media(b"isom", track=b"vide"), "video/mp4", "录像.mp4"),
    ],
)
def test_what_a_telephone_made_is_what_its_content_says_whatever_its_name(store, name, data, content_type, stored_as):
    attachment = store(name, data)
    assert (attachment.content_type, attachment.name) == (content_type, stored_as)
    assert attachment.file.read() == data


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.pdf", b"", "file_empty"),
        ("页面.html", b"<!DOCTYPE html><script>alert(1)</script>", "file_type_refused"),
        ("页面.txt", b"\n <html><body>x</body></html>", "file_type_refused"),
        ("页面.txt", "你好<script>alert(1)</script>".encode(), "file_type_refused"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_type_refused"),
        ("图.png", b"<?xml version='1.0'?><svg/>", "file_type_refused"),
        ("程序.exe", b"MZ\x90\0" + b"\0" * 60, "file_type_refused"),
        ("程序.pdf", b"MZ\x90\0" + b"\0" * 60, "file_type_refused"),
        ("脚本.txt", b"#!/bin/sh\nrm -rf /", "file_type_refused"),
        ("包.docx", zipped({"a.txt": b"a"}), "file_name_mismatch"),
        pytest.param("包.zip", zipped({"a.txt": b"a"})[:60], "file_type_refused", id="a damaged archive"),
        ("坏.docx", docx()[:200], "file_type_refused"),
        ("坏.doc", ole("WordDocument")[:600], "file_type_refused"),
        ("加密.xlsx", ole("EncryptedPackage"), "file_type_refused"),
        ("安装.msi", ole("!_StringPool"), "file_type_refused"),
        ("乱.txt", bytes(range(256)), "file_type_refused"),
        ("宏.docm", docx(macros=True), "file_has_macros"),
        ("宏.docx", docx(macros=True), "file_has_macros"),
        ("宏.doc", ole("WordDocument", "Macros"), "file_has_macros"),
        ("宏.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "file_has_macros"),
        ("决定书.docx", PDF, "file_name_mismatch"),
        ("决定书.pdf.exe", PDF, "file_name_mismatch"),
        ("决定书", PDF, "file_name_mismatch"),
        ("清单.csv", "序号,事项\n1,甲".encode(), "file_name_mismatch"),
        ("照片.pdf", media(b"heic", b"mif1"), "file_name_mismatch"),
        ("照片", media(b"heic", b"mif1"), "file_name_mismatch"),
        (f"{'长' * 147}.png", PNG, "file_name_too_long"),
        ("图.heic", media(b"mif1", b"avif"), "file_type_refused"),
        ("录像.mp4", media(b"wxyz"), "file_type_refused"),
    ],
)
def test_refused_files_leave_nothing_behind(store, name, data, code):
    with pytest.raises(RuleViolation) as refusal:
        store(name, data)

    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert not Attachment.objects.exists()
    assert stored_files() == []


DECLARED = '<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
PLAIN = "<Types/>"
ENTITY = f'<!DOCTYPE Types [<!ENTITY p "Project">]>{DECLARED.replace("Project", "&p;")}'
REFERENCES = DECLARED.replace("vbaProject", "vba&#80;&#x72;oject")


@pytest.mark.parametrize("main", ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"])
@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ({"[Content_Types].xml": DECLARED.encode("utf-16")}, None),
        ({"[Content_Types].xml": f'<?xml version="1.0" encoding="utf-16"?>{DECLARED}'.encode("utf-16")}, None),
        ({"[Content_Types].xml": REFERENCES.encode()}, None),
        ({"/[content_types].XML": REFERENCES.encode("utf-16")}, None),
        ({"[Content_Types].xml": DECLARED.encode(), "[content_types].xml": PLAIN.encode()}, Kind.UNKNOWN),
        ({"[Content_Types].xml": PLAIN.encode(), "[content_types].xml": DECLARED.encode()}, Kind.UNKNOWN),
        ({"[Content_Types].xml": PLAIN.encode(), "./[Content_Types].xml": DECLARED.encode()}, Kind.UNKNOWN),
        ({"[Content_Types].xml": b"<Types>"}, Kind.UNKNOWN),
        ({"[Content_Types].xml": b""}, Kind.UNKNOWN),
        ({"[Content_Types].xml": b'<?xml version="1.0" encoding="gbk"?><Types/>'}, Kind.UNKNOWN),
        ({"[Content_Types].xml": b'<?xml version="1.0" encoding="nobody-knows"?><Types/>'}, Kind.UNKNOWN),
        ({"[Content_Types].xml": ENTITY.encode()}, Kind.UNKNOWN),
    ],
)
def test_no_spelling_of_the_content_types_hides_a_macro(types, kind, main):
    """Kind.UNKNOWN is refused like macros; None stands for “told as what it is, with macros”."""
    found = sniff(io.BytesIO(zipped({**types, main: b"<document/>", "word/harmless.bin": b"code"})))
    assert found.macros if kind is None else found.kind is kind


def test_scripts_of_a_spreadsheet_are_macros_too():
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    ods = {"mimetype": mimetype, "content.xml": b"<a/>", "Scripts/python/a.py": b"print()"}
    assert sniff(io.BytesIO(zipped(ods))).macros


def test_two_names_that_differ_by_case_are_nobodys_fault_in_an_archive():
    assert sniff(io.BytesIO(zipped({"readme": b"a", "README": b"b"}))).kind is Kind.ZIP


def test_the_refusal_names_the_file_and_what_it_should_be_called(store):
    with pytest.raises(RuleViolation) as refusal:
        store("决定书.docx", PDF)
    assert "决定书.docx" in str(refusal.value)
    assert ".pdf" in str(refusal.value)


def test_the_refusal_says_what_the_file_is_and_what_is_accepted(store):
    with translation.override("en"):
        with pytest.raises(RuleViolation) as refusal:
            store("照片.pdf", media(b"heic", b"mif1"))
        assert "照片.pdf is a picture" in str(refusal.value)
        assert ".heic" in str(refusal.value)
        with pytest.raises(RuleViolation) as refusal:
            store("程序.exe", b"MZ\x90\0" + b"\0" * 60)
        assert "pictures (jpg, jpeg, png, heic, heif, webp)" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "begin", "words"),
    [
        ("图.gif", b"GIF89a\1\0\1\0", "a picture"),
        ("图.tif", b"II*\0\x08\0\0\0", "a picture"),
        ("图.bmp", b"BM\x46\0\0\0\0\0\0\0", "a picture"),
        ("图.avif", b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", "a picture"),
        ("录像.webm", b"\x1aE\xdf\xa3\x01\0\0\0", "a video"),
        ("录像.wmv", b"0&\xb2u\x8ef\xcf\x11", "a video"),
        ("录音.ogg", b"OggS\0\2\0\0", "a sound recording"),
        ("录音.flac", b"fLaC\0\0\0\x22", "a sound recording"),
        ("录音.aac", b"\xff\xf1P\x80\0\x1f\xfc", "a sound recording"),
    ],
)
def test_media_that_cannot_be_attached_are_called_what_they_are(store, name, begin, words):
    with translation.override("en"), pytest.raises(RuleViolation) as refusal:
        store(name, begin + b"\0" * 100)
    assert f"{name} is {words}, which cannot be attached." in str(refusal.value)


def test_every_kind_that_is_accepted_has_a_name():
    with translation.override("en"):
        assert all(words_for(kind) != "something else" for kind in attachments.ACCEPTED)


def test_size_limit_is_inclusive(store, settings):
    settings.ATTACHMENT_MAX_BYTES = len(PNG)
    store("a.png", PNG)
    with pytest.raises(RuleViolation) as refusal:
        store("b.png", PNG + b"\0")
    assert refusal.value.code == "file_too_large"


def test_an_upload_that_django_spooled_to_disk_is_hashed_too(clerk, township):
    upload = TemporaryUploadedFile("决定书.pdf", "application/pdf", len(PDF), None)
    upload.write(PDF)
    upload.seek(0)

    attachment = attachments.store(upload, by=clerk, organisation=township)

    assert attachment.digest == f"sha256:{hashlib.sha256(PDF).hexdigest()}"
    assert attachment.file.read() == PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/决定书.pdf", "决定书.pdf"),
        (r"C:\Users\clerk\决定书.pdf", "决定书.pdf"),
        ("决定\x00书\r\n.pdf", "决定书.pdf"),
        ("决定书\u202efdp.pdf", "决定书fdp.pdf"),
        ('决定"书"?.pdf', "决定_书__.pdf"),
        (" .决定书.pdf. ", "决定书.pdf"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert attachments.safe_name(given) == kept


def test_the_stored_name_says_nothing(store):
    first, second = store("决定书.pdf", PDF), store("决定书.pdf", PDF)
    assert first.file.name != second.file.name
    assert "决定书" not in first.file.name
    assert not first.file.name.endswith(".pdf")


def test_a_zip_with_a_huge_directory_is_refused_unread(store):
    data = bytearray(docx())
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<H", data, end + 10, 60_000)
    with pytest.raises(RuleViolation) as refusal:
        store("a.docx", bytes(data))
    assert refusal.value.code == "file_type_refused"


# --- Out -------------------------------------------------------------------------------------------------------------
def body(response) -> bytes:
    data = b"".join(response.streaming_content)
    response.close()
    return data


def test_served_as_a_download_no_browser_will_run(store):
    response = attachments.serve(store("处罚 决定书.pdf", PDF))

    assert body(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%A4%84")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "data", "disposition"),
    [
        ("a.png", PNG, "inline"),
        ("a.txt", "文字".encode(), "inline"),
        ("a.docx", docx(), "attachment"),
        ("a.pdf", PDF, "attachment"),
    ],
)
def test_only_harmless_types_are_shown_in_place(store, name, data, disposition):
    response = attachments.serve(store(name, data), as_attachment=False)
    assert response["Content-Disposition"].startswith(disposition)
    response.close()


@pytest.mark.parametrize("tampered", [PDF + b"x", PDF[:-1], PDF.replace(b"1.7", b"1.4")])
def test_a_changed_file_is_not_given_out(store, tampered):
    attachment = store("决定书.pdf", PDF)
    with open(attachment.file.path, "wb") as file:
        file.write(tampered)

    with pytest.raises(RuleViolation) as refusal:
        attachments.serve(attachment)
    assert refusal.value.code == "file_damaged"
    assert "决定书.pdf" in str(refusal.value)


def test_a_missing_file_is_said_to_be_missing(store):
    attachment = store("决定书.pdf", PDF)
    default_storage.delete(attachment.file.name)
    with pytest.raises(RuleViolation) as refusal:
        attachments.serve(attachment)
    assert refusal.value.code == "file_missing"


# --- Left over -------------------------------------------------------------------------------------------------------
def test_a_row_that_cannot_be_written_takes_its_file_with_it(clerk):
    with pytest.raises(Exception, match=r"(?i)null|organisation"), transaction.atomic():
        attachments.store(SimpleUploadedFile("a.pdf", PDF), by=clerk, organisation=None)  # type: ignore[arg-type]
    assert stored_files() == []


def test_purge_takes_what_was_rolled_back_and_nothing_else(store):
    kept = store("a.pdf", PDF)
    with pytest.raises(RuntimeError), transaction.atomic():
        store("b.pdf", PDF)
        raise RuntimeError("the operation fails later")
    assert len(stored_files()) == 2

    assert attachments.purge_orphans() == []  # still young: its transaction might be running
    gone = attachments.purge_orphans(older_than=datetime.timedelta(seconds=-5))

    assert len(gone) == 1
    assert stored_files() == [kept.file.name]
    assert attachments.purge_orphans(older_than=datetime.timedelta(seconds=-5)) == []


def test_the_command_can_only_look(store):
    with pytest.raises(RuntimeError), transaction.atomic():
        store("b.pdf", PDF)
        raise RuntimeError

    out = io.StringIO()
    call_command("purge_orphan_files", "--hours=-1", "--dry-run", stdout=out)
    assert "1 found" in out.getvalue()
    assert len(stored_files()) == 1
    call_command("purge_orphan_files", "--hours=-1", stdout=out)
    assert "1 deleted" in out.getvalue()
    assert stored_files() == []


def test_the_database_itself_refuses_a_row_without_bytes_or_digest(clerk, township):
    from django.db import IntegrityError

    values = {"name": "a", "content_type": "b", "organisation": township, "uploaded_by": clerk, "file": "x"}
    for wrong in ({"size": 0, "digest": "sha256:" + "0" * 64}, {"size": 1, "digest": "sha256:abc"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.create(**values, **wrong, created_at=timezone.now())
