// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "podlab",
  products: [.executable(name: "podlab", targets: ["podlab"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
  ],
  targets: [
    // Floor 0: C libraries behind the thinnest possible shims.
    .target(
      name: "CNcurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CMarkdown",
      linkerSettings: [.linkedLibrary("cmark-gfm"), .linkedLibrary("cmark-gfm-extensions")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CTLS"),

    // Floor 0: values and functions that know nothing of each other.
    .target(name: "Cells"),
    .target(name: "ByteText"),
    .target(name: "Kernel", dependencies: ["ByteText"]),
    .target(name: "Shell", dependencies: ["ByteText", "Kernel", "RegularExpressions"]),
    .target(name: "RegularExpressions", dependencies: ["ByteText"]),
    .target(name: "PodModel", dependencies: ["ByteText"]),
    .target(name: "RemoteStreams", dependencies: ["CZlib"]),

    // Floor 1
    .target(name: "Programs", dependencies: ["ByteText", "Kernel", "Shell", "RegularExpressions"]),
    .target(name: "CursesTerminal", dependencies: ["Cells", "CNcurses"]),
    .target(name: "Diagrams", dependencies: ["PodModel", "Cells"]),
    .target(
      name: "Lessons", dependencies: ["ByteText", "PodModel", "RegularExpressions", "CMarkdown"]),
    .target(name: "Kubectl", dependencies: ["ByteText", "PodModel"]),
    .target(name: "KubernetesAPI", dependencies: ["PodModel"]),
    .target(name: "KubectlCluster", dependencies: ["PodModel"]),

    // Floor 2
    .target(
      name: "Grader", dependencies: ["ByteText", "PodModel", "RegularExpressions", "Lessons"]),
    .target(
      name: "PodSimulator",
      dependencies: ["ByteText", "PodModel", "Kernel", "Shell", "Programs", "Kubectl"]),

    // Floor 3
    .target(
      name: "LabSession",
      dependencies: [
        "ByteText", "PodModel", "Kernel", "Kubectl", "Lessons", "Grader", "PodSimulator",
        "KubectlCluster",
      ]),

    .target(
      name: "APIServer",
      dependencies: [
        "PodModel", "PodSimulator", "Kernel", "KubernetesAPI", "RemoteStreams", "CTLS",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ]),

    // Floor 4
    .target(
      name: "LabTUI",
      dependencies: [
        "ByteText", "Cells", "CursesTerminal", "Diagrams", "PodModel", "Lessons", "Grader",
        "LabSession",
      ]),

    // Floor 5
    .executableTarget(
      name: "podlab",
      dependencies: [
        "Cells", "CursesTerminal", "Diagrams", "PodModel", "Lessons", "Grader", "LabSession",
        "LabTUI", "PodSimulator", "Kernel", "Kubectl", "KubectlCluster", "APIServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .executableTarget(
      name: "Benchmarks", dependencies: ["CTLS", "Kernel", "PodModel", "PodSimulator"],
      path: "Benchmarks"),

    // Tests mirror the targets.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "CellsTests", dependencies: ["Cells"]),
    .testTarget(name: "ByteTextTests", dependencies: ["ByteText"]),
    .testTarget(name: "KernelTests", dependencies: ["Kernel"]),
    .testTarget(name: "RemoteStreamsTests", dependencies: ["RemoteStreams", "CZlib"]),
    .testTarget(name: "RegularExpressionsTests", dependencies: ["RegularExpressions"]),
    .testTarget(
      name: "ProgramsTests",
      dependencies: ["Programs", "Shell", "Kernel", "RegularExpressions"], exclude: ["Fixtures"]),
    .testTarget(name: "ShellTests", dependencies: ["Shell", "Kernel"]),
    .testTarget(name: "PodModelTests", dependencies: ["PodModel"]),
    .testTarget(
      name: "CursesTerminalTests", dependencies: ["CursesTerminal", "CNcurses", "Cells"]),
    .testTarget(
      name: "DiagramsTests", dependencies: ["Diagrams", "PodModel", "Cells", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(name: "KubectlTests", dependencies: ["Kubectl", "PodModel"]),
    .testTarget(name: "KubernetesAPITests", dependencies: ["KubernetesAPI", "PodModel"]),
    .testTarget(name: "KubectlClusterTests", dependencies: ["KubectlCluster", "PodModel"]),
    .testTarget(name: "LessonsTests", dependencies: ["Lessons", "PodModel"]),
    .testTarget(
      name: "PodSimulatorTests", dependencies: ["PodSimulator", "PodModel", "Kernel", "Shell"]),
    .testTarget(name: "GraderTests", dependencies: ["Grader", "Lessons", "PodModel"]),
    .testTarget(
      name: "LabSessionTests",
      dependencies: [
        "LabSession", "PodSimulator", "Kernel", "Kubectl", "KubectlCluster", "Grader", "Lessons",
        "PodModel",
      ]),
    .testTarget(
      name: "LabTUITests",
      dependencies: [
        "LabTUI", "LabSession", "Grader", "Lessons", "PodModel", "Diagrams", "Cells", "TestSupport",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "APIServerTests",
      dependencies: [
        "APIServer", "KubernetesAPI", "RemoteStreams", "PodModel", "PodSimulator", "Kernel", "CTLS",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ]),
    .testTarget(name: "AcceptanceTests", dependencies: ["TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "FuzzTests",
      dependencies: ["PodModel", "Kernel", "PodSimulator", "Lessons", "Grader"]),
    .testTarget(
      name: "FidelityTests",
      dependencies: [
        "PodModel", "Lessons", "Grader", "LabSession", "Kernel", "Shell", "PodSimulator",
        "Diagrams", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// One loop gives every Swift target the same, strict settings.
let cTargets: Set<String> = ["CNcurses", "CMarkdown", "CZlib", "CTLS"]
for target in package.targets where !cTargets.contains(target.name) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
  // The checks refuse warnings; a user with a newer compiler is not held up by them.
  if Context.environment["PODLAB_STRICT"] != nil {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))
  }
}
