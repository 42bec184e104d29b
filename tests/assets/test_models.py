"""The models open with the libraries that read them, and do what they are for."""

from __future__ import annotations

import pytest

from ftlib import assets


@pytest.fixture(scope="module")
def smollm2():
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = assets.model("smollm2")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return tokenizer, AutoModelForCausalLM.from_pretrained(folder)


@pytest.mark.slow
def test_smollm2_knows_the_capital_of_france(smollm2):
    tokenizer, model = smollm2
    assert sum(weight.numel() for weight in model.parameters()) == 134_515_008
    tokens = tokenizer("The capital of France is", return_tensors="pt")
    answer = tokenizer.decode(model.generate(**tokens, max_new_tokens=5, do_sample=False)[0])
    assert "Paris" in answer


def test_smollm2_lies_converted():
    assert not list(assets.model("smollm2").glob("*.gguf"))
    assert (assets.model("smollm2") / "model.safetensors").stat().st_size > 500e6


def test_minilm_opens_as_an_encoder():
    from transformers import AutoModel, AutoTokenizer

    folder = assets.model("minilm")
    encoder = AutoModel.from_pretrained(folder)
    assert (encoder.config.num_hidden_layers, encoder.config.hidden_size) == (6, 384)
    tokens = AutoTokenizer.from_pretrained(folder)("a film", return_tensors="pt")
    assert encoder(**tokens).last_hidden_state.shape == (1, 4, 384)


def test_efficientnet_is_a_state_dict_that_needs_no_pickled_code():
    import torch

    path = assets.model("efficientnet_lite0") / "efficientnet-lite0.pth"
    state = torch.load(path, weights_only=True)
    assert len(state) == 296


def test_albert_is_a_masked_language_model():
    from transformers import AlbertForMaskedLM

    model = AlbertForMaskedLM.from_pretrained(assets.model("albert_smiles"))
    assert model.config.vocab_size == 591


def test_mobilenet_is_an_hdf5_file():
    path = assets.model("mobilenetv2") / "dog_breed_mobilenetv2.h5"
    assert path.read_bytes()[:8] == b"\x89HDF\r\n\x1a\n"
