package import PodModel

/// An object with one small mistake in it, such as a learner could make.
package struct Mutant: Sendable {
  /// What was done, such as `drops mount 'pages' of container nginx`.
  package var change: String
  package var object: Node

  /// All mutants of an object that an API server would still accept.
  ///
  /// Pods are changed in their containers and volumes, configurations in their data.
  package static func mutants(of object: Node) -> [Mutant] {
    let changes =
      switch object["kind"]?.string {
      case "Pod": podMutants(of: object)
      case "ConfigMap": dataMutants(of: object, in: ["data", "binaryData"])
      case "Secret": dataMutants(of: object, in: ["data", "stringData"])
      case _: [Mutant]()
      }
    return changes.filter { mutant in
      guard mutant.object != object, case .accepted = APIServer.create(mutant.object) else {
        return false
      }
      return true
    }
  }

  private static func dataMutants(of object: Node, in fields: [String]) -> [Mutant] {
    fields.flatMap { field in
      (object[field]?.entries ?? []).map { entry in
        var changed = object
        changed[field]?[entry.key] = nil
        return Mutant(change: "drops '\(entry.key)' of `\(field)`", object: changed)
      }
    }
  }

  // MARK: Pods

  private static let lists = ["initContainers", "containers"]

  private static func podMutants(of pod: Node) -> [Mutant] {
    let own = lists.flatMap { list in
      (pod["spec"]?[list]?.list ?? []).indices.flatMap { index in
        ContainerMutants(pod: pod, list: list, index: index).all
      }
    }
    let renamed = changing(pod, "renames the Pod") {
      $0["metadata"]?["name"] = Node(.string("\(pod["metadata"]?["name"]?.string ?? "")-x"))
    }
    return own + orders(of: pod) + volumeMutants(of: pod) + [renamed]
  }

  /// Mutants with two containers in each other's place, under each other's name, or with each
  /// other's image.
  private static func orders(of pod: Node) -> [Mutant] {
    lists.flatMap { list -> [Mutant] in
      let containers = pod["spec"]?[list]?.list ?? []
      guard containers.count > 1 else { return [] }
      func swapping(_ field: String) -> Mutant {
        var items = containers
        items[0][field] = containers[1][field]
        items[1][field] = containers[0][field]
        return changing(pod, "swaps `\(field)` of the first two of `\(list)`") {
          $0["spec"]?[list] = Node(.list(items))
        }
      }
      let reversed = changing(pod, "reverses `\(list)`") {
        $0["spec"]?[list] = Node(.list(containers.reversed()))
      }
      return [reversed, swapping("name"), swapping("image"), swapping("volumeMounts")]
    }
  }

  /// Mutants in which each mount of a volume gets one of its own.
  private static func volumeMutants(of pod: Node) -> [Mutant] {
    (pod["spec"]?["volumes"]?.list ?? []).compactMap { volume in
      let name = volume["name"]?.string ?? ""
      return changing(pod, "gives each container a volume '\(name)' of its own") { pod in
        var copies: [Node] = []
        for list in lists {
          for index in (pod["spec"]?[list]?.list ?? []).indices {
            let copy = Node(.string("\(name)-\(copies.count)"))
            guard var containers = pod["spec"]?[list]?.list,
              let mounts = containers[index]["volumeMounts"]?.list,
              mounts.contains(where: { $0["name"]?.string == name })
            else { continue }
            containers[index]["volumeMounts"] = Node(
              .list(
                mounts.map { mount in
                  var mount = mount
                  if mount["name"]?.string == name { mount["name"] = copy }
                  return mount
                }))
            pod["spec"]?[list] = Node(.list(containers))
            var own = volume
            own["name"] = copy
            copies.append(own)
          }
        }
        let others = pod["spec"]?["volumes"]?.list ?? []
        pod["spec"]?["volumes"] = Node(.list(others + copies))
      }
    }
  }

  static func changing(_ object: Node, _ change: String, _ body: (inout Node) -> Void) -> Mutant {
    var changed = object
    body(&changed)
    return Mutant(change: change, object: changed)
  }
}

/// The mutants of one container.
private struct ContainerMutants {
  let pod: Node
  /// `containers` or `initContainers`.
  let list: String
  let index: Int

  private var containers: [Node] { pod["spec"]?[list]?.list ?? [] }
  private var container: Node { containers[index] }
  private var name: String { container["name"]?.string ?? "" }

  var all: [Mutant] {
    var rest = containers
    rest.remove(at: index)
    return [
      Mutant.changing(pod, "removes container \(name)") {
        $0["spec"]?[list] = rest.isEmpty ? nil : Node(.list(rest))
      },
      setting("command", to: ["true"], "lets end at once"),
      setting("image", to: "no-such-image:0", "misspells the image of"),
      setting("name", to: Node(.string(name + "-x")), "renames"),
    ]
      + ["command", "args", "restartPolicy", "ports", "env", "livenessProbe", "readinessProbe"]
      .filter { container[$0] != nil }
      .map { setting($0, to: nil, "drops `\($0)` of") } + mounts + moved
  }

  private func setting(_ field: String, to value: Node?, _ change: String) -> Mutant {
    Mutant.changing(pod, "\(change) container \(name)") { pod in
      var items = containers
      items[index][field] = value
      // A command that ends is not to get the arguments of another one.
      if field == "command", value != nil { items[index]["args"] = nil }
      pod["spec"]?[list] = Node(.list(items))
    }
  }

  /// Mutants with one mount less, or elsewhere.
  private var mounts: [Mutant] {
    let mounts = container["volumeMounts"]?.list ?? []
    return mounts.indices.flatMap { place -> [Mutant] in
      let volume = mounts[place]["name"]?.string ?? ""
      var fewer = mounts
      fewer.remove(at: place)
      var elsewhere = mounts
      let path = elsewhere[place]["mountPath"]?.string ?? ""
      elsewhere[place]["mountPath"] = Node(.string(path + "-x"))
      return [
        setting("volumeMounts", to: Node(.list(fewer)), "drops mount '\(volume)' of"),
        setting("volumeMounts", to: Node(.list(elsewhere)), "moves mount '\(volume)' of"),
      ]
    }
  }

  /// The container in the other list: an init container that was meant to stay, or the reverse.
  private var moved: [Mutant] {
    let other = list == "containers" ? "initContainers" : "containers"
    var rest = containers
    rest.remove(at: index)
    return [
      Mutant.changing(pod, "puts container \(name) among `\(other)`") {
        $0["spec"]?[list] = rest.isEmpty ? nil : Node(.list(rest))
        let others = $0["spec"]?[other]?.list ?? []
        $0["spec"]?[other] = Node(.list(others + [container]))
      }
    ]
  }
}
