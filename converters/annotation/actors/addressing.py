"""Whether an action is for an actor that it names: what stands before and after the name says so.

Takes: the phrases of an action, one after the other, and the names in them. Gives: yes or no. 对企业给予奖励 is
for the enterprise; 由企业承担, 在园区内 and 建设园区 are for nobody.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import load_lexicon

if TYPE_CHECKING:
    from converters.annotation.actors.phrases import Phrase
    from converters.annotation.actors.readings import Name

_OFFICIAL: Final = frozenset({"government", "department", "body", "authority", "committee"})
_TALENT: Final = re.compile(
    r"实用|优秀|管理|高层次|领军|高技能|青年|拔尖|专业|技能|创新|创业|高端|顶尖|杰出|海外|海归|留学|外籍|科技人才|复合|骨干"
)
_CREATION: Final = re.compile(r"打造|建设|创建|建成|形成|培育|规划|布局|设立")
_MADE: Final = frozenset({"zone", "institution"})
# Whoever only acts where nothing addresses him.
_BYSTANDERS: Final = frozenset({"government", "department", "body", "authority", "polity"})
_NOBODY: Final = frozenset({"组织", "法人", "基地"})
_OWN: Final = ("本单位", "本企业", "本部门")
_ADDRESSING: Final = re.compile("对|向|(?:明确|指定)[^，]*的$")
_EQUIPPED: Final = re.compile("配备|配齐|配足")
_PARTICULARS: Final = re.compile(
    "登记(?:系统|平台|网上|服务)|(?:公共)?信用信息公示系统|款项(?:支付工作|行为|相关|的(?:机关|单位|企业|部门|大型))|工资基金|账户|帐户|年度(?:发展)?报告|服务(?:云|热线|中心)|股份转让系统"
    "|的?(?:名称|姓名|身份证|联系方式|基本情况|基本信息)|的(?:身份|编制|职数|内设机构)|(?:培养|培训|实训|创业|就业)?基地(?!企业)|(?:建设|发展|改革|管理)?经验"
)
_MODEL: Final = re.compile("”的?[^，、”]{0,4}(?:模式|机制|模型)")  # “管委会＋公司”运营模式
_WITH: Final = frozenset({"与", "和"})
_JOINING: Final = re.compile(
    "(?:依法|主动)?(?:建立(?:健全)?|加强|深化|强化|开展|密切|健全|完善|推进|推动)?[与和]"
)
_FOUNDED: Final = re.compile("(?:兴办|创办|开办|设立|成立|建立|组建)$")
_AT_WORK: Final = re.compile("[到在][^，]{1,10}的$")
_BUILDING: Final = frozenset({"构建", "形成", "打造", "促进形成", "建设"})
_WORKING: Final = re.compile(
    "[^，]{0,6}(?:就业|任职|兼职|挂职|深造|实习|见习)|中[^，]{0,2}(?:就业|任职|兼职|挂职)"
)
# 创新 is a verb: 创新人才工作机制.
_WAYS: Final = re.compile("(?:工作|培养|引进|评价|、)+(?:机制|模式|方式|制度)")
_SCARCE: Final = ("紧缺人才", "急需人才")
_DESIGNATING: Final = frozenset({"明确", "指定"})
_TASKS: Final = re.compile("(?:的)?(?:各自)?(?:职[责能权]|责任|分工|任务|权限)")
# Whom an action relies on takes part in it; places and things only carry it: 依托龙头企业, 依托园区.
_PARTAKING: Final = frozenset(
    {"enterprise", "institution", "organisation", "finance", "unit", "people", "talent"}
)
_FOSTERED: Final = re.compile(
    "的(?:全方位|全面|系统)?(?:培养|培育|引进|引育|招引|使用|开发)|评价|激励(?!政策|措施)"
)
# Where something is done or goes to: 示范区内首次认定的企业, 向园区集聚.
_WITHIN: Final = re.compile("(?:区域|范围|辖区)?(?:以?内|以?外)")
_SETTLING: Final = re.compile("[^，]{0,4}(?:落地|落户|集聚|聚集|转型|转移|迁移)")
_DESCRIBING: Final = re.compile("[^，；、的]{1,16}的")
_FORMED: Final = ("联盟", "组织")  # what is only formed: 组建产业联盟
# Which organ it is: 移交相应的登记机构, 报告所在地的教育行政部门.
_AT_PLACE: Final = re.compile(
    "(?:移交|移送|送交|报送|报告|上报|报|通报|告知|通知|委托|提请|抄送)(?:给)?(?:相应|所在地|当地|同级|上级|本级|原)的$"
)
# What is only compared with, and what is built: 享受国有机构同等待遇, 在境外建设研发机构.
_COMPARED: Final = re.compile("同等|相同|同样")
_BUILT: Final = re.compile("建设(?!单位|项目|工程)|设立")
# Before them talent without a modifier is meant as people: 为人才提供服务, 吸引人才.
_DRAWING: Final = frozenset({"吸引", "招引", "吸纳", "留住", "为", "对", "向", "给"})
UNCOUNTED: Final = frozenset({"platform", "fund", "polity", "capital_bare", "kin", "area"})
"""Kinds of names that no action is for, unless they act in it."""
_LONGEST_LOCATION: Final = 10


@cache
def addressing_words(*roles: str) -> frozenset[str]:
    """Words before or after a name that say whether the action is for it."""
    rows = load_lexicon("addressing_words")
    return frozenset(
        row["term"] for row in rows if not set(roles).isdisjoint(row["roles"].split(";"))
    )


class Context:
    """What stands before and after a name in the action."""

    def __init__(self, folded: str, start: int, *, has_subject: bool) -> None:
        self.folded = folded
        self.start = self.at = start
        self.has_subject = has_subject  # a subject inside the action has been read, or acts in it
        self.is_addressed = False  # 对 or 向 has been read
        self.before = self.after = ""
        self.phrase_start = start
        self.is_joined = False  # 与 stands before the phrase, and nothing before that
        self.is_list = False  # the phrase names several
        self.has_named = False  # a target has been read
        self.had_named = False  # … in an earlier phrase

    def go_to(self, phrase: Phrase) -> None:
        """Read on to the next phrase."""
        between = self.folded[self.at : phrase.start]
        self.is_addressed |= _ADDRESSING.search(between) is not None
        self.had_named = self.has_named
        self.before = phrase.before.entry.term if phrase.before else ""
        self.after = phrase.after.entry.term if phrase.after else ""
        self.phrase_start, self.at = phrase.start, phrase.end
        self.is_joined = phrase.opens in _WITH and self._opens_with_partner()

    def _opens_with_partner(self) -> bool:
        """Whether nothing but a verb of working together stands before 与: 加强与海关的协作."""
        return _JOINING.fullmatch(self.folded, self.start, self.phrase_start) is not None

    def ignores(self, phrase: Phrase) -> bool:
        """Whether nobody in the phrase can count, so that it need not be read."""
        if self.is_addressed or self.before in addressing_words("addressing", "governing"):
            return False
        if self.is_joined or (self.before == "的" and self._is_located()):
            return False
        kinds = {head.entry.kind for conjunct in phrase.conjuncts for head in conjunct.heads}
        return kinds <= _BYSTANDERS

    def counts(self, name: Name) -> bool:
        """Whether the action is for the actor."""
        category = name.category
        if category == "platform":
            is_served = self.is_addressed and self.after in addressing_words("benefit")
            return name.is_whole and is_served and not self._stands_aside(name)
        if category == "kin":
            return self.is_list and name.is_whole and self._has_guardian()
        if category in UNCOUNTED or self._stands_aside(name):
            return False
        pieces = name.pieces if category == "talent" else name.pieces[-1:]
        words = "".join(piece.of(self.folded) for piece in pieces)
        if category in _MADE:
            return words not in _NOBODY and not self._makes(name)
        if category in _OFFICIAL:
            return words != "政府" and self._addresses(category)
        return self._receives(name, words)

    def _receives(self, name: Name, words: str) -> bool:
        """Whether somebody who is no organ and no zone receives the action."""
        if name.category == "organisation" and self.before in addressing_words(
            "founding", "creating"
        ):
            return not words.endswith(_FORMED)
        if words == "第三方" and not name.is_whole:
            return False  # 第三方检测结果
        if words in _NOBODY:
            return self.is_list and name.is_whole  # 公民、法人和其他组织
        if words == "人才":
            is_all = self.folded.startswith("各类", max(name.start - 2, 0))
            return (
                is_all
                or self.after == "在"
                or (self.before in _DRAWING and name.is_whole and not self.is_list)
            )
        if name.category == "talent" and words.endswith("人才"):
            is_fostered = _FOSTERED.match(self.folded, name.end) is not None
            is_scarce = words.endswith(_SCARCE) and name.is_whole
            is_scarce = is_scarce and not self.folded.startswith(("培养", "需求"), name.end)
            is_way = words == "创新人才" and _WAYS.match(self.folded, name.end)
            is_meant = is_fostered or is_scarce or _TALENT.search(words) is not None
            return is_meant and not is_way
        return words not in _OWN

    def _has_guardian(self) -> bool:
        """Whether the phrase names guardians: 告知父母或者其他监护人."""
        return self.folded.find("监护人", self.phrase_start, self.at) >= 0

    def _founds(self, name: Name) -> bool:
        """Whether somebody named before founds an enterprise of his own: 科技人员创办企业."""
        if not name.is_whole or name.category != "enterprise":
            return False
        found = _FOUNDED.search(self.folded, self.start, self.phrase_start)
        return found is not None and (self.has_subject or self.had_named)

    def _stands_aside(self, name: Name) -> bool:
        """Whether the actor is a partner, a means, a place, or what somebody gets or is compared with."""
        is_partner = self.before == "联合" and not self.has_subject
        is_subject = self.after in addressing_words("modal") and not self._is_fronted()
        is_means = self.before in addressing_words("basis") and name.category not in _PARTAKING
        is_workplace = _WORKING.match(self.folded, name.end) and (
            self.before in {"到", "在"} or _AT_WORK.search(self.folded, self.start, name.start)
        )
        if is_partner or is_subject or is_means or is_workplace or self._founds(name):
            return True
        if self.before in _BUILDING and self.folded.startswith("集聚", name.end):
            return True  # 构建企业集聚的产业生态
        beside = any(
            pattern.match(self.folded, name.end) for pattern in (_COMPARED, _PARTICULARS, _MODEL)
        )
        return beside or self._is_place(name) or self._equips(name)

    def _is_fronted(self) -> bool:
        """Whether the phrase before a modal is whom the action addresses: 对排名靠前的企业应当给予奖励."""
        front = self.folded.rfind("对", self.start, self.phrase_start)
        return front >= 0 and "，" not in self.folded[front : self.phrase_start]

    def is_within(self, name: Name) -> bool:
        """Whether a zone is named for what is inside or outside of it."""
        return name.category == "zone" and _WITHIN.match(self.folded, name.end) is not None

    def organises(self, name: Name) -> bool:
        """Whether a name is only the verb 组织: 组织和指导企业."""
        return not self.is_list and self.folded[name.start : name.end] == "组织"

    def _is_place(self, name: Name) -> bool:
        """Whether a zone is only where something is done."""
        if name.category != "zone":
            return False
        if self.is_within(name):
            return True
        if self.before == "在" and _DESCRIBING.match(self.folded, name.end):
            return True
        if self.before == "在" and self.has_subject:
            return True
        settles = self.before in {"在", "向", "到"} and (self.has_subject or self.has_named)
        return settles and _SETTLING.match(self.folded, name.end) is not None

    def _equips(self, name: Name) -> bool:
        """Whether people are what somebody gets: 配备设施设备和专业人员."""
        if name.category not in {"people", "talent"}:
            return False
        return _EQUIPPED.search(self.folded, self.start, name.start) is not None

    def _addresses(self, category: str) -> bool:
        if category == "committee" and self.before in addressing_words("founding"):
            return True
        if self.is_joined:
            return True
        if self.before in {"的", ""}:
            return self.is_addressed or self.is_joined or self._is_located()
        if self.before in _DESIGNATING and _TASKS.match(self.folded, self.at):
            return False
        return self.before in addressing_words("addressing")

    def _is_located(self) -> bool:
        """Whether only 相应的 or 所在地的 stands between a verb and whom it addresses."""
        start = max(self.start, self.phrase_start - _LONGEST_LOCATION)
        return _AT_PLACE.search(self.folded, start, self.phrase_start) is not None

    def _makes(self, name: Name) -> bool:
        """Whether the action makes a zone or an institution instead of serving it."""
        if self._is_built(name):
            return True
        if self.folded.startswith("建设", name.end):
            return False
        if self.before == "创建":
            return self.has_subject
        if self.before in {"的", "成为", "为"}:
            addresses = self.folded.startswith("对", self.start)
            found = _CREATION.search(self.folded, self.start, self.phrase_start)
            describes = found is not None and found.end() == self.phrase_start - 1  # 依法设立的机构
            return found is not None and not addresses and not describes
        is_created = self.before in addressing_words("creating")
        return is_created or self.before.endswith(("建设", "打造"))

    def _is_built(self, name: Name) -> bool:
        """Whether the words of a name say themselves that it is built: 建设创新创业集聚区."""
        if self.folded.startswith(("建设", "打造", "创建"), name.start):
            return True
        if name.category != "institution":
            return False
        return _BUILT.search(self.folded, name.start + 1, name.pieces[0].end) is not None
