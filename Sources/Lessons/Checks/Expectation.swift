package import PodModel
package import RegularExpressions

/// What a value must look like: a partial object whose leaves are literals or operators.
///
/// Fields that are not named do not matter. Items of a list that all have a `name` are found by
/// it; other lists are compared item by item.
package indirect enum Expectation: Sendable {
  /// The same scalar, null or empty collection.
  case equals(Node)
  /// A mapping with at least these fields.
  case fields([Field])
  /// A list that has an item of each name.
  case named([NamedItem])
  /// `$inOrder`: a list that has an item of each name, in this order.
  case inOrder([NamedItem])
  /// A list of exactly these items.
  case items([Expectation])
  /// `$matches`: a text in which the pattern is found.
  case matches(TextPattern)
  /// `$contains` with a text: a text that holds it, or a list with this item.
  case contains(String)
  /// `$oneOf`
  case oneOf([Expectation])
  /// `$all`, or several operators beside each other.
  case all([Expectation])
  /// `$gte`
  case atLeast(Double)
  /// `$lte`
  case atMost(Double)
  /// `$absent`
  case absent
  /// `$not`
  case not(Expectation)
  /// `$each`: every item of the list; a missing list has none.
  case each(Expectation)
  /// `$any`, and `$contains` with something else than a text: at least one item of the list.
  case any(Expectation)
  /// `$length`: the number of items, fields or characters.
  case length(Expectation)
  /// `$argv`: the list of a container's `command` and `args`, white space at their ends removed.
  case argv(Expectation)
  /// `$commandLine`: the words of `$argv` with variables filled in, as one text.
  case commandLine(Expectation)

  /// One expected field.
  package struct Field: Sendable {
    package var name: String
    package var expectation: Expectation

    package init(_ name: String, _ expectation: Expectation) {
      self.name = name
      self.expectation = expectation
    }
  }

  /// One expected item of a list, found by its name.
  package struct NamedItem: Sendable {
    package var name: String
    /// What the item must look like beside its name.
    package var expectation: Expectation

    package init(name: String, expectation: Expectation) {
      self.name = name
      self.expectation = expectation
    }
  }
}

extension Expectation {
  /// The operators of checks.yaml.
  package enum Operator: String, CaseIterable, Sendable {
    case matches = "$matches"
    case contains = "$contains"
    case oneOf = "$oneOf"
    case all = "$all"
    case atLeast = "$gte"
    case atMost = "$lte"
    case absent = "$absent"
    case not = "$not"
    case each = "$each"
    case any = "$any"
    case length = "$length"
    case inOrder = "$inOrder"
    case argv = "$argv"
    case commandLine = "$commandLine"
  }

  /// The expectation of the field `name`, where the author gave one.
  package func field(_ name: String) -> Expectation? {
    switch self {
    case .fields(let fields): fields.first { $0.name == name }?.expectation
    case .all(let parts): parts.lazy.compactMap { $0.field(name) }.first
    case .equals, .named, .inOrder, .items, .matches, .contains, .oneOf, .atLeast, .atMost,
      .absent, .not, .each, .any, .length, .argv, .commandLine:
      nil
    }
  }

  /// The literal text that is expected, where it is one.
  package var literal: String? {
    guard case .equals(let node) = self else { return nil }
    return node.string
  }
}
