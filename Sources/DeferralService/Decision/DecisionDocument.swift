import Formats
import LearningToDefer

/// Writes a decision as the JSON that clients and `predict` get.
package enum DecisionDocument {
  /// Appends one decision to `json`.
  ///
  /// - Complexity: O(K + J).
  package static func write(_ decision: Decision, identity: DecisionIdentity, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.string(identity.id)
    json.key("created_at")
    json.string(Timestamp.text(milliseconds: identity.createdAt))
    json.key("model_version")
    json.string(decision.model.version)
    json.key("action")
    json.string(decision.action.rawValue)
    json.key("expert")
    json.string(orNull: decision.expert)
    writeClassifier(decision, to: &json)
    json.key("expert_correctness")
    writeCorrectness(decision, to: &json)
    if decision.model.hasPriors { writePriors(decision.model, to: &json) }
    json.key("conformal_set")
    if let set = decision.conformalSet {
      write(set, experts: decision.model.experts, to: &json)
    } else {
      json.null()
    }
    json.key("audit")
    json.bool(identity.audit)
    json.endObject()
  }

  /// Returns the id in an answer that `write` made: it stands first.
  package static func id(in answer: [UInt8]) -> String {
    let start = answer.index(answer.startIndex, offsetBy: #"{"id":""#.utf8.count, limitedBy: answer.endIndex)
    return String(
      decoding: answer[(start ?? answer.endIndex)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }

  private static func writeClassifier(_ decision: Decision, to json: inout JSONWriter) {
    json.key("prediction")
    json.beginObject()
    json.key("label")
    json.string(decision.prediction)
    json.key("probability")
    json.double(decision.classProbabilities[decision.predictedClass])
    json.endObject()
    json.key("class_probabilities")
    write(decision.classProbabilities, names: decision.model.classes, to: &json)
  }

  /// A model that never defers learned nothing of the experts, so it says nothing.
  private static func writeCorrectness(_ decision: Decision, to json: inout JSONWriter) {
    let isKnown = decision.model.estimator.defers
    write(decision.expertCorrectness, names: isKnown ? decision.model.experts : [], to: &json)
  }

  private static func write(
    _ values: UnsafeBufferPointer<Double>, names: [String], to json: inout JSONWriter
  ) {
    json.beginObject()
    for (name, value) in zip(names, values) {
      json.key(name)
      json.double(value)
    }
    json.endObject()
  }

  /// Marks the experts whose correctness is a prior.
  private static func writePriors(_ model: ServingModel, to json: inout JSONWriter) {
    json.key("estimate")
    json.beginObject()
    for (index, name) in model.experts.enumerated() where model.estimator.priors[index] != nil {
      json.key(name)
      json.string("prior")
    }
    json.endObject()
  }

  private static func write(_ set: ConformalAnswer, experts: [String], to json: inout JSONWriter) {
    json.beginObject()
    json.key("experts")
    json.beginArray()
    for (index, name) in experts.enumerated() where set.experts.contains(index) {
      json.string(name)
    }
    json.endArray()
    json.key("alpha")
    json.double(orNull: set.alpha)
    json.key("statistic")
    json.string(set.statistic)
    json.key("threshold")
    json.double(orNull: set.threshold)
    json.key("calibrated")
    json.bool(set.calibrated)
    json.key("guarantee")
    json.string(set.guarantee.rawValue)
    json.endObject()
  }
}
