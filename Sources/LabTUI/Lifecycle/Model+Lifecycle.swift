import Cells
import LabSession

extension Model {
  /// Whether time must be told to the model.
  package var isPlaying: Bool { lifecycle?.isPlaying == true }

  /// Shows what the open task's Pods did, or why there is nothing to be shown.
  mutating func openLifecycle() {
    lifecycle = recordedLifecycle
    open(.lifecycle)
  }

  private var recordedLifecycle: LifecycleModel? {
    guard let attempt, let timeline = attempt.timeline else { return nil }
    return LifecycleModel(timeline: timeline, expected: attempt.expectedTimeline)
  }

  /// Takes over a new recording where the view is open.
  mutating func refreshLifecycle(isSameTask: Bool) {
    guard layers.contains(.lifecycle) else { return }
    guard isSameTask, let shown = lifecycle, let timeline = attempt?.timeline else {
      lifecycle = recordedLifecycle
      return
    }
    lifecycle = shown.showing(timeline: timeline, expected: attempt?.expectedTimeline)
  }

  /// Does what a key means in the lifecycle view; false when it has no meaning of its own there.
  mutating func performInLifecycle(_ key: Key) -> Bool {
    guard let command = LifecycleKeys.command(for: key), lifecycle != nil else { return false }
    let isDone = lifecycle?.perform(command) ?? false
    if !isDone { notice = Notice(.information, command.whyNot) }
    return true
  }
}

extension LifecycleCommand {
  /// Why nothing happened.
  fileprivate var whyNot: String {
    switch self {
    case .compare: "There is no recording of the expected Pod to compare with."
    case .nextPod: "The recording has no other Pod."
    case .previousChange, .nextChange, .secondBack, .secondForward, .beginning, .end, .play,
      .faster, .slower, .zoomIn, .zoomOut:
      "Nothing can be done here."
    }
  }
}
