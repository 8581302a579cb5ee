"""Names that the words beside them make objects of policy.

Takes: folded text with its composed names. Gives: whether a name outside lists is the object of
policy (发展旅游业, 电子商务发展规划, 快递业促进工作), whether it belongs to the name of an actor or a
means or to new means of production, and industries that no lexicon knows (促进惠明茶产业发展).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import alternation, terms
from converters.annotation.sectors.labels import NOT_IN_LABEL
from converters.annotation.sectors.tokens import Rank
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.sectors.tokens import Name
    from converters.annotation.sectors.words import Words

# 消费品特色园区, 医药产业园: a park of a branch; 零碳产业园 is none.
_PARK: Final = re.compile("特色(?:产业)?(?:园区?|小镇|基地|集群)")
_PARK_OF_BRANCH: Final = re.compile("产业园")
_AFTER_OBJECT: Final = re.compile(
    "[，。；、）]|$|和|与|以及|等|产业|行业|领域|集群|高质量|发展|转型|升级|创新|融合|集聚|做大|壮大|改造|新增长"
)
# 软件首版次, 首版次软件
_FIRST: Final = re.compile("首台（套）|首台套|首批次|首版次|首套件")
_BEHIND_FIRST: Final = re.compile(f"(?:{_FIRST.pattern})$")
_LONGEST_FIRST: Final = 7
# 绿色 is missing: 建筑绿色发展 is a manner of building, no industry of buildings.
_GROWTH: Final = re.compile(
    "(?:(?:高质量|健康|可持续|持续|有序|规范|协调|快速|平稳|稳定|创新|融合|集聚|集群|繁荣|综合|全面|跨越式?|加快)[、和]?){0,4}"
    "(?:发展|促进|振兴|领域(?:扩大|对外|进一步){0,2}(?:开放|合作)|合作(?=[，。；、和与]|发展|创新|交流)|(?<=科技)进步)(?!改革|委员会|中心|集团|银行|公司|股份)"
)
_INDUSTRY: Final = re.compile("业$")
_GROWING: Final = re.compile("业$|服务$")
# 清洁生产促进工作, 环境保护促进, 科学研究合作: ways of acting.
_NO_OBJECT: Final = re.compile("生产$|保护$|研究$|应急$|仲裁$")
# 旅游业务, 会展业经营者, 建筑业企业, 海洋渔业水域: the industry only says of what kind these are.
_OF_KIND: Final = re.compile(
    "务|者|主|户|态|机|绩|余|经营|从业|企业|公司|单位|机构|组织|协会|商会|学会|人员|工人|职工|劳动|主管|行政|监督"
    "|监管|许可|执照|水域|船舶|固体|废|污染|用地|建筑|设施|标准|统计|税|诚信|自律|信用"
)
# What policy on tourism looks after, sights and tours; with other branches these are goods or means.
_TOURISM: Final = re.compile("旅游$")
_SIGHTS: Final = re.compile("(?:资源|线路|品牌|目的地)(?!(?:开发)?经营)")
_CAUSE: Final = re.compile("事业(?!单位|编制|费|性|心)")
# 软件企业, 大数据协会: names of actors.
_ACTOR: Final = re.compile(
    "(?:类|领域|出口|经营|回收|销售|运营)?(?:企业|公司|协会|商会|学会|经营者|从业|人员|用户|专家)"
)
_MEANS: Final = re.compile("手段|方式|方法")
# 大数据平台, 大数据分析: tools of administration.
_DATA: Final = "大数据"
_DATA_TOOL: Final = re.compile(
    "分析|比对|(?:综合|管理|服务|共享|分析|应用|监管|监测|信息){0,2}平台"
)
# 运用信息技术手段: a technology that stands for any, as a means.
_ANY_TECHNOLOGY: Final = re.compile("(?:信息|数字|网络|数字化|信息化)技术$")
_NEW_TECHNOLOGY: Final = re.compile("新一代|下一代")
_BY_MEANS: Final = re.compile("(?:运用|利用|通过|采用|借助|依托|使用)(?:现代|先进的?)?$")
_LONGEST_MEANS: Final = 5
# 禁止建设风力发电项目: what is forbidden or punished is no object of promotion.
_FORBIDDING: Final = re.compile(
    "禁止|(?P<clause>，不得)|不得|违反|责令|罚款|处罚|没收|吊销|追究|处分[，。；]"
)
_SENTENCE_ENDS: Final = "。；\n"
_DUTY: Final = re.compile("应当|可以|鼓励|支持")
_PROMOTING: Final = "促进|推动|推进|支持|扶持|鼓励|引导|发展|培育|壮大|振兴|做大做强|打造|加快"
_BEHIND_INDUSTRY: Final = "(?=发展|高质量|健康|可持续|振兴|集群|做大|[，。；、])"
_LONGEST_UNKNOWN: Final = 6
_NO_INDUSTRY: Final = re.compile(
    "型$|^[成为新全各大小]|区域|其他|其它|第[一二三]|高[技污]|[纳列投转引]入|国际化"
)

_NEW_THINGS: Final = "新(?:技术|工艺|设备|装备|产品|模式|业态|服务|方法|品种)"
_AMONG_NEW: Final = re.compile(f"新(?:材料|能源)(?=(?:、|和|与|以及){_NEW_THINGS})")
_AFTER_NEW: Final = re.compile(f"{_NEW_THINGS}(?:、|和|与|以及)$")


def is_object(words: Words, name: Name) -> bool:
    """Whether policy aims at a branch: 发展旅游业, 电子商务发展规划, 软件首版次, 消费品特色园区."""
    folded = words.folded
    if _PARK.match(folded, name.end) or _FIRST.match(folded, name.end):
        return True
    if is_first_of_kind(folded, name.start):
        return True
    branch = name.rank is Rank.BRANCH
    if branch and (
        _PARK_OF_BRANCH.match(folded, name.end)
        or (name.start in words.promoted and _AFTER_OBJECT.match(folded, name.end))
    ):
        return True
    return (
        grows(folded, name)
        or _is_industry(folded, name)
        or (
            _TOURISM.search(folded, name.start, name.end) is not None
            and _SIGHTS.match(folded, name.end) is not None
        )
    )


def is_first_of_kind(folded: str, start: int) -> bool:
    """Whether words such as 首批次 stand before a place: 首台（套）装备、首批次材料."""
    return _BEHIND_FIRST.search(folded[max(0, start - _LONGEST_FIRST) : start]) is not None


def grows(folded: str, name: Name) -> bool:
    """Whether development or promotion of what a name says is spoken of: 养老服务健康发展, 农业发展."""
    if name.rank < Rank.BRANCH and not _GROWING.search(folded, name.start, name.end):
        return False
    if _NO_OBJECT.search(folded, name.start, name.end):
        return False
    return _GROWTH.match(folded, name.end) is not None


def _is_industry(folded: str, name: Name) -> bool:
    return (
        name.rank >= Rank.BRANCH
        and _INDUSTRY.search(folded, name.start, name.end) is not None
        # In a coordination the rules for lists decide: 农业、畜牧业、林业等规划.
        and "、" not in (folded[name.start - 1 : name.start], folded[name.end : name.end + 1])
        and _OF_KIND.match(folded, name.end) is None
    )


def is_actor_or_means(folded: str, name: Name) -> bool:
    """Whether a name tells of what kind an actor is, or by what means something is done."""
    if _ACTOR.match(folded, name.end) or _MEANS.match(folded, name.end):
        return True
    if folded[name.start : name.end] == _DATA and _DATA_TOOL.match(folded, name.end):
        return True
    if not _ANY_TECHNOLOGY.search(folded, name.start, name.end):
        return False
    if _NEW_TECHNOLOGY.match(folded, name.start):
        return False
    return bool(_BY_MEANS.search(folded[max(0, name.start - _LONGEST_MEANS) : name.start]))


def among_new_things(folded: str, start: int) -> bool:
    """新材料, 新能源 beside 新技术、新工艺: means of production, no sector."""
    return bool(
        _AMONG_NEW.match(folded, start)
        or (
            folded.startswith(("新材料", "新能源"), start)
            and _AFTER_NEW.search(folded[:start][-6:])
        )
    )


def forbidding_sentences(folded: str) -> list[Span]:
    """The sentences that forbid or punish."""
    spans: list[Span] = []
    for found in _FORBIDDING.finditer(folded):
        if spans and found.start() < spans[-1].end:
            continue
        start = max(folded.rfind(sign, 0, found.start()) for sign in _SENTENCE_ENDS) + 1
        if found["clause"] and _DUTY.search(folded, start, found.start()):
            # 应当遵守法律，不得泄露秘密: what goes before is a duty of its own.
            start = found.start()
        ends = [folded.find(sign, found.start()) for sign in _SENTENCE_ENDS]
        spans.append(Span(start, min((end for end in ends if end >= 0), default=len(folded))))
    return spans


def open_industries(words: Words) -> Iterator[Span]:
    """Industries of any name as objects of a verb of promotion: 推动蓝碳产业发展."""
    if "产业" not in words.folded:
        return
    for found in _open_industry().finditer(words.folded):
        unknown = found["unknown"]
        known = words.by_end.get(found.end())
        if known is not None and known.rank is Rank.FIELD:
            continue
        if not _NO_INDUSTRY.search(unknown) and not _class_word().search(unknown):
            yield Span(found.start("unknown"), found.end())


@cache
def _open_industry() -> re.Pattern[str]:
    unknown = f"(?:(?!{NOT_IN_LABEL}|产业)[一-鿿]){{1,{_LONGEST_UNKNOWN}}}"
    return re.compile(f"(?:{_PROMOTING})(?P<unknown>{unknown})产业{_BEHIND_INDUSTRY}")


@cache
def _class_word() -> re.Pattern[str]:
    """特色, 主导, 现代: with such a word 产业 is no industry but a class of them."""
    return re.compile(alternation(terms("sector_classes", part="modifier")))
