import JSON
import Proofs

extension FormatError {
    /// Where a file is not of its format and how; what was expected and found is quoted from the format pages, in their
    /// language.
    package var words: BilingualText {
        let location =
            switch place {
            case .line(let line): "第 \(line) 行"
            case .byte(let offset): "第 \(offset) 字节"
            }
        return BilingualText(zh: "\(format) \(location)：应为 \(expected)，实为 \(found)", en: description)
    }
}
