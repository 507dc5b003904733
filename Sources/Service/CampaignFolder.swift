import Campaigns
import JSON
import Platform
import Proofs

/// A valid file, with everything made ready that announcing it needs.
struct Candidate: Sendable {
    let file: String
    let prepared: Announced
    /// As declared, or when the file was first seen if that was later.
    var announcesAt: Int64
    let warnings: [BilingualText]

    var id: String { prepared.campaign.id }

    /// What announcing it writes to the journal, at most.
    var byteCount: Int {
        prepared.file.count + prepared.rollFile.count + (prepared.policy?.file.count ?? 0)
            + prepared.further.byteCount + 8192
    }
}

/// What one file of the folder was found to be.
struct ScannedFile: Sendable {
    enum Outcome: Sendable {
        case valid(Candidate)
        /// The bytes of the campaign that is in force already.
        case inForce(campaign: String, warnings: [BilingualText])
        /// A valid file of a campaign that is announced, with other bytes.
        case edited(campaign: String, file: [UInt8], document: JSON, warnings: [BilingualText])
        /// - Parameter campaign: The id that it has, where that can be read.
        case rejected(campaign: String?, [BilingualText])
        /// Valid, but the winners whom it leaves without prizes are not known yet: it is looked at again.
        case early(campaign: String, [BilingualText])
        /// Somebody writes it, or its roll: nothing is known before that is done.
        case unsettled(BilingualText)
        /// The bytes that were looked at before, and its roll's.
        case unchanged
    }

    let name: String
    let sight: FileSight
    let outcome: Outcome

    /// The campaign that the file says it is, where that is an announced one.
    var announcedCampaign: String? {
        switch outcome {
        case .inForce(let id, _), .edited(let id, _, _, _): id
        case .valid, .early, .rejected, .unsettled, .unchanged: nil
        }
    }
}

/// What is known of a file since it was looked at last.
struct FileSight: Sendable, Hashable {
    /// Nil where the file has to be read again to know whether it changed.
    var signature: FileSignature?
    /// Nil where it could not be read.
    var version: FileVersion?
}

/// Tells whether a file or its roll may have changed, without reading either.
struct FileSignature: Sendable, Hashable {
    let file: FileStamp
    /// Nil where no roll mattered.
    let roll: FileStamp?
}

/// Which bytes a file and its roll had.
struct FileVersion: Sendable, Hashable {
    /// Their SHA-256.
    let file: Digest
    /// The path of the roll that the file names; nil where no roll mattered.
    let rollPath: String?
    /// The SHA-256 of the roll, or why it could not be read.
    let roll: Result<Digest, FileFault>?
    /// The paths of the lists of whom the campaign excludes and of who made its works, where these still matter, and what
    /// each was, like the roll.
    var listPaths: [String] = []
    var lists: [Result<Digest, FileFault>] = []
}

/// The folder that organisers edit. Looking at it runs in the background: it holds no state and touches none.
struct CampaignFolder: Sendable {
    /// What the daemon knows when a scan starts.
    struct Known: Sendable {
        /// An announced campaign, as it was accepted last.
        struct Accepted: Sendable {
            let file: [UInt8]
            let rollPath: String
            /// The roll in force: the announced one and what was added to it. Nil where it need not be the folder's any more.
            let rollParts: [[UInt8]]?
            /// Makes that roll out of the folder's file; nil where it is that file.
            let filter: RollFilter?
            /// How names are shown.
            let masking: Campaign.Disclosure.Masking
        }

        var sights: [String: FileSight] = [:]
        /// By id.
        var accepted: [String: Accepted] = [:]
        /// Ids of campaigns that are retired.
        var retired: Set<String> = []
        /// Of campaigns that are drawn, by id.
        var winners: [String: KnownWinners] = [:]
    }

    let path: String
    let store: Store
    let settings: Settings
    /// The key of the registry that charters name.
    let registry: VerificationKey
    let tableSeed: UInt64

    /// What a scan found.
    struct Found: Sendable {
        /// All campaign files that are there.
        var names: [String] = []
        /// What the new and changed ones came to, and those that could not be told from changed ones.
        var changed: [ScannedFile] = []
        /// Why the folder could not be looked at; nothing is known of its files then, unless there is no folder.
        var fault: DiskError?
    }

    /// The bytes of a roll.
    ///
    /// - Parameter name: Its path in the folder.
    func roll(at name: String) throws(FileFault) -> FileReading {
        try FileReading(path: "\(path)/\(name)", atMost: FileLimits.roll)
    }

    /// The bytes of a list of ids.
    ///
    /// - Parameter name: Its path in the folder.
    func list(at name: String) -> Result<[UInt8], FileFault> {
        do throws(FileFault) {
            return .success(try FileReading(path: "\(path)/\(name)", atMost: FileLimits.list).bytes)
        } catch {
            return .failure(error)
        }
    }

    /// Looks at all files, and reads those that are new or may have changed.
    func scan(_ known: Known) -> Found {
        var found = Found()
        do throws(DiskError) {
            found.names = try FileDisk.names(in: path).filter(CampaignFileName.isCampaign)
        } catch {
            found.fault = error
            return found
        }
        var scan = FolderScan(folder: self, known: known)
        var gone: Set<String> = []
        for name in found.names {
            do throws(FileFault) {
                if let file = try scan.look(at: name) { found.changed.append(file) }
            } catch {
                // Removed since the names were listed.
                gone.insert(name)
            }
        }
        if !gone.isEmpty { found.names.removeAll(where: gone.contains) }
        return found
    }
}
