"""Long work: it is watched, stopped, timed, and never takes the workbench with it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import OpenPage, post

from policyglot.web.settings import Settings
from policyglot.web.work import State, TooMuchWorkError, Work, Works

HERE = "tests.web.some_work"
GONE = "the process that did it ended before its time"


@pytest.fixture
def works(settings: Settings) -> Iterator[Works]:
    made = Works(replace(settings, works_at_once=1, works_waiting=2))
    yield made
    made.close()


def begin(works: Works, name: str, **arguments: object) -> str:
    return works.start(f"{HERE}:{name}", arguments, title=name, target="/", back="/generate")


def wait(works: Works, work_id: str, *, until: State | None = None) -> Work:
    """Wait for a state, or for the end."""
    pause = threading.Event()
    for _ in range(2000):
        work = works.get(work_id)
        assert work is not None
        if work.state is until or (work.is_over and until is None):
            return work
        assert until is None or not work.is_over, work
        pause.wait(0.01)
    raise AssertionError("the work did not get there")


def test_result_comes_back(works: Works) -> None:
    work = wait(works, begin(works, "add", left=1, right=2))
    assert (work.state, work.result, work.step, work.of) == (State.DONE, 3, "adding", 2)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("refused", "InputError", "this is <b>no</b> policy"),
        ("dies", "Died", GONE),
        ("too_deep", "RecursionError", "the input is nested too deeply"),
        ("broken", "Died", GONE),
    ],
)
def test_failure_says_why_and_the_next_work_is_done(works: Works, name: str, kind: str, said: str) -> None:
    work = wait(works, begin(works, name))
    assert work.fault is not None
    assert (work.state, work.fault.kind, work.fault.message) == (State.FAILED, kind, said)
    assert wait(works, begin(works, "add", left=1, right=1)).result == 2


def test_last_words_of_a_process_are_for_the_terminal(works: Works, capfd: pytest.CaptureFixture[str]) -> None:
    wait(works, begin(works, "broken"))
    assert "ZeroDivisionError: a fault of ours" in capfd.readouterr().err


def test_one_process_does_one_work_after_the_other(works: Works) -> None:
    first, second = (wait(works, begin(works, "process")).result for _ in range(2))
    assert first == second


def test_stopped_work_is_killed_and_what_waits_is_done(works: Works) -> None:
    running = begin(works, "endless")
    wait(works, running, until=State.RUNNING)
    waiting, unwanted = begin(works, "process"), begin(works, "process")
    works.stop(unwanted)
    assert wait(works, unwanted).state is State.STOPPED
    works.stop(running)
    assert wait(works, running).state is State.STOPPED
    assert wait(works, waiting).state is State.DONE


def test_late_work_is_stopped_and_said_to_be(settings: Settings) -> None:
    works = Works(replace(settings, works_at_once=1, work_seconds=0.3))
    try:
        work = wait(works, begin(works, "endless"))
        assert work.fault is not None
        assert work.fault.message == "it took longer than 0.3 seconds and was stopped"
    finally:
        works.close()


def test_no_more_waits_than_may(works: Works) -> None:
    wait(works, begin(works, "endless"), until=State.RUNNING)
    for _ in range(2):
        begin(works, "endless")
    with pytest.raises(TooMuchWorkError):
        begin(works, "endless")


def test_no_process_outlives_the_workbench(settings: Settings) -> None:
    works = Works(replace(settings, works_at_once=1))
    process = wait(works, begin(works, "process")).result
    running = begin(works, "endless")
    wait(works, running, until=State.RUNNING)
    works.close()
    assert wait(works, running).state is State.STOPPED
    with pytest.raises(TooMuchWorkError):
        begin(works, "process")
    pause = threading.Event()
    for _ in range(500):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        pause.wait(0.01)
    raise AssertionError("the process is still there")


def test_page_of_a_work_stops_it(client: TestClient) -> None:
    works: Works = client.app.state.works  # type: ignore[attr-defined] # the test client knows no Starlette
    work_id = begin(works, "endless")
    wait(works, work_id, until=State.RUNNING)
    page = client.get(f"/work/{work_id}")
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert client.get(f"/work/{work_id}/progress").json()["state"] == "running"
    assert post(client, f"/work/{work_id}/stop", {}, page=f"/work/{work_id}").status_code == 303
    assert "Nothing came of it" in client.get(f"/work/{work_id}").text
    assert client.get("/work/nothing").status_code == 404


def test_failure_is_shown_as_text(client: TestClient) -> None:
    works: Works = client.app.state.works  # type: ignore[attr-defined] # the test client knows no Starlette
    work_id = begin(works, "refused")
    wait(works, work_id)
    page = client.get(f"/work/{work_id}")
    assert page.status_code == 422
    assert "this is &lt;b&gt;no&lt;/b&gt; policy" in page.text
    assert "give another" in page.text
    assert 'href="/generate"' in page.text


@pytest.mark.parametrize("scripts", [True, False])
def test_stop_button_works(browser_page: OpenPage, scripts: bool, long_policy: Path) -> None:
    page = browser_page("/generate", scripts=scripts)
    page.set_input_files("#file", str(long_policy))
    page.click("button.primary")
    page.wait_for_url("**/work/*")
    page.click("text=Stop")
    page.wait_for_selector("text=Nothing came of it")
    page.click("text=Back to the form")
    page.wait_for_selector("text=Choose long.txt again")
