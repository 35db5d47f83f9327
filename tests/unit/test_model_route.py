"""The trained model as `web` serves it."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.model import model_routes

TOKEN = {"X-Internal-Token": "inside"}


def train(archive: Path, model_id: str) -> None:
    content = json.dumps({"model_id": model_id}).encode()
    with tarfile.open(archive, "w:gz") as tar:
        member = tarfile.TarInfo("metadata.json")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "model.tar.gz"


@pytest.fixture
def client(archive: Path) -> FlaskClient:
    app = Flask("web")
    app.register_blueprint(model_routes(archive, token="inside"))
    return app.test_client()


def test_it_is_sent_once(archive: Path, client: FlaskClient) -> None:
    train(archive, "first")
    answer = client.get("/model", headers=TOKEN)
    assert answer.status_code == 200 and answer.data == archive.read_bytes() and answer.headers["ETag"] == '"first"'
    known = {**TOKEN, "If-None-Match": '"first", "refused"'}
    assert client.get("/model", headers=known).status_code == 304
    train(archive, "second one")
    assert client.get("/model", headers=known).headers["ETag"] == '"second one"'


def test_what_is_no_model_is_not_sent(archive: Path, client: FlaskClient) -> None:
    assert client.get("/model", headers=TOKEN).status_code == 404
    archive.write_bytes(b"half of")
    assert client.get("/model", headers=TOKEN).status_code == 404


def test_it_is_for_our_own_processes(archive: Path, client: FlaskClient) -> None:
    train(archive, "first")
    assert client.get("/model").status_code == 403
