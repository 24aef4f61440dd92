extension Network {
  /// The network whose output `index` is the same for every input.
  package func replacingOutput(_ index: Int, by constant: Float) -> Network {
    precondition(index >= 0 && index < outputs, "the network has the output")
    return changingHead { weight, bias, inputs in
      weight.replaceSubrange(index * inputs..<(index + 1) * inputs, with: repeatElement(0, count: inputs))
      bias[index] = constant
    }
  }

  /// The network with one more output, last, that is the same for every input.
  package func appendingOutput(_ constant: Float) -> Network {
    changingHead { weight, bias, inputs in
      weight += [Float](repeating: 0, count: inputs)
      bias.append(constant)
    }
  }

  /// The network without output `index`.
  package func removingOutput(_ index: Int) -> Network {
    precondition(index >= 0 && index < outputs && outputs > 1, "the network keeps an output")
    return changingHead { weight, bias, inputs in
      weight.removeSubrange(index * inputs..<(index + 1) * inputs)
      bias.remove(at: index)
    }
  }

  private func changingHead(_ change: (inout [Float], inout [Float], Int) -> Void) -> Network {
    let head = layers[layers.count - 1]
    var (weight, bias) = (head.weight, head.bias)
    change(&weight, &bias, head.inputs)
    let changed = DenseLayer(inputs: head.inputs, outputs: bias.count, weight: weight, bias: bias)
    return Network(
      uncheckedLayers: layers.dropLast() + [changed], activation: activation, scaler: scaler,
      embedding: embedding)
  }
}
