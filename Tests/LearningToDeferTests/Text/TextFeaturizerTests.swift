import LearningToDefer
import Testing

struct TextFeaturizerTests {
  private static let texts = [
    "The cat sat on the mat.", "a", "ab", "!", "Hello, WORLD!!", "don't  stop\tnow\n", "x1 22 3y",
    "the the the",
    "Größe ÄÖÜ straße Ελλάδα ΣΊΣΥΦΟΣ Привет İstanbul", "日本語 テスト", "😀😀 fun 👍", "<tag> & <b>",
    "snake_case @user #topic http://a.b/c?d=e",
  ]

  @Test(
    arguments: texts,
    [(1...2, 3...5), (1...1, nil), (2...4, nil), (nil, 1...3), (nil, 3...3), (1...8, 1...16)]
      as [(ClosedRange<Int>?, ClosedRange<Int>?)])
  func `n-grams are those of the definition`(
    text: String, lengths: (words: ClosedRange<Int>?, characters: ClosedRange<Int>?)
  ) throws {
    for buckets in [1, 97, 65_536, 1 << 26] {
      let input = try TextInput(
        buckets: buckets, dimension: 1, words: lengths.words, characters: lengths.characters)
      #expect(TextFeaturizer(input).sortedBuckets(text) == referenceBuckets(text, input))
    }
  }

  @Test func `the reference's hash is FNV-1a, by the published values`() {
    #expect(referenceHash("".utf8) == 0xcbf2_9ce4_8422_2325)
    #expect(referenceHash("a".utf8) == 0xaf63_dc4c_8601_ec8c)
    #expect(referenceHash("foobar".utf8) == 0x8594_4171_f739_67e8)
  }

  @Test(arguments: ["", " ", "\n\t \u{A0}\u{2003}\u{3000}", "\u{0}\u{7F}", "\u{200B}\u{FEFF}"])
  func `a text without words has no n-grams`(text: String) throws {
    #expect(TextFeaturizer(.standard).sortedBuckets(text).isEmpty)
    // Nor has one whose words are too few, or too short.
    let long = try TextInput.small(words: 2...3, characters: 6...8)
    #expect(TextFeaturizer(long).sortedBuckets("word").isEmpty == false)
    #expect(TextFeaturizer(long).sortedBuckets("abc").isEmpty)
  }

  @Test
  func `case and spaces do not matter, the order of words does, and one text leaves nothing for the next`() {
    let featurizer = TextFeaturizer(.standard)
    let first = featurizer.sortedBuckets("the dog bites the man")
    #expect(featurizer.sortedBuckets(" THE  dog\nbites the Man ") == first)
    #expect(featurizer.sortedBuckets("the man bites the dog") != first)
    #expect(featurizer.sortedBuckets("the dog bites the man") == first)
    #expect(TextFeaturizer(.standard).sortedBuckets("the dog bites the man") == first)
  }

  @Test func `punctuation of any script ends a word and is one`() throws {
    let words = try TextInput.small(buckets: 1 << 26, words: 1...1, characters: nil)
    let count = { TextFeaturizer(words).sortedBuckets($0).count }
    #expect(count("a—b") == 3)
    #expect(count("«oui»") == 3)
    #expect(count("你好。世界！") == 4)
    #expect(count("a\u{A0}b\u{2028}c") == 3)
    #expect(count("naïve") == 1)
    #expect(count("¿qué?") == 3)
  }

  @Test func `a text at the limit is read, one beyond is refused`() throws {
    let featurizer = TextFeaturizer(.standard)
    let read = { (text: [UInt8]) in text.withUnsafeBufferPointer(featurizer.read) }
    let letters = [UInt8](repeating: 0x61, count: TextInput.byteLimit)
    #expect(read(letters) == nil)
    #expect(read(letters + [0x61]) == .bytes(TextInput.byteLimit + 1))
    #expect(read([UInt8](repeating: 0x21, count: TextInput.byteLimit)) == nil)
    let wide = TextFeaturizer(try .small(words: 1...8, characters: 1...16))
    #expect(letters.withUnsafeBufferPointer(wide.read) == .ngrams)
    #expect(wide.ids.count == TextInput.ngramLimit)
    #expect(Array("fine".utf8).withUnsafeBufferPointer(wide.read) == nil)
  }

  @Test func `bytes that are no UTF-8 are read somehow, and never beyond their end`() {
    var generator = SeededGenerator(seed: 1)
    let featurizer = TextFeaturizer(.standard)
    for length in 0..<400 {
      let bytes = (0..<length % 40).map { _ in UInt8(generator.index(below: 256)) }
      #expect(bytes.withUnsafeBufferPointer(featurizer.read) == nil)
      #expect(featurizer.ids.allSatisfy { $0 < 65_536 })
    }
    let cut: [UInt8] = [0x61, 0xF0, 0x9F, 0x98]
    #expect(cut.withUnsafeBufferPointer(featurizer.read) == nil)
  }

  @Test func `n-grams spread evenly over the buckets`() throws {
    let input = try TextInput.small(buckets: 1024, words: 1...1, characters: nil)
    let featurizer = TextFeaturizer(input)
    var counts = [Double](repeating: 0, count: 1024)
    for number in 0..<102_400 {
      for id in featurizer.sortedBuckets("w\(number)") { counts[Int(id)] += 1 }
    }
    // χ² of 1,023 degrees of freedom: mean 1023, deviation 45.
    let chiSquare = counts.reduce(0) { $0 + ($1 - 100) * ($1 - 100) / 100 }
    #expect(chiSquare < 1023 + 6 * 45)
  }
}
