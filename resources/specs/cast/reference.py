import torch
import torch.nn as nn

N = 1024
U = "float16"


class Model(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.to(getattr(torch, U))


def get_inputs():
    return [torch.randn(N)]


def get_init_inputs():
    return []
