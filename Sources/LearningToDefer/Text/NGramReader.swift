/// Cuts one text after the other into n-grams and finds their buckets.
///
/// A struct, so that a text costs one check of exclusive access to its buffers and not one a byte.
struct NGramReader: ~Copyable {
  private static let space = UInt8(ascii: " ")

  private let input: TextInput
  private let buckets: UInt32
  private var found = GrowingBuffer<UInt32>(capacity: 1024)
  /// The word at work as `<word>`, and where each of its characters begins.
  private var bytes = GrowingBuffer<UInt8>(capacity: 256)
  private var starts = GrowingBuffer<Int>(capacity: 256)
  /// The hashes of the n words that end with the last one, by n - 1.
  private var runs: [NGramHash] = []
  /// How many of `runs` there are, as the text has begun.
  private var runCount = 0
  private var isBeyondLimit = false

  init(_ input: TextInput) {
    self.input = input
    buckets = UInt32(input.buckets)
    runs = Array(repeating: NGramHash(), count: input.words?.upperBound ?? 0)
  }

  /// The buckets of the text read last.
  var ids: UnsafeBufferPointer<UInt32> { found.elements }

  /// Reads a text given as UTF-8 into `ids`; nil for a text that was read whole.
  mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> TextLimit? {
    found.removeAll()
    runCount = 0
    isBeyondLimit = false
    guard text.count <= TextInput.byteLimit else { return .bytes(text.count) }
    var place = 0
    beginWord()
    while place < text.count {
      let point = CodePoint.read(text, at: &place)
      let kind = CharacterKind(point)
      if kind != .letter { endWord() }
      if kind != .separator { append(point) }
      if kind == .mark { endWord() }
    }
    endWord()
    return isBeyondLimit ? .ngrams : nil
  }

  private mutating func beginWord() {
    bytes.removeAll()
    starts.removeAll()
    starts.append(0)
    bytes.append(UInt8(ascii: "<"))
  }

  private mutating func append(_ point: UInt32) {
    starts.append(bytes.count)
    CodePoint.lowercase(point) { bytes.append($0) }
  }

  private mutating func endWord() {
    guard starts.count > 1 else { return }
    addWords()
    starts.append(bytes.count)
    bytes.append(UInt8(ascii: ">"))
    starts.append(bytes.count)
    addCharacters()
    beginWord()
  }

  private mutating func addWords() {
    guard let lengths = input.words else { return }
    runCount = min(runCount + 1, lengths.upperBound)
    for length in stride(from: runCount, through: 1, by: -1) {
      var hash = NGramHash()
      if length == 1 {
        hash.add(UInt8(ascii: "w"))
      } else {
        hash = runs[length - 2]
        hash.add(Self.space)
      }
      for place in 1..<bytes.count { hash.add(bytes[place]) }
      runs[length - 1] = hash
      if length >= lengths.lowerBound { add(hash) }
    }
  }

  private mutating func addCharacters() {
    guard let lengths = input.characters else { return }
    let characters = starts.count - 1
    for first in 0..<characters {
      var hash = NGramHash()
      hash.add(UInt8(ascii: "c"))
      for last in first..<min(first + lengths.upperBound, characters) {
        for place in starts[last]..<starts[last + 1] { hash.add(bytes[place]) }
        let isMarkAlone = last == first && (first == 0 || last == characters - 1)
        if last - first + 1 >= lengths.lowerBound && !isMarkAlone { add(hash) }
      }
    }
  }

  private mutating func add(_ hash: NGramHash) {
    guard found.count < TextInput.ngramLimit else { return isBeyondLimit = true }
    found.append(hash.bucket(of: buckets))
  }
}
