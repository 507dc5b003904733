import JSON
import Proofs

/// What people keep as their receipt: the tlog-proof itself, or the daemon's answer with the proof in it.
enum ReceiptFile {
    /// The proof in a file.
    ///
    /// - Parameter file: a tlog-proof, or JSON that has one as `receipt`: the result of `receipt` or of a `submit` that
    ///   asked for one, alone or as the member `result` of the whole answer.
    static func proof(in file: [UInt8]) -> Result<[UInt8], Unreadable> {
        guard file.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") else {
            return .success(file)
        }
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONDocument(bytes: file).root
        } catch {
            let place = error.position(in: file)
            let (line, column) = (place.line, place.column)
            return .failure(
                Unreadable(
                    zh: "JSON 第 \(line) 行第 \(column) 列：\(error.message(.zh))",
                    en: "JSON, line \(line), column \(column): \(error.message(.en))"))
        }
        guard let text = (root["result"] ?? root)["receipt"]?.string else {
            return .failure(Unreadable(zh: "JSON 里没有成员 receipt", en: "JSON without the member \"receipt\""))
        }
        return .success(Array(text.utf8))
    }

    struct Unreadable: Error {
        let words: BilingualText

        init(zh: String, en: String) { words = BilingualText(zh: zh, en: en) }
    }
}
