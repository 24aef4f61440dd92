/// What a decision was: the classifier answers, or an expert is asked.
package enum DecisionAction: String, Sendable, CaseIterable {
  /// The classifier answers.
  case predict
  /// An expert is asked.
  case `defer`
}

/// One decision as it was made and answered; it never changes afterwards.
package struct DecisionRecord: Sendable, Equatable {
  /// Its identifier, ordered by time.
  package var id: DecisionID
  /// Milliseconds since 1970, UTC.
  package var createdAt: Int64
  /// The registry's number of the model that decided.
  package var modelVersion: String
  /// Who answers.
  package var action: DecisionAction
  /// The expert asked; nil where the classifier answers.
  package var expert: String?
  /// The class that the classifier thinks likeliest.
  package var prediction: String
  /// Float32, little-endian, `[d]`; empty where the input was a text.
  package var features: [UInt8]
  /// UTF-8 of the text that was the input; nil where it was features.
  package var text: [UInt8]?
  /// A JSON object by class of the probabilities that came with the input; nil where none were taken.
  package var classProbabilities: String?
  /// Float32, little-endian, as the model's estimator reads them; `[K + J]` for most.
  package var logits: [UInt8]
  /// The JSON that was answered; a repeated request gets the same bytes.
  package var answer: [UInt8]
  /// The probability with which ``expert`` (or the classifier) was chosen.
  package var propensity: Double
  /// Whether everyone was to be asked, for the conformal calibration.
  package var audit: Bool
  /// The experts that could have been asked, by name.
  package var askedPool: [String]
  /// Higher ones are handed to the expert first.
  package var priority: Int
  /// A JSON object of the client's, shown to the expert.
  package var metadata: String?
  /// The W3C trace context of the request.
  package var traceparent: String?

  /// Takes every column as it is.
  package init(
    id: DecisionID, createdAt: Int64, modelVersion: String, action: DecisionAction, expert: String?,
    prediction: String, features: [UInt8], text: [UInt8]? = nil, classProbabilities: String? = nil,
    logits: [UInt8], answer: [UInt8], propensity: Double = 1, audit: Bool = false, askedPool: [String] = [],
    priority: Int = 0, metadata: String? = nil,
    traceparent: String? = nil
  ) {
    self.id = id
    self.createdAt = createdAt
    self.modelVersion = modelVersion
    self.action = action
    self.expert = expert
    self.prediction = prediction
    self.features = features
    self.text = text
    self.classProbabilities = classProbabilities
    self.logits = logits
    self.answer = answer
    self.propensity = propensity
    self.audit = audit
    self.askedPool = askedPool
    self.priority = priority
    self.metadata = metadata
    self.traceparent = traceparent
  }
}
