"""Review in the workbench: decisions beside the words, kept as a corrections file, lost by nobody."""

from __future__ import annotations

import errno
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import LOOKS, Axe, OpenPage, finished, post

from policyglot.corrections import Verdict, read_corrections
from policyglot.extract import extract
from policyglot.read import read_document
from policyglot.web.kept import CORRECTIONS, SHOWN, Kept, Shelf
from policyglot.web.received import Received
from policyglot.web.review_file import change, decided
from policyglot.web.review_text import review_text, to_review
from policyglot.web.reviewing import review_of
from policyglot.web.settings import Settings

PROSE = Path(__file__).parents[1] / "data" / "corrections" / "prose.txt"
HOSTILE = """Privacy <script>alert(1)</script> Policy

We collect your name and "e-mail" address & <img src=x onerror=alert(1)> when you order a blanket.
We do not sell your personal data.
"""
# Buttons of the list: what they send.
BUTTON = re.compile(r'name="decide" value="([^"]+)"')


@dataclass(frozen=True)
class Reviewing:
    """A kept work to review."""

    kept: Kept

    @property
    def url(self) -> str:
        return f"/generate/{self.kept.id}/review"

    def buttons(self, client: TestClient, *, show: str = "") -> list[str]:
        return BUTTON.findall(client.get(self.url, params={"show": show} if show else {}).text)

    def button(self, client: TestClient, verdict: str, number: int = 0) -> str:
        """A button of one practice, as it is now."""
        found = [value for value in self.buttons(client) if value.split()[1] == verdict and "section" not in value]
        return found[number]

    def verdicts(self) -> list[tuple[Verdict, str]]:
        content = self.kept.read(CORRECTIONS)
        read = read_corrections(content or b"", CORRECTIONS)
        return [(decision.verdict, decision.words[0].quote) for decision in read.decisions]


def keep(settings: Settings, content: bytes) -> Reviewing:
    """Keep a policy as it is read by rules: what trained weights decide changes whenever they are trained."""
    shelf = Shelf(settings.folder, number=50, days=1)
    kept = shelf.new(Received(content=content, name="looms.txt"), kind="text")
    document = read_document(content=content, name="looms.txt")
    kept.write({**to_review(document, extract(document, engine="rules")), SHOWN: b"{}"})
    return Reviewing(kept)


@pytest.fixture
def looms(settings: Settings) -> Reviewing:
    return keep(settings, PROSE.read_bytes())


def decide(client: TestClient, looms: Reviewing, value: str, **more: Any) -> Any:
    return post(client, looms.url, {"decide": value}, page=looms.url, **more)


def test_what_is_kept_to_review_is_what_was_read(looms: Reviewing) -> None:
    text = review_text(looms.kept)
    document = read_document(content=PROSE.read_bytes(), name="looms.txt")
    assert text is not None
    assert text.document == document
    assert [p.key for p in text.policy.practices] == [p.key for p in extract(document, engine="rules").practices]


def test_everything_stands_in_the_order_of_the_words(client: TestClient, looms: Reviewing) -> None:
    said = client.get(looms.url).text
    assert "0 of 6 reviewed" in said
    sections = re.findall(r"<h3>([^<]+) <span", said)
    assert sections == ["What we collect", "What we share", "Looking after it"]
    assert said.index("encryption in transit") < said.index("right to erasure")
    assert "“We collect your telephone number.”" in said


def test_decisions_are_kept_and_can_be_undone(client: TestClient, looms: Reviewing) -> None:
    answer = decide(client, looms, looms.button(client, "accept"))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{looms.url}#p2"
    decide(client, looms, looms.button(client, "reject", 1))
    assert looms.verdicts() == [
        (Verdict.ACCEPT, "We collect your name and e-mail address when you order a blanket."),
        (Verdict.REJECT, "We collect your telephone number."),
    ]
    assert "2 of 6 reviewed" in client.get(looms.url).text
    decide(client, looms, looms.button(client, "undo"))
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.REJECT]


def test_a_section_is_decided_about_at_once_and_what_was_decided_before_stays(
    client: TestClient, looms: Reviewing
) -> None:
    decide(client, looms, looms.button(client, "reject"))
    (section, *_) = [value for value in looms.buttons(client) if value.startswith("section") and "accept" in value]
    assert section.startswith("section 2 ")  # of the first section one is left, and has its own buttons
    decide(client, looms, section)
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.REJECT, Verdict.ACCEPT, Verdict.ACCEPT]


