"""The hostile corpus: no unearned point, no lost one, and nobody else is touched."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # processes of the pool import it from there

from hostile import corpus

ATTACKS = {attack.name: attack for attack in corpus.attacks()}


@pytest.fixture(scope="module")
def report():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_TOKEN", f"{corpus.SECRET} token")
        return corpus.run(list(ATTACKS.values()))


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_what_it_honestly_did(report, name):
    outcome = report.outcomes[name]
    assert outcome.earned == ATTACKS[name].earns, outcome.said
    assert outcome.next_earned == 5
    assert outcome.left_alive == 0


def test_nothing_secret_is_shown(report):
    for outcome in report.outcomes.values():
        assert corpus.SECRET not in outcome.said, outcome.name


DENIED = {
    "writes_everywhere": "written 0",
    "renames_and_modes": "done []",
    "network_tcp": "said []",
    "network_udp": "sent 0",
    "network_server": "Error",
    "unix_sockets": "said []",
    "setuid_attempts": "root False",
    "new_namespaces": "done []",
    "rare_system_calls": "done []",
    "memory_search": "found []",
    "limits_raised": "Error",
}


@pytest.mark.parametrize("name", DENIED)
def test_what_an_attack_reports_of_its_success(report, name):
    assert DENIED[name] in report.outcomes[name].said


REASONS = {
    "exit_codes": "exit code 0",
    "crash_in_c": "SIGSEGV",
    "channel_garbage": "what is no answer",
    "channel_calls_the_judge": "what is no answer",
    "deep_nesting": "nested too deeply",
    "handle_infinite": "no plain value",
}


@pytest.mark.parametrize("name", REASONS)
def test_the_reason_is_told(report, name):
    assert REASONS[name] in report.outcomes[name].said


def test_no_file_has_changed_and_none_was_left(report):
    assert report.changed == []
    assert report.strays == []


def test_nobody_came_over_the_network(report):
    assert report.visitors == []


def test_a_neighbour_who_grades_meanwhile_notices_nothing(report):
    assert len(report.neighbour) > 3
    assert set(report.neighbour) == {5}


def test_a_terminal_is_not_obeyed(report):
    assert "\x1b" not in "".join(outcome.said for outcome in report.outcomes.values())


def test_the_corpus_is_large():
    assert len(ATTACKS) >= 50


TOUCHING = [
    *("renames_and_modes", "writes_everywhere", "unix_sockets", "network_udp", "symlinks"),
    *("signals_to_others", "processes_of_others", "reads_gradebook", "children_left_behind"),
]


def test_without_namespaces_the_other_walls_keep_everything_off_too():
    chosen = [ATTACKS[name] for name in TOUCHING]
    report = corpus.run(chosen, jobs=2, strategies=("none",))
    assert report.changed == report.strays == report.visitors == []
    assert set(report.neighbour) == {5}
    for name, outcome in report.outcomes.items():
        assert outcome.earned == ATTACKS[name].earns, outcome.said
        assert (outcome.next_earned, outcome.left_alive) == (5, 0)
        assert corpus.SECRET not in outcome.said
