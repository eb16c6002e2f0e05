import APIServer
import PodModel
import Testing

@Suite struct KubeconfigTests {
  private let config = Kubeconfig(
    url: "https://127.0.0.1:1", certificate: "PEM", serverName: "localhost",
    token: AccessToken(secret: "s3"), speed: 2)

  @Test func `names the server, its certificate and the token`() throws {
    let node = try #require(try YAML.documents(in: Array(config.text.utf8)).first)
    let cluster = node["clusters"]?.list?.first?["cluster"]
    #expect(cluster?["server"] == "https://127.0.0.1:1")
    #expect(cluster?["certificate-authority-data"] == "UEVN")
    #expect(cluster?["tls-server-name"] == "localhost")
    #expect(node["users"]?.list?.first?["user"]?["token"] == "s3")
    #expect(node["current-context"] == "podlab")
  }

  @Test func `is known as podlab's own, also after kubectl has written it anew`() throws {
    let bytes = Array(config.text.utf8)
    #expect(Kubeconfig.isOwn(bytes))
    var node = try #require(try YAML.documents(in: bytes).first)
    #expect(Kubeconfig.isOwn(Array(node.yaml.utf8)))
    node["clusters"] = Node(
      .list((node["clusters"]?.list ?? []) + [["name": "mine", "cluster": [:]]]))
    #expect(!Kubeconfig.isOwn(Array(node.yaml.utf8)))
    #expect(!Kubeconfig.isOwn(Array("apiVersion: v1\nkind: Config\n".utf8)))
    #expect(!Kubeconfig.isOwn([0xFF, 0]))
  }
}
