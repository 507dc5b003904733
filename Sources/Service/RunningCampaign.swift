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
    /// Parts of the roll that every answer needs: the announced people's ids, and everybody's pseudonyms.
    let people: NameTable
    private(set) var pseudonyms: [Pseudonym]
    /// Everybody who may take part now; without a roll everybody who has.
    package private(set) var roll: RollInForce
    /// Nil with a roll.
    let newcomers: Newcomers?
    private(set) var actReader: ActReader
    /// Whether its papers have a time limit. Every answer asks, and asking the engine's rules would copy them.
    let isTimed: Bool
    /// Whether people hand in works.
    let isCollecting: Bool
    /// Whether it keeps books of places or money, in which something may be due before an act and after it.
    let keepsBooks: Bool
    /// What came close to a right answer; nil where nothing is typed.
    let review: AnswerReview?
    /// Makes the nonces of a repeatable rehearsal.
    let rehearsalNonceKey: HMACSHA256
    /// Proves the numbers of instant wins.
    let prover: ECVRF.SecretKey?
    /// What a winner is told of each tier that can be won at once; nil where none can.
    let atOnce: AtOnceTiers?
    /// Whether people take part by registering, without a paper; and whether they do it for money or a voucher.
    let takesRegistrations: Bool
    let takesClaims: Bool
    /// The codes of vouchers.
    var voucherCodes: VoucherCodes
    /// Reads what people fill in; nil without a form.
    let formReader: FormReader?
    /// Where the frames of private fields lie, by leaf, ascending.
    var concealed: [(leaf: Int, location: FrameLocation)] = []
    /// The announced rules with every change since.
    var rulesInForce: RulesInForce
    /// The campaign file as it was accepted last, as a value; and its bytes, where this process saw them.
    var acceptedDocument: JSON
    var acceptedFile: [UInt8] {
        didSet { acceptedDigest = SHA256.hash(acceptedFile) }
    }
    /// The SHA-256 of those bytes, and since when they are in force.
    private(set) var acceptedDigest: Digest
    var acceptedAt: Int64
    /// The canonical answers that people saved last, by place in the roll, until they are handed in.
    var savedAnswers: [Int: [UInt8]] = [:]
    /// What amendments keep secret until the bundle, by leaf, ascending.
    var secretAmendments: [(index: Int, opening: Opening)] = []
    /// Views of works that are not journalled yet, by the work's place, and when some were last.
    var pendingViews: [Int: Int] = [:]
    var viewsTick = Int64.min / 2
    /// The works' places in the file, by id.
    var workPlaces: [String: Int] {
        knowWorks()
        return actReader.ballots.places
    }
    /// Who of its people was erased.
    var erasures: Erasures
    /// The file that it came from, where that is known.
    package internal(set) var file: String?

    /// Its signed heads.
    package internal(set) var heads: LogHeads
    /// Requests that wait for a head over their leaf.
    var waitingForHead: [HeadRequest] = []
    /// The refusals that the journal knows of, by `Reason.ordinal`.
    var journalledRefusals = [Int](repeating: 0, count: Reason.allCases.count)
    /// What limits in shadow would have refused, as far as the journal knows.
    var journalledShadows: [Int] = []
    /// Who a submission counts for besides its person, where the campaign limits that.
    let senders: SenderHashing
    /// Its winners at a size of the log; made when a later campaign may ask.
    var winnersCache: (size: Int, winners: KnownWinners)?
    /// Grows whenever the tally changes.
    var version = 0
    /// What witnesses said of the heads.
    var witnessed: WitnessedHeads
    /// Sizes of the registry with the announcement and the draw or void in it.
    var registeredSizes: [Int] = []
    /// The largest head that the quorum signed, with the lines that say so; nil while there is none.
    private(set) var witnessedHead: Head?
    /// What the last look for stuffing found, and how many entries there were when it began; nil where nobody looked yet.
    var look: FlagLook?
    var entriesLookedAt: Int?
    var isLooking = false
    /// Who waits for the look that is on its way, or for the next one.
    var lookers: [HeadRequest] = []
    /// When the newest head was staged.
    var headTick = Int64.min
    /// Whether a head is to be signed in this pass: something was logged that counts from when a head covers it.
    var wantsHead = false

    init(number: Int, announced: Announced) {
        self.number = number
        self.announced = announced
        roll = announced.people
        people = roll.announced
        pseudonyms = roll.cast.pseudonyms
        newcomers = announced.campaign.audience.isOpen ? Newcomers(seed: roll.tableSeed) : nil
        state = CampaignState(rules: Rules(announced.campaign), cast: roll.cast)
        actReader = ActReader(announced.campaign)
        isTimed = announced.campaign.paper.time != nil
        isCollecting = announced.campaign.works?.areCollected == true
        keepsBooks = announced.campaign.hasLedger
        review = announced.campaign.isTyped ? AnswerReview() : nil
        senders = SenderHashing(announced.campaign.limits, paperKey: roll.cast.paperKey)
        journalledShadows = state.shadows
        heads = LogHeads(origin: announced.origin.text, signer: announced.keys.signer)
        witnessed = WitnessedHeads(policy: announced.policy?.policy)
        prover = announced.campaign.prizes.isInstant ? ECVRF.SecretKey(announced.keys.key(.vrf)) : nil
        formReader = announced.campaign.form.map { FormReader($0.fields) }
        takesClaims = announced.campaign.kind.claimsByRegistering
        takesRegistrations = takesClaims || announced.campaign.kind == .raffle
        voucherCodes = VoucherCodes(announced.keys)
        atOnce = AtOnceTiers(announced.campaign.prizes)
        rehearsalNonceKey = Rehearsal.nonceKey(secret: announced.secret)
        rulesInForce = RulesInForce(announced.campaign, publicRules: announced.publicRules, file: announced.file)
        acceptedDocument = rulesInForce.document
        acceptedFile = announced.file
        acceptedDigest = SHA256.hash(announced.file)
        acceptedAt = announced.announcedAt
        erasures = Erasures(
            rollFile: announced.campaign.audience.isOpen ? nil : announced.rollFile, places: announced.erasedPlaces)
        state.hasWitnesses = announced.policy?.policy.quorum != nil
        state.cosigned = { [unowned self] in witnessed.counted?.firstSeen(covering: $0) }
    }

    package var id: String { announced.campaign.id }

    /// The rules in force.
    var rules: Campaign { state.rules.campaign }

    /// Places in the roll by pseudonym; made when an alternate follows, and again when people have come since.
    var drawnPlaces: [Pseudonym: Int] {
        if let known = knownPlaces, known.count == roll.count { return known }
        let places = roll.places()
        knownPlaces = places
        return places
    }

    private var knownPlaces: [Pseudonym: Int]?

    /// Places in the ranking of people by pseudonym, from 0; made when the first one asks.
    private(set) lazy var rankedPlaces: [String: Int] = {
        guard let ranked = state.drawing?.people else { return [:] }
        return Dictionary(uniqueKeysWithValues: ranked.rows.indices.map { (ranked.score(at: $0).pseudonym, $0) })
    }()

    /// Places in the tickets' order of each phase by pseudonym; made when the first one asks.
    private var byPseudonym: [Int: [Int]] = [:]

    /// Where a person, or what they made, stands in the walk's order of a phase, from 0, ascending; empty without a ticket.
    func places(of pseudonym: Pseudonym, in walk: DrawWalk, phase: Int) -> ArraySlice<Int> {
        guard walk.order != .works else {
            return walk.rows.indices.filter { walk.people(of: $0).contains(pseudonym) }[...]
        }
        let order =
            byPseudonym[phase]
            ?? walk.rows.indices.sorted {
                (walk.rows[$0].pseudonym, $0) < (walk.rows[$1].pseudonym, $1)
            }
        byPseudonym[phase] = order
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if walk.rows[order[middle]].pseudonym < pseudonym { low = middle + 1 } else { high = middle }
        }
        return order[low...].prefix { walk.rows[$0].pseudonym == pseudonym }
    }

    /// Whether other works stand than ballots are read by. Nobody votes while works are reviewed, so one look after all of
    /// that will do.
    private var areWorksStale = false

    /// Other works stand from now on.
    func noteWorks() { areWorksStale = true }

    /// Before works are looked up by their ids.
    func knowWorks() {
        guard areWorksStale else { return }
        areWorksStale = false
        actReader.ballots = BallotReader(rules)
    }

    /// Takes in people whom the engine has just added.
    func take(_ added: Roll, _ part: RollPart, commitment: CountedDigest) {
        roll.append(added.people, cast: state.cast, commitment: commitment)
        pseudonyms = roll.cast.pseudonyms
        erasures.append(part, erased: added.people.indices.filter { added.people[$0].isErased })
    }

    /// Takes in somebody who took part for the first time, without a roll.
    func take(newcomer pseudonym: Pseudonym, id: [UInt8]) {
        pseudonyms.append(pseudonym)
        roll.append(newcomer: pseudonym, id: String(decoding: id, as: UTF8.self))
    }

    /// The newest head that may be shown.
    package var head: Head? { heads.shown }

    /// Whether somebody waits for a head that is not even staged.
    var isHeadAskedFor: Bool {
        waitingForHead.contains { $0.index >= heads.size || $0.lacksBundle && log.count > heads.size }
    }

    /// Signs a head over all leaves. It may leave once the frame that says so is durable.
    func stageHead(frame: UInt64) -> Head {
        log.advance()
        return heads.stage(log.tree, frame: frame)
    }

    /// Shows the heads that are durable.
    func publishHeads(durable: UInt64) {
        for head in heads.publish(durable: durable) { witnessed.signed(size: head.size) }
    }

    /// Whether leaf 0 can't be another one any more: a head over it was shown and, where the campaign has witnesses,
    /// their quorum vouched for one.
    var isCharterFixed: Bool {
        witnessed.cosignatures?.policy.quorum == nil ? head != nil : witnessed.witnessedSize > 0
    }

    /// Finds the witnessed head again, after a cosignature came.
    func refreshWitnessedHead() {
        let size = witnessed.witnessedSize
        witnessedHead = size == 0 ? nil : cosignedHead(size: size)
    }

    /// A signed head with what witnesses said of it.
    func cosignedHead(size: Int) -> Head {
        let head = heads.signed(log.tree, size: size)
        return Head(size: size, root: head.root, note: witnessed.cosigned(head.note, size: size))
    }

    /// A signed head as the bundle has it, where the draw or void is leaf `outcome`.
    func bundledHead(size: Int, outcome: Int) -> Head {
        let head = heads.signed(log.tree, size: size)
        return Head(size: size, root: head.root, note: witnessed.bundled(head.note, size: size, outcome: outcome))
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
        case flags
    }

    let wish: Wish
    /// Whether the receipt leaves out what was sent: it proves to others that the entry is there, and not what it says.
    var isInclusionOnly = false
    let index: Int
    let person: Int
    let address: ReplyAddress
    let id: [UInt8]
    /// In which an error would be told.
    let language: Language
    /// What the bundle is made from, once that is kept.
    var bundle: BundleSource?

    /// Whether it asks for a bundle, and what that is made from is not kept yet.
    var lacksBundle: Bool {
        if case .export = wish { bundle == nil } else { false }
    }

    func isAnswerable(under head: Head) -> Bool {
        index < head.size && !lacksBundle && (bundle?.size ?? 0) <= head.size
    }
}
