"""Recall and precision of (doctor, day, start, end) per rota: python -m bench.rota [-v] [FILE.pdf or FOLDER…]

Each FILE.pdf has its gold beside it, FILE.json (tests/rotas/make). Without arguments: all of tests/rotas. Names and
departments are compared without case, accents and punctuation.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.rota.document import read_rota
from knowledge.rota.gathering import folded
from knowledge.rota.model import UnreadableRota

TODAY = date(2026, 11, 20)
ROTAS = Path(__file__).resolve().parent.parent / "tests" / "rotas"


def shifts(rota: dict[str, Any]) -> set[tuple[str, ...]]:
    return {
        (doctor["name"], e["day"], e["start"], e["end"], *([e["date"]] if "date" in e else []))
        for doctor in rota["doctors"]
        for e in doctor["availability"]
    }


def compared(rota: dict[str, Any]) -> set[tuple[str, ...]]:
    return {(folded(name), *shift) for name, *shift in shifts(rota)}


def departments_of(rota: dict[str, Any]) -> dict[str, str]:
    return {folded(doctor["name"]): folded(doctor.get("department") or "") for doctor in rota["doctors"]}


def _paths(named: list[Path]) -> list[Path]:
    return [path for one in named or [ROTAS] for path in (sorted(one.glob("*.pdf")) if one.is_dir() else [one])]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.rota", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("-v", action="store_true", help="what is missing, what is too much, and the warnings")
    arguments = parser.parse_args()
    right = wanted = found = departments = all_departments = 0
    for path in _paths(arguments.files):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        try:
            rota = read_rota(path, TODAY).as_json()
        except UnreadableRota as error:
            rota = {"doctors": [], "warnings": [str(error)]}
        expected, read = compared(gold), compared(rota)
        of_doctor = departments_of(rota)
        stated = {name: department for name, department in departments_of(gold).items() if department}
        fits = sum(of_doctor.get(name) == department for name, department in stated.items())
        departments, all_departments = departments + fits, all_departments + len(stated)
        both = len(expected & read)
        right, wanted, found = right + both, wanted + len(expected), found + len(read)
        recall, precision = both / (len(expected) or 1), both / (len(read) or 1)
        print(f"{path.stem:40} recall {recall:7.1%}  precision {precision:7.1%}  departments {fits}/{len(stated)}")
        if arguments.v:
            for kind, some in (("missing", expected - read), ("too much", read - expected)):
                for shift in sorted(some):
                    print(f"    {kind}: {' '.join(shift)}")
            for name, department in stated.items():
                if of_doctor.get(name) != department:
                    print(f"    department of {name}: {of_doctor.get(name) or None} instead of {department}")
            for warning in rota["warnings"]:
                print(f"    warning: {warning}")
    print(
        f"{'all':40} recall {right / wanted:7.1%}  precision {right / (found or 1):7.1%}  of {wanted} shifts;", end=""
    )
    print(f" departments {departments}/{all_departments}")


if __name__ == "__main__":
    main()
