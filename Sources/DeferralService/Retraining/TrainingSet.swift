import Formats
import LearningToDefer
import Storage

/// Gathers what a new model learns from: the original rows and the decisions with an outcome.
///
/// Where truths are to be inferred, decisions without an outcome that several experts labelled come last; their truth is
/// unknown, so that nothing but the trainer makes use of them.
package struct TrainingSet: Sendable {
  /// Original rows first, then logged ones, oldest first.
  package let examples: Examples
  /// Whether no policy chose which experts labelled a row: original rows and audited decisions, `[rows]`.
  package let isUnselected: [Bool]
  /// How many of them are original rows.
  package let originalRows: Int
  /// How many come from the log of decisions and have an outcome.
  package let loggedRows: Int
  /// How many come from the log, have no outcome and several labels.
  package let unsettledRows: Int
  /// Logged decisions left out because their input or outcome does not fit the model.
  package let unusableRows: Int

  /// Reads the log and joins it with the original rows.
  ///
  /// Only labels that were asked for by rule are used: one given because an earlier one was doubted depends on what
  /// the experts said, and would bias the estimate.
  ///
  /// - Parameter unsettled: Whether to take decisions without an outcome too.
  /// - Throws: `StoreError`.
  package init(
    model: ServingModel, original: Examples?, store: any Store, unsettled: Bool = false
  ) throws {
    var log = LoggedRows(model: model)
    try store.forEachFinishedDecision { log.append($0) }
    loggedRows = log.examples.rows
    if unsettled { try store.forEachUnsettledDecision(labels: 2) { log.appendUnsettled($0) } }
    let logged = log.examples
    originalRows = original?.rows ?? 0
    unsettledRows = logged.rows - loggedRows
    unusableRows = log.unusable
    isUnselected = [Bool](repeating: true, count: original?.rows ?? 0) + log.isAudited
    guard let original else {
      examples = logged
      return
    }
    examples = original.joined(with: logged)
  }
}

extension Examples {
  /// These rows, then others of the same classes, experts and kind of input.
  fileprivate func joined(with others: Examples) -> Examples {
    Examples(
      classes: classes, experts: experts, input: input.joined(with: others.input),
      labels: labels + others.labels, expertLabels: expertLabels + others.expertLabels,
      classProbabilities: Self.joined(classProbabilities, others.classProbabilities),
      groups: groups + others.groups)
  }

  private static func joined(_ original: FeatureTable?, _ logged: FeatureTable?) -> FeatureTable? {
    guard let original, let logged else { return nil }
    return FeatureTable(joining: [original, logged], columns: logged.columns)
  }
}

/// Turns stored decisions into rows.
private struct LoggedRows {
  /// Standard deviations from the mean beyond which one row would make training diverge.
  private static let scaledLimit: Float = 1e6

  let model: ServingModel
  private(set) var unusable = 0
  private(set) var isAudited: [Bool] = []
  private var features: [Float] = []
  private var classProbabilities: [Float] = []
  private var texts: [[UInt8]] = []
  private let featurizer: TextFeaturizer?
  private var labels: [Int32] = []
  private var expertLabels: [Int32] = []
  private var groups: [UInt64] = []

  init(model: ServingModel) {
    self.model = model
    featurizer = model.bundle.network.embedding.map { TextFeaturizer($0.input) }
  }

  var examples: Examples {
    Examples(
      classes: model.classes, experts: model.experts,
      input: featurizer == nil
        ? .features(FeatureTable(features, columns: model.inputs)) : .texts(TextTable(utf8: texts)),
      labels: labels, expertLabels: expertLabels,
      classProbabilities: model.estimator.takesClassProbabilities
        ? FeatureTable(classProbabilities, columns: model.classes.count) : nil,
      groups: groups)
  }

  mutating func append(_ stored: StoredDecision) {
    guard let outcome = stored.outcome, let label = model.classIndex(outcome.label) else {
      unusable += 1
      return
    }
    append(stored, label: Int32(label))
  }

  /// An outcome that came meanwhile is left for the next training.
  mutating func appendUnsettled(_ stored: StoredDecision) {
    if stored.outcome == nil { append(stored, label: -1) }
  }

  private mutating func append(_ stored: StoredDecision, label: Int32) {
    guard let given = classProbabilities(of: stored), appendInput(of: stored) else {
      unusable += 1
      return
    }
    classProbabilities += given
    labels.append(label)
    var experts = [Int32](repeating: -1, count: model.experts.count)
    for given in stored.labels where given.asked {
      guard let expert = model.expertIndex(given.expert), let label = model.classIndex(given.label) else {
        continue
      }
      experts[expert] = Int32(label)
    }
    expertLabels += experts
    isAudited.append(stored.record.audit)
    groups.append(FoldHash.of(stored.record.id.text))
  }

  /// The class probabilities that came with the input, `[K]`, empty where the model takes none; nil without one of them.
  private func classProbabilities(of stored: StoredDecision) -> [Float]? {
    guard model.estimator.takesClassProbabilities else { return [] }
    guard let text = stored.record.classProbabilities else { return nil }
    do {
      let given = try JSONValue.parse(Array(text.utf8))
      let known = model.classes.compactMap { given[$0]?.number.map { Float($0) } }
      return known.count == model.classes.count ? known : nil
    } catch {
      return nil
    }
  }

  /// Takes a decision's input; false for one that the model does not take.
  private mutating func appendInput(of stored: StoredDecision) -> Bool {
    if let featurizer {
      guard let text = stored.record.text, text.withUnsafeBufferPointer(featurizer.read) == nil else {
        return false
      }
      texts.append(text)
    } else {
      guard let row = features(of: stored) else { return false }
      features += row
    }
    return true
  }

  /// The features, `[d]`; nil for another model's, and for those that are too far out to learn from.
  private func features(of stored: StoredDecision) -> [Float]? {
    guard stored.record.text == nil, stored.record.features.count == 4 * model.inputs else { return nil }
    let row = stored.record.features.withUnsafeBytes { bytes in
      (0..<model.inputs).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
    let scaler = model.bundle.network.scaler
    let isUsable = row.indices.allSatisfy { index in
      abs((row[index] - (scaler?.mean[index] ?? 0)) / (scaler?.scale[index] ?? 1)) <= Self.scaledLimit
    }
    return isUsable ? row : nil
  }
}
