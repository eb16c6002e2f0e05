import ByteText
import PodModel

/// Generators of kinds that podlab's cluster does not keep: good for `--dry-run=client -o yaml`.
///
/// Source: kubectl `cmd/create/create_deployment.go`, `create_job.go`, `create_cronjob.go`.
extension Command {
  static var createDeployment: Command {
    generator(
      "deployment", ["deploy"], "Create a deployment.",
      "NAME --image=image -- [COMMAND] [args...] [options]",
      [
        .stringSlice("image"), .int("port", initial: -1), .int("replicas", "r", initial: 1),
      ], required: ["image"]
    ) { call throws(KubectlError) in try Workload(call).deployment() }
  }

  static var createJob: Command {
    generator(
      "job", [], "Create a job.", "NAME --image=image -- [COMMAND] [args...]",
      [.string("image"), .string("from")]
    ) { call throws(KubectlError) in try Workload(call).job() }
  }

  static var createCronJob: Command {
    generator(
      "cronjob", ["cj"], "Create a cron job.",
      "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
      [.string("image"), .string("schedule"), .string("restart")], required: ["image", "schedule"]
    ) { call throws(KubectlError) in try Workload(call).cronJob() }
  }
}

/// Objects around a template of Pods, as the flags of a call describe them.
private struct Workload {
  private let call: Call
  private let name: String
  private let command: [Node]

  init(_ call: Call) throws(KubectlError) {
    self.call = call
    let before = call.argumentsBeforeDash ?? call.arguments.count
    guard before == 1, let name = call.arguments.first else {
      throw .usage("exactly one NAME is required, got \(before)")
    }
    self.name = name
    command = call.arguments.dropFirst(before).map { Node(.string($0)) }
  }

  private func metadata(labels: Node? = nil) -> Node {
    var metadata: Node = ["name": Node(.string(name))]
    if call.version == .minor32 { metadata["creationTimestamp"] = Node(.null) }
    if call.hasExplicitNamespace { metadata["namespace"] = Node(.string(call.namespace)) }
    if let labels { metadata["labels"] = labels }
    return metadata
  }

  private func templateMetadata(labels: Node? = nil) -> Node {
    var metadata: Node = [:]
    if call.version == .minor32 { metadata["creationTimestamp"] = Node(.null) }
    if let labels { metadata["labels"] = labels }
    return metadata
  }

  private func container(_ image: String, named name: String) -> Node {
    var container: Node = [
      "image": Node(.string(image)), "name": Node(.string(name)), "resources": [:],
    ]
    if !command.isEmpty { container["command"] = Node(.list(command)) }
    return container
  }

  /// `docker.io/library/nginx:1.27` makes a container `nginx`.
  private static func containerName(_ image: String) -> String {
    let last = image.split(at: "/").last.map(String.init) ?? image
    let name = last.prefix { $0 != ":" && $0 != "@" }
    return name.map { $0 == "_" ? "-" : String($0) }.joined()
  }

  func deployment() throws(KubectlError) -> Node {
    let images = call.flags.strings("image")
    if images.count > 1, !command.isEmpty {
      throw .text("cannot specify multiple --image options and command")
    }
    let labels: Node = ["app": Node(.string(name))]
    var containers = images.map { container($0, named: Self.containerName($0)) }
    let port = call.flags.int("port")
    if port >= 0, !containers.isEmpty {
      containers[0]["ports"] = [["containerPort": Node(.integer(Int64(port)))]]
    }
    return [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata(labels: labels),
      "spec": [
        "replicas": Node(.integer(Int64(call.flags.int("replicas")))),
        "selector": ["matchLabels": labels], "strategy": [:],
        "template": [
          "metadata": templateMetadata(labels: labels),
          "spec": ["containers": Node(.list(containers))],
        ],
      ],
      "status": [:],
    ]
  }

  private func jobSpec(_ image: String, restart: String) -> Node {
    [
      "template": [
        "metadata": templateMetadata(),
        "spec": [
          "containers": [container(image, named: name)], "restartPolicy": Node(.string(restart)),
        ],
      ]
    ]
  }

  func job() throws(KubectlError) -> Node {
    let image = call.flags.string("image")
    let source = call.flags.string("from")
    if image.isEmpty == source.isEmpty {
      throw .text("either --image or --from must be specified")
    }
    guard source.isEmpty else {
      throw .text("not modelled: podlab's cluster has no cronjobs.batch")
    }
    return [
      "apiVersion": "batch/v1", "kind": "Job", "metadata": metadata(),
      "spec": jobSpec(image, restart: "Never"), "status": [:],
    ]
  }

  func cronJob() throws(KubectlError) -> Node {
    let restart = call.flags.string("restart")
    return [
      "apiVersion": "batch/v1", "kind": "CronJob", "metadata": metadata(),
      "spec": [
        "jobTemplate": [
          "metadata": metadata(),
          "spec": jobSpec(
            call.flags.string("image"), restart: restart.isEmpty ? "OnFailure" : restart),
        ],
        "schedule": Node(.string(call.flags.string("schedule"))),
      ],
      "status": [:],
    ]
  }
}
