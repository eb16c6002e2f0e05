import ByteText
import PodModel

/// The files of a new task, for its author to fill in.
///
/// They are a sound task as they stand, so that every later step can be checked.
package enum TaskScaffold {
  /// The new files with their paths below the pack's folder.
  ///
  /// `order` is the task's place in its lesson. The lesson's own file is among them where the lesson
  /// is new, too.
  package static func files(
    lesson: String, task: String, order: Int, lessonOrder: Int?
  ) -> [LessonFile] {
    let folder = "\(lesson)/\(task)"
    var texts = [
      "\(folder)/task.md": document(task: task, order: order),
      "\(folder)/checks.yaml": checks,
      "\(folder)/start/pod.yaml": "# Write the Pod here.\n",
      "\(folder)/solutions/plain/pod.yaml": pod(command: "sleep infinity"),
      "\(folder)/mistakes/no-command/pod.yaml": pod(command: nil),
      "\(folder)/mistakes/no-command/mistake.yaml": mistake,
    ]
    if let lessonOrder {
      texts["\(lesson)/lesson.yaml"] =
        "title: \(title(of: lesson))\norder: \(lessonOrder)\nminutes: 15\nkubernetes: \"1.36\"\n"
    }
    return texts.sorted { $0.key < $1.key }.map {
      LessonFile(path: $0.key, bytes: Array($0.value.utf8))
    }
  }

  /// `my-first-task` as `My first task`.
  private static func title(of name: String) -> String {
    let words = name.split(at: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func document(task: String, order: Int) -> String {
    """
    ---
    id: \(task)
    title: \(title(of: task))
    order: \(order)
    concepts: [containers]
    minutes: 10
    ---

    Say in a paragraph what the task is about, and why it matters.

    ## Goal

    - Pod `demo` runs one container named `main`.

    ## Steps

    1. Write the manifest into `pod.yaml`.

    ```shell
    kubectl create -f pod.yaml
    ```

    ## Hints

    ### Where to look

    A first nudge.

    ### Nearly the answer

    Give container `main` a `command` that goes on running.

    ## Debrief

    What to take home.

    """
  }

  private static let checks = """
    - id: stays-up
      title: Container main has a command
      points: 1
      explain: An image without a server ends at once unless it is told what to do.
      hint: Look at `command` in `kubectl explain pod.spec.containers`.
      manifest:
        kind: Pod
        metadata:
          name: demo
        spec:
          containers:
          - name: main
            command: {$absent: false}

    """

  private static let mistake = """
    fails: [stays-up]
    misconception: The busybox image has no server of its own; without a command its shell ends at once.

    """

  private static func pod(command: String?) -> String {
    let words = command.map { $0.split(at: " ").joined(separator: ", ") }
    return """
      apiVersion: v1
      kind: Pod
      metadata:
        name: demo
      spec:
        containers:
        - name: main
          # The lessons' folder 'container-images' can hold images of your own; see its README.
          image: busybox:1.36

      """ + (words.map { "    command: [\($0)]\n" } ?? "")
  }
}
