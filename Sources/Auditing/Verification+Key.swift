import JSON
import Proofs

extension Verification {
    /// Checks `vkey` and `checkpoint`: whose log it is, and that its heads are signed; and for `tree` that they are of it.
    mutating func checkKeyAndHeads() {
        guard let log, let timeline else { return }
        let key = timeline.charter.key
        checkGivenKey(key)
        checkHead(BundlePaths.checkpoint, note: log.note, key: key, tree: log.tree)
        let sizes = Set(headSizes).union(timelines.map(\.closingSize)).sorted()
        for size in sizes {
            let path = BundlePaths.head(size)
            guard let bytes = read(path, for: .tree) else { continue }
            do throws(FormatError) {
                let note = try SignedNote(parsing: bytes)
                checkHead(path, note: note, key: key, tree: log.tree, size: size)
            } catch {
                findings.fail(.checkpoint, BundleFileError(path, error))
            }
        }
        checkFileSet(
            size: log.tree.count, heads: sizes, hasRoll: timeline.declared.roll != nil,
            hasPolicy: timeline.charter.policy != nil,
            hasDays: rules.map { BundleDays.isNeeded(for: $0.campaign) } ?? directory.holds(BundlePaths.days),
            hasStock: timeline.closing.record.stock != nil,
            draws: timelines.map { ($0.paths, $0.outcome.draw != nil) },
            randomness: timelines.flatMap(\.randomnessFiles),
            secretAmendments: timeline.amendments.filter { $0.record.secret != nil }.map(\.index),
            rollAdditions: timeline.amendmentsInTime.filter { $0.record.class == "roll" }.map(\.index))
        findings.pass(
            .checkpoint, zh: "截止时、最后和其余的检查点都由该公钥签名",
            en: "the heads of the closing, of the end and all others are signed by the key")
    }

    private mutating func checkGivenKey(_ key: VerificationKey) {
        guard let verificationKey else {
            findings.notProvable(
                .vkey, zh: "没有给出公钥（--vkey），不知道这份记录是谁的；章程中的公钥是 \(key.text)",
                en: "no key was given (--vkey), so whose log this is remains open; the charter names \(key.text)")
            return
        }
        findings.require(
            verificationKey.utf8.elementsEqual(key.text.utf8), .vkey,
            zh: "记录第 0 条的公钥 \(key.text) 不是给出的公钥", en: "leaf 0 names the key \(key.text), not the one given")
        findings.pass(.vkey, zh: "就是给出的公钥", en: "it is the key that was given")
    }

    /// A head: of this origin, signed by the key, over a prefix of the tree.
    private mutating func checkHead(
        _ path: String, note: SignedNote, key: VerificationKey, tree: MerkleTree, size: Int? = nil
    ) {
        do {
            let head = try Checkpoint(parsing: note.text)
            findings.require(
                head.origin.utf8.elementsEqual(key.name.utf8), .checkpoint,
                zh: "\(path)：来源不是 \(key.name)", en: "\(path): is not of origin \(key.name)")
            let isPrefix = head.size <= tree.count && tree.root(size: head.size) == head.root
            findings.require(
                isPrefix && head.size == size ?? head.size, .tree,
                zh: "\(path)：不是这份记录前 \(size ?? tree.count) 条的根",
                en: "\(path): is not the root of the first \(size ?? tree.count) leaves")
            let signers = try note.verify([key])
            findings.require(
                !signers.isEmpty, .checkpoint, zh: "\(path)：没有该公钥的签名", en: "\(path): is not signed by the key")
        } catch let error as FormatError {
            findings.fail(.checkpoint, BundleFileError(path, error))
        } catch {
            findings.fail(.checkpoint, zh: "\(path)：签名无效", en: "\(path): the signature is not valid")
        }
    }
}
