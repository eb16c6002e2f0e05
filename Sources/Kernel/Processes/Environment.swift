/// Environment variables, in the order in which they were first set.
package struct Environment: Sendable, Equatable {
  /// A name and its value.
  package struct Variable: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var variables: [Variable]

  package init(_ variables: [Variable] = []) { self.variables = variables }

  /// The value of a variable; setting nil removes it.
  package subscript(name: String) -> String? {
    get { variables.first { $0.name == name }?.value }
    set {
      let index = variables.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): variables[index].value = value
      case (let index?, nil): variables.remove(at: index)
      case (nil, let value?): variables.append(Variable(name: name, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension Environment: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { Variable(name: $0.0, value: $0.1) })
  }
}
