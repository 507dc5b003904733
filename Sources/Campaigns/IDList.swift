import JSON

/// A file of people's ids, one a line: UTF-8, LF or CRLF, with or without a byte-order mark; empty lines say nothing.
package enum IDList {
    /// A line that is no id.
    package struct Malformed: Error, Hashable {
        /// From 1.
        package let line: Int

        package var message: BilingualText {
            BilingualText(
                zh: "第 \(line) 行不是编号：应为 1–64 个 A–Z a–z 0–9 . _ - @ : 字符",
                en: "line \(line) is no id: 1–64 of A–Z a–z 0–9 . _ - @ :")
        }
    }

    package static func ids(in bytes: [UInt8]) throws(Malformed) -> [String] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
        var ids: [String] = []
        for (number, part) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = part.last == 0x0D ? part.dropLast() : part
            guard !line.isEmpty else { continue }
            guard line.count <= 64, line.allSatisfy(RollColumn.isIdentifier) else {
                throw Malformed(line: number + 1)
            }
            ids.append(String(decoding: line, as: UTF8.self))
        }
        return ids
    }
}
