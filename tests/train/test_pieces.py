"""Long-lived tensors in one piece each: the same optimiser, no memory left behind."""

import gc
import weakref

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Rows
from ftlib.train import fit
from ftlib.train.pieces import in_one_piece, reserve_averages


def test_shapes_strides_and_dtypes_are_those_of_the_originals():
    like = [
        torch.empty(2, 3),
        torch.empty(4, dtype=torch.float64),
        torch.empty(1, 2, 4, 5).to(memory_format=torch.channels_last),
        torch.empty(()),
    ]
    found = in_one_piece(like)
    assert [each.shape for each in found] == [each.shape for each in like]
    assert [each.stride() for each in found] == [each.stride() for each in like]
    assert [each.dtype for each in found] == [each.dtype for each in like]
    assert all(not each.any() for each in found)


def test_one_buffer_a_dtype_and_no_two_overlap():
    like = [torch.empty(2, 3), torch.empty(5), torch.empty(3, dtype=torch.float64)]
    first, second, other = in_one_piece(like)
    assert first.untyped_storage().data_ptr() == second.untyped_storage().data_ptr()
    assert first.untyped_storage().nbytes() == 4 * (6 + 5)
    assert other.untyped_storage().nbytes() == 8 * 3
    first.fill_(1)
    other.fill_(2)
    assert not second.any()
    assert first.sum() == 6


@pytest.mark.parametrize("fused", [False, True])
def test_adamw_steps_as_it_does_with_averages_of_its_own(fused):
    def trained(reserve):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        optimiser = torch.optim.AdamW(model.parameters(), lr=0.1, fused=fused)
        if reserve:
            reserve_averages(optimiser)
        for _ in range(3):
            optimiser.zero_grad()
            model(torch.ones(2, 3, dtype=torch.float64)).square().sum().backward()
            optimiser.step()
        return [each.detach() for each in model.parameters()], optimiser.state_dict()["state"]

    ours, our_state = trained(reserve=True)
    theirs, their_state = trained(reserve=False)
    assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))
    assert our_state.keys() == their_state.keys()
    for place, state in their_state.items():
        assert our_state[place].keys() == state.keys()
        for name, each in state.items():
            assert torch.equal(our_state[place][name], each)
            assert our_state[place][name].dtype == each.dtype


def test_a_run_leaves_no_copies_behind(monkeypatch):
    """Without waiting for Python's search for circles: a reader may train again at once."""
    kept = []

    def watched(like):
        found = in_one_piece(like)
        kept.extend(weakref.ref(each) for each in found)
        return found

    for module in ("ftlib.train.pieces", "ftlib.train.checkpoints.state"):
        monkeypatch.setattr(f"{module}.in_one_piece", watched)
    random = np.random.default_rng(0)
    data = Rows(input=random.normal(size=(8, 3)).astype("f4"), labels=np.arange(8) % 2)
    gc.collect()
    gc.disable()
    try:
        fit(nn.Linear(3, 2), data, data, epochs=2, batch_size=4, progress=False)
        alive = [each() for each in kept if each() is not None]
    finally:
        gc.enable()
    assert len(kept) >= 6  # two averages and a snapshot, of two parameters
    assert alive == []
