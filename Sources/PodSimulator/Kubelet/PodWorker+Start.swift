import Kernel
import PodModel

extension PodWorker {
  /// Starts a container, or tells why not.
  ///
  /// Source: kubelet `kuberuntime_container.go`, `startContainer`.
  func start(_ container: Container, _ pod: Pod) async throws -> StartFailure? {
    do {
      try backOff(container)
      let image = try await image(of: container)
      let plan = try plan(container, pod, image)
      let instance = try create(plan, container)
      try await time.sleep(for: kubelet.costs.start)
      try launch(instance, plan, container, pod)
      try await postStart(instance, container, pod)
      return nil
    } catch let failure as StartFailure {
      return failure
    }
  }

  /// Refuses while a container that failed has to wait.
  private func backOff(_ container: Container) throws {
    let ended = observed.containers[container.name]?.first { $0.state == .exited }
    guard let ended, let finishedAt = ended.finishedAt else { return }
    let name = "\(uid)_\(container.name)_\(kubelet.hash(container))"
    if let end = kubelet.restarts.end(for: name, since: finishedAt, now: time.now) {
      let wait = GoDuration.text(kubelet.restarts.wait(for: name))
      let place = "\(key.name)_\(key.namespace)(\(uid))"
      record(
        "Warning", "BackOff",
        "Back-off restarting failed container \(container.name) in pod \(place)", container.name)
      throw StartFailure(
        reason: "CrashLoopBackOff",
        message: "back-off \(wait) restarting failed container=\(container.name) pod=\(place)",
        retryAt: end)
    }
    kubelet.restarts.lengthen(name, since: finishedAt, now: time.now)
  }

  // MARK: Images

  /// Makes sure that the image is on the node.
  ///
  /// Source: kubelet `images/image_manager.go`.
  func image(of container: Container) async throws -> ResolvedImage {
    let name = container.image
    guard let reference = ImageReference(name) else {
      let text = Kubelet.invalidName(name)
      record("Warning", "InspectFailed", text, container.name)
      throw failed(container, "InvalidImageName", text)
    }
    let found = Result { () throws(PullFailure) in try kubelet.registry.pull(reference) }
    let policy =
      container.imagePullPolicy ?? (reference.isLatest ? .always : .ifNotPresent)
    switch (policy, found) {
    case (.ifNotPresent, .success(let image)) where kubelet.present.contains(image.name),
      (.never, .success(let image)) where kubelet.present.contains(image.name):
      record(
        "Normal", "Pulled",
        "Container image \"\(name)\" already present on machine and can be accessed by the pod",
        container.name)
      return image
    case (.never, _):
      let text = "Container image \"\(name)\" is not present with pull policy of Never"
      record("Warning", "ErrImageNeverPull", text, container.name)
      throw failed(container, "ErrImageNeverPull", text)
    case (.always, _), (.ifNotPresent, _): return try await pull(container, found)
    }
  }

  private func pull(
    _ container: Container, _ found: Result<ResolvedImage, PullFailure>
  ) async throws -> ResolvedImage {
    let name = container.image
    let backOffKey = "\(uid)_\(name)"
    if kubelet.pulls.end(for: backOffKey, now: time.now) != nil {
      let text = "Back-off pulling image \"\(name)\""
      record("Normal", "BackOff", text, container.name)
      let earlier = kubelet.pullErrors[backOffKey].map { ": ErrImagePull: \($0)" } ?? ""
      throw failed(container, "ImagePullBackOff", text + earlier)
    }
    record("Normal", "Pulling", "Pulling image \"\(name)\"", container.name)
    let milliseconds = kubelet.pullTime()
    try await time.sleep(for: .milliseconds(milliseconds))
    switch found {
    case .success(let image):
      kubelet.pullErrors[backOffKey] = nil
      kubelet.present.insert(image.name)
      let took = "\(milliseconds)ms"
      record(
        "Normal", "Pulled",
        "Successfully pulled image \"\(name)\" in \(took) (\(took) including waiting). "
          + "Image size: \(image.image.size) bytes.", container.name)
      return image
    case .failure(let failure):
      try await time.sleep(for: kubelet.costs.refusal)
      let code = failure.code.map { "rpc error: code = \($0) desc = " } ?? ""
      record(
        "Warning", "Failed", "Failed to pull image \"\(name)\": \(code)\(failure.message)",
        container.name)
      kubelet.pulls.lengthen(backOffKey, since: time.now, now: time.now)
      kubelet.pullErrors[backOffKey] = code + failure.message
      throw failed(container, "ErrImagePull", code + failure.message)
    }
  }

