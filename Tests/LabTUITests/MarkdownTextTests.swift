import Testing

@testable import LabTUI

@Suite struct MarkdownTextTests {
  @Test func `draws a concept that a fenced block names`() {
    let lines = MarkdownText.lines("Look:\n\n```diagram\nsidecar\n```\n\nSee?", width: 90)
    let text = lines.map(\.text)
    #expect(text.contains { $0.contains("┌ sidecar") })
    #expect(text.filter { $0.contains("┌ Pod ") }.count == 1)
    #expect(text.last?.contains("See?") == true)
    #expect(!text.contains { $0.hasPrefix("    sidecar") })
  }

  @Test(arguments: ["```diagram\nnonsense\n```", "```shell\nsidecar\n```"])
  func `leaves other blocks as they are`(source: String) {
    let text = MarkdownText.lines(source, width: 90).map(\.text)
    #expect(text.contains { $0.contains("nonsense") || $0.contains("sidecar") })
    #expect(!text.contains { $0.contains("┌") })
  }
}
