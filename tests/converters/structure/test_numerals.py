import pytest

from converters.structure.numerals import format_numeral, parse_numeral

WRITTEN = [
    ("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十一", 21), ("一百零五", 105),
    ("一百一十", 110), ("一百二十三", 123), ("一千零一", 1001), ("一千二百六十", 1260),
    ("12", 12), ("１２", 12), ("二〇二四", 2024), ("一九八○", 1980), ("两", 2),
    ("三十－", 31), ("五十—", 51),
]  # fmt: skip
NOT_NUMERALS = ["", "十百", "一二十", "百", "第", "一a", "²"]


@pytest.mark.parametrize(("written", "number"), WRITTEN)
def test_parse(written: str, number: int) -> None:
    assert parse_numeral(written) == number


@pytest.mark.parametrize("written", NOT_NUMERALS)
def test_parse_refuses(written: str) -> None:
    assert parse_numeral(written) is None


def test_format_inverts_parse() -> None:
    assert [parse_numeral(format_numeral(n)) for n in range(1, 10_000)] == list(range(1, 10_000))


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_format_refuses(number: int) -> None:
    with pytest.raises(ValueError, match="outside 1 to 9999"):
        format_numeral(number)
