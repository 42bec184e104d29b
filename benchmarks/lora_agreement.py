"""Does `ftlib.peft` compute what the `peft` package does? Forward, gradients and merging.

Run: python benchmarks/lora_agreement.py, in an environment that has `peft` (the book's has not). To
reach, in float64: 1e-12. It exits with 1 where it misses.
"""

from __future__ import annotations

import copy
import sys

import torch
from measuring import table, write
from torch import Tensor, nn

from ftlib import peft as ours

TO_REACH = 1e-12
RANK, ALPHA = 4, 8.0


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.value, self.head = nn.Linear(24, 24), nn.Linear(24, 16), nn.Linear(16, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(torch.tanh(self.value(torch.tanh(self.query(x)))))


def main() -> int:
    try:
        import peft as theirs
    except ImportError:
        print("peft is not here; pip install peft, in an environment of its own")
        return 0
    torch.manual_seed(0)
    mine = Block().double()
    settings = theirs.LoraConfig(
        r=RANK, lora_alpha=ALPHA, target_modules=["query", "value"], modules_to_save=["head"]
    )
    other = theirs.get_peft_model(copy.deepcopy(mine), settings).double()
    names = ours.add_lora(mine, ["query", "value"], rank=RANK, alpha=ALPHA, train=["head"])
    inner = other.base_model.model
    pairs = [(mine.get_submodule(name), inner.get_submodule(name)) for name in names]
    with torch.no_grad():
        for one, two in pairs:
            nn.init.normal_(one.lora_B)
            two.lora_A["default"].weight.copy_(one.lora_A)
            two.lora_B["default"].weight.copy_(one.lora_B)
    x = torch.randn(7, 24, dtype=torch.float64)
    seen, expected = mine(x), other(x)
    seen.square().sum().backward()
    expected.square().sum().backward()
    errors = {
        "logits": _apart(seen, expected),
        "gradients of A": max(
            _apart(a.lora_A.grad, b.lora_A["default"].weight.grad) for a, b in pairs
        ),
        "gradients of B": max(
            _apart(a.lora_B.grad, b.lora_B["default"].weight.grad) for a, b in pairs
        ),
    }
    trained = sum(each.numel() for each in mine.parameters() if each.requires_grad)
    counted = other.get_nb_trainable_parameters()[0]
    ours.merge(mine)
    whole = other.merge_and_unload()
    errors["merged weights"] = max(
        _apart(mine.get_submodule(name).layer.weight, whole.get_submodule(name).weight)
        for name in names
    )
    print(table(["compared", "largest error"], [[k, f"{v:.1e}"] for k, v in errors.items()]))
    print(f"numbers that train: ours {trained}, theirs {counted}")
    rows = [{"compared": name, "largest_error": error} for name, error in errors.items()]
    write("lora_agreement", [{"peft": theirs.__version__, "to_reach": TO_REACH}, *rows])
    return int(max(errors.values()) > TO_REACH or trained != counted)


def _apart(one: Tensor | None, two: Tensor | None) -> float:
    if one is None or two is None:
        raise ValueError("one of the two has no gradient")
    return float((one - two).detach().abs().max())


if __name__ == "__main__":
    sys.exit(main())
