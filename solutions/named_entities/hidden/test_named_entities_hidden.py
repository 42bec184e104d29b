"""Hidden tests: every short sequence, random scores with all paths tried, and the edges."""

import itertools

import numpy as np
import pytest

from ftlib.grading import expect, task

TAGS = ["O", "B-A", "I-A", "B-B-C", "I-B-C"]


def plain(got):
    """Lists and tuples alike, strings of NumPy as strings; anything else as it came."""
    if isinstance(got, np.ndarray):
        got = got.tolist()
    if isinstance(got, list | tuple):
        return list(map(plain, got))
    return str(got) if isinstance(got, np.str_) else got


def strict(tags):
    """By borders: a piece begins at each B and ends where the run of its I's does."""
    found = []
    for first, tag in enumerate(tags):
        if tag.startswith("B-"):
            after = first + 1
            while after < len(tags) and tags[after] == f"I-{tag[2:]}":
                after += 1
            found.append((first, after, tag[2:]))
    return found


@pytest.mark.parametrize("length", [1, 2, 3])
@task("pieces")
def test_every_short_sequence(student, length):
    for tags in itertools.product(TAGS, repeat=length):
        given = list(tags)
        got = student.pieces(given)
        expect.unchanged(list(tags), given)
        expect.equal(plain(got), strict(given))


@pytest.mark.parametrize("seed", range(4))
@task("pieces")
def test_long_sequences(student, seed):
    rng = np.random.default_rng(seed)
    tags = [TAGS[k] for k in rng.integers(0, 5, 40)]
    expect.equal(plain(student.pieces(tags)), strict(tags))


@task("pieces")
def test_an_illegal_tag_closes_the_piece(student):
    got = student.pieces(["B-A", "I-B-C", "I-A", "I-A"])
    expect.equal(plain(got), [(0, 1, "A")])


@pytest.mark.parametrize("tags", [["I-x", "O", "I-x"], ["O", "I-x", "I-x"]])
@task("pieces")
def test_insides_alone_are_nothing(student, tags):
    expect.equal(list(student.pieces(tags)), [])


@task("pieces")
def test_an_o_closes_the_piece(student):
    expect.equal(plain(student.pieces(["B-A", "O", "I-A"])), [(0, 1, "A")])
    expect.equal(plain(student.pieces(["B-A", "O", "I-x"])), [(0, 1, "A")])


@task("by_kind")
def test_several_hits(student):
    rows = [[(0, 1, "A"), (2, 4, "A"), (5, 6, "B")], [(0, 1, "A")]]
    f1, macro = student.by_kind(rows, [[*rows[0], (7, 8, "B")], list(rows[1])])
    expect.close(f1["A"], 1.0, rtol=1e-12)
    expect.close(f1["B"], 2 / 3, rtol=1e-12)
    expect.close(macro, 5 / 6, rtol=1e-12)


@pytest.mark.parametrize("seed", range(6))
@task("by_kind")
def test_counted_one_by_one(student, seed):
    rng = np.random.default_rng(seed)

    def sentence():
        at = sorted(rng.choice(8, size=rng.integers(0, 4), replace=False).tolist())
        return [(k, k + 1, "ABCD"[int(rng.integers(0, 4))]) for k in at]

    truth, answer = [sentence() for _ in range(6)], [sentence() for _ in range(6)]
    truth[0], answer[0] = [(0, 1, "A")], [(0, 1, "A")]
    before = ([list(row) for row in truth], [list(row) for row in answer])
    f1, macro = student.by_kind(truth, answer)
    expect.unchanged(before, (truth, answer))
    want = {}
    for kind in "ABCD":
        own = [(n, p) for n, row in enumerate(truth) for p in row if p[2] == kind]
        said = [(n, p) for n, row in enumerate(answer) for p in row if p[2] == kind]
        if own or said:
            want[kind] = 2 * len(set(own) & set(said)) / (len(own) + len(said))
    expect.equal(sorted(f1), sorted(want))
    for kind, value in want.items():
        expect.close(f1[kind], value, rtol=1e-12, atol=1e-15)
    expect.close(macro, sum(want.values()) / len(want), rtol=1e-12, atol=1e-15)


