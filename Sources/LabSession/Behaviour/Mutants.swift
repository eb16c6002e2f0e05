package import PodModel

/// A Pod with one small mistake in it, such as a learner could make.
package struct Mutant: Sendable {
  /// What was done, such as `drops a mount of container nginx`.
  package var change: String
  package var pod: Node

  /// All mutants of a Pod that an API server would still accept.
  package static func mutants(of pod: Node) -> [Mutant] {
    let changes = lists.flatMap { list in containerChanges(in: list, of: pod) } + orders(of: pod)
    return changes.filter { mutant in
      guard mutant.pod != pod, case .accepted = APIServer.create(mutant.pod) else { return false }
      return true
    }
  }

  private static let lists = ["initContainers", "containers"]

  private static func containerChanges(in list: String, of pod: Node) -> [Mutant] {
    let containers = pod["spec"]?[list]?.list ?? []
    return containers.indices.flatMap { index -> [Mutant] in
      let container = containers[index]
      let name = container["name"]?.string ?? ""
      func mutant(_ change: String, _ items: [Node]) -> Mutant {
        var pod = pod
        pod["spec"]?[list] = items.isEmpty ? nil : Node(.list(items))
        return Mutant(change: "\(change) container \(name)", pod: pod)
      }
      func replacing(_ change: String, _ field: String, _ value: Node?) -> Mutant {
        var items = containers
        items[index][field] = value
        return mutant(change, items)
      }
      var rest = containers
      rest.remove(at: index)
      var mutants = [
        mutant("removes", rest), replacing("drops the command of", "command", nil),
        replacing("lets end at once", "command", ["true"]),
        replacing("misspells the image of", "image", "no-such-image:0"),
        replacing("renames", "name", Node(.string(name + "-x"))),
        replacing("drops the restart policy of", "restartPolicy", nil),
      ]
      let mounts = container["volumeMounts"]?.list ?? []
      for mount in mounts.indices {
        var fewer = mounts
        fewer.remove(at: mount)
        mutants.append(replacing("drops a mount of", "volumeMounts", Node(.list(fewer))))
        var moved = mounts
        let path = moved[mount]["mountPath"]?.string ?? ""
        moved[mount]["mountPath"] = Node(.string(path + "-x"))
        mutants.append(replacing("moves a mount of", "volumeMounts", Node(.list(moved))))
      }
      return mutants
    }
  }

  /// Mutants with two containers in each other's place, or under each other's name.
  private static func orders(of pod: Node) -> [Mutant] {
    lists.flatMap { list -> [Mutant] in
      let containers = pod["spec"]?[list]?.list ?? []
      guard containers.count > 1 else { return [] }
      func mutant(_ change: String, _ items: [Node]) -> Mutant {
        var pod = pod
        pod["spec"]?[list] = Node(.list(items))
        return Mutant(change: change + " the \(list)", pod: pod)
      }
      var renamed = containers
      renamed[0]["name"] = containers[1]["name"]
      renamed[1]["name"] = containers[0]["name"]
      return [
        mutant("reverses", containers.reversed()), mutant("swaps the names of", renamed),
      ]
    }
  }
}
