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
       "weight_decay": 0.125, "seed": -1, "cosine": false, "patience": 3, "validation_share": 0.2,
       "calibration_share": 0.3, "gate_share": 0.25}
      """)
    let settings = recipe.settings
    #expect(settings.epochs == 7 && settings.batchSize == 33 && settings.patience == 3)
    #expect(settings.optimizer == .sgd(momentum: 0.5))
    #expect(settings.learningRate == 0.25 && settings.weightDecay == 0.125 && !settings.cosine)
    #expect(settings.seed == .max)
    #expect(recipe.shares == FoldShares(validation: 0.2, calibration: 0.3, gate: 0.25))
  }

  @Test func `shares that leave nothing for training are refused`() {
    #expect(throws: FormatError.self) { try recipe(#"{"gate_share": 5}"#) }
  }

  @Test func `a batch beyond all bounds is refused by the trainer, not trapped on`() throws {
    let settings = try recipe(#"{"batch_size": 9223372036854775807}"#).settings
    #expect(throws: TrainingError.self) { try settings.check() }
  }
}
