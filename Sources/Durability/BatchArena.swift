import Platform

/// Growing memory for one batch, aligned for direct writes.
///
/// Unchecked: the owner fills it until the batch is sealed; from then on nobody writes, until the batch is durable and
/// the owner takes the memory back.
final class BatchArena: @unchecked Sendable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: diskBlockBytes)
    }

    deinit { base.deallocate() }

    /// Room for `extra` more bytes; the memory may move.
    @inline(__always)
    func makeRoom(_ extra: Int) {
        if capacity - count < extra { grow(extra) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let from = bytes.baseAddress else { return }
        makeRoom(bytes.count)
        (base + count).copyMemory(from: from, byteCount: bytes.count)
        count += bytes.count
    }

    /// Fills up to the next frame, in one store: up to eight bytes, of which the next frame overwrites the rest.
    @inline(__always)
    func padFrame() {
        makeRoom(FrameHeader.alignment)
        let fill = UInt64(FrameHeader.fill) &* 0x0101_0101_0101_0101
        (base + count).storeBytes(of: fill, as: UInt64.self)
        count = (count + FrameHeader.alignment - 1) & ~(FrameHeader.alignment - 1)
    }

    /// Fills with `byte` up to a multiple of `alignment`.
    func pad(to alignment: Int, with byte: UInt8) {
        let extra = (alignment - count % alignment) % alignment
        makeRoom(extra)
        (base + count).initializeMemory(as: UInt8.self, repeating: byte, count: extra)
        count += extra
    }

    private func grow(_ extra: Int) {
        let larger = max(capacity * 2, (count + extra + diskBlockBytes - 1) / diskBlockBytes * diskBlockBytes)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: diskBlockBytes)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = larger
    }
}
