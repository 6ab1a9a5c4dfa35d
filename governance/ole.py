"""OLE containers, in which the office formats before 2007 and WPS keep their streams ([MS-CFB]).

Not olefile: it compares each directory entry with all before it, and reads circular chains up to the size they claim. A
file of 6 MB took it 20 seconds. Here the work is bounded by the size of the file.
"""

import functools
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFA  # this and all above it mark ends, free and administrative sectors
_MAX_DIRECTORY_SECTORS = 4_000
_MINI_SECTOR = 64


class OleError(Exception):
    """The container is damaged."""


class Stream(NamedTuple):
    """A directory entry: where its first sector is, and its size in bytes."""

    start: int
    size: int


class OleFile:
    """A container's directory by name, and the bytes of its streams. Every chain is followed to a limit only."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        file.seek(0, 2)
        self.length = file.tell()
        try:
            self._open()
        except (struct.error, ValueError, OverflowError) as error:
            raise OleError(str(error)) from error

    def _open(self) -> None:
        self.file.seek(0)
        header = self.file.read(512)
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in (9, 12):
            raise OleError("sector size")
        self.sector_size = 1 << shift
        directory, self.mini_cutoff, self.mini_start = (struct.unpack_from("<I", header, at)[0] for at in (48, 56, 60))
        # Where the sectors of the allocation table are: 109 in the header, the rest in a chain of their own.
        self.tables = list(struct.unpack_from("<109I", header, 76))
        (more,) = struct.unpack_from("<I", header, 68)
        while more < _END_OF_CHAIN:
            *numbers, more = self._numbers(more)
            self.tables += numbers
            if len(self.tables) * self.sector_size > self.length + 128 * self.sector_size:
                raise OleError("allocation table does not end")
        self.streams: dict[str, Stream] = {}
        self.root = Stream(_END_OF_CHAIN, 0)
        for count, sector in enumerate(self._chain(directory)):
            if count > _MAX_DIRECTORY_SECTORS:
                raise OleError("directory does not end")
            self._read_directory(self._sector(sector))

    def _read_directory(self, data: bytes) -> None:
        for at in range(0, self.sector_size, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if not (2 <= length <= 64 and kind):
                continue
            name = data[at : at + length - 2].decode("utf-16-le", errors="replace")
            stream = Stream(*struct.unpack_from("<II", data, at + 116))
            if kind == 5:
                self.root = stream
            self.streams[name] = stream

    def _sector(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.sector_size)
        return self.file.read(self.sector_size)

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.sector_size // 4}I", self._sector(sector))

    def _chain(self, sector: int) -> Iterator[int]:
        """The sectors that follow one another from this one; more than the file has would be a circle."""
        for _ in range(self.length // self.sector_size + 1):
            if sector >= _END_OF_CHAIN:
                return
            yield sector
            table, position = divmod(sector, self.sector_size // 4)
            if table >= len(self.tables) or self.tables[table] >= _END_OF_CHAIN:
                raise OleError("chain leaves the allocation table")
            sector = self._numbers(self.tables[table])[position]
        raise OleError("chain does not end")

    @functools.cached_property
    def mini_table(self) -> list[int]:
        """Which mini sector follows which. Large, and only needed to read: who lists the streams does without."""
        return [number for sector in self._chain(self.mini_start) for number in self._numbers(sector)]

    def read(self, name: str) -> bytes:
        """The bytes of a stream; raises OleError if the container ends before it does."""
        start, size = self.streams[name]
        try:
            if size < self.mini_cutoff:
                container = b"".join(map(self._sector, self._chain(self.root.start)))
                data = b"".join(
                    container[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR] for number in self._mini_chain(start)
                )
            else:
                data = b"".join(map(self._sector, self._chain(start)))
        except (struct.error, ValueError, OverflowError) as error:
            raise OleError(str(error)) from error
        if len(data) < size:
            raise OleError(f"{name} is incomplete")
        return data[:size]

    def _mini_chain(self, number: int) -> Iterator[int]:
        for _ in range(len(self.mini_table) + 1):
            if number >= _END_OF_CHAIN:
                return
            if number >= len(self.mini_table):
                raise OleError("chain leaves the mini allocation table")
            yield number
            number = self.mini_table[number]
        raise OleError("chain does not end")
