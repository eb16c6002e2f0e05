import CTLS

/// The key of one server, and the certificate by which clients know it.
///
/// kubectl sends tokens to servers with a certificate only.
package final class TLSIdentity: Sendable {
  /// Why there is none.
  package struct Missing: Error, CustomStringConvertible {
    package var description: String {
      "OpenSSL 3 cannot be loaded, which kubectl's connections need; install 'libssl3' "
        + "(libssl.so.3) and start again"
    }
  }

  /// PEM text; it signs itself, and is what clients must trust.
  package let certificate: String
  // OpenSSL's contexts may be used by any thread.
  private nonisolated(unsafe) let context: OpaquePointer

  /// Makes a new key.
  ///
  /// - Parameter address: the IP address that the server listens on; it is known by the loopback
  ///   addresses and as `localhost`, too.
  package init(address: String) throws(Missing) {
    var names = ["DNS:localhost", "IP:127.0.0.1", "IP:::1"]
    if !names.contains("IP:\(address)") { names.append("IP:\(address)") }
    var text = [CChar](repeating: 0, count: 4096)
    guard let context = podlab_tls_server(names.joined(separator: ","), &text, text.count) else {
      throw Missing()
    }
    self.context = context
    certificate = String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { podlab_tls_free(context) }

  /// The server's end of a new connection; nil where there is no memory.
  func open() -> OpaquePointer? { podlab_tls_open(context) }
}
