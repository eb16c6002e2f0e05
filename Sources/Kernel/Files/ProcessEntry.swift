import ByteText

/// The files in /proc/PID that the simulation has.
package enum ProcessEntry: String, CaseIterable, Sendable {
  case cgroup, cmdline, comm, cwd, environ, exe, fd, limits, mountinfo, mounts, net
  case oomScore = "oom_score_adj"
  case root, stat, statm, status

  /// Whether only the owner may read it.
  var isPrivate: Bool { self == .environ }

  func contents(of process: Process) -> String {
    switch self {
    case .cgroup: "0::/\n"
    case .cmdline:
      process.ended == nil ? process.arguments.map { $0 + "\0" }.joined() : ""
    case .comm: process.commandName + "\n"
    case .environ:
      process.environment.variables.map { "\($0.name)=\($0.value)\0" }.joined()
    case .mounts: process.mountTable
    case .mountinfo: process.mountInformation
    case .limits: ProcessEntry.resourceLimits
    case .oomScore: "0\n"
    case .stat: process.statLine
    case .statm: "\(process.pages) \(process.pages) 1 1 0 1 0\n"
    case .status: process.statusText
    case .cwd, .exe, .fd, .net, .root: ""
    }
  }

  private static let resourceLimits = """
    Limit                     Soft Limit           Hard Limit           Units     
    Max cpu time              unlimited            unlimited            seconds   
    Max file size             unlimited            unlimited            bytes     
    Max open files            1024                 1048576              files     

    """
}

extension Process {
  /// The name of the executable, at most 15 bytes, as `ps` and /proc/PID/comm show it.
  package var commandName: String {
    let name = executable.split(at: "/").last ?? Substring(arguments.first ?? "")
    return String(rawBytes: name.utf8.prefix(15))
  }

  /// The letter that `ps` shows: R, S, T or Z.
  package var stateLetter: Character {
    switch state {
    case .zombie, .gone: "Z"
    case .running: isStopped ? "T" : isWaitingNow ? "S" : "R"
    }
  }

  var procFileSystem: FileSystem {
    namespaces.mounts.mounts.first { $0.root.fileSystem.type == "proc" }?.root.fileSystem
      ?? namespaces.mounts.root.inode.fileSystem
  }

  var pages: Int { 1080 + memoryInUse / 4096 }

  private var ticks: Int { Int(processorTime.wholeNanoseconds / 10_000_000) }

  var statLine: String {
    let parentPID = parent?.pid ?? 0
    let start = Int((started - kernel.booted).wholeNanoseconds / 10_000_000)
    let head = "\(pid) (\(commandName)) \(stateLetter) \(parentPID) \(processGroup) \(session)"
    let times = "\(ticks) 0 0 0"
    let tty = terminal.map { "\(136 << 8 | $0.number) \($0.foreground)" } ?? "0 -1"
    return "\(head) \(tty) 4194560 0 0 0 0 \(times) 20 0 1 0 \(start) \(pages * 4096) \(pages) "
      + "18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
  }

  var statusText: String {
    let states: [Character: String] = [
      "R": "running", "S": "sleeping", "T": "stopped", "Z": "zombie",
    ]
    let kilobytes = pages * 4
    let ids = { (id: Int) in "\(id)\t\(id)\t\(id)\t\(id)" }
    return """
      Name:\t\(commandName)
      Umask:\t0\(String(fileModeMask, radix: 8))
      State:\t\(stateLetter) (\(states[stateLetter] ?? ""))
      Tgid:\t\(pid)
      Pid:\t\(pid)
      PPid:\t\(parent?.pid ?? 0)
      Uid:\t\(ids(user))
      Gid:\t\(ids(group))
      Groups:\t\(groups.map { "\($0) " }.joined())
      VmSize:\t\(String(kilobytes).leftPadded(to: 8)) kB
      VmRSS:\t\(String(kilobytes).leftPadded(to: 8)) kB
      Threads:\t1

      """
  }

  var mountTable: String {
    mounts.map { mount in
      "\(mount.source) \(mount.path) \(mount.type) \(mount.options.joined(separator: ",")) 0 0\n"
    }.joined()
  }

  var mountInformation: String {
    mounts.enumerated().map { index, mount in
      let mode = mount.isReadOnly ? "ro" : "rw"
      let parent = index == 0 ? 1 : 100
      return "\(100 + index) \(parent) 0:\(mount.device) / \(mount.path) \(mode),relatime "
        + "- \(mount.type) \(mount.source) \(mode)\n"
    }.joined()
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - utf8.count)) + self
  }
}
