import Campaigns
import Durability
import Engine
import JSON
import Proofs

/// One announced campaign in memory: its fixed part, its state and its log. Owned by the daemon's thread.
package final class RunningCampaign {
    package let number: Int
    package let announced: Announced
    package let state: CampaignState
    let log = CampaignLog()
    /// Parts of `announced` that every answer needs.
    let people: NameTable
    let pseudonyms: [Pseudonym]
    let answerReader: AnswerReader
    /// Makes the nonces of a repeatable rehearsal.
    let rehearsalNonceKey: HMACSHA256
    /// Proves the numbers of instant wins.
    let prover: ECVRF.SecretKey?
    /// The announced rules with every change since.
    var rulesInForce: RulesInForce
    /// The campaign file as it was accepted last, as a value; and its bytes, where this process saw them.
    var acceptedDocument: JSON
    var acceptedFile: [UInt8]
    /// What amendments keep secret until the bundle, by leaf, ascending.
    var secretAmendments: [(index: Int, opening: Opening)] = []
    /// The file that it came from, where that is known.
    package internal(set) var file: String?

    /// The newest head that may be shown: signed, and durable before anybody saw it.
    package private(set) var head: Head?
    /// Heads in batches that are not durable yet, oldest first, with the frames that say so.
    private var stagedHeads: [(head: Head, frame: UInt64)] = []
    /// Requests that wait for a head over their leaf.
    var waitingForHead: [HeadRequest] = []
    /// The refusals that the journal knows of, by `Reason.ordinal`.
    var journalledRefusals = [Int](repeating: 0, count: Reason.allCases.count)
    /// Grows whenever the tally changes.
    var version = 0
    /// When the newest head was staged.
    var headTick = Int64.min
    /// Whether a head is to be signed in this pass: something was logged that counts from when a head covers it.
    var wantsHead = false

    /// A signed head: the checkpoint's note and what it says.
    package struct Head: Sendable {
        package let size: Int
        package let root: Digest
        package let note: SignedNote
    }

    init(number: Int, announced: Announced) {
        self.number = number
        self.announced = announced
        people = announced.people
        pseudonyms = announced.cast.pseudonyms
        state = CampaignState(rules: Rules(announced.campaign), cast: announced.cast)
        answerReader = AnswerReader(announced.campaign)
        prover = announced.campaign.prizes.isInstant ? ECVRF.SecretKey(announced.keys.key(.vrf)) : nil
        rehearsalNonceKey = Rehearsal.nonceKey(secret: announced.secret)
        rulesInForce = RulesInForce(announced.campaign, publicRules: announced.publicRules, file: announced.file)
        acceptedDocument = rulesInForce.document
        acceptedFile = announced.file
    }

    package var id: String { announced.campaign.id }

    /// What a winner is told of each tier that can be won at once; nil where none can.
    private(set) lazy var instantTiers: [JSON]? =
        announced.campaign.prizes.isInstant
        ? announced.campaign.prizes.tiers.map { ["tier": .string($0.id), "title": JSON($0.title)] } : nil

    /// The rules in force.
    var rules: Campaign { state.rules.campaign }

    /// Where each person stands in the draw; made when the first one asks.
    private var ranks: [Pseudonym: Int]?

    /// The place of a person in the tickets' order, from 0; nil without a ticket.
    func rank(of pseudonym: Pseudonym, in walk: DrawWalk) -> Int? {
        let known = ranks ?? Dictionary(uniqueKeysWithValues: zip(walk.rows.map(\.pseudonym), 0...))
        ranks = known
        return known[pseudonym]
    }

    /// The size of the newest head, shown or on its way.
    var headSize: Int { stagedHeads.last?.head.size ?? head?.size ?? 0 }

    /// Whether somebody waits for a head that is not even staged.
    var isHeadAskedFor: Bool { waitingForHead.contains { $0.index >= headSize } }

    /// Signs a head over all leaves. It may leave once the frame that says so is durable.
    func stageHead(frame: UInt64) -> Head {
        log.advance()
        let size = log.count
        precondition(size >= headSize, "heads only grow")
        let head = signedHead(size: size)
        stagedHeads.append((head, frame))
        return head
    }

    /// Staged heads whose frames come before the durable count may be shown now. One that was staged while an earlier
    /// batch was on its way waits for its own.
    func publishHead(durable: UInt64) {
        while let first = stagedHeads.first, first.frame < durable {
            head = first.head
            stagedHeads.removeFirst()
        }
    }

    /// A head that an earlier process signed.
    func restoreHead(size: Int) {
        head = signedHead(size: size)
    }

    /// The signed checkpoint of the first `size` leaves; the same bytes whenever it is asked for.
    func signedHead(size: Int) -> Head {
        let root = log.tree.root(size: size)
        let checkpoint = Checkpoint(origin: announced.origin.text, size: size, root: root)
        return Head(size: size, root: root, note: checkpoint.signed(by: announced.keys.signer))
    }
}

/// A request whose answer needs a head that covers a leaf.
struct HeadRequest {
    enum Wish {
        /// The members of a submission's result, to which the receipt is added.
        case submission(result: [UInt8])
        case receipt
        /// The bundle, into a folder; nil is the store's own.
        case export(into: String?)
    }

    let wish: Wish
    let index: Int
    let person: Int
    let address: ReplyAddress
    let id: [UInt8]
    /// In which an error would be told.
    let language: Language
}
