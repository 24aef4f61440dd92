import Formats
import LearningToDefer

/// Shows the three statistics side by side.
struct SetComparisonReport {
  let comparison: SetComparison

  /// The figures by statistic.
  var json: JSONValue {
    var json = JSONValue.members(["rows": .count(comparison.rows)])
    for figures in comparison.figures {
      json[figures.statistic] = .members([
        "mean_set_size": .orNull(figures.meanSetSize), "fnr": .orNull(figures.falseNegativeRate),
        "miss_any": .orNull(figures.missRate), "vote_accuracy": .orNull(figures.voteAccuracy),
      ])
    }
    if let paper = comparison.paper {
      json["paper"]?["kappa"] = .number(paper.kappa)
      json["paper"]?["beta"] = .number(paper.beta)
      json["paper"]?["lambda"] = .orNull(paper.lambda)
    }
    return json
  }

  /// A table, and a word where the paper's grid does not reach the error rate.
  var text: String {
    let rows = comparison.figures.map { figures in
      [
        figures.statistic, Figures.decimal(figures.meanSetSize, places: 2),
        Figures.percent(figures.falseNegativeRate), Figures.percent(figures.missRate),
        Figures.percent(figures.voteAccuracy),
      ]
    }
    let table = Figures.table([["sets", "mean size", "left out", "any left out", "vote right"]] + rows)
    guard let paper = comparison.paper, paper.lambda == nil else { return table }
    return table
      + "\nthe paper's statistic: no λ of its grid reaches alpha \(paper.alpha), so its sets hold every expert"
  }
}
