import torch


def lift(x: torch.Tensor, amount: float = 1.0) -> torch.Tensor:
    return x + amount
