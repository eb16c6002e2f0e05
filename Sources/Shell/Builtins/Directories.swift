import ByteText
import Kernel

extension BuiltinTable {
  static let directoryBuiltins: [Builtin] = [
    Builtin(name: "cd", run: changeDirectory),
    Builtin(name: "chdir", run: changeDirectory),
    Builtin(name: "pwd") { call in
      let (letters, _) = try await call.options("LP")
      let isPhysical = letters.last == "P"
      let path = isPhysical ? call.process.currentDirectory : call.shell.state.directory
      return try await call.write(path + "\n")
    },
  ]

  private static func changeDirectory(_ call: BuiltinCall) async throws -> Int {
    let shell = call.shell
    let (letters, operands) = try await call.options("LP")
    var target = operands.first ?? shell.value(of: "HOME") ?? ""
    var prints = false
    if operands.first == "-" {
      target = shell.value(of: "OLDPWD") ?? ""
      prints = true
    }
    let isPhysical = letters.last == "P"
    var failure = Errno.noEntry
    for (candidate, isFromPath) in candidates(target, shell) {
      do throws(Errno) {
        try go(to: candidate.isEmpty ? "." : candidate, isPhysical: isPhysical, shell)
      } catch {
        failure = error
        continue
      }
      guard prints || isFromPath else { return 0 }
      return try await call.write(shell.state.directory + "\n")
    }
    let dialect = shell.state.dialect
    try await call.fail(
      dialect.cannotChange(to: target, failure), status: dialect == .bash ? 1 : 2)
  }

  /// Places to try: those of CDPATH for a relative path, then the path itself.
  private static func candidates(
    _ target: String, _ shell: Interpreter
  ) -> [(path: String, isFromPath: Bool)] {
    guard let list = shell.value(of: "CDPATH"), !list.isEmpty, !target.hasPrefix("/"),
      target != ".", target != "..", !target.hasPrefix("./"), !target.hasPrefix("../")
    else { return [(target, false)] }
    let found = list.split(at: ":", omittingEmptySubsequences: false).map {
      $0.isEmpty ? (target, false) : ("\($0)/\(target)", true)
    }
    return found + [(target, false)]
  }

  private static func go(
    to target: String, isPhysical: Bool, _ shell: Interpreter
  ) throws(Errno) {
    let process = shell.process
    let old = shell.state.directory
    let logical = resolve(target, from: old)
    try process.changeDirectory(isPhysical ? target : logical)
    shell.state.directory = isPhysical ? process.currentDirectory : logical
    shell.assign("OLDPWD", old, exported: true)
    shell.assign("PWD", shell.state.directory, exported: true)
  }

  /// An absolute path with "." and ".." taken out, links kept as they are named.
  static func resolve(_ path: String, from base: String) -> String {
    var names: [Substring] = path.hasPrefix("/") ? [] : base.split(at: "/")
    for name in path.split(at: "/") where name != "." {
      if name == ".." {
        _ = names.popLast()
      } else {
        names.append(name)
      }
    }
    let start = path.hasPrefix("/") ? path : base
    // Exactly two slashes at the beginning stay two.
    let root = start.hasPrefix("//") && !start.hasPrefix("///") ? "//" : "/"
    return root + names.joined(separator: "/")
  }
}
