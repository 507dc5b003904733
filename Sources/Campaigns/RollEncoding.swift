/// Tells a roll that is no UTF-8 text by what it most likely is, since spreadsheets often write another encoding.
enum RollEncoding {
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Adds what is wrong; nothing for UTF-8, with or without a byte order mark.
    static func check(_ bytes: [UInt8], _ problems: inout RollProblems) {
        if let (_, name) = formats.first(where: { bytes.starts(with: $0.0) }) { return problems.add(notText(name)) }
        if let name = wideEncoding(of: bytes) { return problems.add(notUTF8(.start, name)) }
        if bytes.contains(0x0D), !bytes.contains(0x0A) { return problems.add(oldLineEnds) }
        if isUTF8(bytes[...]) { return }
        let isGB18030 = isGB18030(bytes)
        bytes.withUnsafeBufferPointer { buffer in
            var rows = RollRows(bytes: buffer)
            while rows.advance() {
                if isUTF8(bytes[rows.range]) { continue }
                problems.add(notUTF8(rows.place, isGB18030 ? "GB18030 (GBK)" : nil))
                // What is true of the whole file is said once.
                if isGB18030 { return }
            }
        }
    }

    /// How files begin that are tables and no text.
    private static let formats: [([UInt8], String)] = [
        ([0x50, 0x4B, 0x03, 0x04], "Excel（xlsx）"), ([0xD0, 0xCF, 0x11, 0xE0], "Excel（xls）"),
        ([0x1F, 0x8B], "gzip"),
    ]

    private static func notText(_ format: String) -> RollProblem {
        let plain = format.replacing("（", with: " (").replacing("）", with: ")")
        return RollProblem(
            at: .start, zh: "名册应为 CSV 文本，这个文件是 \(format)；请另存为“CSV UTF-8”",
            en: "a roll is CSV text, this file is \(plain); save it as “CSV UTF-8”")
    }

    private static var oldLineEnds: RollProblem {
        RollProblem(
            at: .start, zh: "各行应以换行（LF 或 CR LF）结尾，这个文件里只有回车（CR）；请另存为“CSV UTF-8”",
            en: "rows end with LF or CR LF, this file has only CR; save it as “CSV UTF-8”")
    }

    private static func notUTF8(_ place: RollPlace, _ encoding: String?) -> RollProblem {
        RollProblem(
            at: place,
            zh: "名册应为 UTF-8 编码" + (encoding.map { "，这个文件看来是 \($0)" } ?? "，此行不是")
                + "；请另存为“CSV UTF-8”",
            en: "a roll is UTF-8" + (encoding.map { ", this file looks like \($0)" } ?? ", this row is not")
                + "; save it as “CSV UTF-8”")
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        (try? UTF8Span(validating: bytes.span)) != nil
    }

    /// Encodings of two or four bytes a character: with their mark, or with zeros where ASCII has its upper bytes.
    private static func wideEncoding(of bytes: [UInt8]) -> String? {
        let starts = bytes.prefix(4)
        if starts == [0xFF, 0xFE, 0, 0] || starts == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
        if starts.starts(with: [0xFF, 0xFE]) || starts.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        guard bytes.count >= 4 else { return nil }
        let zeros = starts.map { $0 == 0 }
        return zeros == [false, true, false, true] || zeros == [true, false, true, false] ? "UTF-16" : nil
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
