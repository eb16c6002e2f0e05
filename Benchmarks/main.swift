// Measures podlab against its budgets and prints one table: swift run -c release Benchmarks
//
// With --long also what takes minutes, with --hostile each hostile script. The measured program is $PODLAB_BINARY, or the release build beside this one.

import Glibc

let here = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
let binary =
  getenv("PODLAB_BINARY").map { String(cString: $0) }
  ?? (CommandLine.arguments[0].hasPrefix("/") ? "/\(here)/podlab" : "\(here)/podlab")
setenv("TERM", "xterm-256color", 1)

guard access(binary, X_OK) == 0 else {
  print("Benchmarks: '\(binary)' is missing; build it first: swift build -c release")
  exit(2)
}
let scratch = try Scratch()
defer { scratch.remove() }
setenv("PODLAB_WORKSPACE", scratch.folder + "/workspace", 1)

do {
  let rows = try Measurements(
    binary: binary, scratch: scratch, isLong: CommandLine.arguments.contains("--long"),
    isHostile: CommandLine.arguments.contains("--hostile")
  ).all()
  print(Table.text(rows))
} catch {
  print("Benchmarks: \(error)")
  scratch.remove()
  exit(2)
}
