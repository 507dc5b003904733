/// Tells a roll that is not UTF-8 by the encoding it most likely has, since spreadsheets often write another one.
enum RollEncoding {
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Nil for UTF-8, with or without a byte order mark.
    static func problem(in bytes: [UInt8]) -> RollProblem? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return notUTF8(1, "UTF-16") }
        guard let offset = firstInvalid(in: bytes) else { return nil }
        let row = 1 + bytes[..<offset].count { $0 == 0x0A }
        return notUTF8(row, isGB18030(bytes) ? "GB18030 (GBK)" : nil)
    }

    private static func notUTF8(_ row: Int, _ encoding: String?) -> RollProblem {
        RollProblem(
            row: row,
            zh: "名册应为 UTF-8 编码" + (encoding.map { "，这个文件看来是 \($0)" } ?? "，此行不是")
                + "；请另存为“CSV UTF-8”",
            en: "a roll is UTF-8" + (encoding.map { ", this file looks like \($0)" } ?? ", this row is not")
                + "; save it as “CSV UTF-8”")
    }

    private static func firstInvalid(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// Whether all bytes are GB18030 sequences of one, two or four bytes.
    private static func isGB18030(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        func isIn(_ range: ClosedRange<UInt8>, at index: Int) -> Bool {
            index < bytes.count && range.contains(bytes[index])
        }
        while offset < bytes.count {
            if bytes[offset] < 0x80 {
                offset += 1
            } else if isIn(0x81...0xFE, at: offset),
                isIn(0x40...0x7E, at: offset + 1) || isIn(0x80...0xFE, at: offset + 1)
            {
                offset += 2
            } else if isIn(0x81...0xFE, at: offset), isIn(0x30...0x39, at: offset + 1),
                isIn(0x81...0xFE, at: offset + 2), isIn(0x30...0x39, at: offset + 3)
            {
                offset += 4
            } else {
                return false
            }
        }
        return true
    }
}
