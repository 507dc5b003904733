/// A place in a text as people count it: lines and columns from 1.
package struct JSONPosition: Hashable, Sendable {
    package var line: Int
    /// In characters as a reader sees them, not bytes; a tab is one.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte offset; an offset behind the end is the place behind the last character.
    package init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let offset = min(max(offset, 0), bytes.count)
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        column = 1 + String(decoding: bytes[lineStart..<offset], as: UTF8.self).count
    }

    package init(of offset: Int, in bytes: [UInt8]) {
        self = bytes.withUnsafeBufferPointer { JSONPosition(of: offset, in: $0) }
    }
}
