/// The values the API server fills in where a volume leaves them out.
///
/// Source: Kubernetes `pkg/apis/core/v1/defaults.go`, `SetDefaults_Volume` and those of its sources.
enum VolumeDefaults {
  static func apply(to volume: inout Node) {
    if volume.entries?.allSatisfy({ $0.key == "name" }) ?? true { volume.set("emptyDir", [:]) }
    volume.update("secret", setFileMode)
    volume.update("configMap", setFileMode)
    volume.update("downwardAPI", completeDownwardAPI)
    volume.update("projected", completeProjected)
    volume.update("hostPath") { $0.setDefault("type", "") }
    volume.update("image") { image in
      if !image.has("pullPolicy") {
        image.set("pullPolicy", ContainerDefaults.pullPolicy(for: image.text("reference")))
      }
    }
    volume.update("ephemeral") { ephemeral in
      ephemeral.update("volumeClaimTemplate") { template in
        template.update("spec", completeClaimSpec)
      }
    }
    completeNetworkDisks(&volume)
  }

  static func completeClaimSpec(_ spec: inout Node) {
    spec.setDefault("volumeMode", "Filesystem")
    spec.update("resources", QuantityDefaults.applyToRequirements)
  }

  private static func setFileMode(_ source: inout Node) {
    source.setDefault("defaultMode", 0o644)
  }

  private static func completeDownwardAPI(_ source: inout Node) {
    setFileMode(&source)
    source.updateItems("items") { file in
      file.update("fieldRef") { $0.setDefault("apiVersion", "v1") }
    }
  }

  private static func completeProjected(_ volume: inout Node) {
    setFileMode(&volume)
    volume.updateItems("sources") { source in
      source.update("downwardAPI") { projection in
        projection.updateItems("items") { file in
          file.update("fieldRef") { $0.setDefault("apiVersion", "v1") }
        }
      }
      source.update("serviceAccountToken") { $0.setDefault("expirationSeconds", 3600) }
      source.update("podCertificate") { $0.setDefault("maxExpirationSeconds", 86400) }
    }
  }

  private static func completeNetworkDisks(_ volume: inout Node) {
    volume.update("iscsi") { $0.setDefault("iscsiInterface", "default") }
    volume.update("rbd") { disk in
      disk.setDefault("pool", "rbd")
      disk.setDefault("user", "admin")
      disk.setDefault("keyring", "/etc/ceph/keyring")
    }
    volume.update("azureDisk") { disk in
      disk.setDefault("cachingMode", "ReadWrite")
      disk.setDefault("kind", "Shared")
      disk.setDefault("fsType", "ext4")
      disk.setDefault("readOnly", false)
    }
    volume.update("scaleIO") { disk in
      disk.setDefault("storageMode", "ThinProvisioned")
      disk.setDefault("fsType", "xfs")
    }
  }
}
