"""A file written here in the form of Financial PhraseBank."""

import pytest

from ftlib.data import read_phrase_bank


def test_sentences_and_labels(tmp_path):
    file = tmp_path / "Sentences_AllAgree.txt"
    file.write_bytes(
        b"Sales at \xe4ri@hel fell .@negative\r\nIt is in Espoo .@neutral\r\n\r\n"
        b"Profit rose .@positive\r\n"
    )
    frame = read_phrase_bank(file)
    assert frame["text"].tolist() == [
        "Sales at äri@hel fell .",
        "It is in Espoo .",
        "Profit rose .",
    ]
    assert frame["label"].tolist() == [0, 1, 2]


def test_another_form_is_refused(tmp_path):
    file = tmp_path / "x.txt"
    file.write_text("Good .@positive\nBad .@awful\n")
    with pytest.raises(ValueError, match=r"line 2 of x.txt .*Bad .@awful"):
        read_phrase_bank(file)
    file.write_text("positive\n")
    with pytest.raises(ValueError, match="line 1"):
        read_phrase_bank(file)
    file.write_text("\n")
    with pytest.raises(ValueError, match="holds no sentence"):
        read_phrase_bank(file)
