/// Rows to learn from or to be tested on: features or texts, true labels and experts' labels.
package struct Examples: Sendable {
  /// The classes' names; a label is an index into them.
  package var classes: [String]
  /// The experts' names.
  package var experts: [String]
  /// The features `[rows, inputs]`; `[rows, 0]` where the rows are texts.
  package var features: FeatureTable
  /// The texts, where they are what is known of a row.
  package private(set) var texts: TextTable?
  /// The true labels `[rows]`; -1 where the truth is unknown.
  package var labels: [Int32]
  /// The experts' labels `[rows, J]`; -1 where an expert was not asked.
  package var expertLabels: [Int32]
  /// The class probabilities `[rows, K]` of a classifier that lives elsewhere, where the data carry them.
  package var classProbabilities: FeatureTable?
  /// The `FoldHash` of each row's group, else its id, else its number in decimal, `[rows]`.
  package var groups: [UInt64]
  /// The rows' ids, where the data have them.
  package var ids: [String]?

  /// The number of rows.
  package var rows: Int { labels.count }

  /// Joins columns of one length whose labels are -1 or name a class.
  ///
  /// - Parameter groups: Left out, each row is a group of its own, by its id or else its number.
  package init(
    classes: [String], experts: [String], features: FeatureTable, labels: [Int32], expertLabels: [Int32],
    classProbabilities: FeatureTable? = nil, groups: [UInt64]? = nil, ids: [String]? = nil
  ) {
    precondition(features.rows == labels.count, "features and labels have one length")
    precondition(expertLabels.count == labels.count * experts.count, "expert labels are [rows, J]")
    precondition(
      classProbabilities.map { $0.rows == labels.count && $0.columns == classes.count } ?? true,
      "class probabilities are [rows, K]")
    precondition((groups?.count ?? labels.count) == labels.count, "there is one group a row")
    precondition((ids?.count ?? labels.count) == labels.count, "there is one id a row")
    let known = Int32(-1)..<Int32(classes.count)
    precondition(labels.allSatisfy(known.contains), "a label is -1 or a class's index")
    precondition(expertLabels.allSatisfy(known.contains), "an expert's label is -1 or a class's index")
    self.classes = classes
    self.experts = experts
    self.features = features
    self.labels = labels
    self.expertLabels = expertLabels
    self.classProbabilities = classProbabilities
    self.groups = groups ?? ids?.map(FoldHash.of) ?? labels.indices.map { FoldHash.of(String($0)) }
    self.ids = ids
  }

  /// Joins columns as above, whose inputs are features or texts.
  package init(
    classes: [String], experts: [String], input: InputTable, labels: [Int32], expertLabels: [Int32],
    classProbabilities: FeatureTable? = nil, groups: [UInt64]? = nil, ids: [String]? = nil
  ) {
    let (features, texts): (FeatureTable, TextTable?) =
      switch input {
      case .features(let features): (features, nil)
      case .texts(let texts): (FeatureTable(emptyRows: texts.rows), texts)
      }
    self.init(
      classes: classes, experts: experts, features: features, labels: labels, expertLabels: expertLabels,
      classProbabilities: classProbabilities, groups: groups, ids: ids)
    self.texts = texts
  }

  /// The inputs, of either kind.
  package var input: InputTable { texts.map(InputTable.texts) ?? .features(features) }

  /// Whether an expert is right on a row: 1, 0, or -1 where the truth or the expert's label is missing.
  package func correctness(row: Int, expert: Int) -> Int8 {
    let given = expertLabels[row * experts.count + expert]
    guard given >= 0, labels[row] >= 0 else { return -1 }
    return given == labels[row] ? 1 : 0
  }

  /// The labels that the experts gave on a row `[J]`; -1 where one was not asked.
  package func labels(ofExpertsOn row: Int) -> ArraySlice<Int32> {
    expertLabels[row * experts.count..<(row + 1) * experts.count]
  }

  /// Writes what the outputs for some rows should be, `[K + J]` each, as `LossBatch` wants it.
  ///
  /// - Parameter rows: All have a true label.
  func writeTargets(of rows: ArraySlice<Int>, into targets: RowBuffer) {
    precondition(rows.allSatisfy { $0 >= 0 && $0 < labels.count }, "the rows exist")
    precondition(targets.elements.count >= rows.count * targets.stride, "the rows fit the buffer")
    rows.withContiguousIndices { chosen in
      labels.withUnsafeBufferPointer { labels in
        expertLabels.withUnsafeBufferPointer { given in
          guard let labels = labels.baseAddress else { return }
          Kernels.writeTargets(
            labels: labels, expertLabels: given.baseAddress, chosen: chosen, classes: classes.count,
            experts: experts.count, into: targets)
        }
      }
    }
  }

  /// Copies the class probabilities `[K]` of a row, which the data must carry.
  package func copyClassProbabilities(of row: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(classProbabilities != nil, "the rows carry class probabilities")
    classProbabilities?.withRow(row) { _ = buffer.update(fromContentsOf: $0) }
  }
}

extension Network {
  /// Whether rows are of the kind and width that the network takes.
  package func takes(_ examples: Examples) -> Bool {
    let isText = examples.texts != nil
    return embedding == nil ? !isText && examples.features.columns == inputs : isText
  }
}
