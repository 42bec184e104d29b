"""Masking counted, its loss by hand, the head against Transformers, and pseudo-likelihood."""

import math

import pytest
import torch

from ftlib.models.transformer import (
    Encoder,
    MaskedLanguageModel,
    MaskedTokens,
    mask_tokens,
    masked_losses,
    pseudo_log_likelihood,
)

V, SPECIAL, MASK = 50, 5, 4


def some_tokens(*shape, seed=0):
    return torch.randint(0, V, shape, generator=torch.Generator().manual_seed(seed))


def model(seed=0):
    torch.manual_seed(seed)
    made = MaskedLanguageModel(Encoder(V, 16, 2, 2, 32, positions=12)).eval()
    torch.nn.init.normal_(made.encoder.tokens.weight)  # so that answers differ by more than noise
    torch.nn.init.normal_(made.bias)
    return made


def cover(tokens, seed=0, **options):
    generator = torch.Generator().manual_seed(seed)
    return mask_tokens(
        tokens, mask=MASK, vocabulary=V, special=SPECIAL, generator=generator, **options
    )


def test_targets_are_the_tokens_at_chosen_places_only():
    tokens = some_tokens(300, 40)
    inputs, targets = cover(tokens)
    chosen = targets != -100
    assert torch.equal(targets[chosen], tokens[chosen])
    assert torch.equal(inputs[~chosen], tokens[~chosen])
    assert (tokens[chosen] >= SPECIAL).all()


def test_rate_and_shares_are_kept():
    tokens = some_tokens(400, 500)
    inputs, targets = cover(tokens, rate=0.2, shares=(0.5, 0.3, 0.2))
    ordinary, chosen = tokens >= SPECIAL, targets != -100
    n = chosen.sum().item()
    error = 4 / math.sqrt(n)  # more than four standard errors of any share
    assert abs(n / ordinary.sum().item() - 0.2) < error
    covered = (inputs == MASK) & chosen
    assert abs(covered.sum().item() / n - 0.5) < error
    # a random token is by chance the old one in 1 of V − special cases
    other = chosen & ~covered & (inputs != tokens)
    assert abs(other.sum().item() / n - 0.3 * (1 - 1 / (V - SPECIAL))) < error


def test_random_tokens_are_all_ordinary_ones_and_equally_frequent():
    tokens = torch.full((200, 500), 7)
    inputs, _ = cover(tokens, rate=1.0, shares=(0.0, 1.0, 0.0))
    counts = torch.bincount(inputs.flatten(), minlength=V)
    assert counts[:SPECIAL].sum() == 0
    want = tokens.numel() / (V - SPECIAL)
    assert ((counts[SPECIAL:] - want).abs() < 5 * math.sqrt(want)).all()


def test_extremes_and_repeatability():
    tokens = some_tokens(20, 30)
    nothing = cover(tokens, rate=0.0)
    assert torch.equal(nothing.inputs, tokens)
    assert (nothing.targets == -100).all()
    everything = cover(tokens, rate=1.0, shares=(1.0, 0.0, 0.0))
    assert torch.equal(everything.inputs == MASK, (tokens >= SPECIAL) | (tokens == MASK))
    kept = cover(tokens, rate=1.0, shares=(0.0, 0.0, 1.0))
    assert torch.equal(kept.inputs, tokens)
    assert torch.equal(cover(tokens, seed=3).inputs, cover(tokens, seed=3).inputs)
    assert not torch.equal(cover(tokens, seed=3).inputs, cover(tokens, seed=4).inputs)


def test_the_tokens_that_are_handed_over_stay_as_they_are():
    tokens = some_tokens(20, 30)
    before = tokens.clone()
    cover(tokens, rate=0.5)
    assert torch.equal(tokens, before)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"rate": 1.5}, "rate"),
        ({"rate": -0.1}, "rate"),
        ({"shares": (0.8, 0.1, 0.2)}, "shares"),
        ({"shares": (1.2, -0.1, -0.1)}, "shares"),
        ({"shares": (0.5, 0.5)}, "shares"),
    ],
)
def test_bad_choices_are_refused(options, name):
    with pytest.raises(ValueError, match=name):
        cover(some_tokens(2, 3), **options)


@pytest.mark.parametrize(("mask", "special"), [(V, 5), (-1, 5), (4, V), (4, -1)])
def test_bad_vocabularies_are_refused(mask, special):
    with pytest.raises(ValueError, match="vocabulary"):
        mask_tokens(some_tokens(2, 3), mask=mask, vocabulary=V, special=special)


