import ByteText
import PodModel

extension Command {
  static var cp: Command {
    Command(
      name: "cp", summary: "Copy files and directories to and from containers.",
      usage: "<file-spec-src> <file-spec-dest>",
      flags: [
        .string("container", "c", about: "the container; the first one by default"),
        .bool("no-preserve", about: "do not keep owner and mode"),
        .int("retries", initial: 0, about: "how often to try again; negative for ever"),
      ],
      run: { call throws(KubectlError) in try await Copy(call).run() })
  }
}

/// Copies files between the user's world and a container, by way of the container's `tar`.
///
/// Source: kubectl `cmd/cp/cp.go`.
struct Copy {
  /// One side of a copy: `[[NAMESPACE/]POD:]PATH`.
  private struct Place {
    var namespace = ""
    var pod = ""
    var path: String

    init(_ text: String) throws(KubectlError) {
      let fault = KubectlError.text(
        "filespec must match the canonical format: [[namespace/]pod:]file/path")
      guard let colon = text.firstIndex(ofASCII: ":") else {
        path = text
        return
      }
      if colon == text.startIndex { throw fault }
      path = String(text[text.index(after: colon)...])
      let parts = text[..<colon].split(at: "/", omittingEmptySubsequences: false)
      switch parts.count {
      case 1: pod = String(parts[0])
      case 2:
        namespace = String(parts[0])
        pod = String(parts[1])
      default: throw fault
      }
    }
  }

  private let call: Call

  init(_ call: Call) { self.call = call }

  func run() async throws(KubectlError) {
    guard call.arguments.count == 2 else { throw .text("source and destination are required") }
    let source = try Place(call.arguments[0])
    let target = try Place(call.arguments[1])
    if !source.pod.isEmpty, !target.pod.isEmpty {
      throw .text("one of src or dest must be a local file specification")
    }
    if source.path.isEmpty || target.path.isEmpty { throw .text("filepath can not be empty") }
    if !source.pod.isEmpty { return try await copyOut(source, to: target) }
    if !target.pod.isEmpty { return try await copyIn(source, to: target) }
    throw .text("one of src or dest must be a remote file specification")
  }

  private func pod(_ place: Place) async throws(KubectlError) -> Node {
    let pods = try call.finder.resource("pods")
    return try await call.object(
      of: ObjectInfo(
        resource: pods, namespace: place.namespace.isEmpty ? call.namespace : place.namespace,
        name: place.pod))
  }

  private func copyIn(_ source: Place, to target: Place) async throws(KubectlError) {
    guard let kind = await call.console.kind(ofFile: source.path) else {
      throw .text("\(source.path) doesn't exist in local filesystem")
    }
    let pod = try await pod(target)
    let containers = PodContainers(pod)
    let container = try await containers.choose(
      call.flags.string("container"), call, says: true)
    var path = target.path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let base = Self.base(source.path)
    // A path that ends in a slash, or names a directory, takes the source under its own name.
    let isDirectory = try await runQuietly(["test", "-d", path], pod, container) == 0
    if target.path.hasSuffix("/") || isDirectory { path = Self.join(path, base) }
    var archive = TarWriter()
    try await add(source.path, kind, as: Self.base(path), to: &archive, depth: 0)
    var command = ["tar", "-xmf", "-"]
    if call.flags.bool("no-preserve") {
      command = ["tar", "--no-same-permissions", "--no-same-owner", "-xmf", "-"]
    }
    let folder = Self.directory(path)
    if !folder.isEmpty { command += ["-C", folder] }
    try await unpack(archive.finished, command, pod, container)
  }

  private func add(
    _ path: String, _ kind: KubectlFileKind, as name: String, to archive: inout TarWriter,
    depth: Int
  ) async throws(KubectlError) {
    do throws(KubectlFileError) {
      switch kind {
      case .file: archive.add(file: name, try await call.console.readFile(path))
      case .directory:
        guard depth < 64 else { return }
        archive.add(directory: name)
        for child in try await call.console.list(path) {
          let inner = ManifestReader.joined(path, child)
          guard let kind = await call.console.kind(ofFile: inner) else { continue }
          try await addChild(inner, kind, "\(name)/\(child)", &archive, depth + 1)
        }
      }
    } catch {
      throw .text("open \(path): \(error.reason)")
    }
  }

