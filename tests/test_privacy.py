"""No other host is turned to, and nothing typed or answered is written anywhere: a whole visit, closed in and searched.

docs/privacy.md rests on this.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.alone import WORD
from tests.conftest import BROWSERS
from tests.test_house import ROOT

pytestmark = pytest.mark.slow

ANSWER = "Zelunor slowed loss of function"  # begins every answer of the visit; the pages hold it, nothing else may


@dataclass(frozen=True)
class Visit:
    """What was seen of a visit, and the folder that holds everything written in its course.

    Attributes:
        seen: ``control``: packets of the recorder's own trial; ``seen``: those after; ``browser``: what it asked for.
        folder: The world of the server: its output, temporary files, home, caches, evals, and the browser's profile.
        index: The index that it answered from.
        closed: Why there was no namespace, or "".
    """

    seen: dict[str, Any]
    folder: Path
    index: Path
    closed: str


def _closing() -> tuple[list[str], str]:
    """The command that closes a process in, or none and why there is none."""
    for more in ([], ["--map-root-user"]):
        command = ["unshare", "--net", "--mount", *more]
        if not shutil.which("unshare") or not shutil.which("ip"):
            return [], "unshare and ip (util-linux, iproute2) are not installed"
        trial = subprocess.run([*command, "ip", "link", "set", "lo", "up"], capture_output=True, text=True, check=False)
        if trial.returncode == 0:
            return command, ""
    return [], f"network namespaces are forbidden here ({trial.stderr.strip()})"


@pytest.fixture(scope="module")
def visit(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """Server start, API, form, chat, staff, in a namespace where there can be one."""
    folder = tmp_path_factory.mktemp("world")
    index = Path(shutil.copytree(index_folder, tmp_path_factory.mktemp("copy") / "index"))
    chromium = next((found for name in BROWSERS if name and (found := shutil.which(name))), None)
    assert chromium, "No Chromium found; run .ci/browser."
    closing, reason = _closing()
    how = "open" if reason else "closed"
    command = [*closing, sys.executable, "-m", "tests.alone", str(index), str(folder), chromium, how]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    return Visit(json.loads(done.stdout.splitlines()[-1]), folder, index, reason)


def test_nothing_leaves_the_machine_and_no_name_is_looked_up(visit: Visit) -> None:
    """Whatever the environment asks of the libraries. A packet for another host is seen even where none can leave."""
    if visit.closed:
        pytest.skip(visit.closed)
    for expected in ("udp 192.0.2.53 53 control.example", "tcp 203.0.113.7 443", "tcp 2001:db8::7 443"):
        assert expected in visit.seen["control"]
    assert visit.seen["seen"] == []


def test_no_library_makes_an_id_of_the_machine(visit: Visit) -> None:
    """ONNX Runtime 1.32 did, in the cache of the user, and some time later looked its maker's host up."""
    found = [file for top in ("cache", "home", "tmp") for file in (visit.folder / top).rglob("*")]
    assert [str(file) for file in found if re.search("onnxruntime|deviceid|telemetry", str(file), re.I)] == []


def test_the_pages_ask_no_other_host_and_the_browser_keeps_nothing_typed(visit: Visit) -> None:
    assert visit.seen["browser"]["others"] == []
    assert WORD not in visit.seen["browser"]["kept"]
    assert ANSWER not in visit.seen["browser"]["kept"]


def test_nothing_typed_or_answered_is_written_anywhere(visit: Visit) -> None:
    """Logs, temporary files, caches, counts, the index folder, and the browser's own profile."""
    files = [file for top in (visit.folder, visit.index) for file in top.rglob("*") if file.is_file()]
    assert visit.folder / "written.txt" in files
    words = [text.encode(code) for text in (WORD, WORD.upper()) for code in ("utf-8", "utf-16-le")]
    assert [file for file in files if any(word in file.read_bytes() for word in words)] == []
    pages = {file for file in files if file.is_relative_to(visit.index)}
    assert [file for file in set(files) - pages if ANSWER.encode() in file.read_bytes()] == []
    written = (visit.folder / "written.txt").read_text("utf-8")
    assert "Traceback" not in written
    assert "Fatal Python error: Segmentation fault" in written  # it was crashed at the end, while it answered
    assert [file for file in files if file.name.startswith("core")] == []
    assert "Serving at" in written
