import Kernel

extension Images {
  /// The application of the migration tasks, with busybox beside it.
  package static let sampleApp = ContainerImage(
    repository: "library/sample-app", files: sampleAppFiles,
    command: ["app"], exposedPorts: [8080], size: 9_437_184,
    digest: "6f2c5e8a3d1b49c7a0e4f58b2d936c1e7a84b05fd3c6e9127b48a5f0c3d7e612")

  /// The stand-in for MySQL.
  package static let mysql = ContainerImage(
    repository: "library/mysql", files: mysqlFiles, entrypoint: ["docker-entrypoint.sh"],
    command: ["mysqld"], exposedPorts: [3306, 33_060], size: 137_909_886,
    digest: "4bc6bc963e6d8443453676cae56536f4b8156d78bae03c0145cbe47c2aad73bb")

  private static let sampleAppFiles: FileTree = {
    var tree = busybox.files
    tree["usr/local/bin/app"] = .program("app")
    return tree
  }()

  private static let mysqlFiles: FileTree = {
    var tree = busybox.files
    tree["usr/local/bin/docker-entrypoint.sh"] = .program("mysqld")
    tree["usr/sbin/mysqld"] = .program("mysqld")
    tree["var/lib/mysql"] = .directory()
    return tree
  }()
}
