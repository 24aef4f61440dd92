import LearningToDefer
import Testing

private let digits = (0...9).map(String.init)

private func parse(_ spec: String, classes: [String] = digits, sources: [String] = []) throws
  -> [SimulatedExpert]
{
  try SimulatedExpert.parse(spec: spec, classes: classes, sources: sources)
}

struct SpecificationTests {
  @Test func `every kind is read, with semicolons inside parentheses`() throws {
    let experts = try parse(
      " a=specialist(0.9; 0,3 , 5-7); b=random;c=random();d=oracle(1;0.25); e=flip(.5; jo) ;f=probabilistic(1; jo);",
      sources: ["al", "jo"])
    #expect(experts.map(\.name) == ["a", "b", "c", "d", "e", "f"])
    #expect(
      experts.map(\.kind) == [
        .specialist(probability: 0.9, classes: [0, 3, 5, 6, 7]), .random, .random,
        .oracle(classes: [1], probabilityElsewhere: 0.25), .flip(probability: 0.5, source: 1),
        .probabilistic(probability: 1, source: 1),
      ])
  }

  @Test func `copies are numbered from 1`() throws {
    let experts = try parse("team*3=random")
    #expect(experts.map(\.name) == ["team-1", "team-2", "team-3"])
  }

  @Test func `a class's name comes before a range`() throws {
    let experts = try parse("a=specialist(1; 0-4, benign)", classes: ["benign", "0-4"])
    #expect(experts.map(\.kind) == [.specialist(probability: 1, classes: [0, 1])])
  }

  @Test func `a specialist may be right elsewhere with a probability of its own`() throws {
    let experts = try parse("a=specialist(1; 3; 0.5)")
    #expect(experts.map(\.kind) == [.specialist(probability: 1, classes: [3], probabilityElsewhere: 0.5)])
  }

  @Test(
    arguments: [
      ("", SimulationError.empty), (" ; ", .empty),
      ("random", .malformed(part: "random", problem: "there is no =")),
      ("a=random(", .malformed(part: "a=random(", problem: "the parentheses do not match")),
      ("a=random)x(", .malformed(part: "a=random)x(", problem: "the parentheses do not match")),
      ("a b=random", .name("a b")), ("classifier=random", .name("classifier")), ("=random", .name("")),
      ("a=random;a=random", .duplicateName("a")), ("a-1=random;a*2=random", .duplicateName("a-1")),
      ("a*0=random", .copies(name: "a", found: "0")), ("a*2*2=random", .copies(name: "a", found: "2*2")),
      ("a=guess", .unknownKind(name: "a", kind: "guess")),
      ("a=random(1)", .arguments(name: "a", kind: "random", expected: "no arguments", found: 1)),
      (
        "a=specialist(1)",
        .arguments(
          name: "a", kind: "specialist", expected: "(p; classes) or (p; classes; p_elsewhere)", found: 1)
      ),
      ("a=specialist(1.5; 0)", .probability(name: "a", found: "1.5")),
      ("a=specialist(nan; 0)", .probability(name: "a", found: "nan")),
      ("a=specialist(1; 0,cat)", .unknownClass(name: "a", label: "cat")),
      ("a=specialist(1; 0-12)", .unknownClass(name: "a", label: "0-12")),
      ("a=specialist(1; 8-11)", .unknownClass(name: "a", label: "10")),
      ("a=specialist(1; 4-2)", .unknownClass(name: "a", label: "4-2")),
      ("a=specialist(1; 0--4)", .unknownClass(name: "a", label: "0--4")),
      ("a=specialist(1; )", .unknownClass(name: "a", label: "")),
      ("a=flip(0.5; jo)", .unknownSource(name: "a", source: "jo")),
    ])
  func `what is wrong is named`(spec: String, problem: SimulationError) {
    #expect(throws: problem) { try parse(spec) }
    #expect(!problem.description.contains("\n"))
  }
}
