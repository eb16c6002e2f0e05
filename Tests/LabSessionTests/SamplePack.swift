import Lessons

/// A pack of two tasks whose checks need no cluster.
enum SamplePack {
  static let right = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      initContainers:
      - name: helper
        image: busybox
        restartPolicy: Always
      containers:
      - name: nginx
        image: nginx

    """

  static func load() throws -> LessonPack {
    var texts = [
      "/pack/basics/lesson.yaml":
        "title: Basics\norder: 1\nminutes: 5\nkubernetes: \"1.36\"\n"
    ]
    for (order, id) in ["helper", "other"].enumerated() {
      let folder = "/pack/basics/\(id)"
      texts["\(folder)/task.md"] = """
        ---
        id: \(id)
        title: Task \(id)
        order: \(order + 1)
        concepts: [sidecars]
        minutes: 5
        ---

        Do it.

        ## Hints

        ### One

        Look.

        ## Debrief

        Done.
        """
      texts["\(folder)/checks.yaml"] = checks
      texts["\(folder)/start/pod.yaml"] = "# Write here.\n"
      texts["\(folder)/solutions/plain/pod.yaml"] = right
    }
    return try LessonPack.load(at: "/pack", files: MemoryFiles(texts))
  }

  private static let checks = """
    - id: is-native
      title: The helper is a native sidecar
      points: 2
      explain: It starts first.
      hint: Set the policy.
      manifest:
        kind: Pod
        metadata: {name: web}
        spec:
          initContainers:
          - {name: helper, restartPolicy: Always}
    """
}
