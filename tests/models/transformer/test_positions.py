"""Waves entry by entry, the shift as a matrix, and what stays the same under a shift."""

import math

import pytest
import torch

from ftlib.models.transformer import frequencies, shift_rotation, sinusoidal


def test_each_entry():
    table = sinusoidal(9, 6)
    assert table.shape == (9, 6)
    assert table.dtype == torch.float64
    for t in range(9):
        for j in range(3):
            angle = t / 10_000 ** (2 * j / 6)
            assert table[t, 2 * j].item() == pytest.approx(math.sin(angle), abs=1e-15)
            assert table[t, 2 * j + 1].item() == pytest.approx(math.cos(angle), abs=1e-15)


def test_another_base():
    assert frequencies(4, base=100).tolist() == pytest.approx([1, 0.1])
    assert sinusoidal(2, 4, base=100)[1, 2].item() == pytest.approx(math.sin(0.1))


@pytest.mark.parametrize("steps", [0, 1, 7, -3])
def test_a_shift_is_a_rotation(steps):
    table, turn = sinusoidal(60, 16), shift_rotation(steps, 16)
    start = max(0, -steps)
    rows = torch.arange(start, 60 - max(0, steps))
    torch.testing.assert_close(table[rows] @ turn.T, table[rows + steps], rtol=0, atol=1e-13)
    torch.testing.assert_close(turn @ turn.T, torch.eye(16).double(), rtol=0, atol=1e-14)


def test_shifts_add_up():
    both = shift_rotation(2, 8) @ shift_rotation(5, 8)
    torch.testing.assert_close(both, shift_rotation(7, 8), rtol=0, atol=1e-14)


def test_what_cannot_be_is_named():
    with pytest.raises(ValueError, match="hidden_size is 7"):
        sinusoidal(3, 7)
    with pytest.raises(ValueError, match="hidden_size is 0"):
        frequencies(0)
    with pytest.raises(ValueError, match="length is 0"):
        sinusoidal(0, 8)
