// Makes the one-way table from traditional to simplified Chinese characters.
//
//     swiftc -O tools/make-fold-table.swift -o .build/make-fold-table && .build/make-fold-table
//
// Run by hand, from the top of the repository, and never by the build: the table is a fixed file of the project whose
// SHA-256 stands in the docs and in every verifier, so a newer ICU must not be able to change it. It writes
//
//     tools/traditional-simplified.txt   <traditional> TAB <simplified> LF, ascending by code point
//     Sources/Campaigns/FoldTable.swift  the same pairs for the daemon
//
// Source: the transform Traditional-Simplified of the Unicode CLDR, one character at a time.

import Foundation

let pairsPath = "tools/traditional-simplified.txt"
let sourcePath = "Sources/Campaigns/FoldTable.swift"
let pairsPerLine = 27

/// CLDR takes 苎 to 苧 and 苧 to 苎, which would keep the two apart. 苎 is the simplified one and stays as it is.
let alreadySimplified: Set<Unicode.Scalar> = ["苎"]

/// The character's simplified form, or nil where there is none or it is not one character.
func simplified(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let transform = StringTransform("Traditional-Simplified")
    guard let result = String(scalar).applyingTransform(transform, reverse: false) else { return nil }
    let scalars = Array(result.unicodeScalars)
    guard scalars.count == 1, scalars[0] != scalar, isInScope(scalars[0]) else { return nil }
    return scalars[0]
}

/// Unified ideographs that Unicode 14 has. Compatibility ideographs are NFKC's affair.
func isInScope(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.properties.isUnifiedIdeograph, let age = scalar.properties.age else { return false }
    return age.major <= 14
}

func sha256(ofFileAt path: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [path]
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return String(line.prefix(64))
}

func swiftSource(pairs: [(Unicode.Scalar, Unicode.Scalar)], sha256: String) -> String {
    var source = """
        // Made by tools/make-fold-table.swift from the Unicode CLDR; the same pairs as tools/traditional-simplified.txt.

        extension FoldTable {
            /// The SHA-256 of `tools/traditional-simplified.txt`, which every verifier names.
            package static let sha256 = "\(sha256)"

            /// Traditional and simplified character in turn, ascending by the traditional one.
            static let pairs = \"""

        """
    for start in stride(from: 0, to: pairs.count, by: pairsPerLine) {
        let line = pairs[start..<min(start + pairsPerLine, pairs.count)]
        source += "        " + line.map { "\($0.0)\($0.1)" }.joined() + "\\\n"
    }
    // The last line of a literal can't be continued.
    source.removeLast(2)
    return source + "\n        \"\"\"\n}\n"
}

var table: [Unicode.Scalar: Unicode.Scalar] = [:]
for value in 0x3400...0x3FFFF {
    guard let scalar = Unicode.Scalar(UInt32(value)), isInScope(scalar) else { continue }
    guard !alreadySimplified.contains(scalar) else { continue }
    table[scalar] = simplified(scalar)
}
// Chains are followed to their end, so that folding twice changes nothing more (薴 becomes 苎).
let pairs = table.keys.sorted().map { key in
    var end = key
    while let next = table[end] { end = next }
    return (key, end)
}
let text = pairs.map { "\($0.0)\t\($0.1)\n" }.joined()
try Data(text.utf8).write(to: URL(fileURLWithPath: pairsPath))
let source = swiftSource(pairs: pairs, sha256: try sha256(ofFileAt: pairsPath))
try Data(source.utf8).write(to: URL(fileURLWithPath: sourcePath))
print("\(pairs.count) pairs")
