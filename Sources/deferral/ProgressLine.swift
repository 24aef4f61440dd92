/// Shows how far a long command is: one line that is drawn anew on a terminal, plain lines otherwise.
final class ProgressLine {
  private let isTerminal: Bool
  private let clock = ContinuousClock()
  /// From where on the pace is measured: what was resumed took no time here.
  private var first: (share: Double, time: ContinuousClock.Instant)?
  private var drawn: ContinuousClock.Instant?

  /// Looks where standard error goes.
  ///
  /// - Parameter start: The share that was done before; left out, the pace is measured from the first share shown.
  init(from start: Double? = nil) {
    isTerminal = StandardError.isTerminal
    first = start.map { ($0, clock.now) }
  }

  /// Shows a share done, 0 to 1, and what there is to say about it.
  ///
  /// - Parameter isMilestone: Whether plain output shows this one; a terminal shows ten a second.
  func show(_ share: Double, _ text: @autoclosure () -> String, isMilestone: Bool) {
    let now = clock.now
    let first = first ?? (share, now)
    self.first = first
    let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(1)
    let isLast = share >= 1
    guard isTerminal || isMilestone, isLast || drawn.map({ now - $0 >= pause }) ?? true else { return }
    drawn = now
    let line = "\(percent(share)) \(text())\(remaining(share, now, since: first))"
    guard isTerminal else { return StandardError.write(line + "\n") }
    let bar = Self.bar(share, width: min(24, StandardError.columns - line.count - 3))
    StandardError.write("\r\u{1B}[K" + String((bar + line).prefix(StandardError.columns - 1)))
  }

  /// Leaves the line as it stands and goes to the next.
  func finish() {
    if isTerminal, drawn != nil { StandardError.write("\n") }
  }

  private func percent(_ share: Double) -> String {
    let text = "\(Int((share * 100).rounded(.down)))%"
    return String(repeating: " ", count: max(0, 4 - text.count)) + text
  }

  private func remaining(
    _ share: Double, _ now: ContinuousClock.Instant,
    since first: (share: Double, time: ContinuousClock.Instant)
  ) -> String {
    guard share > first.share, share < 1 else { return "" }
    let left = (now - first.time) / .seconds(1) * (1 - share) / (share - first.share)
    return ", " + Self.clockText(Int(left.rounded(.up))) + " left"
  }

  private static func bar(_ share: Double, width: Int) -> String {
    guard width >= 4 else { return "" }
    let full = Int(share * Double(width))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
  }

  /// Seconds as `0:07`, `3:20` or `1:02:09`.
  static func clockText(_ seconds: Int) -> String {
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}
