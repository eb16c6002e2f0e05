import Foundation
import PodModel
import Testing

/// How far podlab says what a real Kubernetes v1.36 says of a manifest.
///
/// `PODLAB_FIDELITY_DIFF=1` lists what differs.
@Suite struct ValidationFidelityTests {
  /// How many of the recorded manifests must agree; raise them, never lower them.
  private static let floors = (verdict: 1.0, message: 1.0, object: 0.997)

  @Test func `answers manifests as a real cluster does`() throws {
    let records = try ValidationRecord.all()
    var total = Agreement()
    var categories: [String: Agreement] = [:]
    var differences = ""
    for record in records {
      let answer = KubectlCreate.dryRun(record.manifest, file: record.file)
      let agreement = Agreement(record, answer)
      total += agreement
      categories[record.category, default: Agreement()] += agreement
      if !agreement.isComplete { differences += difference(record, answer) }
    }
    print(table(total, categories))
    if ProcessInfo.processInfo.environment["PODLAB_FIDELITY_DIFF"] != nil { print(differences) }
    #expect(records.count > 700)
    #expect(total.verdict.share >= Self.floors.verdict)
    #expect(total.message.share >= Self.floors.message)
    #expect(total.object.share >= Self.floors.object)
  }

  @Test func `answers apply as a real cluster does`() throws {
    for record in try ValidationRecord.all() {
      let answer = KubectlApply.dryRun(record.manifest, file: record.file)
      #expect(answer.accepted == (record.applyExit == 0), "\(record.id)")
      #expect(answer.message == record.applyStderr, "\(record.id)")
    }
  }

  @Test func `prints accepted objects as kubectl does`() throws {
    for record in try ValidationRecord.all() {
      guard let yaml = record.yaml, record.objects.count == 1 else { continue }
      #expect(record.objects[0].yaml == yaml, "\(record.id)")
    }
  }

  private func table(_ total: Agreement, _ categories: [String: Agreement]) -> String {
    let rows = categories.sorted { $0.key < $1.key } + [("all", total)]
    return rows.map { name, agreement in
      name.padding(toLength: 18, withPad: " ", startingAt: 0) + agreement.description
    }.joined(separator: "\n")
  }

  private func difference(_ record: ValidationRecord, _ answer: Admission) -> String {
    var text = "\n## \(record.id)\n"
    if answer.message != record.stderr {
      text += "kubectl: \(record.stderr.debugDescription)\n"
      text += "podlab:  \(answer.message.debugDescription)\n"
    }
    let expected = record.objects.map(\.json).joined()
    let found = answer.objects.map(\.json).joined()
    if expected != found {
      text += found.split(separator: "\n").difference(from: expected.split(separator: "\n")).map {
        switch $0 {
        case .remove(let offset, let line, _): "  \(offset) - \(line)\n"
        case .insert(let offset, let line, _): "  \(offset) + \(line)\n"
        }
      }.joined()
    }
    return text
  }
}

/// In how many of how many cases two sides agree.
private struct Agreement: CustomStringConvertible {
  struct Count: CustomStringConvertible {
    var agreed = 0
    var cases = 0

    var share: Double { cases == 0 ? 1 : Double(agreed) / Double(cases) }
    var isComplete: Bool { agreed == cases }
    var description: String {
      let percent = (share * 1000).rounded() / 10
      return "\(agreed)/\(cases) \(percent) %".padding(toLength: 18, withPad: " ", startingAt: 0)
    }

    mutating func note(_ agrees: Bool) {
      cases += 1
      if agrees { agreed += 1 }
    }

    static func += (left: inout Count, right: Count) {
      left.agreed += right.agreed
      left.cases += right.cases
    }
  }

  var verdict = Count()
  var message = Count()
  var object = Count()

  init() {}

  init(_ record: ValidationRecord, _ answer: Admission) {
    verdict.note(answer.accepted == (record.exit == 0))
    message.note(answer.message == record.stderr)
    if !record.objects.isEmpty {
      object.note(answer.objects.map(\.compactJSON) == record.objects.map(\.compactJSON))
    }
  }

  var isComplete: Bool { verdict.isComplete && message.isComplete && object.isComplete }
  var description: String { "verdict \(verdict) message \(message) object \(object)" }

  static func += (left: inout Agreement, right: Agreement) {
    left.verdict += right.verdict
    left.message += right.message
    left.object += right.object
  }
}
