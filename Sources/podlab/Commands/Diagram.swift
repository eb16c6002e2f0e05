import ArgumentParser
import Cells
import Diagrams
import PodModel

struct Diagram: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw the structure of a Pod: containers, volumes, mounts and ports.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, svg }

  @Argument(help: "A manifest file; '-' reads standard input.")
  var file: String

  @Option(name: [.short, .customLong("output")], help: "How to draw.")
  var output: Format = .text

  @Option(help: "Width of a text drawing in columns.")
  var width: Int?

  func validate() throws {
    if let width, !(20...1000).contains(width) {
      throw ValidationError("'--width' must be between 20 and 1000.")
    }
  }

  func run() throws {
    let bytes: [UInt8]
    switch InputFile.read(file) {
    case .success(let read): bytes = read
    case .failure(let error):
      OutputBuffer.complain("podlab diagram: \(error)")
      throw ExitCode(2)
    }
    let pods = try pods(in: bytes)
    guard !pods.isEmpty else {
      OutputBuffer.complain(
        "podlab diagram: '\(file)' holds no Pod; a Pod has `kind: Pod` at its top")
      throw ExitCode(1)
    }
    for pod in pods {
      let topology = Topology(pod: pod)
      OutputBuffer.say(output == .svg ? topology.svg() : text(topology))
    }
  }

  private func pods(in bytes: [UInt8]) throws -> [Pod] {
    do throws(YAML.ReadError) {
      return try YAML.documents(in: bytes).compactMap { Pod($0) }
    } catch {
      let place = error.position.map { "\(file):\($0)" } ?? file
      OutputBuffer.complain("podlab diagram: \(place): \(error)")
      throw ExitCode(1)
    }
  }

  private func text(_ topology: Topology) -> String {
    let columns = width ?? TerminalSize.columns ?? 80
    let size = topology.size(fitting: columns)
    var buffer = CellBuffer(width: size.width, height: size.height)
    topology.draw(into: &buffer, in: buffer.bounds)
    return buffer.text + "\n"
  }
}
