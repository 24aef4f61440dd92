import LearningToDefer
import Testing

struct CoverageCurveTests {
  @Test func `every point agrees with deferring the rows above its threshold`() throws {
    var rows: [CoverageCurve.Row] = []
    for i in 0..<57 {
      let advantage = Double(i * 17 % 23)
      rows.append(CoverageCurve.Row(advantage: advantage, classifierRight: i % 3 > 0, expertRight: i % 4 > 0))
    }
    let curve = try #require(CoverageCurve(rows))
    var brute: Set<[Double]> = []
    for threshold in -1..<23 {
      let answered = rows.count { $0.advantage <= Double(threshold) }
      let right = rows.count {
        $0.advantage <= Double(threshold) ? $0.classifierRight : $0.expertRight
      }
      brute.insert([Double(answered) / 57, Double(right) / 57])
    }
    #expect(curve.points.count == 100)
    #expect(Set(curve.points.map { [$0.coverage, $0.accuracy] }) == brute)
  }

  @Test func `the area lies between never and always right`() throws {
    let right = try #require(
      CoverageCurve(
        [0, 1].map { CoverageCurve.Row(advantage: $0, classifierRight: true, expertRight: true) }))
    #expect(abs(right.area - 1) < 1e-12)
    #expect(CoverageCurve([])?.area == nil)
  }
}
