import Reports

/// Spells figures for people: shares as percentages, rates with few digits.
enum Figures {
  /// A share as `87.4 %`, or `-` where there are no rows.
  static func percent(_ share: Double?) -> String {
    share.map { decimal($0 * 100, places: 1) + " %" } ?? "-"
  }

  /// A number with a fixed number of places, or `-`.
  static func decimal(_ value: Double?, places: Int) -> String { FixedDecimal.plain(value, places: places) }

  /// A large number with its unit: `31k`, `1.2M`.
  static func rate(_ value: Double) -> String {
    if value >= 1e6 { return decimal(value / 1e6, places: 1) + "M" }
    return value >= 1e4 ? decimal(value / 1e3, places: 0) + "k" : decimal(value, places: 0)
  }

  /// Rows of cells in columns of equal width, the first to the left and the rest to the right.
  static func table(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
