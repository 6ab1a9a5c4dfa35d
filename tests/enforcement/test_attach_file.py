"""Do files get into a case, once, by its holder's people, and keep what they were."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enforcement.models import CaseFile
from enforcement.operations.cases import attach_file
from governance.models import AuditEntry
from tests.enforcement.factories import photo
from tests.refusals import refused


def test_file_is_kept_with_its_hash_and_recorded(world, case):
    file = attach_file(case, by=world.clerk, file=photo("现场.png"))

    assert CaseFile.objects.get() == file
    assert (file.attachment.name, file.attachment.organisation) == ("现场.png", world.township)
    assert AuditEntry.objects.get(action="attach_file").after["digest"] == file.attachment.digest


def test_same_content_is_not_kept_twice(world, case):
    attach_file(case, by=world.clerk, file=photo("甲.png"))
    with refused("file_already_there", "file") as refusal:
        attach_file(case, by=world.clerk, file=photo("乙.png"))
    assert "甲.png" in str(refusal.value)
    attach_file(case, by=world.clerk, file=photo("乙.png", b"other"))


@pytest.mark.parametrize("account", ["department_clerk", "neighbour_clerk", "nobody"])
def test_only_the_holders_people_add_files(world, case, account):
    with refused("not_permitted"):
        attach_file(case, by=getattr(world, account), file=photo())


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("file_empty", "空.png", b""),
        ("file_type_refused", "坏.exe", b"MZ\x90\x00" + b"0" * 100),
        ("file_name_mismatch", "假.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 64),
    ],
)
def test_bad_file_leaves_nothing(world, case, settings, code, name, content):
    with refused(code):
        attach_file(case, by=world.clerk, file=SimpleUploadedFile(name, content))
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
