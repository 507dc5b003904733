import JSON
import Platform
import Proofs

/// What of each log stands in the public folder, and whether more is being written.
struct Publication {
    /// A log that grows is written again at most this often, a stretch at a time: while answers come in by the hundred
    /// thousand, followers wait rather than participants.
    static let intervalMilliseconds: Int64 = 1000

    struct Log {
        /// Size of the checkpoint that stands there.
        var checkpoint = 0
        /// Tiles up to this size are there.
        var tiles = 0
        /// When it was last written, or tried to.
        var tick = Int64.min / 2

        /// When a head of a size may be published; nil where it is.
        func due(_ size: Int) -> Int64? {
            size > checkpoint ? tick + Publication.intervalMilliseconds : nil
        }
    }

    /// By folder below `public/`.
    var logs: [String: Log] = [:]
    var isWriting = false
    /// What went wrong last, so that it is said once.
    var trouble: String?
}

/// A data directory that is older than what it published: going on would sign a second history.
package struct PublishedAhead: Error, CustomStringConvertible, Sendable {
    package let folder: String
    package let published: Int
    package let known: Int

    package var description: String {
        "\(folder)/checkpoint shows \(published) leaves that were signed, the journal has \(known) or others: "
            + "was an old copy of the data restored?"
    }
}

extension Daemon {
    /// Publishes logs from now on: tiles and checkpoint of every campaign and the registry, below `public/` of the
    /// store.
    ///
    /// - Throws: ``PublishedAhead`` where a checkpoint that stands there is signed by the log's own key and not of the
    ///   log that the journal has.
    package func startPublishing() throws {
        var publication = Publication()
        for log in publicLogs {
            publication.logs[log.name] = try published(log)
        }
        self.publication = publication
        publishDue()
    }

    /// Hands the next stretch that is due to the background; there is never more than one on its way.
    func publishDue() {
        // Entries are not read while some of them are overwritten.
        guard let publication, !publication.isWriting, pendingErasures.isEmpty else { return }
        for log in publicLogs {
            let state = publication.logs[log.name] ?? Publication.Log()
            guard let head = log.head, let due = state.due(head.size), tick >= due else { continue }
            let tiles = PublishedTiles(folder: "public/\(log.name)", log: log.log, from: state.tiles, head: head)
            return write(tiles, of: log.name)
        }
    }

    private func write(_ tiles: PublishedTiles, of name: String) {
        publication?.isWriting = true
        let disk = store.disk
        let journal = journal.reader
        background {
            let result = Result { try tiles.write(to: disk, journal) }
            return { $0.finishPublishing(tiles, of: name, result) }
        }
    }

    private func finishPublishing(_ tiles: PublishedTiles, of name: String, _ result: Result<Void, any Error>) {
        guard var publication else { return }
        publication.isWriting = false
        var state = publication.logs[name] ?? Publication.Log()
        state.tick = tick
        switch result {
        case .success:
            state.tiles = tiles.to
            if let head = tiles.head { state.checkpoint = head.size }
            publication.trouble = nil
        case .failure(let error):
            // What is there stays consistent; everything of the stretch is written again, after a pause.
            state.tiles = state.checkpoint
            let trouble = "\(tiles.folder): \(error)"
            if publication.trouble != trouble {
                log(
                    BilingualText(
                        zh: "没有公布 — \(tiles.folder)：\((error as? DiskError)?.words.zh ?? "\(error)")",
                        en: "not published — \(trouble)"))
            }
            publication.trouble = trouble
        }
        publication.logs[name] = state
        self.publication = publication
        publishDue()
    }

    /// In how many milliseconds something is to be published; nil where all is, or a stretch is on its way.
    var publicationDueMilliseconds: Int64? {
        guard let publication, !publication.isWriting else { return nil }
        return publicLogs.compactMap { log -> Int64? in
            let state = publication.logs[log.name] ?? Publication.Log()
            guard let head = log.head, let due = state.due(head.size) else { return nil }
            return max(0, due - tick)
        }.min()
    }

    private struct PublicLog {
        let name: String
        let log: CampaignLog
        let head: Head?
        let key: VerificationKey
    }

    /// The registry first: followers learn of a campaign there.
    private var publicLogs: [PublicLog] {
        [PublicLog(name: Store.registry, log: registry.log, head: registry.heads.shown, key: registry.key)]
            + campaigns.map {
                PublicLog(name: $0.id, log: $0.log, head: $0.head, key: $0.announced.keys.verificationKey)
            }
    }

    /// What stands in the folder of a log. Anything that is no checkpoint of this key is written over.
    private func published(_ log: PublicLog) throws -> Publication.Log {
        let folder = "public/\(log.name)"
        guard let bytes = try? store.disk.read("\(folder)/checkpoint"), let note = try? SignedNote(parsing: bytes),
            let head = try? Checkpoint(parsing: note.text), let signers = try? note.verify([log.key]),
            !signers.isEmpty
        else { return Publication.Log() }
        guard head.size <= log.log.tree.count, log.log.tree.root(size: head.size) == head.root else {
            throw PublishedAhead(
                folder: "\(store.disk.root)/\(folder)", published: head.size, known: log.log.tree.count)
        }
        return Publication.Log(checkpoint: head.size, tiles: head.size)
    }
}