def test_the_later_of_two_tabs_does_not_undo_the_earlier_silently(client: TestClient, looms: Reviewing) -> None:
    page = client.get(looms.url).text
    accept, reject = BUTTON.findall(page)[2:4]
    assert (accept.split()[1], reject.split()[1]) == ("accept", "reject")
    other = [value for value in BUTTON.findall(page) if value.split()[1] == "accept"][2]
    assert decide(client, looms, accept).status_code == 303
    # What the other tab says of something else is kept as well.
    assert decide(client, looms, other).status_code == 303
    assert len(looms.verdicts()) == 2
    refused = decide(client, looms, reject)
    assert refused.status_code == 409
    assert "Meanwhile this was decided elsewhere" in refused.text
    assert len(looms.verdicts()) == 2
    assert looms.verdicts()[0][0] is Verdict.ACCEPT
    # The page that says so has buttons that work.
    again = next(v for v in BUTTON.findall(refused.text) if v.split()[:2] == [reject.split()[0], "reject"])
    assert decide(client, looms, again).status_code == 303
    assert looms.verdicts()[0][0] is Verdict.REJECT


def test_a_section_that_changed_meanwhile_is_not_decided_about(client: TestClient, looms: Reviewing) -> None:
    section = next(value for value in looms.buttons(client) if value.startswith("section 1 accept"))
    decide(client, looms, looms.button(client, "reject"))
    assert decide(client, looms, section).status_code == 409
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.REJECT]


@pytest.mark.parametrize("value", ["", "x", "x accept", "x accept open more", "x correct open", "section x accept y z"])
def test_a_button_that_says_nothing_is_refused(client: TestClient, looms: Reviewing, value: str) -> None:
    assert decide(client, looms, value).status_code == 400
    assert looms.kept.read(CORRECTIONS) is None


@pytest.mark.parametrize("value", ["0123456789ab accept open", "section 99 accept 01234567"])
def test_a_button_about_nothing_that_is_there_changes_nothing(client: TestClient, looms: Reviewing, value: str) -> None:
    assert decide(client, looms, value).status_code == 409
    assert looms.kept.read(CORRECTIONS) is None


def test_decisions_need_the_token_of_a_page(client: TestClient, looms: Reviewing) -> None:
    client.get(looms.url)
    assert client.post(looms.url, data={"decide": looms.button(client, "accept")}).status_code == 403
    assert looms.kept.read(CORRECTIONS) is None


def test_filters_show_what_is_left(client: TestClient, looms: Reviewing) -> None:
    decide(client, looms, looms.button(client, "accept"))
    undecided = client.get(looms.url, params={"show": "undecided"}).text
    assert "telephone number" in undecided
    assert 'id="p1"' not in undecided
    decided = client.get(looms.url, params={"show": "decided"}).text
    assert 'id="p1"' in decided
    assert 'id="p2"' not in decided
    assert client.get(looms.url, params={"show": "nonsense"}).status_code == 200
    assert "Nothing is left here" in client.get(looms.url, params={"show": "uncertain"}).text


def test_scripts_get_what_changed(client: TestClient, looms: Reviewing) -> None:
    said = decide(client, looms, looms.button(client, "accept"), headers={"Accept": "application/json"})
    assert said.status_code == 200
    changed = said.json()["changed"]
    assert set(changed) == {"p1", "progress", "section-1"}
    assert "1 of 6 reviewed" in changed["progress"]
    old = decide(
        client,
        looms,
        looms.button(client, "accept", 0).replace("open", "other"),
        headers={"Accept": "application/json"},
    )
    assert old.status_code == 409
    assert "Meanwhile" in old.json()["error"]


def first_practice(client: TestClient, looms: Reviewing, number: int = 0) -> str:
    keys = re.findall(rf'href="{looms.url}/([0-9a-f]{{12}})"', client.get(looms.url).text)
    return f"{looms.url}/{keys[number]}"