  /// Tells of an error with a short event, as most kinds of failure do.
  private func failed(
    _ container: Container, _ reason: String, _ message: String
  ) -> StartFailure {
    record("Warning", "Failed", "Error: \(reason)", container.name)
    return StartFailure(reason: reason, message: message)
  }

  // MARK: Making

  func plan(
    _ container: Container, _ pod: Pod, _ image: ResolvedImage
  ) throws -> ContainerRuntime.Plan {
    do {
      let environment = try ContainerEnvironment(
        pod: pod, values: values(pod), services: kubelet.cluster.services, find: find
      ).build(container, image: image.image)
      let user = try user(container, pod, image.image)
      var complete = environment
      if complete["HOME"] == nil { complete["HOME"] = image.image.accounts.home(of: user.id) }
      return ContainerRuntime.Plan(
        container: container, image: image, attempt: attempt(container),
        specHash: kubelet.hash(container), environment: complete,
        mounts: try mounts(container, environment), user: user,
        target: try target(of: container),
        memoryLimit: bytes(container.resources.limits["memory"]),
        files: NetworkFiles(
          pod, address: sandbox.status.sandbox?.address ?? "",
          hasClusterDNS: kubelet.cluster.setup.hasClusterDNS, kernel: time.kernel))
    } catch let failure as StartFailure {
      record("Warning", "Failed", "Error: \(failure.message)", container.name)
      throw failure
    }
  }

  /// Whose processes an ephemeral container sees; nil where it has its own.
  private func target(of container: Container) throws -> PIDNamespace? {
    guard let name = container.targetContainerName, !name.isEmpty else { return nil }
    guard let instance = sandbox.newest(name), instance.status.state == .running else {
      throw StartFailure(
        reason: "CreateContainerConfigError",
        message: "failed to find target container \(name): no running container")
    }
    return instance.namespaces.pids
  }

  private func attempt(_ container: Container) -> Int {
    (sandbox.status.newest(container.name)?.attempt).map { $0 + 1 } ?? 0
  }

  /// Source: kubelet `kuberuntime_container.go`, `security_context.go` (`verifyRunAsNonRoot`).
  private func user(
    _ container: Container, _ pod: Pod, _ image: ContainerImage
  ) throws -> (id: Int, group: Int, groups: [Int]) {
    let own = container.securityContext
    let shared = pod.spec.securityContext
    let id = own.runAsUser ?? shared.runAsUser
    if own.runAsNonRoot ?? shared.runAsNonRoot ?? false {
      let about = "(pod: \"\(key.name)_\(key.namespace)(\(uid))\", container: \(container.name))"
      if id == 0 {
        throw StartFailure(
          reason: "CreateContainerConfigError",
          message: "container's runAsUser breaks non-root policy \(about)")
      }
      if id == nil, image.user == 0 {
        throw StartFailure(
          reason: "CreateContainerConfigError",
          message: "container has runAsNonRoot and image will run as root \(about)")
      }
    }
    let accounts = image.accounts
    let user = id ?? image.user
    let group = own.runAsGroup ?? shared.runAsGroup ?? accounts.group(of: user)
    var groups: [Int] = []
    let all =
      [group] + accounts.memberships(of: user) + shared.supplementalGroups
      + (shared.fsGroup.map { [$0] } ?? [])
    for group in all where !groups.contains(group) { groups.append(group) }
    return (user, group, groups)
  }

  private func mounts(
    _ container: Container, _ environment: Environment
  ) throws -> [ContainerRuntime.Mounting] {
    var result: [ContainerRuntime.Mounting] = []
    for (index, mount) in container.volumeMounts.enumerated() {
      guard let volume = sandbox.volumes[mount.name]?.inode else { continue }
      var path = mount.subPath ?? ""
      if let expression = mount.subPathExpr {
        path = VariableExpansion.expand(expression) { environment[$0] }
      }
      var inode = volume
      var source = "/var/lib/kubelet/pods/\(uid)/volumes/\(kind(of: mount.name))/\(mount.name)"
      if !path.isEmpty {
        source =
          "/var/lib/kubelet/pods/\(uid)/volume-subpaths/\(mount.name)/\(container.name)/\(index)"
        guard
          let part = volume.subpath(path, at: time.now)
        else {
          throw StartFailure(
            reason: "CreateContainerConfigError",
            message: "failed to prepare subPath for volumeMount \"\(mount.name)\" of container "
              + "\"\(container.name)\"")
        }
        inode = part
      }
      result.append(
        .init(inode: inode, path: mount.mountPath, isReadOnly: mount.readOnly, source: source))
    }
    return result
  }

