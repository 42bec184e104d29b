"""Rotary positions against complex numbers, and what they promise: only differences count."""

import pytest
import torch

from ftlib.models.transformer import rotary_angles, rotate


def test_a_turn_is_a_product_of_complex_numbers():
    x = torch.randn(2, 3, 5, 8, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    places = torch.tensor([0, 1, 2, 7, 100])
    turned = rotate(x, rotary_angles(places, 8).double())
    frequencies = 10_000.0 ** -(torch.arange(4, dtype=torch.float64) / 4)
    factor = torch.exp(1j * places[:, None] * frequencies)
    want = torch.complex(x[..., :4], x[..., 4:]) * factor
    torch.testing.assert_close(turned, torch.cat([want.real, want.imag], -1), atol=1e-5, rtol=0)


def test_only_the_difference_counts():
    q, k = torch.randn(2, 1, 16, dtype=torch.float64, generator=torch.Generator().manual_seed(1))

    def score(m, n):
        turned = [
            rotate(each, rotary_angles(torch.tensor([place]), 16).double())
            for each, place in ((q, m), (k, n))
        ]
        return (turned[0] * turned[1]).sum()

    for shift in (1, 10, 200):
        torch.testing.assert_close(score(5 + shift, 2 + shift), score(5, 2), atol=1e-4, rtol=0)
    assert (score(5, 3) - score(5, 2)).abs() > 1e-3


def test_lengths_are_kept():
    x = torch.randn(4, 6)
    turned = rotate(x, rotary_angles(torch.arange(4), 6))
    torch.testing.assert_close(turned.norm(dim=-1), x.norm(dim=-1))
    assert torch.equal(turned[0], x[0])


def test_llamas_own():
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

    q = torch.randn(1, 2, 5, 8)
    angles = rotary_angles(torch.arange(5), 8, base=100_000.0)
    cos, sin = (torch.cat([f(angles)] * 2, -1)[None] for f in (torch.cos, torch.sin))
    want, _ = apply_rotary_pos_emb(q, q, cos, sin)
    torch.testing.assert_close(rotate(q, angles), want)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: rotary_angles(torch.arange(3), 5), "head_size is 5"),
        (lambda: rotary_angles(torch.arange(3), 4, base=1.0), "base is 1.0"),
        (lambda: rotate(torch.zeros(3, 4), torch.zeros(2, 2)), "x has shape"),
        (lambda: rotate(torch.zeros(3, 4), torch.zeros(3, 4)), "x has shape"),
    ],
)
def test_bad_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
