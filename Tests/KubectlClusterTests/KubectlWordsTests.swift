import PodModel
import Testing

@testable import KubectlCluster

@Suite struct KubectlWordsTests {
  @Test(arguments: [
    (
      "Error from server (NotFound): pods \"nx\" not found\n", 404, "NotFound",
      "pods \"nx\" not found"
    ),
    (
      "Error from server (AlreadyExists): error when creating \"STDIN\": pods \"nx\" already exists\n",
      409, "AlreadyExists", "pods \"nx\" already exists"
    ),
    (
      "Warning: old\nThe Pod \"nx\" is invalid: spec.containers: Required value\n", 422, "Invalid",
      "Pod \"nx\" is invalid: spec.containers: Required value"
    ),
    (
      "Error from server: etcdserver: leader changed\n", 500, "InternalError",
      "etcdserver: leader changed"
    ),
  ])
  func `reads what an API server refuses`(
    errors: String, code: Int, reason: String, message: String
  ) {
    let refusal = KubectlWords(errors).refusal
    #expect(refusal?.code == code)
    #expect(refusal?.reason == reason)
    #expect(refusal?.message == message)
  }

  /// Each is what kubectl printed, or its sources print, in that case.
  @Test(arguments: [
    (
      "E1121 17:44:12.280296   21566 memcache.go:265] \"Unhandled Error\" err=\"refused\"\n"
        + "The connection to the server 127.0.0.1:1 was refused - did you specify the right host "
        + "or port?\n",
      "the cluster at https://c:6443 cannot be reached: the connection was refused; check that it "
        + "runs and try again"
    ),
    (
      "Unable to connect to the server: dial tcp: lookup c on 10.0.0.1:53: no such host\n",
      "the cluster at https://c:6443 cannot be reached: no such host; check that it runs and try "
        + "again"
    ),
    (
      "Unable to connect to the server: net/http: TLS handshake timeout\n",
      "the cluster at https://c:6443 cannot be reached: TLS handshake timeout; check that it "
        + "runs and try again"
    ),
    (
      "error: Get \"https://c:6443/api/v1/pods\": dial tcp 10.1.1.1:6443: i/o timeout\n",
      "the cluster at https://c:6443 cannot be reached: i/o timeout; check that it runs and try "
        + "again"
    ),
    (
      "Unable to connect to the server: tls: failed to verify certificate: x509: certificate "
        + "signed by unknown authority\n",
      "the certificate of https://c:6443 is not accepted: certificate signed by unknown "
        + "authority; repair the context's certificate authority"
    ),
    (
      "error: You must be logged in to the server (Unauthorized)\n",
      "the cluster does not accept the credentials of context 'test': it asks to log in; log in "
        + "anew"
    ),
    (
      "Unable to connect to the server: getting credentials: exec: executable aws not found\n",
      "kubectl gets no credentials for context 'test': exec: executable aws not found; log in "
        + "anew, or install what is missing"
    ),
  ])
  func `says in one sentence why no server answers`(errors: String, sentence: String) {
    let failure = KubectlWords(errors).failure(context: "test", server: "https://c:6443")
    #expect(failure.map { "\($0)" } == sentence)
  }

  @Test(arguments: [
    "error: context \"test\" does not exist\n",
    "Error in configuration: context was not found for specified context: test\n",
  ])
  func `notices that the context is gone`(errors: String) {
    #expect(
      KubectlWords(errors).failure(context: "test", server: "s")
        == .brokenConfiguration("context 'test' is not there any more"))
  }

  @Test(arguments: [
    "Error from server (NotFound): pods \"connection refused\" not found\n",
    "error: unable to upgrade connection: container not found (\"nginx\")\n",
    "error: Internal error occurred: error executing command in container: context deadline "
      + "exceeded\n",
  ])
  func `takes a refusal for no failure`(errors: String) {
    #expect(KubectlWords(errors).failure(context: "test", server: "s") == nil)
  }
}

@Suite struct JSONDocumentsTests {
  @Test func `cuts documents wherever the bytes are cut`() {
    let text = "{\n \"a\": \"}{\\\"\"\n}\n{\"b\": {\"c\": [1]}}{\"d\": 1}"
    let whole = [try? JSON.node(in: "{\"a\": \"}{\\\"\"}"), ["b": ["c": [1]]], ["d": 1]]
    for size in 1...text.utf8.count {
      var documents = JSONDocuments()
      var found: [Node] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        found += documents.add(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(found == whole.compactMap { $0 }, "pieces of \(size) bytes")
    }
  }

  @Test func `goes on after what is no JSON`() {
    var documents = JSONDocuments()
    #expect(documents.add(Array("error: x}\n{nonsense}{\"a\": 1}".utf8)) == [["a": 1]])
  }
}
