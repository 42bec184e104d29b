"""GGUF to safetensors, once, when the model is pulled: its tokenizer takes half a minute."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

from ftlib.assets.cache import sha256
from ftlib.assets.catalogue import Asset
from ftlib.assets.errors import AssetError

_FLOAT32_OVER_Q4 = 5.6  # 32 bits a weight instead of 5, and the tokenizer


def converted_bytes(asset: Asset) -> int:
    """About how much room the converted files take (0 for an asset that is not converted)."""
    return int(asset.bytes * _FLOAT32_OVER_Q4) if asset.convert else 0


def convert(asset: Asset, at: Path) -> dict[str, str]:
    """Replace `model.gguf` in `at` by config.json, model.safetensors and the tokenizer's files.

    The work is done by another process: this one stays free of torch, and of its memory.

    Returns:
        The SHA-256 of every file that lies there now, by place.

    Raises:
        AssetError: when transformers cannot read the file; says what it said.
    """
    source = at / asset.files[0].to
    process = subprocess.run(
        [sys.executable, "-m", "ftlib.assets.convert", str(source), str(at)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"},
        check=False,
    )
    if "No space left" in process.stderr:
        raise OSError(errno.ENOSPC, "No space left on device", str(at))
    if process.returncode != 0:
        last = (process.stderr.strip().splitlines() or ["nothing"])[-1]
        raise AssetError(
            f"{asset.name!r} could not be converted from GGUF; check that torch, transformers and "
            f"gguf are installed in this Python, and pull again (it said: {last})"
        )
    source.unlink()
    return {
        path.relative_to(at).as_posix(): sha256(path) for path in at.rglob("*") if path.is_file()
    }


def _main(source: Path, into: Path) -> None:
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

    folder, file = str(source.parent), source.name
    config = AutoConfig.from_pretrained(folder, gguf_file=file)
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    # Not from_pretrained(gguf_file=…): that wants accelerate, for these few tensors.
    weights = load_gguf_checkpoint(str(source), return_tensors=True, model_to_load=model)["tensors"]
    result = model.load_state_dict(weights, strict=False)
    untied = [name for name in result.missing_keys if name != "lm_head.weight"]
    if untied or result.unexpected_keys:
        raise ValueError(f"the GGUF file lacks {untied} and has {result.unexpected_keys} besides")
    model.tie_weights()
    model.save_pretrained(into)
    AutoTokenizer.from_pretrained(folder, gguf_file=file).save_pretrained(into)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
