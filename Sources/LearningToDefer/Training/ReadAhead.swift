/// Has the blocks of a shuffle's next window read while the one before is trained on.
struct ReadAhead {
  private let features: FeatureTable
  private let windows: [EpochOrder.Window]
  private var next = 0

  init(_ features: FeatureTable, _ order: EpochOrder) {
    self.features = features
    windows = order.windows
  }

  /// Takes notice of the rows done in this epoch.
  mutating func reach(_ position: Int) {
    while next < windows.count, next == 0 || windows[next - 1].start <= position {
      // After a resumption the windows that were seen already are passed over.
      let isOver = next + 1 < windows.count && windows[next + 1].start <= position
      if !isOver { for block in windows[next].blocks { features.willNeed(block) } }
      next += 1
    }
  }
}
