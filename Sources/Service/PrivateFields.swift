import Durability
import Proofs

/// A frame of what private fields of a leaf hold; no bundle has it, and it is overwritten when its person is erased.
///
/// `u32 campaign, u64 leaf, u16 count, (pointer, nonce (32), value)…`, and four bytes that are given up when it is
/// overwritten; then the count is 0xFFFF, and the rest is filled up. It stands right before the frame of its leaf.
struct PrivateFields {
    var campaign: UInt32
    var leaf: Int
    /// Nil where they were erased.
    var values: [PrivateValue]?

    private static let erasedCount = UInt16.max
    private static let countOffset = 12

    init(campaign: UInt32, leaf: Int, values: [PrivateValue]) {
        self.campaign = campaign
        self.leaf = leaf
        self.values = values
    }

    init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
        var reader = PayloadReader(payload)
        campaign = try reader.integer()
        leaf = Int(try reader.integer(UInt64.self))
        let count: UInt16 = try reader.integer()
        guard count != Self.erasedCount else { return }
        var values: [PrivateValue] = []
        for _ in 0..<count {
            let pointer = try reader.text()
            let nonce = try reader.digest()
            values.append(PrivateValue(pointer: pointer, nonce: nonce, value: try reader.string()))
        }
        _ = try reader.take(PayloadEdit.givenUpBytes)
        try reader.end()
        self.values = values
    }

    init(reading payload: [UInt8]) throws(PayloadError) {
        let result = payload.withUnsafeBytes { bytes in
            Result { () throws(PayloadError) in try PrivateFields(reading: bytes) }
        }
        self = try result.get()
    }

    var bytes: [UInt8] {
        var payload = PayloadWriter()
        payload.integer(campaign)
        payload.integer(UInt64(leaf))
        payload.integer(UInt16(values?.count ?? 0))
        for value in values ?? [] {
            payload.string(value.pointer)
            payload.bytes += value.nonce.bytes
            payload.string(value.value)
        }
        payload.bytes += [UInt8](repeating: 0, count: PayloadEdit.givenUpBytes)
        return payload.bytes
    }

    /// Puts filling over what a frame holds.
    static func erasure(at location: FrameLocation) -> PayloadEdit {
        let room = Int(location.length) - countOffset - 2 - PayloadEdit.givenUpBytes
        let bytes = [0xFF, 0xFF] + [UInt8](repeating: ErasedEntry.filling, count: room)
        return PayloadEdit(location: location, replacements: [.init(offset: countOffset, bytes: bytes)])
    }
}
