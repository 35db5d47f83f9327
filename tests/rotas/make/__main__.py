import sys

from tests.rotas.make import browser, canvas, sheets, tex, word  # noqa: F401  (they register documents)
from tests.rotas.make.produce import DOCUMENTS, make

for name in sys.argv[1:] or DOCUMENTS:
    print(name)
    make(name)
