import torch
import torch.nn as nn
import torch.nn.functional as F

N = 1024
negative_slope = 0.01


class Model(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.leaky_relu(x, negative_slope)


def get_inputs():
    return [torch.randn(N)]


def get_init_inputs():
    return []
