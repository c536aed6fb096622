#!/usr/bin/env python3
"""The zoo's peers in PyTorch: an epoch of MNIST on the CPU, data in memory.

  OMP_NUM_THREADS=2 torch_zoo.py MODEL --mnist DIR [--epochs 2]
      DIR holds the four MNIST IDX files (plain or .gz). AdamW 1e-3, decay 1e-4, x0.8 an epoch, batch 64, cross
      entropy. Prints a line an epoch, as `./workbench bench --only peer --peer bench/torch_zoo.py` reads them.
  torch_zoo.py models
      Prints `model MODEL PRESET`, a line for each preset of the workbench that does the same work.
  torch_zoo.py check DIR
      Holds every layer against the tensors of DIR (*.safetensors written by the peers' own classes).

Each layer has its peer's arithmetic; where the peer's code makes larger intermediates than its formula needs, the
product is one F.linear, which is faster.
"""
import argparse
import gzip
import json
import math
import os
import struct
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def parameter(*shape):
    return nn.Parameter(torch.randn(*shape) * (0.1 / math.sqrt(shape[-1])))


class RbfGrid(nn.Module):
    def __init__(self, low, high, count):
        super().__init__()
        self.grid = nn.Parameter(torch.linspace(low, high, count), requires_grad=False)


class Linear(nn.Module):
    """F.linear under the peers' names: `weight`, and `bias` where there is one."""

    def __init__(self, inputs, outputs, bias=False):
        super().__init__()
        self.weight = parameter(outputs, inputs)
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class Fast(nn.Module):
    """FastKAN: silu(x) base with bias + exp(-((LN(x) - g) / h)^2)."""

    def __init__(self, inputs, outputs, num_grids=8, **_):
        super().__init__()
        self.layernorm = nn.LayerNorm(inputs)
        self.rbf = RbfGrid(-2.0, 2.0, num_grids)
        self.h = 4.0 / (num_grids - 1)
        self.spline_linear = Linear(inputs * num_grids, outputs)
        self.base_linear = Linear(inputs, outputs, bias=True)

    def forward(self, x):
        phi = torch.exp(-(((self.layernorm(x)[..., None] - self.rbf.grid) / self.h) ** 2))
        return self.spline_linear(phi.flatten(1)) + self.base_linear(F.silu(x))


class HalvedSech(torch.autograd.Function):
    """sech^2 of d, whose gradient FasterKAN multiplies by its unused width."""

    @staticmethod
    def forward(context, d, r):
        t = torch.tanh(d)
        context.save_for_backward(t)
        context.r = r
        return 1 - t * t

    @staticmethod
    def backward(context, gradient):
        (t,) = context.saved_tensors
        return context.r * -2 * t * (1 - t * t) * gradient, None


class Faster(nn.Module):
    """FasterKAN: 1 - tanh(LN(x) - g)^2, with the class's own backward."""

    def __init__(self, inputs, outputs, num_grids=8, grid_min=-1.2, grid_max=1.2, inv_denominator=0.5, **_):
        super().__init__()
        self.layernorm = nn.LayerNorm(inputs)
        self.rbf = RbfGrid(grid_min, grid_max, num_grids)
        self.rbf.inv_denominator = nn.Parameter(torch.tensor(inv_denominator), requires_grad=False)
        self.r = inv_denominator
        self.spline_linear = Linear(inputs * num_grids, outputs)

    def forward(self, x):
        return self.spline_linear(HalvedSech.apply(self.layernorm(x)[..., None] - self.rbf.grid, self.r).flatten(1))


def splines(x, grid, order):
    """B-splines of x [rows, inputs] on grid [inputs, knots] by Cox and de Boor's recursion."""
    x = x[..., None]
    b = ((x >= grid[:, :-1]) & (x < grid[:, 1:])).to(x.dtype)
    for k in range(1, order + 1):
        b = (x - grid[:, : -k - 1]) / (grid[:, k:-1] - grid[:, : -k - 1]) * b[..., :-1] + (grid[:, k + 1 :] - x) / (
            grid[:, k + 1 :] - grid[:, 1:-k]
        ) * b[..., 1:]
    return b


