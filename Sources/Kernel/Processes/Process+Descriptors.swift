/// How a file is opened.
package struct OpenMode: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let read = OpenMode(rawValue: 1)
  package static let write = OpenMode(rawValue: 2)
  package static let append = OpenMode(rawValue: 4)
  package static let create = OpenMode(rawValue: 8)
  package static let truncate = OpenMode(rawValue: 16)
  /// With `create`: fail if the file is there.
  package static let exclusive = OpenMode(rawValue: 32)
  /// Fail if it is no directory.
  package static let directory = OpenMode(rawValue: 64)
  package static let closeOnExecute = OpenMode(rawValue: 128)
  /// Do not wait for the other end of a FIFO.
  package static let nonBlocking = OpenMode(rawValue: 256)

  /// As `>` and `fopen("w")`.
  package static let rewrite: OpenMode = [.write, .create, .truncate]
  /// As `>>` and `fopen("a")`.
  package static let extend: OpenMode = [.write, .create, .append]
}

extension Process {
  /// Opens a file and returns the lowest free descriptor; waits for the other end of a FIFO.
  ///
  /// `permissions` are those of a file that is created, before the mask.
  package func open(
    _ path: String, _ mode: OpenMode, permissions: Int = 0o666
  ) async throws -> Int {
    try await step()
    let file = try openFile(path, mode, permissions: permissions)
    if case .pipe(let pipe, let end) = file.kind, !mode.contains(.nonBlocking), file.isFIFO {
      file.retain()
      defer { file.release() }
      // The other end may have come and gone by the time that this process runs again.
      let before = pipe.opened
      while end == .reading && pipe.writers == 0 && pipe.opened.writers == before.writers
        || end == .writing && pipe.readers == 0 && pipe.opened.readers == before.readers
      {
        try await wait(for: [pipe.changed])
      }
    }
    return try descriptors.insert(file, closesOnExecute: mode.contains(.closeOnExecute))
  }

  /// Opens whatever is at `path`, without a descriptor.
  func openFile(
    _ path: String, _ mode: OpenMode, permissions: Int
  ) throws(Errno) -> OpenFile {
    let walk = try walk(path, follow: !mode.contains(.exclusive))
    if let file = walk.openFile { return try reopen(file, at: path, mode) }
    guard let target = walk.target else {
      guard mode.contains(.create) else { throw .noEntry }
      let inode = try make(.file, walk, mode: permissions)
      return OpenFile(
        .inode(inode), path: pathText(walk), isReadable: mode.contains(.read),
        isWritable: mode.contains(.write), appends: mode.contains(.append))
    }
    if mode.isSuperset(of: [.create, .exclusive]) { throw .exists }
    let inode = target.inode
    var access = 0
    if mode.contains(.read) { access |= 4 }
    if mode.contains(.write) { access |= 2 }
    if inode.isDirectory, mode.contains(.write) { throw .isDirectory }
    if mode.contains(.directory), !inode.isDirectory { throw .notDirectory }
    guard may(access, inode) else { throw .accessDenied }
    if mode.contains(.write), target.mount.isReadOnly, case .file = inode.kind {
      throw .readOnlyFileSystem
    }
    return try open(inode, walk, mode)
  }

