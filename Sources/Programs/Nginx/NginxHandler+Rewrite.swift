import ByteText
import Kernel
import RegularExpressions

extension NginxHandler {
  mutating func rewrite(
    _ directives: [NginxDirective], _ request: inout NginxRequest, _ scope: NginxScope
  ) -> Step {
    for directive in directives {
      switch directive.name {
      case "set":
        request.variables[String(directive.arguments[0].dropFirst())] = expand(
          directive.arguments[1], request)
      case "return": return .respond(returned(directive, request, scope))
      case "break": return .proceed
      case "if":
        guard holds(directive.arguments, &request) else { continue }
        let inner = rewrite(directive.block ?? [], &request, scope.adding(directive.block ?? []))
        guard case .proceed = inner else { return inner }
      case "rewrite":
        guard let step = rewritten(directive, &request, scope) else { continue }
        return step
      default: break
      }
    }
    return .proceed
  }

  func expand(_ text: String, _ request: NginxRequest) -> String {
    request.expand(text, worker, process)
  }

  func returned(
    _ directive: NginxDirective, _ request: NginxRequest, _ scope: NginxScope
  ) -> NginxResponse {
    let first = directive.arguments[0]
    guard let status = Int(first) else {
      return redirect(302, expand(first, request), request, scope)
    }
    guard directive.arguments.count > 1 else { return .page(status, scope: scope) }
    let text = expand(directive.arguments[1], request)
    if [301, 302, 303, 307, 308].contains(status) { return redirect(status, text, request, scope) }
    var response = NginxResponse(status, body: text.rawBytes)
    response.contentType = type(of: request.path, scope)
    return withHeaders(response, request, scope)
  }

  func redirect(
    _ status: Int, _ target: String, _ request: NginxRequest, _ scope: NginxScope
  ) -> NginxResponse {
    var response = NginxResponse.page(status, scope: scope)
    let isRelative = target.hasPrefix("/")
    let port = request.local.port == 80 ? "" : ":\(request.local.port)"
    let host = request.host.isEmpty ? request.server.names.first ?? "localhost" : request.host
    response.fields.append(("Location", isRelative ? "http://\(host)\(port)\(target)" : target))
    return withHeaders(response, request, scope)
  }

  private mutating func rewritten(
    _ directive: NginxDirective, _ request: inout NginxRequest, _ scope: NginxScope
  ) -> Step? {
    let path = request.path.rawBytes
    guard let regex = try? Regex(directive.arguments[0].rawBytes, .perl),
      let match = regex.firstMatch(in: path)
    else { return nil }
    capture(match, regex, path, &request)
    let target = expand(directive.arguments[1], request)
    let flag = directive.arguments.count > 2 ? directive.arguments[2] : ""
    let isAbsolute = target.hasPrefix("http://") || target.hasPrefix("https://")
    if flag == "permanent" || flag == "redirect" || isAbsolute {
      let query = request.query.isEmpty || target.holds("?") ? "" : "?\(request.query)"
      return .respond(redirect(flag == "permanent" ? 301 : 302, target + query, request, scope))
    }
    let parts = target.split(at: "?", maxSplits: 1, omittingEmptySubsequences: false)
    request.path = String(parts[0])
    if parts.count > 1 {
      request.query = String(parts[1]) + (request.query.isEmpty ? "" : "&\(request.query)")
    }
    return flag == "break" ? .proceed : .search
  }

  mutating func holds(_ arguments: [String], _ request: inout NginxRequest) -> Bool {
    var words = arguments
    guard !words.isEmpty else { return false }
    if words[0].hasPrefix("(") { words[0].removeFirst() }
    if words[words.count - 1].hasSuffix(")") { words[words.count - 1].removeLast() }
    words.removeAll(where: \.isEmpty)
    guard let first = words.first else { return false }
    if words.count == 2, ["-f", "!-f", "-d", "!-d", "-e", "!-e"].contains(first) {
      let status = try? process.status(expand(words[1], request))
      let isThere =
        first.hasSuffix("f")
        ? status?.kind == .file
        : first.hasSuffix("d") ? status?.kind == .directory : status != nil
      return isThere != first.hasPrefix("!")
    }
    let value = expand(first, request)
    guard words.count >= 3 else { return !value.isEmpty && value != "0" }
    let operand = words[2...].joined(separator: " ")
    switch words[1] {
    case "=": return value == expand(operand, request)
    case "!=": return value != expand(operand, request)
    default:
      let regex = try? Regex(operand.rawBytes, .perl, ignoringCase: words[1].hasSuffix("*"))
      let match = regex?.firstMatch(in: value.rawBytes)
      if let regex, let match { capture(match, regex, value.rawBytes, &request) }
      return (match != nil) != words[1].hasPrefix("!")
    }
  }
}
