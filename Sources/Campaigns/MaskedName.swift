/// The name as winners' lists show it: `王伟` becomes `王*`, `欧阳小红` becomes `欧**红`.
///
/// n characters as a reader sees them (grapheme clusters): one becomes `*`; of two the first stays; of more the first
/// and the last stay.
package func maskedName(_ name: String) -> String {
    guard let first = name.first, let last = name.last, name.count > 1 else { return name.isEmpty ? "" : "*" }
    if name.count == 2 { return "\(first)*" }
    return "\(first)\(String(repeating: "*", count: name.count - 2))\(last)"
}
