"""Settings of provisions: title and headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.annotation.instruments.settings import Setting, read_settings
from converters.readers import read_text
from converters.sources import load_source
from converters.structure.tree import parse_structure

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """某省数字经济促进条例

第一章　总则

第一条 为了促进数字经济发展，制定本条例。

第二章　数字产业

第一节　人才保障

第二条 省人民政府应当培养人才。

省人民政府应当引进人才。

第三章　附则

第三条 本条例自公布之日起施行。
"""


def test_title_and_headings(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, "utf-8")
    settings = read_settings(parse_structure(read_text(load_source(path))))
    title = "某省数字经济促进条例"
    # the heading of a chapter ends with the chapter
    assert {
        "/".join(map("".join, steps)): setting
        for steps, setting in settings.items()
        if steps[-1][0] == "para"
    } == {
        "art1/para1": Setting(title, "总则"),
        "art2/para1": Setting(title, "数字产业 人才保障"),
        "art2/para2": Setting(title, "数字产业 人才保障"),
        "art3/para1": Setting(title, "附则"),
    }
