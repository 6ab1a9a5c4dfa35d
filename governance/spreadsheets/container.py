"""Finding and unpacking the members of a zip container within one limit."""

import zipfile

from governance import filetypes
from governance.spreadsheets.limits import Limits, Unreadable


class Members:
    """The members of a container; one limit for all that are read together.

    Names are compared by `filetypes.member_name`.
    """

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.archive, self.left = archive, limits.unpacked_bytes
        self.members = {filetypes.member_name(member): member for member in archive.namelist()}

    def read(self, name: str) -> bytes | None:
        member = self.members.get(filetypes.member_name(name))
        if member is None:
            return None
        if self.archive.getinfo(member).file_size > self.left:
            raise Unreadable("too_large", name)
        data = filetypes.read_member(self.archive, member, self.left)
        self.left -= len(data)
        return data
