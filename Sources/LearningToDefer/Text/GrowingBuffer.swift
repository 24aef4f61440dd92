/// Numbers one after the other in memory that is kept, so that nothing is allocated once it is warm.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
  private(set) var count = 0
  private var memory: UnsafeMutablePointer<Element>
  private var capacity: Int

  init(capacity: Int) {
    precondition(capacity > 0, "a buffer that grows has room for something")
    self.capacity = capacity
    memory = .allocate(capacity: capacity)
  }

  deinit { memory.deallocate() }

  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: memory, count: count) }

  var mutableElements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: memory, count: count)
  }

  subscript(index: Int) -> Element { memory[index] }

  mutating func append(_ element: Element) {
    if count == capacity { makeRoom(for: count + 1) }
    memory[count] = element
    count += 1
  }

  mutating func append(_ elements: UnsafeBufferPointer<Element>) {
    makeRoom(for: count + elements.count)
    if let start = elements.baseAddress { (memory + count).update(from: start, count: elements.count) }
    count += elements.count
  }

  mutating func append(_ element: Element, times: Int) {
    makeRoom(for: count + times)
    (memory + count).update(repeating: element, count: times)
    count += times
  }

  mutating func removeAll() { count = 0 }

  private mutating func makeRoom(for wished: Int) {
    guard wished > capacity else { return }
    capacity = max(2 * capacity, wished)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }
}
