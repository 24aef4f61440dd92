import Formats
import LearningToDefer
import TestSupport
import Testing

struct TextBundleTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A sound bundle of a model that takes texts.
  private func draft() throws -> BundleDraft {
    var draft = try BundleDraft()
    draft.manifest["network"]?["input"] = try JSONValue.parse(
      Array(
        #"{"kind": "text", "buckets": 8, "dimension": 3, "words": [1, 2], "characters": [], "note": "kept"}"#
          .utf8))
    draft.tensors.append(("embedding.weight", [8, 3], (0..<24).map { Float($0) / 8 }))
    return draft
  }

  @Test func `a text model is read, and is the same when it was written again`() throws {
    let bundle = try ModelBundle.read(draft().write(to: directory))
    let input = try TextInput(buckets: 8, dimension: 3, words: 1...2, characters: nil)
    #expect(bundle.manifest.text == input)
    #expect(bundle.network.embedding == TextEmbedding(input: input, weight: (0..<24).map { Float($0) / 8 }))
    #expect(bundle.network.inputs == 3)
    try bundle.write(to: directory("again"))
    let again = try ModelBundle.read(directory("again"))
    #expect(again.network == bundle.network)
    #expect(again.manifest.json["network"]?["input"]?["note"]?.string == "kept")
    #expect(again.manifest.json == bundle.manifest.json)
  }

  @Test func `what does not fit the manifest is refused`() throws {
    let refusals: [(String, String, (inout BundleDraft) -> Void)] = [
      ("tensor embedding.weight", "is missing", { $0.remove("embedding.weight") }),
      (
        "tensor embedding.weight", "has the shape [3, 8], the manifest wants [8, 3]",
        { $0.replace("embedding.weight", shape: [3, 8], [Float](repeating: 0, count: 24)) }
      ),
      (
        "tensor embedding.weight", "element 5 is nan",
        { $0.replace("embedding.weight", shape: [8, 3], (0..<24).map { $0 == 5 ? .nan : 0 }) }
      ),
      (
        "tensor input.mean", "is no part of a text network",
        {
          $0.tensors.append(("input.mean", [3], [0, 0, 0]))
          $0.tensors.append(("input.scale", [3], [1, 1, 1]))
        }
      ),
      (
        "tensor embedding.weight", "is no part of a network",
        { $0.manifest["network"]?["input"] = .integer(3) }
      ),
    ]
    for (number, (place, problem, spoil)) in refusals.enumerated() {
      let directory = try TemporaryDirectory()
      var draft = try draft()
      spoil(&draft)
      let path = try draft.write(to: directory)
      let error = formatError { _ = try ModelBundle.read(path) }
      #expect(
        error?.place == place && error?.problem.contains(problem) == true,
        "\(number): \(String(describing: error))")
    }
  }

  @Test func `a stranger's n-grams and EmbeddingBag in Python give the same numbers`() throws {
    let texts = [
      "You are all wonderful people!", "", "?!", "the the the", "Größe, ΣΊΣΥΦΟΣ — «oui» İstanbul", "日本語。テスト",
      "so 😀😀 happy\n\tnow\u{A0}x", "<tag> don't @you #now 1,000.5",
      "a\u{301}e\u{200B}b\u{FEFF}c ½ ª º × ÷ Ⅳ 々〆",
      String(repeating: "long text with words ", count: 200),
    ]
    let lines = try directory.write(
      "texts.json", JSONValue.array(texts.map(JSONValue.string)).serialise())
    let printed = try PythonSnippet.run(
      Fixtures.path("write_text_bundle.py"), [directory("bundle"), lines])
    let expected = try #require(JSONValue.parse(Array(printed.utf8)).array)
    let bundle = try ModelBundle.read(directory("bundle"))
    let pass = ModelPass(network: bundle.network, estimator: bundle.estimator, capacity: texts.count)
    for (row, text) in texts.enumerated() {
      #expect(Array(text.utf8).withUnsafeBufferPointer { pass.readText($0, row: row) } == nil)
    }
    let logits = withExtendedLifetime(pass) { Array(pass.run(rows: texts.count)) }
    let width = bundle.estimator.width
    for (row, text) in texts.enumerated() {
      let wanted = try #require(expected[row].array).compactMap(\.number)
      #expect(wanted.count == width)
      for (index, value) in wanted.enumerated() {
        #expect(abs(Double(logits[row * width + index]) - value) < 1e-4, "\(text)")
      }
    }
  }
}