@task("by_kind")
def test_nothing_at_all(student):
    for truth in ([], [[], []]):
        f1, macro = student.by_kind(truth, [list(row) for row in truth])
        expect.equal(f1, {})
        expect.close(macro, 0.0, atol=1e-15)


@task("by_kind")
def test_named_twice_counts_once(student):
    f1, macro = student.by_kind([[(0, 1, "A")]], [[(0, 1, "A"), (0, 1, "A")]])
    expect.close(f1["A"], 1.0, rtol=1e-12)
    expect.close(macro, 1.0, rtol=1e-12)


@task("by_kind")
def test_the_same_place_in_another_sentence_is_no_hit(student):
    f1, macro = student.by_kind([[(0, 1, "A")], []], [[], [(0, 1, "A")]])
    expect.close(f1["A"], 0.0, atol=1e-15)
    expect.close(macro, 0.0, atol=1e-15)


def may_follow(before, tag):
    return tag[0] != "I" or before in ("B" + tag[1:], tag)


def legal(tags):
    before = "O"
    for tag in tags:
        if not may_follow(before, tag):
            return False
        before = tag
    return True


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("length", [1, 3, 4])
@task("best_legal")
def test_all_paths_tried(student, seed, length):
    rng = np.random.default_rng([seed, length])
    names = [TAGS[k] for k in rng.permutation(5)]
    scores = rng.normal(0, 2, (length, 5))
    scores[:, [k for k, name in enumerate(names) if name[0] == "I"]] += 1.5
    paths = [p for p in itertools.product(range(5), repeat=length) if legal([names[k] for k in p])]
    best = max(paths, key=lambda p: sum(scores[t, k] for t, k in enumerate(p)))
    expect.equal(plain(student.best_legal(scores.tolist(), names)), [names[k] for k in best])


@pytest.mark.parametrize("seed", range(3))
@task("best_legal")
def test_a_hundred_tokens(student, seed):
    names = ["O", "B-A", "I-A", "B-B", "I-B"]
    scores = np.random.default_rng(seed).normal(0, 2, (100, 5))
    rest = dict.fromkeys(names, 0.0)  # by the tag before: the largest sum of what is left
    for row in scores[:0:-1].tolist():
        worth = dict(zip(names, row, strict=True))
        rest = {
            before: max(worth[tag] + rest[tag] for tag in names if may_follow(before, tag))
            for before in names
        }
    want = max(scores[0, k] + rest[tag] for k, tag in enumerate(names) if tag[0] != "I")
    got = plain(student.best_legal(scores.tolist(), names))
    expect.true(legal(got), "the tags are legal")
    expect.close(sum(scores[t, names.index(tag)] for t, tag in enumerate(got)), want, rtol=1e-12)


@task("best_legal")
def test_tags_without_o(student):
    got = student.best_legal([[0.0, 5.0], [0.0, 1.0], [2.0, 1.0]], ["B-A", "I-A"])
    expect.equal(plain(got), ["B-A", "I-A", "B-A"])


def best_of_all(scores, names):
    """Every path tried."""
    paths = itertools.product(range(len(names)), repeat=len(scores))
    allowed = [path for path in paths if legal([names[k] for k in path])]
    best = max(allowed, key=lambda path: sum(scores[t][k] for t, k in enumerate(path)))
    return [names[k] for k in best]


@pytest.mark.parametrize("seed", range(6))
@task("best_legal")
def test_kinds_that_share_a_beginning_or_an_end(student, seed):
    rng = np.random.default_rng(seed)
    names = ["B-geo-loc", "I-geo-loc", "B-geo-org", "I-geo-org", "B-loc", "I-loc", "O"]
    scores = rng.normal(0, 2, (3, 7))
    scores[1:, [1, 3, 5]] += 2.0
    expect.equal(
        plain(student.best_legal(scores.tolist(), names)), best_of_all(scores.tolist(), names)
    )


