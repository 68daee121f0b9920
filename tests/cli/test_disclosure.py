"""protect and audit, as another program calls them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.disclosure.tables import INSTANCES, changed, one_way
from tests.importing import samples
from vrp_desktop.cli.main import main
from vrp_desktop.disclosure import instance
from vrp_desktop.disclosure.model import Problem

RETURN = INSTANCES / "example_return_n120.json"


def written(path: Path, problem: Problem) -> Path:
    path.write_text(instance.write(problem), encoding="utf-8")
    return path


def test_what_is_protected_is_written_and_passes_the_audit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "result.json"
    assert main(["protect", str(RETURN), "--out", str(out)]) == 0
    shown = capsys.readouterr()
    assert "67 small or hidden before, 24 more hidden: the least there can be." in shown.out
    assert "at least 24" in shown.err
    result = json.loads(out.read_text(encoding="utf-8"))
    assert (result["secondary"], result["lower_bound"], result["proven_optimal"]) == (24, 24, True)
    assert (result["unmet"], len(result["suppressed"])) == ([], 91)
    assert main(["audit", str(RETURN), "--result", str(out), "--json"]) == 0
    judged = json.loads(capsys.readouterr().out)
    assert judged["verdict"] == "sound"
    assert judged["certificates"]["proven"]
    assert judged["intervals"] == result["intervals"]


def test_an_audit_names_what_is_given_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(written(tmp_path / "line.json", one_way(3, 20, 30)))]) == 1
    assert "Cell 0 cannot be 1, 2, 4." in capsys.readouterr().out
    result = tmp_path / "result.json"
    result.write_text(json.dumps({"suppressed": ["0", "ghost"]}), encoding="utf-8")
    assert main(["audit", str(tmp_path / "line.json"), "--result", str(result), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {finding["cell"] for finding in findings} == {"0", "ghost"}


def test_forged_certificates_are_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    forged: dict[str, Any] = {"suppressed": ["0", "1"]}
    forged["certificates"] = [{"attacker": "everybody", "table": [["0", 1], ["1", 21]]}]
    result.write_text(json.dumps(forged), encoding="utf-8")
    line = written(tmp_path / "line.json", one_way(3, 20, 30))
    main(["audit", str(line), "--result", str(result)])
    assert "do not prove" in capsys.readouterr().out


def test_what_nothing_can_protect_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {name: {"may_suppress": False} for name in ("T", "1", "2")}
    path = written(tmp_path / "held.json", changed(one_way(3, 20, 30), **shown))
    out = tmp_path / "result.json"
    assert main(["protect", str(path), "--out", str(out)]) == 1
    assert "Not protected: cell 0. Nothing may be published." in capsys.readouterr().out
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["unmet"] == ["0"]
    assert not result["proven_optimal"]


def test_out_of_time_the_gap_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "result.json"
    assert main(["protect", str(RETURN), "--out", str(out), "--seconds", "0"]) == 0
    assert "more than the least there can be" in capsys.readouterr().out
    assert not json.loads(out.read_text(encoding="utf-8"))["proven_optimal"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "Expecting"),
        ("[]", "not an instance"),
        ('{"cells": [{"id": "a", "value": 1.5}], "constraints": []}', "the value of cell a is 1.5"),
        ('{"cells": [{"id": "a", "value": -1}], "constraints": []}', "cell a: -1 is outside its bounds"),
        ('{"cells": [{"id": "a", "value": NaN}], "constraints": []}', "NaN"),
        (
            '{"cells": [{"id": "a", "value": 1}], "constraints": [{"total": "a", "parts": ["b"]}]}',
            "there are none of: ['b']",
        ),
        (
            '{"cells": [{"id": "a", "value": 1}, {"id": "b", "value": 2}], '
            '"constraints": [{"total": "a", "parts": ["b"]}]}',
            "does not hold",
        ),
    ],
)
@pytest.mark.parametrize("command", ["protect", "audit"])
def test_what_is_not_an_instance_is_told(
    command: str, text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "bad.json", tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    assert main([command, str(path), *(["--out", str(out)] if command == "protect" else [])]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()


def test_what_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main(["audit", str(RETURN), "--result", str(RETURN)]) == 2
    assert "not an answer" in capsys.readouterr().err


def test_the_proof_of_a_return_is_written_by_check_and_added_up_by_audit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = samples.signed(tmp_path / "LEE-07.xlsx")
    assert main(["check", str(workbook), "--proof", str(tmp_path / "proofs")]) == 0
    target = tmp_path / "proofs" / "LEE-07_proof.json"
    assert str(target) in capsys.readouterr().err
    assert main(["audit", str(target)]) == 0
    assert "every one adds up" in capsys.readouterr().out
    proof = json.loads(target.read_text(encoding="utf-8"))
    name = next(iter(proof["counts"]))
    proof["tables"][proof["counts"][name]["least_in"]][name] += 1
    target.write_text(json.dumps(proof), encoding="utf-8")
    assert main(["audit", str(target), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "faults"
    del proof["tables"]
    target.write_text(json.dumps(proof), encoding="utf-8")
    assert main(["audit", str(target)]) == 2
    assert "proof" in capsys.readouterr().err
