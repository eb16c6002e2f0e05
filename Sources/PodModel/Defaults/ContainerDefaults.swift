/// The values the API server fills in where a container leaves them out.
///
/// Source: Kubernetes `pkg/apis/core/v1/defaults.go`, `SetDefaults_Container` and others.
enum ContainerDefaults {
  static func apply(to container: inout Node) {
    if container.text("imagePullPolicy").isEmpty {
      container.set("imagePullPolicy", pullPolicy(for: container.text("image")))
    }
    container.setDefault("terminationMessagePath", "/dev/termination-log")
    container.setDefault("terminationMessagePolicy", "File")
    container.updateItems("ports") { $0.setDefault("protocol", "TCP") }
    container.updateItems("env", completeEnvironment)
    container.update("resources", QuantityDefaults.applyToRequirements)
    for key in ["livenessProbe", "readinessProbe", "startupProbe"] {
      container.update(key, completeProbe)
    }
    container.update("lifecycle") { lifecycle in
      lifecycle.update("postStart", completeHandler)
      lifecycle.update("preStop", completeHandler)
    }
  }

  /// `Always` for an image that may change under its name, else `IfNotPresent`.
  ///
  /// A name that is none counts as pinned, since the server ignores what it cannot read.
  static func pullPolicy(for image: String) -> Node {
    ImageReference(image)?.isLatest == true ? "Always" : "IfNotPresent"
  }

  private static func completeEnvironment(_ variable: inout Node) {
    variable.update("valueFrom") { source in
      source.update("fieldRef") { $0.setDefault("apiVersion", "v1") }
      source.update("fileKeyRef") { $0.setDefault("optional", false) }
    }
  }

  private static func completeProbe(_ probe: inout Node) {
    completeHandler(&probe)
    probe.update("grpc") { $0.setDefault("service", "") }
    probe.setDefault("timeoutSeconds", 1)
    probe.setDefault("periodSeconds", 10)
    probe.setDefault("successThreshold", 1)
    probe.setDefault("failureThreshold", 3)
  }

  private static func completeHandler(_ handler: inout Node) {
    handler.update("httpGet") { request in
      request.setDefault("path", "/")
      request.setDefault("scheme", "HTTP")
    }
  }

  /// A limit without a request is the request too (`SetDefaults_Pod`).
  static func copyLimitsToRequests(_ container: inout Node) {
    container.update("resources") { resources in
      let limits = resources.fields("limits")
      guard !limits.isEmpty else { return }
      var requests = resources.object("requests") ?? [:]
      for limit in limits { requests.setDefault(limit.key, limit.value) }
      resources.set("requests", requests)
    }
  }

  /// On the host's network every port is a port of the host (`defaultHostNetworkPorts`).
  static func copyPortsToHost(_ container: inout Node) {
    container.updateItems("ports") { port in
      if let number = port["containerPort"], number.integer != 0 {
        port.setDefault("hostPort", number)
      }
    }
  }
}
