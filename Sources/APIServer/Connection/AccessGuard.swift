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

  /// Lets a request pass.
  ///
  /// - Throws: 403 for hosts and origins, 401 where the token is missing.
  ///
  /// Source: apiserver `authentication/request/bearertoken`; what is public is so by the role
  /// `system:public-info-viewer`.
  func check(_ request: RequestHead) throws(StatusError) {
    guard request.headers("Host").count == 1, request.headers("Host").allSatisfy(isOurs) else {
      throw Self.forbidden(
        "the Host of the request must be the server's own address, such as the kubeconfig names")
    }
    guard request.headers("Origin").isEmpty else {
      throw Self.forbidden("requests from web pages, which have an Origin, are not answered")
    }
    if isPublic(request) { return }
    let words = (request.headers("Authorization").first ?? "").split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer", token.matches(words[1]) else {
      throw StatusError.unauthorized
    }
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
