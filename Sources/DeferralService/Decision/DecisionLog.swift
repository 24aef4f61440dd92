import Formats
import LearningToDefer
import Storage

/// Turns decisions into the records that the store keeps.
package enum DecisionLog {
  /// Returns the record of one decision.
  ///
  /// - Parameters:
  ///   - text: UTF-8 of the input where it was a text.
  ///   - answer: JSON that the client gets, kept to the byte.
  package static func record(
    _ decision: Decision, id: DecisionID, createdAt: Int64, audit: Bool, options: DecisionOptions,
    text: [UInt8]?, answer: [UInt8]
  ) -> DecisionRecord {
    DecisionRecord(
      id: id, createdAt: createdAt, modelVersion: decision.model.version, action: decision.action,
      expert: decision.expert, prediction: decision.prediction,
      // A text's vector changes with every training; what is kept is what the client sent.
      features: text == nil ? [UInt8](UnsafeRawBufferPointer(decision.features)) : [], text: text,
      classProbabilities: classProbabilities(decision),
      logits: [UInt8](UnsafeRawBufferPointer(decision.logits)),
      answer: answer, propensity: 1, audit: audit,
      askedPool: askedPool(decision, audit: audit, options: options),
      priority: options.priority, metadata: options.metadata, traceparent: options.traceparent)
  }

  /// By name: a later model may have its classes in another order.
  private static func classProbabilities(_ decision: Decision) -> String? {
    guard let given = decision.givenClassProbabilities else { return nil }
    var json = JSONWriter()
    json.beginObject()
    for (name, probability) in zip(decision.model.classes, given) {
      json.key(name)
      json.float(probability)
    }
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// Experts whose labels are asked for by rule.
  ///
  /// All who can be asked of an audited input, the k best where k were asked for, else the chosen one. Labels of others
  /// depend on what the first ones said, so they train nothing.
  private static func askedPool(_ decision: Decision, audit: Bool, options: DecisionOptions) -> [String] {
    let experts = decision.model.experts
    if audit {
      guard let available = options.experts else { return experts }
      return experts.indices.filter(available.contains).map { experts[$0] }
    }
    guard let chosen = decision.expert else { return [] }
    guard case .top = options.rule else { return [chosen] }
    return experts.indices.filter { decision.conformalSet?.experts.contains($0) ?? false }.map { experts[$0] }
  }
}
