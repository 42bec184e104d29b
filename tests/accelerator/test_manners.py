"""What every accelerator does to careless code; the simulated one must do it too."""

import copy
import io

import pytest
import torch
from torch.nn import functional

pytestmark = pytest.mark.gpu


def numbers(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


MIXED = {
    "sum": lambda there, here: there + here,
    "product": lambda there, here: here @ there,
    "layer": lambda there, here: functional.linear(there, here),
    "convolution": lambda there, here: functional.conv2d(there[None, None], here[None, None]),
    "join": lambda there, here: torch.cat([there, here]),
    "choice": lambda there, here: torch.where(here > 0, there, there),
    "rows": lambda there, here: functional.embedding(here.long().abs(), there),
    "places": lambda there, here: here[there.long().abs() % 2],
    "into the processor": lambda there, here: here.add_(there),
    "into a number": lambda there, here: torch.zeros(()).add_(there.sum()),
    "loss": lambda there, here: functional.cross_entropy(there, here.softmax(1)),
    "step": lambda there, here: there.addcdiv_(here, here),
}


@pytest.mark.parametrize("mix", MIXED)
def test_a_tensor_of_the_processor_is_refused(accelerator, mix):
    there, here = numbers(3, 3).to(accelerator), numbers(3, 3)
    with pytest.raises((RuntimeError, ValueError), match=r"device|should be the same"):
        MIXED[mix](there, here)


def test_numbers_and_places_of_the_processor_are_taken(accelerator):
    here = numbers(4, 3)
    there = here.to(accelerator)
    torch.testing.assert_close((there * torch.tensor(2.0)).cpu(), here * 2)
    assert torch.equal(there[torch.tensor([2, 0])].cpu(), here[[2, 0]])
    there[torch.tensor([1])] = 0.0
    assert there[1].cpu().tolist() == [0.0, 0.0, 0.0]


def test_numpy_cannot_look_at_it(accelerator):
    with pytest.raises(TypeError, match="cpu"):
        numbers(2).to(accelerator).numpy()


def test_a_generator_of_the_processor_is_refused(accelerator):
    with pytest.raises(RuntimeError, match="generator"):
        torch.rand(3, device=accelerator, generator=torch.Generator())


def test_its_generator_has_a_state_of_its_own(accelerator):
    torch.manual_seed(5)
    first, kept = torch.rand(3, device=accelerator), torch.get_rng_state()
    second = torch.rand(3, device=accelerator)
    assert not torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), kept)  # the processor's drew nothing
    torch.rand(7)
    torch.manual_seed(5)
    assert torch.equal(torch.rand(3, device=accelerator), first)
    own = [torch.Generator(accelerator).manual_seed(seed) for seed in (5, 5, 6)]
    drawn = [torch.rand(3, device=accelerator, generator=each) for each in own]
    assert torch.equal(drawn[0], drawn[1])
    assert not torch.equal(drawn[0], drawn[2])


WAITING = {
    "a value": lambda x: x.sum().item(),
    "a question": lambda x: bool(x.any()),
    "how many": lambda x: x.nonzero(),
    "a mask": lambda x: x[x > 0],
    "a masked write": lambda x: x.index_put((torch.ones_like(x[:, 0], dtype=torch.bool),), x),
    "a way back": lambda x: x.cpu(),
    "a way there": lambda x: torch.ones(3).to(x.device),
    "print": repr,
}


@pytest.fixture
def watch():
    device = torch.get_device_module()
    if not hasattr(device, "set_sync_debug_mode"):
        pytest.fail("this accelerator cannot say when the host waits")
    device.set_sync_debug_mode("error")
    yield
    device.set_sync_debug_mode("default")


@pytest.fixture
def values(accelerator):
    return numbers(4, 3).to(accelerator)


@pytest.mark.parametrize("ask", WAITING)
def test_what_makes_the_host_wait_is_noticed(values, watch, ask):
    with pytest.raises(RuntimeError, match="synchronizing"):
        WAITING[ask](values)


def test_a_step_need_not_wait(values, watch):
    x = values.clone().requires_grad_()
    loss = functional.cross_entropy(x * 2, torch.argmax(values, dim=1))
    loss.backward()
    x.grad.add_(1).clamp_(max=torch.ones(3, device=x.device, dtype=x.dtype).mean())
    torch.zeros(3).to(x.device, non_blocking=True)


def stored(x):
    file = io.BytesIO()
    torch.save(x, file)
    file.seek(0)
    return torch.load(file)


def test_shared_parameters_stay_shared(accelerator):
    network = torch.nn.ModuleList([torch.nn.Embedding(5, 3), torch.nn.Linear(3, 5)])
    network[1].weight = network[0].weight
    network.to(accelerator)
    assert network[1].weight is network[0].weight
    assert network[1].weight.device.type == accelerator.type


@pytest.mark.parametrize("kind", [torch.nn.GRU, torch.nn.LSTM])
@pytest.mark.parametrize("bias", [True, False])
def test_recurrent_networks_learn_there(accelerator, kind, bias):
    torch.manual_seed(0)
    here = kind(3, 5, num_layers=2, bias=bias, batch_first=True)
    there = copy.deepcopy(here).to(accelerator)
    x = numbers(2, 4, 3)
    answers = [here(x)[0], there(x.to(accelerator))[0]]
    for answer in answers:
        answer.square().sum().backward()
    torch.testing.assert_close(answers[1].cpu(), answers[0])
    for one, other in zip(here.parameters(), there.parameters(), strict=True):
        torch.testing.assert_close(other.grad.cpu(), one.grad)


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.t().contiguous().view(-1),
        lambda x: x.transpose(0, 1)[1:].reshape(-1),
        lambda x: x.unfold(0, 2, 1),
        lambda x: x[:, 1:].add_(1).sum(0) + x.sum(0)[1:],
        lambda x: copy.deepcopy(x.t()[1:]),
        lambda x: stored(x.t()),
        lambda x: x.new_empty(0).set_(x.t()),
        lambda x: x.mul_(2).add_(1).sum() + x,
        lambda x: functional.mse_loss(x, x.t().reshape(4, 3)),
        lambda x: x.expand(2, *x.shape).clone().mul_(x),
        lambda x: torch.max(x, dim=1, out=(torch.empty_like(x[:0]), x[:0].long())).values,
        lambda x: torch.sort(x.flatten(), descending=True).indices,
        lambda x: x.masked_fill(x > 0, 0.0).nonzero(),
        lambda x: torch.stack(x.split(2)).bfloat16().float(),
        lambda x: x.new_zeros(5).index_add_(0, x[:, 0].abs().long(), x[:, 1]),
        lambda x: functional.conv2d(x[None, None], x[None, None, :2, :2], x[0, :1], padding=1),
        lambda x: functional.scaled_dot_product_attention(x[None], x[None], x[None]),
    ],
)
def test_its_numbers_are_the_processors(accelerator, change):
    here, there = numbers(4, 3), numbers(4, 3).to(accelerator)
    answer, wanted = change(there), change(here)
    assert answer.device.type == accelerator.type
    assert answer.stride() == wanted.stride()
    torch.testing.assert_close(answer.cpu(), wanted, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(there.cpu(), here)  # what was changed in place
