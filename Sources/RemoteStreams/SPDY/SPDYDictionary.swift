/// The text that SPDY's header compression starts from, so that common names cost nothing.
///
/// Source: SPDY Protocol Draft 3, section 2.6.10.1. Its Adler-32 sum, 0xE3C6A7C2, names it on the
/// wire.
enum SPDYDictionary {
  /// 1,423 bytes: each word with its length in four bytes, then values run together.
  static let bytes: [UInt8] = {
    let words = names.split(separator: " ").map(String.init) + namesAndValues
    var bytes: [UInt8] = []
    for word in words {
      bytes.append(word.utf8.count, size: 4)
      bytes += word.utf8
    }
    return bytes + runTogether.utf8
  }()

  private static let names = """
    options head post put delete trace accept accept-charset accept-encoding accept-language \
    accept-ranges age allow authorization cache-control connection content-base content-encoding \
    content-language content-length content-location content-md5 content-range content-type date \
    etag expect expires from host if-match if-modified-since if-none-match if-range \
    if-unmodified-since last-modified location max-forwards pragma proxy-authenticate \
    proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade \
    user-agent vary via warning www-authenticate method get
    """

  private static let namesAndValues = [
    "status", "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive",
    "origin",
  ]

  private static let runTogether = """
    100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 \
    Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 \
    Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service \
    UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, \
    Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,\
    application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,\
    sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.
    """
}
