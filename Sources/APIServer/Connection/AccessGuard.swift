import KubernetesAPI
import PodModel

/// Decides which requests are answered at all.
///
/// Browsers are what a server on loopback must fear: any page that a learner visits can send
/// requests to it. So a request must name the server as its host, which pages that rebind their name
/// cannot, must come from no page (`Origin`), and must carry the token.
struct AccessGuard: Sendable {
  private let token: AccessToken
  private let hosts: Set<String>
  /// Any address of this machine will do where the server listens on all of them.
  private let anyAddressPort: Int?

  /// - Parameter address: the IP address that the server listens on.
  init(token: AccessToken, address: String, port: Int) {
    self.token = token
    let written = address.contains(":") ? "[\(address)]" : address
    hosts = Set(["127.0.0.1", "localhost", "[::1]", written.lowercased()].map { "\($0):\(port)" })
    anyAddressPort = ["0.0.0.0", "::"].contains(address) ? port : nil
  }

  /// Lets a request pass, with the token taken out of its target.
  ///
  /// Kubectl sends the credentials of its kubeconfig over TLS only; so there the token is a part of
  /// the server's address, and comes in front of every path. A header does as well.
  ///
  /// - Throws: 403 for hosts and origins, 401 where the token is missing.
  ///
  /// Source: client-go `tools/clientcmd/client_config.go`, `ClientConfig`; apiserver
  /// `authentication/request/bearertoken`; what is public is so by the role
  /// `system:public-info-viewer`.
  func admit(_ request: RequestHead) throws(StatusError) -> RequestHead {
    guard request.headers("Host").count == 1, request.headers("Host").allSatisfy(isOurs) else {
      throw Self.forbidden(
        "the Host of the request must be the server's own address, such as the kubeconfig names")
    }
    guard request.headers("Origin").isEmpty else {
      throw Self.forbidden("requests from web pages, which have an Origin, are not answered")
    }
    var request = request
    // Paths that the server names itself have the token already; clients may put it there again.
    for _ in 0..<2 { takeToken(from: &request) }
    if !request.prefix.isEmpty || isPublic(request) { return request }
    let words = (request.headers("Authorization").first ?? "").split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer", token.matches(words[1]) else {
      throw StatusError.unauthorized
    }
    return request
  }

  private func takeToken(from request: inout RequestHead) {
    let segment = request.target.dropFirst().prefix { $0 != "/" && $0 != "?" }
    guard request.target.hasPrefix("/"), token.matches(segment) else { return }
    let rest = request.target[segment.endIndex...]
    request.prefix = "/\(segment)"
    request.target = rest.hasPrefix("/") ? String(rest) : "/\(rest)"
  }

  private func isPublic(_ request: RequestHead) -> Bool {
    let path = request.target.prefix { $0 != "?" }
    let isRead = request.method == "GET" || request.method == "HEAD"
    return isRead && ["/healthz", "/livez", "/readyz", "/version"].contains(path)
  }

  private func isOurs(_ host: String) -> Bool {
    let host = host.lowercased()
    if hosts.contains(host) { return true }
    guard let anyAddressPort, host.hasSuffix(":\(anyAddressPort)") else { return false }
    let address = host.dropLast("\(anyAddressPort)".count + 1)
    return address.allSatisfy { $0.isHexDigit || ".:[]".contains($0) }
      && (address.hasPrefix("[") || address.allSatisfy { $0.isNumber || $0 == "." })
  }

  private static func forbidden(_ message: String) -> StatusError {
    StatusError(code: 403, reason: "Forbidden", message: message)
  }
}
