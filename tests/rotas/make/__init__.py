"""Makes the rotas beside this folder with the programs that clinics use: `python -m tests.rotas.make [NAME…]`.

Needs from Debian libreoffice-writer, libreoffice-calc, chromium and texlive-latex-recommended, from PyPI python-docx and
openpyxl (`uv run --with python-docx --with openpyxl`). Tests need none of them: the PDFs and their gold are committed.
"""
