"""TwiML as a tree of verbs, with the defaults that Twilio documents."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTAINERS = {"Gather": {"Say", "Play", "Pause"}, "Dial": {"Number", "Sip", "Client", "Conference", "Queue"}}
VERBS = {"Say", "Play", "Pause", "Gather", "Redirect", "Dial", "Record", "Hangup", "Reject"}


class NotTwiml(ValueError):
    """The answer is no document that Twilio would run."""


@dataclass(frozen=True)
class Verb:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple[Verb, ...] = ()

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def is_on(self, attribute: str, default: bool = False) -> bool:
        return self.attributes.get(attribute, str(default)).strip().lower() == "true"


def parse_twiml(document: str) -> list[Verb]:
    """The verbs under `<Response>`, in order.

    Raises NotTwiml for anything that is not well-formed, has another root, or uses a verb or a nesting
    that Twilio refuses.
    """
    try:
        root = ET.fromstring(document)
    except ET.ParseError as error:
        raise NotTwiml(f"not XML: {error}") from error
    if root.tag != "Response":
        raise NotTwiml(f"the root element is <{root.tag}>, not <Response>")
    return [_verb(element, VERBS) for element in root]


def prompts(verbs: list[Verb] | tuple[Verb, ...]) -> Iterator[Verb]:
    """Everything that is said or played, nested or not."""
    for verb in verbs:
        if verb.name in ("Say", "Play"):
            yield verb
        else:
            yield from prompts(verb.children)


def _verb(element: ET.Element, allowed: set[str]) -> Verb:
    if element.tag not in allowed:
        raise NotTwiml(f"<{element.tag}> is not allowed there")
    inside = CONTAINERS.get(element.tag, set())
    if element.tag == "Say":
        text = " ".join("".join(element.itertext()).split())
        return Verb("Say", dict(element.attrib), text)
    children = tuple(_verb(child, inside) for child in element)
    return Verb(element.tag, dict(element.attrib), (element.text or "").strip(), children)
