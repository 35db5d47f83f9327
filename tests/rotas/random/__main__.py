"""What is read wrongly of many random rotas."""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from bench.rota import TODAY, shifts
from knowledge.rota.document import read_rota
from tests.rotas.make.produce import browser
from tests.rotas.random.layouts import LAYOUTS, LaidOutRota
from tests.rotas.random.pages import Reportlab, to_html

parser = argparse.ArgumentParser(prog="tests.rotas.random", description=__doc__)
parser.add_argument("first", type=int)
parser.add_argument("last", type=int)
parser.add_argument("--layout", choices=LAYOUTS)
parser.add_argument("--browser", action="store_true")
parser.add_argument("--keep", type=Path, help="folder for the PDFs that are read wrongly")
parser.add_argument("-q", action="store_true")
arguments = parser.parse_args()
wrong: Counter[str] = Counter()
right = wanted = found = 0
for seed in range(arguments.first, arguments.last):
    layout = arguments.layout or LAYOUTS[seed % len(LAYOUTS)]
    rota = LaidOutRota(seed)
    blocks = rota.blocks(layout)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rota.pdf"
        if arguments.browser:
            browser(path, *to_html(random.Random(seed), blocks))
        else:
            Reportlab(random.Random(seed)).write(path, blocks)
        rota_read = read_rota(path, TODAY).as_json()
        read, gold = shifts(rota_read), rota.gold()
        right, wanted, found = right + len(read & gold), wanted + len(gold), found + len(read)
        if read == gold:
            continue
        wrong[layout] += 1
        if arguments.keep:
            (arguments.keep / f"{layout}{seed}.pdf").write_bytes(path.read_bytes())
    if not arguments.q:
        print(f"{seed} {layout} {rota.spell}")
        for kind, some in (("missing", gold - read), ("too much", read - gold)):
            for shift in sorted(some)[:6]:
                print(f"    {kind}: {' '.join(shift)}")
        for warning in rota_read["warnings"][:4]:
            print(f"    warning: {warning}")
print(f"recall {right / wanted:.2%} precision {right / (found or 1):.2%} of {wanted}; wrong: {dict(wrong)}")
