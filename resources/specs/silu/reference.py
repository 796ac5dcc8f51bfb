import torch
import torch.nn as nn
import torch.nn.functional as F

N = 1024


class Model(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.silu(x)


def get_inputs():
    return [torch.randn(N)]


def get_init_inputs():
    return []
