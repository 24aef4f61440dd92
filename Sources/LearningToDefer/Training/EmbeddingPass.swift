/// One worker's texts of a batch: their buckets and vectors.
final class EmbeddingPass {
  /// Where the loss's gradient with respect to the texts' vectors goes, `[capacity, dimension]`.
  let gradient: RowBuffer

  private let texts: TextTable
  private let featurizer: TextFeaturizer
  private let weight: UnsafePointer<Float>
  private let dimension: Int
  /// The gradient with respect to each n-gram's vector, by its text, `[capacity, dimension]`.
  private let shares: UnsafeMutablePointer<Float>
  /// The place of the worker's first text among all workers'.
  private let firstPlace: Int
  private var found = GrowingBuffer<UInt32>(capacity: 1 << 14)
  private var owners = GrowingBuffer<UInt32>(capacity: 1 << 14)
  /// How many n-grams each text has.
  private var sizes = GrowingBuffer<Int>(capacity: 256)

  /// - Parameters:
  ///   - weight: Outlives the pass; written by nobody while it runs.
  ///   - shares: Of all workers' texts; outlive the pass.
  init(
    texts: TextTable, input: TextInput, weight: UnsafePointer<Float>, shares: UnsafeMutablePointer<Float>,
    firstPlace: Int, capacity: Int
  ) {
    self.texts = texts
    self.weight = weight
    self.firstPlace = firstPlace
    dimension = input.dimension
    featurizer = TextFeaturizer(input)
    gradient = RowBuffer(capacity: capacity, columns: dimension)
    self.shares = shares + firstPlace * dimension
  }

  /// The bucket of every n-gram of the batch.
  var buckets: UnsafeBufferPointer<UInt32> { found.elements }
  /// The place, among all workers' texts, of the one that each n-gram is of.
  var places: UnsafeBufferPointer<UInt32> { owners.elements }

  /// Forgets the batch before.
  func removeAll() {
    found.removeAll()
    owners.removeAll()
    sizes.removeAll()
  }

  /// Writes the texts' vectors into `x` `[rows, dimension]`.
  func forward(_ rows: ArraySlice<Int>, into x: RowBuffer) {
    removeAll()
    for (place, row) in rows.enumerated() {
      texts.withText(row) { _ = featurizer.read($0) }
      let ids = featurizer.ids
      found.append(ids)
      owners.append(UInt32(firstPlace + place), times: ids.count)
      sizes.append(ids.count)
      x[place].setToMean(ofRows: ids, of: weight, columns: dimension)
    }
  }

  /// Takes each n-gram's share of `gradient`, `dx / n`.
  func backward() {
    for place in 0..<sizes.count {
      let (row, share) = (gradient[place], shares + place * dimension)
      let size = Float(max(sizes[place], 1))
      for column in 0..<dimension { share[column] = row[column] / size }
    }
  }
}
