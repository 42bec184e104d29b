"""Generator, discriminator, their losses, and one step of both against each other."""

import copy

import numpy as np
import pytest
import torch
from torch.func import functional_call, jacrev, stack_module_state, vmap

from ftlib.models import (
    Discriminator,
    Generator,
    discriminator_loss,
    gan_step,
    generator_loss,
    r1_penalty,
)


def logits(seed=0, n=7):
    return torch.randn(n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)) * 3


def pair(**options):
    torch.manual_seed(0)
    return Generator(3, 2, 8, 2), Discriminator(2, 8, 2, **options)


def sgd(*networks, rate=0.1):
    return tuple(torch.optim.SGD(each.parameters(), lr=rate) for each in networks)


def test_shapes_and_grey_values():
    generator = Generator(3, 5, 8, 1, bounded=True)
    samples = generator(torch.randn(4, 6, 3))
    assert samples.shape == (4, 6, 5)
    assert 0 < samples.min() < samples.max() < 1
    assert Discriminator(5, 8, 1)(samples[0]).shape == (6,)
    assert Discriminator(5, 8, 1, pack=3)(samples[0]).shape == (2,)
    assert Generator(3, 5, 8, 1)(torch.full((1, 3), 50.0)).abs().max() > 1


def test_a_pack_is_judged_together():
    _, judge = pair(pack=2)
    x = torch.randn(6, 2)
    moved = x.clone()
    moved[3] += 1
    changed = judge(x) != judge(moved)
    assert changed.tolist() == [False, True, False]
    wide = x.reshape(3, 4)
    assert torch.equal(judge(x), judge.net(wide)[:, 0])


def test_spread_tells_copies_from_variety():
    _, judge = pair(spread=True)
    x = torch.randn(6, 2)
    deviation = x.numpy().std(axis=0).mean()
    column = torch.full((6, 1), float(deviation))
    assert torch.allclose(judge(x), judge.net(torch.cat([x, column], 1))[:, 0], atol=1e-5)
    # one point of a batch moves every logit of it
    moved = x.clone()
    moved[0] += 5
    assert (judge(x) != judge(moved)).all()
    copies = torch.ones(4, 2, requires_grad=True)
    judge(copies).sum().backward()
    assert copies.grad.isfinite().all()


@pytest.mark.parametrize("options", [{}, {"pack": 3}, {"spread": True}])
def test_a_stack_of_batches_is_judged_batch_by_batch(options):
    _, judge = pair(**options)
    x = torch.randn(2, 4, 6, 2) * torch.arange(1.0, 5)[:, None, None]
    each = torch.stack([torch.stack([judge(batch) for batch in row]) for row in x])
    torch.testing.assert_close(judge(x), each)


def test_losses_by_probabilities():
    real, fake = logits(0), logits(1, 5)
    p, q = (1 / (1 + np.exp(-each.numpy())) for each in (real, fake))
    value = np.log(p).mean() + np.log(1 - q).mean()
    assert discriminator_loss(real, fake).item() == pytest.approx(-value, rel=1e-12)
    assert generator_loss(fake, "saturating").item() == pytest.approx(np.log(1 - q).mean())
    assert generator_loss(fake).item() == pytest.approx(-np.log(q).mean())
    smoothed = -(0.9 * np.log(p) + 0.1 * np.log(1 - p)).mean() - np.log(1 - q).mean()
    assert discriminator_loss(real, fake, smoothing=0.1).item() == pytest.approx(smoothed)


def test_hinge():
    real, fake = torch.tensor([2.0, 0.5, -1.0]), torch.tensor([-3.0, 0.0])
    assert discriminator_loss(real, fake, "hinge").item() == pytest.approx(2.5 / 3 + 0.5)
    assert generator_loss(fake, "hinge").item() == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("kind", "slope"), [("saturating", lambda p: -p), ("non-saturating", lambda p: p - 1)]
)
def test_slopes_of_the_generator(kind, slope):
    z = torch.tensor([-30.0, -3.0, 0.0, 4.0], dtype=torch.float64, requires_grad=True)
    (got,) = torch.autograd.grad(generator_loss(z, kind), z)
    want = slope(1 / (1 + np.exp(-z.detach().numpy()))) / 4
    np.testing.assert_allclose(got, want, rtol=1e-10)


def test_r1_of_a_linear_judge_is_its_squared_weights():
    weight = torch.tensor([3.0, -4.0], requires_grad=True)
    for shape in [(5, 2), (3, 5, 2)]:
        penalty = r1_penalty(lambda x: x @ weight, torch.randn(shape))
        assert penalty.item() == pytest.approx(25 / 2)
    (slope,) = torch.autograd.grad(penalty, weight)
    np.testing.assert_allclose(slope, [3, -4], rtol=1e-6)


def test_r1_of_a_square():
    x = torch.tensor([[1.0, 2.0], [0.0, 3.0]])
    got = r1_penalty(lambda x: x.square().sum(-1), x)  # slope 2x
    assert got.item() == pytest.approx((4 * 5 + 4 * 9) / 2 / 2)


