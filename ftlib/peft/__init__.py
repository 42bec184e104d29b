"""Parameter-efficient tuning: a pretrained matrix stays, and something small beside it trains."""

from ftlib.peft.biases import train_biases
from ftlib.peft.lora import LoRA, add_lora, merge, unload, unmerge

__all__ = ["LoRA", "add_lora", "merge", "train_biases", "unload", "unmerge"]
