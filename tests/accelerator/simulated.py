"""A GPU for machines without one: builds `simulated.cpp` and gives PyTorch the device "simulated".

It is for one process that does nothing else: a second device changes what PyTorch's defaults are.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

import torch

SOURCE = Path(__file__).with_name("simulated.cpp")


class Device:
    """What `torch.get_device_module("simulated")` answers with."""

    set_rng_state = staticmethod(lambda state, device=0: torch.ops.simulated.set_rng_state(state))
    get_rng_state = staticmethod(lambda device=0: torch.ops.simulated.get_rng_state())
    manual_seed = manual_seed_all = staticmethod(lambda seed: torch.ops.simulated.manual_seed(seed))
    is_available = is_initialized = staticmethod(lambda: True)
    device = staticmethod(lambda index=0: nullcontext())
    device_count = staticmethod(lambda: 1)
    current_device = staticmethod(lambda: 0)
    set_sync_debug_mode = staticmethod(
        lambda mode: torch.ops.simulated.allow_waiting(mode != "error")
    )
    _is_in_bad_fork = staticmethod(lambda: False)
    get_amp_supported_dtype = staticmethod(lambda: [torch.bfloat16, torch.float16])


def register(folder: Path) -> None:
    """Make the device, built anew in `folder` when the source or PyTorch has changed.

    Raises:
        RuntimeError: where there is no C++ compiler, or no Linux.
    """
    compiler = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++")
    if compiler is None or sys.platform != "linux":
        raise RuntimeError("the simulated device needs Linux and a C++ compiler; install g++")
    made_from = SOURCE.read_bytes() + torch.__version__.encode()
    library = folder / f"simulated-{hashlib.sha256(made_from).hexdigest()[:16]}.so"
    if not library.exists():
        _build(compiler, library)
    torch.utils.rename_privateuse1_backend("simulated")
    torch.ops.load_library(library)
    torch._register_device_module("simulated", Device)
    torch.utils.generate_methods_for_privateuse1_backend()
    # As with a GPU, a parameter stays the same object when its module moves, so shared ones do.
    torch.__future__.set_swap_module_params_on_conversion(True)


def _build(compiler: str, library: Path) -> None:
    home = Path(torch.__file__).parent
    library.parent.mkdir(parents=True, exist_ok=True)
    unfinished = library.with_suffix(f".{os.getpid()}")
    headers = [f"-I{home / 'include'}", f"-I{home / 'include/torch/csrc/api/include'}"]
    abi = f"-D_GLIBCXX_USE_CXX11_ABI={int(torch.compiled_with_cxx11_abi())}"
    command = [compiler, "-O1", "-std=c++20", "-shared", "-fPIC", "-w", abi, *headers]
    command += [str(SOURCE), "-o", str(unfinished), f"-L{home / 'lib'}"]
    command += ["-ltorch", "-ltorch_cpu", "-lc10"]
    print(f"· building {SOURCE.name}", file=sys.stderr)
    try:
        subprocess.run(command, check=True)
        unfinished.replace(library)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
