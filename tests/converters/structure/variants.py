"""Variants of a text in which only the typography changes: each must give the same structure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ARTICLE = re.compile(
    r"^(第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[ \u3000]", re.M
)
HEADING = re.compile(r"^#+ +(第[一二三四五六七八九十百]+[编章节])[ \u3000]+(.*)$", re.M)
ITEM = re.compile(r"^(?=[（(][一二三四五六七八九十]+[）)])", re.M)
HALF = str.maketrans("，；：（）", ",;:()")


def full_width_space(text: str, _: Random) -> str:
    return ARTICLE.sub("\\1\u3000", text)


def no_space(text: str, _: Random) -> str:
    return ARTICLE.sub("\\1", text)


def bold_labels(text: str, _: Random) -> str:
    return ARTICLE.sub("**\\1** ", text)


def bullets(text: str, _: Random) -> str:
    return ITEM.sub("- ", text)


def half_width(text: str, _: Random) -> str:
    head, mark, body = text.partition("<!-- INFO END -->")
    return head + mark + body.translate(HALF)


def page_breaks(text: str, random: Random) -> str:
    """Some long paragraphs cut inside a sentence, a blank line and a page number between."""
    head, mark, body = text.partition("<!-- INFO END -->")
    lines = [_cut(line, random) for line in body.split("\n")]
    return head + mark + "\n".join(lines)


def _cut(line: str, random: Random) -> str:
    places = [m.start() for m in re.finditer(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", line)]
    places = [p for p in places if p > 14]
    # A paragraph without an end of its own shows no cut: it could be two entries of a list.
    if not line.endswith(("。", "；", "：", "”", ";", ":")):
        return line
    if line.startswith("#") or len(line) < 40 or not places or random.random() < 0.6:
        return line
    place = random.choice(places)
    number = random.choice(["", "- 3 -\n\n", "— 12 —\n\n"])
    return f"{line[:place]}\n\n{number}{line[place:]}"


def contents(text: str, _: Random) -> str:
    """A table of contents before the first heading."""
    headings = [f"{m[1]}　{m[2]}" for m in HEADING.finditer(text)]
    first, article = HEADING.search(text), re.search(r"^第.{1,6}条", text, re.M)
    if not first or (article and article.start() < first.start()):
        return text
    table = "\n\n".join(["目　录", *headings])
    return f"{text[: first.start()]}{table}\n\n{text[first.start() :]}"


def labels_lost(text: str, _: Random) -> str:
    """Every other chapter keeps only its title."""
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        count += match[1].endswith("章")
        short = len(match[2]) <= 20 and not re.search("[，。；：]", match[2])
        return match[2] if match[1].endswith("章") and count % 2 == 0 and short else match[0]

    return text if re.search("^#+ +第.+[节编]", text, re.M) else HEADING.sub(replace, text)


def notice(text: str, _: Random) -> str:
    """The text as the annex of a notice, as governments send them out."""
    lines = text.split("\n")
    title = lines[0].removeprefix("# ")
    head = [
        "某某省人民政府办公厅文件",
        "某政办发〔2023〕7号",
        "某某省人民政府办公厅",
        f"关于印发《{title}》的通知",
        "各市、县人民政府，省各有关单位：",
        f"《{title}》已经省人民政府同意，现印发给你们，请认真贯彻执行。",
        "某某省人民政府办公厅",
        "2023年5月6日",
        "（此件公开发布）",
        title,
    ]
    return "\n\n".join(head) + "\n\n" + text.partition("<!-- INFO END -->")[2]


VARIANTS: dict[str, Callable[[str, Random], str]] = {
    f.__name__: f
    for f in (
        full_width_space,
        no_space,
        bold_labels,
        bullets,
        half_width,
        page_breaks,
        contents,
        labels_lost,
        notice,
    )
}
