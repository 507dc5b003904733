extension Campaign.Disclosure.Masking {
    /// The name as everything that is published shows it.
    ///
    /// `ends` makes 王伟 `王*` and 欧阳小红 `欧**红`, `first` makes them `王*` and `欧***`, `none` leaves them. Of n characters as
    /// a reader sees them (grapheme clusters): one becomes `*` but for `none`; of two the first stays; of more the first
    /// stays and with `ends` the last. A name `-` is `*` always, because `-` stands for none in the files of a draw.
    package func masked(_ name: String) -> String {
        switch self {
        case .ends:
            if let masked = Self.maskedHanName(name) { return masked }
            guard let first = name.first, let last = name.last, name.count > 1 else { return name.isEmpty ? "" : "*" }
            if name.count == 2 { return "\(first)*" }
            return "\(first)\(String(repeating: "*", count: name.count - 2))\(last)"
        case .first:
            guard let first = name.first, name.count > 1 else { return name.isEmpty ? "" : "*" }
            return "\(first)\(String(repeating: "*", count: name.count - 1))"
        case .none:
            return name == "-" ? "*" : name
        }
    }

    /// Whether some name is shown so, as far as anyone can tell who does not know it.
    package func canShow(_ masked: String) -> Bool {
        switch self {
        case .ends: masked.utf8.contains(UInt8(ascii: "*"))
        case .first: masked.utf8.last == UInt8(ascii: "*")
        case .none: !masked.isEmpty
        }
    }

    /// `ends` of a name of Han characters alone, each of which is a grapheme cluster: nearly all of a roll's half a million
    /// names are, and finding clusters costs more than hashing them.
    private static func maskedHanName(_ name: String) -> String? {
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
}
