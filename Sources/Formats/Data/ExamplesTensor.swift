/// The tensors of a data file.
enum ExamplesTensor {
  /// F32 `[N, d]`.
  static let features = "features"
  /// I64 `[N]`, -1 = unknown.
  static let labels = "labels"
  /// I64 `[N, J]`, -1 = not asked.
  static let experts = "experts"
  /// F32 `[N, K]`, where they come with the rows.
  static let classProbabilities = "class_probabilities"
  /// I64 `[N]`: groups as numbers, from elsewhere.
  static let groups = "groups"
  /// I64 `[N]`: the bits of each group's `FoldHash`, from here; they win over `groups`.
  static let groupHashes = "group_hashes"
  /// U8: the texts' UTF-8, one after the other, in place of features.
  static let texts = "texts.utf8"
  /// I64 `[N + 1]`: where each text begins, and the end.
  static let textOffsets = "texts.offsets"
  /// U8: the ids' UTF-8, one after the other; an empty one is missing.
  static let ids = "ids.utf8"
  /// I64 `[N + 1]`: where each id begins, and the end.
  static let idOffsets = "ids.offsets"

  static let all: Set = [
    features, labels, experts, classProbabilities, groups, groupHashes, texts, textOffsets, ids, idOffsets,
  ]
}