def filled(client: TestClient, path: str) -> dict[str, Any]:
    """The fields of a practice's form, as a browser would send them."""
    said = client.get(path).text
    fields: dict[str, Any] = {"do": "save", "party": "first-party"}
    for name in ("assertion", "modality", "processing"):
        fields[name] = re.findall(rf'name="{name}" value="([^"]+)" checked', said)
    for name in ("data", "purposes", "recipients", "recipients.name"):
        fields[name] = re.findall(rf'name="{re.escape(name)}" type="text"[^>]*? value="([^"]*)"', said)
    fields["words"] = [text.strip() for text in re.findall(r'name="words"[^>]*>([^<]*)<', said)]
    (fields["state"],) = re.findall(r'name="state" value="([^"]+)"', said)
    return fields


def test_a_practice_is_corrected(client: TestClient, looms: Reviewing) -> None:
    path = first_practice(client, looms, 1)
    fields = filled(client, path)
    assert fields["data"] == ["telephone number", "", ""]
    fields |= {"data": ["e-mail address", "name"], "assertion": "denied", "purposes": ["marketing"], "note": "why"}
    fields |= {"retention": "stated retention period", "duration": "p30d"}
    fields["words"] = ["your\ntelephone number", ""]
    assert post(client, path, fields, page=path).status_code == 303
    (decision,) = read_corrections(looms.kept.read(CORRECTIONS) or b"", CORRECTIONS).practices
    assert decision.verdict is Verdict.CORRECT
    assert decision.note == "why"
    assert [words.quote for words in decision.corrected_words] == ["your telephone number"]
    assert decision.corrected is not None
    assert len(decision.corrected.data) == 2
    assert decision.corrected.retention is not None
    assert decision.corrected.retention.duration == "P30D"
    listed = client.get(looms.url).text
    assert "It says: <b>denied: collect email address, name for marketing</b>" in listed
    # It is corrected once more from what it was corrected to.
    assert filled(client, path)["data"][:2] == ["email address", "name"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"data": ["phone numbr"]}, "data", "is not a data category"),
        ({"data": ["marketing"]}, "data", "is not a data category"),
        (
            {"words": ["We collect your fax number."]},
            "words",
            "The nearest words are “We collect your telephone number.”",
        ),
        ({"words": [" "]}, "words", "Quote the words of the policy"),
        ({"processing": []}, "processing", "Choose at least one"),
        ({"processing": ["juggle"]}, "processing", "is not a kind of processing"),
        ({"recipients": ["third party"], "recipients.name": ["Swift Parcels"]}, "recipients", "is not in the words"),
        ({"recipients": [""], "recipients.name": ["Swift"]}, "recipients", "Say what “Swift” is"),
        ({"retention": "for ever and a day"}, "retention", "is not a retention"),
        ({"retention": "stated retention period", "duration": "30 days"}, "duration", "Write P30D for 30 days"),
        ({"duration": "P30D"}, "retention", "Say how long that is"),
        ({"assertion": "perhaps"}, "", "Choose one of the values"),
        ({}, "", "Nothing is changed"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field_and_kept(
    client: TestClient, looms: Reviewing, change: dict[str, Any], field: str, said: str
) -> None:
    path = first_practice(client, looms, 1)
    answer = post(client, path, filled(client, path) | change, page=path)
    assert answer.status_code == 422
    assert said in answer.text
    assert looms.kept.read(CORRECTIONS) is None
    if field:
        assert f'id="{field}-error"' in answer.text
    for values in change.values():
        for value in [values] if isinstance(values, str) else values:
            if value.strip() and field in ("data", "words"):
                assert value in answer.text


def test_a_correction_does_not_replace_what_was_decided_meanwhile(client: TestClient, looms: Reviewing) -> None:
    path = first_practice(client, looms)
    fields = filled(client, path) | {"purposes": ["marketing"]}
    decide(client, looms, looms.button(client, "reject"))
    refused = post(client, path, fields, page=path)
    assert refused.status_code == 409
    assert "Meanwhile this was rejected elsewhere" in refused.text
    assert 'value="marketing"' in refused.text
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.REJECT]


@pytest.mark.parametrize(("do", "verdicts"), [("accept", [Verdict.ACCEPT]), ("reject", [Verdict.REJECT]), ("undo", [])])
def test_the_page_of_a_practice_decides_as_the_list_does(
    client: TestClient, looms: Reviewing, do: str, verdicts: list[Verdict]
) -> None:
    path = first_practice(client, looms)
    assert post(client, path, filled(client, path) | {"do": do}, page=path).status_code == 303
    assert [verdict for verdict, _ in looms.verdicts()] == verdicts


