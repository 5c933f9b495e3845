"""Files of a folder or a zip archive, seen the same way and read with limits; nothing is ever unpacked.

What comes from an LMS was written by strangers: links out of the folder, archives that would unpack to gigabytes, paths
with ``..``, pipes where files should be. Each such file is listed with its problem, so that its owner gets a row.
"""

from __future__ import annotations

import itertools
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from course.notebooks.files import UnreadableError

MAX_BYTES = 20_000_000  # a notebook with dozens of figures has 5 MB
MAX_ENTRIES = 100_000
MAX_LISTED = 5_000  # in one student's folder: an environment or data left there must not hold up the class
MAX_DEPTH = 6
_CHUNK = 1 << 20


@dataclass
class Entry:
    """A file or folder in what was handed in.

    Attributes:
        name: Its last part, as the archive or the file system has it.
        place: Path from the top, for messages.
        path: The file on disk, or the archive that holds it.
        member: Position in the archive's directory; -1 for a file on disk.
        is_folder: Whether it is a folder.
        children: A folder's entries, by name; in an archive, those that are folders with ``/`` behind the name.
        problem: Why it cannot be read; empty if nothing is known against it.
        notes: What else an instructor should know of it.
    """

    name: str
    place: str
    path: Path
    member: int = -1
    is_folder: bool = False
    children: dict[str, Entry] = field(default_factory=dict)
    problem: str = ""
    notes: tuple[str, ...] = ()

    def sorted_children(self) -> list[Entry]:
        """Return the entries of a folder in the order of their names, those that systems leave behind excepted."""
        return [child for _, child in sorted(self.children.items()) if not _is_litter(child.name)]

    def files(self) -> Iterator[Entry]:
        """Yield the files of this folder and of those in it, or the file itself."""
        if not self.is_folder:
            yield self
        for child in self.sorted_children():
            yield from child.files()


def open_tree(path: Path) -> Entry:
    """List a folder or a zip archive.

    Raises:
        UnreadableError: It is neither, is damaged, or has more than 100,000 entries.
    """
    return _zip_tree(path) if path.is_file() else _folder_tree(path)


def read_entry(path: Path, member: int = -1, limit: int = MAX_BYTES) -> bytes:
    """Read a file, or a member of a zip archive, of at most ``limit`` bytes.

    Raises:
        UnreadableError: It is missing, too large, damaged, encrypted, or no file.
    """
    try:
        return _read_member(path, member, limit) if member >= 0 else _read_file(path, limit)
    except UnreadableError:
        raise
    except FileNotFoundError:
        raise UnreadableError("the file is gone: was it moved while grading?") from None
    except PermissionError:
        raise UnreadableError("the file may not be read: change its permissions (chmod a+r)") from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise UnreadableError("the archive is damaged here: download it again") from None
    except (NotImplementedError, RuntimeError):
        raise UnreadableError(
            "the archive uses an encryption or compression that cannot be read: unpack it first"
        ) from None
    except OSError as error:
        raise UnreadableError(f"the file cannot be read: {error.strerror or error}") from None


def megabytes(count: int) -> str:
    """Return a size in words: ``"0.3 MB"``, ``"200 MB"``."""
    return f"{count / 1e6:.1f} MB" if count < 1e7 else f"{count / 1e6:.0f} MB"


def _too_large(size: int | None, limit: int) -> str:
    found = f"has {megabytes(size)}" if size else f"unpacks to more than {megabytes(limit)}"
    return (
        f"the file {found} and notebooks of up to {megabytes(limit)} are read: "
        "clear its outputs (Edit > Clear Outputs of All Cells), save, and hand it in again"
    )


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name in ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")


def _folder_tree(path: Path) -> Entry:
    root = Entry(path.name, "", path, is_folder=True)
    top = os.path.realpath(path)
    try:
        _list_folder(root, top, 0, MAX_ENTRIES + 1)
    except OSError as error:
        raise UnreadableError(f"{path}: the folder cannot be read: {error.strerror or error}") from None
    return root


