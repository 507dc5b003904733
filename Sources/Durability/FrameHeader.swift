import CKernel

/// The 40 bytes before every payload, all numbers little-endian:
///
///     0  magic      FF 68 67 FE      never found in UTF-8 text, so no payload of text looks like a frame
///     4  length     u32              payload bytes
///     8  index      u64              of a commit frame: the index of the next frame
///     16 batch      u64
///     24 digest     u32              CRC-32C of the payload as it is stored
///     28 previous   u32              check of the frame before, commit frames included; 0 for the first
///     32 check      u32              CRC-32C of bytes 0–31 and 36–39
///     36 kind       u8               0 commit, else the caller's
///     37 mask       u8               0, or which key stream the payload was masked with
///     38 mark       F5 F5
///
/// `check` covers the digest and not the payload: a payload can be overwritten later and the chain still holds.
struct FrameHeader {
    static let byteCount = 40
    static let magic: UInt32 = 0xFE67_68FF
    static let firstByte: UInt8 = 0xFF
    static let mark: UInt16 = 0xF5F5
    /// Between frames and after a batch. Not zero: a sector that reads as zeros was never written.
    static let fill: UInt8 = 0xF5
    static let alignment = 8
    static let commitKind: UInt8 = 0

    var length: UInt32
    var index: UInt64
    var batch: UInt64
    var digest: UInt32
    var previous: UInt32
    var check: UInt32 = 0
    var kind: UInt8
    var mask: UInt8

    /// Header, payload and the fill up to the next frame.
    static func frameBytes(payload count: Int) -> Int {
        (byteCount + count + alignment - 1) / alignment * alignment
    }

    /// Puts the header down and gives its check.
    func write(to place: UnsafeMutableRawPointer) -> UInt32 {
        place.storeBytes(of: Self.magic.littleEndian, as: UInt32.self)
        place.storeBytes(of: length.littleEndian, toByteOffset: 4, as: UInt32.self)
        place.storeBytes(of: index.littleEndian, toByteOffset: 8, as: UInt64.self)
        place.storeBytes(of: batch.littleEndian, toByteOffset: 16, as: UInt64.self)
        place.storeBytes(of: digest.littleEndian, toByteOffset: 24, as: UInt32.self)
        place.storeBytes(of: previous.littleEndian, toByteOffset: 28, as: UInt32.self)
        place.storeBytes(of: kind, toByteOffset: 36, as: UInt8.self)
        place.storeBytes(of: mask, toByteOffset: 37, as: UInt8.self)
        place.storeBytes(of: Self.mark.littleEndian, toByteOffset: 38, as: UInt16.self)
        let check = Self.check(at: place)
        place.storeBytes(of: check.littleEndian, toByteOffset: 32, as: UInt32.self)
        return check
    }

    /// Reads a header that is whole by its own check; nil for anything else.
    init?(at place: UnsafeRawPointer) {
        func u32(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: place.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func u64(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: place.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        guard u32(0) == Self.magic, place.loadUnaligned(fromByteOffset: 38, as: UInt16.self) == Self.mark else {
            return nil
        }
        check = u32(32)
        guard check == Self.check(at: place) else { return nil }
        length = u32(4)
        index = u64(8)
        batch = u64(16)
        digest = u32(24)
        previous = u32(28)
        kind = place.load(fromByteOffset: 36, as: UInt8.self)
        mask = place.load(fromByteOffset: 37, as: UInt8.self)
    }

    init(length: UInt32, index: UInt64, batch: UInt64, digest: UInt32, previous: UInt32, kind: UInt8, mask: UInt8) {
        self.length = length
        self.index = index
        self.batch = batch
        self.digest = digest
        self.previous = previous
        self.kind = kind
        self.mask = mask
    }

    private static func check(at place: UnsafeRawPointer) -> UInt32 { crc32c(crc32c(0, place, 32), place + 36, 4) }
}

/// What a commit frame says: `tick i64, frames u32, batch bytes up to the end of this frame u32`.
struct CommitPayload {
    static let byteCount = 16
    var tick: Int64
    var frames: UInt32
    var batchBytes: UInt32

    func write(to place: UnsafeMutableRawPointer) {
        place.storeBytes(of: tick.littleEndian, as: Int64.self)
        place.storeBytes(of: frames.littleEndian, toByteOffset: 8, as: UInt32.self)
        place.storeBytes(of: batchBytes.littleEndian, toByteOffset: 12, as: UInt32.self)
    }

    init(tick: Int64, frames: UInt32, batchBytes: UInt32) {
        self.tick = tick
        self.frames = frames
        self.batchBytes = batchBytes
    }

    init(at place: UnsafeRawPointer) {
        tick = Int64(littleEndian: place.loadUnaligned(as: Int64.self))
        frames = UInt32(littleEndian: place.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        batchBytes = UInt32(littleEndian: place.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
    }
}
