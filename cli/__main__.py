"""python -m cli, or bin/receptionist from anywhere."""

from cli.app import app

app(prog_name="receptionist")
