"""Reads a safetensors file with NumPy alone, so that any PyTorch can be measured."""
import json

import numpy

TYPES = {"F32": numpy.float32, "I64": numpy.int64, "U8": numpy.uint8}


def read_rows(path):
    """Returns the tensors by name."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    data = numpy.fromfile(path, numpy.uint8, offset=8 + length)
    return {
        name: data[slice(*tensor["data_offsets"])].copy().view(TYPES[tensor["dtype"]]).reshape(tensor["shape"])
        for name, tensor in header.items()
    }
