package import Kernel

/// An image as a container runtime knows it.
package struct ContainerImage: Sendable {
  /// The files, shared by all containers that run it.
  package var files: FileTree {
    didSet { accounts = ImageAccounts(files) }
  }
  /// The users and groups of those files, read once for all containers.
  private(set) var accounts: ImageAccounts
  package var entrypoint: [String]
  package var command: [String]
  package var environment: Environment
  package var workingDirectory: String
  /// The user id that its process has without `runAsUser`.
  package var user: Int
  package var stopSignal: Signal
  /// Bytes, as the event `Pulled` tells them.
  package var size: Int
  /// The digest, as `sha256:…`.
  package var digest: String

  package init(
    files: FileTree, entrypoint: [String] = [], command: [String] = [],
    environment: Environment = ["PATH": ContainerImage.defaultPath], workingDirectory: String = "/",
    user: Int = 0, stopSignal: Signal = .term, size: Int, digest: String
  ) {
    self.files = files
    accounts = ImageAccounts(files)
    self.entrypoint = entrypoint
    self.command = command
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
    self.stopSignal = stopSignal
    self.size = size
    self.digest = digest
  }

  /// Source: Docker's default for images that set none.
  package static let defaultPath =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}

/// The registries that the node can reach, and what they hold.
package struct ImageRegistry: Sendable {
  /// By repository, such as `docker.io/library/nginx`, then by tag; `*` stands for every tag.
  package var repositories: [String: [String: ContainerImage]]
  /// What the images' executables run.
  package var programs: ProgramTable

  package init(
    repositories: [String: [String: ContainerImage]], programs: ProgramTable
  ) {
    self.repositories = repositories
    self.programs = programs
  }
}
