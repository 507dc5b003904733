import JSON
import Simulation

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

/// What tests of money and vouchers share: a daemon with the campaign of appliances, and its calls.
protocol TestsMoney {}

extension TestsMoney {
    static var hour: Int64 { 3_600_000 }

    func house(
        _ text: String = Sample.appliances(), on disk: SimulatedDisk = SimulatedDisk(),
        settings: Settings = House.settings()
    ) throws -> House {
        let house = try House(on: disk, Sample.folder(["jiadian.json": text]), settings: settings)
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    func params(_ members: String) -> String { #"{"campaign":"jiadian",\#(members)}"# }

    func claim(_ person: String, _ item: String = "fridge", price: String = "1200.00", key: String = "k")
        -> String
    {
        params(
            #""participant":"\#(person)","key":"\#(key)","item":"\#(item)","fields":{"price":"\#(price)"}"#)
    }

    func code(_ house: House, _ person: String, _ index: Int) throws -> String {
        let vouchers = try house.call("voucher", params(#""participant":"\#(person)""#)).result?["vouchers"]
        return vouchers?.elements.first { $0["index"]?.integer == Int64(index) }?["code"]?.string ?? "none"
    }

    func redeem(
        _ code: String, key: String, till: String = #""merchant":"east","shop":"e1""#, price: String = "1200.00",
        invoice: String = "F001", more: String = ""
    ) -> String {
        params(
            #""code":"\#(code)",\#(till),"key":"\#(key)","price":"\#(price)","invoice":"\#(invoice)"\#(more)"#)
    }

    func funds(_ house: House) throws -> JSONValue? {
        try house.control("status").result?["campaigns"]?[0]?["funds"]
    }
}
