/// The colours of one appearance.
package struct Theme: Sendable {
  /// Behind everything.
  package let ground: String
  /// Behind cards.
  package let raised: String
  /// Text.
  package let ink: String
  /// Text of less weight.
  package let soft: String
  /// Reference lines.
  package let faint: String
  let grid: String
  let axis: String
  /// Series.
  package let colours: [SeriesStyle.Colour: String]
  /// Ink on a cell that is filled with a strong colour.
  let onColour: String
  /// What agrees, what is open, what does not agree.
  package let states: (good: String, open: String, bad: String)

  /// For light surroundings.
  package static let light = Theme(
    ground: "#fcfcfb", raised: "#f3f2ee", ink: "#0b0b0b", soft: "#52514e", faint: "#6f6d68", grid: "#e4e3dc",
    axis: "#b5b4aa",
    colours: [
      .blue: "#2a78d6", .orange: "#d9531e", .green: "#11875a", .violet: "#4a3aa7", .gold: "#a87400",
      .grey: "#6f6d68",
    ],
    onColour: "#ffffff", states: ("#0a6b0a", "#7a5600", "#b3261e"))

  /// For dark surroundings.
  package static let dark = Theme(
    ground: "#1a1a19", raised: "#262624", ink: "#ffffff", soft: "#c3c2b7", faint: "#a3a199", grid: "#31312e",
    axis: "#55544e",
    colours: [
      .blue: "#5aa0f0", .orange: "#ee7d4f", .green: "#2fc48d", .violet: "#a99ff5", .gold: "#e0a72e",
      .grey: "#a3a199",
    ],
    onColour: "#0b0b0b", states: ("#6fd36f", "#f0c25a", "#ff8a80"))

  /// Rules for drawings.
  var drawing: String {
    let series = SeriesStyle.Colour.allCases.map { ".plot .\($0.rawValue){color:\(colours[$0] ?? ink)}" }
    return """
      .plot .ground{fill:\(ground)}
      .plot .heading,.plot .legend,.plot .cell{fill:\(ink)}
      .plot .title{fill:\(soft)}
      .plot .tick{fill:\(soft)}
      .plot .grid{stroke:\(grid)}
      .plot .axis{stroke:\(axis)}
      .plot .reference{stroke:\(faint)}
      .plot .mark{stroke:\(ground)}
      .plot .whisker{stroke:\(ink)}
      .plot .on{fill:\(onColour)}
      \(series.joined(separator: "\n"))
      """
  }

  /// Rules for the page around them.
  var page: String {
    """
    body{background:\(ground);color:\(ink)}
    .lead,.setup,figcaption,footer,nav,th{color:\(soft)}
    section,header,table,details,footer,.glance li{border-color:\(grid)}
    .card,code,pre{background:\(raised)}
    td,th{border-color:\(grid)}
    a{color:\(colours[.blue] ?? ink)}
    .good{color:\(states.good)}
    .open{color:\(states.open)}
    .bad{color:\(states.bad)}
    """
  }
}
