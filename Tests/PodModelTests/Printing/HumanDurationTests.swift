import PodModel
import Testing

@Suite struct HumanDurationTests {
  /// Source: apimachinery `util/duration`, its own table of cases.
  @Test(arguments: [
    (seconds: -2, text: "<invalid>"), (seconds: -1, text: "0s"), (seconds: 0, text: "0s"),
    (seconds: 119, text: "119s"), (seconds: 120, text: "2m"), (seconds: 121, text: "2m1s"),
    (seconds: 599, text: "9m59s"), (seconds: 600, text: "10m"), (seconds: 10_799, text: "179m"),
    (seconds: 10_800, text: "3h"), (seconds: 11_520, text: "3h12m"), (seconds: 28_800, text: "8h"),
    (seconds: 172_799, text: "47h"), (seconds: 172_800, text: "2d"),
    (seconds: 190_800, text: "2d5h"), (seconds: 691_200, text: "8d"),
    (seconds: 63_072_000, text: "2y"), (seconds: 66_528_000, text: "2y40d"),
    (seconds: 252_288_000, text: "8y"),
  ])
  func `shortens as the clock goes on`(seconds: Int, text: String) {
    #expect(HumanDuration.text(.seconds(seconds)) == text)
  }

  @Test(arguments: [
    "1970-01-01T00:00:00Z", "2026-11-21T01:52:25Z", "2024-02-29T23:59:59Z", "2100-03-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
  ])
  func `writes a time as it was read`(text: String) throws {
    #expect(try #require(ClusterTime(rfc3339: text)).rfc3339 == text)
  }

  @Test func `keeps fractions and offsets`() throws {
    let time = try #require(ClusterTime(rfc3339: "2026-11-21T02:55:16.04429013+01:00"))
    #expect(time.rfc3339Nanoseconds == "2026-11-21T01:55:16.044290130Z")
    #expect(time.rfc1123 == "Sat, 21 Nov 2026 01:55:16 +0000")
  }

  @Test(arguments: ["", "2026-11-21", "2026-13-21T01:52:25Z", "2026-11-21T01:52:25", "x"])
  func `reads nothing else`(text: String) {
    #expect(ClusterTime(rfc3339: text) == nil)
  }
}
