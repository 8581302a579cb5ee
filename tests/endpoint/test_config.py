from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from endpoint.config import SETTINGS, SettingError, Settings, read_settings


def test_defaults_where_the_environment_says_nothing() -> None:
    assert read_settings({"FAGUI_PORT": " "}) == Settings()


def test_every_setting_is_read_from_its_variable() -> None:
    environ = {
        "FAGUI_RELEASE": "/data/法规",
        "FAGUI_HOST": "0.0.0.0",  # noqa: S104 – a value, no server
        "FAGUI_PORT": "8080",
        "FAGUI_THREADS": "2",
        "FAGUI_STORE": "disk",
        "FAGUI_QUERY_SECONDS": "3",
        "FAGUI_QUERY_MEGABYTES": "64",
        "FAGUI_QUERY_KILOBYTES": "5",
        "FAGUI_RESULT_MEGABYTES": "6",
        "FAGUI_CACHE_MEGABYTES": "0",
        "FAGUI_QUERIES": "8",
        "FAGUI_WAITING_QUERIES": "9",
        "FAGUI_SLOW_QUERIES": "10",
        "FAGUI_CLIENT_QUERIES": "11",
        "FAGUI_URL": "https://law.example/data",
        "FAGUI_PROXIES": "1",
        "FAGUI_BACKEND": "https://cluster.example:8890/sparql?x=1",
        "FAGUI_METRICS": "off",
        "FAGUI_ACCESS_LOG": "/var/log/法规.jsonl",
    }

    found = read_settings(environ)

    assert found == Settings(
        Path("/data/法规"),
        "0.0.0.0",  # noqa: S104 – as above
        8080,
        2,
        "disk",
        3,
        64,
        5,
        6,
        0,
        8,
        9,
        10,
        11,
        "https://law.example/data",
        1,
        "https://cluster.example:8890/sparql?x=1",
        "off",
        "/var/log/法规.jsonl",
    )
    assert tuple(environ) == tuple(each.name for each in SETTINGS)


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "1.5", "８０", "²"])
def test_a_wrong_number_is_refused(value: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings({"FAGUI_PORT": value})

    assert str(caught.value) == (
        f"FAGUI_PORT: {value!r} is not a whole number from 1 to 65535; "
        "remedy: correct it or unset it"
    )


def test_a_wrong_choice_is_refused() -> None:
    with pytest.raises(SettingError) as caught:
        read_settings({"FAGUI_STORE": "tape"})

    assert str(caught.value) == (
        "FAGUI_STORE: 'tape' is not one of auto, memory, disk; remedy: correct it or unset it"
    )


@pytest.mark.parametrize(
    "value",
    ["law.example", "ftp://law.example/", "https://a:b@law.example/", "http://", "http://[::"],
)
def test_a_wrong_address_is_refused_and_its_password_not_shown(value: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings({"FAGUI_URL": value})

    assert "is not an http or https address" in str(caught.value)
    assert "a:b" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        *("sparql", "ftp://a.example/", "http://", "http:///sparql", "http://a.example:x/"),
        *("http://a.example/条", "http://a.example/#x", "http://[::1"),
        "http://user:secret@a.example/",
    ],
)
def test_a_wrong_address_is_refused_without_its_password(value: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings({"FAGUI_BACKEND": value})

    allowed = "an http or https address without user name, password and fragment"
    assert f"is not {allowed}; remedy" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_each_setting_has_a_default_and_one_sentence() -> None:
    found = [(each.name, each.default) for each in SETTINGS]

    expected = [(f"FAGUI_{each.name.upper()}", str(each.default)) for each in fields(Settings)]
    assert found == expected
    assert all(each.sentence.count(".") == 1 and each.sentence[-1] == "." for each in SETTINGS)
