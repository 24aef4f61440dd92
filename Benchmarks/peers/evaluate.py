"""Evaluates all rows with PyTorch and NumPy: once a line of standard input, as TrainingBenchmark does.

With --brief what such a script usually computes: outputs, the system's accuracy, each expert's calibration error. Without, what
Deferral's evaluation computes beside it, all rows at once: more calibration figures, the classifier's, accuracy against coverage, a
fixed ensemble's vote. It leaves out intervals, ties within a bin, missing labels and the conformal sets' figures.
"""
import argparse

import numpy
import torch

from rows import read_rows
from turns import turns


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--brief", action="store_true")
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
        if not options.brief:
            classifier = class_probabilities(logits[:, :classes])[numpy.arange(len(labels)), prediction]
            for j in range(right.shape[1]):
                calibration_figures(confidence[:, j], right[:, j])
            calibration_figures(classifier, prediction == labels)
            coverage_curve(confidence.max(1) - sigmoid(logits[:, :classes].max(1)), prediction == labels, by_expert)
            ensemble_accuracy(confidence[deferred], experts[deferred], labels[deferred], classes)
        return numpy.mean([calibration_error(confidence[:, j], right[:, j]) for j in range(right.shape[1])])

    turns(evaluate)


def calibration_error(confidence, right, bins=15):
    place = numpy.clip(numpy.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    gap = numpy.bincount(place, right, bins) - numpy.bincount(place, confidence, bins)
    return numpy.abs(gap).sum() / len(right)


def calibration_figures(confidence, right, bins=15):
    """Brier score, log loss, and over bins of equal size the calibration error and its debiased square."""
    residual = right - confidence
    likelihood = numpy.clip(numpy.where(right, confidence, 1 - confidence), 1e-6, 1 - 1e-6)
    parts = numpy.array_split(residual[numpy.argsort(confidence)], bins)
    pairs = [(part.sum() ** 2 - (part ** 2).sum()) / (len(part) - 1) for part in parts]
    adaptive = sum(abs(part.sum()) for part in parts) / len(right)
    return (residual ** 2).mean(), -numpy.log(likelihood).mean(), adaptive, sum(pairs) / len(right)


def class_probabilities(logits):
    likely = sigmoid(logits)
    return likely / likely.sum(1, keepdims=True)


def coverage_curve(advantage, classifier_right, expert_right, thresholds=100):
    rising = numpy.argsort(advantage)
    gained = numpy.cumsum(classifier_right[rising].astype(int) - expert_right[rising])
    right = expert_right.sum() + numpy.concatenate([[0], gained])
    return right[numpy.arange(thresholds) * len(rising) // (thresholds - 1)] / len(rising)


def ensemble_accuracy(confidence, given, labels, classes, size=5):
    """The five likeliest experts vote; a tie goes to the larger summed confidence."""
    rows = numpy.arange(len(labels))[:, None]
    members = numpy.argpartition(-confidence, size - 1, axis=1)[:, :size]
    votes = numpy.zeros((len(labels), classes))
    numpy.add.at(votes, (rows, given[rows, members]), 1 + confidence[rows, members] / (2 * size))
    return (votes.argmax(1) == labels).mean()


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


main()
