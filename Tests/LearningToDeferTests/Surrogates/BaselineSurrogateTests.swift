import LearningToDefer
import Testing

struct BaselineSurrogateTests {
  @Test func `a classifier learns nothing of the experts`() {
    let found = evaluate(ClassifierOnly(), [1, -2, 3], label: 2, correct: [1, 0])
    let other = evaluate(ClassifierOnly(), [1, -2, 3], label: 2, correct: [0, -1])
    #expect(found.loss == other.loss)
    #expect(found.gradient == other.gradient)
    #expect(ClassifierOnly().outputs(classes: 3, experts: 2) == 3)
  }

  @Test func `a rejector's terms are those of one-vs-all over experts`() {
    let experts: [Float] = [0.5, -1, 2, 3]
    let correct: [Int8] = [1, 0, -1, 0]
    let own = evaluate(RejectorOnly(), experts, label: 1, correct: correct)
    let whole = evaluate(OneVsAll(), [0.3, -0.8] + experts, label: 1, correct: correct)
    let classes = evaluate(OneVsAll(), [0.3, -0.8], label: 1, correct: [])
    #expect(agree(own.loss, whole.loss - classes.loss, absolute: 1e-12))
    #expect(own.gradient == Array(whole.gradient[2...]))
  }

  @Test func `a rejector does not look at the true class`() {
    let first = evaluate(RejectorOnly(), [0.5, -1], label: 0, correct: [1, 0])
    let second = evaluate(RejectorOnly(), [0.5, -1], label: 7, correct: [1, 0])
    #expect(first.loss == second.loss)
    #expect(first.gradient == second.gradient)
  }
}
