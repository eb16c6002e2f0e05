import APIServer
import Glibc
import Kernel
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
  private let live: LiveCluster
  private let folder: PrivateFolder?

  private static let fileName = "kubeconfig"

  init(_ options: PracticeOptions) throws {
    let setup = SimulatedCluster.Setup.practice(
      start: VirtualTime(unixSeconds: Int64(LiveWorld.now())))
    let manifests = try options.load.flatMap { try ManifestFiles.read($0) }
    live = try LiveCluster(setup, speed: options.speed.factor) { cluster in
      for manifest in manifests { try manifest.create(in: cluster) }
    }
    do {
      server = try ClusterServer(
        live, address: options.listen, port: options.port ?? 0, streams: PodStreams(live))
    } catch {
      live.end()
      throw error
    }
    do {
      (folder, kubeconfig) = try Self.write(
        Kubeconfig(
          url: Self.url(of: server), token: server.token, speed: options.speed.factor),
        to: options.kubeconfig)
    } catch {
      server.stop()
      live.end()
      throw error
    }
  }

  /// Ends the cluster and removes what was written.
  func end() {
    server.stop()
    live.end()
    if let folder { folder.remove(files: [Self.fileName]) } else { unlink(kubeconfig) }
  }

  /// Where clients on this machine reach a server.
  static func url(of server: ClusterServer) -> String {
    let host =
      switch server.address {
      case "0.0.0.0": "127.0.0.1"
      case "::": "[::1]"
      case let address: address.contains(":") ? "[\(address)]" : address
      }
    return "http://\(host):\(server.port)"
  }

  // MARK: The kubeconfig

  private static func write(
    _ config: Kubeconfig, to path: String?
  ) throws -> (PrivateFolder?, String) {
    guard let path else {
      let folder = try PrivateFolder(environment: LiveWorld.environment)
      let file = "\(folder.path)/\(fileName)"
      try PrivateFolder.write(config.text, to: file)
      return (folder, file)
    }
    let full = path.hasPrefix("/") ? path : "\(LiveWorld.workingDirectory)/\(path)"
    if access(full, F_OK) == 0 { try checkOwn(full) }
    try PrivateFolder.write(config.text, to: full, replacing: true)
    return (nil, full)
  }

  /// Refuses to overwrite what podlab did not write.
  private static func checkOwn(_ path: String) throws {
    if case .success(let bytes) = InputFile.read(path),
      String(decoding: bytes, as: UTF8.self).hasPrefix(Kubeconfig.mark)
    {
      return
    }
    throw Failure(
      "'\(path)' is not podlab's own file and must not be overwritten; name another one with "
        + "--kubeconfig")
  }
}
