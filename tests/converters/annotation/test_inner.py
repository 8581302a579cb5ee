"""Attitudes inside measures, and tasks of authorities: words that show them, and words that look alike."""

from __future__ import annotations

import pytest

from converters.annotation.measures.inner import inner_modality
from converters.annotation.measures.tasks import find_tasks
from converters.annotation.records import Modality

DUTY, MAY = Modality.OBLIGATION, Modality.PERMISSION
INNER = [
    (DUTY, "鼓励划设工业用地控制线", Modality.ENCOURAGEMENT),
    (DUTY, "严格控制工业用地转为其他用地", None),
    (DUTY, "采取有效措施，支持重大创新平台在本省落户", Modality.SUPPORT),
    (DUTY, "通过政府购买服务等方式支持、引导社会力量参与人才培养", Modality.SUPPORT),
    (DUTY, "积极引导社会资本投资制造业", Modality.ENCOURAGEMENT),
    (DUTY, "科学合理确定支持政策", None),
    (DUTY, "支持政策体系建设", None),
    (DUTY, "赋予示范区市级经济管理权限", Modality.PERMISSION),
    (MAY, "赋予企业高级职称评审权", None),
    (MAY, "采取无偿补助、融资租赁等方式，支持企业开展技术改造", Modality.SUPPORT),
    # What is encouraged is no duty, and what it contains is not asked for.
    (Modality.ENCOURAGEMENT, "支持制造业高质量发展", None),
    (DUTY, "制定“鼓励创新”行动计划", None),
]
TASKS = [
    ("负责本行政区域内制造业高质量发展的组织、协调、促进等工作", ["组织", "协调", "促进"]),
    ("负责先进制造业促进协调推进、考核评价等工作", ["协调推进", "考核评价"]),
    ("负责慈善事业的发展和慈善活动的监督管理工作", ["监督管理"]),
    ("负责统筹规划、综合协调全市数据发展和管理工作", ["统筹规划", "综合协调"]),
    ("负责指导、协调和推进本行政区域内全民阅读促进工作", ["指导", "协调", "推进"]),
    ("负责科技创新促进工作的综合协调、组织实施", ["综合协调", "组织实施"]),
    # One noun of action behind its object is the name of the work.
    ("负责乡村振兴促进工作", []),
    ("负责本行政区域内的文明行为促进工作", []),
    ("按照各自职责做好促进的相关工作", []),
    ("对所提交材料的真实性负责", []),
]


@pytest.mark.parametrize(("modality", "words", "expected"), INNER)
def test_inner_modality(modality: Modality, words: str, expected: Modality | None) -> None:
    assert inner_modality(modality, words) == expected


@pytest.mark.parametrize(("words", "expected"), TASKS)
def test_tasks(words: str, expected: list[str]) -> None:
    assert [task.of(words) for task in find_tasks(words)] == expected
