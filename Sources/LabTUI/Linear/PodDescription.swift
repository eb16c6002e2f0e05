package import LabSession
package import PodModel

/// A Pod's structure in sentences, for those who cannot see the drawing.
package enum PodDescription {
  package static func text(_ manifest: ManifestState) -> String {
    switch manifest {
    case .empty: "Your manifest is empty.\n"
    case .unreadable(let reason): "\(reason)\n"
    case .read(let pods, let admission):
      verdict(of: admission) + pods.map(text).joined(separator: "\n")
        + (pods.isEmpty ? "It holds no Pod.\n" : "")
    }
  }

  private static func verdict(of admission: Admission) -> String {
    guard !admission.accepted else { return "The API server accepts it.\n" }
    let problems = admission.problems.map { problem in
      (problem.position.map { "line \($0.line): " } ?? "") + problem.message
    }
    let lines = problems.isEmpty ? [admission.message] : problems
    return "The API server refuses it:\n" + lines.map { "  \($0)\n" }.joined()
  }

  /// One Pod: its containers in the order in which they start, then its volumes.
  package static func text(_ pod: Pod) -> String {
    var text = "Pod '\(pod.metadata.name)'\n"
    for (index, container) in pod.spec.initContainers.enumerated() {
      let role = container.isNativeSidecar ? "native sidecar" : "init container"
      text += describe(container, as: "\(role) \(index + 1)")
    }
    for container in pod.spec.containers { text += describe(container, as: "container") }
    for volume in pod.spec.volumes {
      let users = (pod.spec.initContainers + pod.spec.containers).filter { container in
        container.volumeMounts.contains { $0.name == volume.name }
      }
      let names = users.isEmpty ? "nobody" : users.map(\.name).joined(separator: ", ")
      text += "  volume '\(volume.name)' (\(volume.source.kind)), mounted by \(names)\n"
    }
    return text
  }

  private static func describe(_ container: Container, as role: String) -> String {
    var text = "  \(role) '\(container.name)', image \(container.image)\n"
    if let command = container.command {
      text += "    command: \(command.joined(separator: " "))\n"
    }
    for port in container.ports { text += "    port \(port.containerPort)\n" }
    for mount in container.volumeMounts {
      let mode = mount.readOnly ? ", read-only" : ""
      text += "    volume '\(mount.name)' at \(mount.mountPath)\(mode)\n"
    }
    return text
  }
}