  /// A child that cannot be read ends the copy as its folder would.
  private func addChild(
    _ path: String, _ kind: KubectlFileKind, _ name: String, _ archive: inout TarWriter,
    _ depth: Int
  ) async throws(KubectlFileError) {
    do {
      try await add(path, kind, as: name, to: &archive, depth: depth)
    } catch {
      throw .other(error.message(of: call.path))
    }
  }

  private func unpack(
    _ bytes: [UInt8], _ command: [String], _ pod: Node, _ container: String
  ) async throws(KubectlError) {
    let input = InputOnce(bytes)
    let console = call.console
    let status = try await exec(
      command, pod, container, input: true,
      ExecConsole(
        read: { input.next() }, writeOutput: { await console.writeOutput($0) },
        writeError: { await console.writeError($0) }))
    if status != 0 {
      throw .plain("command terminated with exit code \(status)\n", exitStatus: status)
    }
  }

  private func copyOut(_ source: Place, to target: Place) async throws(KubectlError) {
    let pod = try await pod(source)
    let containers = PodContainers(pod)
    let chosen = OutputOnce()
    let container = try await containers.choose(
      call.flags.string("container"), call, says: false)
    // Here kubectl's own notes share the output with those of tar.
    if call.flags.string("container").isEmpty, containers.hasSeveral {
      await call.print(
        "Defaulted container \(GoQuote.quoted(container)) out of: \(containers.list)\n")
    }
    let console = call.console
    _ = try await exec(
      ["tar", "cf", "-", source.path], pod, container, input: false,
      ExecConsole(
        read: { nil }, writeOutput: { chosen.bytes += $0 },
        writeError: { await console.writeOutput($0) }))
    try await unpackLocally(chosen.bytes, source.path, to: target.path)
  }

  /// Source: kubectl `cmd/cp/cp.go`, `untarAll`.
  private func unpackLocally(
    _ archive: [UInt8], _ source: String, to target: String
  ) async throws(KubectlError) {
    let prefix = String(source.drop { $0 == "/" })
    let isDirectory = await call.console.kind(ofFile: target) == .directory
    let root = isDirectory ? Self.join(target, Self.base(source)) : target
    do throws(KubectlFileError) {
      for entry in TarReader.entries(archive) {
        guard entry.name.hasPrefix(prefix) else {
          throw .other("tar contents corrupted")
        }
        let rest = entry.name.dropFirst(prefix.count).drop { $0 == "/" }
        guard !rest.split(at: "/").contains("..") else { continue }
        let path = rest.isEmpty ? root : Self.join(root, String(rest))
        if entry.isDirectory {
          try await call.console.makeDirectory(path)
        } else {
          try await call.console.writeFile(path, entry.content)
        }
      }
    } catch {
      throw .text("open \(root): \(error.reason)")
    }
  }

  private func runQuietly(
    _ command: [String], _ pod: Node, _ container: String
  ) async throws(KubectlError) -> Int32 {
    try await exec(
      command, pod, container, input: false,
      ExecConsole(read: { nil }, writeOutput: { _ in }, writeError: { _ in }))
  }

  private func exec(
    _ command: [String], _ pod: Node, _ container: String, input: Bool, _ console: ExecConsole
  ) async throws(KubectlError) -> Int32 {
    do {
      return try await call.cluster.exec(
        command, inPod: pod["metadata"]?["name"]?.string ?? "",
        in: pod["metadata"]?["namespace"]?.string ?? call.namespace,
        options: ExecOptions(container: container, stdin: input), console: console)
    } catch {
      throw KubectlError.ofStream(error)
    }
  }

  private static func base(_ path: String) -> String {
    path.split(at: "/").last.map(String.init) ?? path
  }

  private static func directory(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}

/// Bytes that are read once.
private final class InputOnce {
  private var bytes: [UInt8]?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func next() -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}

/// Bytes that were written.
private final class OutputOnce {
  var bytes: [UInt8] = []
}
