import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Runs scripts made from seeds in a real busybox 1.35, where this machine has one, and in the
/// simulated shell.
///
/// `PODLAB_COMPARE=N` compares N scripts rather than a few, `PODLAB_COMPARE_SEED=N` begins with seed
/// N, `PODLAB_BUSYBOX` names the busybox, and `PODLAB_FIDELITY_DIFF=1` shows what differs.
@Suite struct BusyboxComparisonTests {
  private static func setting(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static let busybox = setting("PODLAB_BUSYBOX") ?? "/bin/busybox"

  /// Whether there is the version whose words podlab speaks.
  private static let isThere: Bool = {
    guard access(busybox, X_OK) == 0 else { return false }
    return (try? Command.run([busybox]).output.hasPrefix("BusyBox v1.35.")) == true
  }()

  @Test(.enabled(if: isThere, "needs a busybox 1.35"))
  func `scripts made from seeds do what busybox does`() throws {
    let count = Self.setting("PODLAB_COMPARE").flatMap { Int($0) } ?? 150
    let first = Self.setting("PODLAB_COMPARE_SEED").flatMap { UInt64($0) } ?? 0
    // Both shells begin where no file is.
    let folder = try TemporaryFolder()
    var differing: [UInt64] = []
    for seed in first..<first + UInt64(count) {
      var generator = HarmlessScripts(seed: seed)
      let script = generator.script()
      let real = try Command.run(
        [Self.busybox, "sh", "-c", "cd '\(folder.url.path)' || exit; " + script],
        environment: ["PATH": "/nowhere", "HOME": "/root", "HOSTNAME": "bb"])
      let found = try ShellWorld().run("cd /root || exit; PATH=/nowhere; " + script)
      let isSame =
        found.status == Int(real.status) && found.output == real.output
        && found.errors == real.errors
      if isSame { continue }
      differing.append(seed)
      guard Self.setting("PODLAB_FIDELITY_DIFF") != nil else { continue }
      print(
        """
        seed \(seed): \(script)
          busybox \(real.status) \(real.output.debugDescription) \(real.errors.debugDescription)
          podlab  \(found.status.map(String.init) ?? "no end") \
        \(found.output.debugDescription) \(found.errors.debugDescription)
        """)
    }
    print("busybox: \(count - differing.count) of \(count) scripts agree")
    #expect(differing.isEmpty, "these seeds differ")
  }
}
