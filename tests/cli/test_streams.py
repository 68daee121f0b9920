"""What surrounds a command: pipes that close, Ctrl-C, poor encodings, odd names, passphrase files."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PASSPHRASE, Run
from vrp_desktop.cli.main import main

TRACE = "Traceback"
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from vrp_desktop.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = subprocess.run(
            [sys.executable, "-c", START, "return", "--template", "--out", str(tmp_path)],
            stdout=writes,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writes)
    assert ended.stderr == b""
    assert (tmp_path / "vrp-return-template.xlsx").is_file()


def test_ctrl_c_is_told_in_words(tmp_path: Path) -> None:
    store = tmp_path / "store"
    command = ["demo", "--store", str(store), "--people", "3000", "--sessions", "9000"]
    with subprocess.Popen(
        [sys.executable, "-c", START, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "VRP_PASSPHRASE": PASSPHRASE},
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()
        running.send_signal(signal.SIGINT)
        told = running.stderr.read()
    assert TRACE not in told
    assert told.splitlines()[-1] == "vrp-desktop: Stopped."
    assert running.returncode == 130


def test_letters_that_the_output_cannot_show_are_written_another_way(tmp_path: Path) -> None:
    file = tmp_path / "日本.xlsx"
    file.write_bytes(b"nothing")
    ended = subprocess.run(
        [sys.executable, "-c", START, "check", str(file)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert (ended.returncode, TRACE.encode() in ended.stderr) == (2, False)
    assert rb"\u65e5" in ended.stdout


def test_json_is_the_same_in_every_encoding(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "日本.xlsx"
    file.write_bytes(b"nothing")
    answer = run("check", file, "--json")
    assert answer.out.isascii()
    assert json.loads(answer.out)["files"][0]["file"] == str(file)


def test_a_file_name_gives_the_terminal_no_orders(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31mred\nfile.xlsx"
    file.write_bytes(b"nothing")
    answer = run("check", file, file)
    assert "\x1b" not in answer.out + answer.err
    assert "�[31mred�file.xlsx: not a return" in answer.out.splitlines()


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf%s\r\n", b"%s", b"%s\nsecond line\n"])
def test_passphrase_files_as_people_write_them(
    run: Run, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(content % PASSPHRASE.encode())
    monkeypatch.delenv("VRP_PASSPHRASE")
    assert main(["return", "--store", str(demo_store), "--list", "--passphrase-file", str(file)]) == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\nsecond line"])
def test_a_passphrase_file_without_one(run: Run, demo_store: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    answer = run("return", "--store", demo_store, "--list", "--passphrase-file", file)
    assert answer.status == 1
    assert "has no passphrase in its first line" in answer.err


def test_a_passphrase_file_that_is_not_there(run: Run, demo_store: Path, tmp_path: Path) -> None:
    answer = run("return", "--store", demo_store, "--list", "--passphrase-file", tmp_path / "none")
    assert answer.status == 1
    assert "Errno" not in answer.err