@pytest.mark.parametrize("seed", range(3))
@task("best_legal")
def test_nothing_illegal_at_any_price(student, seed):
    names = ["I-A", "O", "B-B", "B-A", "I-B"]
    scores = np.random.default_rng(seed).normal(-3e4, 1e4, (4, 5)).round(1)
    scores[:, [0, 4]] += 3e4
    expect.equal(
        plain(student.best_legal(scores.tolist(), names)), best_of_all(scores.tolist(), names)
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("unseen", [0.0, 0.7, 4.0])
@task("worth_saying")
def test_every_count_tried(student, seed, unseen):
    rng = np.random.default_rng(seed)
    q = rng.beta(0.6, 1.2, 9).tolist()
    before = list(q)
    n, value = student.worth_saying(q, unseen)
    expect.unchanged(before, q)
    ordered = sorted(q, reverse=True)
    tried = [2 * sum(ordered[:k]) / (k + sum(q) + unseen) for k in range(1, 10)]
    expect.equal(n, 1 + tried.index(max(tried)))
    expect.close(value, max(tried), rtol=1e-12)


@pytest.mark.parametrize(
    ("q", "unseen", "n", "value"),
    [
        ([0.0, 0.0], 0.0, 0, 0.0),
        ([], 0.0, 0, 0.0),
        ([0.0], 2.0, 0, 0.0),
        ([1.0, 1.0, 0.0], 0.0, 2, 1.0),
        ([1.0, 0.25], 1.75, 1, 0.5),  # the second is worth exactly half of F: say less
    ],
)
@task("worth_saying")
def test_edges(student, q, unseen, n, value):
    count, got = student.worth_saying(q, unseen)
    expect.equal(count, n)
    expect.close(got, value, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("seed", range(4))
@task("in_text")
def test_texts_that_are_built(student, seed):
    rng = np.random.default_rng(seed)
    tokens, places, text = [], [], ""
    for _ in range(12):
        text += ["", " ", "  ", "\n"][int(rng.integers(0, 4))]
        token = ["a", "aa", "ba", "b", "."][int(rng.integers(0, 5))]
        # The first place where a token could stand is where it does, so nothing is ambiguous.
        if text.find(token, places[-1][1] if places else 0) >= 0:
            continue
        places.append((len(text), len(text) + len(token)))
        tokens.append(token)
        text += token
    cuts = [(0, len(tokens), "X"), (len(tokens) - 1, len(tokens), "Y"), (1, 3, "Z"), (0, 1, "X")]
    before = (list(tokens), list(cuts))
    got = student.in_text(text, tokens, cuts)
    expect.unchanged(before, (tokens, cuts))
    want = [
        (places[a][0], places[b - 1][1], kind, text[places[a][0] : places[b - 1][1]])
        for a, b, kind in cuts
    ]
    expect.equal(plain(got), want)


@task("in_text")
def test_edges_of_the_text(student):
    expect.equal(list(student.in_text("", [], [])), [])
    expect.equal(list(student.in_text(" a ", ["a"], [])), [])
    got = student.in_text("北京 上海北京", list("北京上海北京"), [(4, 6, "LOC")])
    expect.equal(plain(got), [(5, 7, "LOC", "北京")])
    got = student.in_text("York, Yorkshire", ["York", ",", "Yorkshire"], [(2, 3, "LOC")])
    expect.equal(plain(got), [(6, 15, "LOC", "Yorkshire")])
    got = student.in_text("x .a+ (b", ["x", ".", "a+", "(", "b"], [(1, 2, "A"), (2, 5, "B")])
    expect.equal(plain(got), [(2, 3, "A", "."), (3, 8, "B", "a+ (b")])