def test_a_practice_that_was_missed_is_added_corrected_and_taken_away(client: TestClient, looms: Reviewing) -> None:
    path = f"{looms.url}/add"
    begun = client.get(path, params={"quote": ["We encrypt the connection to our shop.", " "]}).text
    assert "We encrypt the connection to our shop.</textarea>" in begun
    fields: dict[str, Any] = {
        "do": "save",
        "processing": "use",
        "data": ["name"],
        "words": ["we share your postal address"],
    }
    assert post(client, path, fields, page=path).status_code == 422  # "We", letter for letter
    # Two paragraphs that were copied together are two quotes.
    fields["words"] = ["We share your postal address with our couriers.\n\nWe encrypt the connection to our shop."]
    added = post(client, path, fields, page=path)
    assert added.headers["location"] == f"{looms.url}#own"
    (decision,) = read_corrections(looms.kept.read(CORRECTIONS) or b"", CORRECTIONS).practices
    assert (decision.verdict, len(decision.words)) == (Verdict.ADD, 2)
    assert decision.words[0].section == "What we share"
    listed = client.get(looms.url).text
    assert '<strong class="verdict">added</strong> <b>use name</b>' in listed
    own = f"{looms.url}/{re.findall(rf'{looms.url}/([0-9a-f]{{12}})', listed)[-1]}"
    assert post(client, own, filled(client, own) | {"data": ["cookies"]}, page=own).status_code == 303
    assert "<b>use cookies</b>" in client.get(looms.url).text
    take = looms.buttons(client)[-1]
    assert "undo" in take
    decide(client, looms, take)
    assert looms.verdicts() == []


def test_a_corrections_file_is_brought_and_wins(client: TestClient, looms: Reviewing) -> None:
    decide(client, looms, looms.button(client, "accept"))
    decide(client, looms, looms.button(client, "accept", 1))
    tables = (looms.kept.read(CORRECTIONS) or b"").decode().split("[[practices]]")
    content = tables[1].replace('"accept"', '"reject"')
    gone = '\n[[practices]]\ndecision = "accept"\nprocessing = ["sell"]\nwords = ["We sell it all."]\n'
    brought = post(
        client, f"{looms.url}/file", {}, page=looms.url, files={"file": ("c.toml", f"[[practices]]{content}{gone}")}
    )
    assert brought.status_code == 303
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.REJECT, Verdict.ACCEPT, Verdict.ACCEPT]
    listed = client.get(looms.url).text
    assert "PG310: words of a practice that was accepted are not in the policy: “We sell it all.”" in listed


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"file": ("c.toml", '[[practices]]\ndecision = "acept"\nwords = ["x"]\n')}, "c.toml:2: there is no decision"),
        ({"file": ("c.toml", "<script>")}, "no TOML"),
        ({}, "Choose a file first"),
    ],
)
def test_a_file_that_is_no_corrections_file_changes_nothing(
    client: TestClient, looms: Reviewing, file: dict[str, tuple[str, str]], said: str
) -> None:
    answer = post(client, f"{looms.url}/file", {}, page=looms.url, files=file or None)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<script>&" not in answer.text
    assert looms.kept.read(CORRECTIONS) is None


def test_paths_that_lead_nowhere(client: TestClient, looms: Reviewing) -> None:
    assert client.get(f"{looms.url}/0123456789ab").status_code == 404
    assert client.get("/generate/AAAAAAAAAAAAAAAAAAAAAA/review").status_code == 404
    assert client.get(f"{looms.url}/file").headers["location"] == looms.url
    right = [value for value in looms.buttons(client) if value.split()[1] == "accept"][-1].split()[0]
    assert client.get(f"{looms.url}/{right}").status_code == 404  # a right can be accepted or rejected only


def test_a_policy_that_was_not_read_yet_leads_to_its_page(client: TestClient, settings: Settings) -> None:
    kept = Shelf(settings.folder, number=50, days=1).new(Received(content=b"x", name="x.txt"), kind="text")
    assert client.get(f"/generate/{kept.id}/review").headers["location"] == f"/generate/{kept.id}"
    assert client.get(f"/generate/{kept.id}/review/add").headers["location"] == f"/generate/{kept.id}"


