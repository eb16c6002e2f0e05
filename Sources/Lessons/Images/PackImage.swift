/// A container image that a lesson pack adds to those podlab has.
///
/// Nothing of it runs on the host: its programs are the simulation's, its scripts are read by the
/// simulated shell.
package struct PackImage: Sendable, Equatable {
  /// An image of podlab's that another one can be built on, by its name on Docker Hub.
  package enum Base: String, Sendable, CaseIterable {
    case alpine, busybox, debian, httpd, mysql, nginx, redis, ubuntu
  }

  /// A program that an image can be given, by the name that the simulation runs it under.
  package enum Program: String, Sendable, CaseIterable {
    case apache, app, busybox, curl, mysqld, nginx
    case redisServer = "redis-server"
    case redisClient = "redis-cli"
  }

  /// What stands at a path of the image.
  package enum Content: Sendable, Equatable {
    case bytes([UInt8])
    case program(Program)
    case folder
  }

  /// A file or folder on top of the base.
  package struct File: Sendable, Equatable {
    /// Absolute, without `.` and `..`.
    package var path: String
    package var content: Content
    /// Permission bits: 0 to 0o7777.
    package var mode: Int
    /// Number of the user and the group that own it.
    package var owner: Int
  }

  /// One environment variable.
  package struct Variable: Sendable, Equatable {
    package var name: String
    package var value: String
  }

  /// Registry and path, completed: `docker.io/library/log-writer`.
  package var name: String
  /// At least one.
  package var tags: [String]
  package var base: Base
  /// In the order in which they are laid down.
  package var files: [File]
  /// On top of the base's, in the file's order.
  package var environment: [Variable]
  /// Nil where the base decides; the same holds for what follows.
  package var entrypoint: [String]?
  /// An image with an entrypoint of its own does not take over the base's command.
  package var command: [String]?
  package var workingDirectory: String?
  /// Number of the user that its process has.
  package var user: Int?
}
