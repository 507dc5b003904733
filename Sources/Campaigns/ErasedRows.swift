/// Rows of a roll that are erased in place: every byte becomes the control character SUB, which no row has, and the
/// rows around it stay where they are.
extension RollRows {
    static func isErased(_ row: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        !row.isEmpty && row.allSatisfy { $0 == Roll.filling }
    }
}

extension Roll {
    package static let filling: UInt8 = 0x1A

    /// The bytes of the row of the person at a place, without the end of the line; nil past the last one.
    package static func rowRange(of place: Int, in file: [UInt8]) -> Range<Int>? {
        file.withUnsafeBufferPointer { bytes in
            var rows = RollRows(bytes: bytes)
            // The header is the first.
            for _ in 0...place + 1 where !rows.advance() { return nil }
            return rows.range
        }
    }

    /// The person at a place, read from that row alone.
    package static func person(at place: Int, in file: [UInt8]) -> Person? {
        guard let row = rowRange(of: place, in: file), let header = rowRange(of: -1, in: file),
            case .success(let roll) = loadRoll(bytes: file[header] + [0x0A] + file[row], acceptsErased: true)
        else { return nil }
        return roll.people.first
    }

    /// The roll with one row erased.
    package static func erasing(_ place: Int, in file: [UInt8]) -> [UInt8] {
        guard let row = rowRange(of: place, in: file) else { preconditionFailure("a place of the roll") }
        var file = file
        file.replaceSubrange(row, with: repeatElement(filling, count: row.count))
        return file
    }
}
