"""Milliseconds of a training step of kal-net and kanvolver in PyTorch, on the GPU where there is one, else on the processor.

`step MODEL BATCH` prints one of them, for `bench --only engine --engine NAME --peer bench/torch_step.py`, which calls it in turns with
the engines. Never run on a GPU so far.
"""
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


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
    """BatchNorm(W·x + C·(s, s²)), ReLU, s by the batch's range."""

    def __init__(self, inputs, outputs, order=2):
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


def network(name):
    if name == "kal-net":
        return nn.Sequential(KalLayer(784, 64), KalLayer(64, 10))
    if name == "kanvolver":
        return nn.Sequential(
            nn.Unflatten(1, (1, 28, 28)), *stage(1, 16), *stage(16, 32), nn.Flatten(),
            VolverLayer(1568, 64), VolverLayer(64, 10))
    sys.exit(f"no model {name}: kal-net or kanvolver")


def wait():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def main():
    if len(sys.argv) != 4 or sys.argv[1] != "step":
        sys.exit("usage: torch_step.py step MODEL BATCH")
    torch.manual_seed(0)
    trained = network(sys.argv[2]).to(DEVICE)
    batch = int(sys.argv[3])
    optimizer = torch.optim.AdamW(trained.parameters(), lr=1e-3, weight_decay=1e-5)
    x = torch.rand(batch, 784, device=DEVICE)
    y = torch.randint(0, 10, (batch,), device=DEVICE)
    times = []
    for _ in range(30 if batch > 1000 and DEVICE == "cpu" else 60):
        wait()
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(trained(x), y).backward()
        optimizer.step()
        wait()
        times.append(time.perf_counter() - start)
    print(f"step {DEVICE} ms {statistics.median(times[len(times) // 3:]) * 1e3:.4f}")


main()
