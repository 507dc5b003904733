/// A CSV file of many rows, written a row at a time without a text in between.
struct RowFile {
    private(set) var bytes: [UInt8]

    init(header: String, capacity: Int) {
        bytes = Array(header.utf8)
        bytes.reserveCapacity(bytes.count + capacity)
    }

    /// Appends a row and its LF.
    mutating func append(_ write: (inout Row) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Row.mostBytes) { buffer in
            var row = Row(buffer)
            write(&row)
            row.byte(0x0A)
            bytes.append(contentsOf: row.written)
        }
    }

    /// A row in the making; what doesn't fit is a mistake of the caller.
    struct Row {
        static let mostBytes = 320

        private let buffer: UnsafeMutableBufferPointer<UInt8>
        private var count = 0

        fileprivate init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
            self.buffer = buffer
        }

        fileprivate var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[..<count]) }

        @inline(__always)
        mutating func byte(_ byte: UInt8) {
            precondition(count < buffer.count, "a row of more than \(Row.mostBytes) bytes")
            buffer[count] = byte
            count += 1
        }

        mutating func comma() { byte(UInt8(ascii: ",")) }

        mutating func text(_ text: String) {
            for character in text.utf8 { byte(character) }
        }

        mutating func decimal(_ number: Int) {
            precondition(number >= 0, "no file here holds negative numbers")
            let start = count
            var rest = number
            repeat {
                byte(0x30 + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            buffer[start..<count].reverse()
        }

        mutating func hex(_ digest: Digest) {
            let words = digest.words
            hex(words.0.bigEndian)
            hex(words.1.bigEndian)
            hex(words.2.bigEndian)
            hex(words.3.bigEndian)
        }

        mutating func hex(_ pseudonym: Pseudonym) {
            hex(pseudonym.high)
            hex(pseudonym.low)
        }

        private mutating func hex(_ word: UInt64) {
            for place in 0..<16 {
                let nibble = UInt8(truncatingIfNeeded: word &>> UInt64(60 - 4 * place)) & 15
                byte(nibble &+ 0x30 &+ (nibble > 9 ? 39 : 0))
            }
        }
    }
}
