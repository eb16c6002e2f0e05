import Kernel
import PodModel

/// What probes find out shows in the status at once, before the next round.
///
/// Source: kubelet `status/status_manager.go` (`SetContainerReadiness`, `SetContainerStartup`).
extension PodWorker {
  /// Shows that a container has started; whether it is ready is for the next round to say.
  func showStarted(_ id: String) {
    change(id) { $0["started"] = true }
  }

  /// Shows whether a container is ready, and what that means for its Pod.
  func showReadiness(_ id: String, _ isReady: Bool) {
    change(id) { $0["ready"] = Node(.bool(isReady)) }
    guard let object, let pod = typed(object), var status = object["status"] else { return }
    let conditions = PodConditions(
      pod: pod, initStatuses: status["initContainerStatuses"]?.list ?? [],
      statuses: status["containerStatuses"]?.list ?? [], phase: status["phase"]?.string ?? "",
      hasSandbox: true, old: status["conditions"]?.list ?? [],
      generation: object["metadata"]?["generation"]?.int ?? 1, now: time.now)
    status["conditions"] = Node(
      .list(
        (status["conditions"]?.list ?? []).map { condition in
          switch condition["type"]?.string {
          case "Ready": conditions.ready
          case "ContainersReady": conditions.containersReady
          case _: condition
          }
        }))
    write(status, mayRun: stage != .terminated)
  }

  private func change(_ id: String, _ body: (inout Node) -> Void) {
    guard var status = object?["status"] else { return }
    for key in ["initContainerStatuses", "containerStatuses"] {
      guard var list = status[key]?.list,
        let place = list.firstIndex(where: { $0["containerID"]?.string == "containerd://\(id)" })
      else { continue }
      body(&list[place])
      status[key] = Node(.list(list))
    }
    write(status, mayRun: stage != .terminated)
  }
}
