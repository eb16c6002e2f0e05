import ArgumentParser
import Cells
import Diagrams
import PodModel

extension ConceptDiagram: ExpressibleByArgument {}

struct Diagram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "Draw the structure of a Pod: containers, volumes, mounts and ports.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, svg }

  @Argument(help: "A manifest file; '-' reads standard input.")
  var file: String?

  @Option(help: "Draw an idea of the lessons instead of a file.")
  var concept: ConceptDiagram?

  @Option(name: [.short, .customLong("output")], help: "How to draw.")
  var output: Format = .text

  @Option(help: "Width of a text drawing in columns.")
  var width: Int?

  func validate() throws {
    if let width, !(20...1000).contains(width) {
      throw ValidationError("'--width' must be between 20 and 1000.")
    }
    if (file == nil) == (concept == nil) {
      throw ValidationError("'diagram' needs either a file or '--concept'.")
    }
  }

  func run() throws {
    if let concept { OutputBuffer.say(output == .svg ? concept.svg() : text(concept)) }
    if let file { try draw(file) }
  }

  private func draw(_ file: String) throws {
    let bytes: [UInt8]
    switch InputFile.read(file) {
    case .success(let read): bytes = read
    case .failure(let error):
      OutputBuffer.complain("podlab diagram: \(error)")
      throw ExitCode(2)
    }
    let pods = try pods(in: bytes, of: file)
    guard !pods.isEmpty else {
      OutputBuffer.complain(
        "podlab diagram: '\(file)' holds no Pod; a Pod has `kind: Pod` at its top")
      throw ExitCode(1)
    }
    let drawings = pods.map { Topology(pod: $0) }
    OutputBuffer.say(output == .svg ? Topology.svg(of: drawings) : drawings.map(text).joined())
  }

  private func pods(in bytes: [UInt8], of file: String) throws -> [Pod] {
    do throws(YAML.ReadError) {
      return try YAML.documents(in: bytes).compactMap { Pod($0) }
    } catch {
      let place = error.position.map { "\(file):\($0)" } ?? file
      OutputBuffer.complain("podlab diagram: \(place): \(error)")
      throw ExitCode(1)
    }
  }

  private var columns: Int { width ?? TerminalSize.columns ?? 80 }

  private func text(_ concept: ConceptDiagram) -> String {
    let size = concept.size(fitting: columns)
    var buffer = CellBuffer(width: size.width, height: size.height)
    concept.draw(into: &buffer, in: buffer.bounds)
    return buffer.text + "\n"
  }

  private func text(_ topology: Topology) -> String {
    let size = topology.size(fitting: columns)
    var buffer = CellBuffer(width: size.width, height: size.height)
    topology.draw(into: &buffer, in: buffer.bounds)
    return buffer.text + "\n"
  }
}
