"""What is shipped for servers is sound: container file, systemd unit, settings, docs/operate.md."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.doctor import CHECKS
from assistant.settings import read_settings
from tests.test_readme import Watched

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
UNIT = DEPLOY / "als-assistant.service"
ANALYZE = shutil.which("systemd-analyze")
OPERATE = (ROOT / "docs" / "operate.md").read_text("utf-8")


def test_the_container_file_passes_its_linter() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    found = subprocess.run(
        [linter, "--no-color", DEPLOY / "Containerfile"], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "")


def test_the_container_file_copies_what_is_there_and_installs_what_the_makefile_does() -> None:
    copied = [line.split()[1:-1] for line in CONTAINER.splitlines() if line.startswith("COPY ")]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []
    [torch] = re.findall(r"^TORCH := (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert f"pip install --no-deps {torch} " in CONTAINER
    assert "--require-hashes -r requirements.txt" in CONTAINER
    assert re.findall(r"^USER (\S+)", CONTAINER, re.MULTILINE) == ["10001"]
    named = dict(re.findall(r"\b(ASSISTANT_[A-Z_]+)=(\S+)", CONTAINER))
    assert read_settings(named).host == "0.0.0.0"  # noqa: S104 - inside a container


def test_the_settings_that_are_shipped_can_be_read_and_are_all_known() -> None:
    text = (DEPLOY / "settings.example").read_text("utf-8")
    lines = dict(re.findall(r"^#?(ASSISTANT_[A-Z_]+)=(.*)$", text, re.MULTILINE))
    watched = Watched()
    read_settings(watched)
    assert set(lines) - watched.asked == set()
    found = read_settings({name: value.strip("'") for name, value in lines.items()})
    assert found.log == "json"
    assert found.trusted_proxy == "127.0.0.1"


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed (Debian package systemd)")
def test_the_unit_is_hardened(tmp_path: Path) -> None:
    """0 is no exposure, 10 is all; The unit is at 1.4 here."""
    copy = tmp_path / UNIT.name
    # The program stands elsewhere here, and its user may not be there.
    copy.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8")), "utf-8")
    seen = subprocess.run([str(ANALYZE), "verify", "--man=no", copy], capture_output=True, text=True, check=False)
    assert [line for line in seen.stderr.splitlines() if UNIT.name in line] == []
    told = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", copy], capture_output=True, text=True, check=False
    )
    [exposure] = re.findall(r"Overall exposure level for \S+: ([\d.]+)", told.stdout)
    assert float(exposure) <= 1.5


def test_the_unit_lets_the_service_talk_to_this_machine_alone() -> None:
    lines = UNIT.read_text("utf-8").splitlines()
    for needed in (
        "IPAddressDeny=any",
        "IPAddressAllow=localhost",
        "LimitCORE=0",
        "UMask=0077",
        "ProtectSystem=strict",
    ):
        assert needed in lines


# --- docs/operate.md -------------------------------------------------------------------------------------------


def test_every_look_of_the_doctor_has_a_row_in_when_it_breaks() -> None:
    table = OPERATE.split("## When it breaks\n", 1)[1].split("\n## ", 1)[0]
    told = set(re.findall(r"^\| .* \| `([a-z]+)`", table, re.MULTILINE))
    assert told == set(CHECKS)


def test_every_file_for_servers_is_named_and_every_one_that_is_named_is_there() -> None:
    there = {f"deploy/{file.name}" for file in DEPLOY.iterdir()}
    assert set(re.findall(r"deploy/[\w.-]*\w", OPERATE)) == there


def test_every_block_of_commands_says_whether_it_was_run() -> None:
    """The first line of each: "# Run" or "# Not run: why"."""
    blocks = re.findall(r"```sh\n(.*?)\n", OPERATE)
    assert len(blocks) > 8
    assert [line for line in blocks if not re.match(r"# (Run on \d{1,2} \w+ \d{4}\.?|Not run: .+)", line)] == []
