import ByteText
import PodModel

/// A set of lessons, as read from one folder.
package struct LessonPack: Sendable {
  /// The folder, as the caller named it.
  package var folder: String
  /// In the order in which they are meant to be done.
  package var lessons: [Lesson]
  /// The images that the pack adds to podlab's own.
  package var images: [PackImage]
  /// All files of the lessons, as paths below the pack's folder.
  package var paths: Set<String>

  package init(folder: String, lessons: [Lesson], images: [PackImage] = [], paths: Set<String> = [])
  {
    self.folder = folder
    self.lessons = lessons
    self.images = images
    self.paths = paths
  }

  /// The tasks of all lessons, in order.
  package var tasks: [LabTask] { lessons.flatMap(\.tasks) }

  /// The task with this id, also where its lesson stands in front: `lesson/task`.
  package func task(_ id: String) -> LabTask? {
    guard let slash = id.firstIndex(ofASCII: "/") else { return tasks.first { $0.id == id } }
    let lesson = lessons.first { $0.id == id[..<slash] }
    return lesson?.tasks.first { $0.id == id[id.index(after: slash)...] }
  }

  /// The lesson that holds a task.
  package func lesson(ofTask id: String) -> Lesson? {
    lessons.first { $0.tasks.contains { $0.id == id } }
  }

  /// The known task id that looks most like a mistyped one; nil when none comes near.
  package func nearestTask(to id: String) -> String? { id.nearest(among: tasks.map(\.id)) }
}

extension LessonPack {
  /// The folders that may hold the lessons, best first; the first that exists is taken.
  ///
  /// What the user names is the only candidate: a mistyped name must not lead to other lessons.
  /// `binary` is the path of the running program, links resolved.
  package static func candidates(
    option: String?, environment: [String: String], binary: String?, workingDirectory: String
  ) -> [String] {
    if let option { return [option.resolved(against: workingDirectory)] }
    if let named = environment["PODLAB_LESSONS"], !named.isEmpty {
      return [named.resolved(against: workingDirectory)]
    }
    let beside = binary.map { path -> [String] in
      let folder = path.parentFolder
      return ["\(folder)/lessons", "\(folder.parentFolder)/share/podlab/lessons"]
    }
    return (beside ?? []) + ["lessons".resolved(against: workingDirectory)]
  }
}

extension String {
  /// The path as seen from a folder; an absolute one stays as it is.
  package func resolved(against folder: String) -> String {
    hasPrefix("/") ? self : folder.hasSuffix("/") ? folder + self : "\(folder)/\(self)"
  }

  /// Everything before the last `/`; empty for a name at the root.
  fileprivate var parentFolder: String {
    lastIndex(of: "/").map { String(self[..<$0]) } ?? "."
  }
}
