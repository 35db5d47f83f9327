"""Rotas that clinics put into a bucket: new and changed PDFs are read and stored, or left for staff with a reason."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from knowledge.rota.limits import LARGEST_FILE, plain_name, read_rota_safely
from knowledge.rota.model import UnreadableRota
from knowledge.rota.storing import opening_of, store_rota
from receptionist.cache import SharedState
from receptionist.clinics import Clinic
from receptionist.clock import Clock
from receptionist.storage.clinics import Clinics
from receptionist.storage.rotas import BucketFile, Rotas

log = logging.getLogger(__name__)

ROUND_S = 3600.0
"""How long one worker may take for a round before another one begins one."""


class RotaBucket:
    """`uri`: s3://bucket/prefix; below it <clinic id>/….pdf, or ….pdf where there is one clinic only.

    What was read is remembered by its ETag in the transaction that stores it, or with the reason why it was not stored:
    a worker that is killed reads the file again. The log names no file, since a doctor's name may be in it.
    """

    def __init__(self, uri: str, rotas: Rotas, clinics: Clinics, clock: Clock, state: SharedState) -> None:
        parts = urlsplit(uri)
        if parts.scheme != "s3" or not parts.netloc:
            raise ValueError("ROTA_S3_URI is written s3://bucket/prefix")
        self._bucket, prefix = parts.netloc, parts.path.strip("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._rotas, self._clinics, self._clock, self._state = rotas, clinics, clock, state
        self._s3 = boto3.client(
            "s3", config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 2, "mode": "standard"})
        )

    def run(self, stop: Event, every_s: float) -> None:
        while True:
            self.do(stop)
            if stop.wait(every_s):
                return

    def do(self, stop: Event) -> None:
        """One round, by one worker at a time. Whatever fails is tried again in the next round."""
        key = f"rotas:{self._bucket}/{self._prefix}"
        if not self._state.add(key, ROUND_S):
            return
        try:
            for file, size, changed in self._new():
                if stop.is_set():
                    return
                self._safely(file, size, changed)
        except Exception as error:
            log.error("the bucket of rotas cannot be read: %s", type(error).__name__)
            log.debug("the bucket of rotas", exc_info=True)
        finally:
            self._state.delete(key)

    def _new(self) -> list[tuple[BucketFile, int, datetime]]:
        """What has not been read as it is now, in the order in which it was put there: the latest one wins."""
        read = self._rotas.etags()
        listed = [
            (BucketFile(f"s3://{self._bucket}/{found['Key']}", found["ETag"]), found["Size"], found["LastModified"])
            for found in self._listed()
            if found["Key"].lower().endswith(".pdf")
        ]
        new = [item for item in listed if read.get(item[0].key) != item[0].etag]
        return sorted(new, key=lambda item: (item[2], item[0].key))

    def _listed(self) -> Iterator[dict[str, Any]]:
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix):
            yield from page.get("Contents", [])

    def _safely(self, file: BucketFile, size: int, changed: datetime) -> None:
        try:
            self._one(file, size, changed)
        except Exception as error:
            log.error("a rota in the bucket cannot be read now: %s", type(error).__name__)
            log.debug("a rota in the bucket", exc_info=True)

    def _one(self, file: BucketFile, size: int, changed: datetime) -> None:
        clinic = self._clinic_of(file)
        if clinic is None:
            log.warning("a rota of %s lies in no clinic's folder; it is left there", f"{changed:%Y-%m-%d %H:%M}")
            return
        now = self._clock.now(clinic)
        try:
            if size > LARGEST_FILE:
                raise UnreadableRota(f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB")
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "rota.pdf"
                body = self._s3.get_object(Bucket=self._bucket, Key=self._key(file), IfMatch=file.etag)["Body"]
                with path.open("wb") as copy:
                    shutil.copyfileobj(body, copy)
                rota = read_rota_safely(path, now.date(), opening=opening_of(clinic))
            stored = store_rota(rota, self._rotas, clinic.id, plain_name(Path(file.key)), now, file)
        except UnreadableRota as error:
            self._rotas.refuse(clinic.id, file, str(error), now)
            log.warning("clinic %s: a rota could not be stored; receptionist rota --versions says why", clinic.id)
            return
        log.info(
            "clinic %s: a rota was stored: %s changes, %s warnings, %s appointments that no longer fit",
            clinic.id,
            len(stored.plan.differences),
            len(rota["warnings"]),
            len(stored.misfits),
        )

    def _key(self, file: BucketFile) -> str:
        return file.key.removeprefix(f"s3://{self._bucket}/")

    def _clinic_of(self, file: BucketFile) -> Clinic | None:
        folders = PurePosixPath(self._key(file).removeprefix(self._prefix)).parts[:-1]
        ids = self._clinics.clinic_ids()
        if not folders:
            return self._clinics.clinic(ids[0]) if len(ids) == 1 else None
        return self._clinics.clinic(folders[0]) if folders[0] in ids else None
