import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

extension Sample {
    /// Appliances: grants by price, which only the auditor sees; vouchers that a shop can hold, good for two days.
    static func appliances(more: String = "", vouchers: String = #""transfer": true"#) -> String {
        """
        {
          "id": "jiadian", "kind": "subsidy", "title": "家电补贴", "organiser": "jimo-union.example", "contact": "工会",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)", "disputes": "72h",
          "audience": {"roll": "rolls/sample.csv"},
          "form": {"asked": "each", "fields": [{"id": "price", "title": "标价", "type": "money", "private": true}]},
          "funds": {"budget": "2000.00", "items": [
            {"id": "fridge", "title": "冰箱", "category": "large", "gives": "bands", "bands": [
              {"from": "500.00", "below": "1000.00", "amount": "200.00"}, {"from": "1000.00", "amount": "400.00"}]},
            {"id": "kettle", "title": "水壶", "gives": "fixed", "amount": "50.00"}],
            "person": {"count": 2}, "category": {"count": 1},
            "purchase": {"from": "\(opens)", "to": "2027-03-20T09:00:00+08:00", "invoice": true}\(more)},
          "merchants": [
            {"id": "east", "name": "城东", "shops": [{"id": "e1", "name": "一店"}, {"id": "e2", "name": "二店"}]},
            {"id": "west", "name": "城西", "amount": "400.00"}],
          "vouchers": {"hold": "1h", "valid": "48h", \(vouchers)}
        }
        """
    }
}

/// Money and vouchers, over the sockets, by the clock, at a restart, and in the bundle.
@Suite struct MoneyTests {
    private static let hour: Int64 = 3_600_000

