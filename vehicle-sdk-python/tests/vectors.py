"""Reads docs/vectors, in the forms that its README lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "vectors"


def read(name: str) -> list[dict[str, Any]]:
    content = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    vectors: list[dict[str, Any]] = content["vectors"]
    return vectors


def to_bytes(form: Any) -> bytes:
    if isinstance(form, str):
        return form.encode()
    if isinstance(form, list):
        return b"".join(to_bytes(each) for each in form)
    if "hex" in form:
        return bytes.fromhex(form["hex"])
    return to_bytes(form["repeat"]) * int(form["times"])


def to_text(form: Any) -> str:
    return to_bytes(form).decode()


def names(vectors: list[dict[str, Any]]) -> list[str]:
    return [str(vector.get("name", vector.get("line"))) for vector in vectors]