def descend(net, loss, rate=0.1):
    slopes = torch.autograd.grad(loss, list(net.parameters()))
    for parameter, slope in zip(net.parameters(), slopes, strict=True):
        parameter.data -= rate * slope


@pytest.mark.parametrize(("kind", "r1"), [("non-saturating", 0.0), ("saturating", 0.7)])
def test_the_step_is_two_steps(kind, r1):
    generator, judge = pair()
    mine, own = copy.deepcopy(generator), copy.deepcopy(judge)
    optimisers = sgd(generator, judge)
    for _ in range(2):  # the second one would show gradients left by the first
        real, noise = torch.randn(6, 2), torch.randn(6, 3)
        losses = gan_step(generator, judge, optimisers, real, noise, kind=kind, r1=r1)

        with torch.no_grad():
            fake = mine(noise)
        first = -(own(real).sigmoid().log().mean() + (1 - own(fake).sigmoid()).log().mean())
        slopes = jacrev(lambda x: own(x).sum())(real)  # [6, 2]
        descend(own, first + r1 * slopes.square().sum() / 6 / 2)
        D = own(mine(noise)).sigmoid()  # the judge that has moved
        second = (1 - D).log().mean() if kind == "saturating" else -D.log().mean()
        descend(mine, second)

        assert losses[0].item() == pytest.approx(second.item(), rel=1e-5)
        assert losses[1].item() == pytest.approx(first.item(), rel=1e-5)
    assert not losses[0].requires_grad
    assert not losses[1].requires_grad
    for got, want in [(generator, mine), (judge, own)]:
        for a, b in zip(got.parameters(), want.parameters(), strict=True):
            torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("option", [{"r1": 1.0}, {"smoothing": 0.2}, {"kind": "hinge"}])
def test_every_option_reaches_the_judge(option):
    judges = []
    for options in ({}, option):
        generator, judge = pair()
        torch.manual_seed(1)
        gan_step(
            generator,
            judge,
            sgd(generator, judge),
            torch.randn(6, 2),
            torch.randn(6, 3),
            **options,
        )
        judges.append(judge.net.layers[0].weight.detach())
    assert (judges[0] - judges[1]).abs().max() > 1e-4


def test_a_stack_of_pairs_steps_like_its_members():
    torch.manual_seed(0)
    pairs = [(Generator(3, 2, 8, 1), Discriminator(2, 8, 1)) for _ in range(3)]
    real, noise = torch.randn(3, 6, 2), torch.randn(3, 6, 3)

    def stacked(nets):
        own, _ = stack_module_state(nets)

        def run(x):
            return vmap(lambda p, rows: functional_call(nets[0], p, (rows,)))(own, x)

        return run, own

    (generator, of_g), (judge, of_d) = (stacked(list(nets)) for nets in zip(*pairs, strict=True))
    # the mean runs over the stack as well: three times the rate
    optimisers = tuple(torch.optim.SGD(own.values(), lr=0.3) for own in (of_g, of_d))
    gan_step(generator, judge, optimisers, real, noise, r1=0.5)
    for index, (single, its_judge) in enumerate(pairs):
        gan_step(single, its_judge, sgd(single, its_judge), real[index], noise[index], r1=0.5)
        for net, own in ((single, of_g), (its_judge, of_d)):
            for name, parameter in net.named_parameters():
                torch.testing.assert_close(own[name][index], parameter, rtol=1e-4, atol=1e-6)


def test_it_learns_where_the_data_are():
    torch.manual_seed(0)
    generator, judge = Generator(1, 1, 16, 1), Discriminator(1, 16, 1)
    optimisers = tuple(torch.optim.Adam(net.parameters(), lr=3e-3, betas=(0.5, 0.99))
                       for net in (generator, judge))  # fmt: skip
    for _ in range(600):
        gan_step(generator, judge, optimisers, 4 + torch.randn(64, 1), torch.randn(64, 1), r1=0.1)
    assert generator(torch.randn(500, 1)).mean().item() == pytest.approx(4, abs=0.8)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Discriminator(2, 8, 1, pack=0), "pack is 0"),
        (lambda: Discriminator(2, 8, 1, pack=2)(torch.ones(3, 2)), "3 samples and pack is 2"),
        (lambda: Generator(0, 2, 8, 1), "inputs is 0"),
        (lambda: generator_loss(torch.ones(2), "minimax"), "kind is 'minimax'"),
        (lambda: discriminator_loss(torch.ones(2), torch.ones(2), "wgan"), "kind is 'wgan'"),
        (lambda: discriminator_loss(torch.ones(2), torch.ones(2), smoothing=1), "smoothing is 1"),
        (lambda: gan_step(*pair(), (), torch.ones(2, 2), torch.ones(2, 3), r1=-1), "r1 is -1"),
    ],
)
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()
