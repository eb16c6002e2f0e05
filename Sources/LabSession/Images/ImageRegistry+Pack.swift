import Kernel
package import Lessons
package import PodSimulator

extension ImageRegistry {
  /// podlab's images, and those that a lesson pack adds.
  package static func stock(with images: [PackImage]) -> ImageRegistry {
    var registry = stock
    for image in images {
      let base = "docker.io/library/\(image.base.rawValue)"
      guard let found = stock.repositories[base]?["*"] else {
        preconditionFailure("there is no image '\(base)' to build on")
      }
      let built = ContainerImage(image, on: found)
      for tag in image.tags { registry.repositories[image.name, default: [:]][tag] = built }
    }
    return registry
  }
}

extension ContainerImage {
  /// Builds an image as its author describes it.
  ///
  /// Source: Dockerfile reference, `ENTRYPOINT` resets a `CMD` that comes from the base image.
  fileprivate init(_ image: PackImage, on base: ContainerImage) {
    self = base.with(layer: image.files.map(LayerFile.init), label: image.name)
    for variable in image.environment { environment[variable.name] = variable.value }
    if let entrypoint = image.entrypoint {
      self.entrypoint = entrypoint
      command = []
    }
    command = image.command ?? command
    workingDirectory = image.workingDirectory ?? workingDirectory
    user = image.user ?? user
    if let folder = image.workingDirectory, files[folder] == nil {
      files[folder] = .directory()
    }
  }
}

extension ContainerImage.LayerFile {
  fileprivate init(_ file: PackImage.File) {
    var node: FileTree =
      switch file.content {
      case .bytes(let bytes): FileTree(.file(bytes), mode: file.mode)
      case .program(let program): .program(program.rawValue)
      case .folder: .directory()
      }
    (node.mode, node.owner, node.group) = (file.mode, file.owner, file.owner)
    self.init(path: file.path, node: node)
  }
}
