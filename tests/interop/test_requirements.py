"""What is absent skips a test, and fails it where continuous integration requires everything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.interop.conftest import COMMANDS, REQUIRED, need
from tests.interop.test_clients import MODULES

ROOT = Path(__file__).parents[2]
RUN = (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_what_is_absent_is_named_and_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REQUIRED, raising=False)

    with pytest.raises(pytest.skip.Exception, match="fagui-no-such-command: absent"):
        need("python3", "fagui-no-such-command")


def test_what_is_absent_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRED, "1")

    with pytest.raises(pytest.fail.Exception, match=f"absent, and {REQUIRED} is set"):
        need("fagui-no-such-command")


def test_continuous_integration_installs_and_requires_everything() -> None:
    installed = set(re.findall(r"^  need (\S+) ", RUN, re.MULTILINE))
    commands = {each for commands in COMMANDS.values() for each in commands}

    assert f"{REQUIRED}=1 {MODULES}=" in RUN
    # oxigraph is a package of the extra `test`.
    assert installed >= (commands | {"node", "npm", "curl"}) - {"oxigraph"}


def test_versions_from_npm_are_exact() -> None:
    package = json.loads((ROOT / "tests/interop/package.json").read_text(encoding="utf-8"))

    versions = [*package["dependencies"].values(), *package["overrides"].values()]
    assert len(versions) == 2
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", each) for each in versions)
