/// Scripts that want all there is, as a learner may hand them in.
extension Measurements {
  /// What one script cost.
  private struct HostileCost {
    var name: String
    var shell: ChildProcess.Cost
    var grading: ChildProcess.Cost
  }

  /// The scripts of `Tests/Hostile`: those that are worst, or with `--hostile` each of them.
  func hostileScripts() throws -> [Row] {
    let costs = try Scratch.hostileScripts().map { name, script in
      let pod = try scratch.write(Self.pod(running: script), to: "hostile.yaml")
      return HostileCost(
        name: name, shell: try ChildProcess([binary, "sh", "-c", script]).wait(),
        grading: try ChildProcess([
          binary, "grade", "--task", "sidecar-error-watcher", pod,
        ]).wait())
    }
    let rows = isHostile ? costs.map(Self.row) : []
    let graded = costs.map { (name: $0.name, cost: $0.grading) }
    let own = costs.map { (name: $0.name, cost: $0.shell) }
    return rows + Self.worst(of: graded, "graded", budget: "1,000 ms, 64 MiB")
      + Self.worst(of: own, "podlab sh", budget: "–")
  }

  private static func row(_ cost: HostileCost) -> Row {
    Row(
      what: "  \(cost.name)",
      figure: "sh \(figure(cost.shell)); grade \(figure(cost.grading))", budget: "1 s, 64 MiB")
  }

  private static func figure(_ cost: ChildProcess.Cost) -> String {
    "\(cost.processor.milliseconds), \(cost.peakMemory >> 20) MiB"
  }

  private static func worst(
    of costs: [(name: String, cost: ChildProcess.Cost)], _ what: String, budget: String
  ) -> [Row] {
    guard let slowest = costs.max(by: { $0.cost.processor < $1.cost.processor }),
      let largest = costs.max(by: { $0.cost.peakMemory < $1.cost.peakMemory })
    else { return [] }
    return [
      Row(
        what: "\(costs.count) hostile scripts, \(what)",
        figure: "at most \(slowest.cost.processor.milliseconds) (\(slowest.name)), "
          + "\(largest.cost.peakMemory >> 20) MiB (\(largest.name))",
        budget: budget)
    ]
  }

  /// A good answer to the task with one container more.
  private static func pod(running script: String) -> String {
    let lines = script.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
    return """
      apiVersion: v1
      kind: Pod
      metadata:
        name: nx
      spec:
        containers:
        - name: nginx
          image: nginx
          volumeMounts: &logs
          - name: logs
            mountPath: /var/log/nginx
        - name: sidecar
          image: busybox
          command:
          - sh
          - -c
          - while sleep 10; do grep -q error /var/log/nginx/error.log && echo 'Error discovered!'; done
          volumeMounts: *logs
        - name: bad
          image: busybox
          command:
          - sh
          - -c
          - |
      \(lines)
          volumeMounts: *logs
        volumes:
        - name: logs
          emptyDir: {}

      """
  }
}
