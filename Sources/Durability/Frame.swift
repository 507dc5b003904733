/// Where a frame lies: 12 bytes, small enough to keep one for every entry.
package struct FrameLocation: Hashable, Sendable {
    package var segment: UInt32
    /// Of the frame's header, in bytes from the start of the segment.
    package var offset: UInt32
    /// Of the payload, in bytes.
    package var length: UInt32

    package init(segment: UInt32, offset: UInt32, length: UInt32) {
        self.segment = segment
        self.offset = offset
        self.length = length
    }
}

/// A frame of a durable batch, as recovery hands it out.
package struct Frame {
    /// The caller's own, 1…255.
    package var kind: UInt8
    /// Frames count from 0 without gaps, over all batches.
    package var index: UInt64
    package var batch: UInt64
    package var location: FrameLocation
    /// Valid during the call that hands out the frame.
    package var payload: UnsafeRawBufferPointer
}

/// The end of a durable batch, as recovery hands it out.
package struct BatchEnd: Hashable, Sendable {
    package var batch: UInt64
    package var tick: Int64
    /// The index that the next frame gets.
    package var endIndex: UInt64
}

/// What the next frame must continue: its index, its batch, and the check of the frame before.
struct ChainPosition: Hashable, Sendable {
    var index: UInt64 = 0
    var batch: UInt64 = 0
    var check: UInt32 = 0
}
