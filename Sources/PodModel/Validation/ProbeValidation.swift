/// The rules for probes and lifecycle hooks.
///
/// Source: Kubernetes core `validateProbe`, `validateHandler`, `validateLifecycle`.
enum ProbeValidation {
  /// The probes in the order in which the server looks at them.
  enum Kind: String, CaseIterable {
    case liveness = "livenessProbe"
    case readiness = "readinessProbe"
    case startup = "startupProbe"
  }

  static func validate(
    _ probe: Node, _ kind: Kind, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    validate(handler: probe, ["exec", "httpGet", "tcpSocket", "grpc"], path, nil, &errors)
    let durations = [
      "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
      "failureThreshold",
    ]
    for key in durations {
      guard let number = probe.number(key), number < 0 else { continue }
      errors.invalid(
        path.field(key), .number(number), "must be greater than or equal to 0")
    }
    let grace = probe.number("terminationGracePeriodSeconds")
    if let grace, grace <= 0 {
      errors.invalid(
        path.field("terminationGracePeriodSeconds"), .number(grace), "must be greater than 0")
    }
    switch kind {
    case .liveness, .startup:
      let threshold = probe.number("successThreshold") ?? 0
      if threshold != 1 {
        errors.invalid(path.field("successThreshold"), .number(threshold), "must be 1")
      }
    case .readiness:
      if let grace {
        errors.invalid(
          path.field("terminationGracePeriodSeconds"), .number(grace),
          "must not be set for readinessProbes")
      }
    }
  }

  static func validate(
    lifecycle: Node, _ path: FieldPath, gracePeriod: Int64?, _ errors: inout FieldErrors
  ) {
    for key in ["postStart", "preStop"] {
      guard let handler = lifecycle.object(key) else { continue }
      validate(
        handler: handler, ["exec", "httpGet", "tcpSocket", "sleep"], path.field(key), gracePeriod,
        &errors)
    }
  }

  /// One handler of the given kinds is needed; the first counts, others are one too many.
  private static func validate(
    handler: Node, _ kinds: [String], _ path: FieldPath, _ gracePeriod: Int64?,
    _ errors: inout FieldErrors
  ) {
    var isFirst = true
    for kind in kinds {
      guard let action = handler.object(kind) else { continue }
      if isFirst {
        isFirst = false
        validate(action, kind, path.field(kind), gracePeriod, &errors)
      } else {
        errors.forbidden(path.field(kind), "may not specify more than 1 handler type")
      }
    }
    if isFirst { errors.required(path, "must specify a handler type") }
  }

  private static func validate(
    _ action: Node, _ kind: String, _ path: FieldPath, _ gracePeriod: Int64?,
    _ errors: inout FieldErrors
  ) {
    switch kind {
    case "exec":
      if action.items("command").isEmpty { errors.required(path.field("command")) }
    case "httpGet": validate(request: action, path, &errors)
    case "sleep":
      let seconds = action.number("seconds") ?? 0
      if let gracePeriod, seconds < 0 || seconds > gracePeriod {
        errors.invalid(
          path, .number(seconds),
          "must be non-negative and less than terminationGracePeriodSeconds (\(gracePeriod))")
      }
    default:
      PortValidation.validate(
        numberOrName: action["port"] ?? 0, path.field("port"), &errors)
    }
  }

  private static func validate(
    request: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    if request.text("path").isEmpty { errors.required(path.field("path")) }
    PortValidation.validate(numberOrName: request["port"] ?? 0, path.field("port"), &errors)
    let scheme = request.text("scheme")
    if !["HTTP", "HTTPS"].contains(scheme) {
      errors.notSupported(path.field("scheme"), scheme, ["HTTP", "HTTPS"])
    }
    for header in request.items("httpHeaders") {
      let name = header.text("name")
      errors.invalid(
        path.field("httpHeaders"), name, all: NameRules.httpHeaderName(name))
    }
  }
}
