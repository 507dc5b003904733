import Glibc
import JSON
import Service
import Terminal

/// What any file of a command may have at most: a device that never ends is no file.
let mostFileBytes = 1 << 28

/// All bytes of a file of at most `limit` bytes.
func readFile(_ path: String, atMost limit: Int = mostFileBytes) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 {
            if errno == EINTR { continue }
            throw unreadable(path)
        }
        if count == 0 { return bytes }
        guard bytes.count + count <= limit else {
            throw CommandFailure(
                both("大于 \(byteCount(limit))，超出上限", "larger than \(byteCount(limit)), which is the most"), at: path,
                exitCode: .usage)
        }
        bytes += buffer[..<count]
    }
}

/// Makes or replaces a file. For what can be made again: nothing is synced.
func writeFile(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    // One that was there keeps its mode, which may be too wide.
    guard mode == 0o644 || fchmod(descriptor, mode) == 0 else { throw unwritable(path) }
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
        if count < 0 {
            if errno == EINTR { continue }
            throw unwritable(path)
        }
        written += count
    }
}

/// Makes a file that only its owner reads, never in place of another; durable when this returns.
func makeSecretFile(_ path: String, _ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
        if count < 0 {
            if errno == EINTR { continue }
            throw unwritable(path)
        }
        written += count
    }
    guard fsync(descriptor) == 0 else { throw unwritable(path) }
}

/// Makes a directory and those above it; one that is there already is as good, and anything else is in the way.
func makeDirectory(_ path: String, mode: mode_t = 0o755) throws {
    if mkdir(path, mode) == 0 { return }
    if errno == EEXIST {
        guard isDirectory(path) else {
            throw CommandFailure(
                both("这里应是一个文件夹，却已有别的东西", "a folder belongs here, and something else is in its place"), at: path,
                exitCode: .usage)
        }
        return
    }
    guard errno == ENOENT, let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex else {
        throw unwritable(path)
    }
    try makeDirectory(String(path[..<slash]), mode: mode)
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw unwritable(path) }
}

/// A new empty directory under the system's place for temporary files.
func makeTemporaryDirectory(_ name: String) throws -> String {
    let base = Environment.value("TMPDIR") ?? "/tmp"
    var template = Array("\(base)/huigong-\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw unwritable(base) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Names in a directory, ascending by bytes, without `.` and `..`.
func directoryEntries(_ path: String) throws -> [String] {
    guard let directory = opendir(path) else { throw unreadable(path) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
}

func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

func fileExists(_ path: String) -> Bool {
    access(path, F_OK) == 0
}

/// The path as the daemon must hear it, whose working directory is another.
func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    guard let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return String(cString: directory) + "/" + path
}

private func unreadable(_ path: String) -> CommandFailure {
    let reason = systemMessage(errno)
    return CommandFailure(
        both("读不了：\(reason.zh)", "cannot read: \(reason.english)"), at: path, exitCode: .usage)
}

private func unwritable(_ path: String) -> CommandFailure {
    let reason = systemMessage(errno)
    return CommandFailure(both("写不了：\(reason.zh)", "cannot write: \(reason.english)"), at: path)
}