  private func kind(of volume: String) -> String {
    switch pod?.spec.volumes.first(where: { $0.name == volume })?.source {
    case .emptyDir: "kubernetes.io~empty-dir"
    case .configMap: "kubernetes.io~configmap"
    case .secret: "kubernetes.io~secret"
    case .downwardAPI: "kubernetes.io~downward-api"
    case .projected: "kubernetes.io~projected"
    case .hostPath, .persistentVolumeClaim, .other, nil: "kubernetes.io~host-path"
    }
  }

  private func create(
    _ plan: ContainerRuntime.Plan, _ container: Container
  ) throws -> ContainerInstance {
    let command = command(plan)
    guard !command.isEmpty else {
      let message =
        "failed to generate container \"\(Identifier.container(uid, container.name))\" spec: "
        + "failed to generate spec: no command specified"
      record("Warning", "Failed", "Error: \(message)", container.name)
      throw StartFailure(reason: "CreateContainerError", message: message)
    }
    let instance = try kubelet.runtime.create(plan, in: sandbox, uid: uid)
    record("Normal", "Created", "Container created", container.name)
    if kubelet.cluster.setup.history == .everything {
      kubelet.cluster.logs.append(
        LogRecord(
          pod: key.name, container: container.name, attempt: plan.attempt, log: instance.log))
    }
    runtimeChanged()
    return instance
  }

  /// Source: Kubernetes documentation, "Define a Command and Arguments for a Container".
  func command(_ plan: ContainerRuntime.Plan) -> [String] {
    let expand = { (words: [String]) in
      VariableExpansion.expand(words) { plan.environment[$0] }
    }
    let own = expand(plan.container.command ?? [])
    let arguments = expand(plan.container.args ?? [])
    if !own.isEmpty { return own + arguments }
    if !arguments.isEmpty { return plan.image.image.entrypoint + arguments }
    return plan.image.image.entrypoint + plan.image.image.command
  }

  private func launch(
    _ instance: ContainerInstance, _ plan: ContainerRuntime.Plan, _ container: Container, _ pod: Pod
  ) throws {
    defer { runtimeChanged() }
    do {
      try kubelet.runtime.start(instance, plan, command: command(plan)) { [weak self] in
        self?.runtimeChanged()
      }
    } catch {
      record("Warning", "Failed", "Error: \(error.message)", container.name)
      throw error
    }
    record("Normal", "Started", "Container started", container.name)
  }

  private func postStart(
    _ instance: ContainerInstance, _ container: Container, _ pod: Pod
  ) async throws {
    guard let hook = container.postStart else { return }
    let answer = try await kubelet.run(hook, instance, container, timeout: nil, stop: stopping)
    if answer == .success { return }
    record("Warning", "FailedPostStartHook", "PostStartHook failed", container.name)
    try await kill(
      container.name, pod, message: "FailedPostStartHook",
      grace: pod.spec.terminationGracePeriodSeconds)
    throw StartFailure(
      reason: "PostStartHookError", message: describe(hook, answer, container))
  }
}

extension PodWorker {
  /// The kubelet's words for a hook that failed.
  private func describe(
    _ hook: LifecycleHandler, _ answer: HookAnswer, _ container: Container
  ) -> String {
    let place =
      "for Container \"\(container.name)\" in Pod \"\(key.name)_\(key.namespace)(\(uid))\""
    let detail: String
    switch answer {
    case .failure(let text): detail = text
    case .success, .timeout: detail = "error: context deadline exceeded, message: \"\""
    }
    switch hook {
    case .action(.exec(let command)):
      return "Exec lifecycle hook ([\(command.joined(separator: " "))]) \(place) failed - \(detail)"
    case .action(.httpGet(let get)):
      return "HTTP lifecycle hook (\(get.path)) \(place) failed - error: \(detail), message: \"\""
    case .action, .sleep: return "lifecycle hook \(place) failed - \(detail)"
    }
  }
}

extension Inode {
  /// What a `subPath` leads to; a directory is made where nothing is.
  fileprivate func subpath(_ path: String, at now: VirtualTime) -> Inode? {
    descendantFollowingData(path) ?? makeDirectories(path, at: now)
  }

  /// Files of a ConfigMap lie behind links that the kubelet itself made.
  private func descendantFollowingData(_ path: String) -> Inode? {
    guard let found = descendant(path) else { return nil }
    guard case .symbolicLink(let target) = found.kind, target.hasPrefix("..data/") else {
      return found
    }
    guard case .symbolicLink(let dated)? = descendant("..data")?.kind else { return nil }
    return descendant("\(dated)/\(target.dropFirst("..data/".count))")
  }
}
