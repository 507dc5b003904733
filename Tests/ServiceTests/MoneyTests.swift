import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// Money and vouchers, over the sockets: what is granted, redeemed, given back and refused.
@Suite struct MoneyTests: TestsMoney {
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
}
