import ByteText
import PodModel

/// What `fieldRef` and `resourceFieldRef` read from a Pod.
///
/// Source: kubelet `pkg/fieldpath/fieldpath.go`, `pkg/api/v1/resource/helpers.go`.
struct DownwardValues {
  let object: Node
  let pod: Pod
  let address: String

  /// The value of a field; nil for one that cannot be referred to.
  func field(_ path: String) -> String? {
    if path.hasSuffix("']"), let open = path.range(ofText: "['") {
      let key = String(path[open.upperBound...].dropLast(2))
      let map = path[..<open.lowerBound]
      if map == "metadata.labels" { return pod.metadata.labels[key] ?? "" }
      if map == "metadata.annotations" { return pod.metadata.annotations[key] ?? "" }
      return nil
    }
    switch path {
    case "metadata.name": return pod.metadata.name
    case "metadata.namespace": return pod.metadata.namespace
    case "metadata.uid": return pod.metadata.uid
    case "metadata.labels": return DownwardValues.lines(pod.metadata.labels)
    case "metadata.annotations": return DownwardValues.lines(pod.metadata.annotations)
    case "spec.nodeName": return SimulatedCluster.nodeName
    case "spec.serviceAccountName": return pod.spec.serviceAccountName ?? "default"
    case "status.hostIP", "status.hostIPs": return SimulatedCluster.nodeAddress
    case "status.podIP", "status.podIPs": return address
    default: return nil
    }
  }

  private static func lines(_ map: [String: String]) -> String {
    map.sorted { $0.key < $1.key }.map { "\($0.key)=\(GoQuote.quoted($0.value))" }
      .joined(separator: "\n")
  }

  /// An amount of a container's resources in units of the divisor, rounded up.
  func resource(_ reference: Node, defaultContainer: String) -> String? {
    let name = reference["containerName"]?.string ?? defaultContainer
    guard
      let container = (pod.spec.initContainers + pod.spec.containers).first(where: {
        $0.name == name
      }),
      let path = reference["resource"]?.string
    else { return nil }
    let parts = path.split(at: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    let given =
      parts[0] == "limits"
      ? container.resources.limits[parts[1]]
      : container.resources.requests[parts[1]] ?? "0"
    let text = given ?? SimulatedCluster.allocatable[parts[1]] ?? "0"
    var divisor = reference["divisor"]?.scalarText ?? "1"
    if divisor == "0" { divisor = "1" }
    guard let amount = try? Quantity(text), let unit = try? Quantity(divisor), unit.nanos > 0 else {
      return nil
    }
    let (quotient, rest) = amount.nanos.quotientAndRemainder(dividingBy: unit.nanos)
    return String(rest > 0 ? quotient + 1 : quotient)
  }
}

extension String {
  /// Where `text` first stands.
  func range(ofText text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text),
        let end = index(start, offsetBy: text.count, limitedBy: endIndex)
      {
        return start..<end
      }
      start = index(after: start)
    }
    return nil
  }
}
