"""Generate, as a person would: give a policy, look, answer, take the files home."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

from starlette.testclient import TestClient
from tests.web.conftest import finished, post

SHOP = (Path(__file__).parents[1] / "data" / "policies" / "shop.txt").read_bytes()
SHORT = "Privacy policy of Toys Ltd. We collect your email address to send you our newsletter. We never sell it."


def generated(client: TestClient, text: str = SHORT) -> str:
    """Generate from pasted text and return the path of the result."""
    page = finished(client, post(client, "/generate", {"text": text}, page="/generate"))
    assert page.status_code == 200, page.text
    return str(page.url.path)


def test_pasted_policy_becomes_label_and_files(client: TestClient) -> None:
    path = generated(client)
    page = client.get(path).text
    assert "We never sell it." in page
    assert 'class="label"' in page
    assert "w3c/p3p.xml" in page
    for name in ("policy.jsonld", "w3c/policy.xml", "headers.txt", "findings.json"):
        got = client.get(f"{path}/{name}")
        assert got.status_code == 200
        assert "attachment" in got.headers["content-disposition"]
        assert "sandbox" in got.headers["content-security-policy"]


def test_answers_generate_again_and_are_kept(client: TestClient) -> None:
    path = generated(client)
    wrong = post(client, f"{path}/answers", {"site": "shop", "controller.city": "Bonn"}, page=path)
    assert wrong.status_code == 422
    assert 'value="shop"' in wrong.text
    assert 'id="site-error"' in wrong.text
    assert 'value="Bonn"' in wrong.text
    fields = {
        "site": "https://shop.example/",
        "controller.city": 'Bonn "am" \\ Rhein\x7f',
        "controller.email": "privacy@shop.example",
        "disputes.0.type": "independent",
        "disputes.0.service": "https://seal.example/",
        "disputes.0.remedies": ["correct", "law"],
    }
    page = finished(client, post(client, f"{path}/answers", fields, page=path))
    assert page.status_code == 200
    assert 'value="https://shop.example/"' in page.text
    kept = tomllib.loads(client.get(f"{path}/answers.toml").text)
    assert kept["controller"]["city"] == 'Bonn "am" \\ Rhein\x7f'
    assert kept["disputes"] == [
        {"type": "independent", "service": "https://seal.example/", "remedies": ["correct", "law"]}
    ]
    assert "seal.example" in client.get(f"{path}/w3c/policy.xml").text


def test_site_of_the_first_form_stands_in_the_second(client: TestClient) -> None:
    fields = {"text": SHORT, "site": "toys.example"}
    page = finished(client, post(client, "/generate", fields, page="/generate"))
    assert 'value="https://toys.example"' in page.text
    path = page.url.path
    page = finished(client, post(client, f"{path}/answers", {"site": "https://new.example/"}, page=path))
    assert 'value="https://new.example/"' in page.text
    assert "new.example" in client.get(f"{path}/policy.jsonld").text


def test_zip_is_laid_out_for_the_web_root(client: TestClient) -> None:
    path = generated(client)
    content = client.get(f"{path}/all.zip").content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {"web-root/w3c/p3p.xml", "web-root/policy.jsonld", "serve/nginx.conf", "README.txt"} <= set(names)
    assert client.get(f"{path}/all.zip").content == content


def test_upload_is_read_and_what_is_no_policy_is_refused_with_a_way_back(client: TestClient) -> None:
    files = {"file": ("C:\\docs\\shop.txt", SHOP, "text/plain")}
    page = finished(client, post(client, "/generate", {}, page="/generate", files=files))
    assert page.status_code == 200
    assert "shop.txt" in page.text
    refused = finished(client, post(client, "/generate", {"text": "two words"}, page="/generate"))
    assert refused.status_code == 422
    assert "Back to the form" in refused.text


def test_report_comes_with_its_own_policy_in_a_sandbox(client: TestClient) -> None:
    path = generated(client)
    report = client.get(f"{path}/report.html")
    said = report.headers["content-security-policy"]
    assert "sandbox" in said
    assert "'sha256-" in said
    assert "unsafe-inline" not in said
