"""Rotas in a bucket (S3 as moto serves it): new ones are stored, bad ones reported and skipped, none read twice."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import boto3
import pytest
from moto.server import ThreadedMotoServer
from reportlab.pdfgen.canvas import Canvas

from receptionist.cache import MemoryState
from receptionist.storage.database import Database
from receptionist.storage.rotas import Rotas
from tests.fakes import Desk, a_desk
from worker.rotas import RotaBucket


@pytest.fixture(scope="module")
def s3():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield boto3.client("s3")
    server.stop()


@pytest.fixture
def desk(s3, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    desk = a_desk(Database(f"sqlite:///{tmp_path}/clinic.db"))
    yield desk
    desk.database.close()


@pytest.fixture
def bucket(s3, request: pytest.FixtureRequest) -> str:
    name = request.node.name.replace("_", "-")[:60]
    s3.create_bucket(Bucket=name)
    return name


def look(desk: Desk, bucket: str) -> None:
    RotaBucket(f"s3://{bucket}/rotas", Rotas(desk.database), desk.clinics, desk.clock, MemoryState()).do(Event())


def pdf(folder: Path, *lines: str) -> bytes:
    canvas = Canvas(str(folder / "made.pdf"))
    for index, line in enumerate(lines):
        canvas.drawString(72, 780 - 16 * index, line)
    canvas.save()
    return (folder / "made.pdf").read_bytes()


def times(desk: Desk, name: str) -> list[str]:
    doctor = next(doctor for doctor in desk.clinics.doctors(desk.clinic.id) if doctor.name == name)
    return [f"{shift.day} {shift.start}-{shift.end}" for shift in doctor.availability]


def test_new_and_changed_rotas_are_stored_once(s3, desk: Desk, bucket: str, tmp_path: Path) -> None:
    key, rotas = f"rotas/{desk.clinic.id}/weber.pdf", Rotas(desk.database)
    s3.put_object(Bucket=bucket, Key=key, Body=pdf(tmp_path, "Dr Thomas Weber: Friday 8-11"))
    look(desk, bucket)
    look(desk, bucket)
    assert times(desk, "Thomas Weber") == ["friday 08:00-11:00"]
    assert [version.source for version in rotas.versions(desk.clinic.id)] == ["before the first rota", "weber.pdf"]
    rotas.roll_back(desk.clinic.id, 1, desk.now)
    before = times(desk, "Thomas Weber")
    look(desk, bucket)
    assert times(desk, "Thomas Weber") == before
    s3.put_object(Bucket=bucket, Key=key, Body=pdf(tmp_path, "Dr Thomas Weber: Friday 9-11"))
    look(desk, bucket)
    assert times(desk, "Thomas Weber") == ["friday 09:00-11:00"]


def test_a_bad_file_is_reported_and_skipped(
    s3, desk: Desk, bucket: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = f"rotas/{desk.clinic.id}"
    s3.put_object(Bucket=bucket, Key=f"{folder}/a broken Lopez.pdf", Body=b"%PDF-1.4 nothing")
    s3.put_object(Bucket=bucket, Key=f"{folder}/letter.pdf", Body=b"Dear all")
    s3.put_object(Bucket=bucket, Key=f"{folder}/notes.txt", Body=b"no rota")
    s3.put_object(Bucket=bucket, Key="rotas/another-clinic/x.pdf", Body=pdf(tmp_path, "Dr Thomas Weber: Monday 8-9"))
    s3.put_object(Bucket=bucket, Key=f"{folder}/weber.pdf", Body=pdf(tmp_path, "Dr Thomas Weber: Friday 8-11"))
    with caplog.at_level(logging.INFO):
        look(desk, bucket)
    assert times(desk, "Thomas Weber") == ["friday 08:00-11:00"]
    refused = Rotas(desk.database).refused(desk.clinic.id)
    assert {key.rpartition("/")[2]: reason.split(";")[0] for key, reason in refused.items()} == {
        "a broken Lopez.pdf": "the file is damaged or cut off",
        "letter.pdf": "the file is not a PDF",
    }
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("worker"))
    assert ours.count("could not be stored") == 2 and "Lopez" not in ours and "Weber" not in ours
    listed = s3.list_objects_v2(Bucket=bucket)["KeyCount"]
    assert listed == 5


def test_a_bucket_that_does_not_answer_is_tried_again(s3, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    look(desk, "no-such-bucket")
    assert "cannot be read" in caplog.text


def test_the_latest_of_two_rotas_holds(s3, desk: Desk, bucket: str, tmp_path: Path) -> None:
    for name, hours in (("b.pdf", "8-11"), ("a.pdf", "9-12")):
        said = f"Dr Thomas Weber: Friday {hours}"
        s3.put_object(Bucket=bucket, Key=f"rotas/{name}", Body=pdf(tmp_path, said))
        time.sleep(1.1)
    look(desk, bucket)
    assert times(desk, "Thomas Weber") == ["friday 09:00-12:00"]
    sources = [version.source for version in Rotas(desk.database).versions(desk.clinic.id)]
    assert sources == ["before the first rota", "b.pdf", "a.pdf"]
