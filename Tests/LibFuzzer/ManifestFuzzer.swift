// Compiled together with PodModel by `Tests/LibFuzzer/fuzz`, for libFuzzer watches one module.

/// Reads bytes as kubectl and the API server read a manifest; libFuzzer calls it with bytes that
/// reach new code.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzManifest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let answer = KubectlCreate.dryRun(bytes, file: "pod.yaml")
  precondition(answer.accepted || !answer.problems.isEmpty, "a refusal must say why")
  for position in answer.problems.compactMap(\.position) {
    precondition(position.line >= 1 && position.column >= 1, "a place must be in the text")
    precondition(position.line <= count + 2, "a place must be in the text")
  }
  for object in answer.objects {
    let again = try? YAML.documents(in: object.yaml.utf8).first
    precondition(again?.yaml == object.yaml, "what is printed must read back")
  }
  return 0
}
