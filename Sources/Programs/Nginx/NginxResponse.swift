import Kernel

/// What nginx answers.
struct NginxResponse {
  var status: Int
  var fields: [(name: String, value: String)] = []
  var body: [UInt8] = []
  var contentType: String?
  /// Nil: the length of the body.
  var contentLength: Int?
  var closes = false
  /// Whether it came from another server.
  var isForwarded = false
  /// The reason of an upstream, instead of nginx's own.
  var reason: String?
  private var date: VirtualTime?
  private var keepsOpen = true

  init(_ status: Int, body: [UInt8] = [], contentType: String? = nil) {
    self.status = status
    self.body = body
    self.contentType = contentType
  }

  /// Source: nginx 1.22.1 `ngx_http_header_filter_module.c`.
  private static let reasons: [Int: String] = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
    301: "Moved Permanently", 302: "Moved Temporarily", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
    401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Not Allowed", 406: "Not Acceptable", 408: "Request Time-out", 409: "Conflict",
    410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Request Entity Too Large", 414: "Request-URI Too Large", 415: "Unsupported Media Type",
    416: "Requested Range Not Satisfiable", 421: "Misdirected Request", 429: "Too Many Requests",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Temporarily Unavailable", 504: "Gateway Time-out",
    505: "HTTP Version Not Supported", 507: "Insufficient Storage",
  ]

  /// The titles of nginx's own pages where they differ from the status line's.
  private static let titles: [Int: String] = [302: "Found", 400: "Bad Request"]

  /// nginx's own page for a status.
  static func page(_ status: Int, scope: NginxScope) -> NginxResponse {
    var response = NginxResponse(status)
    if status < 300 || status == 304 { return response }
    guard let reason = titles[status] ?? reasons[status] else { return response }
    let shows = scope.first("server_tokens")?.arguments[0] != "off"
    let text = """
      <html>\r
      <head><title>\(status) \(reason)</title></head>\r
      <body>\r
      <center><h1>\(status) \(reason)</h1></center>\r
      <hr><center>nginx\(shows ? "/1.22.1" : "")</center>\r
      </body>\r
      </html>\r

      """
    response.body = text.rawBytes
    response.contentType = "text/html"
    return response
  }

  mutating func finish(keepsOpen: Bool, process: Process) {
    date = process.now
    self.keepsOpen = keepsOpen
  }

  var statusText: String {
    (reason ?? NginxResponse.reasons[status]).map { "\(status) \($0)" } ?? "\(status)"
  }

  var head: HTTPHead {
    var head = HTTPHead(startLine: "HTTP/1.1 \(statusText)")
    head.fields.append(("Server", "nginx/1.22.1"))
    if let date { head.fields.append(("Date", HTTPDate.text(date))) }
    if status != 204, status != 304 {
      if let contentType { head.fields.append(("Content-Type", contentType)) }
      head.fields.append(("Content-Length", "\(contentLength ?? body.count)"))
    }
    let early = ["Last-Modified"]
    for field in fields where early.contains(field.name) { head.fields.append(field) }
    for field in fields where field.name == "Location" { head.fields.append(field) }
    head.fields.append(("Connection", keepsOpen ? "keep-alive" : "close"))
    for field in fields where !early.contains(field.name) && field.name != "Location" {
      head.fields.append(field)
    }
    return head
  }
}

/// Dates as HTTP writes them.
enum HTTPDate {
  static func text(_ time: VirtualTime) -> String {
    CalendarTime(time).formatted("%a, %d %b %Y %H:%M:%S GMT")
  }
}
