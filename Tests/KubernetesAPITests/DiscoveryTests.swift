import PodModel
import Testing

@testable import KubernetesAPI

@Suite struct DiscoveryTests {
  @Test func `lists the core kinds as a v1.36 server does`() throws {
    let document = DiscoveryDocuments.resources(group: "", version: "v1")
    let pods = document["resources"]?.list?.first { $0["name"] == "pods" }
    #expect(
      pods?["verbs"]?.strings == [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
      ])
    #expect(pods?["shortNames"] == ["po"])
    #expect(pods?["categories"] == ["all"])
    let eviction = document["resources"]?.list?.first { $0["name"] == "pods/eviction" }
    #expect(eviction?["group"] == "policy")
    #expect(eviction?["singularName"] == "")
  }

  @Test func `names every group with its preferred version`() {
    let groups = DiscoveryDocuments.groups["groups"]?.list ?? []
    #expect(
      groups.map { $0["name"]?.string } == [
        "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "discovery.k8s.io",
      ])
    #expect(groups.allSatisfy { $0["preferredVersion"]?["version"] == "v1" })
  }

  @Test(arguments: AggregatedDiscovery.Version.allCases)
  func `tells everything at once`(version: AggregatedDiscovery.Version) throws {
    let core = AggregatedDiscovery.document(ofCore: true, version: version)
    #expect(core["apiVersion"]?.string == "apidiscovery.k8s.io/\(version)")
    let resources = core["items"]?.list?.first?["versions"]?.list?.first?["resources"]?.list ?? []
    let pods = try #require(resources.first { $0["resource"] == "pods" })
    #expect(pods["scope"] == "Namespaced")
    #expect(pods["subresources"]?.list?.contains { $0["subresource"] == "exec" } == true)
  }

  @Test(arguments: [
    ("", DiscoveryForm.plain), ("application/json", .plain), ("*/*", .plain),
    (
      "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
      .aggregated(.v2beta1)
    ),
    (
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
        + "application/json", .aggregated(.v2)
    ),
    (
      "application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,application/json",
      .plain
    ),
  ])
  func `answers in the form that was asked for`(accept: String, form: DiscoveryForm) throws {
    #expect(try DiscoveryForm(accept: accept) == form)
  }
}
