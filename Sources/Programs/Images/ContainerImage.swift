package import Kernel

/// What a container image holds and says.
package struct ContainerImage: Sendable {
  /// The repository without registry and tag, such as "library/nginx".
  package var repository: String
  /// The root file system; /proc, /sys and /dev are the runtime's affair.
  package var files: FileTree
  package var entrypoint: [String] = []
  package var command: [String] = []
  /// In the order of the image's configuration.
  package var environment: [(name: String, value: String)] = [
    ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
  ]
  package var workingDirectory = "/"
  /// "", "user", "uid" or "uid:gid", as in the image's configuration.
  package var user = ""
  package var exposedPorts: [Int] = []
  package var stopSignal = Signal.term
  /// Bytes of all layers, as in the status of a node.
  package var size: Int
  /// What stands after "sha256:" in an image ID.
  package var digest: String
}

/// All images that the simulation knows.
package enum Images {
  /// Sorted by repository.
  package static let all: [ContainerImage] = [
    alpine, busybox, debian, httpd, mysql, nginx, redis, sampleApp, ubuntu,
  ]

  /// The image of a repository such as "library/busybox"; nil if there is none.
  package static func image(_ repository: String) -> ContainerImage? {
    all.first { $0.repository == repository }
  }

  /// Every program that the images' executables name.
  package static let programs: ProgramTable = {
    var table = ProgramTable(Debian.programs)
    table["busybox"] = Busybox.program
    table["app"] = SampleApp.program
    table["mysqld"] = DatabaseServer.program
    table["nginx"] = Nginx.program
    table["curl"] = Curl.program
    table["apache"] = Apache.program
    table["redis-server"] = RedisServer.program
    table["redis-cli"] = RedisClient.program
    return table
  }()

  /// The contents of /dev as container runtimes make it.
  package static let devices: FileTree = {
    var entries: [String: FileTree] = [
      "fd": .link(to: "/proc/self/fd"), "stdin": .link(to: "/proc/self/fd/0"),
      "stdout": .link(to: "/proc/self/fd/1"), "stderr": .link(to: "/proc/self/fd/2"),
      "shm": .directory(mode: 0o1777), "mqueue": .directory(mode: 0o1777), "pts": .directory(),
      "core": .link(to: "/proc/kcore"), "ptmx": .link(to: "pts/ptmx"),
    ]
    for device in [Device.null, .zero, .full, .random, .urandom, .tty] {
      entries[device.rawValue] = FileTree(.device(device), mode: 0o666)
    }
    return .directory(entries)
  }()
}
