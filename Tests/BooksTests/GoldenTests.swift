import Foundation
import Testing

@testable import Books

/// Sequences of events with what they came to, which `tools/tests/test_funds.py` goes through with code of its own.
///
/// The environment's `HUIGONG_GOLDEN` names a file to write the sequences to, for when the rules have changed.
@Suite struct GoldenTests {
    static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/funds.json")

    @Test func `the sequences are those that the other verifier goes through`() throws {
        let text = try Self.text()
        if let path = ProcessInfo.processInfo.environment["HUIGONG_GOLDEN"] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let held = try String(contentsOf: Self.path, encoding: .utf8)
        #expect(text == held, "the sequences have changed: write them again with HUIGONG_GOLDEN")
    }

    private static func text() throws -> String {
        let books = try FundPropertyTests.campaigns.enumerated().map { number, campaign in
            try book(campaign.parts, campaign.kind, seed: UInt64(1000 + number))
        }
        return "[\n\(books.joined(separator: ",\n"))\n]\n"
    }

    private static func book(_ parts: String, _ kind: String, seed: UInt64) throws -> String {
        var crowd = FundCrowd(FundTrial(parts, kind: kind), seed: seed)
        var (events, seen) = ([String](), 0)
        for _ in 0..<400 {
            let act = crowd.next()
            events += try taken(crowd.trial, &seen)
            let (leaf, at) = (crowd.trial.leaf, crowd.trial.at)
            if let refusal = crowd.attempt(act) {
                var event = Event(crowd.trial).members(act, nil)
                event.merge(["leaf": leaf, "at": at, "refused": refusal.rawValue]) { $1 }
                events.append(try line(event))
            }
            events += try taken(crowd.trial, &seen)
        }
        let book = crowd.trial.book
        let rules = book.rules
        let names = Ledger.Names(categories: rules.categories, merchants: rules.merchants.map(\.id)) { "u\($0)" }
        var settlements: [String] = []
        for merchant in Array(rules.merchants.indices.map { Optional($0) }) + [nil] {
            for settled in book.accounts[merchant ?? rules.merchants.count].settlements {
                let settlement = book.settlement(of: merchant, leaf: settled.leaf, campaign: "trial")!
                settlements.append(
                    try line([
                        "leaf": settled.leaf, "csv": String(decoding: settlement.csv, as: UTF8.self),
                        "json": String(decoding: settlement.json, as: UTF8.self),
                    ]))
            }
        }
        let ledger = try line(["ledger": String(decoding: book.ledger.file(names), as: UTF8.self)])
        return """
            {"campaign": \(FundTrial.text(parts, kind: kind)),
            "events": [
            \(events.joined(separator: ",\n"))
            ],
            "settlements": [
            \(settlements.joined(separator: ",\n"))
            ],
            \(ledger.dropFirst())
            """
    }

    private static func taken(_ trial: FundTrial, _ seen: inout Int) throws -> [String] {
        let new = trial.log[seen...]
        seen = trial.log.count
        return try new.map { logged in
            var event: [String: Any]
            switch logged.step {
            case .act(let act, let outcome): event = Event(trial).members(act, outcome)
            case .expiry(let expiry):
                event = ["kind": expiry.kind == .hold ? "release" : "expire", "index": expiry.refersTo.leaf]
                if expiry.kind != .hold { event["amount"] = "\(expiry.amount)" }
            }
            event.merge(["leaf": logged.leaf, "at": logged.at]) { $1 }
            return try line(event)
        }
    }

    private static func line(_ members: [String: Any]) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    /// The members of an event, with ids of the campaign.
    private struct Event {
        let rules: FundRules

        init(_ trial: FundTrial) { rules = trial.rules }

        func members(_ act: FundAct, _ outcome: FundOutcome?) -> [String: Any] {
            switch act {
            case .claim(let claim): return members(claim, outcome)
            case .decide(let name, .approve): return ["kind": "decide", "index": name.leaf, "outcome": "approve"]
            case .decide(let name, .refuse(let reason)):
                return ["kind": "decide", "index": name.leaf, "outcome": "refuse", "reason": reason]
            case .appeal(let name, let person): return ["kind": "appeal", "index": name.leaf, "person": "p\(person)"]
            case .reserve(let name, let merchant, let shop):
                return place(merchant, shop).merging(["kind": "reserve", "index": name.leaf]) { $1 }
            case .release(let reserve): return ["kind": "release", "index": reserve]
            case .redeem(let redeeming): return members(redeeming, outcome)
            case .refund(let redeem, let asked):
                var event: [String: Any] = ["kind": "refund", "index": redeem]
                if let amount = amount(of: outcome) ?? asked { event["amount"] = "\(amount)" }
                return event
            case .transfer(let name, let holder, let other):
                return ["kind": "transfer", "index": name.leaf, "person": "p\(holder)", "to": "p\(other)"]
            case .void(let name): return ["kind": "void", "index": name.leaf]
            case .settle(let merchant, let through, let period, let amount):
                return place(merchant, nil).merging([
                    "kind": "settle", "index": through, "amount": "\(amount)", "from": period.lowerBound,
                    "to": period.upperBound,
                ]) { $1 }
            }
        }

        private func members(_ claim: FundClaim, _ outcome: FundOutcome?) -> [String: Any] {
            var event: [String: Any] = place(claim.merchant, nil)
            event["kind"] = "register"
            event["person"] = "p\(claim.person)"
            if let household = claim.household { event["household"] = "h\(household)" }
            if let unit = claim.unit { event["unit"] = "u\(unit)" }
            if let item = claim.item { event["item"] = rules.funds!.items[item].id }
            switch claim.asked {
            case .price(let price): event["price"] = "\(price)"
            case .amount(let amount): event["amount"] = "\(amount)"
            case .most: break
            }
            if case .claimed(let amount) = outcome { event["granted"] = "\(amount)" }
            return event
        }

        private func members(_ redeeming: Redeeming, _ outcome: FundOutcome?) -> [String: Any] {
            var event = place(redeeming.merchant, redeeming.shop)
            event["kind"] = "redeem"
            event["index"] = redeeming.voucher.leaf
            if let price = redeeming.price { event["price"] = "\(price)" }
            if let amount = amount(of: outcome) ?? redeeming.amount { event["amount"] = "\(amount)" }
            if case .known(let invoice) = redeeming.invoice { event["invoice"] = "\(invoice)" }
            return event
        }

        private func amount(of outcome: FundOutcome?) -> Int64? {
            switch outcome {
            case .redeemed(let redeemed): redeemed.amount
            case .refunded(let refunded): refunded.amount
            case .claimed, .held, .done, nil: nil
            }
        }

        /// Names for merchants and shops that are not there, too: some are tried.
        private func place(_ merchant: Int?, _ shop: Int?) -> [String: Any] {
            var members: [String: Any] = [:]
            guard let merchant else { return shop.map { ["shop": "nowhere-\($0)"] } ?? [:] }
            let known = rules.merchants.indices.contains(merchant) ? rules.merchants[merchant] : nil
            members["merchant"] = known?.id ?? "nobody-\(merchant)"
            if let shop {
                let shops = known?.shops ?? []
                members["shop"] = shops.indices.contains(shop) ? shops[shop].id : "nowhere-\(shop)"
            }
            return members
        }
    }
}