def _list_folder(folder: Entry, top: str, depth: int, room: int) -> int:
    """List a folder, its files before the folders in it; return how many more entries may be listed."""
    with os.scandir(folder.path) as listing:
        items = sorted(itertools.islice(listing, MAX_ENTRIES + 1), key=lambda item: item.name)
    if depth == 0 and len(items) > MAX_ENTRIES:
        raise UnreadableError(f"{top}: more than {MAX_ENTRIES:,} files: is this the folder of submissions?")
    for item in items:
        if not _is_litter(item.name):
            folder.children[item.name] = _folder_entry(item, folder, top)
            room -= 1
    for entry in folder.children.values():
        if entry.is_folder and not entry.problem and depth < MAX_DEPTH and room > 0:
            try:
                left = _list_folder(entry, top, depth + 1, MAX_LISTED if depth == 0 else room)
            except OSError as error:
                entry.problem = f"the folder cannot be read: {error.strerror or error}"
            else:
                room = room if depth == 0 else left
    return room


def _folder_entry(item: os.DirEntry, parent: Entry, top: str) -> Entry:
    entry = Entry(item.name, f"{parent.place}/{item.name}".strip("/"), Path(item.path))
    try:
        if item.is_symlink():
            entry.problem = _link_problem(os.path.realpath(item.path), os.path.realpath(parent.path), top)
        if not entry.problem:
            entry.is_folder = item.is_dir()
            if not entry.is_folder and not item.is_file():
                entry.problem = "it is no file"
    except OSError as error:
        entry.problem = f"it cannot be read: {error.strerror or error}"
    return entry


def _link_problem(target: str, parent: str, top: str) -> str:
    if not target.startswith(top + os.sep):
        return "it is a link to a place outside the submissions: put the file itself there"
    if not os.path.exists(target):
        return "it is a link to nothing: put the file itself there"
    if f"{parent}{os.sep}".startswith(f"{target}{os.sep}"):
        return "it is a link to a folder that it is in"
    return "it is a link to another file of the submissions, which may be another student's: put the file itself there"


def _read_file(path: Path, limit: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("it is no file")
        if status.st_size > limit:
            raise UnreadableError(_too_large(status.st_size, limit))
        return file.read(limit + 1)[:limit]


def _zip_tree(path: Path) -> Entry:
    root = Entry(path.name, "", path, is_folder=True)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"{path}: not a zip archive that can be read ({error}): download it again") from None
    if len(members) > MAX_ENTRIES:
        raise UnreadableError(f"{path}: more than {MAX_ENTRIES:,} files: is this the archive of submissions?")
    for position, member in enumerate(members):
        _add_member(root, path, position, member)
    return root


def _add_member(root: Entry, path: Path, position: int, member: zipfile.ZipInfo) -> None:
    parts = _safe_parts(_member_name(member))
    if not parts or any(_is_litter(part) for part in parts):
        return
    folder = root
    folders = parts if member.is_dir() else parts[:-1]
    for part in folders[:MAX_DEPTH]:
        place = f"{folder.place}/{part}".strip("/")
        folder = folder.children.setdefault(f"{part}/", Entry(part, place, path, is_folder=True))
    if not member.is_dir():
        name = parts[-1]
        entry = Entry(name, f"{folder.place}/{name}".strip("/"), path, position, problem=_member_problem(member))
        if name in folder.children:
            entry.notes = (f"{entry.place} is in the archive more than once; the last one was read",)
        folder.children[name] = entry


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name. Without the UTF-8 flag a name is called cp437, though many tools write UTF-8."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def _safe_parts(name: str) -> list[str]:
    """Return the parts of a path without what leads out of a folder: ``..``, a root, a drive letter."""
    return [part for part in name.split("/") if part.strip(". ") and not (len(part) == 2 and part[1] == ":")]


def _member_problem(member: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link: put the file itself there"
    if member.flag_bits & 0x1:
        return "it is encrypted: unpack the archive with its password first"
    if member.file_size > MAX_BYTES:
        return _too_large(member.file_size, MAX_BYTES)
    return ""


def _read_member(path: Path, position: int, limit: int) -> bytes:
    status = path.stat()
    archive = _archive(path, status.st_mtime_ns, status.st_size)
    with archive.open(archive.infolist()[position]) as file:
        data = b""
        while chunk := file.read(_CHUNK):
            data += chunk
            if len(data) > limit:
                raise UnreadableError(_too_large(None, limit))
        return data


@lru_cache(maxsize=4)
def _archive(path: Path, modified: int, size: int) -> zipfile.ZipFile:
    """Return an archive, open: its directory is read once, not with every member."""
    return zipfile.ZipFile(path)
