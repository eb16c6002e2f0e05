extension Process {
  /// Reads what is there, `count` bytes at most; waits while there is nothing.
  ///
  /// Empty at the end. With `delimiter`, it takes no byte after the first such byte: so a shell
  /// reads a line and leaves the rest to others.
  package func read(
    _ descriptor: Int, atMost count: Int = 65_536, through delimiter: UInt8? = nil
  ) async throws -> [UInt8] {
    try await step()
    guard let file = descriptors[descriptor], file.isReadable else { throw Errno.badDescriptor }
    guard count > 0 else { return [] }
    switch file.kind {
    case .inode(let inode):
      inode.accessed = now
      let bytes = file.take(count, from: inode.data, through: delimiter)
      charge(bytes: bytes.count)
      return bytes
    case .snapshot(let bytes, _): return file.take(count, from: bytes, through: delimiter)
    case .directory: throw Errno.isDirectory
    case .pipe(let pipe, _): return try await read(count, from: pipe, through: delimiter)
    case .device(let device): return try await read(count, from: device)
    case .output:
      return []
    case .terminal(let terminal): return try await read(count, from: terminal, through: delimiter)
    case .connection(let connection, let side):
      return try await read(count, from: connection.incoming(side), through: delimiter)
    case .listener: throw Errno.notConnected
    }
  }

  private func read(
    _ count: Int, from pipe: Pipe, through delimiter: UInt8?
  ) async throws -> [UInt8] {
    while pipe.count == 0 {
      if pipe.writers == 0 { return [] }
      try await wait(for: [pipe.changed])
    }
    let bytes = pipe.take(count, through: delimiter)
    charge(bytes: bytes.count)
    return bytes
  }

  private func read(_ count: Int, from device: Device) async throws -> [UInt8] {
    switch device {
    case .null: return []
    case .zero, .full:
      charge(bytes: min(count, 1 << 20))
      return Array(repeating: 0, count: min(count, 1 << 20))
    case .random, .urandom:
      charge(bytes: min(count, 1 << 16) * 4)
      return (0..<min(count, 1 << 16)).map { _ in
        UInt8(truncatingIfNeeded: kernel.randomNumber() >> 24)
      }
    case .tty, .console, .ptmx: return []
    }
  }

  /// Writes all bytes; waits while a pipe is full.
  ///
  /// Throws `brokenPipe` when nobody reads, after the signal PIPE did not end the process.
  package func write(_ bytes: [UInt8], to descriptor: Int) async throws {
    try await step()
    guard let file = descriptors[descriptor], file.isWritable else { throw Errno.badDescriptor }
    charge(bytes: bytes.count)
    switch file.kind {
    case .inode(let inode): try write(bytes, into: inode, of: file)
    case .pipe(let pipe, _): try await write(bytes, into: pipe)
    case .connection(let connection, let side):
      try await write(bytes, into: connection.outgoing(side))
    case .device(.full): throw Errno.noSpace
    case .output(let sink):
      while sink.isHeld { try await wait(for: [sink.changed]) }
      kernel.countOutput(sink.isLog ? Process.logged(bytes) : bytes.count)
      sink.write(bytes, at: now)
    case .terminal(let terminal):
      kernel.countOutput(bytes.count)
      try await write(bytes, to: terminal)
    case .device: break
    case .snapshot(_, let inode):
      guard case .process(let node) = inode.kind else { return }
      try node.write(bytes, by: self)
    case .directory, .listener: throw Errno.badDescriptor
    }
  }

  /// What a runtime stores of output: each line with a time and the name of its stream.
  ///
  /// Source: Kubernetes, CRI logging format.
  private static func logged(_ bytes: [UInt8]) -> Int {
    bytes.count + 40 * bytes.count { $0 == 0x0A }
  }

  private func write(_ bytes: [UInt8], into pipe: Pipe) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      if pipe.readers == 0 {
        receive(.pipe)
        try await step()
        throw Errno.brokenPipe
      }
      // Up to 4096 bytes go in one piece, as POSIX demands of PIPE_BUF.
      let needed = rest.count <= 4096 ? rest.count : 1
      if pipe.free >= needed {
        let part = rest.prefix(pipe.free)
        pipe.append(part)
        rest = rest.dropFirst(part.count)
      } else {
        try await wait(for: [pipe.changed])
      }
    }
  }

  private func write(_ bytes: [UInt8], into inode: Inode, of file: OpenFile) throws(Errno) {
    let start = file.appends ? inode.data.count : file.offset
    let end = start + bytes.count
    let growth = max(0, end - inode.data.count)
    try inode.grow(by: growth)
    if start == inode.data.count {
      inode.data.append(contentsOf: bytes)
    } else {
      if inode.data.count < end {
        inode.data.append(contentsOf: repeatElement(0, count: end - inode.data.count))
      }
      inode.data.replaceSubrange(start..<end, with: bytes)
    }
    file.offset = end
    inode.modified = now
    inode.changed = now
  }

  /// How `seek` counts.
  package enum SeekOrigin: Sendable { case start, current, end }

  /// Moves the offset of a file and returns it; pipes and terminals throw `illegalSeek`.
  package func seek(
    _ descriptor: Int, to offset: Int, from origin: SeekOrigin = .start
  ) throws(Errno) -> Int {
    guard let file = descriptors[descriptor] else { throw .badDescriptor }
    let size: Int
    switch file.kind {
    case .inode(let inode): size = inode.data.count
    case .snapshot(let bytes, _): size = bytes.count
    case .device, .directory: size = 0
    case .pipe, .output, .terminal, .connection, .listener: throw .illegalSeek
    }
    let base =
      switch origin {
      case .start: 0
      case .current: file.offset
      case .end: size
      }
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0, target < 1 << 40 else { throw .invalidArgument }
    file.offset = target
    return target
  }

  /// Sets the length of an open file.
  package func truncate(_ descriptor: Int, to length: Int) throws(Errno) {
    guard let file = descriptors[descriptor], case .inode(let inode) = file.kind, file.isWritable
    else { throw .invalidArgument }
    try truncate(inode, to: length)
  }

  /// Sets the length of a file.
  func truncate(_ inode: Inode, to length: Int) throws(Errno) {
    guard length >= 0 else { throw .invalidArgument }
    guard length <= kernel.limits.storage else {
      exceed(.storage)
      throw .fileTooLarge
    }
    let growth = length - inode.data.count
    try inode.grow(by: growth)
    if growth < 0 {
      inode.data.removeLast(-growth)
    } else {
      inode.data.append(contentsOf: repeatElement(0, count: growth))
    }
    inode.modified = now
    inode.changed = now
  }

  /// All bytes of a file; throws as `open` and `read` do.
  package func contents(of path: String) async throws -> [UInt8] {
    let descriptor = try await open(path, .read)
    defer { try? close(descriptor) }
    return try await readAll(descriptor)
  }

  /// All bytes up to the end.
  package func readAll(_ descriptor: Int) async throws -> [UInt8] {
    var result: [UInt8] = []
    var held = Holding(self)
    while true {
      let part = try await read(descriptor, atMost: 1 << 20)
      if part.isEmpty { return result }
      // The first part of a file may be all of it, which copies nothing.
      if result.isEmpty { result = part } else { result += part }
      held.bytes = result.count
    }
  }

  // MARK: Readiness

  /// What `waitUntilReady` waits for.
  package enum Interest: Hashable, Sendable {
    case readable(Int)
    case writable(Int)
  }

  /// Waits until at least one of the descriptors can be used without waiting, as `poll`.
  ///
  /// Empty when `timeout` is over first; nil waits for ever.
  package func waitUntilReady(
    _ interests: [Interest], timeout: Duration? = nil
  ) async throws -> [Interest] {
    try await step()
    let deadline = timeout.map { now + $0 }
    while true {
      let ready = interests.filter(isReady)
      if !ready.isEmpty { return ready }
      if let deadline, now >= deadline { return [] }
      try await wait(for: interests.compactMap(queue), until: deadline)
    }
  }

  private func isReady(_ interest: Interest) -> Bool {
    switch interest {
    case .readable(let number):
      switch descriptors[number]?.kind {
      case .pipe(let pipe, _): pipe.count > 0 || pipe.writers == 0
      case .connection(let connection, let side):
        connection.incoming(side).count > 0 || connection.incoming(side).writers == 0
      case .listener(let listener): listener.hasConnection
      case .terminal(let terminal): terminal.isReadable
      case .inode, .directory, .device, .output, .snapshot, nil: true
      }
    case .writable(let number):
      switch descriptors[number]?.kind {
      case .pipe(let pipe, _): pipe.free > 0 || pipe.readers == 0
      case .connection(let connection, let side):
        connection.outgoing(side).free > 0 || connection.outgoing(side).readers == 0
      case .listener: false
      case .terminal(let terminal): terminal.isWritable
      case .output(let sink): !sink.isHeld
      case .inode, .directory, .device, .snapshot, nil: true
      }
    }
  }

  private func queue(of interest: Interest) -> WaitQueue? {
    switch interest {
    case .readable(let number):
      switch descriptors[number]?.kind {
      case .pipe(let pipe, _): pipe.changed
      case .connection(let connection, let side): connection.incoming(side).changed
      case .listener(let listener): listener.changed
      case .terminal(let terminal): terminal.changed
      case .inode, .directory, .device, .output, .snapshot, nil: nil
      }
    case .writable(let number):
      switch descriptors[number]?.kind {
      case .pipe(let pipe, _): pipe.changed
      case .connection(let connection, let side): connection.outgoing(side).changed
      case .terminal(let terminal): terminal.changed
      case .output(let sink): sink.changed
      case .inode, .directory, .device, .snapshot, .listener, nil: nil
      }
    }
  }
}

extension OpenFile {
  fileprivate func take(
    _ count: Int, from bytes: [UInt8], through delimiter: UInt8?
  ) -> [UInt8] {
    guard offset < bytes.count else { return [] }
    let start = offset
    var end = min(bytes.count, start + min(count, bytes.count))
    if let delimiter, let index = bytes[start..<end].firstIndex(of: delimiter) { end = index + 1 }
    offset = end
    return start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end])
  }
}
