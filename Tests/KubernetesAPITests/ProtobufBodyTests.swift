import PodModel
import Testing

@testable import KubernetesAPI

/// Writes the wire format, as far as the tests need it.
private func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
  varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
}
private func field(_ number: UInt64, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
private func field(_ number: UInt64, _ value: Int64) -> [UInt8] {
  varint(number << 3) + varint(UInt64(bitPattern: value))
}
private func varint(_ value: UInt64) -> [UInt8] {
  value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
}
private func body(_ apiVersion: String, _ kind: String, _ raw: [UInt8]) -> [UInt8] {
  let type = field(1, apiVersion) + field(2, kind)
  return envelope(field(1, type) + field(2, raw) + field(3, "") + field(4, ""))
}

private func envelope(_ bytes: [UInt8]) -> [UInt8] { Array("k8s\0".utf8) + bytes }

@Suite struct ProtobufBodyTests {
  @Test func `reads a ConfigMap with texts and bytes`() throws {
    let metadata = field(1, "page") + field(2, "") + field(3, "lab") + field(8, [UInt8]())
    let raw =
      field(1, metadata) + field(2, field(1, "b") + field(2, "two"))
      + field(2, field(1, "a") + field(2, "one")) + field(3, field(1, "raw") + field(2, [0, 255]))
      + field(4, 0)
    let object = try ProtobufBody.decode(body("v1", "ConfigMap", raw))
    #expect(
      object.compactJSON == #"{"apiVersion":"v1","binaryData":{"raw":"AP8="},"#
        + #""data":{"a":"one","b":"two"},"immutable":false,"kind":"ConfigMap","#
        + #""metadata":{"name":"page","namespace":"lab"}}"#)
  }

  @Test func `reads numbers, pointers and embedded messages of a Pod`() throws {
    let probe =
      field(1, field(2, field(1, "/") + field(2, field(1, 1) + field(2, 0) + field(3, "web"))))
      + field(2, 5)
    let container =
      field(1, "web") + field(2, "nginx") + field(3, "sh") + field(3, "-c")
      + field(8, field(1, field(1, "cpu") + field(2, field(1, "100m")))) + field(10, probe)
      + field(16, 0)
    let volume = field(1, "page") + field(2, field(19, field(1, field(1, "html")) + field(3, 420)))
    let raw =
      field(1, field(1, "nx")) + field(2, field(1, volume) + field(2, container) + field(4, -1))
    let spec = try ProtobufBody.decode(body("v1", "Pod", raw))["spec"]
    let web = spec?["containers"]?.list?.first
    #expect(web?["command"] == ["sh", "-c"])
    #expect(web?["resources"] == ["limits": ["cpu": "100m"]])
    #expect(
      web?["livenessProbe"]?.compactJSON
        == #"{"httpGet":{"path":"/","port":"web"},"initialDelaySeconds":5}"#)
    #expect(web?["stdin"] == nil)
    #expect(
      spec?["volumes"]?.list?.first?.compactJSON
        == #"{"configMap":{"defaultMode":420,"name":"html"},"name":"page"}"#)
    #expect(spec?["terminationGracePeriodSeconds"] == -1)
  }

  @Test func `reads what kubectl asks of its rights`() throws {
    let attributes = field(1, "lab") + field(2, "create") + field(5, "pods") + field(6, "log")
    let object = try ProtobufBody.decode(
      body(
        "authorization.k8s.io/v1", "SelfSubjectAccessReview",
        field(1, [UInt8]()) + field(2, field(1, attributes))))
    #expect(
      object["spec"]?["resourceAttributes"]?.compactJSON
        == #"{"namespace":"lab","resource":"pods","subresource":"log","verb":"create"}"#)
  }

  @Test func `knows the number of every field that it names`() {
    for (message, fields) in ProtobufNumbers.all {
      let place = Schema.core.structure(message)
      for field in fields.values {
        switch field {
        case .embedded(let inner): #expect(ProtobufNumbers.all[inner] != nil, "\(inner)")
        case .named(let name):
          guard let place else { continue }
          #expect(
            Schema.core.structs[place].field(name) != nil || name == "flocker"
              || name == "photonPersistentDisk", "\(message).\(name)")
        }
      }
    }
  }

  private static let refused: [(bytes: [UInt8], code: Int)] = [
    (Array("{}".utf8), 400), (envelope([]), 415), (body("apps/v1", "Deployment", []), 415),
    (envelope([0x0A, 0x7F]), 400), (envelope([0, 0]), 400), (envelope([0x0B]), 400),
    (body("v1", "ConfigMap", [UInt8](repeating: 0xFF, count: 12)), 400),
  ]

  @Test(arguments: refused)
  func `refuses what is no object that podlab reads`(bytes: [UInt8], code: Int) {
    let error = #expect(throws: StatusError.self) { try ProtobufBody.decode(bytes) }
    #expect(error?.code == code)
  }

  @Test func `survives any bytes`() {
    var random = SeededRandom(seed: 7)
    let good = body(
      "v1", "Pod", field(1, field(1, "nx")) + field(2, field(2, field(1, "web") + field(3, "sh"))))
    for _ in 0..<5000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: .min ... .max, using: &random)
      }
      do throws(StatusError) { _ = try ProtobufBody.decode(bytes) } catch {
        #expect([400, 415].contains(error.code))
      }
    }
  }
}
