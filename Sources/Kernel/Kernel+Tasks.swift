extension Kernel {
  /// Runs `body` beside the processes, on the same thread and clock.
  ///
  /// It is for what drives containers from outside, such as a kubelet: `body` may only wait for
  /// what this kernel's processes or timers resume.
  package func startTask(_ body: @escaping () async -> Void) {
    // Sending it is safe: the job runs on the executor of this kernel, which one thread drives.
    nonisolated(unsafe) let body = body
    Task.detached(executorPreference: executor) { await body() }
  }

  /// Starts a process that runs `body` instead of an executable: a client outside the containers.
  package func startProcess(
    named name: String, in namespaces: Namespaces, environment: Environment = [:],
    observer: @escaping (Process, ExitStatus) -> Void = { _, _ in },
    _ body: @escaping (Process) async throws -> Int
  ) -> Process {
    let process = Process(
      kernel: self, parent: nil, namespaces: namespaces, arguments: [name],
      environment: environment, user: 0, group: 0, groups: [],
      directory: [namespaces.mounts.root])
    for descriptor in 0...2 { process.install(.null(), at: descriptor) }
    process.observer = observer
    process.begin(body)
    return process
  }
}
