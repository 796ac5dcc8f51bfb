import torch
import torch.nn as nn

N = 1024
low = -0.5
high = 0.75


class Model(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.clamp(x, low, high)


def get_inputs():
    return [torch.randn(N)]


def get_init_inputs():
    return []
