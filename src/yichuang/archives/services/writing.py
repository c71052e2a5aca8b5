"""Writing a package: a ZIP file in which the same content gives the same bytes, streamed from the store."""

import hashlib
import io
import zipfile
from typing import IO, BinaryIO, Self

from cryptography.hazmat.primitives import hashes

from yichuang.archives.errors import FileChangedError
from yichuang.archives.rules import TITLES, Listed, Role

_CHUNK = 64 * 1024
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


class PackageWriter:
    """A package being written. Members are stored as they are: packing would depend on the version of the packer."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin an empty package in that file, which can be written and read anywhere."""
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.files: list[Listed] = []

    def __enter__(self) -> Self:
        """Write in the block; after it the package is whole."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the package, also one that nobody will have."""
        self._zip.close()

    def add(self, path: str, role: Role, content: bytes, media_type: str, *, title: str = "") -> Listed:
        """The content stands in the package and will be listed; its title is that of its role if none is given."""
        return self.copy(path, role, io.BytesIO(content), media_type, title=title or TITLES[role])

    def copy(
        self,
        path: str,
        role: Role,
        stream: BinaryIO,
        media_type: str,
        *,
        title: str,
        sha256: str = "",
        original_names: tuple[str, ...] = (),
    ) -> Listed:
        """What the stream gives stands in the package and will be listed.

        Raises:
            FileChangedError: it has another digest than `sha256`.
        """
        listed = self._copied(path, role, stream, media_type, title, original_names)
        if sha256 and listed.sha256 != sha256:
            raise FileChangedError(path=path)
        self.files.append(listed)
        return listed

    def put(self, path: str, content: bytes) -> None:
        """The content stands in the package and is not listed: the manifest and its signature."""
        self._zip.writestr(_named(path), content)

    def _copied(
        self, path: str, role: Role, stream: BinaryIO, media_type: str, title: str, original_names: tuple[str, ...]
    ) -> Listed:
        sha256, sm3, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
        with self._zip.open(_named(path), "w") as target:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                sha256.update(chunk)
                sm3.update(chunk)
                target.write(chunk)
        return Listed(path, role, title, media_type, size, sm3.finalize().hex(), sha256.hexdigest(), original_names)


def _named(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _NO_TIME)
    info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
    return info
