import Kernel
import PodModel

/// A watch on the store, from a place in its history on.
final class StoreWatch: ObjectWatch {
  private let store: ObjectStore
  private let time: Timekeeper
  private let kind: String
  private let namespace: String?
  private let selector: ObjectSelector
  private var place: Int

  init(
    store: ObjectStore, time: Timekeeper, kind: String, namespace: String?,
    selector: ObjectSelector, place: Int
  ) {
    self.store = store
    self.time = time
    self.kind = kind
    self.namespace = namespace
    self.selector = selector
    self.place = place
  }

  func next(before deadline: ClusterTime?) async -> WatchEvent? {
    let end = deadline.map { VirtualTime(nanoseconds: $0.nanoseconds) }
    while true {
      while place < store.history.count {
        let change = store.history[place]
        place += 1
        if let event = event(change) { return event }
      }
      if let end, time.now >= end { return nil }
      do {
        try await time.wait(for: store.changed, until: end)
      } catch {
        return nil
      }
    }
  }

  /// What a change means for this watch: an object may come into its view, or leave it.
  private func event(_ change: ObjectStore.Change) -> WatchEvent? {
    guard change.key.kind == kind, namespace == nil || change.key.namespace == namespace else {
      return nil
    }
    let isSeen = selector.matches(change.event.object)
    let wasSeen = change.before.map(selector.matches) ?? false
    switch change.event.kind {
    case .deleted: return wasSeen ? change.event : nil
    case .added, .modified:
      if isSeen {
        return WatchEvent(kind: wasSeen ? .modified : .added, object: change.event.object)
      }
      return wasSeen ? WatchEvent(kind: .deleted, object: change.event.object) : nil
    }
  }
}
