"""The console at /docs works where there is no internet."""

import re
from urllib.parse import urljoin

import httpx


def test_the_page_and_all_that_it_loads_come_from_us(browser: httpx.Client, api_url: str) -> None:
    page = browser.get(f"{api_url}/docs")
    assert page.status_code == 200
    assert not re.search(r"(?:src|href|url)\s*[=:]\s*['\"](?:https?:)?//", page.text)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    loaded = re.findall(r"(?:src|href|url)\s*[=:]\s*['\"]([^'\"]+)['\"]", page.text)
    assert len(loaded) == 4
    for path in loaded:
        answer = browser.get(urljoin(f"{api_url}/docs", path))
        assert answer.status_code == 200, path
        assert len(answer.content) > 500, path


def test_its_authorize_button_signs_in_with_our_login(browser: httpx.Client, api_url: str) -> None:
    schema = browser.get(f"{api_url}/openapi.json").json()
    scheme = schema["components"]["securitySchemes"]["OAuth2PasswordBearer"]
    assert scheme["flows"]["password"]["tokenUrl"] == "/api/v1/auth/login"
    form = {
        "grant_type": "password",
        "username": "nobody",
        "password": "whatever-it-is",
        "client_id": "",
        "client_secret": "",
    }
    basic = {"Authorization": "Basic Og=="}  # Swagger UI sends an empty client this way
    answer = browser.post("/auth/login", data=form, headers=basic)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
