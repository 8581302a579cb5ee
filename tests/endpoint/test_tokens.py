from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endpoint.sparql.tokens import find_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# only a comment", []),
        ("ASK{}", ["word ASK", "sign {", "sign }"]),
        ("<http://a/#b> # c", ["iri <http://a/#b>"]),
        (
            "?a<?b && ?c>?d".replace(" ", " "),
            [
                "variable ?a",
                "sign <",
                "variable ?b",
                "sign &",
                "sign &",
                "variable ?c",
                "sign >",
                "variable ?d",
            ],
        ),
        ('"a # b"@zh-Hans', ['string "a # b"', "language @zh-Hans"]),
        (r'"a\"b" x', [r'string "a\"b"', "word x"]),
        ('"""a"b""c""" x', ['string """a"b""c"""', "word x"]),
        ("'''a\n'b''' x", ["string '''a\n'b'''", "word x"]),
        ('"" ""', ['string ""', 'string ""']),
        (
            "eli:number ex:a.b. :x _:b1 a:",
            [
                "name eli:number",
                "name ex:a.b",
                "sign .",
                "name :x",
                "name _:b1",
                "name a:",
            ],
        ),
        (r"ex:a\.SERVICE ex:%41b", [r"name ex:a\.SERVICE", "name ex:%41b"]),
        (
            "1 1.5 .5 1e3 1.e3 2.",
            [
                "number 1",
                "number 1.5",
                "number .5",
                "number 1e3",
                "number 1.e3",
                "number 2",
                "sign .",
            ],
        ),
        ("条:款 ?款", ["name 条:款", "variable ?款"]),
        ('"unclosed\nASK', ['sign "', "word unclosed", "word ASK"]),
        # An unclosed string is read once, not again from each escaped quotation mark.
        (r""""\"\"\' SERVICE""", ['sign "', r"sign \"", r"sign \"", r"sign \'", "word SERVICE"]),
        (r"ex:a\+b\%c", [r"name ex:a\+b\%c"]),
        ("a." * 100 + "b:c", ["name " + "a." * 100 + "b:c"]),
        # What looks like an IRI and may hide a SERVICE is read as a comparison.
        (
            "1<1)SERVICE#>\n?x",
            [
                "number 1",
                "sign <",
                "number 1",
                "sign )",
                "word SERVICE",
                "variable ?x",
            ],
        ),
    ],
)
def test_tokens_of_a_text(text: str, expected: list[str]) -> None:
    found = [f"{each.kind} {each.text}" for each in find_tokens(text)]

    assert found == expected


@given(st.text(alphabet=st.sampled_from("<>\"'\\#?$:._-(){}aS1 \n@条")))
def test_any_text_is_read_to_its_end(text: str) -> None:
    tokens = list(find_tokens(text))

    assert all(text.startswith(each.text, each.start) for each in tokens)
    assert sum(len(each.text) for each in tokens) <= len(text)
    if text and text[-1] in "}])(":  # a last sign outside of strings and comments is seen
        assert tokens or "#" in text or '"' in text or "'" in text
