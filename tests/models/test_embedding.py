"""Mean pooling against a loop over tokens; a text's vector does not depend on its company."""

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from ftlib import assets
from ftlib.models import embed_texts, mean_pooling, remembering

TEXTS = ["A long sentence with quite a few words in it.", "Short.", "Two words", "Money back!"]


@pytest.fixture(scope="module")
def minilm():
    folder = assets.model("minilm")
    encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
    return encoder.eval(), AutoTokenizer.from_pretrained(folder)


def test_mean_pooling_is_the_mean_over_real_tokens():
    states = torch.randn(3, 5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    real = [[0, 1, 4], [2], [0, 1, 2, 3, 4]]
    mask = torch.zeros(3, 5, dtype=torch.bool)
    for row, columns in enumerate(real):
        mask[row, columns] = True
    found = mean_pooling(states, mask)
    for row, columns in enumerate(real):
        expected = sum(states[row, column] for column in columns) / len(columns)
        assert torch.allclose(found[row], expected, rtol=1e-14)
    assert torch.equal(found, mean_pooling(states, mask.long()))


def test_padding_has_no_part():
    states = torch.ones(1, 3, 2)
    mask = torch.tensor([[1, 1, 0]])
    loud = states.clone()
    loud[0, 2] = 1e6
    assert torch.equal(mean_pooling(states, mask), mean_pooling(loud, mask))


@pytest.mark.parametrize(
    ("states", "mask", "sentence"),
    [
        (torch.ones(2, 3), torch.ones(2, 3), "give"),
        (torch.ones(2, 3, 4), torch.ones(2, 4), "mask"),
        (torch.ones(2, 3, 4), torch.tensor([[1, 1, 1], [0, 0, 0]]), r"rows \[1\]"),
    ],
)
def test_bad_shapes_and_empty_rows_are_named(states, mask, sentence):
    with pytest.raises(ValueError, match=sentence):
        mean_pooling(states, mask)


def test_each_text_gets_its_own_vector_in_order(minilm):
    encoder, tokenizer = minilm
    found = embed_texts(encoder, tokenizer, TEXTS, batch_size=3)
    assert found.shape == (4, 384)
    assert found.dtype == "float32"
    with torch.no_grad():
        for row, text in enumerate(TEXTS):
            ids = tokenizer(text, return_tensors="pt")["input_ids"]
            alone = encoder(input_ids=ids).last_hidden_state[0].mean(dim=0)
            assert torch.allclose(torch.from_numpy(found[row]), alone, atol=2e-6)


def test_a_generator_and_one_string_are_taken(minilm):
    encoder, tokenizer = minilm
    whole = embed_texts(encoder, tokenizer, (text for text in TEXTS))
    assert (abs(embed_texts(encoder, tokenizer, TEXTS[1])[0] - whole[1]) < 2e-6).all()


def test_long_texts_are_cut(minilm):
    encoder, tokenizer = minilm
    cut = embed_texts(encoder, tokenizer, [TEXTS[0], "A long sentence"], max_length=5)
    assert (abs(cut[0] - cut[1]) < 2e-6).all()


def test_bad_arguments_are_named(minilm):
    encoder, tokenizer = minilm
    with pytest.raises(ValueError, match="texts is empty"):
        embed_texts(encoder, tokenizer, [])
    with pytest.raises(ValueError, match="batch_size is 0"):
        embed_texts(encoder, tokenizer, TEXTS, batch_size=0)
    encoder.train()
    try:
        with pytest.raises(ValueError, match="training mode"):
            embed_texts(encoder, tokenizer, TEXTS)
    finally:
        encoder.eval()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_padding_may_be_no_number(value):
    states = torch.ones(1, 3, 2)
    states[0, 2] = value
    assert mean_pooling(states, torch.tensor([[1, 1, 0]])).tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_does_not_overflow(dtype):
    states = torch.full((1, 2500, 1), 60.0, dtype=dtype)  # the sum is 150 000
    found = mean_pooling(states, torch.ones(1, 2500))
    assert found.dtype == dtype
    assert found.item() == 60.0


@pytest.mark.parametrize(
    ("states", "mask", "sentence"),
    [
        (torch.ones(1, 2, 3, dtype=torch.int64), torch.ones(1, 2), "states is torch.int64"),
        (torch.ones(1, 2, 3), torch.tensor([[0.0, -1e4]]), "other values than 0 and 1"),
        (torch.ones(1, 2, 3), torch.tensor([[1.0, float("nan")]]), "other values"),
    ],
)
def test_what_is_no_mask_or_no_state_is_named(states, mask, sentence):
    with pytest.raises(ValueError, match=sentence):
        mean_pooling(states, mask)


class Wide(torch.nn.Module):
    """A network without the attribute `device`: one state a token, its number."""

    def __init__(self):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.ones(1))

    def forward(self, input_ids, attention_mask):
        assert input_ids.device == self.scale.device == attention_mask.device
        from types import SimpleNamespace

        return SimpleNamespace(last_hidden_state=input_ids[..., None] * self.scale)


def by_letters(texts, **_):
    """A tokenizer with a token for each letter, and no others."""
    longest = max(len(text) for text in texts)
    rows = [[ord(sign) for sign in text] + [0] * (longest - len(text)) for text in texts]
    ids = torch.tensor(rows, dtype=torch.int64).reshape(len(texts), longest)
    return {"input_ids": ids, "attention_mask": (ids > 0).long()}


def test_a_network_of_ones_own_and_odd_texts():
    net = Wide().eval()
    assert embed_texts(net, by_letters, ["ab", "z"]).tolist() == [[97.5], [122.0]]
    assert embed_texts(net, by_letters, ["\ud83d"]).tolist() == [[63.0]]  # half of a pair: "?"
    with pytest.raises(ValueError, match=r"texts\[1\] is '': no token"):
        embed_texts(net, by_letters, ["ab", "", "abc"])
    with pytest.raises(ValueError, match=r"texts\[1\] is a NoneType"):
        embed_texts(net, by_letters, ["ab", None])
    with pytest.raises(ValueError, match="max_length is 0"):
        embed_texts(net, by_letters, ["ab"], max_length=0)


@pytest.mark.gpu
def test_batches_go_where_the_parameters_are(accelerator):
    net = Wide().eval().to(accelerator)
    assert embed_texts(net, by_letters, ["ab"]).tolist() == [[97.5]]


@pytest.mark.parametrize("text", ["", "\u200b", "🙂" * 3, "你好", "\x00", "\ud800", "word " * 5000])
def test_any_text_has_a_vector(minilm, text):
    found = embed_texts(*minilm, [text, "a text"])
    assert found.shape == (2, 384)
    assert (abs(found) < 10).all()


def test_no_text_is_read_twice_and_the_rows_keep_their_order():
    asked = []

    def read(texts):
        asked.append(texts)
        return np.array([[len(text), ord(text[0])] for text in texts])

    once = remembering(read)
    assert once(["bb", "a", "bb"]).tolist() == [[2, 98], [1, 97], [2, 98]]
    assert once(np.array(["a", "ccc"])).tolist() == [[1, 97], [3, 99]]
    assert once(["ccc"]).tolist() == [[3, 99]]
    assert asked == [["bb", "a"], ["ccc"]]


def test_what_cannot_be_remembered_is_refused():
    once = remembering(lambda texts: np.zeros((1, 2)))
    for _ in range(2):  # nothing of the short answer is kept
        with pytest.raises(ValueError, match="1 rows for 2 texts; give one row a text"):
            once(["a", "b"])
    with pytest.raises(ValueError, match="texts is empty; give at least one string"):
        once([])
