"""The encoder against Transformers' BERT and PyTorch's layers; what it does with order."""

import json

import pytest
import torch
from safetensors.torch import save_file
from torch import nn
from transformers import BertConfig, BertModel

from ftlib.models.transformer import Encoder, EncoderLayer, encoder_parameters

SIZES = {"vocabulary": 50, "hidden_size": 12, "layers": 2, "heads": 3, "inner_size": 20}


@pytest.fixture(scope="module")
def bert():
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50,
        hidden_size=12,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=20,
        max_position_embeddings=16,
        initializer_range=0.5,
    )
    model = BertModel(config).eval()
    for name, each in model.named_parameters():
        if "LayerNorm" in name:  # or they would be 1 and 0, and could be exchanged unseen
            nn.init.normal_(each, mean=1.0, std=0.3)
    return model


def batch():
    torch.manual_seed(1)
    tokens = torch.randint(0, 50, (3, 9))
    mask = torch.arange(9) < torch.tensor([[9], [5], [7]])
    segments = torch.randint(0, 2, (3, 9))
    return tokens, mask, segments


def same_where_real(ours, theirs, mask):
    torch.testing.assert_close(ours[mask], theirs[mask], rtol=1e-5, atol=1e-5)


def test_states_are_berts(bert):
    tokens, mask, segments = batch()
    ours = Encoder(**SIZES, positions=16).from_bert(bert.state_dict())
    theirs = bert(tokens, attention_mask=mask.long(), token_type_ids=segments)
    same_where_real(ours(tokens, mask, segments), theirs.last_hidden_state, mask)
    # without segments they are all 0, and without a mask all tokens are real
    theirs = bert(tokens).last_hidden_state
    same_where_real(ours(tokens), theirs, torch.ones_like(mask))


@pytest.mark.parametrize("norm", ["post", "pre"])
@pytest.mark.parametrize("layers", [1, 3])
def test_states_at_some_places_are_those_of_all(norm, layers):
    torch.manual_seed(0)
    encoder = Encoder(**{**SIZES, "layers": layers}, norm=norm).double()
    tokens, mask, segments = batch()
    places = mask & (torch.rand(3, 9) < 0.4)
    some = encoder(tokens, mask, segments, places=places)
    of_some = torch.autograd.grad(some.square().sum(), list(encoder.parameters()))
    every = encoder(tokens, mask, segments)[places]
    of_every = torch.autograd.grad(every.square().sum(), list(encoder.parameters()))
    assert 0 < len(some) < places.numel()
    torch.testing.assert_close((some, *of_some), (every, *of_every))


def test_a_folder_and_names_with_a_prefix(bert, tmp_path):
    state = {f"bert.{name}": value for name, value in bert.state_dict().items()}
    state["cls.predictions.bias"] = torch.zeros(50)
    save_file(state, tmp_path / "model.safetensors")
    config = bert.config.to_dict()
    (tmp_path / "config.json").write_text(json.dumps(config, default=str), encoding="utf-8")
    tokens, mask, _ = batch()
    ours = Encoder.load_bert(tmp_path)
    theirs = bert(tokens, attention_mask=mask.long())
    same_where_real(ours(tokens, mask), theirs.last_hidden_state, mask)
    config["hidden_act"] = "relu"
    (tmp_path / "config.json").write_text(json.dumps(config, default=str), encoding="utf-8")
    with pytest.raises(ValueError, match="'relu'"):
        Encoder.load_bert(tmp_path)


def test_old_names_of_the_layer_norms(bert):
    def old(name):
        name = name.replace("LayerNorm.weight", "LayerNorm.gamma")
        return name.replace("LayerNorm.bias", "LayerNorm.beta")

    tokens, *_ = batch()
    ours = Encoder(**SIZES, positions=16).from_bert(bert.state_dict())
    again = Encoder(**SIZES, positions=16)
    again.from_bert({old(name): value for name, value in bert.state_dict().items()})
    assert torch.equal(ours(tokens), again(tokens))


def test_weights_that_do_not_fit_are_named(bert):
    state = bert.state_dict()
    with pytest.raises(ValueError, match="state does not fit"):
        Encoder(**SIZES, positions=20).from_bert(state)
    with pytest.raises(ValueError, match=r"'encoder\.layer\.0\.new\.weight'"):
        Encoder(**SIZES, positions=16).from_bert({**state, "encoder.layer.0.new.weight": state})
    few = dict(list(state.items())[:-4])
    with pytest.raises(ValueError, match="Missing"):
        Encoder(**SIZES, positions=16).from_bert(few)


