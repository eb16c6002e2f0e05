/// An open file description: what descriptors of one or more processes refer to.
package final class OpenFile {
  /// What is behind the descriptor.
  enum Kind {
    case inode(Inode)
    case directory(Inode, [Location])
    case pipe(Pipe, PipeEnd)
    case device(Device)
    case output(OutputSink)
    case terminal(Terminal)
    case connection(Connection, SocketSide)
    case listener(Listener)
    /// The contents of a file under /proc, made at `open`.
    case snapshot([UInt8], Inode)
  }

  let kind: Kind
  /// As /proc/PID/fd shows it.
  let path: String
  let isReadable: Bool
  let isWritable: Bool
  var appends: Bool
  var offset = 0
  /// How many descriptors refer to it.
  private(set) var references = 0

  init(
    _ kind: Kind, path: String, isReadable: Bool, isWritable: Bool, appends: Bool = false
  ) {
    self.kind = kind
    self.path = path
    self.isReadable = isReadable
    self.isWritable = isWritable
    self.appends = appends
  }

  /// A descriptor for whatever happens to a container's standard output.
  package static func output(_ sink: OutputSink) -> OpenFile {
    OpenFile(.output(sink), path: "pipe:[1]", isReadable: false, isWritable: true)
  }

  /// A descriptor for a process' end of a terminal.
  static func terminal(_ terminal: Terminal) -> OpenFile {
    OpenFile(
      .terminal(terminal), path: "/dev/pts/\(terminal.number)", isReadable: true,
      isWritable: true)
  }

  /// The null device, open for reading and writing.
  package static func null() -> OpenFile {
    OpenFile(.device(.null), path: "/dev/null", isReadable: true, isWritable: true)
  }

  /// The reading end of a pipe that the caller fills; counts the caller as its writer.
  ///
  /// `Pipe.append` adds bytes, `closeInput` ends them.
  package static func input(from pipe: Pipe) -> OpenFile {
    pipe.open(.writing)
    return OpenFile(.pipe(pipe, .reading), path: "pipe:[0]", isReadable: true, isWritable: false)
  }

  /// Both ends of a new pipe.
  package static func pipe(numbered number: Int = 0) -> (reading: OpenFile, writing: OpenFile) {
    let pipe = Pipe()
    let path = "pipe:[\(number)]"
    return (
      OpenFile(.pipe(pipe, .reading), path: path, isReadable: true, isWritable: false),
      OpenFile(.pipe(pipe, .writing), path: path, isReadable: false, isWritable: true)
    )
  }

  /// Whether it is a terminal, so that programs write it line by line.
  package var isTerminal: Bool {
    if case .terminal = kind { true } else { false }
  }

  /// Counts one more descriptor.
  func retain() {
    references += 1
    guard references == 1 else { return }
    switch kind {
    case .pipe(let pipe, let end): pipe.open(end)
    case .output(let sink): sink.writers += 1
    case .inode, .directory, .device, .terminal, .connection, .listener, .snapshot: break
    }
  }

  /// Counts one descriptor less; the last one closes.
  func release() {
    references -= 1
    guard references == 0 else { return }
    switch kind {
    case .pipe(let pipe, let end): pipe.close(end)
    case .connection(let connection, let side): connection.close(side)
    case .listener(let listener): listener.close()
    case .output(let sink): sink.writers -= 1
    case .inode, .directory, .device, .terminal, .snapshot: break
    }
  }
}

extension Pipe {
  /// Ends the input that `OpenFile.input(from:)` began.
  package func closeInput() { close(.writing) }
}

/// Where a container's standard output or error goes.
package final class OutputSink {
  private let receive: (VirtualTime, [UInt8]) -> Void
  /// Whether the receiver stores each line with its time, as a container's log does.
  let isLog: Bool
  /// Changes when writers may go on.
  let changed = WaitQueue()

  /// Whether the receiver takes nothing at the moment: writers wait.
  package var isHeld = false {
    didSet { if !isHeld { changed.wakeAll() } }
  }

  /// How many open files lead here.
  package fileprivate(set) var writers = 0 {
    didSet { if writers == 0 { closed() } }
  }

  /// Called when nobody can write any more.
  package var closed: () -> Void = {}

  /// Hands each write to `receive`, with its time.
  package init(isLog: Bool = false, receive: @escaping (VirtualTime, [UInt8]) -> Void) {
    self.isLog = isLog
    self.receive = receive
  }

  func write(_ bytes: [UInt8], at time: VirtualTime) { receive(time, bytes) }
}
