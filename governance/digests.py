"""Digests as they are stored: each begins with how it was made, so that another algorithm can follow one day."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import File
from django.utils.crypto import salted_hmac

SHA256 = "sha256:"


def sha256_of(chunks: Iterable[bytes]) -> str:
    """`sha256:` and 64 digits, over the chunks one after the other."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return f"{SHA256}{digest.hexdigest()}"


def sha256_of_file(file: File) -> str:
    """The digest of what the file holds, which is then at its beginning again."""
    digest = sha256_of(file.chunks())
    file.seek(0)
    return digest


def keyed(purpose: str, text: str) -> str:
    """`hmac-sha256:` and 64 digits: keyed with the portal's secret, so that nobody without it can try texts."""
    return f"hmac-sha256:{salted_hmac(purpose, text, algorithm='sha256').hexdigest()}"
