import KubernetesAPI
import PodModel
import PodSimulator
import Synchronization

/// What all connections of a server share.
final class ServerServices: Sendable {
  let access: AccessGuard
  let limits: ServerLimits
  let streams: any StreamUpgrader
  private let cluster: LiveCluster
  private let documents: ServerDocuments
  private let openStreams = Atomic(0)
  private let stopping = Atomic(false)

  init(
    access: AccessGuard, limits: ServerLimits, streams: any StreamUpgrader, cluster: LiveCluster,
    address: String
  ) {
    self.access = access
    self.limits = limits
    self.streams = streams
    self.cluster = cluster
    documents = ServerDocuments(address: address)
  }

  /// Whether connections are to end with the answer that is under way.
  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  func stop() { stopping.store(true, ordering: .relaxed) }

  /// The stream that a request is for; nil for all other requests.
  func upgrade(_ head: RequestHead) -> StreamUpgrade? {
    guard let url = try? RequestURL(target: head.target),
      case .resource(let path, _)? = try? APIEndpoint(method: head.method, url: url),
      path.resource == "pods",
      ["exec", "attach", "portforward"].contains(path.subresource ?? ""),
      (try? Requester(head).check(path)) != nil
    else { return nil }
    return StreamUpgrade(head: head, url: url, path: path)
  }

  /// Answers a request: documents at once, objects in the cluster's own time.
  func answer(_ request: Request, _ exchange: Exchange) {
    let head = request.head
    let url: RequestURL
    let endpoint: APIEndpoint
    do throws(StatusError) {
      url = try RequestURL(target: head.target)
      endpoint = try APIEndpoint(method: head.method, url: url)
      if case .resource(let path, _) = endpoint { try Requester(head).check(path) }
    } catch {
      return exchange.respond(Response(error))
    }
    guard case .resource(let path, let served) = endpoint else {
      return exchange.respond(documents.answer(endpoint, head))
    }
    let live = cluster
    let refusal = live.run { cluster in
      let service = ObjectService(
        live: live, cluster: cluster, path: path, served: served, url: url)
      let response: Response
      do throws(StatusError) {
        response = try await service.answer(request)
      } catch {
        response = Response(error)
      }
      await self.send(response, exchange)
    }
    if let refusal { exchange.respond(Response(refusal)) }
  }

  private func send(_ response: Response, _ exchange: Exchange) async {
    guard case .stream(let body) = response.body else { return exchange.respond(response) }
    guard openStreams.add(1, ordering: .relaxed).newValue <= limits.streams else {
      openStreams.subtract(1, ordering: .relaxed)
      return exchange.respond(Response(Self.tooManyStreams, fields: [("Retry-After", "1")]))
    }
    guard exchange.head.method != "HEAD" else {
      openStreams.subtract(1, ordering: .relaxed)
      return exchange.respond(Response(contentType: response.contentType, body: .bytes([])))
    }
    exchange.respond(response)
    await body(exchange.stream)
    openStreams.subtract(1, ordering: .relaxed)
    exchange.finish()
  }

  /// Source: apiserver `server/filters/maxinflight.go`.
  private static let tooManyStreams = StatusError(
    code: 429, reason: "TooManyRequests",
    message: "too many requests, please try again later")
}
