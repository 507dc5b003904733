import Campaigns
import Proofs

/// What is won before the draw: hits by identity and attempt, first solvers, pieces in index order.
extension CampaignState {
    /// The activation as papers and the VRF take it.
    package var activationDigest: Digest? { activation.map { InstantWin.activation($0.value) } }

    /// Whether ``activate(value:at:)`` has its time: the number is still to come, and intake is not over.
    package func canActivate(at tick: Int64) -> Bool {
        guard isAwaitingActivation, case .running = stage else { return false }
        return !isIntakeOver(at: tick)
    }

    /// Logs the number that instant wins depend on, before anything is taken.
    ///
    /// - Parameters:
    ///   - value: In its canonical form, and one of the source: who has the keys has checked it.
    ///   - signature: Of a beacon's round.
    package func activate(value: String, signature: String? = nil, at tick: Int64) throws(Untimely) -> Activation {
        guard let source = rules.campaign.activation else { throw .sourceUnknown }
        guard activation == nil else { throw .valueTwice }
        guard canActivate(at: tick) else { throw .ended }
        if let availableAt = source.availableAt, tick < availableAt { throw .valueEarly }
        let record = Activation(source: 1, value: value, at: tick)
        activation = record
        activationSignature = signature
        isAwaitingActivation = false
        leafCount += 1
        return record
    }

    /// Whether an act of the kind is an attempt at an instant win, where there are any.
    package func isInstantAttempt(_ kind: ActKind) -> Bool {
        switch kind {
        case .submit, .register: true
        case .start, .save, .hint, .signin, .vote, .enrol, .work: false
        }
    }

    /// Every piece that was given, and every one that was not, in leaf order.
    package var hits: [StockRow] { pieces?.rows ?? [] }

    /// Pieces left by tier.
    package var stock: [Int] { pieces?.left ?? rules.draw.tiers.map(\.count) }

    /// Gives what an entry wins before the draw.
    ///
    /// - Parameters:
    ///   - number: Of an attempt at an instant win.
    ///   - solved: Questions that the person has right for the first time, ascending.
    func award(_ place: Int, _ number: UInt128?, solved: [Int], at tick: Int64) {
        guard pieces != nil, number != nil || !solved.isEmpty else { return }
        let entry = entries[place]
        let person = Int(entry.person)
        pieces!.take(
            Stock.Entry(
                index: Int(entry.leaf), pseudonym: cast.pseudonyms[person], attempt: Int(entry.attempt), at: tick,
                number: number, hasChance: entry.chances > 0, mayWin: cast.mayWin[person], solved: solved))
    }

    /// The draw's rules with what is left of the stock.
    var finalDraw: DrawRules {
        guard let pieces else { return rules.draw }
        var draw = rules.draw
        for tier in draw.tiers.indices { draw.tiers[tier].count = pieces.left[tier] }
        return draw
    }

    /// stock.csv, where anything is won at once.
    func stockFile(_ display: (Pseudonym) -> String) -> [UInt8]? {
        pieces == nil ? nil : DrawFiles.stock(hits, tiers: rules.draw.tiers.map(\.id), display: display)
    }
}
