import Engine
import Glibc
import JSON

/// The version that `status` and the command line tell.
package let huigongVersion = "0.1.0"

extension Daemon {
    /// `status`: what the organiser and operators need to see at a glance.
    func status(_ language: Language) -> JSON {
        [
            "version": .string(huigongVersion), "organiser": .string(settings.organiser),
            "rehearsal": .bool(settings.isRehearsal), "tick_ms": .integer(tick),
            "uptime_ms": .integer(surroundings.uptimeMilliseconds), "store": .string(store.disk.root),
            "pid": .integer(Int64(getpid())), "durable": .integer(Int64(journal.durableIndex)),
            "storage": .string(journal.storageRefusal.map { "\($0)" } ?? "ok"),
            "connections": .integer(Int64(surroundings.connections)),
            "campaigns": .array(campaigns.map(statusLine) + retired.map(\.statusLine)),
            "folder": folderLine(language),
            "files": .array(files.keys.sorted().compactMap { files[$0] }.map { fileLine($0, language) }),
            "clock": ["ahead_ms": .integer(surroundings.clockAheadMilliseconds)],
        ]
    }

    private func statusLine(_ campaign: RunningCampaign) -> JSON {
        let rules = campaign.rules
        let state = campaign.state
        var members = [
            JSON.Member("id", .string(campaign.id)), JSON.Member("title", JSON(rules.title)),
            JSON.Member("file", campaign.file.map { .string($0) } ?? .null),
            JSON.Member("phase", .string(state.phase(at: tick).rawValue)),
            JSON.Member("entries", .integer(Int64(state.tally.entries))),
            JSON.Member("people", .integer(Int64(state.tally.people))),
            JSON.Member("refused", .integer(Int64(state.refusals.reduce(0, +)))),
            JSON.Member("announces_ms", .integer(campaign.announced.announcedAt)),
            JSON.Member("opens_ms", .integer(rules.opens)), JSON.Member("closes_ms", .integer(state.intakeEnds)),
            JSON.Member("closing_ms", .integer(state.closingDue)),
            JSON.Member("size", .integer(Int64(state.leafCount))),
        ]
        let shadows = state.shadowCounts().map {
            JSON.Member(String($0.reason.dropFirst(CampaignState.shadowPrefix.count)), .integer(Int64($0.count)))
        }
        if !shadows.isEmpty { members.append(JSON.Member("shadow", .object(shadows))) }
        if let look = campaign.look {
            members.append(
                JSON.Member(
                    "flags", ["count": .integer(Int64(look.flags.count)), "size": .integer(Int64(look.size))]))
        }
        members.append(JSON.Member("head", .integer(Int64(campaign.head?.size ?? 0))))
        members.append(
            JSON.Member(
                "witnessed",
                campaign.witnessed.cosignatures == nil ? .null : .integer(Int64(campaign.witnessed.witnessedSize))))
        if rules.activation != nil {
            members.append(JSON.Member("activation", state.activation.map { .string($0.value) } ?? .null))
        }
        if let places = campaign.placeTallies { members.append(JSON.Member("places", places)) }
        if rules.prizes.givesBeforeDraw {
            let left = zip(rules.prizes.tiers, state.stock).map { JSON.Member($0.id, .integer(Int64($1))) }
            members.append(JSON.Member("stock", .object(left)))
        }
        members += campaign.fundMembers
        if let awaited = campaign.awaited(at: tick) { members.append(awaited) }
        return .object(members)
    }
}
