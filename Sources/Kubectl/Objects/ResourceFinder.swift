import ByteText
import PodModel

/// Finds the kinds and objects that the arguments of a call mean.
///
/// Source: cli-runtime `resource/builder.go`.
struct ResourceFinder {
  /// One object that a call names.
  struct Named: Hashable {
    var resource: Resource
    var name: String
  }

  /// What the arguments of a call stand for.
  enum Target {
    /// All objects of some kinds that a selector matches.
    case lists([Resource])
    /// Objects by name.
    case names([Named])
  }

  let resources: [Resource]

  /// The kind that a word means.
  func resource(_ word: String) throws(KubectlError) -> Resource {
    if let resource = resources.first(where: { $0.isMeant(by: word) }) { return resource }
    if let known = StockResources.all.first(where: { $0.isMeant(by: word) }) {
      // Nobody can make one here, so that there are none is the truth.
      if StockResources.startEmpty.contains(known.qualifiedPlural) { return known }
      throw .text("not modelled: podlab's cluster has no \(known.qualifiedPlural)")
    }
    let name = word.split(at: ".", omittingEmptySubsequences: false).first ?? ""
    throw .text("the server doesn't have a resource type \(GoQuote.quoted(String(name)))")
  }

  /// The kind of a manifest.
  func resource(kind: String, apiVersion: String) -> Resource? {
    resources.first { $0.kind == kind && $0.apiVersion == apiVersion }
  }

  /// What the arguments of a call stand for.
  ///
  /// - Parameter selects: whether the call has a selector or `--all`.
  /// - Parameter allowsAll: whether a kind alone means all of its objects.
  func target(
    _ arguments: [String], selects: Bool, allowsAll: Bool, onlyOneKind: Bool = false
  ) throws(KubectlError) -> Target {
    let words = normalized(arguments)
    let slashes = words.count { $0.holds("/") }
    if slashes > 0 {
      guard slashes == words.count else { throw .text(Self.mixedForms) }
      return try pairs(words, selects: selects, onlyOneKind: onlyOneKind)
    }
    guard let first = words.first else {
      if selects { throw .text("at least one resource must be specified to use a selector") }
      throw .text(Self.missingResource)
    }
    let kinds = try kinds(first)
    let names = Array(words.dropFirst())
    if selects, !names.isEmpty {
      throw .text("name cannot be provided when a selector is specified")
    }
    if selects || (allowsAll && names.isEmpty) {
      if kinds.count > 1, onlyOneKind { throw .text(Self.severalKinds) }
      return .lists(kinds)
    }
    if names.isEmpty { throw .text("resource(s) were provided, but no name was specified") }
    guard kinds.count == 1 else { throw .text("you must specify only one resource") }
    return .names(names.map { Named(resource: kinds[0], name: $0) })
  }

  /// `a,b c d` means `a/c a/d b/c b/d`.
  private func normalized(_ arguments: [String]) -> [String] {
    guard arguments.count >= 2 else { return arguments }
    let kinds = split(arguments[0])
    guard kinds.count > 1 else { return arguments }
    return kinds.flatMap { kind in arguments.dropFirst().map { "\(kind)/\($0)" } }
  }

  private func kinds(_ word: String) throws(KubectlError) -> [Resource] {
    var kinds: [Resource] = []
    for part in split(word) {
      if part == "all" {
        kinds += StockResources.categoryAll.compactMap { name in
          resources.first { $0.isMeant(by: name) }
        }
      } else {
        kinds.append(try resource(part))
      }
    }
    var seen: Set<Resource> = []
    return kinds.filter { seen.insert($0).inserted }
  }

  private func pairs(
    _ words: [String], selects: Bool, onlyOneKind: Bool
  ) throws(KubectlError) -> Target {
    var named: [Named] = []
    for word in words {
      let parts = word.split(at: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw .text("arguments in resource/name form may not have more than one slash")
      }
      guard !parts[0].isEmpty, !parts[1].isEmpty, split(parts[0]).count == 1 else {
        throw .text("arguments in resource/name form must have a single resource and name")
      }
      if selects {
        throw .text(
          "selectors and the all flag cannot be used when passing resource/name arguments")
      }
      named.append(Named(resource: try resource(parts[0]), name: parts[1]))
    }
    if onlyOneKind, Set(named.map(\.resource)).count > 1 { throw .text(Self.severalKinds) }
    return .names(named)
  }

  /// The parts between commas, without repeats.
  private func split(_ word: String) -> [String] {
    var seen: Set<String> = []
    return word.split(at: ",", omittingEmptySubsequences: false).map(String.init)
      .filter { seen.insert($0).inserted }
  }

  static let missingResource = """
    You must provide one or more resources by argument or filename.
    Example resource specifications include:
       '-f rsrc.yaml'
       '--filename=rsrc.json'
       '<resource> <name>'
       '<resource>'
    """

  private static let severalKinds = "you may only specify a single resource type"

  private static let mixedForms =
    "there is no need to specify a resource type as a separate argument when passing arguments in "
    + "resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get "
    + "resource resource/<resource_name>'"
}
