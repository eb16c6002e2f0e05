package import PodModel

/// A real cluster, driven through the user's own kubectl.
///
/// What a submission has in its namespaces is put into namespaces of podlab's own, and shown as if
/// it stood where it was meant to be; nothing else in the cluster is touched. Calls block the
/// thread: run them with `CallingThread`.
package final class KubectlCluster {
  /// What may be done, and for how long.
  package struct Rules: Sendable {
    /// Whether objects may be created that could harm the cluster.
    package var allowsPrivileged: Bool
    /// How long one check may take, in real time.
    package var checkTimeout: Duration

    package init(allowsPrivileged: Bool = false, checkTimeout: Duration = .seconds(300)) {
      self.allowsPrivileged = allowsPrivileged
      self.checkTimeout = checkTimeout
    }
  }

  let connection: KubectlConnection
  let plan: NamespacePlan
  let rules: Rules
  var namespaces = NamespaceMap()
  var watches: [String: PodWatch] = [:]
  /// Names that lead to a Pod, by the Pod's name.
  var leads: [String: Set<String>] = [:]
  /// What was created in a namespace that is not podlab's.
  var guests: [CreatedObject] = []
  private var obstacle: Obstacle?
  private var checkEnd: ClusterTime?
  /// When the cluster's clock and this machine's stood side by side.
  private let start: ClusterTime

  struct CreatedObject: Hashable {
    var resource: String
    var name: String
    var namespace: String
  }

  package init(connection: KubectlConnection, plan: NamespacePlan, rules: Rules = Rules()) {
    self.connection = connection
    self.plan = plan
    self.rules = rules
    start = connection.host.now
  }

  var host: any KubectlHost { connection.host }

  // MARK: Obstacles

  /// Why nothing is evidence any more; nil while all is well.
  package var hindrance: String? {
    if obstacle == nil, host.isInterrupted { obstacle = .failure(.interrupted) }
    if let obstacle { return "\(obstacle)" }
    guard let checkEnd, host.now >= checkEnd else { return nil }
    return "\(tooLong)"
  }

  /// Whether the user wanted an end, until `cleanUp`.
  package var isInterrupted: Bool { obstacle == .failure(.interrupted) || host.isInterrupted }

  private var tooLong: Obstacle {
    .checkTookTooLong(seconds: Int(rules.checkTimeout.components.seconds))
  }

  /// Gives the next check its own time.
  package func beginCheck() { checkEnd = host.now.advanced(by: rules.checkTimeout) }

  @discardableResult
  func hinder(_ obstacle: Obstacle) -> StatusError {
    if self.obstacle == nil { self.obstacle = obstacle }
    return StatusError(code: 503, reason: "Hindered", message: "\(obstacle)")
  }

  /// Asks the cluster, unless that is known to be of no use.
  ///
  /// What shows that the cluster is gone or unwell becomes an obstacle, after a second try.
  func ask<Value>(
    tries: Int = 2, _ body: () throws(KubectlFailure) -> Result<Value, StatusError>
  ) throws(StatusError) -> Value {
    var trouble: Obstacle?
    for number in 0..<tries {
      if let hindrance {
        throw StatusError(code: 503, reason: "Hindered", message: hindrance)
      }
      if number > 0 { pause(.seconds(1)) }
      switch Result(catching: body) {
      case .success(.success(let value)): return value
      case .success(.failure(let refusal)):
        guard refusal.code >= 500 || refusal.code == 429 else { throw refusal }
        trouble = .unwell(refusal)
      case .failure(let failure): trouble = .failure(failure)
      }
    }
    throw hinder(trouble ?? .failure(.interrupted))
  }

  // MARK: Time

  package var now: ClusterTime {
    get async { start.advanced(by: host.now.since(start) * connection.context.speed) }
  }

  /// This machine's time at a moment of the cluster's.
  func hostTime(_ time: ClusterTime) -> ClusterTime {
    start.advanced(by: time.since(start) / connection.context.speed)
  }

  package func sleep(for duration: Duration) async {
    pause(duration / connection.context.speed)
  }

  /// Waits in real time, but no longer than the check may take.
  private func pause(_ duration: Duration) {
    guard hindrance == nil else { return }
    host.wait(for: [], until: deadline(in: duration))
  }

  /// This machine's time after a while, or the end of the check if that is sooner.
  private func deadline(in duration: Duration) -> ClusterTime {
    let end = host.now.advanced(by: duration)
    return checkEnd.map { min($0, end) } ?? end
  }

  /// Waits until a Pod of the namespace changes, at most so much of the cluster's time.
  package func waitForChange(in namespace: String, atMost duration: Duration) async {
    guard hindrance == nil, let real = namespaces.real[namespace] else {
      return await sleep(for: duration)
    }
    let end = deadline(in: duration / connection.context.speed)
    if watches[real]?.isOver != false {
      watches[real]?.end()
      watches[real] = try? PodWatch(namespace: real, connection: connection)
    }
    guard let watch = watches[real] else { return await sleep(for: duration) }
    if watch.waitForChange(on: host, until: end) { return }
    // A watch that the server ended says nothing more: wait as long as was wanted all the same.
    if host.now < end, hindrance == nil { host.wait(for: [], until: end) }
  }
}
