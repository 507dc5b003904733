import Platform
import Proofs

/// Why a store can't be used.
package enum StoreError: Error, CustomStringConvertible, Sendable {
    case disk(DiskError)
    /// The folder holds data of the other sort.
    case wrongSort(root: String, found: String, expected: String)
    case newerVersion(root: String, found: String)
    /// A campaign's secret is gone or is not 32 bytes.
    case secret(campaign: String, what: String)

    package var description: String {
        switch self {
        case .disk(let error): error.description
        case .wrongSort(let root, let found, let expected):
            "\(root) holds \(found) data, and \(expected) data never goes into the same folder"
        case .newerVersion(let root, let found): "\(root) is a store of another version: \(found)"
        case .secret(let campaign, let what): "the secret of \(campaign) \(what)"
        }
    }
}

/// The folder in which one daemon keeps everything: its journal, the campaigns' secrets, bundles, and the sockets.
///
/// Live and rehearsal data have a store each, and a mark says which a folder is.
package struct Store: Sendable {
    package let disk: any Disk
    package let isRehearsal: Bool

    /// Takes the folder for this process, making it when it is empty.
    package init(disk: any Disk, isRehearsal: Bool) throws(StoreError) {
        self.disk = disk
        self.isRehearsal = isRehearsal
        let expected = Self.mark(isRehearsal: isRehearsal)
        let found: String
        do throws(DiskError) {
            try disk.lock()
            if try disk.exists("STORE") {
                found = String(decoding: try disk.read("STORE"), as: UTF8.self)
            } else {
                found = expected
                try disk.replace("STORE", with: Array(expected.utf8), mode: 0o644)
            }
        } catch {
            throw .disk(error)
        }
        guard found == expected else { throw Self.mismatch(found, root: disk.root, isRehearsal: isRehearsal) }
        do throws(DiskError) {
            try disk.makeDirectory("journal", mode: 0o700)
            try disk.makeDirectory("secrets", mode: 0o700)
        } catch {
            throw .disk(error)
        }
    }

    private static func mark(isRehearsal: Bool) -> String {
        "huigong store 1 \(isRehearsal ? "rehearsal" : "live")\n"
    }

    private static func mismatch(_ found: String, root: String, isRehearsal: Bool) -> StoreError {
        guard found == mark(isRehearsal: !isRehearsal) else {
            return .newerVersion(root: root, found: String(found.prefix(80)))
        }
        let names = isRehearsal ? ("live", "rehearsal") : ("rehearsal", "live")
        return .wrongSort(root: root, found: names.0, expected: names.1)
    }

    /// Where a socket lies; in a folder that no file system path limit but the socket's own applies to.
    package func socketPath(_ socket: Method.Socket) -> String { "\(disk.root)/\(socket.rawValue).sock" }

    package func origin(campaign: String, settings: Settings) -> Origin? {
        Origin(organiser: settings.organiser, campaign: campaign, isRehearsal: isRehearsal)
    }

    /// The organiser that the store was begun for; nil for a new store.
    package func organiser() throws(StoreError) -> String? {
        do throws(DiskError) {
            guard try disk.exists("organiser") else { return nil }
            return String(decoding: try disk.read("organiser"), as: UTF8.self).split(separator: "\n").first.map(
                String.init)
        } catch {
            throw .disk(error)
        }
    }

    /// Begins a store for an organiser.
    package func begin(organiser: String) throws(StoreError) {
        do throws(DiskError) {
            try disk.replace("organiser", with: Array((organiser + "\n").utf8), mode: 0o644)
        } catch {
            throw .disk(error)
        }
    }

    /// The secret of an announced campaign.
    package func secret(of campaign: String) throws(StoreError) -> Digest {
        let bytes: [UInt8]
        do throws(DiskError) {
            bytes = try disk.read(Self.secretPath(campaign))
        } catch {
            throw .disk(error)
        }
        guard let secret = Digest(bytes) else {
            throw .secret(campaign: campaign, what: "has \(bytes.count) bytes instead of 32")
        }
        return secret
    }

    /// The secret of a campaign that may not have one yet; it is durable before anything is derived from it.
    ///
    /// - Parameters:
    ///   - campaign: The id, or ``registry``.
    ///   - origin: Of its log.
    ///   - seed: Of a repeatable rehearsal.
    package func makeSecret(of campaign: String, origin: String, seed: String?) throws(StoreError) -> Digest {
        let isThere: Bool
        do throws(DiskError) {
            isThere = try disk.exists(Self.secretPath(campaign))
        } catch {
            throw .disk(error)
        }
        let secret =
            if isThere {
                try self.secret(of: campaign)
            } else if let seed {
                Rehearsal.secret(seed: seed, origin: origin)
            } else {
                Digest(SystemRandom.bytes(32))!
            }
        do throws(DiskError) {
            // One that is there is written again: whoever made it may have ended before its name was on the disk.
            try disk.replace(Self.secretPath(campaign), with: secret.bytes, mode: 0o600)
        } catch {
            throw .disk(error)
        }
        return secret
    }

    /// Removes the secret of a campaign that was retired, durably; does nothing where it is gone.
    package func removeSecret(of campaign: String) throws(StoreError) {
        do throws(DiskError) { try disk.remove(Self.secretPath(campaign)) } catch { throw .disk(error) }
    }

    /// Whether a campaign has its secret.
    package func hasSecret(of campaign: String) throws(StoreError) -> Bool {
        do throws(DiskError) { return try disk.exists(Self.secretPath(campaign)) } catch { throw .disk(error) }
    }

    /// What stands in the place of an id for the organiser's registry; no campaign bears it.
    package static let registry = "registry"

    private static func secretPath(_ campaign: String) -> String { "secrets/\(campaign)" }
}

/// What makes a seeded rehearsal repeatable. Live campaigns use none of this.
enum Rehearsal {
    static func secret(seed: String, origin: String) -> Digest {
        HMACSHA256(key: SHA256.hash(seed)).authenticate("huigong/rehearsal-secret/v1\n\(origin)\n")
    }

    static func nonceKey(secret: Digest) -> HMACSHA256 {
        HMACSHA256(key: HMACSHA256(key: secret).authenticate("huigong/rehearsal-nonce/v1"))
    }
}
