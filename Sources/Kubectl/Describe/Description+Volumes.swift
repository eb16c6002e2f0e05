import PodModel

/// Describes the volumes of a Pod.
///
/// Source: kubectl `describe.go`, `describeVolumes`.
extension Description {
  mutating func volumes(_ volumes: [Node], _ version: KubectlVersion) {
    guard !volumes.isEmpty else { return field(0, "Volumes", "<none>") }
    line(0, "Volumes:")
    for volume in volumes {
      line(1, "\(volume.text("name")):")
      if let source = volume["emptyDir"] {
        emptyDir(source)
      } else if let source = volume["hostPath"] {
        type("HostPath (bare host directory volume)")
        field(2, "Path", source.text("path"))
        field(2, "HostPathType", source["type"]?.string ?? "<none>")
      } else if let source = volume["configMap"] {
        type("ConfigMap (a volume populated by a ConfigMap)")
        field(2, "Name", source.text("name"))
        optional(source, "Optional")
      } else if let source = volume["secret"] {
        type("Secret (a volume populated by a Secret)")
        field(2, "SecretName", source.text("secretName"))
        optional(source, "Optional")
      } else if let source = volume["downwardAPI"] {
        downward(source)
      } else if let source = volume["projected"] {
        projected(source, version)
      } else if let source = volume["persistentVolumeClaim"] {
        type(
          "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)")
        field(2, "ClaimName", source.text("claimName"))
        field(2, "ReadOnly", String(source["readOnly"]?.bool ?? false))
      } else {
        otherVolume(volume)
      }
    }
  }

  private mutating func type(_ text: String) { field(2, "Type", text) }

  private mutating func optional(_ source: Node, _ title: String) {
    field(2, title, String(source["optional"]?.bool ?? false))
  }

  private mutating func emptyDir(_ source: Node) {
    type("EmptyDir (a temporary directory that shares a pod's lifetime)")
    field(2, "Medium", source.text("medium"))
    let limit = source["sizeLimit"]?.scalarText ?? ""
    let isSet = (try? Quantity(limit)).map { $0 > .zero } ?? false
    field(2, "SizeLimit", isSet ? limit : "<unset>")
  }

  private mutating func downward(_ source: Node) {
    type("DownwardAPI (a volume populated by information about the pod)")
    line(2, "Items:")
    for item in source["items"]?.list ?? [] {
      let path = item.text("path")
      if let field = item["fieldRef"] { line(3, "\(field.text("fieldPath")) -> \(path)") }
      if let resource = item["resourceFieldRef"] {
        line(3, "\(resource.text("resource")) -> \(path)")
      }
    }
  }

  private mutating func projected(_ source: Node, _ version: KubectlVersion) {
    type("Projected (a volume that contains injected data from multiple sources)")
    for part in source["sources"]?.list ?? [] {
      if let secret = part["secret"] {
        field(2, "SecretName", secret.text("name"))
        projectedOptional(secret, "SecretOptionalName", version)
      } else if part["downwardAPI"] != nil {
        field(2, "DownwardAPI", "true")
      } else if let map = part["configMap"] {
        field(2, "ConfigMapName", map.text("name"))
        projectedOptional(map, "ConfigMapOptional", version)
      } else if let token = part["serviceAccountToken"] {
        field(2, "TokenExpirationSeconds", token.text("expirationSeconds"))
      }
    }
  }

  /// Up to v1.33 kubectl printed a Go pointer here.
  private mutating func projectedOptional(
    _ source: Node, _ title: String, _ version: KubectlVersion
  ) {
    switch version {
    case .minor36: optional(source, "Optional")
    case .minor32: field(2, title, source["optional"]?.bool.map(String.init) ?? "<nil>")
    }
  }

  private mutating func otherVolume(_ volume: Node) {
    if let image = volume["image"] {
      type("Image (a container image or OCI artifact)")
      field(2, "Reference", image.text("reference"))
      field(2, "PullPolicy", image.text("pullPolicy"))
    } else if let nfs = volume["nfs"] {
      type("NFS (an NFS mount that lasts the lifetime of a pod)")
      field(2, "Server", nfs.text("server"))
      field(2, "Path", nfs.text("path"))
      field(2, "ReadOnly", String(nfs["readOnly"]?.bool ?? false))
    } else if let csi = volume["csi"] {
      type("CSI (a Container Storage Interface (CSI) volume source)")
      field(2, "Driver", csi.text("driver"))
      field(2, "FSType", csi.text("fsType"))
      field(2, "ReadOnly", String(csi["readOnly"]?.bool ?? false))
    } else {
      line(1, "<unknown>")
    }
  }
}
