import ByteText
package import Kernel
import Programs

extension ContainerImage {
  /// A file of a layer and its absolute path.
  package struct LayerFile {
    package var path: String
    package var node: FileTree

    package init(path: String, node: FileTree) {
      self.path = path
      self.node = node
    }
  }

  /// The image with one more layer, as a build makes it: links of the image are followed to where
  /// files lie, missing folders are made.
  ///
  /// `label` goes into the digest beside the files, so that images can be told apart.
  package func with(layer: [LayerFile], label: String) -> ContainerImage {
    var image = self
    var files = self.files
    var text = Array("\(digest)\n\(label)\n".utf8)
    for file in layer {
      let path = files.resolved(file.path)
      let isFolder = if case .directory = file.node.content { true } else { false }
      if isFolder, var existing = files[path] {
        (existing.mode, existing.owner, existing.group) = (
          file.node.mode, file.node.owner, file.node.group
        )
        files[path] = existing
      } else {
        files[path] = file.node
      }
      text += Array("\(file.path) \(file.node.mode) \(file.node.owner)\n".utf8)
      if case .file(let bytes) = file.node.content {
        text += bytes
        image.size += bytes.count
      }
    }
    image.files = files
    image.digest =
      "sha256:"
      + Checksum.sha256(of: text).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
    return image
  }
}

extension FileTree {
  /// A path without links in front of its last part; those that lead in circles stay.
  fileprivate func resolved(_ path: String) -> String {
    var pending = path.split(at: "/").map(String.init)
    var done: [String] = []
    var linksLeft = 20
    while !pending.isEmpty {
      let name = pending.removeFirst()
      if name == ".." {
        _ = done.popLast()
        continue
      }
      if name == "." { continue }
      let full = (done + [name]).joined(separator: "/")
      if !pending.isEmpty, linksLeft > 0, case .symbolicLink(let target) = self[full]?.content {
        linksLeft -= 1
        if target.hasPrefix("/") { done = [] }
        pending = target.split(at: "/").map(String.init) + pending
      } else {
        done.append(name)
      }
    }
    return done.joined(separator: "/")
  }
}
