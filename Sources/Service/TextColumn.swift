import Glibc

/// Many short texts, one a place, in one arena: what a column of a roll costs is its bytes and a word a row.
package struct TextColumn: Sendable {
    private var arena: [UInt8] = []
    private var ends: [UInt32] = []

    package init(capacity: Int = 0) {
        ends.reserveCapacity(capacity)
    }

    package var count: Int { ends.count }

    package subscript(place: Int) -> String {
        String(decoding: arena[range(place)], as: UTF8.self)
    }

    package mutating func append(_ text: some Sequence<UInt8>) {
        arena.append(contentsOf: text)
        ends.append(UInt32(arena.count))
    }

    /// The first place with this text; for columns of a few rows.
    func firstPlace(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        for place in 0..<count where isEqual(place, text) { return place }
        return nil
    }

    func isEqual(_ place: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = range(place)
        guard range.count == text.count else { return false }
        return arena.withUnsafeBufferPointer { bytes in
            guard let known = bytes.baseAddress, let asked = text.baseAddress else { return text.isEmpty }
            return memcmp(known + range.lowerBound, asked, text.count) == 0
        }
    }

    private func range(_ place: Int) -> Range<Int> {
        (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])
    }
}
