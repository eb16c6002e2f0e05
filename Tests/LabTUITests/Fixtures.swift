import Grader
import LabSession
import Lessons
import PodModel

@testable import LabTUI

/// A small course and one attempt, for screens.
enum Fixtures {
  static let task = LabTask(
    id: "cern-init-container", title: "Fetch the home page first", concepts: ["init containers"],
    minutes: 10,
    text: """
      ## Goal

      Give Pod `nx` an *init container* that fetches **http://info.cern.ch** into a volume.

      ## Steps

      1. Add a volume `static-html`.
      2. Mount it in both containers.

      ```shell
      kubectl logs nx -c init-index
      ```

      | container | mount |
      |---|---|
      | init-index | /static-html |
      | nginx | /usr/share/nginx/html |
      """,
    hints: ["Look at `initContainers`.", "```yaml\ninitContainers:\n- name: x\n```"],
    debrief: "Init containers end before the others start.", checks: [], start: [],
    solutions: [
      Solution(
        name: "plain", files: [LessonFile(path: "pod.yaml", bytes: Array("kind: Pod\n".utf8))])
    ], mistakes: [])

  static let lessons = [
    Lesson(
      id: "pods", title: "Multi-container Pods", order: 1, minutes: 30, kubernetesVersions: "1.36",
      tasks: [
        LabTask(
          id: "nginx-pod", title: "A Pod with nginx", concepts: [], minutes: 5, text: "", hints: [],
          debrief: "", checks: [], start: [], solutions: [], mistakes: []), task,
      ])
  ]

  static let standings = [
    "nginx-pod": TaskStanding(bestPoints: 4, maxPoints: 4, isDone: true),
    "cern-init-container": TaskStanding(bestPoints: 2, maxPoints: 5, isDone: false),
  ]

  static let report = TaskReport(
    task: "cern-init-container", title: "Fetch the home page first",
    checks: [
      CheckResult(
        id: "pod-runs", title: "The Pod runs", verdict: .passed, points: 2, maxPoints: 2,
        explain: "A Pod must run."),
      CheckResult(
        id: "shared", title: "Both containers mount the volume", verdict: .failed, points: 0,
        maxPoints: 2, expected: "mountPath '/usr/share/nginx/html'", found: "mountPath '/var/www'",
        location: .init(
          file: "pod.yaml", position: SourcePosition(line: 21, column: 9),
          field: FieldPath("spec", "containers").index(0).field("volumeMounts")),
        explain: "nginx serves what lies in that folder.", hint: "Change the `mountPath`."),
      CheckResult(
        id: "shown", title: "The page was shown", verdict: .skipped, points: 0, maxPoints: 1,
        found: "needs 'shared'", explain: "Look at what the user sees."),
    ])

  static let pod = Pod(
    metadata: ObjectMeta(name: "nx"),
    spec: PodSpec(
      initContainers: [
        Container(
          name: "init-index", image: "busybox",
          volumeMounts: [VolumeMount(name: "static-html", mountPath: "/static-html")])
      ],
      containers: [
        Container(
          name: "nginx", image: "nginx",
          volumeMounts: [VolumeMount(name: "static-html", mountPath: "/usr/share/nginx/html")],
          ports: [ContainerPort(containerPort: 80)])
      ], volumes: [Volume(name: "static-html")]))

  static func attempt(
    manifest: ManifestState = .read(pods: [pod], admission: Admission(accepted: true)),
    report: TaskReport = report
  ) -> Attempt {
    Attempt(
      task: task, folder: "/home/me/cern-init-container",
      manifestPath: "/home/me/cern-init-container/pod.yaml",
      transcriptPath: "/home/me/cern-init-container/transcript.txt", manifest: manifest,
      expectedPods: [pod], report: report, hintsShown: 0, solutionShown: false)
  }

  static func model(width: Int, height: Int, attempt: Attempt? = attempt()) -> Model {
    var model = Model(lessons: lessons, standings: standings, width: width, height: height)
    if let attempt {
      _ = update(&model, .attempted(attempt, standings: standings))
      model.focus = .text
    }
    return model
  }
}
