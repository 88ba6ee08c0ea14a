"""Training throughput of PyTorch in eager mode, on networks of the zoo: a line `model batch samples/s` for each.

    python3 docs/gpu-trial-torch.py BATCH...

As `zoo bench` measures: the last of three epochs over 16,128 images of noise that lie on the card, float32 without
TF32, Adam, binary cross-entropy. A network whose number of parameters is not that of the model card is refused.
"""
import sys
import time

import torch
from torch import nn

IMAGES, EPOCHS, PIXELS = 16_128, 3, 784


def dense(*sizes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(nn.Flatten(), *layers[:-1], nn.Unflatten(1, (1, 28, 28)))


class Residual(nn.Module):
    def __init__(self, maps):
        super().__init__()
        self.inner = nn.Sequential(
            nn.BatchNorm2d(maps), nn.Conv2d(maps, maps, 3, padding=1), nn.ELU(), nn.Conv2d(maps, maps, 3, padding=1))

    def forward(self, x):
        return x + self.inner(x)


def conv_base():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, 2, 1), nn.ELU(), nn.Conv2d(32, 64, 3, 2, 1), nn.ELU(), Residual(64), Residual(64),
        nn.Flatten(), nn.Linear(64 * 49, 64), nn.Linear(64, 64 * 49), nn.ELU(), nn.Unflatten(1, (64, 7, 7)),
        Residual(64), Residual(64), nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ELU(), nn.ConvTranspose2d(32, 1, 4, 2, 1))


MODELS = {
    'undercomplete-deep.mnist.v1': (222_384, lambda: dense(PIXELS, 128, 64, 32, 64, 128, PIXELS)),
    'undercomplete-large.mnist.v1': (
        2_837_314, lambda: dense(PIXELS, 1000, 500, 250, 30, 250, 500, 1000, PIXELS)),
    'conv-base.mnist.v1': (753_185, conv_base),
}


def samples_per_second(model, batch, device):
    images = torch.rand(IMAGES, 1, 28, 28, device=device)
    optimizer = torch.optim.Adam(model.parameters())
    loss = nn.BCEWithLogitsLoss()
    for _ in range(EPOCHS):
        torch.cuda.synchronize() if device == 'cuda' else None
        began = time.perf_counter()
        for rows in torch.randperm(IMAGES, device=device).split(batch):
            x = images[rows]
            optimizer.zero_grad()
            loss(model(x), x).backward()
            optimizer.step()
        torch.cuda.synchronize() if device == 'cuda' else None
        seconds = time.perf_counter() - began
    return IMAGES / seconds


def main():
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    print(f'torch {torch.__version__} on {device}', file=sys.stderr)
    for name, (expected, make) in MODELS.items():
        for batch in map(int, sys.argv[1:]):
            model = make().to(device)
            # The running means and variances of normalisation count, as on a card of the zoo.
            values = [*model.parameters(), *(b for b in model.buffers() if b.is_floating_point())]
            got = sum(v.numel() for v in values)
            if got != expected:
                sys.exit(f'{name}: {expected} parameters expected; got {got}')
            print(name, batch, round(samples_per_second(model, batch, device)), flush=True)


if __name__ == '__main__':
    main()
