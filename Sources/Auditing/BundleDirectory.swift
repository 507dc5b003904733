import Foundation
import JSON

/// Why a file of a bundle can't be read; names the file.
struct BundleFileError: Error {
    let path: String
    let reason: BilingualText

    init(_ path: String, zh: String, en: String) {
        self.path = path
        reason = BilingualText(zh: "\(path)：\(zh)", en: "\(path): \(en)")
    }
}

/// The files below a folder that may be hostile: listed once, read without ever following a link out of it.
struct BundleDirectory {
    let root: String
    /// Size in bytes of each regular file, by its path below the folder.
    private(set) var sizes: [String: Int] = [:]
    /// Links, pipes, devices, unreadable folders and names no bundle has, each with why.
    private(set) var refused: [BundleFileError] = []

    /// More files than the largest campaign has (1.4 million entries are 17,000 files).
    private static let mostFiles = 500_000
    private static let mostDepth = 12
    /// What is read at once is bounded; the largest file of a bundle, the roll of a whole city, is below 1 GiB.
    static let mostBytes = 1 << 30

    /// Nil where the folder can't be listed.
    init?(root: String) {
        self.root = root
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else { return nil }
        list(names, below: "", depth: 0)
        refused.sort { $0.path < $1.path }
    }

    /// All regular files, ascending by the bytes of their paths.
    var paths: [String] {
        sizes.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func holds(_ path: String) -> Bool {
        sizes[path] != nil
    }

    private mutating func list(_ names: [String], below folder: String, depth: Int) {
        for name in names {
            let path = folder + name
            guard sizes.count + refused.count < BundleDirectory.mostFiles else { return }
            guard BundleDirectory.isPlain(name) else {
                refused.append(BundleFileError(path, zh: "核验材料中没有这样的文件名", en: "no file of a bundle has such a name"))
                continue
            }
            var status = stat()
            guard lstat(root + "/" + path, &status) == 0 else {
                refused.append(BundleFileError(path, zh: "无法读取", en: "can't be read"))
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: sizes[path] = Int(status.st_size)
            case S_IFDIR: descend(path, depth: depth + 1)
            case S_IFLNK:
                refused.append(BundleFileError(path, zh: "是符号链接，不予读取", en: "is a symbolic link, which is not read"))
            default: refused.append(BundleFileError(path, zh: "不是普通文件", en: "is not a regular file"))
            }
        }
    }

    private mutating func descend(_ path: String, depth: Int) {
        guard depth <= BundleDirectory.mostDepth,
            let names = try? FileManager.default.contentsOfDirectory(atPath: root + "/" + path)
        else {
            refused.append(BundleFileError(path, zh: "文件夹无法读取", en: "is a folder that can't be read"))
            return
        }
        list(names, below: path + "/", depth: depth)
    }

    /// Letters, digits, `.`, `_`, `-`; so a path can be printed and split as it stands.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "._-".utf8.contains(byte)
            }
    }

    /// The bytes of a listed file of at most `limit` bytes.
    func read(_ path: String, atMost limit: Int = BundleDirectory.mostBytes) throws(BundleFileError) -> [UInt8] {
        guard let listed = sizes[path] else { throw BundleFileError(path, zh: "文件不存在", en: "the file is missing") }
        guard listed <= min(limit, BundleDirectory.mostBytes) else {
            throw BundleFileError(path, zh: "文件过大（\(listed) 字节）", en: "the file is too large (\(listed) bytes)")
        }
        // O_NONBLOCK: a pipe put in the place of the file must not stop the verifier.
        let descriptor = open(root + "/" + path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw BundleFileError(path, zh: "无法打开", en: "can't be opened") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == listed else {
            throw BundleFileError(path, zh: "核验期间文件被更换", en: "the file was replaced while being verified")
        }
        var filled = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: listed) { buffer, count in
            while filled < listed {
                let taken = Foundation.read(descriptor, buffer.baseAddress! + filled, listed - filled)
                if taken <= 0 { break }
                filled += taken
            }
            count = filled
        }
        guard filled == listed else { throw BundleFileError(path, zh: "读取不完整", en: "could not be read whole") }
        return bytes
    }

    /// The text of a file that is UTF-8.
    func readText(_ path: String) throws(BundleFileError) -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw BundleFileError(path, zh: "不是 UTF-8 文本", en: "is not UTF-8 text")
        }
        return text
    }
}
