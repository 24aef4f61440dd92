import Formats
import LearningToDefer
import TestSupport
import Testing

struct DamagedTextTests {
  private static let sound = [
    "jsonl": #"{"id":"n/1","features":[1,2.5e0],"label":"a","experts":{"x":"a","y":null}}"# + "\n"
      + #"{"features":[3,4]}"#,
    "csv": "id,features.0,features.1,label,expert.x\n\"a,\"\"b\",1,-2.5e3,b,b\nc,0,1,,\n",
  ]

  @Test(arguments: ["jsonl", "csv"])
  func `no damage to a text file traps`(kind: String) throws {
    let directory = try TemporaryDirectory()
    let sound = Array(try #require(Self.sound[kind]).utf8)
    var random = SeededGenerator(seed: 3)
    var refused = 0
    for _ in 0..<3000 {
      var bytes = sound
      for _ in 0...random.index(below: 3) {
        let place = random.index(below: bytes.count)
        if random.index(below: 4) == 0 {
          bytes.remove(at: place)
        } else {
          bytes[place] = UInt8(random.index(below: 256))
        }
      }
      let path = try directory.write("rows.\(kind)", bytes)
      do { _ = try ExamplesFile.read(path) } catch {
        #expect(error.file == path)
        refused += 1
      }
    }
    #expect(refused > 1000)
  }
}
