/// A small seeded generator, so that a failure comes back with its seed.
package struct SplitMix: Sendable {
    private var state: UInt64

    package init(state: UInt64) {
        self.state = state
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// One slip: a byte replaced, put in or left out, a few lost or written twice. Never leaves nothing.
    package mutating func mutate(_ bytes: inout [UInt8]) {
        let place = below(bytes.count)
        let end = min(bytes.count, place + below(12))
        switch below(5) {
        case 0: bytes[place] = Self.alphabet[below(Self.alphabet.count)]
        case 1: bytes.insert(Self.alphabet[below(Self.alphabet.count)], at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<end)
        default: bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
        if bytes.isEmpty { bytes = [0x30] }
    }

    /// What JSON is made of, and what breaks it.
    private static let alphabet =
        Array("{}[]\",:\\u0189-+.eEtfn \n\u{FF0C}".utf8) + [0x00, 0x1F, 0x80, 0xC0, 0xED, 0xF0, 0xFF]
}
