#!/usr/bin/python3
"""The same training work in PyTorch on this machine's CPU, tuned: data in memory, best thread settings.

Needs Debian's python3-torch and libopenblas0-pthread. Run it in the same minute as the workbench's own run and
quote the ratio, never the seconds.

  OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 bench/torch_baseline.py MODEL --mnist DIR [--epochs 2] [--hidden 64]
      MODEL: kal | kac | spline | kanvolver | mlp. DIR holds the four MNIST IDX files (plain or .gz).
      AdamW lr 1e-3, weight decay 1e-5, batch 64, learning rate x0.85 an epoch, cross entropy. Prints a line an epoch.
  ... torch_baseline.py curve [--steps 500]
      full-batch fit of sin(2 pi x) on 100 points with a [1,64,32,16,1] ReLU MLP and a [1,8,1] Legendre KAN: microseconds a step.
Without OPENBLAS_NUM_THREADS=1 the two thread pools fight and PyTorch is up to 20 times slower: that would be no fair baseline.
"""
import argparse, gzip, os, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F


def idx(path):
    opener, p = (gzip.open, path + '.gz') if os.path.exists(path + '.gz') else (open, path)
    with opener(p, 'rb') as f:
        raw = f.read()
    dims = raw[3]
    shape = [int.from_bytes(raw[4 + 4 * i:8 + 4 * i], 'big') for i in range(dims)]
    return torch.from_numpy(np.frombuffer(raw, np.uint8, offset=4 + 4 * dims).reshape(shape).copy())


def legendre(x, n):
    p = [torch.ones_like(x), x]
    for k in range(1, n):
        p.append(((2 * k + 1) * x * p[-1] - k * p[-2]) / (k + 1))
    return torch.stack(p[:n + 1], -1)


def chebyshev(x, n):
    t = [torch.ones_like(x), x]
    for _ in range(1, n):
        t.append(2 * x * t[-1] - t[-2])
    return torch.stack(t[:n + 1], -1)


def bspline(x, grid, k):
    x = x.unsqueeze(-1)
    b = ((x >= grid[:-1]) & (x < grid[1:])).to(x.dtype)
    for d in range(1, k + 1):
        b = (x - grid[:-d - 1]) / (grid[d:-1] - grid[:-d - 1]) * b[..., :-1] + (grid[d + 1:] - x) / (grid[d + 1:] - grid[1:-d]) * b[..., 1:]
    return b


class Kan(nn.Module):
    """act(LayerNorm(W_b act(x) + W_p basis(scaled x))), layer after layer; scaling by the batch's minimum and maximum for the polynomials."""

    def __init__(self, sizes, kind, order=3, grid=5, norm=True):
        super().__init__()
        self.kind, self.order, self.norm = kind, order, norm
        self.act = nn.GELU() if kind == 'spline' else nn.SiLU()
        terms = grid + order if kind == 'spline' else order + 1
        h = 2 / grid
        self.register_buffer('knots', torch.linspace(-1 - h * order, 1 + h * order, grid + 2 * order + 1))
        w = lambda o, i: nn.Parameter(nn.init.kaiming_uniform_(torch.empty(o, i), nonlinearity='linear'))
        self.base = nn.ParameterList([w(o, i) for i, o in zip(sizes, sizes[1:])])
        self.poly = nn.ParameterList([w(o, i * terms) for i, o in zip(sizes, sizes[1:])])
        self.ln = nn.ModuleList([nn.LayerNorm(o) if norm else nn.Identity() for o in sizes[1:]])
        self.prelu = nn.ModuleList([nn.PReLU() for _ in sizes[1:]])

    def forward(self, x):
        for b, p, ln, prelu in zip(self.base, self.poly, self.ln, self.prelu):
            if self.kind == 'spline':
                phi = bspline(x, self.knots, self.order)
            else:
                s = 2 * (x - x.min()) / (x.max() - x.min()) - 1
                phi = (legendre if self.kind == 'kal' else chebyshev)(s, self.order)
            y = ln(F.linear(self.act(x), b) + F.linear(phi.reshape(x.shape[0], -1), p))
            x = (prelu(y) if self.kind == 'spline' else self.act(y)) if self.norm else y
        return x


