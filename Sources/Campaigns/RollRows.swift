/// The rows of a CSV file (RFC 4180), as ranges of its bytes: lines end in LF or CR LF, a field may stand in quotes.
///
/// Rows whose fields are all empty count and say nothing, as spreadsheets leave them at the end of a list.
///
/// A doubled quote is a fault here, not an escape: no field of a roll may hold a quote, so every field is a run of the
/// file's own bytes and nothing has to be copied.
struct RollRows {
    enum Fault {
        /// A quote within the field, or text after the closing one.
        case quote
        /// The file ends within quotes.
        case unterminated
    }

    struct Field {
        var range: Range<Int>
        var fault: Fault?
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset: Int
    /// The line that `offset` is in, from 1.
    private var line = 1
    /// How many rows have been read, empty ones too.
    private var row = 0

    /// The fields of the row that ``advance()`` read last.
    private(set) var fields: [Field] = []
    /// Where that row began.
    private(set) var place = RollPlace.start
    /// Its bytes, without the end of the line.
    private(set) var range = 0..<0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        offset = bytes.starts(with: RollEncoding.utf8Mark) ? RollEncoding.utf8Mark.count : 0
    }

    /// Reads the next row with anything in it; false at the end of the file.
    mutating func advance() -> Bool {
        repeat {
            guard offset < bytes.count else { return false }
            readRow()
        } while fields.allSatisfy { $0.range.isEmpty && $0.fault == nil }
        return true
    }

    private mutating func readRow() {
        fields.removeAll(keepingCapacity: true)
        row += 1
        place = RollPlace(row: row, line: line)
        let start = offset
        while true {
            fields.append(offset < bytes.count && bytes[offset] == quote ? quotedField() : plainField())
            guard offset < bytes.count, bytes[offset] == comma else { break }
            offset += 1
        }
        range = start..<offset
        endLine()
    }

    /// Stands at the end of the file, at LF or at CR LF.
    private mutating func endLine() {
        guard offset < bytes.count else { return }
        offset += bytes[offset] == carriageReturn ? 2 : 1
        line += 1
    }

    private func isAtFieldEnd(_ index: Int) -> Bool {
        guard index < bytes.count else { return true }
        let byte = bytes[index]
        if byte == comma || byte == lineFeed { return true }
        return byte == carriageReturn && index + 1 < bytes.count && bytes[index + 1] == lineFeed
    }

    private mutating func plainField() -> Field {
        let start = offset
        var fault: Fault?
        while !isAtFieldEnd(offset) {
            if bytes[offset] == quote { fault = .quote }
            offset += 1
        }
        return Field(range: start..<offset, fault: fault)
    }

    /// Reads on to the real end of a field with quotes in it, so that the rows after this one are read right.
    private mutating func quotedField() -> Field {
        let start = offset + 1
        var fault: Fault?
        offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == lineFeed { line += 1 }
            guard byte == quote else { continue }
            if isAtFieldEnd(offset) { return Field(range: start..<offset - 1, fault: fault) }
            fault = .quote
            guard bytes[offset] == quote else {
                return Field(range: start..<plainField().range.upperBound, fault: fault)
            }
            offset += 1
        }
        return Field(range: start..<offset, fault: .unterminated)
    }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
