import KubernetesAPI
package import NIOCore
import NIOWebSocket
import PodModel
import PodSimulator
import RemoteStreams
import Synchronization

/// Joins clients with the processes and ports of Pods: `exec`, `attach` and `portforward`.
package final class PodStreams: StreamUpgrader {
  private let cluster: LiveCluster
  private let most: Int
  private let open = Atomic(0)

  /// - Parameter most: how many streams there may be at a time.
  package init(_ cluster: LiveCluster, most: Int = 128) {
    self.cluster = cluster
    self.most = most
  }

  package func answer(
    _ upgrade: StreamUpgrade, on eventLoop: any EventLoop
  ) -> EventLoopFuture<UpgradeAnswer> {
    let plan: Plan
    do {
      plan = try Plan(upgrade)
    } catch {
      return eventLoop.makeSucceededFuture(.refuse(error.response))
    }
    let promise = eventLoop.makePromise(of: UpgradeAnswer.self)
    let refusal = cluster.act { [self] cluster in
      do throws(StatusError) {
        try plan.verify(in: cluster)
        promise.succeed(accept(plan))
      } catch {
        promise.succeed(Self.isLate(error) ? accept(plan) : .refuse(Self.refusal(error)))
      }
    }
    if let refusal { promise.succeed(.refuse(Response(refusal))) }
    return promise.futureResult
  }

  /// Whether the container's runtime says so: clients hear of it over the stream.
  private static func isLate(_ error: StatusError) -> Bool {
    error.message.hasPrefix("Internal error occurred: ")
  }

  /// The kubelet's words come as they are; clients put something before them.
  private static func refusal(_ error: StatusError) -> Response {
    let prefix = "unable to upgrade connection: "
    guard error.message.hasPrefix(prefix) else { return Response(error) }
    return Response(text: String(error.message.dropFirst(prefix.count)), status: error.code)
  }

  private func accept(_ plan: Plan) -> UpgradeAnswer {
    guard open.add(1, ordering: .relaxed).newValue <= most else {
      open.subtract(1, ordering: .relaxed)
      return .refuse(
        Response(
          StatusError(
            code: 429, reason: "TooManyRequests",
            message: "too many open streams, please close some and try again"),
          fields: [("Retry-After", "1")]))
    }
    let finished: @Sendable () -> Void = { [self] in open.subtract(1, ordering: .relaxed) }
    return .accept(plan.negotiation.fields) { [cluster] channel in
      do {
        try plan.install(in: channel, cluster: cluster, finished: finished)
      } catch {
        finished()
        throw error
      }
    }
  }
}

/// What a request for a stream wants.
private struct Plan: Sendable {
  private enum Kind {
    case exec(StreamRequest)
    case attach(StreamRequest)
    case portForward
  }

  let negotiation: StreamNegotiation
  private let kind: Kind
  private let pod: String
  private let namespace: String

  /// - Throws: the answer that refuses the request.
  init(_ upgrade: StreamUpgrade) throws(StreamNegotiation.Refusal) {
    pod = upgrade.path.name ?? ""
    namespace = upgrade.path.namespace ?? ""
    let subresource = upgrade.path.subresource ?? ""
    do throws(StatusError) {
      switch subresource {
      case "exec": kind = .exec(try StreamRequest(upgrade.url, isExec: true))
      case "attach": kind = .attach(try StreamRequest(upgrade.url, isExec: false))
      default: kind = .portForward
      }
    } catch {
      throw StreamNegotiation.Refusal(Response(error))
    }
    negotiation = try StreamNegotiation(
      upgrade.head, isPortForward: subresource == "portforward")
  }

  func verify(in cluster: SimulatedCluster) throws(StatusError) {
    switch kind {
    case .exec(let request):
      try cluster.verifyExec(inPod: pod, in: namespace, container: request.container)
    case .attach(let request):
      try cluster.verifyAttach(toPod: pod, in: namespace, container: request.container)
    case .portForward: try cluster.verifyForward(toPod: pod, in: namespace)
    }
  }

  /// Adds the handlers of the stream to an upgraded connection.
  func install(
    in channel: any Channel, cluster: LiveCluster, finished: @escaping @Sendable () -> Void
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    if negotiation.transport == .webSocket {
      let isText = negotiation.framing?.isBase64 ?? false
      try pipeline.addHandlers([
        WebSocketFrameEncoder(),
        ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketMessages.limit)),
        WebSocketMessages(isText: isText),
      ])
    }
    switch kind {
    case .exec(let request):
      try pipeline.addHandler(
        CommandHandler(
          negotiation, streams(of: request), command: request.command, cluster: cluster,
          finished: finished, open: exec(request)))
    case .attach(let request):
      try pipeline.addHandler(
        CommandHandler(
          negotiation, streams(of: request), command: [], cluster: cluster, finished: finished,
          open: attach(request)))
    case .portForward:
      let (pod, namespace) = (pod, namespace)
      try pipeline.addHandler(
        PortForwardHandler(cluster: cluster, finished: finished) { port in
          { cluster, client throws(StatusError) in
            try cluster.openForward(to: port, ofPod: pod, in: namespace, client: client)
          }
        })
    }
  }

  private func streams(of request: StreamRequest) -> CommandStreams {
    CommandStreams(
      input: request.stdin, output: request.stdout, errors: request.stderr,
      isTerminal: request.tty)
  }

  private func exec(_ request: StreamRequest) -> RemoteProcess.Open {
    let (pod, namespace) = (pod, namespace)
    let options = ExecOptions(
      container: request.container, stdin: request.stdin, tty: request.tty)
    return { cluster, client throws(StatusError) in
      try cluster.openExec(
        request.command, inPod: pod, in: namespace, options: options, client: client)
    }
  }

  private func attach(_ request: StreamRequest) -> RemoteProcess.Open {
    let (pod, namespace) = (pod, namespace)
    let options = ExecOptions(
      container: request.container, stdin: request.stdin, tty: request.tty)
    return { cluster, client throws(StatusError) in
      try cluster.openAttach(toPod: pod, in: namespace, options: options, client: client)
    }
  }
}
