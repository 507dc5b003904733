import Foundation

/// The project's own files, read as text: these tests look at sources and pages and run none of them.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What lies at the top, dotfiles left out.
    static func topLevelNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The paths of all regular files below a folder, ascending, relative to the root.
    static func files(below folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        let names = (all?.allObjects as? [String] ?? []).filter { !$0.contains("__pycache__") }
        return names.map { folder + "/" + $0 }.filter { isFile($0) }.sorted()
    }

    /// The Swift files of `Sources` and `Tests` below a folder.
    static func swiftFiles(below folder: String) throws -> [SourceFile] {
        try parsed.get().filter { $0.path.hasPrefix(folder + "/") }
    }

    /// Read once: most tests look at all of them.
    private static let parsed = Result {
        try (files(below: "Sources") + files(below: "Tests")).filter { $0.hasSuffix(".swift") }
            .map { try SourceFile(path: $0) }
    }

    /// Every page of the project.
    static func pages() -> [String] {
        (["Sources", "Tests", "tools", "Campaigns"].flatMap { files(below: $0) } + ["README.md"])
            .filter { $0.hasSuffix(".md") && isFile($0) }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
}

/// A Swift file, as it stands and without what only looks like code.
struct SourceFile: Sendable {
    let path: String
    let lines: [String]
    /// The same lines with comments and the contents of strings blanked out.
    let code: [String]
    /// The identifiers and keywords in the code.
    let words: Set<String>

    init(path: String) throws {
        self.init(path: path, text: try Repository.text(path))
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        let blanked = CodeScanner.blanked(text)
        code = blanked.components(separatedBy: "\n")
        words = Set(blanked.utf8.split { !CodeScanner.isWordByte($0) }.map { String(Substring($0)) })
    }

    /// The target that the file belongs to: `Sources/<target>/…`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The modules that the file imports, with their lines.
    var imports: [(line: Int, module: String)] {
        code.enumerated().filter { $0.element.contains("import ") }.compactMap { number, line in
            guard
                let match = line.firstMatch(
                    of:
                        /^\s*(?:@\w+\s+)?(?:public |package |internal )?import\s+(?:(?:struct|class|enum|func|let|var|protocol|typealias)\s+)?(\w+)/
                )
            else { return nil }
            return (number + 1, String(match.1))
        }
    }

    /// Where the code matches: `path:line`.
    func places(of pattern: some RegexComponent) -> [String] {
        code.enumerated().filter { $0.element.contains(pattern) }.map { "\(path):\($0.offset + 1)" }
    }
}

/// Blanks comments and strings, keeping the lines.
private enum CodeScanner {
    private enum State: Equatable {
        case code, lineComment
        case blockComment(depth: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    static func blanked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var state = State.code
        var index = 0
        while index < bytes.count {
            if bytes[index] == newline {
                if state == .lineComment { state = .code }
                out.append(newline)
                index += 1
                continue
            }
            if state == .code, !isMark(bytes[index]) {
                out.append(bytes[index])
                index += 1
                continue
            }
            let (length, next, isCode) = step(bytes[index...], state)
            out += isCode ? Array(bytes[index..<index + length]) : Array(repeating: space, count: length)
            index += length
            state = next
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// How many bytes belong together here, what follows them, and whether they are code.
    private static func step(_ rest: ArraySlice<UInt8>, _ state: State) -> (Int, State, Bool) {
        switch state {
        case .code: return codeStep(rest)
        case .lineComment: return (1, .lineComment, false)
        case .blockComment(let depth):
            if starts(rest, "*/") { return (2, depth == 1 ? .code : .blockComment(depth: depth - 1), false) }
            if starts(rest, "/*") { return (2, .blockComment(depth: depth + 1), false) }
            return (1, state, false)
        case .string(let hashes, let isMultiline):
            let end = (isMultiline ? "\"\"\"" : "\"") + String(repeating: "#", count: hashes)
            if starts(rest, end) { return (end.utf8.count, .code, false) }
            let escape = "\\" + String(repeating: "#", count: hashes)
            if starts(rest, escape), rest.count > escape.utf8.count,
                rest[rest.startIndex + escape.utf8.count] != newline
            {
                return (escape.utf8.count + 1, state, false)
            }
            return (1, state, false)
        }
    }

    private static func codeStep(_ rest: ArraySlice<UInt8>) -> (Int, State, Bool) {
        if starts(rest, "//") { return (2, .lineComment, false) }
        if starts(rest, "/*") { return (2, .blockComment(depth: 1), false) }
        let hashes = rest.prefix { $0 == UInt8(ascii: "#") }.count
        let quotes = rest.dropFirst(hashes).prefix { $0 == UInt8(ascii: "\"") }.count
        if quotes >= 3 { return (hashes + 3, .string(hashes: hashes, isMultiline: true), false) }
        if quotes >= 1 { return (hashes + 1, .string(hashes: hashes, isMultiline: false), false) }
        return (max(1, hashes), .code, true)
    }

    /// Whether something that is no code can begin with the byte.
    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#")
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
            || byte >= 0x80
    }

    private static func starts(_ rest: ArraySlice<UInt8>, _ text: String) -> Bool { rest.starts(with: text.utf8) }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
}
