/// Why a text is not JSON, and the byte where that shows.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case expected(Expected, found: Unicode.Scalar)
        case unexpectedEnd
        case textAfterValue
        case trailingComma
        case duplicateKey
        case leadingZero
        case invalidNumber
        case invalidEscape
        case loneSurrogate
        case invalidUTF8
        case controlCharacter(UInt8)
        case byteOrderMark
        case tooDeep(Int)
        case tooManyValues(Int)
        case tooLong
    }

    /// What could have stood at the place of an unexpected character.
    package enum Expected: Hashable, Sendable {
        case value, key, colon, commaOrBracket, commaOrBrace
    }

    package var reason: Reason
    package var offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// Line and column in the text that was read.
    package func position(in bytes: UnsafeBufferPointer<UInt8>) -> JSONPosition {
        JSONPosition(of: offset, in: bytes)
    }

    package func position(in bytes: [UInt8]) -> JSONPosition {
        JSONPosition(of: offset, in: bytes)
    }

    package func message(_ language: Language) -> String {
        text.text(language)
    }

    /// The message in both languages, without the place.
    package var text: BilingualText {
        switch reason {
        case .expected(let expected, let found): JSONError.text(expected, found)
        case .unexpectedEnd: BilingualText(zh: "文本在值完成之前结束", en: "the text ends before the value is complete")
        case .textAfterValue: BilingualText(zh: "值之后还有内容", en: "more text after the value")
        case .trailingComma: BilingualText(zh: "最后一项之后有多余的逗号", en: "a comma after the last item")
        case .duplicateKey: BilingualText(zh: "同一对象中的键重复", en: "the object has this key twice")
        case .leadingZero: BilingualText(zh: "数字不能以 0 开头", en: "a number can't start with a zero")
        case .invalidNumber: BilingualText(zh: "数字不完整", en: "the number is not complete")
        case .invalidEscape: BilingualText(zh: "反斜杠转义无效", en: "not a valid backslash escape")
        case .loneSurrogate: BilingualText(zh: "代理项没有成对出现", en: "half of a surrogate pair")
        case .invalidUTF8: BilingualText(zh: "不是有效的 UTF-8；请存为 UTF-8", en: "not valid UTF-8; save it as UTF-8")
        case .controlCharacter(0x0A), .controlCharacter(0x0D):
            BilingualText(
                zh: "字符串没有在本行结束：缺少引号，或换行应写作 \\n",
                en: "the string doesn't end on its line: a quote is missing, or a line break that is written \\n")
        case .controlCharacter(let byte):
            BilingualText(
                zh: "字符串中的控制字符须转义：\(hex(byte))", en: "a control character in a string must be escaped: \(hex(byte))")
        case .byteOrderMark:
            BilingualText(
                zh: "文本以字节顺序标记（BOM）开头；请存为不带 BOM 的 UTF-8",
                en: "the text starts with a byte order mark; save it as UTF-8 without one")
        case .tooDeep(let most): BilingualText(zh: "嵌套超过 \(most) 层", en: "nested deeper than \(most) levels")
        case .tooManyValues(let most): BilingualText(zh: "超过 \(most) 个值", en: "more than \(most) values")
        case .tooLong: BilingualText(zh: "文本超过 2 GiB", en: "the text is longer than 2 GiB")
        }
    }

    private static func text(_ expected: Expected, _ found: Unicode.Scalar) -> BilingualText {
        let (zh, en) =
            switch expected {
            case .value: ("一个值", "a value")
            case .key: ("双引号括起的键", "a key in double quotes")
            case .colon: ("冒号 ‘:’", "a colon ':'")
            case .commaOrBracket: (" ‘,’ 或 ‘]’", "',' or ']'")
            case .commaOrBrace: (" ‘,’ 或 ‘}’", "',' or '}'")
            }
        let shown = visible(found)
        guard let plain = asciiTwin(of: found) else {
            let hint = hint(about: found)
            return BilingualText(zh: "应为\(zh)，实为 \(shown)\(hint.zh)", en: "expected \(en), found \(shown)\(hint.en)")
        }
        return BilingualText(
            zh: "应为\(zh)，实为全角或弯形标点 \(shown)，请改用 \(plain)",
            en: "expected \(en), found the full-width or curly mark \(shown); write \(plain)")
    }

    /// What other languages have and JSON doesn't.
    private static func hint(about scalar: Unicode.Scalar) -> (zh: String, en: String) {
        switch scalar {
        case "/", "#": ("；JSON 没有注释", "; JSON has no comments")
        case "'": ("；请改用双引号 \"", "; write a double quote \"")
        default: ("", "")
        }
    }

    /// The ASCII mark that somebody meant who typed with a Chinese input method or a word processor.
    private static func asciiTwin(of scalar: Unicode.Scalar) -> Character? {
        switch scalar {
        case "，", "、": ","
        case "：": ":"
        case "“", "”", "＂", "「", "」", "‘", "’": "\""
        case "｛": "{"
        case "｝": "}"
        case "［", "【": "["
        case "］", "】": "]"
        default: nil
        }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        guard scalar.value >= 0x20, scalar.value != 0x7F else { return hex(UInt8(scalar.value)) }
        return "‘\(scalar)’"
    }
}

/// A byte as `0x0a`.
private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0x0" : "0x") + String(byte, radix: 16)
}
