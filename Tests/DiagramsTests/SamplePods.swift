import PodModel

/// Pods to draw.
enum SamplePod: String, CaseIterable {
  case sharedLog, initChain, crossing, mistakes, manyVolumes, manyContainers, longNames, empty

  var pod: Pod {
    switch self {
    case .sharedLog: pod("web", [nginx, agent], volumes: [Volume(name: "logs-vol")])
    case .initChain: initChain
    case .crossing: crossing
    case .mistakes: mistakes
    case .manyVolumes: manyVolumes
    case .manyContainers: manyContainers
    case .longNames: longNames
    case .empty: pod("", [])
    }
  }

  private func pod(
    _ name: String, _ containers: [Container], initial: [Container] = [], volumes: [Volume] = []
  ) -> Pod {
    Pod(
      metadata: ObjectMeta(name: name),
      spec: PodSpec(initContainers: initial, containers: containers, volumes: volumes))
  }

  private var nginx: Container {
    Container(
      name: "nginx", image: "nginx:1.27",
      volumeMounts: [VolumeMount(name: "logs-vol", mountPath: "/var/log/nginx")],
      ports: [ContainerPort(containerPort: 80)])
  }

  private var agent: Container {
    Container(
      name: "log-agent", image: "busybox:1.36",
      volumeMounts: [VolumeMount(name: "logs-vol", mountPath: "/logs", readOnly: true)])
  }

  private var initChain: Pod {
    let html = VolumeMount(name: "html", mountPath: "/work")
    return pod(
      "cern",
      [
        Container(
          name: "nginx", image: "nginx:1.27",
          volumeMounts: [
            VolumeMount(name: "html", mountPath: "/usr/share/nginx/html", readOnly: true),
            VolumeMount(name: "conf", mountPath: "/etc/nginx/conf.d"),
          ], ports: [ContainerPort(containerPort: 80), ContainerPort(containerPort: 443)])
      ],
      initial: [
        Container(name: "fetch", image: "busybox:1.36", volumeMounts: [html]),
        Container(name: "render", image: "busybox:1.36", volumeMounts: [html]),
        Container(name: "proxy", image: "envoy:v1.31", restartPolicy: .always),
      ], volumes: [Volume(name: "conf"), Volume(name: "html")])
  }

  private var crossing: Pod {
    func mounts(_ names: String...) -> [VolumeMount] {
      names.map { VolumeMount(name: $0, mountPath: "/mnt/\($0)") }
    }
    return pod(
      "crossing",
      [
        Container(name: "first", image: "busybox", volumeMounts: mounts("a", "b", "c")),
        Container(name: "second", image: "busybox", volumeMounts: mounts("c", "b", "a")),
      ], volumes: ["a", "b", "c"].map { Volume(name: $0) })
  }

  private var mistakes: Pod {
    pod(
      "mistakes",
      [
        Container(
          name: "app", image: "busybox:1.36",
          volumeMounts: [VolumeMount(name: "log-vol", mountPath: "/var/log/app")]),
        Container(
          name: "sidecar", image: "busybox:1.36",
          volumeMounts: [
            VolumeMount(name: "logs-vol", mountPath: "/logs"),
            VolumeMount(name: "logs-vol", mountPath: ""),
          ]),
      ], volumes: [Volume(name: "logs-vol"), Volume(name: "cache")])
  }

  private var manyVolumes: Pod {
    let names = (1...12).map { "vol-\($0)" }
    return pod(
      "many-volumes",
      [
        Container(
          name: "app", image: "busybox",
          volumeMounts: names.map { VolumeMount(name: $0, mountPath: "/mnt/\($0)") })
      ], volumes: names.map { Volume(name: $0) })
  }

  private var manyContainers: Pod {
    let containers = (1...30).map { number in
      Container(
        name: "worker-\(number)", image: "busybox:1.36",
        volumeMounts: [VolumeMount(name: "queue", mountPath: "/queue")])
    }
    return pod("crowd", containers, volumes: [Volume(name: "queue")])
  }

  private var longNames: Pod {
    let long = String(repeating: "abcdefgh-", count: 7)
    let volumes = ["\(long)a", "\(long)b"]
    return pod(
      "\(long)p",
      [
        Container(
          name: "\(long)1", image: "registry.example.com/team/\(long)image:v1.2.3",
          volumeMounts: volumes.map {
            VolumeMount(name: $0, mountPath: "/srv/\(long)/\($0)", readOnly: true)
          })
      ], initial: [Container(name: "\(long)0", image: "busybox")],
      volumes: volumes.map { Volume(name: $0) })
  }
}
