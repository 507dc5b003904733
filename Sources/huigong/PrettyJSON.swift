/// Indents JSON for people: two spaces a level. The bytes of every value stay as they came.
///
/// - Parameter bytes: one valid JSON text.
func prettyJSON(_ bytes: some Collection<UInt8>) -> String {
    var printer = PrettyPrinter(bytes: Array(bytes))
    printer.printValue(depth: 0)
    return String(decoding: printer.output, as: UTF8.self)
}

private struct PrettyPrinter {
    let bytes: [UInt8]
    var output: [UInt8] = []
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func printValue(depth: Int) {
        skipSpace()
        guard position < bytes.count else { return }
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): printNested(depth: depth)
        case UInt8(ascii: "\""): copyString()
        default: copyScalar()
        }
    }

    private mutating func printNested(depth: Int) {
        let close = bytes[position] + 2
        output.append(bytes[position])
        position += 1
        skipSpace()
        if position < bytes.count, bytes[position] == close {
            position += 1
            output.append(close)
            return
        }
        while position < bytes.count {
            newLine(depth + 1)
            printMember(depth: depth + 1)
            skipSpace()
            guard position < bytes.count else { return }
            let mark = bytes[position]
            position += 1
            if mark == close { break }
            output.append(UInt8(ascii: ","))
        }
        newLine(depth)
        output.append(close)
    }

    private mutating func printMember(depth: Int) {
        printValue(depth: depth)
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return }
        position += 1
        output += Array(": ".utf8)
        printValue(depth: depth)
    }

    private mutating func copyString() {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position = min(position + 1, bytes.count)
        output += bytes[start..<position]
    }

    private mutating func copyScalar() {
        let ends = Array(",]} \n\r\t".utf8)
        while position < bytes.count, !ends.contains(bytes[position]) {
            output.append(bytes[position])
            position += 1
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func newLine(_ depth: Int) {
        output.append(UInt8(ascii: "\n"))
        output += [UInt8](repeating: UInt8(ascii: " "), count: depth * 2)
    }
}
