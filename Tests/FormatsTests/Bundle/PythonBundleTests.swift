import Formats
import LearningToDefer
import TestSupport
import Testing

struct PythonBundleTests {
  @Test func `the ten lines of Python in the README write a bundle that is read as PyTorch means it`() throws
  {
    let directory = try TemporaryDirectory()
    let printed = try PythonSnippet.run(Fixtures.path("write_bundle.py"), [directory("bundle")])
    let expected = try #require(JSONValue.parse(Array(printed.utf8)).array).compactMap(\.number)

    let bundle = try ModelBundle.read(directory("bundle"))
    #expect(bundle.manifest.classes == ["benign", "malignant"])
    #expect(bundle.manifest.experts == ["radiologist-1", "radiologist-2", "radiologist-3"])
    let pass = ForwardPass(network: bundle.network, capacity: 1)
    pass.inputs.update(repeating: 1)
    let logits = pass.run(rows: 1)
    #expect(logits.count == expected.count)
    for (logit, wanted) in zip(logits, expected) { #expect(abs(Double(logit) - wanted) < 1e-4) }
  }
}
