import Glibc
import LearningToDefer

/// Keeps the state of a training as one safetensors file, replaced in one atomic step.
///
/// Its header's `checkpoint` is JSON: how far the training is, and under `training` what identifies it.
package struct CheckpointFile: Sendable {
  /// The only format that is read and written.
  package static let format = "deferral-checkpoint/1"

  /// Where it is.
  package let path: String

  /// Names a file; it need not be there.
  package init(path: String) {
    self.path = path
  }

  /// Names the checkpoint of the training of a bundle.
  package init(ofBundle directory: String) {
    path = DirectoryPath.trimmed(directory) + ".checkpoint.safetensors"
  }

  /// Whether there is such a file.
  package var exists: Bool { access(path, F_OK) == 0 }

  /// Writes a state, and waits until it is on the disk.
  ///
  /// - Parameter training: What must be the same where the training goes on: settings, data, names.
  package func write(_ state: TrainingCheckpoint, of training: JSONValue) throws(FormatError) {
    var writer = SafetensorsWriter()
    var document = CheckpointDocument(state).json
    document["training"] = training
    writer.metadata = [("checkpoint", String(decoding: document.serialise(), as: UTF8.self))]
    for (name, values) in Self.tensors(of: state) { writer.add(name, shape: [values.count], floats: values) }
    try writer.write(to: path)
  }

  /// Reads the state of the training that `training` identifies.
  ///
  /// - Throws: `FormatError` for a malformed file, and for one of another training, naming the first difference.
  package func read(of training: JSONValue) throws(FormatError) -> TrainingCheckpoint {
    let file = try SafetensorsFile.map(path)
    let document = try document(of: file)
    guard document["format"]?.string == Self.format else { throw malformed("is no \(Self.format)") }
    if let difference = (document["training"] ?? .null).difference(from: training) {
      throw FormatError(
        file: path, problem: "is of another training: \(difference)",
        cure: "repeat the command as it was, or leave --resume out to start anew")
    }
    guard let progress = CheckpointDocument(document) else { throw malformed("does not say how far it is") }
    let optional = { (name: String) throws(FormatError) -> [Float]? in
      file.tensors[name] == nil ? nil : try file.floats(name)
    }
    let mean = try optional("input.mean")
    return progress.state(
      parameters: try file.floats("parameters"), firstMoments: try file.floats("moments.first"),
      secondMoments: try optional("moments.second") ?? [],
      scaler: try mean.map { mean throws(FormatError) in
        try file.check("input.scale", shape: [mean.count])
        return InputScaler(mean: mean, scale: try file.floats("input.scale"))
      }, bestParameters: try optional("best.parameters"))
  }

  /// Removes the file if it is there.
  package func remove() { unlink(path) }

  private static func tensors(of state: TrainingCheckpoint) -> [(String, [Float])] {
    var tensors = [("parameters", state.parameters), ("moments.first", state.firstMoments)]
    if !state.secondMoments.isEmpty { tensors.append(("moments.second", state.secondMoments)) }
    if let best = state.bestParameters { tensors.append(("best.parameters", best)) }
    if let scaler = state.scaler { tensors += [("input.mean", scaler.mean), ("input.scale", scaler.scale)] }
    return tensors
  }

  private func document(of file: SafetensorsFile) throws(FormatError) -> JSONValue {
    guard let text = file.metadata["checkpoint"] else { throw malformed("is no checkpoint") }
    do throws(JSONError) {
      return try JSONValue.parse(Array(text.utf8))
    } catch {
      throw malformed("its header's checkpoint is no JSON (\(error.detail))")
    }
  }

  private func malformed(_ problem: String) -> FormatError {
    FormatError(file: path, problem: problem, cure: "leave --resume out to start anew")
  }
}
