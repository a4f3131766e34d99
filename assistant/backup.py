"""Settings → one file with everything that cannot be made again, and back. The index is made again from the pages.

    backup.json       first: format, when it was made, and the SHA-256 of every file
    corpus/… drafts/… evals/… reports/… gaps/…
    index/actions.jsonl, index/history.jsonl
    counts.json

Settings are not in it (they hold the hash of the staff password). Reports hold questions: the file is readable by its
owner alone, and whoever keeps it longer than reports may be kept keeps them longer too.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from assistant.errors import UsageError
from assistant.settings import Settings

FORMAT = 1
_HEAD = "backup.json"
_OF_THE_INDEX = ("actions.jsonl", "actions.old.jsonl", "history.jsonl")


@dataclass(frozen=True)
class Saved:
    """What a backup holds: when it was made (UTC, ISO 8601), and how many files each place has."""

    made: str
    files: Mapping[str, int]


def back_up(settings: Settings, file: Path) -> Saved:
    """Writes a backup, whole or not at all.

    Raises:
        UsageError: The file stands there already, or something cannot be read or written.
    """
    beside = file.with_name(f".{file.name}.part")
    try:
        if file.exists():
            raise UsageError(f"{file} exists already; expected a new name. Choose another.")
        found = dict(_found(settings))
        head = {
            "format": FORMAT,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {name: _hash(path.read_bytes()) for name, path in found.items()},
        }
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as archive:
            text = json.dumps(head, indent=1).encode()
            member = tarfile.TarInfo(_HEAD)
            member.size, member.mode = len(text), 0o600
            archive.addfile(member, io.BytesIO(text))
            for name, path in found.items():
                archive.add(path, name, recursive=False)
        made = _read(beside, None)  # a backup that cannot be read back is none: a file may have changed meanwhile
        beside.rename(file)
    except OSError as error:
        raise UsageError(f"The backup {file} could not be written ({error.strerror}). Check space, rights.") from error
    finally:
        with suppress(OSError):  # where nothing can be written there is nothing to remove
            beside.unlink()
    return made


def restore(settings: Settings, file: Path, *, replace: bool = False) -> Saved:
    """Puts everything of a backup where the settings say, after all of it was checked.

    What stands there moves aside to ``<name>.before-restore`` with ``replace``.

    Raises:
        UsageError: It is no whole backup of this program, something stands in the way, or cannot be written.
    """
    places = _places(settings)
    try:
        with tempfile.TemporaryDirectory(dir=_standing(settings.index)) as unpacked:
            saved = _read(file, Path(unpacked))
            tops = sorted(saved.files)
            if homeless := [top for top in tops if top not in places]:
                names = ", ".join(f"ASSISTANT_{top.partition('.')[0].upper()}" for top in homeless)
                raise UsageError(f"{file} holds {', '.join(homeless)}; expected a place for it. Set {names}.")
            moves = [(Path(unpacked) / top, places[top]) for top in tops if top != "index"]
            moves += [(each, places["index"] / each.name) for each in sorted((Path(unpacked) / "index").glob("*"))]
            taken = [str(to) for _, to in moves if to.is_file() or (to.is_dir() and any(to.iterdir()))]
            if taken and not replace:
                raise UsageError(f"{taken[0]} is there already; expected nothing. Add --replace to move it aside.")
            for source, to in moves:
                _move(source, to)
    except OSError as error:
        raise UsageError(f"{file} could not be restored ({error.strerror}). Check space and rights.") from error
    return saved


def _places(settings: Settings) -> dict[str, Path]:
    """Where each part of a backup belongs."""
    named = {"corpus": settings.corpus, "drafts": settings.drafts, "evals": settings.evals, "index": settings.index}
    more = {"counts.json": settings.counts, "reports": settings.reports, "gaps": settings.gaps}
    return named | {name: Path(place) for name, place in more.items() if place}


def _found(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Name in the backup and path of every file that goes in."""
    for name, place in _places(settings).items():
        if name == "index":
            yield from ((f"{name}/{each}", place / each) for each in _OF_THE_INDEX if (place / each).is_file())
        elif place.is_file():
            yield name, place
        else:
            files = (each for each in sorted(place.rglob("*")) if each.is_file() and not each.is_symlink())
            yield from ((f"{name}/{each.relative_to(place).as_posix()}", each) for each in files)


def _read(file: Path, into: Path | None) -> Saved:
    """Checks all of a backup, and unpacks it where a folder is named."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = iter(archive)
            first = next(members, None)
            head = json.loads(_bytes(archive, first)) if first and first.name == _HEAD else {}
            if head.get("format") != FORMAT:
                raise UsageError(f"{file} is no backup of this program; expected one that `assistant backup` wrote.")
            missing = dict(head["files"])
            for member in members:
                name = PurePosixPath(member.name)
                if not member.isfile() or name.is_absolute() or ".." in name.parts or member.name not in missing:
                    raise UsageError(f"{file} holds {member.name!r}, which no backup holds. Do not use it.")
                content = _bytes(archive, member)
                if _hash(content) != missing.pop(member.name):
                    raise UsageError(f"{file} is damaged ({member.name} was changed). Take another backup.")
                if into is not None:
                    target = into / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                    target.chmod(0o600 if member.mode & 0o077 == 0 else 0o644)
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file} cannot be read as a backup ({type(error).__name__}). Take another.") from error
    if missing:
        raise UsageError(f"{file} is damaged ({min(missing)} is missing). Take another backup.")
    tops = [PurePosixPath(name).parts[0] for name in head["files"]]
    return Saved(str(head["made"]), {top: tops.count(top) for top in dict.fromkeys(tops)})


def _bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    opened = archive.extractfile(member)
    return opened.read() if opened else b""


def _move(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if to.exists():
        aside = to.with_name(f"{to.name}.before-restore")
        if aside.is_dir():
            shutil.rmtree(aside)
        to.replace(aside)
    shutil.move(source, to)


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
