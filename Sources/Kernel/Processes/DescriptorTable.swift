/// The file descriptors of a process.
struct DescriptorTable {
  private struct Entry {
    let file: OpenFile
    var closesOnExecute: Bool
  }

  /// Source: the usual soft limit of `ulimit -n` in containers.
  static let limit = 1024

  private var entries: [Entry?] = []

  subscript(descriptor: Int) -> OpenFile? {
    entries.indices.contains(descriptor) ? entries[descriptor]?.file : nil
  }

  func isTerminal(_ descriptor: Int) -> Bool { self[descriptor]?.isTerminal ?? false }

  /// The descriptors in use, in order.
  var numbers: [Int] { entries.indices.filter { entries[$0] != nil } }

  /// Puts a file at the lowest free number from `lowest` on.
  mutating func insert(
    _ file: OpenFile, from lowest: Int = 0, closesOnExecute: Bool = false
  ) throws(Errno) -> Int {
    var number = max(lowest, 0)
    while number < entries.count, entries[number] != nil { number += 1 }
    guard number < DescriptorTable.limit else { throw .tooManyOpenFiles }
    replace(number, with: file, closesOnExecute: closesOnExecute)
    return number
  }

  /// Puts a file at a number, closing what was there.
  mutating func replace(_ number: Int, with file: OpenFile, closesOnExecute: Bool = false) {
    while entries.count <= number { entries.append(nil) }
    file.retain()
    entries[number]?.file.release()
    entries[number] = Entry(file: file, closesOnExecute: closesOnExecute)
  }

  mutating func close(_ number: Int) throws(Errno) {
    guard entries.indices.contains(number), let entry = entries[number] else {
      throw .badDescriptor
    }
    entries[number] = nil
    entry.file.release()
  }

  mutating func closeAll() {
    let open = entries
    entries = []
    for entry in open { entry?.file.release() }
  }

  mutating func closeOnExecute() {
    for number in entries.indices where entries[number]?.closesOnExecute == true {
      entries[number]?.file.release()
      entries[number] = nil
    }
  }

  /// The table of a forked child.
  func inherited() -> DescriptorTable {
    for entry in entries { entry?.file.retain() }
    return self
  }
}
