import APIServer
import Glibc
import Kernel
import PodModel
import PodSimulator

/// A running practice cluster with its kubeconfig.
struct PracticeCluster {
  /// Why it could not be started, in one sentence.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  let server: ClusterServer
  let kubeconfig: String
  /// For what must not outlive the cluster.
  let folder: PrivateFolder

  init(_ options: PracticeOptions) throws {
    let manifests = try options.load.flatMap { try ManifestFiles.read($0) }
    let file = options.state.map { StateFile($0) }
    let state = try file?.read()
    let live = try Self.cluster(options, manifests, file, state)
    let identity: TLSIdentity
    do {
      identity = try TLSIdentity(address: options.listen)
      server = try ClusterServer(
        live, address: options.listen, port: options.port ?? 0, identity: identity,
        streams: PodStreams(live))
    } catch {
      live.end()
      throw error
    }
    do {
      folder = try PrivateFolder(environment: LiveWorld.environment)
      kubeconfig = try Self.write(
        Kubeconfig(
          url: Self.url(of: server), certificate: identity.certificate,
          serverName: ["0.0.0.0", "::"].contains(options.listen) ? "localhost" : nil,
          token: server.token, speed: options.speed.factor),
        to: options.kubeconfig, folder)
    } catch {
      server.stop()
      throw error
    }
  }

  private static func cluster(
    _ options: PracticeOptions, _ manifests: [ManifestFiles], _ file: StateFile?,
    _ state: ClusterState?
  ) throws -> LiveCluster {
    let now = VirtualTime(unixSeconds: LiveWorld.now())
    // A cluster that was fast may have been ahead of the clock.
    let last = state.map { VirtualTime(nanoseconds: $0.time.nanoseconds) } ?? now
    let keeper = file.map { file in
      LiveCluster.Keeper { file.write(ClusterState(of: $0)) }
    }
    var setup = SimulatedCluster.Setup.practice(start: max(now, last))
    setup.registry = try options.place.registry()
    return try LiveCluster(
      setup, speed: options.speed.factor, keeper: keeper
    ) { cluster in
      for complaint in cluster.restore(state?.objects ?? []) {
        OutputBuffer.complain("podlab: '\(file?.path ?? "")': \(complaint)")
      }
      for manifest in manifests { try manifest.create(in: cluster, isRestored: state != nil) }
    }
  }

  /// Ends the cluster and removes what was written.
  func end() {
    server.stop()
    if Self.isOwn(kubeconfig) { unlink(kubeconfig) }
    folder.remove()
  }

  /// Where clients on this machine reach a server.
  static func url(of server: ClusterServer) -> String {
    let host =
      switch server.address {
      case "0.0.0.0": "127.0.0.1"
      case "::": "[::1]"
      case let address: address.contains(":") ? "[\(address)]" : address
      }
    return "https://\(host):\(server.port)"
  }

  // MARK: The kubeconfig

  private static func write(
    _ config: Kubeconfig, to path: String?, _ folder: PrivateFolder
  ) throws -> String {
    guard let path else {
      let file = "\(folder.path)/kubeconfig"
      try PrivateFolder.write(config.text, to: file)
      return file
    }
    let full = path.hasPrefix("/") ? path : "\(LiveWorld.workingDirectory)/\(path)"
    guard access(full, F_OK) != 0 || isOwn(full) else {
      throw Failure(
        "'\(path)' is not podlab's own file and must not be overwritten; name another one with "
          + "--kubeconfig")
    }
    try PrivateFolder.write(config.text, to: full, replacing: true)
    return full
  }

  /// Whether podlab wrote a file.
  private static func isOwn(_ path: String) -> Bool {
    guard case .success(let bytes) = InputFile.read(path) else { return false }
    return Kubeconfig.isOwn(bytes)
  }
}
