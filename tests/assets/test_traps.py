"""The trap of each source, sprung on purpose or counted by another way than the loader's."""

from __future__ import annotations

import json
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from ftlib import assets


def _raw(name: str, place: str) -> str:
    return (assets.where(name) / place).read_text(encoding="utf-8")


def test_sms_a_csv_reader_loses_737_rows():
    naive = pd.read_csv(assets.where("sms_spam") / "sms-spam.csv")
    assert len(naive) == 4837
    assert naive["text"].str.len().max() == 28174
    table = assets.data("sms_spam")
    assert len(table) - len(naive) == 737
    assert (table.counts["ham"], table.counts["spam"]) == (4827, 747)
    assert np.bincount(table.frame["label"]).tolist() == [4827, 747]
    assert table.frame["text"].str.len().max() < 1000
    assert not table.frame["text"].str.contains("\t").any()


def test_spamassassin_text_issubject_and_body_without_headers():
    table = assets.data("spamassassin")
    assert (table.counts["ham"], table.counts["spam"]) == (4150, 1896)
    row = table.frame[table.frame["subject"] == "Re: [SAtalk] O.T. Habeus -- Why?"].iloc[0]
    assert row["text"].startswith("Re: [SAtalk] O.T. Habeus -- Why?\n\nOn 28 Aug 2002")
    marks = r"^(?:Received|Return-Path|X-Spam-Status|X-Mailman-Version|Delivered-To):"
    headers = table.frame["text"].str.contains(marks, flags=re.MULTILINE)
    assert headers.mean() < 0.05, "only mails that quote a header themselves"


def test_spamassassin_is_parsed_once(monkeypatch):
    from ftlib.assets.loaders import spam

    first = assets.data("spamassassin")
    monkeypatch.setattr(spam, "_parse_all", lambda root: pytest.fail("parsed again"))
    assert assets.data("spamassassin").frame.equals(first.frame)


@pytest.mark.parametrize(
    ("mail", "subject", "body"),
    [
        (b"Subject: =?iso-8859-1?Q?Caf=E9?=\n\nplain\r\ntext  here \n", "Café", "plain\ntext here"),
        (
            b"Subject: x\nContent-Type: text/html\n\n<style>p{}</style><p>A &amp; <b>B</b></p>",
            "x",
            "A & B",
        ),
        (
            b'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="q"\n\n'
            b"--q\nContent-Type: text/plain\n\nhello\n--q\n"
            b"Content-Type: text/html\n\n<p>no</p>\n--q--",
            "x",
            "hello",
        ),
        (b"Subject: x\nContent-Type: text/plain; charset=no-such\n\n\xe9t\xe9", "x", "été"),
        (b"Subject: =?no-such?Q?a?=\n\nbody", "=?no-such?Q?a?=", "body"),
        (b"Content-Transfer-Encoding: base64\n\naGVsbG8=", "", "hello"),
    ],
)
def test_mails_in_all_shapes(mail, subject, body):
    from ftlib.assets.loaders.spam import subject_and_body

    got_subject, got_body = subject_and_body(mail)
    assert got_subject == subject
    assert " ".join(got_body.split(" ")) == body


@pytest.mark.parametrize(
    ("name", "lines"),
    # The numbers of sentences that the paper (Hutto & Gilbert, 2014) gives.
    [("film_reviews", 10605), ("tweets", 4200), ("amazon_reviews", 3708), ("nyt_editorials", 5190)],
)
def test_rated_sentences_are_those_of_the_paper(name, lines):
    table = assets.data(name, min_abs_score=0)
    assert table.counts["raw_lines"] == len(table) == lines
    assert not table.frame["text"].str.contains("\n").any()
    assert not table.frame["text"].str.contains(r"&(?:amp|lt|gt|quot);").any()
    assert table.frame["score"].abs().max() <= 4
    assert (table.frame["label"] == (table.frame["score"] > 0)).all()


def test_min_abs_score_leaves_out_what_has_no_clear_side():
    table = assets.data("film_reviews")
    assert len(table) == 10072
    assert table.frame["score"].abs().min() >= 0.5
    with pytest.raises(ValueError, match="min_abs_score is 5"):
        assets.data("film_reviews", min_abs_score=5)


def test_trec_is_made_unique():
    lines = _raw("trec_questions", "question_labels.txt").splitlines()
    assert len(lines) == 15452
    table = assets.data("trec_questions")
    assert len(table) == len({line.split(" ", 1)[1] for line in lines}) == 5381
    assert table.label_names == ("ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM")
    assert table.frame["fine"].nunique() == 50
    coarse = table.frame["fine"].str.partition(":")[0]
    assert (coarse == np.array(table.label_names)[table.frame["label"]]).all()


def test_clothing_reviews_without_a_word_are_left_out_unless_asked_for():
    assert assets.data("clothing_reviews").counts["with_text"] == 22641
    table = assets.data("clothing_reviews", with_text=False)
    assert len(table) == 23486
    empty = table.frame[table.frame["text"] == ""]
    assert len(empty) == 845
    assert empty["split"].value_counts(normalize=True)["train"] == pytest.approx(0.7, abs=0.06)
    assert table.frame["rating"].between(1, 5).all()


