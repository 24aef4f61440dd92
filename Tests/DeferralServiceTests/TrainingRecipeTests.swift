import DeferralService
import Formats
import LearningToDefer
import Testing

@Suite struct TrainingRecipeTests {
  private func recipe(_ settings: String) throws -> TrainingRecipe {
    var bundle = try ModelBundle.clinic()
    bundle.manifest.training = try JSONValue.parse(Array("{\"settings\": \(settings)}".utf8))
    return try TrainingRecipe(
      champion: ServingModel(version: "1", bundle: bundle), settings: Settings().training)
  }

  @Test func `a model is retrained as its manifest says`() throws {
    let recipe = try recipe(
      """
      {"epochs": 7, "batch_size": 33, "optimizer": "sgd", "momentum": 0.5, "learning_rate": 0.25,
       "weight_decay": 0.125, "warm_up": 0.1, "clip_norm": 2, "class_weights": {"benign": 3}, "seed": -1, "cosine": false, "patience": 3, "validation_share": 0.2,
       "calibration_share": 0.3, "gate_share": 0.25}
      """)
    let settings = recipe.settings
    #expect(settings.epochs == 7 && settings.batchSize == 33 && settings.patience == 3)
    #expect(settings.optimizer == .sgd(momentum: 0.5))
    #expect(settings.learningRate == 0.25 && settings.weightDecay == 0.125 && !settings.cosine)
    #expect(settings.warmUp == 0.1 && settings.clipNorm == 2)
    #expect(settings.classWeights == .given(["benign": 3]))
    #expect(settings.seed == .max)
    #expect(recipe.shares == FoldShares(validation: 0.2, calibration: 0.3, gate: 0.25))
  }

  @Test func `what the manifest leaves open is the default of train, but for the network's own facts`() throws
  {
    var defaults = TrainingSettings()
    let found = try recipe("{}").settings
    let network = try ModelBundle.clinic().network
    (defaults.hidden, defaults.activation) = (network.hidden, network.activation)
    defaults.standardize = network.scaler != nil
    defaults.surrogate = found.surrogate
    defaults.threads = Settings().training.threads
    #expect(found == defaults)
    #expect(try recipe(#"{"patience": null}"#).settings.patience == nil)
  }

  @Test func `shares that leave nothing for training are refused`() {
    #expect(throws: FormatError.self) { try recipe(#"{"gate_share": 5}"#) }
  }

  @Test func `a batch beyond all bounds is refused by the trainer, not trapped on`() throws {
    let settings = try recipe(#"{"batch_size": 9223372036854775807}"#).settings
    #expect(throws: TrainingError.self) { try settings.check() }
  }
}
