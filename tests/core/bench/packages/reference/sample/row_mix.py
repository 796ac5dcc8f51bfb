import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self, columns):
        super().__init__()

    def forward(self, x, w, v):
        return ((x * w).t() * v)


batch_size = 48
columns = 33


def get_inputs():
    return [torch.rand(batch_size, columns), torch.rand(columns), torch.rand(batch_size)]


def get_init_inputs():
    return [columns]
