import LearningToDefer
import Testing

/// A model that is three times too sure of itself, and rows of which half are for calibration.
private struct Overconfident {
  let network: Network
  let examples: Examples
  let estimator: CorrectnessEstimator
  let test = Array(6000..<12_000)

  init(_ surrogate: SurrogateName) throws {
    let mixture = GaussianMixture(seed: 5)
    examples = mixture.draw(rows: 12_000, seed: 6)
    var settings = TrainingSettings()
    settings.surrogate = surrogate
    settings.hidden = [8]
    settings.epochs = 4
    let trained = try Trainer(settings: settings).train(
      mixture.draw(rows: 4000, seed: 7), training: Array(0..<4000))
    var layers = trained.network.layers
    let last = layers.removeLast()
    layers.append(
      DenseLayer(
        inputs: last.inputs, outputs: last.outputs, weight: last.weight.map { 3 * $0 },
        bias: last.bias.map { 3 * $0 }))
    network = try Network(layers: layers, activation: .relu, scaler: trained.network.scaler)
    estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
  }

  func calibration(maps: Bool, rows: Int = 6000) -> ModelCalibration {
    ModelCalibration(
      network: network, estimator: estimator, examples: examples, rows: Array(0..<rows), alpha: 0.1,
      wantsMaps: maps)
  }

  func evaluation(_ calibration: ModelCalibration, alpha: Double = 0.1) -> Evaluation {
    let mapped = CorrectnessEstimator(
      surrogate: estimator.surrogate, classes: 3, experts: 4, maps: calibration.choices?.maps)
    return Evaluation(
      network: network, policy: DecisionPolicy(mapped), conformal: calibration.conformal, examples: examples,
      rows: test, alpha: alpha)
  }
}

struct ModelCalibrationTests {
  @Test(arguments: [SurrogateName.oneVsAll, .softmax])
  func `maps mend an overconfident model and keep the sets' promise`(surrogate: SurrogateName) throws {
    let model = try Overconfident(surrogate)
    let mapped = model.calibration(maps: true)
    let before = model.evaluation(model.calibration(maps: false))
    let after = model.evaluation(mapped)
    #expect(mapped.choices?.maps.areIdentity == false)
    #expect(try #require(after.meanECE) < 0.4 * (before.meanECE ?? 0))
    #expect(try #require(after.meanOfExperts(\.logLoss)) < (before.meanOfExperts(\.logLoss) ?? 0))
    #expect(try #require(after.meanOfExperts(\.brierScore)) < (before.meanOfExperts(\.brierScore) ?? 0))
    let classifier = try #require(after.classifierCalibration.expectedCalibrationError)
    // What OvA shows of its classifier without a map may be as good as any map.
    #expect(classifier <= (before.classifierCalibration.expectedCalibrationError ?? 0))
    // Estimates that can be compared decide at least about as well.
    #expect(try #require(after.systemAccuracy) > (before.systemAccuracy ?? 1) - 0.005)
    #expect(after.conformal.rule == "threshold")
    #expect(try #require(after.conformal.falseNegativeRate) < 0.13)
  }

  @Test func `the sets' rows are not those of the maps`() throws {
    let model = try Overconfident(.oneVsAll)
    let mapped = model.calibration(maps: true)
    let plain = model.calibration(maps: false)
    let forMaps = (0..<6000).count { CalibrationHalf.fitsMaps(model.examples.groups[$0]) }
    #expect(mapped.choices?.classifier.rows == forMaps)
    #expect(mapped.conformal?.calibrationRows?.count == 6000 - forMaps)
    #expect(plain.choices == nil)
    #expect(plain.conformal?.calibrationRows?.count == 6000)
  }

  @Test func `an expert's map is of the rows that the expert labelled`() throws {
    let mixture = GaussianMixture(seed: 1)
    let examples = mixture.draw(rows: 3000, missing: 0.5, seed: 2)
    let network = Network(inputs: 4, hidden: [], outputs: 7, activation: .relu, seed: 1)
    let choices = MapChoices(
      network: network, estimator: CorrectnessEstimator(surrogate: .oneVsAll, classes: 3, experts: 4),
      examples: examples, rows: Array(0..<3000))
    for (expert, choice) in choices.experts.enumerated() {
      #expect(choice.rows == (0..<3000).count { examples.correctness(row: $0, expert: expert) >= 0 })
    }
    #expect(choices.classifier.rows == 3000)
  }

  @Test func `sets grow as alpha falls, with maps as well`() throws {
    let model = try Overconfident(.softmax)
    let mapped = model.calibration(maps: true)
    let sizes = [0.3, 0.2, 0.1, 0.05, 0.02].compactMap {
      model.evaluation(mapped, alpha: $0).conformal.meanSetSize
    }
    #expect(sizes.count == 5)
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy(<=))
    #expect(sizes[0] < sizes[4])
  }

  @Test(arguments: [0.1, 0.25])
  func `over many calibrations with maps the share of right experts left out is at most alpha`(alpha: Double)
    throws
  {
    let model = try Overconfident(.oneVsAll)
    var rates: [Double] = []
    // Disjoint calibrations of 150 rows, isotonic maps not among them; the maps are of other rows each time.
    for start in stride(from: 0, to: 6000, by: 150) {
      let calibration = ModelCalibration(
        network: model.network, estimator: model.estimator, examples: model.examples,
        rows: Array(start..<start + 150), alpha: alpha, wantsMaps: true)
      rates.append(try #require(model.evaluation(calibration, alpha: alpha).conformal.falseNegativeRate))
    }
    let mean = rates.reduce(0, +) / Double(rates.count)
    let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rates.count - 1)
    #expect(mean < alpha + 3 * (variance / Double(rates.count)).squareRoot())
  }

  @Test(arguments: [SurrogateName.oneVsAll, .softmax, .mixtureOfExperts, .classifierOnly])
  func `without a map a classifier is judged by what it answers`(surrogate: SurrogateName)
    throws
  {
    let examples = GaussianMixture(seed: 1).draw(rows: 3000, seed: 2)
    let estimator = CorrectnessEstimator(surrogate: surrogate, classes: 3, experts: 4)
    let network = Network(inputs: 4, hidden: [8], outputs: estimator.outputs, activation: .relu, seed: 1)
    let rows = Array(0..<3000)
    let choices = MapChoices(network: network, estimator: estimator, examples: examples, rows: rows)
    let shown = Evaluation(
      network: network, policy: DecisionPolicy(estimator), conformal: nil, examples: examples, rows: rows,
      alpha: 0.1
    ).classifierCalibration.logLoss
    #expect(agree(choices.classifier.uncalibratedLogLoss ?? .nan, shown ?? .nan, absolute: 1e-9))
    // What is chosen is better than what was answered before.
    #expect(try #require(choices.classifier.logLoss) <= (shown ?? 0) + 1e-12)
  }

  @Test func `all rows of a classifier alone fit its map`() {
    let examples = GaussianMixture(seed: 1).draw(rows: 600, seed: 2)
    let estimator = CorrectnessEstimator(surrogate: .classifierOnly, classes: 3, experts: 4)
    let calibration = ModelCalibration(
      network: Network(inputs: 4, hidden: [8], outputs: 3, activation: .relu, seed: 1), estimator: estimator,
      examples: examples, rows: Array(0..<600), alpha: 0.1, wantsMaps: true)
    #expect(calibration.choices?.classifier.rows == 600)
    #expect(calibration.choices?.experts.allSatisfy { $0.map == .identity } == true)
    #expect(calibration.conformal == nil)
  }
}
