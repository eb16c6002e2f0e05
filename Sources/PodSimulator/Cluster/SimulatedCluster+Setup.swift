package import Kernel
import Programs

extension SimulatedCluster {
  /// How a cluster is set up.
  package struct Setup: Sendable {
    package var start: VirtualTime
    package var registry: ImageRegistry
    package var limits: Limits
    /// Programs that answer from outside the cluster, by address.
    package var sites: [SocketAddress: Program]
    /// The names that the name server knows.
    package var names: [String: IPAddress]
    /// How much of its past the cluster keeps.
    package var history = HistoryLength.everything
    /// Bytes that a container's log file holds before it begins anew; nil: no bound.
    package var logSize: Int?
    /// Whether Pods find Services by name; the recorded node has no cluster DNS.
    package var hasClusterDNS = false
    /// Called on any thread whenever something in the cluster can go on, for a cluster that is
    /// driven by a thread that sleeps in between.
    package var whenReady: (@Sendable () -> Void)?

    /// When clusters start that follow no other clock: 2026-01-01, midnight.
    package static let usualStart = VirtualTime(unixSeconds: 1_767_225_600)

    package init(
      start: VirtualTime = usualStart,
      registry: ImageRegistry = .stock, limits: Limits = Limits(),
      sites: [SocketAddress: Program] = OutsideWorld.sites,
      names: [String: IPAddress] = OutsideWorld.names
    ) {
      self.start = start
      self.registry = registry
      self.limits = limits
      self.sites = sites
      self.names = names
    }

    /// A cluster that lives for hours beside the real clock: nothing in it grows without bound, and
    /// a Pod that wants too much ends alone.
    ///
    /// Source of the log's size: kubelet `containerLogMaxSize`.
    package static func practice(start: VirtualTime) -> Setup {
      var limits = Limits()
      limits.excess = .stopsProcess
      // A loop without end stays near the clock that it is paced by, and takes little of the machine.
      limits.mostDoublings = 6
      limits.processes = 4000
      limits.storage = 256 << 20
      limits.processMemory = 32 << 20
      limits.memory = 256 << 20
      limits.processesPerContainer = 200
      var setup = Setup(start: start, limits: limits)
      setup.history = .latest(changes: 2000)
      setup.logSize = 10 << 20
      setup.hasClusterDNS = true
      return setup
    }
  }
}
