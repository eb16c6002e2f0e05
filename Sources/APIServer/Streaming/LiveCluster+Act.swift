import PodModel
import PodSimulator

extension LiveCluster {
  /// Does something on the cluster's thread that waits for nothing, in the order of the calls.
  ///
  /// - Returns: as `run`.
  @discardableResult
  func act(_ body: @escaping @Sendable (SimulatedCluster) -> Void) -> StatusError? {
    run { cluster in await Self.call(body, cluster) }
  }

  private static func call(
    _ body: @Sendable (SimulatedCluster) -> Void, _ cluster: SimulatedCluster
  ) async { body(cluster) }
}
