import Glibc
import LabTUI

/// Linux's news of changed files.
enum INotify {
  /// A watch for one folder at a time; nil when the system refuses one.
  static func folderWatch() -> FolderWatch? {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    var watched: Int32?
    let interesting = UInt32(
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_DELETE_SELF
        | IN_MOVE_SELF)
    return FolderWatch(
      descriptor: descriptor,
      watch: { folder in
        if let watched { inotify_rm_watch(descriptor, watched) }
        let added = inotify_add_watch(descriptor, folder, interesting)
        watched = added >= 0 ? added : nil
      },
      drain: {
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        while read(descriptor, &bytes, bytes.count) > 0 {}
      })
  }
}
