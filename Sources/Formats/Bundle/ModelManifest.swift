import LearningToDefer

/// Says what a model bundle is: its surrogate, its classes and experts in order, its network, how it was made.
package struct ModelManifest: Sendable, Equatable {
  /// The only format that is read and written.
  package static let format = "deferral-model/1"

  /// The loss that the network was trained with, which tells how to read its outputs.
  package var surrogate: SurrogateName
  /// The classes in the outputs' order, K of them.
  package var classes: [String]
  /// The experts in the order of the last outputs, J of them.
  package var experts: [String]
  /// The number of features, or of a text's vector, d.
  package var inputs: Int
  /// How texts become vectors; nil where the model takes features.
  package var text: TextInput?
  /// The widths of the hidden layers.
  package var hidden: [Int]
  /// The nonlinearity between layers.
  package var activation: Activation
  /// The registry's number, "1", "2", ...
  package var version: String?
  /// The version that an uploaded bundle had where it was made.
  package var sourceVersion: String?
  /// How the model was made: data, rows by fold, settings, seed, metrics, parent version, time.
  package var training: JSONValue?
  /// What stands in place of a trained output, by expert.
  package var priors: [String: ExpertPrior] = [:]
  /// The maps of the outputs; nil where none are wanted.
  package var calibration: CalibrationMaps?
  /// What the conformal tensors were fitted on.
  package internal(set) var conformal: ConformalSummary?
  /// The document as it was read, so that unknown keys are kept; an empty object for a new one.
  private(set) var document = JSONValue.object([])

  /// The rows of the head: K + J; `moe` has K + 1 + J, `classifier` K, `rejector` J.
  package var outputs: Int { surrogate.surrogate.outputs(classes: classes.count, experts: experts.count) }

  /// Describes a network that was trained here.
  package init(surrogate: SurrogateName, classes: [String], experts: [String], network: Network) {
    self.init(
      surrogate: surrogate, classes: classes, experts: experts, inputs: network.inputs,
      text: network.embedding?.input, hidden: network.hidden, activation: network.activation)
  }

  init(
    surrogate: SurrogateName, classes: [String], experts: [String], inputs: Int, text: TextInput?,
    hidden: [Int], activation: Activation
  ) {
    self.surrogate = surrogate
    self.classes = classes
    self.experts = experts
    self.inputs = inputs
    self.text = text
    self.hidden = hidden
    self.activation = activation
  }

  /// Reads a manifest.
  ///
  /// - Throws: `FormatError` that names the key at fault.
  package init(_ bytes: UnsafeRawBufferPointer, path: String) throws(FormatError) {
    do throws(JSONError) {
      let root = try JSONParser().parse(bytes)
      // First, because it refuses keys that stand twice at any level.
      let document = try JSONValue(root)
      self = try ManifestReader(root).manifest()
      self.document = document
    } catch {
      throw FormatError(
        file: path, place: error.pointer, problem: error.detail,
        cure: "correct the manifest (docs/formats.md, \"Model bundle\")")
    }
  }

  /// The manifest as JSON: known keys first written or updated in their place, unknown ones kept.
  package var json: JSONValue {
    var json = document
    json["format"] = .string(Self.format)
    json["surrogate"] = .string(surrogate.rawValue)
    json["classes"] = .array(classes.map(JSONValue.string))
    json["experts"] = .array(experts.map(JSONValue.string))
    var network = json["network"] ?? .object([])
    network["input"] = text?.json(over: network["input"]) ?? .integer(Int64(inputs))
    network["hidden"] = .array(hidden.map { .integer(Int64($0)) })
    network["activation"] = .string(activation.rawValue)
    json["network"] = network
    json["version"] = version.map(JSONValue.string)
    json["source_version"] = sourceVersion.map(JSONValue.string)
    json["training"] = training
    json["calibration"] = calibration.map {
      CalibrationKey.json($0, experts: experts, over: json["calibration"])
    }
    json["priors"] = PriorsKey.json(priors, experts: experts, classes: classes, over: json["priors"])
    json["conformal"] = conformal.map { $0.json(over: json["conformal"]) }
    return json
  }
}
