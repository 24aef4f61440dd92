import ArgumentParser
import Formats
import LearningToDefer

/// The options of `train` that say how texts become vectors; without effect on features, so refused beside them.
struct TextOptions: ParsableArguments {
  @Option(help: "Buckets that n-grams are hashed into (default: 65536).")
  var buckets: Int?

  @Option(help: "Numbers of a bucket's vector (default: 64).")
  var dimension: Int?

  @Option(
    help: ArgumentHelp("Words of an n-gram, least and greatest, or none (default: 1,2).", valueName: "1,2"))
  var words: NGramLengths?

  @Option(
    help: ArgumentHelp(
      "Characters of an n-gram of a word with its boundary marks, or none (default: 3,5).", valueName: "3,5"))
  var characters: NGramLengths?

  @Option(help: "Learning rate of buckets' vectors (default: 1).")
  var embeddingRate: Double?

  func validate() throws {
    if let embeddingRate, !(embeddingRate > 0 && embeddingRate.isFinite) {
      throw ValidationError("--embedding-rate must be a positive number.")
    }
  }

  /// Completes the settings for rows that are texts.
  func apply(to settings: inout TrainingSettings, for examples: Examples, file: String) throws {
    settings.text = try input(for: examples, file: file)
    settings.embeddingRate = embeddingRate ?? settings.embeddingRate
  }

  private func input(for examples: Examples, file: String) throws -> TextInput {
    let standard = TextInput.standard
    let isGiven =
      buckets != nil || dimension != nil || words != nil || characters != nil || embeddingRate != nil
    guard examples.texts != nil || !isGiven else {
      throw FormatError(
        file: file, problem: "its rows have features, no texts",
        cure: "leave out --buckets, --dimension, --words, --characters and --embedding-rate")
    }
    do throws(TextInputError) {
      return try TextInput(
        buckets: buckets ?? standard.buckets, dimension: dimension ?? standard.dimension,
        words: words.map(\.range) ?? standard.words,
        characters: characters.map(\.range) ?? standard.characters)
    } catch {
      throw Failure.usage("--\(error.setting) \(error)")
    }
  }
}
