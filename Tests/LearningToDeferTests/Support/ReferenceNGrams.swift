import LearningToDefer
import Testing

/// FNV-1a in 64 bits, from its definition.
func referenceHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
}

/// The words of a text whose marks are ASCII or emoji, lower-cased: the slow way, by lists of characters.
func referenceWords(_ text: String) -> [[String]] {
  var words: [[String]] = [[]]
  for scalar in text.unicodeScalars {
    let properties = scalar.properties
    if properties.isAlphabetic || properties.numericType == .decimal {
      words[words.count - 1].append(properties.lowercaseMapping)
    } else {
      words += scalar.value <= 0x20 ? [[]] : [[String(scalar)], []]
    }
  }
  return words.filter { !$0.isEmpty }
}

/// The buckets of a text's n-grams, sorted: the oracle of `TextFeaturizer`.
func referenceBuckets(_ text: String, _ input: TextInput) -> [UInt32] {
  let words = referenceWords(text)
  var keys: [[UInt8]] = []
  for length in input.words ?? 1...1 where input.words != nil && length <= words.count {
    for first in 0...words.count - length {
      let spelled = words[first..<first + length].map(spell)
      keys.append(Array("w".utf8) + Array(spelled.joined(separator: " ".utf8)))
    }
  }
  for word in words where input.characters != nil {
    let marked = ["<"] + word + [">"]
    for length in input.characters ?? 1...1 where length <= marked.count {
      for first in 0...marked.count - length {
        if length == 1 && (first == 0 || first == marked.count - 1) { continue }
        keys.append(Array("c".utf8) + spell(Array(marked[first..<first + length])))
      }
    }
  }
  return keys.map { key in
    let hash = referenceHash(key)
    return UInt32(((hash >> 32) ^ (hash & 0xFFFF_FFFF)) % UInt64(input.buckets))
  }.sorted()
}

private func spell(_ characters: [String]) -> [UInt8] {
  characters.flatMap { Array($0.utf8) }
}

extension TextFeaturizer {
  /// The buckets of a text, sorted.
  func sortedBuckets(_ text: String) -> [UInt32] {
    #expect(Array(text.utf8).withUnsafeBufferPointer(read) == nil)
    return ids.sorted()
  }
}
