import CKernel
import Platform

/// A durable payload of which parts are to be replaced in place by bytes of the same length.
///
/// The payload's last four bytes are given up: they become what keeps its digest, so that neither the header nor the
/// chain changes. A payload that may be overwritten one day ends with four bytes that nobody misses.
package struct PayloadEdit: Hashable, Sendable {
    package struct Replacement: Hashable, Sendable {
        /// From the start of the payload; ends before its last four bytes.
        package var offset: Int
        package var bytes: [UInt8]

        package init(offset: Int, bytes: [UInt8]) {
            self.offset = offset
            self.bytes = bytes
        }
    }

    package static let givenUpBytes = 4

    package var location: FrameLocation
    package var replacements: [Replacement]

    package init(location: FrameLocation, replacements: [Replacement]) {
        self.location = location
        self.replacements = replacements
    }
}

extension Journal {
    /// Overwrites parts of durable payloads and syncs: when it returns, the old bytes are in no file of the journal.
    ///
    /// What is to be written is put beside the segments first (`journal/overwriting`), in one step and without the old
    /// bytes. A crash before that leaves every payload as it was; after it, opening finishes the work before it reads.
    /// With no batch on its way to the disk only, since two callers never write one file at once. After an error the
    /// process must end.
    package func overwrite(_ edits: [PayloadEdit]) throws(JournalError) {
        var patches: [SegmentPatch] = []
        for edit in edits { patches += try reader.patches(of: edit) }
        do throws(DiskError) {
            try SegmentPatch.begin(patches, on: reader.disk, folder: reader.folder)
        } catch {
            throw .disk(error)
        }
        try SegmentPatch.finish(on: reader.disk, folder: reader.folder)
    }
}

extension JournalReader {
    /// The bytes to write for an edit; the payload is checked against its digest before.
    fileprivate func patches(of edit: PayloadEdit) throws(JournalError) -> [SegmentPatch] {
        let (header, payload) = try checked(edit.location)
        let end = payload.count - PayloadEdit.givenUpBytes
        precondition(end >= 0, "a payload that is overwritten has bytes to give up")
        var stored = payload
        for replacement in edit.replacements {
            let range = replacement.offset..<replacement.offset + replacement.bytes.count
            precondition(range.lowerBound >= 0 && range.upperBound <= end, "a replacement within its payload")
            stored.replaceSubrange(range, with: replacement.bytes)
        }
        if header.mask != 0 {
            stored.withUnsafeMutableBytes { PayloadMask.apply(header.mask, index: header.index, to: $0) }
        }
        let kept = DigestKeeper.bytes(after: crc32c(0, stored, end), toReach: header.digest)
        stored.replaceSubrange(end..., with: kept)
        let start = Int(edit.location.offset) + FrameHeader.byteCount
        let ranges = edit.replacements.map { $0.offset..<$0.offset + $0.bytes.count } + [end..<payload.count]
        return ranges.map { range in
            SegmentPatch(segment: edit.location.segment, offset: start + range.lowerBound, bytes: Array(stored[range]))
        }
    }
}

/// The four bytes that give a payload the CRC-32C that its header has.
enum DigestKeeper {
    /// A CRC of fixed length is affine in its bits, so the bits are found by elimination over GF(2).
    static func bytes(after prefix: UInt32, toReach digest: UInt32) -> [UInt8] {
        let base = crc(prefix, 0)
        var rows = (0..<32).map { bit -> (image: UInt32, source: UInt32) in
            let source = UInt32(1) << UInt32(bit)
            return (crc(prefix, source) ^ base, source)
        }
        var missing = digest ^ base
        var answer: UInt32 = 0
        for bit in 0..<32 {
            let mask = UInt32(1) << UInt32(bit)
            guard let pivot = rows.firstIndex(where: { $0.image & mask != 0 }) else {
                preconditionFailure("every CRC can be reached with four bytes")
            }
            let (image, source) = rows.remove(at: pivot)
            for row in rows.indices where rows[row].image & mask != 0 {
                rows[row].image ^= image
                rows[row].source ^= source
            }
            if missing & mask != 0 {
                missing ^= image
                answer ^= source
            }
        }
        return withUnsafeBytes(of: answer.littleEndian) { Array($0) }
    }

    private static func crc(_ prefix: UInt32, _ tail: UInt32) -> UInt32 {
        withUnsafeBytes(of: tail.littleEndian) { crc32c(prefix, $0.baseAddress, 4) }
    }
}