class Bsrbf(nn.Module):
    """BSRBF-KAN: all of LN(x); one weight for a B-spline plus a Gaussian."""

    def __init__(self, inputs, outputs, grid_size=5, spline_order=3, **_):
        super().__init__()
        terms = grid_size + spline_order
        self.order = spline_order
        self.layernorm = nn.LayerNorm(inputs)
        knots = torch.arange(-spline_order, grid_size + spline_order + 1) * (3.0 / grid_size) - 1.5
        self.register_buffer("grid", knots.expand(inputs, -1).contiguous())
        self.rbf = RbfGrid(-1.5, 1.5, terms)
        self.h = 3.0 / (terms - 1)
        self.base_weight = parameter(outputs, inputs)
        self.spline_weight = parameter(outputs, inputs * terms)

    def forward(self, x):
        u = self.layernorm(x)
        phi = splines(u, self.grid, self.order) + torch.exp(-(((u[..., None] - self.rbf.grid) / self.h) ** 2))
        return F.linear(F.silu(u), self.base_weight) + F.linear(phi.flatten(1), self.spline_weight)


class Relu(nn.Module):
    """ReLU-KAN: (relu(x - low) relu(high - x) r)^2 with trained ends."""

    def __init__(self, inputs, outputs, grid=5, k=3, **_):
        super().__init__()
        low = ((torch.arange(grid + k) - k) / grid).expand(inputs, -1)
        self.phase_low = nn.Parameter(low.clone())
        self.phase_height = nn.Parameter(low + (k + 1) / grid)
        self.r = 4 * grid * grid / ((k + 1) * (k + 1))
        self.equal_size_conv = nn.Module()
        self.equal_size_conv.weight = parameter(outputs, 1, grid + k, inputs)
        self.equal_size_conv.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        x = x[..., None]
        phi = (F.relu(x - self.phase_low) * F.relu(self.phase_height - x) * self.r) ** 2
        return F.linear(phi.flatten(1), self.equal_size_conv.weight.flatten(1), self.equal_size_conv.bias)


class Sine(nn.Module):
    """SineKAN: sin(f x + phase) with trained frequencies."""

    def __init__(self, inputs, outputs, grid_size=8, first=True, **_):
        super().__init__()
        k = torch.arange(1, grid_size + 1)
        self.amplitudes = parameter(outputs, inputs, grid_size)
        self.freq = nn.Parameter((k if first else k / (grid_size + 1)).float().reshape(1, 1, 1, -1))
        phase = k / (grid_size + 1) + torch.linspace(0, math.pi, inputs)[:, None]
        self.register_buffer("phase", phase.reshape(1, 1, inputs, grid_size))
        self.bias = nn.Parameter(torch.full((1, outputs), 1 / outputs))

    def forward(self, x):
        phi = torch.sin(x[..., None] * self.freq[0, 0, 0] + self.phase[0])
        return F.linear(phi.flatten(1), self.amplitudes.flatten(1)) + self.bias


class Fourier(nn.Module):
    """FourierKAN: cos(k x) and sin(k x)."""

    def __init__(self, inputs, outputs, gridsize=5, **_):
        super().__init__()
        self.fouriercoeffs = parameter(2, outputs, inputs, gridsize)
        self.bias = nn.Parameter(torch.zeros(1, outputs))
        self.register_buffer("k", torch.arange(1.0, gridsize + 1), persistent=False)

    def forward(self, x):
        kx = x[..., None] * self.k
        c = self.fouriercoeffs.flatten(2)
        return F.linear(torch.cos(kx).flatten(1), c[0]) + F.linear(torch.sin(kx).flatten(1), c[1]) + self.bias


class Wavelet(nn.Module):
    """Wav-KAN: w psi((x - t) / s) with a Mexican hat an edge, then batch norm."""

    def __init__(self, inputs, outputs, wavelet_type="mexican_hat", **_):
        super().__init__()
        self.kind = wavelet_type
        self.scale = nn.Parameter(torch.ones(outputs, inputs))
        self.translation = nn.Parameter(torch.zeros(outputs, inputs))
        self.weight1 = parameter(outputs, inputs)
        self.wavelet_weights = parameter(outputs, inputs)
        self.bn = nn.BatchNorm1d(outputs)

    def forward(self, x):
        z = (x[:, None] - self.translation) / self.scale
        if self.kind == "mexican_hat":
            psi = 2 / (math.sqrt(3) * math.pi**0.25) * (z * z - 1) * torch.exp(-0.5 * z * z)
        elif self.kind == "dog":
            psi = -z * torch.exp(-0.5 * z * z)
        else:
            psi = torch.cos(5 * z) * torch.exp(-0.5 * z * z)
        return self.bn((psi * self.wavelet_weights).sum(2))


