import torch
import torch.nn as nn
import torch.nn.functional as F

ROWS = 16
D = 1024
eps = 1e-5


class Model(nn.Module):
    def forward(self, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x, (D,), weight, bias, eps)


def get_inputs():
    return [torch.randn(ROWS, D), torch.randn(D), torch.randn(D)]


def get_init_inputs():
    return []
