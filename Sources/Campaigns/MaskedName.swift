/// The name as winners' lists show it: `王伟` becomes `王*`, `欧阳小红` becomes `欧**红`.
///
/// n characters as a reader sees them (grapheme clusters): one becomes `*`; of two the first stays; of more the first
/// and the last stay.
package func maskedName(_ name: String) -> String {
    if let masked = maskedHanName(name) { return masked }
    guard let first = name.first, let last = name.last, name.count > 1 else { return name.isEmpty ? "" : "*" }
    if name.count == 2 { return "\(first)*" }
    return "\(first)\(String(repeating: "*", count: name.count - 2))\(last)"
}

/// The same for a name of Han characters alone, each of which is a grapheme cluster: nearly all of a roll's half a million
/// names are, and finding clusters costs more than hashing them.
private func maskedHanName(_ name: String) -> String? {
    var scalars: [Unicode.Scalar] = []
    for scalar in name.unicodeScalars {
        guard (0x4E00...0x9FFF).contains(scalar.value), scalars.count < 4 else { return nil }
        scalars.append(scalar)
    }
    switch scalars.count {
    case 1: return "*"
    case 2: return "\(scalars[0])*"
    case 3: return "\(scalars[0])*\(scalars[2])"
    case 4: return "\(scalars[0])**\(scalars[3])"
    default: return nil
    }
}
