import torch
import torch.nn as nn

ROWS = 16
D = 1024


class Model(nn.Module):
    def forward(self, x: torch.Tensor, y: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return x * y + b


def get_inputs():
    return [torch.randn(ROWS, D), torch.randn(D), torch.randn(D)]


def get_init_inputs():
    return []
