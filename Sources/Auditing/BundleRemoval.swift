import Foundation
import Proofs

/// Removes the bundles of a campaign from a folder, once something in them may not stay.
package enum BundleRemoval {
    package struct Failure: Error, CustomStringConvertible, Sendable {
        package let description: String
    }

    /// Folders of a data directory that never hold a bundle.
    private static let passedOver: Set<String> = ["journal", "secrets", "public"]

    /// Removes every bundle of one log below a folder, and whatever an export that did not end left there.
    ///
    /// - Returns: How many bundles there were. When it returns, they are gone from the disk as well.
    package static func removeBundles(of origin: String, below root: String) throws(Failure) -> Int {
        var removed = 0
        for path in folders(below: root) {
            let isLeftover = isLeftover(path)
            guard isLeftover || isBundle(path, of: origin) else { continue }
            try remove(path)
            removed += isLeftover ? 0 : 1
        }
        return removed
    }

    /// What may be a bundle, or may be left of one.
    private static func folders(below root: String) -> [String] {
        var found: [String] = []
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        while let name = walk.nextObject() as? String {
            guard walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory else { continue }
            let path = "\(root)/\(name)"
            if passedOver.contains(name) { walk.skipDescendants() }
            if isLeftover(path) || FileManager.default.fileExists(atPath: "\(path)/\(BundlePaths.checkpoint)") {
                found.append(path)
                walk.skipDescendants()
            }
        }
        return found
    }

    private static func isLeftover(_ path: String) -> Bool {
        let name = (path as NSString).lastPathComponent
        return name.hasPrefix(".") && (name.hasSuffix(".unfinished") || name.hasSuffix(".replaced"))
    }

    private static func isBundle(_ path: String, of origin: String) -> Bool {
        checkpoint(of: path).map { $0.origin.utf8.elementsEqual(origin.utf8) } ?? false
    }

    /// The checkpoint of a bundle; nil where there is none that can be read.
    package static func checkpoint(of path: String) -> Checkpoint? {
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(BundlePaths.checkpoint)"),
            let note = try? SignedNote(parsing: [UInt8](bytes))
        else { return nil }
        return try? Checkpoint(parsing: note.text)
    }

    /// A path without links and relative parts, as far as it exists.
    package static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// Renames first: a bundle of which a crash leaves a part is known by its name.
    private static func remove(_ path: String) throws(Failure) {
        let parent = (path as NSString).deletingLastPathComponent
        var place = path
        if !isLeftover(path) {
            place = "\(parent)/.\((path as NSString).lastPathComponent).erased.replaced"
            guard rename(path, place) == 0 else { throw failure(path) }
        }
        do {
            try FileManager.default.removeItem(atPath: place)
        } catch {
            throw Failure(description: "\(path): \(error.localizedDescription)")
        }
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(parent) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
}
