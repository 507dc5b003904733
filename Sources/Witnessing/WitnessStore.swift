import Platform
import Proofs

/// Why a witness's folder can't be used.
package enum WitnessStoreError: Error, CustomStringConvertible, Sendable {
    case disk(DiskError)
    /// There is no witness in the folder.
    case empty(root: String)
    /// There is a witness of another name in the folder.
    case otherName(root: String, name: String)
    /// A file is not as this program writes it.
    case damaged(path: String)

    package var description: String {
        switch self {
        case .disk(let error): error.description
        case .empty(let root): "\(root) holds no witness"
        case .otherName(let root, let name): "\(root) holds the witness \(name)"
        case .damaged(let path): "\(path) is not as a witness writes it"
        }
    }
}

/// The folder of one witness: its key, and a file a log. One process holds it at a time.
///
///     WITNESS    huigong witness 1
///     key        name and seed, mode 0600
///     logs/…     SHA-256 of the origin in hex → ``WitnessedLog``
struct WitnessStore {
    let disk: any Disk
    private static let mark = Array("huigong witness 1\n".utf8)

    /// Takes the folder.
    init(_ disk: any Disk) throws(WitnessStoreError) {
        self.disk = disk
        try ask { () throws(DiskError) in try disk.lock() }
    }

    private func ask<Value>(_ work: () throws(DiskError) -> Value) throws(WitnessStoreError) -> Value {
        do throws(DiskError) { return try work() } catch { throw .disk(error) }
    }

    var isBegun: Bool {
        get throws(WitnessStoreError) {
            guard try ask({ () throws(DiskError) in try disk.exists("WITNESS") }) else { return false }
            guard try settled("WITNESS") == Self.mark else { throw .damaged(path: "WITNESS") }
            return true
        }
    }

    /// Makes the folder a witness's. The mark comes last: without it nothing was ever cosigned with the key.
    func begin(name: String, seed: Digest) throws(WitnessStoreError) {
        try ask { () throws(DiskError) in
            try disk.makeDirectory("logs", mode: 0o700)
            try disk.replace("key", with: Array("name \(name)\nseed \(seed.hex)\n".utf8), mode: 0o600)
            try disk.replace("WITNESS", with: Self.mark, mode: 0o644)
        }
    }

    func signer() throws(WitnessStoreError) -> NoteSigner {
        let text = String(decoding: try settled("key"), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0].hasPrefix("name "), lines[1].hasPrefix("seed "), lines[2].isEmpty,
            let seed = Digest(hex: lines[1].dropFirst(5)),
            let signer = NoteSigner(name: String(lines[0].dropFirst(5)), algorithm: .cosignature, seed: seed)
        else { throw .damaged(path: "key") }
        return signer
    }

    /// All logs, ascending by origin.
    func logs() throws(WitnessStoreError) -> [WitnessedLog] {
        var logs: [WitnessedLog] = []
        for name in try ask({ () throws(DiskError) in try disk.list("logs") }) where !name.hasSuffix(".new") {
            logs.append(try read("logs/\(name)"))
        }
        return logs.sorted { $0.origin.utf8.lexicographicallyPrecedes($1.origin.utf8) }
    }

    /// Nil for an unknown origin.
    func log(_ origin: String) throws(WitnessStoreError) -> WitnessedLog? {
        let path = Self.path(origin)
        guard try ask({ () throws(DiskError) in try disk.exists(path) }) else { return nil }
        let log = try read(path)
        guard log.origin.utf8.elementsEqual(origin.utf8) else { throw .damaged(path: path) }
        return log
    }

    /// When it returns, the log's state survives a loss of power.
    func put(_ log: WitnessedLog) throws(WitnessStoreError) {
        try ask { () throws(DiskError) in try disk.replace(Self.path(log.origin), with: log.bytes, mode: 0o600) }
    }

    private func read(_ path: String) throws(WitnessStoreError) -> WitnessedLog {
        guard let log = WitnessedLog(try settled(path)) else { throw .damaged(path: path) }
        return log
    }

    /// Bytes that are on the disk and not only in a cache: an earlier process may have failed between renaming a file
    /// and making that durable, and who cosigns again upon it must not find the older state after the power was gone.
    private func settled(_ path: String) throws(WitnessStoreError) -> [UInt8] {
        try ask { () throws(DiskError) in
            _ = try disk.openSettled(path)
            return try disk.read(path)
        }
    }

    private static func path(_ origin: String) -> String { "logs/\(SHA256.hash(origin).hex)" }
}
