"""Milliseconds of a training step of kal-net and kanvolver in PyTorch on the GPU, at the batches of `bench --only engine`.

Prints lines of JSON like the workbench's. Called by gpu.sh; never run on a GPU so far.
"""
import json
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cuda"


class KalLayer(nn.Module):
    """SiLU(LayerNorm(W·SiLU(x) + C·P(s(x)))), Legendre polynomials of order 3, s by the batch's range."""

    def __init__(self, inputs, outputs, order=3):
        super().__init__()
        self.order = order
        self.base = nn.Linear(inputs, outputs)
        self.basis = nn.Linear(inputs * order, outputs, bias=False)
        self.norm = nn.LayerNorm(outputs)

    def forward(self, x):
        low, high = x.min(), x.max()
        s = 2 * (x - low) / (high - low) - 1
        p = [torch.ones_like(s), s]
        for k in range(1, self.order):
            p.append(((2 * k + 1) * s * p[-1] - k * p[-2]) / (k + 1))
        return F.silu(self.norm(self.base(F.silu(x)) + self.basis(torch.cat(p[1:], 1))))


class VolverLayer(nn.Module):
    """BatchNorm(W·x + C·(s, s², s³)), ReLU, s by the batch's range."""

    def __init__(self, inputs, outputs, order=3):
        super().__init__()
        self.order = order
        self.base = nn.Linear(inputs, outputs)
        self.basis = nn.Linear(inputs * order, outputs)
        self.norm = nn.BatchNorm1d(outputs)

    def forward(self, x):
        low, high = x.min(), x.max()
        s = 2 * (x - low) / (high - low) - 1
        powers = torch.cat([s**k for k in range(1, self.order + 1)], 1)
        return F.relu(self.norm(self.base(x) + self.basis(powers)))


def stage(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]


def networks():
    yield "kal-net", nn.Sequential(KalLayer(784, 64), KalLayer(64, 10))
    yield "kanvolver", nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), *stage(1, 16), *stage(16, 32), nn.Flatten(),
        VolverLayer(1568, 64), VolverLayer(64, 10))


def wait():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def main():
    torch.manual_seed(0)
    for name, network in networks():
        network.to(DEVICE)
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-5)
        for batch in (64, 256, 4096):
            x = torch.rand(batch, 784, device=DEVICE)
            y = torch.randint(0, 10, (batch,), device=DEVICE)
            times = []
            for _ in range(60):
                wait()
                start = time.perf_counter()
                optimizer.zero_grad(set_to_none=True)
                F.cross_entropy(network(x), y).backward()
                optimizer.step()
                wait()
                times.append(time.perf_counter() - start)
            value = statistics.median(times[20:]) * 1e3
            print(json.dumps({"name": f"step pytorch-{DEVICE} {name} batch {batch}", "value": value, "unit": "ms"}))


main()
