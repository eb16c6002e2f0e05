/// A course chapter: some tasks in the order in which they are meant to be done.
package struct Lesson: Sendable {
  /// The folder's name; unique in the pack.
  package var id: String
  package var title: String
  /// Position in the list of lessons; lower comes first.
  package var order: Int
  /// How long the whole lesson takes, in minutes.
  package var minutes: Int
  /// Kubernetes versions that the text holds for, as the author wrote them.
  package var kubernetesVersions: String
  package var tasks: [LabTask]

  package init(
    id: String, title: String, order: Int, minutes: Int, kubernetesVersions: String,
    tasks: [LabTask]
  ) {
    self.id = id
    self.title = title
    self.order = order
    self.minutes = minutes
    self.kubernetesVersions = kubernetesVersions
    self.tasks = tasks
  }
}
