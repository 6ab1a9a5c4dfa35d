"""The Chinese catalogue translates every text of the code as it is now; run by `make check` (needs GNU gettext)."""

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
CODE = ["governance", "responsibilities", "enforcement", "services", "staffing", "templates", "locale"]

pytestmark = pytest.mark.gettext


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Catalog:
    """The catalogue as `make messages` would leave it, made in a copy of the code."""
    copy = tmp_path_factory.mktemp("messages")
    for name in CODE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc", "*.mo", "__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr("django.conf.settings.LOCALE_PATHS", [str(copy / "locale")])
        call_command("makemessages", locale=["zh_Hans"], no_obsolete=True, verbosity=0)
    return read(copy / CATALOGUE)


def texts(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_every_text_is_translated(extracted):
    missing = [message.id for message in extracted if message.id and not all(texts(message))]
    assert not missing, f"{len(missing)} without a translation (make messages, then translate)"


def test_no_translation_is_a_guess(extracted):
    guessed = [message.id for message in extracted if message.id and message.fuzzy]
    assert not guessed, f"{len(guessed)} marked fuzzy: check them and take the mark away"


def test_every_placeholder_is_kept(extracted):
    wrong = []
    for message in extracted:
        for check in checkers:
            try:
                check(extracted, message)
            except Exception as error:  # noqa: BLE001  # Babel's own TranslationError and whatever a format makes of it
                wrong.append(f"{message.id!r}: {error}")
    assert not wrong


def test_the_committed_catalogue_has_no_texts_that_are_gone(extracted):
    committed = read(ROOT / CATALOGUE)
    gone = {message.id for message in committed} - {message.id for message in extracted}
    assert not gone, "make messages"
    assert not committed.obsolete, "make messages"