def test_text_is_shown_as_text_whatever_it_contains(client: TestClient, settings: Settings) -> None:
    hostile = keep(settings, HOSTILE.encode())
    said = client.get(hostile.url).text
    assert "<script>alert" not in said
    assert "<img src" not in said
    path = first_practice(client, hostile)
    fields = filled(client, path) | {"note": '"><script>alert(2)</script>', "purposes": ["</textarea><script>x"]}
    refused = post(client, path, fields, page=path)
    assert "<script>alert" not in refused.text
    assert "</textarea><script>" not in refused.text


def test_names_of_what_is_reviewed_do_not_change_with_decisions(looms: Reviewing, client: TestClient) -> None:
    text = review_text(looms.kept)
    assert text is not None
    before = [each.key for each in review_of(text, read_corrections(b"", "c")).reviewed]
    decide(client, looms, looms.button(client, "accept"))
    corrections = read_corrections(looms.kept.read(CORRECTIONS) or b"", CORRECTIONS)
    assert [each.key for each in review_of(text, corrections).reviewed] == before
    assert len(set(before)) == 6


def test_files_are_made_again_with_what_was_decided(client: TestClient) -> None:
    made = finished(client, post(client, "/generate", {"text": PROSE.read_text()}, page="/generate"))
    (path,) = set(re.findall(r'href="(/generate/[^/"]+)/review"', made.text))
    for value in BUTTON.findall(client.get(f"{path}/review").text):
        if value.split()[1] == "reject" and not value.startswith("section"):
            post(client, f"{path}/review", {"decide": value}, page=f"{path}/review")
    assert "is not in the files yet" in client.get(f"{path}/review").text
    again = finished(client, post(client, f"{path}/again", {}, page=f"{path}/review"))
    assert "0 stated, 0 denied" in again.text
    assert "is not in the files yet" not in client.get(f"{path}/review").text
    assert client.get(f"{path}/corrections.toml").status_code == 200


def test_decisions_at_the_same_moment_are_all_kept(looms: Reviewing) -> None:
    text = review_text(looms.kept)
    assert text is not None
    ready = threading.Barrier(6)

    def accept(number: int) -> None:
        ready.wait()
        change(looms.kept, lambda review: [(one := review.reviewed[number], decided(one, Verdict.ACCEPT))], text=text)

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.ACCEPT] * 6