class Kanvolver(nn.Module):
    """Two 3x3 convolutions (16, 32 channels) with ReLU and 2x2 max-pooling, then monomial layers with batch norm and ReLU."""

    def __init__(self, hidden, order=2):
        super().__init__()
        self.order = order
        self.conv = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        sizes = [32 * 49] + hidden
        self.base = nn.ModuleList([nn.Linear(i, o) for i, o in zip(sizes, sizes[1:])])
        self.poly = nn.ModuleList([nn.Linear(i * (order + 1), o) for i, o in zip(sizes, sizes[1:])])
        self.bn = nn.ModuleList([nn.BatchNorm1d(o) for o in hidden])

    def forward(self, x):
        x = self.conv(x.view(-1, 1, 28, 28)).flatten(1)
        for b, p, bn in zip(self.base, self.poly, self.bn):
            phi = torch.stack([x ** k for k in range(self.order + 1)], -1)
            x = F.relu(bn(b(x) + p(phi.flatten(1))))
        return x


def mnist(a):
    load = lambda s: (((idx(f'{a.mnist}/{s}-images-idx3-ubyte').float() / 255 - .5) / .5).view(-1, 784), idx(f'{a.mnist}/{s}-labels-idx1-ubyte').long())
    (x, y), (vx, vy) = load('train'), load('t10k')
    torch.manual_seed(a.seed)
    h = a.hidden
    m = {'kal': lambda: Kan([784, h, 10], 'kal'), 'kac': lambda: Kan([784, h, 10], 'kac'), 'spline': lambda: Kan([784, h, 10], 'spline'),
         'kanvolver': lambda: Kanvolver([h, 10]), 'mlp': lambda: nn.Sequential(nn.Linear(784, h), nn.ReLU(), nn.Linear(h, 10))}[a.model]()
    opt = torch.optim.AdamW(m.parameters(), lr=1e-3, weight_decay=1e-5)
    sched = torch.optim.lr_scheduler.ExponentialLR(opt, .85)
    print(a.model, 'parameters', sum(p.numel() for p in m.parameters()), 'threads', torch.get_num_threads(), flush=True)
    for e in range(a.epochs):
        t = time.time(); m.train(); order = torch.randperm(len(x)); loss_sum = 0.
        for i in range(0, len(x), 64):
            j = order[i:i + 64]; opt.zero_grad(); loss = F.cross_entropy(m(x[j]), y[j]); loss.backward(); opt.step(); loss_sum += loss.item() * len(j)
        train_s = time.time() - t; t = time.time(); m.eval(); right = 0
        with torch.no_grad():
            for i in range(0, len(vx), 64):
                right += (m(vx[i:i + 64]).argmax(1) == vy[i:i + 64]).sum().item()
        print(f'epoch {e + 1} train_s {train_s:.3f} loss {loss_sum / len(x):.4f} eval_s {time.time() - t:.3f} test_acc {right / len(vx):.4f}', flush=True)
        sched.step()


def curve(a):
    x = torch.linspace(-1, 1, 100).reshape(-1, 1); y = torch.sin(2 * torch.pi * x)
    mlp = nn.Sequential(nn.Linear(1, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 1))
    for name, m in (('mlp', mlp), ('kal', Kan([1, 8, 1], 'kal', norm=False))):
        opt = torch.optim.AdamW(m.parameters(), lr=.01)
        for s in range(50 + a.steps):
            if s == 50: t = time.time()
            opt.zero_grad(); loss = F.mse_loss(m(x), y); loss.backward(); opt.step()
        print(f'curve {name} us_per_step {(time.time() - t) / a.steps * 1e6:.0f} final_loss {loss.item():.5f}', flush=True)


p = argparse.ArgumentParser()
p.add_argument('model', choices=['kal', 'kac', 'spline', 'kanvolver', 'mlp', 'curve'])
p.add_argument('--mnist'); p.add_argument('--epochs', type=int, default=2); p.add_argument('--hidden', type=int, default=64)
p.add_argument('--seed', type=int, default=0); p.add_argument('--steps', type=int, default=500)
a = p.parse_args()
curve(a) if a.model == 'curve' else mnist(a)
