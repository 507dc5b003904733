import Campaigns

/// Whom a limit is on.
package enum LimitScope: String, Sendable, CaseIterable {
    case person, household, unit, device
    case address = "ip"
    case campaign

    var totalReason: Reason {
        switch self {
        case .person: .limitTotal
        case .household: .limitHouseholdTotal
        case .unit: .limitUnitTotal
        case .device: .limitDeviceTotal
        case .address: .limitAddressTotal
        case .campaign: .limitCampaignTotal
        }
    }

    var dayReason: Reason {
        switch self {
        case .person: .limitDay
        case .household: .limitHouseholdDay
        case .unit: .limitUnitDay
        case .device: .limitDeviceDay
        case .address: .limitAddressDay
        case .campaign: .limitCampaignDay
        }
    }

    var rateReason: Reason {
        switch self {
        case .person: .ratePerson
        case .household: .rateHousehold
        case .unit: .rateUnit
        case .device: .rateDevice
        case .address: .rateAddress
        case .campaign: .rateCampaign
        }
    }
}

extension Campaign.Limits {
    package subscript(scope: LimitScope) -> Campaign.ScopeLimits {
        switch scope {
        case .person: person
        case .household: household
        case .unit: unit
        case .device: device
        case .address: address
        case .campaign: campaign
        }
    }
}

extension Campaign.ScopeLimits {
    var isEmpty: Bool { day == nil && total == nil && rate == nil }

    /// Whether a rate is all there is, and refuses.
    var isBareRate: Bool { day == nil && total == nil && rate != nil && !isShadow }

    /// Whether replies tell what remains: of counts that refuse. A rate fills up all the time.
    var isTold: Bool { !isShadow && (day != nil || total != nil) }
}