def test_a_full_disk_loses_no_decision(client: TestClient, looms: Reviewing, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(client, looms, looms.button(client, "accept"))
    value = looms.button(client, "reject", 1)

    def full(place: Path, content: bytes) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("policyglot.output._beside", full)
    refused = decide(client, looms, value)
    assert refused.status_code == 507
    assert "There is no room left" in refused.text
    assert [verdict for verdict, _ in looms.verdicts()] == [Verdict.ACCEPT]
    assert "1 of 6 reviewed" in client.get(looms.url).text


# --- in a browser ---


@pytest.fixture
def served_looms(served_settings: Settings) -> Reviewing:
    return keep(served_settings, PROSE.read_bytes())


@pytest.mark.parametrize(("wide", "dark"), LOOKS)
def test_pages_are_accessible(
    browser_page: OpenPage, axe: Axe, served_looms: Reviewing, wide: bool, dark: bool
) -> None:
    page = browser_page(served_looms.url, wide=wide, dark=dark)
    for do in ("accept", "reject"):
        page.click(f"li.undecided [data-do={do}]")
        page.wait_for_selector(f"li.{do}ed")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("li.undecided [data-do=correct]")
    page.fill("#data-2", "nonsense")
    page.click("button[value=save]")
    page.wait_for_selector("#data-error")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_empty_and_refused_states_are_accessible(
    browser_page: OpenPage, axe: Axe, served_settings: Settings, served_looms: Reviewing
) -> None:
    gone = '[[practices]]\ndecision = "accept"\nprocessing = ["sell"]\nwords = ["We sell it all."]\n'
    page = browser_page(f"{served_looms.url}?show=decided", wide=False)
    assert "Nothing is decided yet" in page.inner_text("#practices")
    axe(page)
    page.click("text=Bring a corrections file")
    page.set_input_files("#file", {"name": "c.toml", "mimeType": "application/toml", "buffer": b"<"})
    page.click("text=Take its decisions")
    page.wait_for_selector("#file-error")
    axe(page)
    page.set_input_files("#file", {"name": "c.toml", "mimeType": "application/toml", "buffer": gone.encode()})
    page.click("text=Take its decisions")
    page.wait_for_selector("li.own")
    assert "PG310" in page.inner_text("li.own")
    axe(page)
    silent = keep(
        served_settings, b"Privacy policy\n\nThis privacy policy is about personal data and says little of it.\n"
    )
    page.goto(silent.url)
    assert "Nothing was read from this policy" in page.inner_text("#practices")
    axe(page)


def test_keys_decide_and_lead_to_the_next(browser_page: OpenPage, served_looms: Reviewing) -> None:
    page = browser_page(served_looms.url)
    page.focus("#p1 [data-do=accept]")
    page.keyboard.press("a")
    page.wait_for_selector("#p1.accepted")
    page.wait_for_function("document.activeElement.id === 'p2'")
    assert page.locator("mark.lit").first.inner_text() == "We collect your telephone number."
    page.keyboard.press("r")
    page.wait_for_selector("#p2.rejected")
    page.wait_for_function("document.activeElement.id === 'p3'")
    page.keyboard.press("k")
    page.keyboard.press("u")
    page.wait_for_selector("#p2.undecided")
    assert page.inner_text("#progress label") == "1 of 6 reviewed"
    page.keyboard.press("c")
    page.wait_for_url(re.compile(f"{served_looms.url}/[0-9a-f]{{12}}$"))
    assert [verdict for verdict, _ in served_looms.verdicts()] == [Verdict.ACCEPT]


def test_a_section_is_accepted_and_another_tab_is_told(browser_page: OpenPage, served_looms: Reviewing) -> None:
    page, other = browser_page(served_looms.url), browser_page(served_looms.url)
    page.click("#section-1 button >> nth=0")
    page.wait_for_selector("#p2.accepted")
    assert page.locator("#section-1 button").count() == 0
    other.click("#p1 [data-do=reject]")
    other.wait_for_selector("#p1 [role=alert]")
    assert "Meanwhile this was decided elsewhere" in other.inner_text("#p1")
    assert other.locator("#p1.accepted").count() == 1
    other.click("#p1 [data-do=reject]")
    other.wait_for_selector("#p1.rejected")


def test_what_is_not_saved_is_said(browser_page: OpenPage, served_looms: Reviewing) -> None:
    page = browser_page(served_looms.url)
    page.route("**/review", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.click("#p1 [data-do=accept]")
    page.wait_for_selector("#p1 [role=alert]")
    assert "Not saved: the workbench does not answer." in page.inner_text("#p1")
    page.unroute("**/review")
    page.click("#p1 [data-do=accept]")
    page.wait_for_selector("#p1.accepted")
    assert "Not saved" not in page.inner_text("#p1")


def test_words_that_are_selected_begin_a_practice(browser_page: OpenPage, served_looms: Reviewing) -> None:
    page = browser_page(served_looms.url)
    page.evaluate(
        """() => {
            const paragraphs = document.querySelectorAll("#policy-text p");
            getSelection().setBaseAndExtent(paragraphs[0], 0, paragraphs[1], paragraphs[1].childNodes.length);
        }"""
    )
    page.click("#chosen a")
    page.wait_for_selector("#words-2")
    assert page.input_value("#words-1").startswith("We collect your name")
    assert page.input_value("#words-2").endswith("We do not sell your personal data.")
    page.fill("#data-1", "location")
    page.click("button[value=save]")
    page.wait_for_selector("#own")
    assert [verdict for verdict, _ in served_looms.verdicts()] == [Verdict.ADD]


def test_all_of_it_works_without_scripts(browser_page: OpenPage, served_looms: Reviewing) -> None:
    page = browser_page(served_looms.url, scripts=False)
    assert not page.is_visible("#chosen")
    assert not page.is_visible("text=Keys")
    page.click("#p1 [data-do=accept]")
    page.wait_for_selector("#p1.accepted")
    assert page.url.endswith("#p2")
    page.click("#section-2 button >> nth=1")
    page.wait_for_selector("#p4.rejected")
    page.click("text=Add a practice")
    page.fill("#words-1", "We encrypt the connection to our shop.")
    page.fill("#data-1", "location")
    page.click("button[value=save]")
    page.wait_for_selector("#own")
    assert [v for v, _ in served_looms.verdicts()] == [Verdict.ACCEPT, Verdict.REJECT, Verdict.REJECT, Verdict.ADD]
