/// A pipe, or the buffer behind a FIFO.
package final class Pipe {
  /// Source: Linux `pipe(7)`.
  static let capacity = 65_536

  private var buffer: [UInt8] = []
  private var head = 0
  private(set) var readers = 0
  private(set) var writers = 0
  /// How often an end for reading, or for writing, was ever opened.
  private(set) var opened = (readers: 0, writers: 0)
  /// Changes whenever bytes come or go or an end is opened or closed.
  let changed = WaitQueue()

  /// Called when bytes were taken or nobody reads any more, for whoever fills it from outside.
  package var drained: () -> Void = {}

  package init() {}

  var count: Int { buffer.count - head }
  /// How many bytes have place.
  package var free: Int { Pipe.capacity - count }
  /// Whether anybody could read.
  package var hasReader: Bool { readers > 0 }

  func take(_ limit: Int, through delimiter: UInt8? = nil) -> [UInt8] {
    var end = head + Swift.min(limit, count)
    if let delimiter, let index = buffer[head..<end].firstIndex(of: delimiter) { end = index + 1 }
    let bytes: [UInt8]
    if head == 0, end == buffer.count {
      bytes = buffer
      buffer = []
    } else {
      bytes = Array(buffer[head..<end])
      head = end
      if head == buffer.count {
        buffer.removeAll(keepingCapacity: true)
        head = 0
      }
    }
    changed.wakeAll()
    drained()
    return bytes
  }

  /// Appends without regard to the capacity: for whoever feeds a container's input from outside.
  package func append(_ bytes: some Sequence<UInt8>) {
    if head > 4096 {
      buffer.removeFirst(head)
      head = 0
    }
    buffer.append(contentsOf: bytes)
    changed.wakeAll()
  }

  func open(_ end: PipeEnd) {
    if end != .writing { opened.readers += 1 }
    if end != .reading { opened.writers += 1 }
    switch end {
    case .reading: readers += 1
    case .writing: writers += 1
    case .both:
      readers += 1
      writers += 1
    }
    changed.wakeAll()
  }

  func close(_ end: PipeEnd) {
    switch end {
    case .reading: readers -= 1
    case .writing: writers -= 1
    case .both:
      readers -= 1
      writers -= 1
    }
    changed.wakeAll()
    if readers == 0 { drained() }
  }
}

/// The two ends of a pipe.
enum PipeEnd {
  case reading, writing
  /// A FIFO that was opened for both.
  case both
}
