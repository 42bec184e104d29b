"""Grad-CAM: equal to CAM where that exists, first order elsewhere, and blind to nothing it sees."""

import pytest
import torch
from torch import nn

from ftlib.models import CNN, grad_cam, mass_inside


def pooled(net):
    return lambda maps: net.classify(maps.mean(dim=(2, 3)))


@pytest.fixture
def net():
    torch.manual_seed(0)
    return CNN(2, 5, 3, size=16, head="mean").double()


@pytest.mark.parametrize("target", range(3))
def test_it_is_cam_and_adds_up_to_the_logit(net, target):
    x = torch.randn(4, 2, 16, 16, dtype=torch.float64)
    seen = grad_cam(net.maps, pooled(net), x, target=target, positive=False)
    with torch.no_grad():
        cam = torch.einsum("f,nfij->nij", net.classify.weight[target], net.maps(x)) / 16
        logit = net(x)[:, target] - net.classify.bias[target]
    assert seen.shape == (4, 4, 4)
    torch.testing.assert_close(seen, cam)
    torch.testing.assert_close(seen.sum((1, 2)), logit)


def test_positive_cuts_at_zero(net):
    x = torch.randn(3, 2, 16, 16, dtype=torch.float64)
    whole = grad_cam(net.maps, pooled(net), x, positive=False)
    assert (whole < 0).any()
    torch.testing.assert_close(grad_cam(net.maps, pooled(net), x), whole.clamp(min=0))


def test_weights_are_mean_gradients_for_any_head():
    torch.manual_seed(1)
    head = nn.Sequential(nn.Flatten(), nn.Linear(2 * 9, 4), nn.Tanh(), nn.Linear(4, 2)).double()
    maps = torch.randn(2, 2, 3, 3, dtype=torch.float64)
    seen = grad_cam(lambda x: x, head, maps, target=1, positive=False)
    step, want = 1e-6, torch.zeros(2, 3, 3, dtype=torch.float64)
    with torch.no_grad():
        for f in range(2):  # the mean over places of ∂z/∂A, by raising a whole map a little
            up, down = maps.clone(), maps.clone()
            up[:, f] += step
            down[:, f] -= step
            slope = (head(up) - head(down))[:, 1] / (2 * step) / 9
            want += slope[:, None, None] * maps[:, f]
    torch.testing.assert_close(seen, want, rtol=1e-6, atol=1e-9)


def test_parameters_keep_their_gradients_and_no_graph_comes_back(net):
    x = torch.randn(2, 2, 16, 16, dtype=torch.float64)
    with torch.inference_mode(False), torch.no_grad():
        seen = grad_cam(net.maps, pooled(net), x)
    assert not seen.requires_grad
    assert all(each.grad is None for each in net.parameters())


def test_mass_inside():
    seen = torch.tensor([[[1.0, 0.0], [2.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    share = mass_inside(seen, torch.tensor([[0, 0], [1, 0]]))
    assert share[0] == 0.5
    assert share[1].isnan()
    each = torch.stack([torch.ones(2, 2), torch.zeros(2, 2)])
    assert mass_inside(seen, each)[0] == 1


@pytest.mark.parametrize(
    ("maps", "head", "target", "says"),
    [
        (lambda x: x.flatten(1), lambda a: a, 0, "maps gave shape"),
        (lambda x: x, lambda a: a.sum((1, 2, 3)), 0, "head gave shape"),
        (lambda x: x, lambda a: a.sum((2, 3)), 2, "target is 2"),
        (lambda x: x, lambda a: a.sum((2, 3)), -1, "target is -1"),
    ],
)
def test_bad_input(maps, head, target, says):
    with pytest.raises(ValueError, match=says):
        grad_cam(maps, head, torch.zeros(3, 2, 4, 4), target=target)


def test_mass_inside_bad_input():
    with pytest.raises(ValueError, match="seen has shape"):
        mass_inside(torch.zeros(2, 3, 3), torch.zeros(3, 2))
    with pytest.raises(ValueError, match="negative"):
        mass_inside(-torch.ones(2, 3, 3), torch.zeros(3, 3))


def test_inside_of_inference_mode(net):
    x = torch.randn(2, 2, 16, 16, dtype=torch.float64)
    want = grad_cam(net.maps, pooled(net), x)
    with torch.inference_mode():
        there = torch.randn(2, 2, 16, 16, dtype=torch.float64)
        torch.testing.assert_close(grad_cam(net.maps, pooled(net), x), want)
        assert grad_cam(net.maps, pooled(net), there).shape == (2, 4, 4)
        assert grad_cam(lambda each: each, lambda a: a.sum((2, 3)), there).shape == (2, 16, 16)


@pytest.mark.parametrize(
    ("maps", "head", "says"),
    [
        (lambda x: x.long(), lambda a: a.sum((2, 3)), "torch.int64, for 3 pictures"),
        (lambda x: x, lambda a: a.detach().sum((2, 3)), "do not depend"),
        (lambda x: x, lambda a: torch.zeros(3, 2, requires_grad=True) * 1, "do not depend"),
    ],
)
def test_what_has_no_gradient_is_named(maps, head, says):
    with pytest.raises(ValueError, match=says):
        grad_cam(maps, head, torch.zeros(3, 2, 4, 4))


def test_masks_of_bools_and_what_is_none():
    seen = torch.tensor([[[1.0, 3.0]]])
    assert mass_inside(seen, torch.tensor([[False, True]])) == 0.75
    with pytest.raises(ValueError, match="mask holds 0 to 255"):
        mass_inside(seen, torch.tensor([[0, 255]], dtype=torch.uint8))
    with pytest.raises(ValueError, match="NaN"):
        mass_inside(torch.tensor([[[1.0, float("nan")]]]), torch.ones(1, 2))


@pytest.mark.gpu
def test_a_mask_on_the_processor(accelerator):
    seen = torch.ones(1, 1, 2, device=accelerator)
    assert mass_inside(seen, torch.tensor([[0, 1]])).item() == 0.5
