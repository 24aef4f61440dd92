"""Trains a surrogate with PyTorch's plain loop: one epoch a line of standard input, as TrainingBenchmark does."""
import argparse

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax, one_hot

from rows import read_rows
from turns import turns


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    rows = {name: torch.from_numpy(values) for name, values in read_rows(options.file).items()}
    features, labels, experts = rows["features"], rows["labels"], rows["experts"]
    classes = int(labels.max()) + 1
    target = torch.cat([one_hot(labels, classes), experts == labels[:, None]], 1).float()
    model = torch.nn.Sequential(
        torch.nn.Linear(features.shape[1], options.hidden), torch.nn.ReLU(),
        torch.nn.Linear(options.hidden, target.shape[1]))
    if options.optimizer == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=5e-4)
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-2, momentum=0.9, weight_decay=5e-4)
    loss_of = {"ova": one_vs_all, "softmax": softmax}[options.surrogate]

    def epoch():
        order, total = torch.randperm(len(labels)), 0.0
        for first in range(0, len(labels), options.batch):
            batch = order[first:first + options.batch]
            loss = loss_of(model(features[batch]), target[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        return total / len(labels)

    turns(epoch)


def one_vs_all(logits, target):
    return binary_cross_entropy_with_logits(logits, target, reduction="sum") / len(logits)


def softmax(logits, target):
    return -(log_softmax(logits, 1) * target).sum() / len(logits)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--optimizer", choices=["adam", "sgd"], default="adam")
    parser.add_argument("--surrogate", choices=["ova", "softmax"], default="ova")
    return parser.parse_args()


main()
