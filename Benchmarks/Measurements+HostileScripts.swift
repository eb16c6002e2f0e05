/// Scripts that want all there is, as a learner may hand them in.
extension Measurements {
  /// What one script cost.
  private struct HostileCost {
    var name: String
    var shell: ChildProcess.Cost
    var grading: ChildProcess.Cost
  }

  /// The scripts of `Tests/Hostile`: the two that are worst, or with `--hostile` each of them.
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
    return rows + Self.worst(of: costs)
  }

  private static func row(_ cost: HostileCost) -> Row {
    Row(
      what: "  \(cost.name)",
      figure: "sh \(figure(cost.shell)); grade \(figure(cost.grading))", budget: "1 s, 64 MiB")
  }

  private static func figure(_ cost: ChildProcess.Cost) -> String {
    "\(cost.processor.milliseconds), \(cost.peakMemory >> 20) MiB"
  }

  private static func worst(of costs: [HostileCost]) -> [Row] {
    let all = costs.flatMap { [($0.name, $0.shell), ($0.name, $0.grading)] }
    guard let slowest = all.max(by: { $0.1.processor < $1.1.processor }),
      let largest = all.max(by: { $0.1.peakMemory < $1.1.peakMemory })
    else { return [] }
    return [
      Row(
        what: "\(costs.count) hostile scripts: the slowest",
        figure: "\(slowest.1.processor.milliseconds) of processor time (\(slowest.0))",
        budget: "1 s"),
      Row(
        what: "\(costs.count) hostile scripts: the largest",
        figure: "\(largest.1.peakMemory >> 20) MiB (\(largest.0))", budget: "64 MiB"),
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