class Rational(nn.Module):
    """GR-KAN's activation: P(x) / (1 + sum |b_n| |x|^n), a denominator for each group of channels."""

    def __init__(self, channels, groups, swish, signed=False):
        super().__init__()
        self.signed = signed
        self.weight_numerator = nn.Parameter(torch.tensor([[-0.012, 0.5, 0.5, 0.06, 0.0, 0.0] if swish else [0.0, 1, 0, 0, 0, 0]]))
        self.weight_denominator = nn.Parameter(torch.full((groups, 4), 0.1 if swish else 0.0))
        self.groups = groups

    def forward(self, x):
        rows = x.reshape(x.shape[0], self.groups, -1)
        a, b = self.weight_numerator[0], self.weight_denominator
        # The kernels take the derivative of |b| at 0 as 1, PyTorch as 0.
        b = b.abs() if self.signed else torch.where(b < 0, -b, b)
        p = a[5]
        for n in range(4, -1, -1):
            p = p * rows + a[n]
        y = rows if self.signed else rows.abs()
        q = b[:, 3, None]
        for n in range(2, -1, -1):
            q = q * y + b[:, n, None]
        return (p / (1 + q * y)).flatten(1)


class GroupRational(nn.Module):
    def __init__(self, layers, num_groups=(8, 8), signed=False):
        super().__init__()
        self.act1 = Rational(layers[0], num_groups[0], False, signed)
        self.fc1 = nn.Linear(layers[0], layers[1])
        self.act2 = Rational(layers[1], num_groups[1], True, signed)
        self.fc2 = nn.Linear(layers[1], layers[2])

    def forward(self, x):
        return self.fc2(self.act2(self.fc1(self.act1(x))))


def polynomials(family, t, degree, parameter):
    p = [torch.ones_like(t)]
    p.append({"cheby": t, "hermite": 2 * t, "gegenbauer": 2 * parameter * t, "laguerre": 1 + parameter - t, "bessel": t + 1}[family])
    for n in range(2, degree + 1):
        if family == "cheby":
            p.append(2 * t * p[-1] - p[-2])
        elif family == "hermite":
            p.append(2 * t * p[-1] - 2 * (n - 1) * p[-2])
        elif family == "gegenbauer":
            p.append((2 * (n - 1 + parameter) * t * p[-1] - (n + 2 * parameter - 2) * p[-2]) / n)
        elif family == "laguerre":
            p.append(((2 * n - 1 + parameter - t) * p[-1] - (n - 1 + parameter) * p[-2]) / n)
        else:
            p.append((2 * n - 1) * t * p[-1] + p[-2])
    return torch.stack(p, -1)


class Polynomial(nn.Module):
    """ChebyKAN and OrthogPolyKANs: sum of C[i, o, d] p_d(tanh x)."""

    def __init__(self, family, inputs, outputs, degree, parameter_of_family=0.0):
        super().__init__()
        self.family, self.degree, self.parameter = family, degree, parameter_of_family
        self.register_parameter(family + "_coeffs", parameter(inputs, outputs, degree + 1))
        if family == "cheby":
            self.register_buffer("arange", torch.arange(degree + 1))

    def forward(self, x):
        t = torch.tanh(x)
        if self.family == "cheby":
            phi = torch.cos(self.arange * torch.acos(t)[..., None])
        else:
            phi = polynomials(self.family, t, self.degree, self.parameter)
        return torch.einsum("bid,iod->bo", phi, getattr(self, self.family + "_coeffs"))


class Notebook(nn.Module):
    def __init__(self, family, layers, degree, parameter_of_family=0.0):
        super().__init__()
        for i in range(3):
            setattr(self, f"kan{i + 1}", Polynomial(family, layers[i], layers[i + 1], degree, parameter_of_family))
        self.ln1, self.ln2 = nn.LayerNorm(layers[1]), nn.LayerNorm(layers[2])

    def forward(self, x):
        return self.kan3(self.ln2(self.kan2(self.ln1(self.kan1(x)))))


class Stack(nn.Module):
    """Layers one after another, under the name that the peer's class has for them."""

    def __init__(self, name, layers):
        super().__init__()
        self.name = name
        setattr(self, name, nn.ModuleList(layers))

    def forward(self, x):
        for layer in getattr(self, self.name):
            x = layer(x)
        return x


def stack(kind, sizes, name="layers", **options):
    layers = [kind(i, o, first=n == 0, **options) for n, (i, o) in enumerate(zip(sizes, sizes[1:]))]
    return Stack(name, layers) if name else nn.Sequential(*layers)


