import Campaigns
import Engine
import Proofs

/// Turns the device and the address that a request names into the hashes that limits count by, where there are such
/// limits; where there are none nothing of them is kept.
struct SenderHashing {
    private let countsDevices: Bool
    private let countsAddresses: Bool
    /// Of the campaign, so that nobody can tell from two journals that a device is the same.
    private let seed: UInt64

    init(_ limits: Campaign.Limits, paperKey: Digest) {
        countsDevices = limits.device != Campaign.ScopeLimits()
        countsAddresses = limits.address != Campaign.ScopeLimits()
        seed = paperKey.bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// What nothing is kept of, as requests name it.
    var unseen: [String] {
        (countsDevices ? [] : ["device"]) + (countsAddresses ? [] : ["ip"])
    }

    @inline(__always)
    func sender(device: UnsafeBufferPointer<UInt8>?, address: NetworkAddress?) -> Sender {
        guard countsDevices || countsAddresses else { return Sender() }
        return Sender(
            device: countsDevices ? device.map(hash(of:)) ?? 0 : 0,
            address: countsAddresses ? address.map(hash(of:)) ?? 0 : 0)
    }

    private func hash(of device: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(device)
        return max(1, hash.finalize())
    }

    private func hash(of address: NetworkAddress) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(address.isShort ? 4 : 6)
        hash.combine(address.network)
        return max(1, hash.finalize())
    }
}
