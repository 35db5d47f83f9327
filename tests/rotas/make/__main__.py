import sys

from tests.rotas.make import (  # noqa: F401  (they register documents)
    browser,
    browser_further,
    canvas,
    canvas_further,
    fifth,
    fourth,
    seventh,
    sheets,
    sheets_further,
    sixth,
    tex,
    tex_further,
    third,
    word,
    word_further,
)
from tests.rotas.make.produce import DOCUMENTS, make

for name in sys.argv[1:] or DOCUMENTS:
    print(name)
    make(name)