def test_logits_at_places_are_those_of_all_places_in_order_of_the_rows():
    m, tokens = model(), some_tokens(3, 8)
    places = torch.rand(3, 8, generator=torch.Generator().manual_seed(1)) < 0.4
    with torch.no_grad():
        torch.testing.assert_close(m(tokens, places), m(tokens)[places])
        assert m(tokens).shape == (3, 8, V)


def test_losses_are_minus_the_logarithm_of_the_softmax():
    m, tokens = model(), some_tokens(4, 10)
    masked = cover(tokens, rate=0.3)
    got = masked_losses(m, masked)
    want = []
    for row, places in zip(m(masked.inputs).detach(), masked.targets, strict=True):
        for logits, target in zip(row, places, strict=True):
            if target != -100:
                want.append(-math.log(float(logits[target].exp() / logits.exp().sum())))
    torch.testing.assert_close(got, torch.tensor(want), rtol=1e-4, atol=1e-5)


def test_padding_changes_nothing():
    m, tokens = model(), some_tokens(2, 7)
    masked = cover(tokens, rate=0.5)
    wide = MaskedTokens(
        torch.cat([masked.inputs, torch.zeros(2, 3, dtype=torch.int64)], dim=1),
        torch.cat([masked.targets, torch.full((2, 3), -100)], dim=1),
    )
    real = torch.arange(10).expand(2, 10) < 7
    torch.testing.assert_close(masked_losses(m, wide, real), masked_losses(m, masked))


def test_the_output_shares_the_embeddings():
    m = model()
    assert sum(p.shape == (V, 16) for p in m.parameters()) == 1
    masked = cover(some_tokens(4, 10))
    masked_losses(m, masked).mean().backward()
    absent = sorted(set(range(V)) - set(masked.inputs.flatten().tolist()))
    assert absent
    # a token that is nowhere in the input gets its gradient as a wrong answer
    assert (m.encoder.tokens.weight.grad[absent].abs().sum(dim=1) > 0).all()


def test_nothing_to_predict_is_refused():
    tokens = some_tokens(2, 5)
    with pytest.raises(ValueError, match="targets"):
        masked_losses(model(), MaskedTokens(tokens, torch.full_like(tokens, -100)))


def test_pseudo_log_likelihood_one_token_after_the_other():
    m = model()
    text = torch.tensor([2, 10, 11, 12, 3, 20])  # 2 and 3 are special
    total = 0.0
    for place in (1, 2, 3, 5):
        covered = text.clone()
        covered[place] = MASK
        with torch.no_grad():
            total += torch.log_softmax(m(covered[None])[0, place], dim=0)[text[place]].item()
    got = pseudo_log_likelihood(m, text, mask=MASK, special=SPECIAL)
    assert got.item() == pytest.approx(total, rel=1e-5)


def test_pseudo_log_likelihood_wants_one_text():
    with pytest.raises(ValueError, match="one text"):
        pseudo_log_likelihood(model(), some_tokens(2, 5), mask=MASK, special=SPECIAL)
    with pytest.raises(ValueError, match="special"):
        pseudo_log_likelihood(model(), torch.tensor([2, 3]), mask=MASK, special=SPECIAL)


def test_head_and_encoder_agree_with_transformers():
    """BERT's own names, so that a published checkpoint's head could be copied over."""
    from transformers import BertConfig, BertForMaskedLM

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=V,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=12,
        layer_norm_eps=1e-5,  # their head takes it, too; ours has PyTorch's
    )
    theirs = BertForMaskedLM(config).eval()
    torch.nn.init.normal_(theirs.cls.predictions.bias)
    ours = MaskedLanguageModel(Encoder(V, 16, 2, 2, 32, positions=12, eps=1e-5)).eval()
    ours.encoder.from_bert(theirs.bert.state_dict())
    head = theirs.cls.predictions
    ours.dense.load_state_dict(head.transform.dense.state_dict())
    ours.norm.load_state_dict(head.transform.LayerNorm.state_dict())
    ours.bias.data.copy_(head.bias.data)
    tokens = some_tokens(3, 9)
    with torch.no_grad():
        torch.testing.assert_close(ours(tokens), theirs(tokens).logits, rtol=1e-4, atol=1e-5)
