import Kernel
import Shell

extension Applet {
  /// Source: busybox 1.35.0 `procps/top.c`; on virtual time no process takes any of the processor.
  static let top = Applet(
    "top",
    usage: """
      [-bmH] [-n COUNT] [-d SECONDS]

      Show a view of process activity in real time.
      Read the status of all processes from /proc each SECONDS
      and show a screenful of them.
      Options:
      	-b	Batch mode
      	-n N	Exit after N iterations
      	-d SEC	Delay between updates
      	-m	Same as 's' key
      	-H	Show threads
      """
  ) { process in
    let options = try await process.options("d:n:bHm")
    if !options.has("b"), process.isTerminal(0) { try process.notModelled("top: its screen") }
    let rounds = try await options.value("n").asyncMap { try await process.number($0) } ?? Int.max
    let pause = Numbers.seconds(options.value("d") ?? "5") ?? .seconds(5)
    for round in 0..<max(0, rounds) {
      if round > 0 { try await process.sleep(for: pause) }
      try await process.output.write(try await topPage(process))
      try await process.output.flush()
    }
    return 0
  }

  private static func topPage(_ process: Process) async throws -> String {
    let accounts = try await Accounts(of: process)
    let memory = (try? await process.contents(of: "/proc/meminfo"))?.text ?? ""
    let amounts: [String: Int] = Dictionary(
      memory.split(separator: "\n").compactMap { line in
        let words = line.split { $0 == ":" || $0 == " " }
        return words.count > 1 ? Int(words[1]).map { (String(words[0]), $0) } : nil
      }, uniquingKeysWith: { first, _ in first })
    func amount(_ name: String) -> Int { amounts[name] ?? 0 }
    let total = amount("MemTotal")
    let load = (try? await process.contents(of: "/proc/loadavg"))?.text ?? "\n"
    var text = "Mem: \(total - amount("MemFree"))K used, \(amount("MemFree"))K free, "
    text += "\(amount("Shmem"))K shrd, \(amount("Buffers"))K buff, \(amount("Cached"))K cached\n"
    text += "CPU:  0.0% usr  0.0% sys  0.0% nic  100% idle  0.0% io  0.0% irq  0.0% sirq\n"
    text += "Load average: \(load)"
    text += "  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n"
    for other in process.namespaces.pids.processes {
      func column(_ name: String) -> String { ProcessColumn.value(name, other, accounts) }
      let size = Int(column("vsz")) ?? 0
      let share = FloatingText.fixed(Double(size) * 100 / Double(max(1, total)), decimals: 1)
      let user = String(column("user").prefix(8)).left(8)
      text += "\(column("pid").right(5))\(column("ppid").right(6)) \(user) "
      text += column("stat").left(4) + column("vsz").right(6) + share.right(5)
      text += "   0  0.0 \(column("args"))\n"
    }
    return text
  }
}
