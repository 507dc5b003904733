import Campaigns
import Proofs

/// What is won at once: hits by identity and attempt, pieces in index order.
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
    /// - Parameter value: In its canonical form.
    package func activate(value: String, at tick: Int64) throws(Untimely) -> Activation {
        guard let source = rules.campaign.activation else { throw .sourceUnknown }
        guard activation == nil else { throw .valueTwice }
        guard canActivate(at: tick) else { throw .ended }
        if case .public(_, _, let availableAt) = source, tick < availableAt { throw .valueEarly }
        let record = Activation(source: 1, value: value, at: tick)
        activation = record
        isAwaitingActivation = false
        leafCount += 1
        return record
    }

    /// Whether an act of the kind is an attempt at an instant win, where there are any.
    package func isInstantAttempt(_ kind: ActKind) -> Bool {
        switch kind {
        case .submit, .register: true
        case .start, .save, .hint, .signin, .vote: false
        }
    }

    /// An attempt's number decides its tier; only an entry with a counted chance can win, and the tier's pieces go in
    /// leaf order.
    func award(_ place: Int, _ number: UInt128?) {
        guard let number, let odds = rules.instant else {
            preconditionFailure("an attempt at an instant win has its number")
        }
        let entry = entries[place]
        guard entry.chances > 0, let tier = odds.tier(of: number) else { return }
        let person = Int(entry.person)
        let outcome: StockRow.Outcome = !cast.mayWin[person] ? .barred : stock[tier] == 0 ? .gone : .win
        if outcome == .win {
            stock[tier] -= 1
            entries[place].prize = UInt8(tier)
        }
        hits.append(
            StockRow(
                index: Int(entry.leaf), pseudonym: cast.pseudonyms[person], attempt: Int(entry.attempt), tier: tier,
                outcome: outcome))
    }

    /// The draw's rules with what is left of the stock.
    var finalDraw: DrawRules {
        guard rules.instant != nil else { return rules.draw }
        var draw = rules.draw
        for tier in draw.tiers.indices { draw.tiers[tier].count = stock[tier] }
        return draw
    }

    /// Who has won at once, and doesn't win again.
    var instantWinners: Set<Pseudonym> { Set(hits.winners) }

    /// stock.csv, where anything is won at once.
    func stockFile(_ display: (Pseudonym) -> String) -> [UInt8]? {
        rules.instant == nil ? nil : DrawFiles.stock(hits, tiers: rules.draw.tiers.map(\.id), display: display)
    }
}
