/// A file or directory under /proc.
///
/// Source: Linux `proc(5)`.
package enum ProcessFile {
  /// /proc
  case root(PIDNamespace)
  /// /proc/self
  case selfLink
  /// /proc/PID
  case process(Process)
  /// /proc/PID/NAME
  case entry(Process, ProcessEntry)
  /// /proc/PID/fd/N
  case descriptor(Process, Int)
  /// /proc/NAME
  case global(GlobalEntry)
  /// /proc/net
  case networkLink
  /// /proc/PID/net/NAME
  case sockets(Process, SocketTable)

  /// A file system that shows the processes of a namespace, to be mounted at /proc.
  package static func root(of namespace: PIDNamespace, in fileSystem: FileSystem) -> Inode {
    ProcessFile.root(namespace).inode(in: fileSystem)
  }

  var isDirectory: Bool {
    switch self {
    case .root, .process, .entry(_, .fd), .entry(_, .net): true
    case .selfLink, .entry, .descriptor, .global, .networkLink, .sockets: false
    }
  }

  var statusKind: FileStatus.Kind {
    switch self {
    case .root, .process, .entry(_, .fd), .entry(_, .net): .directory
    case .selfLink, .networkLink, .descriptor, .entry(_, .cwd), .entry(_, .exe), .entry(_, .root):
      .symbolicLink
    case .entry, .global, .sockets: .file
    }
  }

  private var mode: Int {
    switch statusKind {
    case .directory: 0o555
    case .symbolicLink: 0o777
    case .file, .characterDevice, .fifo, .socket: 0o444
    }
  }

  private func inode(in fileSystem: FileSystem) -> Inode {
    var owner = 0
    switch self {
    case .process(let process), .entry(let process, _), .descriptor(let process, _):
      owner = process.user
    case .root, .selfLink, .global, .networkLink, .sockets: break
    }
    return Inode(
      .process(self), in: fileSystem, mode: mode, owner: owner, group: owner,
      at: fileSystem.created)
  }

  func child(_ name: String, for caller: Process) -> Inode? {
    let fileSystem = caller.procFileSystem
    switch self {
    case .root(let namespace):
      if name == "self" { return ProcessFile.selfLink.inode(in: fileSystem) }
      if name == "net" { return ProcessFile.networkLink.inode(in: fileSystem) }
      if let pid = Int(name) {
        return namespace[pid].map { ProcessFile.process($0).inode(in: fileSystem) }
      }
      return GlobalEntry(rawValue: name).map { ProcessFile.global($0).inode(in: fileSystem) }
    case .process(let process):
      return ProcessEntry(rawValue: name).map {
        ProcessFile.entry(process, $0).inode(in: fileSystem)
      }
    case .entry(let process, .fd):
      guard let number = Int(name), process.descriptors[number] != nil else { return nil }
      return ProcessFile.descriptor(process, number).inode(in: fileSystem)
    case .entry(let process, .net):
      return SocketTable(rawValue: name).map {
        ProcessFile.sockets(process, $0).inode(in: fileSystem)
      }
    case .selfLink, .entry, .descriptor, .global, .networkLink, .sockets: return nil
    }
  }

  func names(for caller: Process) -> [String] {
    switch self {
    case .root(let namespace):
      namespace.processes.map { String($0.pid) } + GlobalEntry.allCases.map(\.rawValue)
        + ["net", "self"]
    case .process: ProcessEntry.allCases.map(\.rawValue)
    case .entry(let process, .fd): process.openDescriptors.map(String.init)
    case .entry(_, .net): SocketTable.allCases.map(\.rawValue)
    case .selfLink, .entry, .descriptor, .global, .networkLink, .sockets: []
    }
  }

  /// The open file that a link under fd stands for.
  var linkedFile: OpenFile? {
    if case .descriptor(let process, let number) = self { process.descriptors[number] } else { nil }
  }

  func linkText(for caller: Process) -> String? {
    switch self {
    case .selfLink: String(caller.pid)
    case .networkLink: "self/net"
    case .descriptor(let process, let number): process.descriptors[number]?.path
    case .entry(let process, .cwd): process.currentDirectory
    case .entry(let process, .exe): process.executable
    case .entry(_, .root): "/"
    case .root, .process, .entry, .global, .sockets: nil
    }
  }

  func contents(for caller: Process) throws(Errno) -> [UInt8] {
    switch self {
    case .entry(let process, let entry):
      if entry.isPrivate, caller.user != 0, caller.user != process.user { throw .accessDenied }
      return entry.contents(of: process).rawBytes
    case .global(let entry): return entry.contents(for: caller).rawBytes
    case .sockets(let process, let table): return table.contents(for: process).rawBytes
    case .root, .process, .selfLink, .descriptor, .networkLink: throw .invalidArgument
    }
  }

  func write(_ bytes: [UInt8], by writer: Process) throws(Errno) {
    guard case .entry(_, .oomScore) = self else { throw .notPermitted }
  }
}
