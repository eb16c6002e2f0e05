import ByteText

/// What a container runtime is told to start.
package struct Launch {
  /// The command line; the first word is looked for in PATH unless it has a "/".
  package var arguments: [String]
  package var environment: Environment
  /// Made if it is missing.
  package var workingDirectory: String
  package var user: Int
  package var group: Int
  package var groups: [Int]
  package var input: OpenFile
  package var output: OpenFile
  package var errors: OpenFile
  /// Where input, output and errors go instead, and what gets signals from the keyboard.
  package var terminal: Terminal?

  package init(
    arguments: [String], environment: Environment = [:], workingDirectory: String = "/",
    user: Int = 0, group: Int = 0, groups: [Int] = [], input: OpenFile = .null(),
    output: OpenFile = .null(), errors: OpenFile = .null(), terminal: Terminal? = nil
  ) {
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
    self.group = group
    self.groups = groups
    self.input = input
    self.output = output
    self.errors = errors
    self.terminal = terminal
  }
}

/// Why a container runtime could not start a process.
package enum LaunchError: Error, Hashable, Sendable {
  /// The command has no "/" and is not in PATH.
  case notInPath(String)
  /// The file is there and cannot be run, or is not there.
  case notExecutable(String, Errno)
  /// The working directory cannot be entered or made.
  case workingDirectory(String, Errno)
}

extension Kernel {
  /// Starts a process from outside: a container's first, or one that is put beside it (`exec`).
  ///
  /// `observer` hears of its end. The process runs when `run` is called next. With too many living
  /// processes none is started.
  package func start(
    _ launch: Launch, in namespaces: Namespaces,
    observer: @escaping (Process, ExitStatus) -> Void = { _, _ in }
  ) throws(LaunchError) -> Process {
    guard processes.count < limits.processes else {
      switch limits.excess {
      case .endsSimulation: reach(.processes)
      case .stopsProcess: break
      }
      throw .notExecutable(launch.arguments.first ?? "", .tryAgain)
    }
    let process = Process(
      kernel: self, parent: nil, namespaces: namespaces, arguments: launch.arguments,
      environment: launch.environment, user: 0, group: 0, groups: [],
      directory: [namespaces.mounts.root])
    do {
      let image = try process.prepare(launch)
      process.become(image, environment: launch.environment)
      process.observer = observer
      process.begin(image.program)
      return process
    } catch {
      process.descriptors.closeAll()
      process.leaveTerminal()
      processes[ObjectIdentifier(process)] = nil
      process.reap()
      throw error
    }
  }

  /// A place for a service of the outside world.
  func outside(hostname: String) -> Namespaces {
    let fileSystem = FileSystem(device: 1, type: "tmpfs", source: "tmpfs", created: booted)
    return Namespaces(
      pids: PIDNamespace(), mounts: MountNamespace(root: fileSystem.makeRoot()),
      network: NetworkNamespace(hostname: hostname, address: nil, network: network))
  }
}

extension Process {
  fileprivate func prepare(_ launch: Launch) throws(LaunchError) -> ProgramImage {
    let directory = launch.workingDirectory
    do {
      try makeDirectories(directory)
      try changeDirectory(directory)
    } catch {
      throw .workingDirectory(directory, error)
    }
    (user, group, groups) = (launch.user, launch.group, launch.groups)
    if let terminal = launch.terminal {
      terminal.number = namespaces.mounts.takeTerminalNumber()
      take(terminal)
      for descriptor in 0...2 { install(.terminal(terminal), at: descriptor) }
    } else {
      install(launch.input, at: 0)
      install(launch.output, at: 1)
      install(launch.errors, at: 2)
    }
    let command = launch.arguments.first ?? ""
    var path = command
    if !command.utf8.contains(UInt8(ascii: "/")) {
      do {
        path = try find(command)
      } catch {
        throw error == .noEntry ? .notInPath(command) : .notExecutable(command, error)
      }
    }
    do {
      try Process.checkSize(of: launch.arguments, launch.environment)
      return try load(path, arguments: launch.arguments)
    } catch {
      throw .notExecutable(path, error)
    }
  }

  /// Makes a directory and those it is in.
  package func makeDirectories(_ path: String) throws(Errno) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for name in path.split(at: "/") {
      prefix += "/\(name)"
      if try walk(prefix, follow: true).target == nil { try makeDirectory(prefix, mode: 0o755) }
    }
  }
}

extension Process {
  /// Calls `body` once, when the process has ended, after the observer it was started with.
  package func whenEnded(_ body: @escaping (ExitStatus) -> Void) {
    let earlier = observer
    observer = { process, status in
      earlier?(process, status)
      body(status)
    }
  }
}