class GramConv(nn.Module):
    """torch-conv-kan's KAGN: silu(IN(conv(silu x) + conv(silu(Gram polynomials of tanh x))))."""

    def __init__(self, inputs, outputs, degree=3, padding=1):
        super().__init__()
        self.degree, self.padding = degree, padding
        self.poly_weights = parameter(1, outputs, inputs * (degree + 1), 3, 3)
        self.beta_weights = nn.Parameter(torch.randn(degree + 1) * 0.1)
        self.base_conv = nn.ModuleList([nn.Conv2d(inputs, outputs, 3, padding=padding, bias=False)])

    def beta(self, n, m):
        return ((m + n) * (m - n) * n**2) / (m**2 / (4.0 * n**2 - 1.0)) * self.beta_weights[n]

    def forward(self, x):
        t = torch.tanh(x)
        p = [torch.ones_like(t), t]
        for i in range(2, self.degree + 1):
            p.append(t * p[-1] - self.beta(i - 1, i) * p[-2])
        y = self.base_conv[0](F.silu(x)) + F.conv2d(
            F.silu(torch.cat(p[: self.degree + 1], 1)), self.poly_weights[0], padding=self.padding)
        return F.silu(F.instance_norm(y))


class LegendreConv(nn.Module):
    """conv-kal: silu(IN(conv(silu x) + conv(P_d(tanh x))))."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.base = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.basis = nn.Conv2d(inputs * 4, outputs, 3, padding=1, bias=False)

    def forward(self, x):
        t = torch.tanh(x)
        p = torch.cat([torch.ones_like(t), t, (3 * t * t - 1) / 2, (5 * t * t - 3) * t / 2], 1)
        return F.silu(F.instance_norm(self.base(F.silu(x)) + self.basis(p)))


class LegendreLayer(nn.Module):
    """W x + C P(tanh x), then, in hidden layers, batch norm and ReLU."""

    def __init__(self, inputs, outputs, hidden):
        super().__init__()
        self.base = nn.Linear(inputs, outputs)
        self.basis = nn.Linear(inputs * 3, outputs, bias=False)
        self.after = nn.Sequential(nn.BatchNorm1d(outputs), nn.ReLU()) if hidden else nn.Identity()

    def forward(self, x):
        t = torch.tanh(x)
        p = torch.cat([t, (3 * t * t - 1) / 2, (5 * t * t - 3) * t / 2], 1)
        return self.after(self.base(x) + self.basis(p))


def convolved(kind):
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), kind(1, 16), nn.MaxPool2d(2), kind(16, 32), nn.MaxPool2d(2), nn.Flatten(),
        LegendreLayer(32 * 49, 64, True), LegendreLayer(64, 10, False))


SIZES = [784, 64, 10]
NOTEBOOK = [784, 32, 16, 10]
MODELS = {
    "fast-kan": lambda: stack(Fast, SIZES),
    "faster-kan": lambda: stack(Faster, SIZES),
    "bsrbf-kan": lambda: stack(Bsrbf, SIZES),
    "relu-kan": lambda: stack(Relu, SIZES),
    "sine-kan": lambda: stack(Sine, SIZES),
    "fourier-kan": lambda: stack(Fourier, SIZES),
    "wav-kan": lambda: stack(Wavelet, SIZES),
    "gr-kan": lambda: GroupRational(SIZES),
    "cheby-kan": lambda: Notebook("cheby", NOTEBOOK, 4),
    "hermite-kan": lambda: Notebook("hermite", NOTEBOOK, 4),
    "gegenbauer-kan": lambda: Notebook("gegenbauer", NOTEBOOK, 4, 3.0),
    "laguerre-kan": lambda: Notebook("laguerre", NOTEBOOK, 4, -0.5),
    "bessel-kan": lambda: Notebook("bessel", NOTEBOOK, 3),
    "conv-kal": lambda: convolved(LegendreConv),
    "conv-kagn": lambda: convolved(GramConv),
}


def idx(path):
    opener, p = (gzip.open, path + ".gz") if os.path.exists(path + ".gz") else (open, path)
    with opener(p, "rb") as f:
        raw = f.read()
    dims = raw[3]
    shape = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(dims)]
    return torch.from_numpy(np.frombuffer(raw, np.uint8, offset=4 + 4 * dims).reshape(shape).copy())


def mnist(folder, part):
    x = (idx(f"{folder}/{part}-images-idx3-ubyte").float() / 255 - 0.5) / 0.5
    return x.view(-1, 784), idx(f"{folder}/{part}-labels-idx1-ubyte").long()


def train(arguments):
    (x, y), (vx, vy) = mnist(arguments.mnist, "train"), mnist(arguments.mnist, "t10k")
    torch.manual_seed(0)
    model = MODELS[arguments.model]()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.8)
    for epoch in range(arguments.epochs):
        begun = time.time()
        model.train()
        order = torch.randperm(len(x))
        total = 0.0
        for i in range(0, len(x), 64):
            rows = order[i : i + 64]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        train_s = time.time() - begun
        begun = time.time()
        model.eval()
        right = 0
        with torch.no_grad():
            for i in range(0, len(vx), 64):
                right += (model(vx[i : i + 64]).argmax(1) == vy[i : i + 64]).sum().item()
        print(
            f"epoch {epoch + 1} train_s {train_s:.3f} loss {total / len(x):.4f}"
            f" eval_s {time.time() - begun:.3f} test_acc {right / len(vx):.4f}", flush=True)
        schedule.step()


def golden(path):
    """The network of a file of the peers' tensors; None where this script has no such layer."""
    with open(path, "rb") as f:
        length = struct.unpack("<Q", f.read(8))[0]
        header = json.loads(f.read(length))
        data = f.read()
    about = header.pop("__metadata__")
    types = {"F64": np.float64, "I64": np.int64, "F32": np.float32}
    tensors = {
        name: torch.from_numpy(np.frombuffer(data[slice(*t["data_offsets"])], types[t["dtype"]]).reshape(t["shape"]).copy())
        for name, t in header.items()}
    options, sizes = json.loads(about["options"]), json.loads(about["layers"])
    name = os.path.basename(path).split(".")[0]
    family = name.split("_")[0]
    if family in ("fastkan", "bsrbfkan", "fourierkan", "sinekan", "wavkan") and not name.endswith("nobias"):
        kind = {"fastkan": Fast, "bsrbfkan": Bsrbf, "fourierkan": Fourier, "sinekan": Sine, "wavkan": Wavelet}[family]
        network = stack(kind, sizes, name="" if kind == Fourier else "layers", **{k: v for k, v in options.items() if k != "layers_hidden"})
    elif name == "fasterkan_g8":
        network = stack(Faster, sizes, **{k: v for k, v in options.items() if k != "layers_hidden"})
    elif family == "relukan":
        network = stack(Relu, sizes, name="rk_layers", grid=options["grid"], k=options["k"])
    elif family == "chebykan":
        network = Notebook("cheby", sizes, options["degree"])
    elif family == "orthogpoly":
        network = Notebook(name.split("_")[1], sizes, options["degree"], options.get("alpha_param", options.get("alpha", 0)))
    elif family == "grkan":
        network = GroupRational(sizes, options["num_groups"], signed=name == "grkan_torch")
    elif name.startswith("conv_gram"):
        network = GramConv(sizes[0], sizes[1], options["degree"], options["padding"])
    else:
        return None
    return name, network.double(), tensors, about