def test_chinese_reviews_in_both_classes_share_a_split():
    table = assets.data("chinese_reviews")
    assert np.bincount(table.frame["label"]).tolist() == [9078, 8379]
    ambiguous = table.frame[table.frame["ambiguous"]]
    assert ambiguous["text"].nunique() == table.counts["in_both_classes"] == 47
    assert (ambiguous.groupby("text")["split"].nunique() == 1).all()
    assert (ambiguous.groupby("text")["label"].nunique() == 2).all()


def test_reuters_header_lines_are_no_rows():
    """Three header lines and sometimes a line of a tab or nothing: 9,100 stories, not 9,101."""
    count = 0
    for part in ("train", "test"):
        lines = _raw("reuters_r52", f"reuters-r52-{part}.tab").split("\n")
        count += sum(bool(re.fullmatch(r"[a-z-]+\t.{20,}", line)) for line in lines)
    assert count == len(assets.data("reuters_r52")) == 9100


@pytest.mark.parametrize(
    ("name", "sizes"),
    # Cardoso-Cachopo (2007), table of the collections.
    [
        ("reuters_r8", (5485, 2189)),
        ("reuters_r52", (6532, 2568)),
        ("newsgroups20", (11293, 7528)),
    ],
)
def test_the_official_split_is_kept_beside_ours(name, sizes):
    official = assets.data(name).frame["official"].value_counts()
    assert (official["train"], official["test"]) == sizes


def test_bbc_has_its_pound_signs():
    table = assets.data("bbc_news")
    assert not table.frame["text"].str.contains("\ufffd").any()
    assert table.frame["text"].str.contains("£").sum() > 100
    assert len(table.unique()) == 2127


def test_medmcqa_options():
    table = assets.data("medmcqa")
    assert (len(table.label_names), len(table)) == (21, 10333)
    small = assets.data("medmcqa", min_rows=100, unknown=False)
    assert "Unknown" not in small.label_names
    assert np.bincount(small.frame["label"]).min() >= 100
    assert set(small.frame["label"]) == set(range(len(small.label_names)))
    with pytest.raises(ValueError, match="the largest subject has 2521"):
        assets.data("medmcqa", min_rows=3000)


def test_boolq_passages_do_not_leak():
    frame = assets.data("boolq").frame
    assert (frame.groupby("passage", observed=True)["split"].nunique() == 1).all()
    assert np.bincount(frame["label"]).tolist() == [1237, 2033]


def test_pubmedqa_answers():
    table = assets.data("pubmedqa")
    assert table.label_names == ("no", "yes", "maybe")
    assert np.bincount(table.frame["label"]).tolist() == [169, 276, 55]


def test_chinese_ner_joins_surname_and_given_name():
    table = assets.data("chinese_ner")
    assert (table.counts["PER"], table.counts["LOC"], table.counts["ORG"]) == (19492, 27836, 3529)
    row = table.frame.iloc[1]
    assert row["text"].startswith("中共中央总书记")
    tags = [table.label_names[tag] for tag in row["tags"]]
    spans = Counter(tag for tag in tags if tag.startswith("B-"))
    assert spans == {"B-ORG": 1, "B-PER": 1}
    at = tags.index("B-PER")
    assert "".join(row["tokens"][at : at + 3]) == "江泽民"
    assert tags[at : at + 3] == ["B-PER", "I-PER", "I-PER"]
    assert "".join(row["tokens"]) == row["text"]


def test_chinese_ner_by_word():
    table = assets.data("chinese_ner", unit="word")
    row = table.frame.iloc[1]
    assert row["tokens"][0] == "中共中央"
    assert "江泽民" in row["tokens"]
    begun = sum(
        table.label_names[tag].startswith("B-") for tags in table.frame["tags"] for tag in tags
    )
    assert begun == 19492 + 27836 + 3529
    with pytest.raises(ValueError, match="unit is 'syllable'"):
        assets.data("chinese_ner", unit="syllable")


@pytest.mark.parametrize("name", ["chinese_ner", "twitter_ner", "conll_sample"])
def test_tags_fit_tokens_and_every_entity_has_a_beginning(name):
    table = assets.data(name)
    for row in table.frame.itertuples():
        assert len(row.tokens) == len(row.tags)
        before = "O"
        for tag in (table.label_names[code] for code in row.tags):
            if tag.startswith("I-"):
                assert before[2:] == tag[2:], "an I- tag continues its own kind"
            before = tag


def test_twitter_blank_lines_hold_a_tab():
    assert "\n\n" not in _raw("twitter_ner", "ner.txt").strip()
    table = assets.data("twitter_ner")
    assert len({name[2:] for name in table.label_names if name != "O"}) == 10


def test_conll_has_no_document_marks():
    table = assets.data("conll_sample")
    assert not table.frame["text"].str.contains("DOCSTART").any()
    assert set(table.frame["split"]) == {"test"}


