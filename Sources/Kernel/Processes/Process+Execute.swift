import ByteText

/// A program ready to run: what `execve` found.
struct ProgramImage {
  var program: Program
  /// The executable file, not the script.
  var path: String
  var arguments: [String]
}

extension Process {
  /// The path of a command: itself if it contains "/", else the first hit in PATH.
  ///
  /// Throws `noEntry`, or `accessDenied` if a file of that name may not be executed, as `execvp`.
  package func find(_ command: String, path: String? = nil) throws(Errno) -> String {
    if command.utf8.contains(UInt8(ascii: "/")) { return command }
    if command.isEmpty { throw .noEntry }
    let path = path ?? environment["PATH"] ?? "/sbin:/usr/sbin:/bin:/usr/bin"
    let question = CommandSearch(command: command, path: path, user: user, groups: allGroups)
    if let found = namespaces.mounts.foundCommand(question) { return found }
    let found = try search(for: command, in: path)
    if Process.leadsToTheSame(path) { namespaces.mounts.remember(found, for: question) }
    return found
  }

  /// Whether the directories of a PATH are the same for all processes of a container.
  ///
  /// Relative ones depend on the process, and /proc changes without a trace.
  private static func leadsToTheSame(_ path: String) -> Bool {
    let slash = UInt8(ascii: "/")
    var isStart = true
    for byte in path.utf8 {
      if isStart, byte != slash { return false }
      isStart = byte == UInt8(ascii: ":")
    }
    return !isStart && !path.holds("proc")
  }

  private func search(for command: String, in path: String) throws(Errno) -> String {
    var failure = Errno.noEntry
    for part in path.split(at: ":", omittingEmptySubsequences: false) {
      let candidate = part.isEmpty ? command : part + "/" + command
      guard let inode = try? walk(candidate, follow: true, isSearch: true).inode else { continue }
      inode.isSearched = true
      if !inode.isDirectory, may(1, inode) { return candidate }
      failure = .accessDenied
    }
    throw failure
  }

  /// Whether the file at `path` can be executed by this process.
  package func isExecutable(_ path: String) -> Bool {
    guard let inode = try? walk(path, follow: true).inode, case .file = inode.kind else {
      return false
    }
    return may(1, inode)
  }

  var allGroups: [Int] { [group] + groups }

  /// Whether this process may use a file in the way that `access` says: 4 read, 2 write, 1 execute.
  func may(_ access: Int, _ inode: Inode) -> Bool {
    if has(.overrideAccess) { return inode.permits(access, user: 0, groups: []) }
    return inode.permits(access, user: user, groups: allGroups, isBound: true)
  }

  /// Demands that arguments and environment fit into a new program's stack.
  ///
  /// Source: Linux `execve(2)`, "Limits on size of arguments and environment": 128 KiB a text, and
  /// a quarter of the usual 8 MiB in all.
  static func checkSize(of arguments: [String], _ environment: Environment) throws(Errno) {
    var total = 0
    for text in arguments {
      if text.utf8.count >= longestArgument { throw .argumentListTooLong }
      total += text.utf8.count + 9
    }
    for variable in environment.variables {
      let count = variable.name.utf8.count + variable.value.utf8.count + 1
      if count >= longestArgument { throw .argumentListTooLong }
      total += count + 9
    }
    if total > 2 << 20 { throw .argumentListTooLong }
  }

  /// How long an argument or a variable of the environment may be at most, in bytes.
  package static let longestArgument = 131_072

  /// Finds the program of an executable file, through at most four "#!" lines.
  func load(_ path: String, arguments: [String]) throws(Errno) -> ProgramImage {
    charge(kernel.costs.exec, steps: Costs.stepsOfExec)
    var path = path
    var arguments = arguments
    for _ in 0..<5 {
      let contents = try executableContents(at: path)
      if let name = ProgramTable.programName(in: contents) {
        let program = kernel.programs[name] ?? Process.missing(name)
        return ProgramImage(program: program, path: path, arguments: arguments)
      }
      guard contents.starts(with: [0x23, 0x21]) else { throw .execFormat }
      let (interpreter, option) = Process.interpreterLine(contents)
      if interpreter.isEmpty { throw .execFormat }
      arguments = [interpreter] + option + [path] + arguments.dropFirst()
      path = interpreter
    }
    throw .tooManySymbolicLinks
  }

  private func executableContents(at path: String) throws(Errno) -> [UInt8] {
    guard let inode = try walk(path, follow: true).inode else { throw .noEntry }
    guard case .file = inode.kind else { throw .accessDenied }
    guard may(1, inode) else { throw .accessDenied }
    return inode.data
  }

  /// The interpreter and its one optional argument.
  ///
  /// Source: Linux `execve(2)`, "Interpreter scripts".
  private static func interpreterLine(_ contents: [UInt8]) -> (String, [String]) {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let line = contents.dropFirst(2).prefix { $0 != 0x0A }.drop(while: isBlank)
    let interpreter = line.prefix { !isBlank($0) }
    var rest = line.dropFirst(interpreter.count).drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return (
      String(rawBytes: interpreter), rest.isEmpty ? [] : [String(rawBytes: rest)]
    )
  }

  private static func missing(_ name: String) -> Program {
    { process in try process.notModelled("the program '\(name)'") }
  }

  /// Takes on the outer form of a program: what `execve` changes.
  func become(_ image: ProgramImage, environment: Environment) {
    arguments = image.arguments
    self.environment = environment
    executable = image.path
    descriptors.closeOnExecute()
    dispositions = dispositions.filter { if case .ignore = $0.value { true } else { false } }
    caught = []
  }
}
