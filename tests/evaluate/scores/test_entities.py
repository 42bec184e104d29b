"""Spans against two oracles: conlleval's, which looks at borders of chunks, and seqeval itself."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval import metrics
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

from ftlib.evaluate import (
    SpanErrors,
    bio_tags,
    entity_spans,
    span_counts,
    span_errors,
    span_f1,
)

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
sentences = st.lists(st.sampled_from(TAGS), max_size=9)


def chunks_by_borders(tags):
    """A chunk begins at B, or at I where the kind changes; it ends where no I of it follows."""
    heads = ["O", *(tag[0] for tag in tags), "O"]
    kinds = ["", *(tag[2:] for tag in tags), ""]
    begins = [
        k for k in range(1, len(tags) + 1)
        if heads[k] == "B" or (heads[k] == "I" and kinds[k - 1] != kinds[k])
    ]  # fmt: skip
    ends = [
        k for k in range(1, len(tags) + 1)
        if heads[k] != "O" and not (heads[k + 1] == "I" and kinds[k + 1] == kinds[k])
    ]  # fmt: skip
    return [(a - 1, b, kinds[a]) for a, b in zip(begins, ends, strict=True)]


@given(sentences)
def test_spans_as_conlleval_finds_them(tags):
    assert entity_spans(tags) == chunks_by_borders(tags)


@given(sentences)
def test_dropping_reads_the_sequence_without_its_illegal_tags(tags):
    kept, before = [], "O"
    for tag in tags:
        legal = tag[0] != "I" or (before != "O" and before[2:] == tag[2:])
        before = tag if legal else "O"
        kept.append(before)
    assert entity_spans(tags, repair="drop") == chunks_by_borders(kept)


def test_by_hand():
    tags = ["B-PER", "I-PER", "I-LOC", "O", "I-PER", "I-PER", "B-PER"]
    assert entity_spans(tags) == [(0, 2, "PER"), (2, 3, "LOC"), (4, 6, "PER"), (6, 7, "PER")]
    assert entity_spans(tags, repair="drop") == [(0, 2, "PER"), (6, 7, "PER")]
    assert entity_spans([]) == []
    assert entity_spans(["B-geo-loc", "I-geo-loc"]) == [(0, 2, "geo-loc")]


def test_legal_sequences_and_pieces_are_the_same_thing():
    seen = set()
    for tags in itertools.product(TAGS, repeat=5):
        spans = entity_spans(tags)
        again = bio_tags(reversed(spans), 5)
        assert entity_spans(again) == spans
        if tuple(again) == tags:
            seen.add(tuple(spans))
    assert len(seen) == 571  # the next test counts them in another way


def test_the_number_of_legal_sequences_by_transfer():
    outside, inside = 1, 0  # sequences that end in O (or are empty), or in a piece
    for _ in range(5):  # O from anywhere; B of 2 kinds from anywhere; I from inside, of its kind
        outside, inside = outside + inside, 2 * (outside + inside) + inside
    assert outside + inside == 571


def test_counts_and_f1():
    gold = [[(0, 2, "PER")], [], [(1, 2, "LOC"), (3, 4, "LOC")]]
    said = [[(0, 2, "PER")], [(0, 1, "PER")], [(1, 2, "PER"), (3, 4, "LOC"), (3, 4, "LOC")]]
    counts = span_counts(gold, said)
    assert counts.tolist() == [[1, 1, 1], [0, 1, 0], [1, 2, 2]]
    assert span_f1(counts[:, 2], counts[:, :2]) == pytest.approx(2 * 2 / (3 + 4))
    assert span_f1(np.zeros(2), np.zeros((2, 2))) == 0.0
    assert span_counts([], []).shape == (0, 3)


def test_kinds_of_error():
    gold = [(0, 2, "A"), (3, 5, "A"), (6, 8, "A"), (9, 11, "A"), (12, 13, "A")]
    said = [(0, 2, "A"), (3, 5, "B"), (7, 8, "A"), (9, 10, "B"), (14, 15, "A")]
    assert span_errors(gold, said) == SpanErrors(1, 1, 1, 1, 1, 1)


def test_the_best_fit_is_paired_first():
    assert span_errors([(0, 3, "A")], [(0, 1, "A"), (0, 3, "B")]) == SpanErrors(type=1, invented=1)
    assert span_errors([(0, 4, "A")], [(0, 1, "B"), (2, 3, "A")]) == SpanErrors(
        boundary=1, invented=1
    )


def test_neighbours_do_not_overlap():
    assert span_errors([(0, 2, "A")], [(2, 3, "A")]) == SpanErrors(missed=1, invented=1)
    assert span_errors([(2, 3, "A")], [(0, 2, "B")]) == SpanErrors(missed=1, invented=1)


spans = sentences.map(entity_spans)


@given(spans, spans)
def test_every_piece_is_counted_once(gold, said):
    e = span_errors(gold, said)
    paired = e.right + e.type + e.boundary + e.both
    assert paired + e.missed == len(gold)
    assert paired + e.invented == len(said)
    assert e.right == len(set(gold) & set(said))


def test_errors_add_up():
    assert SpanErrors(1, 2, 3, 4, 5, 6) + SpanErrors(right=1) == SpanErrors(2, 2, 3, 4, 5, 6)


def test_f1_of_half_the_names_and_one_too_many():
    # 4 there, 3 named, 2 of them right: precision 2/3, recall 2/4.
    assert span_f1([3, 1], [[2, 2], [0, 1]]) == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))
    assert span_f1([1], [[1, 1]]) == 1.0
    assert span_f1([], np.zeros((0, 2))) == 0.0


def scores(gold, said, repair="begin"):
    """Precision, recall and F1 by our counts."""
    both = ([entity_spans(tags, repair=repair) for tags in each] for each in (gold, said))
    counts = span_counts(*both)
    hits, named, there = counts.sum(axis=0)
    return hits / max(named, 1), hits / max(there, 1), span_f1(counts[:, 2], counts[:, :2])


def seqeval_scores(gold, said, **mode):
    every = (metrics.precision_score, metrics.recall_score, metrics.f1_score)
    return tuple(each(gold, said, zero_division=0, **mode) for each in every)


def random_texts(rng, legal):
    """Some sentences, and the same with a third of their tags drawn anew."""
    gold = [list(rng.choice(TAGS, rng.integers(12))) for _ in range(rng.integers(1, 5))]
    said = [
        [str(rng.choice(TAGS)) if rng.random() < 1 / 3 else str(tag) for tag in tags]
        for tags in gold
    ]
    gold = [list(map(str, tags)) for tags in gold]
    if legal:
        return tuple([bio_tags(entity_spans(t), len(t)) for t in each] for each in (gold, said))
    return gold, said


STRICT = {"mode": "strict", "scheme": IOB2}


@pytest.mark.parametrize("legal", [True, False])
def test_seqeval_finds_the_same_spans_and_scores(legal):
    rng, differ = np.random.default_rng(0), 0
    for _ in range(200):
        gold, said = random_texts(rng, legal)
        for tags in gold + said:
            default = [(first, last + 1, kind) for kind, first, last in get_entities(tags)]
            strict = [(e.start, e.end, e.tag) for e in Entities([tags], IOB2).entities[0]]
            assert entity_spans(tags) == default
            assert entity_spans(tags, repair="drop") == strict
            differ += default != strict
        assert scores(gold, said) == pytest.approx(seqeval_scores(gold, said))
        assert scores(gold, said, "drop") == pytest.approx(seqeval_scores(gold, said, **STRICT))
    assert differ == 0 if legal else differ > 200  # broken ones were among them


def test_the_example_that_seqeval_prints():
    gold = [["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]]
    said = [["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]]
    assert scores(gold, said) == scores(gold, said, "drop") == (0.5, 0.5, 0.5)
    assert seqeval_scores(gold, said) == seqeval_scores(gold, said, **STRICT) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: entity_spans(["O", "X-PER"]), r"tags\[1\] is 'X-PER'"),
        (lambda: entity_spans(["B-"]), r"tags\[0\] is 'B-'"),
        (lambda: entity_spans(["B"]), r"tags\[0\] is 'B'"),
        (lambda: entity_spans([], repair="mend"), "repair is 'mend'"),
        (lambda: bio_tags([(0, 3, "A")], 2), r"spans holds \(0, 3\)"),
        (lambda: bio_tags([(1, 1, "A")], 2), r"spans holds \(1, 1\)"),
        (lambda: bio_tags([(0, 2, "A"), (1, 3, "B")], 4), r"spans overlap at \(1, 3\).*keep one"),
        (lambda: span_counts([[]], []), "gold has 1 sentences and predicted 0"),
        (lambda: bio_tags([(0, 1, "")], 2), r"spans holds \(0, 1\) without a kind"),
        (lambda: bio_tags([], -1), "length is -1"),
        (lambda: span_f1([1, 1], [[1, 1]]), r"gold has shape \(2,\) and named \(1, 2\)"),
        (lambda: span_f1([1, 1], [[1, 1, 1], [1, 1, 1]]), r"named \(2, 3\); give"),
        (lambda: span_f1([1], [1, 1]), r"named \(2,\); give"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