  private func open(_ inode: Inode, _ walk: Walk, _ mode: OpenMode) throws(Errno) -> OpenFile {
    let kind: OpenFile.Kind
    switch inode.kind {
    case .file:
      kind = .inode(inode)
      if mode.contains(.truncate), mode.contains(.write) {
        try truncate(inode, to: 0)
      }
    case .directory: kind = .directory(inode, walk.way)
    case .symbolicLink: throw .tooManySymbolicLinks
    case .device(let device):
      if device == .tty {
        guard let terminal else { throw .noDeviceOrAddress }
        return .terminal(terminal)
      }
      kind = .device(device)
    case .fifo(let pipe):
      let end = mode.contains(.write) ? PipeEnd.writing : .reading
      return OpenFile(
        .pipe(pipe, mode.isSuperset(of: [.read, .write]) ? .both : end), path: pathText(walk),
        isReadable: mode.contains(.read), isWritable: mode.contains(.write))
    case .socket: throw .noDeviceOrAddress
    case .process(let file):
      kind =
        file.isDirectory
        ? .directory(inode, walk.way) : .snapshot(try file.contents(for: self), inode)
    }
    return OpenFile(
      kind, path: pathText(walk), isReadable: mode.contains(.read) || !mode.contains(.write),
      isWritable: mode.contains(.write), appends: mode.contains(.append))
  }

  /// Opens anew what a descriptor of some process refers to.
  private func reopen(
    _ file: OpenFile, at path: String, _ mode: OpenMode
  ) throws(Errno) -> OpenFile {
    let isWritable = mode.contains(.write)
    let isReadable = mode.contains(.read)
    switch file.kind {
    case .inode(let inode):
      guard may(isWritable ? 2 : 4, inode) else {
        throw .accessDenied
      }
      if isWritable, mode.contains(.truncate) { try truncate(inode, to: 0) }
    case .pipe(let pipe, _):
      return OpenFile(
        .pipe(pipe, isWritable ? .writing : .reading), path: file.path, isReadable: isReadable,
        isWritable: isWritable)
    case .connection, .listener: throw .noDeviceOrAddress
    case .directory, .device, .output, .terminal, .snapshot: break
    }
    return OpenFile(
      file.kind, path: file.path, isReadable: isReadable, isWritable: isWritable,
      appends: mode.contains(.append))
  }

  /// The absolute path that a walk went, without links.
  func pathText(_ walk: Walk) -> String {
    var text = ""
    for place in walk.parent.dropFirst() {
      text += "/"
      text += place.name
    }
    guard !walk.name.isEmpty else { return text.isEmpty ? "/" : text }
    return text + "/" + walk.name
  }

  /// Closes a descriptor.
  package func close(_ descriptor: Int) throws(Errno) { try descriptors.close(descriptor) }

  /// Makes a pipe and returns its ends.
  package func pipe() throws(Errno) -> (reading: Int, writing: Int) {
    charge(kernel.costs.step)
    let ends = OpenFile.pipe(numbered: kernel.nextPipeNumber())
    let reading = try descriptors.insert(ends.reading)
    return (reading, try descriptors.insert(ends.writing))
  }

  /// Copies a descriptor to the lowest free number from `lowest` on.
  package func duplicate(
    _ descriptor: Int, from lowest: Int = 0, closeOnExecute: Bool = false
  ) throws(Errno) -> Int {
    guard let file = descriptors[descriptor] else { throw .badDescriptor }
    return try descriptors.insert(file, from: lowest, closesOnExecute: closeOnExecute)
  }

  /// Copies a descriptor to a number, closing what was there.
  package func duplicate(_ descriptor: Int, to number: Int) throws(Errno) {
    guard let file = descriptors[descriptor], number >= 0, number < DescriptorTable.limit else {
      throw .badDescriptor
    }
    if number != descriptor { descriptors.replace(number, with: file) }
  }

  /// Gives this process a file that another one, or the outside, has opened.
  package func install(_ file: OpenFile, at number: Int) {
    descriptors.replace(number, with: file)
  }

  /// Whether a descriptor is open.
  package func isOpen(_ descriptor: Int) -> Bool { descriptors[descriptor] != nil }

  /// Whether a descriptor is a terminal.
  package func isTerminal(_ descriptor: Int) -> Bool { descriptors.isTerminal(descriptor) }

  /// The descriptors in use, in order.
  package var openDescriptors: [Int] { descriptors.numbers }
}

extension OpenFile {
  fileprivate var isFIFO: Bool { path.hasPrefix("/") }
}
