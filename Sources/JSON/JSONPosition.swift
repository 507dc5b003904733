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

    /// The same for one place after another: what lies before the last one is not counted again.
    package struct Finder: Sendable {
        private var offset = 0
        private var position = JSONPosition(line: 1, column: 1)

        package init() {}

        package mutating func position(of wanted: Int, in bytes: [UInt8]) -> JSONPosition {
            let wanted = min(max(wanted, 0), bytes.count)
            if wanted < offset { self = Finder() }
            let passed = bytes[offset..<wanted]
            if let lineEnd = passed.lastIndex(of: UInt8(ascii: "\n")) {
                position.line += passed.count { $0 == UInt8(ascii: "\n") }
                position.column = 1
                offset = lineEnd + 1
            }
            // A character may go on behind the place, so the rest of a short line is counted whole.
            guard wanted - offset > Finder.longLine else {
                return JSONPosition(
                    line: position.line,
                    column: position.column + String(decoding: bytes[offset..<wanted], as: UTF8.self).count)
            }
            position.column += String(decoding: bytes[offset..<wanted], as: UTF8.self).count
            offset = wanted
            return position
        }

        private static let longLine = 4096
    }

    package init(of offset: Int, in bytes: [UInt8]) {
        self = bytes.withUnsafeBufferPointer { JSONPosition(of: offset, in: $0) }
    }
}
