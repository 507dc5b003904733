import Platform
import Proofs

/// A witness: it cosigns the heads of logs, and never two of one log that are not of one tree.
///
/// The state of a log is durable before its cosignature exists. Whatever fails on the way leaves either the old state,
/// or the new one without a cosignature, which the next body of that size gets.
package final class Witness {
    /// An answer to an add-checkpoint body.
    package struct Answer: Hashable, Sendable {
        package let origin: String
        package let size: Int
        package let cosignature: SignedNote.Signature
        /// Whether the head was the one cosigned last, so that nothing changed.
        package let isReplay: Bool
    }

    let store: WitnessStore
    private let signer: NoteSigner

    /// Takes the folder of a witness.
    package init(disk: any Disk) throws(WitnessStoreError) {
        store = try WitnessStore(disk)
        guard try store.isBegun else { throw .empty(root: disk.root) }
        signer = try store.signer()
    }

    /// Makes a folder a witness's, or takes one that is already of this name.
    ///
    /// - Parameters:
    ///   - name: the key's name, nil to take what is there.
    ///   - seed: 32 random bytes, used only where there is no key yet.
    package init(disk: any Disk, name: String?, seed: Digest) throws(WitnessStoreError) {
        store = try WitnessStore(disk)
        if try !store.isBegun {
            guard let name, VerificationKey.isName(name) else { throw .empty(root: disk.root) }
            try store.begin(name: name, seed: seed)
        }
        signer = try store.signer()
        let known = signer.verificationKey.name
        guard name == nil || name == known else { throw .otherName(root: disk.root, name: known) }
    }

    /// The key that policies name.
    package var verificationKey: VerificationKey { signer.verificationKey }

    /// What it knows, ascending by origin.
    package func logs() throws(WitnessStoreError) -> [WitnessedLog] { try store.logs() }

    /// Takes a log's key on the word of whoever runs the witness; false where the origin has another key already.
    package func trust(_ key: VerificationKey) throws(WitnessStoreError) -> Bool {
        if let known = try store.log(key.name) { return known.key == key }
        try store.put(WitnessedLog(key: key))
        return true
    }
}

extension Witness {
    /// Checks a body in the order of the standard, stores the head, and cosigns it.
    ///
    /// - Parameter seconds: the time of the cosignature.
    package func cosign(_ body: [UInt8], at seconds: UInt64) throws -> Answer {
        let (request, head) = try read(body)
        guard var log = try store.log(head.origin) else { throw WitnessRefusal.unknownOrigin(head.origin) }
        try requireSignature(request.note, of: log.key)
        try requireExtension(request, head, of: log)
        guard seconds >= log.at else {
            throw WitnessRefusal.clock(origin: log.origin, now: seconds, last: log.at)
        }
        let isReplay = head.size == log.size && log.at > 0
        if !isReplay {
            (log.size, log.root, log.at) = (head.size, head.root, seconds)
            try store.put(log)
        }
        return Answer(
            origin: log.origin, size: head.size, cosignature: signer.cosign(request.note.text, at: seconds),
            isReplay: isReplay)
    }

    private func read(_ body: [UInt8]) throws(WitnessRefusal) -> (AddCheckpoint, Checkpoint) {
        do throws(FormatError) {
            let request = try AddCheckpoint(parsing: body)
            return (request, try request.head())
        } catch {
            throw .malformed(error)
        }
    }

    private func requireSignature(_ note: SignedNote, of key: VerificationKey) throws(WitnessRefusal) {
        guard let signers = try? note.verify([key]), !signers.isEmpty else { throw .notSigned(origin: key.name) }
    }

    private func requireExtension(
        _ request: AddCheckpoint, _ head: Checkpoint, of log: WitnessedLog
    ) throws(WitnessRefusal) {
        guard request.oldSize <= head.size else { throw .oldAboveSize(old: request.oldSize, size: head.size) }
        guard request.oldSize == log.size else {
            throw .conflict(origin: log.origin, cosigned: log.size, old: request.oldSize)
        }
        guard head.size != log.size || head.root == log.root else { throw .fork(origin: log.origin, size: log.size) }
        let holds = MerkleTree.verifyConsistency(
            old: log.size, oldRoot: log.root, new: head.size, newRoot: head.root, proof: request.proof)
        guard holds else { throw .badProof(origin: log.origin, cosigned: log.size, size: head.size) }
    }
}
