/// A file besides the campaign's own and its roll that the campaign rests on, as the journal keeps it with the
/// announcement, so that a restart needs no folder.
package struct FurtherFile: Sendable, Hashable {
    /// What it is; no path of the folder where it is made of one.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

extension [FurtherFile] {
    /// The bytes of the file with a path; nil where there is none.
    package func bytes(of path: String) -> [UInt8]? { first { $0.path == path }?.bytes }

    /// The whole size, with what goes before each file.
    var byteCount: Int { reduce(0) { $0 + $1.path.utf8.count + $1.bytes.count + 8 } }
}
