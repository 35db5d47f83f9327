"""The understanding half of a trained model, run without the dialogue: for `receptionist parse` and for tests."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import ExecutionContext
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.model import get_latest_model
from rasa.shared.core.trackers import DialogueStateTracker


class Pipeline:
    """`parse` gives what Rasa would log for the message: text, intent, intent_ranking, intents, entities."""

    def __init__(self, model: str | Path) -> None:
        """`model` is an archive or a folder, of which the latest is taken; FileNotFoundError when there is none."""
        archive = str(model) if Path(model).is_file() else get_latest_model(str(model))
        if not archive:
            raise FileNotFoundError(f"no trained model in {model}: run `make train`")
        with tempfile.TemporaryDirectory() as folder:
            storage, metadata = LocalModelStorage.from_model_archive(Path(folder), Path(archive))
            self._target = metadata.nlu_target
            schema = metadata.predict_schema.minimal_graph_schema([self._target])
            self._runner = DaskGraphRunner.create(schema, storage, ExecutionContext(schema, metadata.model_id))
        self._tracker = DialogueStateTracker.from_events("parse", [])

    def parse(self, text: str, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
        message = UserMessage(text, metadata=dict(metadata or {}))
        results = self._runner.run(
            inputs={PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: self._tracker}, targets=[self._target]
        )
        return {"entities": [], "intents": [], **results[self._target][0].as_dict(only_output_properties=True)}
