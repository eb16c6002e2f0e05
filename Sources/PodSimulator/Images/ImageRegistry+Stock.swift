import ByteText
import Kernel
import PodModel
import Programs

extension ImageRegistry {
  /// The images that podlab models, under the names of Docker Hub.
  package static let stock: ImageRegistry = {
    var repositories: [String: [String: ContainerImage]] = [:]
    for image in Images.all {
      repositories["docker.io/\(image.repository)"] = ["*": ContainerImage(image)]
    }
    return ImageRegistry(repositories: repositories, programs: Images.programs)
  }()

  /// Whether an image of the library has a tag.
  ///
  /// Versions, `latest`, `stable`, and these with a variant such as `-alpine` behind; nobody's list
  /// of all tags is kept here.
  static func isLikely(tag: String, of repository: String) -> Bool {
    let parts = tag.split(at: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty else { return false }
    let names: Set<String> = [
      "latest", "stable", "mainline", "alpine", "lts", "slim", "bookworm", "bullseye", "perl",
      "musl", "glibc", "uclibc", "debian", "otel",
    ]
    let isKnown = { (part: Substring) in
      names.contains(String(part))
        || part.hasPrefix("alpine") && part.dropFirst(6).allSatisfy { $0.isNumber || $0 == "." }
    }
    let version = first.first == "v" ? first.dropFirst() : first
    let numbers = version.split(at: ".", omittingEmptySubsequences: false)
    let isVersion =
      numbers.count <= 4
      && numbers.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isNumber) }
      && !isBeyond(numbers.compactMap { Int($0) }, newest[repository] ?? [])
    return (isVersion || isKnown(first)) && parts.dropFirst().allSatisfy(isKnown)
  }
}

extension ImageRegistry {
  /// The newest versions that there may be.
  private static let newest = [
    "docker.io/library/nginx": [1, 31], "docker.io/library/busybox": [1, 38],
    "docker.io/library/mysql": [9, 9],
  ]

  /// Whether a version is newer than another in the parts that both have.
  private static func isBeyond(_ version: [Int], _ newest: [Int]) -> Bool {
    for (part, last) in zip(version, newest) where part != last { return part > last }
    return false
  }
}

extension ContainerImage {
  init(_ image: Programs.ContainerImage) {
    self.init(
      files: image.files, entrypoint: image.entrypoint, command: image.command,
      environment: Environment(
        image.environment.map { Environment.Variable(name: $0.name, value: $0.value) }),
      workingDirectory: image.workingDirectory, user: Int(image.user.prefix { $0 != ":" }) ?? 0,
      stopSignal: image.stopSignal, size: image.size, digest: "sha256:\(image.digest)")
  }
}