def check(folder):
    worst = 0.0
    for file in sorted(os.listdir(folder)):
        found = golden(os.path.join(folder, file)) if file.endswith(".safetensors") else None
        if found is None:
            continue
        name, network, tensors, about = found
        network.load_state_dict({k[6:]: v for k, v in tensors.items() if k.startswith("param.")})
        x = tensors["input"].clone().requires_grad_()
        output = network(x)
        loss = (F.mse_loss if "squared" in about["loss"] else F.cross_entropy)(output, tensors["target"])
        loss.backward()
        differences = {"output": (output - tensors["output"]).abs().max().item(), "input": (x.grad - tensors["grad.input"]).abs().max().item()}
        for key, value in network.named_parameters():
            if value.grad is not None:
                differences[key] = (value.grad - tensors["grad." + key]).abs().max().item()
        largest = max(differences, key=differences.get)
        print(f"{name}: {len(differences)} tensors, largest difference {differences[largest]:.1e} ({largest})")
        worst = max(worst, differences[largest])
    if worst > 1e-6:
        sys.exit("a layer differs from its peer")


parser = argparse.ArgumentParser()
parser.add_argument("model", choices=[*MODELS, "models", "check"])
parser.add_argument("folder", nargs="?")
parser.add_argument("--mnist")
parser.add_argument("--epochs", type=int, default=2)
given = parser.parse_args()
if given.model == "models":
    for known in MODELS:
        print("model", known, known if known.startswith("conv-") else known + "-faithful")
elif given.model == "check":
    check(given.folder)
else:
    train(given)
