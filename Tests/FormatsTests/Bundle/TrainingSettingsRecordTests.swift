import Formats
import LearningToDefer
import Testing

struct TrainingSettingsRecordTests {
  @Test(
    arguments: [Optimizer.adam, .sgd(momentum: 0.5)],
    [ClassWeights.equal, .balanced, .given(["a": 2, "b": 0.5])])
  func `settings that are written are read again`(optimizer: Optimizer, weights: ClassWeights) throws {
    let patience = weights == .balanced ? nil : 3
    var settings = TrainingSettings()
    settings.surrogate = .softmax
    settings.hidden = [7, 5]
    settings.activation = .gelu
    settings.epochs = 3
    settings.batchSize = 17
    settings.optimizer = optimizer
    settings.learningRate = 0.25
    settings.warmUp = 0.125
    settings.weightDecay = 0
    settings.cosine = true
    settings.patience = patience
    settings.clipNorm = patience.map(Double.init)
    settings.classWeights = weights
    settings.inferTruth = patience.map { _ in 0.9 }
    settings.seed = .max
    settings.threads = 3
    settings.standardize = false
    let read = try JSONValue.parse(settings.record.serialise())
    #expect(TrainingSettings(record: read) == settings)
    #expect(TrainingSettings(record: nil) == TrainingSettings())
  }
}