@pytest.mark.parametrize("norm", ["post", "pre"])
@pytest.mark.parametrize("causal", [False, True])
def test_a_layer_is_pytorchs(norm, causal):
    torch.manual_seed(2)
    ours = EncoderLayer(12, 3, 20, norm=norm, eps=1e-5).double()
    theirs = nn.TransformerEncoderLayer(
        12, 3, 20, dropout=0.0, activation="gelu", batch_first=True, norm_first=norm == "pre"
    ).double()
    pairs = {
        "inner": "linear1",
        "outer": "linear2",
        "attention.output": "self_attn.out_proj",
        "attention_norm": "norm1",
        "feed_forward_norm": "norm2",
    }
    with torch.no_grad():
        for each in ours.parameters():
            each.normal_(std=0.5)
        for mine, other in pairs.items():
            theirs.get_submodule(other).load_state_dict(ours.get_submodule(mine).state_dict())
        parts = (ours.attention.query, ours.attention.key, ours.attention.value)
        theirs.self_attn.in_proj_weight.copy_(torch.cat([each.weight for each in parts]))
        theirs.self_attn.in_proj_bias.copy_(torch.cat([each.bias for each in parts]))
    x = torch.randn(2, 5, 12, dtype=torch.float64)
    real = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
    later = torch.ones(5, 5, dtype=torch.bool).triu(1) if causal else None
    want = theirs(x, src_mask=later, src_key_padding_mask=~real)
    torch.testing.assert_close(ours(x, real, causal)[real], want[real])


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_without_positions_order_is_not_seen(norm):
    torch.manual_seed(3)
    tokens, order = torch.randint(0, 50, (2, 9)), torch.randperm(9)
    blind = Encoder(**SIZES, positions=0, segments=0, norm=norm)
    torch.testing.assert_close(blind(tokens)[:, order], blind(tokens[:, order]))
    seeing = Encoder(**SIZES, norm=norm)
    with torch.no_grad():
        seeing.positions.weight.normal_()
    assert (seeing(tokens)[:, order] - seeing(tokens[:, order])).abs().max() > 0.1


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_the_states_leave_normalised(norm):
    encoder = Encoder(**SIZES, norm=norm)
    with torch.no_grad():
        for each in encoder.layers.parameters():
            each.add_(0.3 * torch.randn_like(each)) if each.ndim > 1 else None
    states = encoder(torch.randint(0, 50, (2, 9)))
    torch.testing.assert_close(states.mean(dim=-1), torch.zeros(2, 9), atol=1e-5, rtol=0)
    torch.testing.assert_close(states.square().mean(dim=-1), torch.ones(2, 9), atol=1e-4, rtol=0)


def test_causal_states_do_not_know_what_comes():
    encoder, (tokens, *_) = Encoder(**SIZES, positions=16), batch()
    other = tokens.clone()
    other[:, 5:] = (other[:, 5:] + 1) % 50
    torch.testing.assert_close(
        encoder(tokens, causal=True)[:, :5], encoder(other, causal=True)[:, :5]
    )
    assert not torch.allclose(encoder(tokens)[:, :5], encoder(other)[:, :5])


def test_dropout_in_training_only():
    encoder, (tokens, *_) = Encoder(**SIZES, dropout=0.3), batch()
    assert not torch.equal(encoder(tokens), encoder(tokens))
    encoder.eval()
    assert torch.equal(encoder(tokens), encoder(tokens))


@pytest.mark.parametrize(("positions", "segments"), [(512, 2), (16, 1), (0, 0)])
def test_the_count_is_pytorchs(positions, segments):
    encoder = Encoder(**SIZES, positions=positions, segments=segments)
    want = sum(each.numel() for each in encoder.parameters())
    assert encoder_parameters(50, 12, 2, 20, positions, segments) == want


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="norm is 'middle'"):
        EncoderLayer(12, 3, 20, norm="middle")
    with pytest.raises(ValueError, match="heads is 5"):
        EncoderLayer(12, 5, 20)
    with pytest.raises(ValueError, match="tokens has 9 positions and the model 4"):
        Encoder(**SIZES, positions=4)(torch.zeros(1, 9, dtype=torch.long))
