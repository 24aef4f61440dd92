import Glibc

/// A surrogate loss of one row with its gradient, and what the outputs of a network trained by it mean.
///
/// Everything that depends on the surrogate is here: a new one is its own file and one line of `SurrogateName`.
/// A row is what `CorrectnessEstimator` reads: K numbers of the classes first, J of the experts last.
package protocol Surrogate: Sendable {
  /// The name in manifests and on the command line.
  var name: String { get }

  /// Computes the loss and writes its gradient with respect to the logits.
  ///
  /// - Parameters:
  ///   - logits: The network's outputs, `outputs(classes:experts:)` of them.
  ///   - label: The true class y.
  ///   - correct: `c_j` `[J]`: 1, 0, or -1 where the expert's label is missing.
  ///   - gradient: As many as logits; 0 for experts whose label is missing.
  /// - Complexity: O(K + J).
  func loss(
    _ logits: UnsafeBufferPointer<Float>, label: Int, correct: UnsafeBufferPointer<Int8>,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double

  /// Computes the losses and weighted gradients of the first `rows` rows of a batch.
  ///
  /// A surrogate with a kernel computes in float32, to a relative error of 1e-6.
  func computeLosses(_ batch: LossBatch, rows: Int)

  /// Whether a row begins with class probabilities that came with the input, in place of outputs.
  var takesClassProbabilities: Bool { get }

  /// Where the experts' outputs begin in a row; nil without any: nothing is ever deferred then.
  func firstExpert(classes: Int) -> Int?

  /// Says in words what the network's outputs stand for, as in "3 classes and 2 experts".
  func outputsInWords(classes: Int, experts: Int) -> String

  /// Returns what the classifier's answer h is compared with the experts' outputs by.
  func classifierOutput(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double

  /// Returns the classifier's output in the units of the served scores: `probability(ofScore:)` shows it.
  func classifierScore(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double

  /// Writes `P(y = k | x)` `[K]`, which sum to 1.
  func classProbabilities(
    _ row: UnsafeBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Double>)

  /// Returns what is taken from every decider's output to give its served score.
  func normaliser(_ row: UnsafeBufferPointer<Float>, classes: Int) -> Double

  /// Shows a served score as a probability, at most 1.
  func probability(ofScore score: Double) -> Double

  /// The served score that shows a probability; nil where an expert's output says nothing without the others'.
  func score(ofProbability probability: Double) -> Double?

  /// Replaces served scores by the probabilities that they show.
  func showProbabilities(_ scores: UnsafeMutableBufferPointer<Double>)

  /// Whether a served score stands for more than 1 and was capped.
  func isCapped(score: Double) -> Bool
}

// What most surrogates share.
extension Surrogate {
  /// Computes row by row.
  package func computeLosses(_ batch: LossBatch, rows: Int) { computeLossesByRow(batch, rows: rows) }

  /// Rows begin with outputs.
  package var takesClassProbabilities: Bool { false }

  /// The experts follow the classes.
  package func firstExpert(classes: Int) -> Int? { classes }

  /// Classes and experts.
  package func outputsInWords(classes: Int, experts: Int) -> String {
    "\(classes) classes and \(experts) experts"
  }

  /// The paper's `g_h`.
  package func classifierOutput(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double {
    Double(row[h])
  }

  /// The output less what is taken from the experts' too.
  package func classifierScore(_ row: UnsafeBufferPointer<Float>, classes: Int, answer h: Int) -> Double {
    classifierOutput(row, classes: classes, answer: h) - normaliser(row, classes: classes)
  }

  /// Outputs are served as they are.
  package func normaliser(_ row: UnsafeBufferPointer<Float>, classes: Int) -> Double { 0 }

  /// The logit.
  package func score(ofProbability probability: Double) -> Double? {
    log(probability) - log1p(-probability)
  }

  // One dynamic call a row: within it `probability` is the type's own.
  /// Shows each score by `probability(ofScore:)`.
  package func showProbabilities(_ scores: UnsafeMutableBufferPointer<Double>) {
    for j in scores.indices { scores[j] = probability(ofScore: scores[j]) }
  }

  /// Nothing exceeds 1.
  package func isCapped(score: Double) -> Bool { false }

  /// Whether anything is ever deferred.
  package var defers: Bool { firstExpert(classes: 1) != nil }

  /// The numbers of one row.
  package func width(classes: Int, experts: Int) -> Int {
    firstExpert(classes: classes).map { $0 + experts } ?? classes
  }

  /// The outputs of a network that is trained with this loss.
  package func outputs(classes: Int, experts: Int) -> Int {
    width(classes: classes, experts: experts) - (takesClassProbabilities ? classes : 0)
  }
}
