import Lessons

/// A small good pack below `/p`, to be spoiled by tests.
enum PackFixture {
  static let task = "/p/first/hello/task.md"

  static let texts: [String: String] = [
    "/p/README.md": "Not a lesson.",
    "/p/first/lesson.yaml": lesson("First steps", order: 1),
    "/p/second/lesson.yaml": lesson("Second steps", order: 2),
    task: """
    ---
    id: hello
    title: Say hello
    order: 1
    concepts: [Pod, container]
    minutes: 5
    ---

    Create Pod `hi`.

    ## Steps

    1. Think.

    ## Hints

    ### Far

    Look again.

    ### Near

    Write `kind: Pod`.

    ## Debrief

    A Pod says hello.

    """,
    "/p/first/hello/checks.yaml": checks,
    "/p/first/hello/start/pod.yaml": "kind: Pod\n",
    "/p/first/hello/solutions/plain/pod.yaml": pod("hi", "nginx"),
    "/p/first/hello/mistakes/typo/pod.yaml": pod("ho", "nginx"),
    "/p/first/hello/mistakes/typo/mistake.yaml":
      "fails: [runs]\nmisconception: Names do not matter.\n",
    "/p/first/goodbye/task.md": plainTask("goodbye", order: 2),
    "/p/first/goodbye/checks.yaml": checks,
    "/p/second/later/task.md": plainTask("later", order: 1),
    "/p/second/later/checks.yaml": checks,
  ]

  /// What loading the pack complains about; empty when it loads.
  static func problems(_ files: MemoryFiles) -> String {
    do throws(LessonPackError) {
      _ = try LessonPack.load(at: "/p", files: files)
      return ""
    } catch {
      return error.description
    }
  }

  static func pod(_ name: String, _ container: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: \(name)
    spec:
      containers:
      - name: \(container)
        image: nginx

    """
  }

  private static func lesson(_ title: String, order: Int) -> String {
    "title: \(title)\norder: \(order)\nminutes: 30\nkubernetes: v1.36\n"
  }

  private static func plainTask(_ id: String, order: Int) -> String {
    """
    ---
    id: \(id)
    title: Say \(id)
    order: \(order)
    concepts: []
    minutes: 1
    ---
    Text.

    """
  }

  private static let checks = """
    - id: runs
      title: The Pod runs
      points: 2
      explain: A Pod must run to be of use.
      pod: {name: hi}

    """
}
