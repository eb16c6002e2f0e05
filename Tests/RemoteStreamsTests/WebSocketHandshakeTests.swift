import Testing

@testable import RemoteStreams

@Suite struct WebSocketHandshakeTests {
  /// Source: RFC 6455, section 1.3.
  @Test func `answers the key of the standard's example`() {
    #expect(
      WebSocketHandshake.accept(key: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  /// Source: RFC 3174, section 7.3.
  @Test(arguments: [
    (text: "abc", digest: "A9993E364706816ABA3E25717850C26C9CD0D89D"),
    (text: "", digest: "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"),
    (
      text: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      digest: "84983E441C3BD26EBAAE4AA1F95129E5E54670F1"
    ),
  ])
  func `sums as the standard's examples do`(text: String, digest: String) {
    #expect(SHA1.digest(Array(text.utf8)) == [UInt8](hexadecimal: digest))
  }
}
