import NIOCore

/// Calls a function when nothing happened for too long.
///
/// Being set again costs no timer: one is kept, and looks again when it fires too early.
struct Watchdog {
  private final class Guarded {
    var deadline: NIODeadline?
    var action: () -> Void = {}
    var timer: (task: Scheduled<Void>, deadline: NIODeadline)?
  }

  private let guarded = Guarded()

  /// Calls `action` after this time, unless it is stopped or started again before.
  func start(_ time: TimeAmount, on eventLoop: any EventLoop, _ action: @escaping () -> Void) {
    let deadline = NIODeadline.now() + time
    guarded.deadline = deadline
    guarded.action = action
    if let timer = guarded.timer {
      if timer.deadline <= deadline { return }
      timer.task.cancel()
    }
    Self.wait(guarded, until: deadline, on: eventLoop)
  }

  /// Forgets the action.
  func stop() {
    guarded.deadline = nil
    guarded.action = {}
  }

  private static func wait(
    _ guarded: Guarded, until deadline: NIODeadline, on eventLoop: any EventLoop
  ) {
    let box = NIOLoopBound(guarded, eventLoop: eventLoop)
    let task = eventLoop.scheduleTask(deadline: deadline) {
      let guarded = box.value
      guarded.timer = nil
      guard let deadline = guarded.deadline else { return }
      if deadline <= .now() {
        guarded.action()
      } else {
        wait(guarded, until: deadline, on: eventLoop)
      }
    }
    guarded.timer = (task, deadline)
  }
}
