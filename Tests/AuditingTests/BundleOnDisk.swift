import Campaigns
import Foundation
import JSON
import Proofs

@testable import Auditing

/// A bundle in a temporary folder that is removed with this value.
final class BundleOnDisk {
    let path: String
    private let parent: String

    init() {
        parent = (NSTemporaryDirectory() as NSString).appendingPathComponent("huigong-bundle-") + UUID().uuidString
        path = parent + "/bundle"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: parent)
    }

    /// Paths of all files, ascending.
    var files: [String] {
        (FileManager.default.subpaths(atPath: path) ?? []).filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    subscript(file: String) -> [UInt8] {
        get { [UInt8](FileManager.default.contents(atPath: path + "/" + file) ?? Data()) }
        set { _ = FileManager.default.createFile(atPath: path + "/" + file, contents: Data(newValue)) }
    }

    /// Replaces text in a file; the file must hold it.
    func replace(_ old: String, by new: String, in file: String) {
        let text = String(decoding: self[file], as: UTF8.self)
        precondition(text.contains(old), "\(file) does not hold \(old)")
        self[file] = Array(text.replacingOccurrences(of: old, with: new).utf8)
    }

    func remove(_ folder: String) {
        try! FileManager.default.removeItem(atPath: path + "/" + folder)
    }

    func replaceRegistry(by copy: RegistryCopy) {
        remove("registry")
        for (file, bytes) in try! copy.files() {
            let folder = ((path + "/" + file) as NSString).deletingLastPathComponent
            try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            self[file] = bytes
        }
        sum()
    }

    /// Makes SHA256SUMS again.
    func sum() {
        let lines = files.filter { $0 != "SHA256SUMS" }.map { "\(SHA256.hash(self[$0]).hex)  \($0)\n" }
        self["SHA256SUMS"] = Array(lines.joined().utf8)
    }

    func verify(_ bundle: SampleBundle, confirmed: Bool = true) -> VerificationReport {
        Verifier(
            bundle: path, vkey: bundle.vkey, publicValues: confirmed ? bundle.publicValues : [:],
            auditorFile: bundle.hasAuditorFile ? bundle.auditorFile() : nil, beaconKey: SampleParty.network.key
        ).run()
    }
}

extension VerificationReport {
    /// The checks that fail, in order.
    var failing: [CheckID] {
        checks.filter { $0.status == .fail }.map(\.id)
    }
}
