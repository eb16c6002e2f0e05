/// The elements of an array of bash: by number, or by any text where it is associative.
struct ShellArray {
  let isAssociative: Bool
  private(set) var keys: [String] = []
  private var table: [String: String] = [:]

  init(isAssociative: Bool = false, _ values: [String] = []) {
    self.isAssociative = isAssociative
    for (index, value) in values.enumerated() { self[String(index)] = value }
  }

  /// The values in the order of their keys: numbers by size, texts as they came.
  var values: [String] { keys.compactMap { table[$0] } }

  /// The number that a new last element gets.
  var next: Int { (keys.last.flatMap { Int($0) } ?? -1) + 1 }

  /// How many bytes it takes, about.
  var size: Int { table.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 96 } }

  /// The element of a key; setting nil removes it.
  subscript(key: String) -> String? {
    get { table[key] }
    set {
      if table.updateValue(newValue ?? "", forKey: key) == nil, newValue != nil { insert(key) }
      guard newValue == nil else { return }
      table[key] = nil
      keys.removeAll { $0 == key }
    }
  }

  private mutating func insert(_ key: String) {
    guard !isAssociative, let number = Int(key) else { return keys.append(key) }
    var place = keys.count
    while place > 0, let other = Int(keys[place - 1]), other > number { place -= 1 }
    keys.insert(key, at: place)
  }
}
