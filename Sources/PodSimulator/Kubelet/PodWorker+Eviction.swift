import Kernel
import PodModel

/// Pods that take more of the node's disk than they may.
///
/// Source: kubelet `eviction/eviction_manager.go` (`localStorageEviction`, `evictPod`).
extension PodWorker {
  /// What the Pod takes too much of, in the kubelet's words; nil where nothing is.
  ///
  /// - Parameter looksAtVolumes: whether the volumes' use is known anew.
  func overuse(_ pod: Pod, looksAtVolumes: Bool) -> String? {
    if looksAtVolumes, let message = fullVolume(pod) { return message }
    let limits = pod.spec.containers.map { $0.resources.limits["ephemeral-storage"] }
    guard limits.contains(where: { $0 != nil }) else { return nil }
    let bounds = limits.compactMap { bytes($0) }
    let layers = pod.spec.containers.map { writtenBytes($0.name) }
    let total = layers.reduce(0, +) + pod.spec.volumes.reduce(0) { $0 + diskBytes($1) }
    let sum = bounds.reduce(0) { $0 &+ $1 }
    if total > sum {
      let text = bounds.count == 1 ? limits.compactMap { $0 }[0] : quantityText(sum)
      return "Pod ephemeral local storage usage exceeds the total limit of containers \(text). "
    }
    for (container, used) in zip(pod.spec.containers, layers) {
      guard let text = container.resources.limits["ephemeral-storage"], let limit = bytes(text),
        used > limit
      else { continue }
      return "Container \(container.name) exceeded its local ephemeral storage limit \"\(text)\". "
    }
    return nil
  }

  /// Ends the Pod because of `message`.
  func evict(_ message: String) {
    guard stage == .running, overused == nil else { return }
    overused = message
    record("Warning", "Evicted", message)
    stop()
  }

  private func fullVolume(_ pod: Pod) -> String? {
    for volume in pod.spec.volumes {
      guard case .emptyDir(_, let limit?) = volume.source, let most = bytes(limit),
        usedBytes(volume) > most
      else { continue }
      return "Usage of EmptyDir volume \"\(volume.name)\" exceeds the limit \"\(limit)\". "
    }
    return nil
  }

  private func usedBytes(_ volume: Volume) -> Int {
    sandbox.volumes[volume.name]?.inode.fileSystem.used ?? 0
  }

  /// What an emptyDir takes of the disk; those in memory take nothing.
  private func diskBytes(_ volume: Volume) -> Int {
    guard case .emptyDir(let medium, _) = volume.source, medium != "Memory" else { return 0 }
    return usedBytes(volume)
  }

  private func writtenBytes(_ container: String) -> Int {
    sandbox.newest(container).map(\.writtenBytes) ?? 0
  }

  private func quantityText(_ bytes: Int) -> String {
    Quantity(nanos: Int128(bytes) * 1_000_000_000, format: .binarySI).description
  }
}

extension Kubelet {
  /// How often the kubelet looks for Pods to evict.
  private static let evictionInterval: Int64 = 10
  /// How often it finds out what volumes hold, after half a minute for the first time.
  ///
  /// Source: kubelet `server/stats/volume_stat_calculator.go`: a minute, and up to one more.
  private static let volumeInterval = Duration.seconds(90)
  private static let firstVolumeLook = Duration.seconds(30)

  /// Looks from time to time whether the Pod takes too much, if it has limits on that.
  func watchStorage(of worker: PodWorker) {
    guard let pod = worker.pod else { return }
    let isLimited =
      pod.spec.volumes.contains { volume in
        if case .emptyDir(_, .some) = volume.source { return true }
        return false
      } || pod.spec.containers.contains { $0.resources.limits["ephemeral-storage"] != nil }
    guard isLimited else { return }
    scheduleStorageLook(at: worker, nextVolumeLook: now + Kubelet.firstVolumeLook)
  }

  private func scheduleStorageLook(at worker: PodWorker, nextVolumeLook: VirtualTime) {
    let interval = Kubelet.evictionInterval * 1_000_000_000
    let next = (now.nanoseconds / interval + 1) * interval
    cluster.kernel.schedule(at: VirtualTime(nanoseconds: next)) { [weak self, weak worker] in
      guard let self, let worker, worker.stage == .running, let pod = worker.pod else { return }
      let looksAtVolumes = now >= nextVolumeLook
      if let message = worker.overuse(pod, looksAtVolumes: looksAtVolumes) {
        return worker.evict(message)
      }
      scheduleStorageLook(
        at: worker, nextVolumeLook: looksAtVolumes ? now + Kubelet.volumeInterval : nextVolumeLook)
    }
  }
}