def test_movielens_parts():
    films = assets.data("movielens100k", part="films")
    assert (len(films), films.frame["genres"].iloc[0]) == (
        1682,
        ["Animation", "Children's", "Comedy"],
    )
    assert len(assets.data("movielens100k", part="people")) == 943
    ratings = assets.data("movielens100k").frame
    assert (ratings["user"].nunique(), ratings["film"].nunique()) == (943, 1682)
    assert ((ratings["rating"] >= 4) == ratings["label"]).all()
    assert ratings.loc[(ratings["user"] == 196) & (ratings["film"] == 242), "rating"].item() == 3
    with pytest.raises(ValueError, match="part is 'users'"):
        assets.data("movielens100k", part="users")


def test_movielens_kg_is_linked_to_the_films():
    table = assets.data("movielens_kg")
    assert table.counts["linked_films"] == 1598
    assert table.frame["film"].between(0, 1682).all()
    assert (table.frame["film"] > 0).mean() > 0.3


@pytest.mark.parametrize(("language", "intents", "templates"), [("en", 42, 862), ("zh", 40, 700)])
def test_assist_intents(language, intents, templates):
    table = assets.data("assist_intents", language=language)
    assert (table.counts["intents"], table.counts["templates"]) == (intents, templates)
    assert not table.frame["text"].str.contains(r"[\[\](){}<>|]").any()
    assert (table.frame.groupby("template", observed=True)["split"].nunique() == 1).all()
    again = assets.data("assist_intents", language=language)
    assert again.frame.equals(table.frame)
    assert len(assets.data("assist_intents", language=language, per_template=1)) < len(table)


def test_assist_intents_options():
    with pytest.raises(ValueError, match="language is 'de'"):
        assets.data("assist_intents", language="de")
    with pytest.raises(ValueError, match="per_template is 0"):
        assets.data("assist_intents", per_template=0)


@pytest.mark.parametrize(("language", "openings", "pairs"), [("en", 2026, 2393), ("zh", 467, 552)])
def test_dialogue(language, openings, pairs):
    table = assets.data("dialogue_pairs", language=language)
    assert len(table) == table.counts["conversations"] == openings
    assert len(assets.data("dialogue_pairs", language=language, turns="all")) == pairs
    assert (table.frame["reply"] != "").all()
    with pytest.raises(ValueError, match="turns is 'both'"):
        assets.data("dialogue_pairs", turns="both")


def test_mnist_has_500_of_each_digit():
    table = assets.data("mnist5k")
    assert np.bincount(table.label).tolist() == [500] * 10
    assert table.images.shape == (5000, 28, 28, 1)
    assert table.images.max() == 255


@pytest.mark.parametrize(
    ("benchmark", "shape", "labels"),
    [
        ("imagenet", (224, 224, 3), 1000),
        ("cifar10", (32, 32, 3), 10),
        ("cifar100", (32, 32, 3), 100),
        ("mnist", (28, 28, 1), 10),
        ("fashionMNIST", (28, 28, 1), 10),
    ],
)
def test_foolbox_samples(benchmark, shape, labels):
    table = assets.data("foolbox_samples", benchmark=benchmark)
    assert table.images.shape == (20, *shape)
    assert table.label.max() < labels
    with pytest.raises(ValueError, match="benchmark is 'svhn'"):
        assets.data("foolbox_samples", benchmark="svhn")


def test_tissue_is_brown_and_blue():
    table = assets.data("colon_tissue")
    assert table.images.shape == (1, 512, 512, 3)
    red, _, blue = (table.images[0][..., channel].astype(int) for channel in range(3))
    assert 0.5 < np.mean(red > blue + 20) < 0.65  # DAB
    assert 0.15 < np.mean(blue > red) < 0.25  # haematoxylin


def test_coffee_stands_on_wood():
    table = assets.data("coffee_cup")
    assert table.images.shape == (1, 400, 600, 3)
    red, _, blue = (table.images[0][..., channel].astype(int) for channel in range(3))
    assert np.mean(red > blue) > 0.95  # wood, saucer and coffee: all of them warm
    assert table.images[0][60:90, 230:350].mean() > 140  # the cup, white inside


def test_plain_text_is_plain():
    works = assets.data("shakespeare")
    assert works.counts["characters"] == 5057198
    assert "Hamlet" in set(works.frame["title"])
    chinese = assets.data("chinese_text")
    assert chinese.counts["characters"] == 1841657
    assert chinese.frame["text"].iloc[1] == "中共中央总书记、国家主席江泽民"
    assert assets.data("python_docs").frame["topic"].is_unique


def test_scikit_learns_own():
    cancer = assets.data("breast_cancer")
    assert cancer.label_names == ("malignant", "benign")
    assert np.bincount(cancer.frame["label"]).tolist() == [212, 357]
    assert len(assets.data("wine").frame.columns) == 13 + 2


def test_every_mail_and_question_file_is_json_or_text():
    """The carriers' files are read as text; none of them needs anything to be executed."""
    for line in _raw("boolq", "dev.jsonl").splitlines()[:3]:
        assert set(json.loads(line)) == {"question", "passage", "answer", "title"}
