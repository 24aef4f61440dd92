"""Trains the one-vs-all surrogate with PyTorch, as Deferral does; prints the seconds."""
import sys
import time

import torch
from safetensors.torch import load_file

torch.set_num_threads(2)
start = time.time()
data = load_file(sys.argv[1])
features, labels, experts = data["features"], data["labels"], data["experts"]
classes, rows = 10, len(labels)
target = torch.cat([torch.nn.functional.one_hot(labels, classes), experts == labels[:, None]], 1).float()
model = torch.nn.Sequential(
    torch.nn.Linear(features.shape[1], 128), torch.nn.ReLU(), torch.nn.Linear(128, target.shape[1]))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=5e-4)
for epoch in range(10):
    order = torch.randperm(rows)
    for first in range(0, rows, 256):
        batch = order[first:first + 256]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            model(features[batch]), target[batch], reduction="sum") / len(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
print(round(time.time() - start, 2))
