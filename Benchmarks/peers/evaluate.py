"""Evaluates all rows with PyTorch and NumPy: once a line of standard input, as TrainingBenchmark does."""
import argparse

import numpy
import torch

from rows import read_rows
from turns import turns


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--hidden", type=int, default=128)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    rows = read_rows(options.file)
    features, labels, experts = torch.from_numpy(rows["features"]), rows["labels"], rows["experts"]
    classes = int(labels.max()) + 1
    model = torch.nn.Sequential(
        torch.nn.Linear(features.shape[1], options.hidden), torch.nn.ReLU(),
        torch.nn.Linear(options.hidden, classes + experts.shape[1]))

    def evaluate():
        with torch.no_grad():
            logits = model(features)
            confidence = torch.sigmoid(logits[:, classes:]).numpy()
        logits = logits.numpy()
        right = experts == labels[:, None]
        prediction, asked = logits[:, :classes].argmax(1), logits[:, classes:].argmax(1)
        deferred = logits[:, classes:].max(1) >= logits[:, :classes].max(1)
        by_expert = right[numpy.arange(len(labels)), asked]
        accuracy = numpy.where(deferred, by_expert, prediction == labels).mean()
        assert 0 <= accuracy <= 1
        return numpy.mean([calibration_error(confidence[:, j], right[:, j]) for j in range(right.shape[1])])

    turns(evaluate)


def calibration_error(confidence, right, bins=15):
    place = numpy.clip(numpy.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    gap = numpy.bincount(place, right, bins) - numpy.bincount(place, confidence, bins)
    return numpy.abs(gap).sum() / len(right)


main()
