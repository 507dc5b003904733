import Books
import Campaigns
import Proofs

/// What a bundle has of places: who has them and who waits, as of its last leaf, and what a lottery drew.
package struct PlacePublication: Sendable {
    var places: PlaceFiles
    /// In the order of tickets; nil without a draw of them.
    var tickets: [PlaceTicket]?

    package init(files: PlaceFiles, tickets: [PlaceTicket]?) {
        places = files
        self.tickets = tickets
    }

    /// - Parameter eligible: Whom the closing fixed as those who get tickets.
    func files(_ campaign: Campaign, _ eligible: [EligibleRow]) -> [(path: String, bytes: [UInt8])] {
        guard let rules = campaign.places.map(PlaceRules.init) else { return [] }
        var files = [(BundlePaths.places, places.places), (BundlePaths.waiting, places.waiting)]
        let paths = DrawPaths()
        if campaign.allotsPlaces { files.append((paths.eligible, DrawFiles.eligible(eligible))) }
        if let tickets { files.append((paths.tickets, PlaceTicket.file(tickets, rules))) }
        return files
    }
}
