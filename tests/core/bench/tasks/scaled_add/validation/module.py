import torch
import torch.nn as nn
import torch_npu
import kernel_gen_ops


class Model(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def forward(self, x, y):
        return x + self.scale * y


class ModelNew(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def forward(self, x, y):
        return kernel_gen_ops.scaled_add(x, y, self.scale)
