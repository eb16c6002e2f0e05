import PodModel

/// Why nothing that the cluster shows is evidence any more.
///
/// It is never the learner's mistake: such checks are ungradable.
enum Obstacle: Hashable, CustomStringConvertible {
  case failure(KubectlFailure)
  /// The cluster answers that it cannot serve at the moment.
  case unwell(StatusError)
  /// An object that podlab does not create there.
  case unsafe(what: String, why: String)
  /// The cluster has rules of its own that refuse an object.
  case forbidden(what: String, StatusError)
  /// An object of the name is there already, and it is not podlab's.
  case foreign(what: String, namespace: String)
  case tooManyNamespaces(String, guest: String)
  case checkTookTooLong(seconds: Int)

  var description: String {
    switch self {
    case .failure(.interrupted): "it was interrupted before it was decided"
    case .failure(let failure): "\(failure)"
    case .unwell(let error): "the cluster cannot serve at the moment: \(error.message); try again"
    case .unsafe(let what, let why):
      "\(what) is not created on a real cluster: \(why); `--allow-privileged` permits it"
    case .forbidden(let what, let error):
      "the cluster's own rules refuse \(what): \(error.message)"
    case .foreign(let what, let namespace):
      "namespace '\(namespace)' has \(what) already, which is not podlab's; remove it, or name "
        + "another namespace"
    case .tooManyNamespaces(let name, let guest):
      "it needs a namespace '\(name)' of its own, and podlab may only use '\(guest)'; grade "
        + "without `--namespace`"
    case .checkTookTooLong(let seconds):
      "the cluster did not decide it within \(seconds) s; try again"
    }
  }
}
