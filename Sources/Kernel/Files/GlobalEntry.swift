/// The files directly in /proc that the simulation has.
package enum GlobalEntry: String, CaseIterable, Sendable {
  case cpuinfo, filesystems, loadavg, meminfo, mounts, stat, uptime, version

  func contents(for caller: Process) -> String {
    switch self {
    case .cpuinfo: (0..<2).map(GlobalEntry.processor).joined()
    case .filesystems: "nodev\tproc\nnodev\ttmpfs\nnodev\toverlay\n\text4\n"
    case .loadavg: "0.00 0.00 0.00 1/\(caller.kernel.processes.count) \(caller.pid)\n"
    case .meminfo: GlobalEntry.memory
    case .mounts: caller.mountTable
    case .stat: "cpu  0 0 0 0 0 0 0 0 0 0\nbtime \(caller.kernel.booted.unixSeconds)\n"
    case .uptime: uptime(of: caller.kernel)
    case .version: "Linux version 6.1.0 (podlab) #1 SMP PREEMPT_DYNAMIC\n"
    }
  }

  private func uptime(of kernel: Kernel) -> String {
    let hundredths = (kernel.now - kernel.booted).wholeNanoseconds / 10_000_000
    let rest = hundredths % 100
    let text = "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    return "\(text) \(text)\n"
  }

  private static func processor(_ number: Int) -> String {
    """
    processor\t: \(number)
    vendor_id\t: GenuineIntel
    cpu family\t: 6
    model name\t: Virtual CPU
    cpu MHz\t\t: 2000.000
    cache size\t: 4096 KB


    """
  }

  private static let memory = """
    MemTotal:        8000000 kB
    MemFree:         4000000 kB
    MemAvailable:    6000000 kB
    Buffers:          200000 kB
    Cached:          2000000 kB
    SwapCached:            0 kB
    Shmem:             10000 kB
    SReclaimable:     100000 kB
    SwapTotal:             0 kB
    SwapFree:              0 kB

    """
}