    private func house(
        _ text: String = Sample.appliances(), on disk: SimulatedDisk = SimulatedDisk(),
        settings: Settings = House.settings()
    ) throws -> House {
        let house = try House(on: disk, Sample.folder(["jiadian.json": text]), settings: settings)
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private func params(_ members: String) -> String { #"{"campaign":"jiadian",\#(members)}"# }

    private func claim(_ person: String, _ item: String = "fridge", price: String = "1200.00", key: String = "k")
        -> String
    {
        params(
            #""participant":"\#(person)","key":"\#(key)","item":"\#(item)","fields":{"price":"\#(price)"}"#)
    }

    private func code(_ house: House, _ person: String, _ index: Int) throws -> String {
        let vouchers = try house.call("voucher", params(#""participant":"\#(person)""#)).result?["vouchers"]
        return vouchers?.elements.first { $0["index"]?.integer == Int64(index) }?["code"]?.string ?? "none"
    }

    private func redeem(
        _ code: String, key: String, till: String = #""merchant":"east","shop":"e1""#, price: String = "1200.00",
        invoice: String = "F001", more: String = ""
    ) -> String {
        params(
            #""code":"\#(code)",\#(till),"key":"\#(key)","price":"\#(price)","invoice":"\#(invoice)"\#(more)"#)
    }

    private func funds(_ house: House) throws -> JSONValue? {
        try house.control("status").result?["campaigns"]?[0]?["funds"]
    }

    @Test func `the tally tells what became of vouchers and who took them, and status what is to be settled`() throws {
        let house = try house()
        let awaits = { try house.control("status").result?["campaigns"]?[0]?["awaits"] }
        #expect(try awaits() == nil)
        let index = try #require(try house.call("submit", claim("m01")).index)
        #expect(try house.call("submit", claim("m02", key: "k2")).index != nil)
        let told = { try self.funds(house)?["states"]?.source }
        #expect(try told() == #"{"active":2}"#)
        let code = try code(house, "m01", index)
        #expect(
            try house.call(
                "voucher.reserve", params(#""code":"\#(code)","merchant":"east","shop":"e1","key":"till-0""#)
            ).result != nil)
        #expect(try told() == #"{"active":2,"held":1}"#)
        let sale = try house.call("redeem", redeem(code, key: "till-1"))
        #expect(try told() == #"{"active":1,"used":1}"#)
        let merchants = try #require(try funds(house)?["merchants"])
        #expect(
            merchants.source
                == #"[{"id":"east","name":{"zh":"城东"},"redemptions":1,"reserved":"0.00","owed":"400.00","settled":"0.00"},"#
                + #"{"id":"west","name":{"zh":"城西"},"redemptions":0,"reserved":"0.00","owed":"0.00","settled":"0.00"}]"#
        )
        #expect(try awaits()?["settle"]?.string == "400.00")
        let refund = #""merchant":"east","redeem":\#(try #require(sale.index)),"reason":"damaged","key":"r""#
        #expect(try house.control("refund", params(refund)).result != nil)
        #expect(try funds(house)?["merchants"]?[0]?["redemptions"]?.integer == 0)
        #expect(try awaits() == nil)
    }

    @Test func `a voucher is claimed, redeemed and given back, and retries are answered again after a restart`() throws
    {
        var house = try house()
        let claimed = try house.call("submit", claim("m01"))
        #expect(claimed.result?["granted"]?.string == "400.00")
        let code = try code(house, "m01", try #require(claimed.index))
        let sale = redeem(code, key: "till-1")
        let sold = try house.call("redeem", sale)
        #expect(sold.result?["amount"]?.string == "400.00" && sold.result?["left"]?.string == "0.00")
        #expect(try funds(house)?["owed"]?.string == "400.00")
        let disk = try #require(house.disk as? SimulatedDisk)
        house = try House(on: disk.survivor(), house.folder, at: house.tick)
        let again = try house.call("redeem", sale)
        #expect(again.isReplay && again.index == sold.index && again.result?["amount"]?.string == "400.00")
        #expect(try house.call("submit", claim("m01")).isReplay)
        #expect(try house.call("redeem", redeem(code, key: "till-1", price: "900.00")).reason == "key.conflict")
        let back = params(#""redeem":\#(sold.index ?? 0),"merchant":"east","reason":"returned","key":"b""#)
        #expect(try house.call("refund", back).result?["amount"]?.string == "400.00")
        #expect(try house.call("refund", back).isReplay)
        #expect(try funds(house)?["free"]?.string == "2000.00")
        let state = try house.call("voucher", params(#""code":"\#(code)""#)).result
        #expect(state?["state"]?.string == "refunded" && state?["code"] == nil && state?["uses"] == nil)
    }

    /// The table of the issue: each its own reason, and nothing consumed.
    @Test func `what is wrong with a redemption has a reason of its own and consumes nothing`() throws {
        let house = try house()
        let leaf = try #require(try house.call("submit", claim("m01")).index)
        let other = try #require(try house.call("submit", claim("m02")).index)
        let (code, used) = (try code(house, "m01", leaf), try code(house, "m02", other))
        _ = try house.call("redeem", redeem(used, key: "sold", invoice: "F-used"))
        let voided = try #require(try house.call("submit", claim("m04")).index)
        let struck = try self.code(house, "m04", voided)
        _ = try house.control("voucher.void", params(#""index":\#(voided),"key":"v","reason":"not-eligible""#))
        let before = (
            try funds(house)?.source, try house.call("tally", #"{"campaign":"jiadian"}"#).result?["size"]?.integer
        )
        let wrong = String(code.dropLast()) + (code.hasSuffix("0") ? "1" : "0")
        let west = #""merchant":"west""#
        let table: [(String, String, String)] = [
            ("redeem", redeem(wrong, key: "x"), "code.check"),
            ("redeem", redeem("12345", key: "x"), "code.length"),
            ("redeem", redeem(String(code.dropLast()) + "!", key: "x"), "code.character"),
            ("redeem", redeem("000000-000000-000000", key: "x"), "voucher.unknown"),
            ("redeem", redeem(code, key: "x", till: #""merchant":"east","shop":"e9""#), "voucher.shop"),
            ("redeem", redeem(code, key: "x", till: #""merchant":"east""#), "voucher.shop"),
            ("redeem", redeem(code, key: "x", till: #""merchant":"north""#), "merchant.unknown"),
            ("redeem", redeem(struck, key: "x"), "voucher.voided"),
            ("redeem", redeem(used, key: "x"), "voucher.redeemed"),
            ("redeem", redeem(code, key: "x", more: #","amount":"400.01""#), "redeem.amount"),
            ("redeem", redeem(code, key: "x", price: "-1.00"), "money.negative"),
            ("redeem", redeem(code, key: "x", price: "99999999999999999999.00"), "money.range"),
            ("redeem", redeem(code, key: "x", price: "12"), "money.form"),
            ("redeem", redeem(code, key: "x", price: "0.00"), "price.range"),
            ("redeem", redeem(code, key: "x", price: "499.99"), "fund.band"),
            ("redeem", redeem(code, key: "x", invoice: "f-USED"), "invoice.used"),
            ("redeem", redeem(code, key: "x", invoice: "#1"), "invoice.form"),
            ("redeem", params(#""code":"\#(code)",\#(west),"key":"x","price":"1200.00""#), "invoice.required"),
            ("redeem", params(#""code":"\#(code)",\#(west),"key":"x","invoice":"F9""#), "price.required"),
            ("refund", params(#""redeem":\#(leaf),"merchant":"east","reason":"x","key":"x""#), "refund.unknown"),
            (
                "refund", params(#""redeem":\#(other + 1),"merchant":"east","reason":"x","amount":"400.01","key":"x""#),
                "refund.amount"
            ),
            ("refund", params(#""redeem":\#(other + 1),"merchant":"west","reason":"x","key":"x""#), "voucher.merchant"),
            ("voucher.release", params(#""reserve":\#(leaf),\#(west),"key":"x""#), "hold.none"),
            ("voucher.transfer", params(#""participant":"m02","index":\#(leaf),"to":"m05","key":"x""#), "person.wrong"),
            (
                "voucher.transfer", params(#""participant":"m01","index":\#(leaf),"to":"m01","key":"x""#),
                "transfer.self"
            ),
            (
                "voucher.transfer", params(#""participant":"m01","index":\#(leaf),"to":"m99","key":"x""#),
                "person.unlisted"
            ),
            ("appeal", params(#""participant":"m01","index":\#(leaf),"reason":"请再看","key":"x""#), "appeal.undeclared"),
            ("submit", claim("m01", key: "again"), "fund.category"),
            ("submit", claim("m05", "car"), "item.unknown"),
            ("submit", claim("m05", price: "1.00"), "fund.band"),
            (
                "submit",
                params(#""participant":"m05","key":"k","item":"fridge","amount":"400.00","fields":{"price":"600.00"}"#),
                "fund.amount"
            ),
            (
                "submit",
                params(#""participant":"m05","key":"k","item":"kettle","merchant":"north","fields":{"price":"60.00"}"#),
                "merchant.unknown"
            ),
        ]
        for (method, params, reason) in table {
            let reply = try house.call(method, params)
            #expect(reply.reason == reason, "\(method) \(params): \(reply)")
            #expect(reply.error?["data"]?["consumed"]?.bool == false)
        }
        let after = (
            try funds(house)?.source, try house.call("tally", #"{"campaign":"jiadian"}"#).result?["size"]?.integer
        )
        #expect(before == after)
        #expect(try house.control("settle", params(#""merchant":"west","key":"s""#)).reason == "settle.nothing")
        house.go(to: house.tick + 48 * Self.hour)
        #expect(try house.call("redeem", redeem(code, key: "late")).reason == "voucher.expired")
        #expect(try house.call("redeem", redeem(code, key: "x")).reason == "voucher.expired")
    }

    @Test func `two shops race for one voucher and many people for the budget`() throws {
        let house = try house()
        let claims = (1...24).map { number in
            let person = number < 10 ? "m0\(number)" : "m\(number)"
            return Request.intake(
                #"{"jsonrpc":"2.0","id":\#(number),"method":"submit","params":\#(claim(person))}"#)
        }
        let replies = try house.pass(claims)
        #expect(replies.count { $0.index != nil } == 5)
        #expect(replies.count { $0.reason == "fund.empty" } == 19)
        let code = try code(house, "m01", 1)
        let tills = [#""merchant":"east","shop":"e2""#, #""merchant":"west""#]
        let sales = (0..<400).map { number in
            let params = redeem(code, key: "n\(number)", till: tills[number % 2], invoice: "R\(number)")
            return Request.intake(#"{"jsonrpc":"2.0","id":\#(number),"method":"redeem","params":\#(params)}"#)
        }
        let sold = try house.pass(sales)
        #expect(sold.count { $0.index != nil } == 1 && sold.count { $0.reason == "voucher.redeemed" } == 399)
    }

    @Test func `a reservation is confirmed once, or ends by the clock and at a restart alike`() throws {
        var house = try house()
        let leaf = try #require(try house.call("submit", claim("m01")).index)
        let code = try code(house, "m01", leaf)
        let till = #""merchant":"east","shop":"e1""#
        let held = try house.call("voucher.reserve", params(#""code":"\#(code)",\#(till),"key":"h""#))
        let reserve = try #require(held.index)
        #expect(held.result?["until_ms"]?.integer == house.tick + Self.hour)
        #expect(try house.call("redeem", redeem(code, key: "r", till: #""merchant":"west""#)).reason == "voucher.held")
        let disk = try #require(house.disk as? SimulatedDisk)
        house = try House(on: disk.survivor(), house.folder, at: house.tick + Self.hour)
        let late = params(#""reserve":\#(reserve),\#(till),"key":"c","price":"1200.00","invoice":"F1""#)
        #expect(try house.call("voucher.confirm", late).reason == "hold.none")
        let second = try #require(
            try house.call("voucher.reserve", params(#""code":"\#(code)",\#(till),"key":"h2""#)).index)
        let confirm = params(#""reserve":\#(second),\#(till),"key":"c2","price":"1200.00","invoice":"F1""#)
        let sold = try house.call("voucher.confirm", confirm)
        #expect(sold.result?["amount"]?.string == "400.00")
        let again = try house.call("voucher.confirm", confirm)
        #expect(again.isReplay && again.index == sold.index)
    }

    @Test func `no code is stored or said`() throws {
        let house = try house()
        let leaf = try #require(try house.call("submit", claim("m01")).index)
        let code = try code(house, "m01", leaf)
        _ = try house.call("redeem", redeem(code, key: "s"))
        let bare = code.replacing("-", with: "")
        let disk = try #require(house.disk as? SimulatedDisk)
        func holds(_ folder: String) throws -> Bool {
            for name in try disk.list(folder) {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                if let bytes = try? disk.read(path) {
                    let text = String(decoding: bytes, as: UTF8.self)
                    if text.contains(code) || text.contains(bare) { return true }
                } else if try holds(path) {
                    return true
                }
            }
            return false
        }
        #expect(code.count == 20)
        #expect(try !holds(""))
        #expect(!house.said.contains { $0.contains(code) || $0.contains(bare) })
    }

    @Test func `a voucher is handed on: who had it has no good code any more`() throws {
        var house = try house(Sample.appliances(vouchers: #""transfer": true, "uses": 2"#))
        let leaf = try #require(try house.call("submit", claim("m01", "kettle", price: "60.00")).index)
        let first = try code(house, "m01", leaf)
        let sale = redeem(first, key: "1", price: "60.00")
        let sold = try #require(try house.call("redeem", sale).index)
        let gift = params(#""participant":"m01","index":\#(leaf),"to":"m02","key":"g""#)
        #expect(try house.call("voucher.transfer", gift).index == sold + 1)
        #expect(try house.call("voucher.transfer", gift).isReplay)
        for _ in 0..<2 {
            let second = try code(house, "m02", leaf)
            #expect(second.count == 20 && second != first)
            #expect(try code(house, "m01", leaf) == "none")
            #expect(try house.call("redeem", redeem(first, key: "2", price: "60.00")).reason == "voucher.unknown")
            #expect(try house.call("voucher", params(#""code":"\#(first)""#)).reason == "voucher.unknown")
            #expect(try house.call("redeem", sale).isReplay, "a retry names it by the code that it was sold by")
            #expect(try house.call("voucher", params(#""code":"\#(second)""#)).result != nil)
            let disk = try #require(house.disk as? SimulatedDisk)
            house = try House(on: disk.survivor(), house.folder, at: house.tick)
        }
        let back = params(#""participant":"m02","index":\#(leaf),"to":"m01","key":"g""#)
        #expect(try house.call("voucher.transfer", back).index != nil)
        #expect(try house.call("redeem", redeem(first, key: "3", price: "60.00")).reason == "voucher.unknown")
        let third = try code(house, "m01", leaf)
        #expect(try house.call("redeem", redeem(third, key: "3", price: "60.00", invoice: "F2")).index != nil)
    }

    @Test func `keys of two shops never meet`() throws {
        let house = try house()
        let leaves = try ["m01", "m02"].map { try #require(try house.call("submit", claim($0)).index) }
        let codes = [try code(house, "m01", leaves[0]), try code(house, "m02", leaves[1])]
        let other = redeem(codes[1], key: "1", till: #""merchant":"east","shop":"e2""#, invoice: "F2")
        #expect(try house.call("redeem", redeem(codes[0], key: "1")).index != nil)
        #expect(try house.call("redeem", other).index != nil)
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(try again.call("redeem", other).isReplay && again.call("redeem", redeem(codes[0], key: "1")).isReplay)
    }

    @Test func `the next settlement is of the time since the last one`() throws {
        let house = try house()
        let leaves = try ["m01", "m02"].map { try #require(try house.call("submit", claim($0)).index) }
        let codes = [try code(house, "m01", leaves[0]), try code(house, "m02", leaves[1])]
        _ = try house.call("redeem", redeem(codes[0], key: "1", invoice: "F1"))
        let first = try house.control("settle", params(#""merchant":"east","key":"s""#)).result
        #expect(first?["from_ms"]?.integer == instant(Sample.opens))
        house.go(to: house.tick + Self.hour)
        _ = try house.call("redeem", redeem(codes[1], key: "2", invoice: "F2"))
        let end = house.tick + 1
        let second = try house.control("settle", params(#""merchant":"east","key":"s2","to_ms":\#(end)"#)).result
        #expect(second?["from_ms"]?.integer == first?["to_ms"]?.integer && second?["to_ms"]?.integer == end)
        #expect(try house.control("settle", params(#""merchant":"east","key":"s2","to_ms":\#(end)"#)).isReplay)
        #expect(
            try house.control("settle", params(#""merchant":"east","key":"s2","to_ms":\#(end + 1)"#)).reason
                == "key.conflict")
    }

    @Test func `after the phase for it staff can still end what is open`() throws {
        let phase = #"{"id":"r","does":"review","opens":"\#(Sample.opens)","closes":"2027-02-23T09:00:00+08:00"}"#
        let text = Sample.appliances(more: #", "review": {"reasons": ["材料不全"], "appeal": "100h"}"#)
            .replacing(#""funds": {"#, with: #""schedule": {"phases": [\#(phase)]}, "funds": {"#)
        let house = try house(text)
        let leaves = try ["m01", "m02"].map { try #require(try house.call("submit", claim($0)).index) }
        func decide(_ leaf: Int, _ outcome: String, _ key: String) throws -> Reply {
            try house.control("review.decide", params(#""index":\#(leaf),"key":"\#(key)","outcome":\#(outcome)"#))
        }
        house.go(to: instant("2027-02-23T09:00:00+08:00"))
        #expect(try decide(leaves[0], #""approve""#, "1").reason == "phase.act")
        for (leaf, key) in zip(leaves, ["2", "3"]) {
            #expect(try decide(leaf, #""refuse","reason":1"#, key).index != nil)
        }
        let appeal = params(#""participant":"m01","index":\#(leaves[0]),"reason":"补交了","key":"a""#)
        #expect(try house.call("appeal", appeal).index != nil)
        #expect(try decide(leaves[0], #""approve""#, "4").index != nil)
        house.go(to: house.tick + 100 * Self.hour)
        try house.pass([])
        #expect(try funds(house)?["pending"]?.string == "0.00")
    }

    @Test func `an edit of the file brings more money, for who comes after it`() throws {
        let text = Sample.appliances().replacing(#""budget": "2000.00""#, with: #""budget": "400.00""#)
        var house = try house(text)
        #expect(try house.call("submit", claim("m01")).index != nil)
        #expect(try house.call("submit", claim("m02")).reason == "fund.empty")
        house.folder.write("jiadian.json", Sample.appliances())
        try house.rescan()
        #expect(try funds(house)?["free"]?.string == "1600.00", "\(house.said)")
        #expect(try house.call("submit", claim("m02", key: "k2")).index != nil)
        let disk = try #require(house.disk as? SimulatedDisk)
        house = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(try funds(house)?["free"]?.string == "1200.00")
    }

    @Test func `what ends at one instant is logged over several passes, and nothing is decided in between`() throws {
        var settings = House.settings()
        settings.mostEventBytes = 1
        let house = try house(settings: settings)
        let people = ["m01", "m02", "m04", "m05", "m06", "m07"]
        let leaves = try people.map {
            try #require(try house.call("submit", claim($0, "kettle", price: "60.00")).index)
        }
        let code = try code(house, "m07", leaves[5])
        let sizes = { try house.call("tally", #"{"campaign":"jiadian"}"#).result?["size"]?.integer ?? 0 }
        let before = try sizes()
        house.go(to: house.tick + 48 * Self.hour)
        let early = try house.call("redeem", redeem(code, key: "late", price: "60.00"))
        #expect(early.reason == "overloaded" && early.error?["data"]?["retry_after_ms"]?.integer != nil)
        #expect(try house.call("submit", claim("m08", "kettle", price: "60.00")).reason == "overloaded")
        #expect(try house.control("pause", params(#""reason":"x""#)).reason == "overloaded")
        var passes = 0
        while house.daemon.nextDueMilliseconds == 0, passes < 100 {
            try house.pass([])
            passes += 1
        }
        #expect(passes > 1)
        #expect(try sizes() == before + 6)
        #expect(try funds(house)?["free"]?.string == "2000.00")
        #expect(try house.call("redeem", redeem(code, key: "late", price: "60.00")).reason == "voucher.expired")
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(try funds(again)?["free"]?.string == "2000.00")
    }

    @Test func `where nobody has codes, staff alone pay out and take back`() throws {
        let text = Sample.appliances()
        let start = try #require(text.range(of: #""merchants": ["#)).lowerBound
        let house = try house(text[..<start].trimmingCharacters(in: .whitespacesAndNewlines).dropLast() + "}")
        let leaf = try #require(try house.call("submit", claim("m01", "kettle", price: "60.00")).index)
        let sale = params(#""index":\#(leaf),"key":"1","price":"60.00","invoice":"A1""#)
        #expect(try house.call("redeem", sale).reason == "method.socket")
        let paid = try #require(try house.control("redeem", sale).index)
        let back = params(#""redeem":\#(paid),"reason":"returned","key":"2""#)
        #expect(try house.call("refund", back).reason == "method.socket")
        #expect(try house.control("refund", back).result?["amount"]?.string == "50.00")
    }

    @Test func `whoever had a voucher in between is not erased: the log names them`() throws {
        let house = try house()
        let leaf = try #require(try house.call("submit", claim("m01", "kettle", price: "60.00")).index)
        for (from, to) in [("m01", "m02"), ("m02", "m04")] {
            let gift = params(#""participant":"\#(from)","index":\#(leaf),"to":"\#(to)","key":"\#(from)""#)
            #expect(try house.call("voucher.transfer", gift).result != nil)
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 80 * Self.hour)
        _ = try house.waitForHeads()
        for person in ["m01", "m02", "m04"] {
            let erase = params(#""participant":"\#(person)","reason":"x""#)
            #expect(try house.control("erase", erase).reason == "erase.holder", "\(person)")
        }
        #expect(try house.control("erase", params(#""participant":"m05","reason":"x""#)).reason != "erase.holder")
    }

    @Test func `both verifiers pass the last bundle, and the settlements in it tie to the ledger`() throws {
        let house = try house()
        var codes: [String] = []
        for person in ["m01", "m02", "m04"] {
            codes.append(try code(house, person, try #require(try house.call("submit", claim(person)).index)))
        }
        let first = try #require(try house.call("redeem", redeem(codes[0], key: "1", invoice: "A1")).index)
        _ = try house.call(
            "redeem", redeem(codes[1], key: "2", till: #""merchant":"west""#, price: "700.00", invoice: "A2"))
        let settled = try house.control("settle", params(#""merchant":"east","key":"s""#)).result
        #expect(settled?["total"]?.string == "400.00" && settled?["balanced"]?.bool == true)
        _ = try house.call("refund", params(#""redeem":\#(first),"merchant":"east","reason":"returned","key":"b""#))
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 80 * Self.hour)
        try house.pass([])
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "drawn")
        #expect(
            try house.control("settle", params(#""merchant":"east","key":"s2""#)).result?["total"]?.string == "-400.00")
        #expect(
            try house.control("settle", params(#""merchant":"west","key":"s3""#)).result?["total"]?.string == "200.00")
        try house.pass([])
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "final")
        #expect(try house.call("redeem", redeem(codes[2], key: "z")).reason == "phase.closed")
        house.go(to: house.tick + 1000)
        try house.pass([])
        let place = TemporaryFolder()
        _ = try house.control("export", #"{"campaign":"jiadian","into":"\#(place.path)/bundle"}"#)
        let vkey = try house.call("campaign", #"{"campaign":"jiadian"}"#).result?["vkey"]?.string ?? ""
        let report = Verifier(bundle: place.path + "/bundle", vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(report.checks.first { $0.id == .ledger }?.status == .pass)
        #expect(try PythonCheck.statuses(place.path + "/bundle", ["--vkey", vkey])["ledger"] == "pass")
        #expect(try PythonCheck.failures(place.path + "/bundle", vkey: vkey) == [])
        for language in [Language.zh, .en] {
            let first = try PythonCheck.firstLine(
                place.path + "/bundle", ["--vkey", vkey, "--lang", language.rawValue])
            #expect(report.grade?.line(language) == first)
        }
        #expect(
            report.grade?.line(.en) == "Nothing was left to chance: the result follows from the rules and the log alone"
        )
        let told = try house.bundle(of: "jiadian")["report.json"].map { try JSONDocument(bytes: $0).root["funds"] }
        #expect(told??["accounts"]?["free"]?.string == "1800.00" && told??["balanced"]?.bool == true)
    }

    @Test func `a bundle has what its last head covers, whatever happened until that was durable`() throws {
        let house = try house()
        house.go(to: instant(Sample.closes) - Self.hour)
        let codes = try ["m01", "m02"].map {
            try code(house, $0, try #require(try house.call("submit", claim($0)).index))
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 1000)
        let place = TemporaryFolder()
        let path = place.path + "/bundle"
        func line(_ method: String, _ params: String) -> String {
            #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
        }
        let sales = codes.enumerated().map { line("redeem", redeem($1, key: "\($0)", invoice: "A\($0)")) }
        house.decide([
            Request(socket: .intake, line: sales[0]),
            .control(line("export", #"{"campaign":"jiadian","into":"\#(path)"}"#)),
        ])
        _ = try house.launch()
        house.decide([Request(socket: .intake, line: sales[1])])
        try house.settle()
        let vkey = try house.call("campaign", #"{"campaign":"jiadian"}"#).result?["vkey"]?.string ?? ""
        let report = Verifier(bundle: path, vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(try funds(house)?["owed"]?.string == "800.00")
        let told = try JSONDocument(bytes: Array(Data(contentsOf: URL(fileURLWithPath: path + "/report.json")))).root
        #expect(told["funds"]?["accounts"]?["redeemed"]?.string == "400.00")
    }

    @Test func `vouchers that are won at once need no claim, and both verifiers pass what became of them`() throws {
        let text = """
            {
              "id": "jiadian", "kind": "raffle", "title": "加油券", "organiser": "jimo-union.example", "contact": "工会",
              "announces": "\(Sample.announces)", "opens": "\(Sample.opens)", "closes": "\(Sample.closes)", "disputes": "72h",
              "audience": {"roll": "rolls/sample.csv"}, "limits": {"person": {"total": 3}}, "activation": {"source": "commit"},
              "merchants": [{"id": "east", "name": "城东"}], "vouchers": {"count": 3, "face": "20.00", "valid": "48h"},
              "prizes": {"draw": "instant", "chances": {"for": "entry", "most": 3}, "none": {"num": 1, "den": 4}, "tiers": [
                {"id": "fuel", "title": "加油券", "prize": "加油券", "value": "20.00", "count": 3,
                 "odds": {"num": 3, "den": 4}}]}
            }
            """
        let house = try house(text)
        var codes: [String] = []
        for number in 0..<12 {
            let person = "m0\(number % 2 + 1)"
            let played = try house.call("submit", params(#""participant":"\#(person)","key":"\#(number)""#))
            guard played.result?["prize"]?["tier"] != nil, let leaf = played.index else { continue }
            codes.append(try code(house, person, leaf))
        }
        #expect(codes.count == 3 && !codes.contains("none"))
        let sale = params(#""code":"\#(codes[0])","merchant":"east","key":"1""#)
        #expect(try house.call("redeem", sale).result?["amount"]?.string == "20.00")
        _ = try house.control("settle", params(#""merchant":"east","key":"s""#))
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 80 * Self.hour)
        try house.pass([])
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "final")
        house.go(to: house.tick + 1000)
        try house.pass([])
        let path = TemporaryFolder()
        _ = try house.control("export", #"{"campaign":"jiadian","into":"\#(path.path)/bundle"}"#)
        let vkey = try house.call("campaign", #"{"campaign":"jiadian"}"#).result?["vkey"]?.string ?? ""
        let report = Verifier(bundle: path.path + "/bundle", vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(try PythonCheck.statuses(path.path + "/bundle", ["--vkey", vkey])["ledger"] == "pass")
    }

    @Test func `nothing is logged before the time of an early end, which may be the next millisecond`() throws {
        let house = try house()
        let leaf = try #require(try house.call("submit", claim("m01")).index)
        let code = try code(house, "m01", leaf)
        #expect(try house.control("close", params(#""reason":"售完""#)).result != nil)
        let early = try house.call("redeem", redeem(code, key: "1"))
        #expect(early.reason == "overloaded" && early.error?["data"]?["retry_after_ms"]?.integer == 1)
        house.go(to: house.tick + 1)
        #expect(try house.call("redeem", redeem(code, key: "1")).result?["amount"]?.string == "400.00")
    }

    @Test func `staff decide, a refusal can be appealed, and its time ends by the clock`() throws {
        let house = try house(
            Sample.appliances(more: #", "review": {"reasons": ["材料不全"], "appeal": "24h"}"#))
        let leaves = try ["m01", "m02", "m04"].map { try #require(try house.call("submit", claim($0)).index) }
        #expect(try funds(house)?["pending"]?.string == "1200.00")
        func decide(_ leaf: Int, _ more: String, _ key: String) throws -> Reply {
            try house.control("review.decide", params(#""index":\#(leaf),"key":"\#(key)",\#(more)"#))
        }
        #expect(try decide(leaves[0], #""outcome":"approve""#, "1").index != nil)
        #expect(try decide(leaves[0], #""outcome":"approve""#, "1").isReplay)
        #expect(try decide(leaves[0], #""outcome":"approve""#, "2").reason == "claim.decided")
        #expect(try decide(leaves[1], #""outcome":"refuse","reason":2"#, "3").reason == "decide.reason")
        #expect(try decide(99, #""outcome":"approve""#, "3").reason == "claim.unknown")
        #expect(try decide(leaves[1], #""outcome":"perhaps""#, "3").reason == "params")
        for (leaf, key) in zip(leaves[1...], ["4", "5"]) {
            #expect(try decide(leaf, #""outcome":"refuse","reason":1"#, key).index != nil)
        }
        func appeal(_ person: String, _ leaf: Int, _ key: String = "a") throws -> Reply {
            try house.call(
                "appeal", params(#""participant":"\#(person)","index":\#(leaf),"reason":"补交了","key":"\#(key)""#))
        }
        #expect(try appeal("m02", leaves[2]).reason == "person.wrong")
        #expect(try appeal("m01", leaves[0]).reason == "appeal.nothing")
        #expect(try appeal("m02", leaves[1]).index != nil)
        #expect(try appeal("m02", leaves[1], "b").reason == "appeal.done")
        house.go(to: house.tick + 24 * Self.hour)
        #expect(try appeal("m04", leaves[2]).reason == "appeal.late")
        #expect(try funds(house)?["pending"]?.string == "400.00" && funds(house)?["free"]?.string == "1200.00")
    }
}
