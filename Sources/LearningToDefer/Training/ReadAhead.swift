/// Has the blocks of a shuffle's next window read while the one before is trained on.
struct ReadAhead {
  private let features: FeatureTable
  private let windows: [EpochOrder.Window]
  /// The window at work.
  private var current = 0
  /// The window whose blocks were asked for last, and how many of them.
  private var asked: (window: Int, blocks: Int) = (-1, 0)

  init(_ features: FeatureTable, _ order: EpochOrder) {
    self.features = features
    windows = order.windows
  }

  /// Takes notice of the rows done in this epoch: as large a part of the next window is asked for as is done of this one.
  mutating func reach(_ position: Int) {
    guard !windows.isEmpty else { return }
    if asked.window < 0 { features.expect(anywhere: true) }
    while current + 1 < windows.count, windows[current + 1].start <= position { current += 1 }
    ask(window: current, blocks: windows[current].blocks.count)
    guard current + 1 < windows.count else { return }
    let (start, end) = (windows[current].start, windows[current + 1].start)
    ask(
      window: current + 1,
      blocks: windows[current + 1].blocks.count * (position - start) / (end - start))
  }

  /// Lets the rows be read in order again, as validation does.
  func finish() {
    if !windows.isEmpty { features.expect(anywhere: false) }
  }

  private mutating func ask(window: Int, blocks: Int) {
    if asked.window < window { asked = (window, 0) }
    guard asked.window == window, asked.blocks < blocks else { return }
    for block in windows[window].blocks[asked.blocks..<blocks] { features.willNeed(block) }
    asked.blocks = blocks
  }
}
