import CKernel
import Platform

/// Bytes to put into a segment in place.
///
/// Those of one overwriting stand in `journal/overwriting` until all are written, integers little-endian:
///
///     huigong overwriting 1\n
///     u32 segment, u64 offset, u32 length, bytes     a patch each
///     u32 CRC-32C of all before it
struct SegmentPatch: Hashable {
    static let fileName = "overwriting"
    private static let opening = Array("huigong overwriting 1\n".utf8)
    private static let headBytes = 16

    var segment: UInt32
    var offset: Int
    var bytes: [UInt8]

    /// Writes what an overwriting that was begun still has to write, and ends it; does nothing where none was begun.
    static func finish(on disk: any Disk, folder: String) throws(JournalError) {
        let path = "\(folder)/\(fileName)"
        do throws(DiskError) {
            guard try disk.exists(path) else { return }
        } catch {
            throw .disk(error)
        }
        let patches = try read(path, on: disk)
        do throws(DiskError) {
            for stretch in stretches(patches) { try write(stretch, on: disk, folder: folder) }
            try disk.remove(path)
        } catch {
            throw .disk(error)
        }
    }

    private static func read(_ path: String, on disk: any Disk) throws(JournalError) -> [SegmentPatch] {
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try disk.read(path) } catch { throw .disk(error) }
        guard let patches = parse(bytes) else {
            throw .damaged(JournalDamage(part: .overwriting, path: path, offset: 0))
        }
        return patches
    }

    /// Puts the patches beside the segments, all or none.
    static func begin(_ patches: [SegmentPatch], on disk: any Disk, folder: String) throws(DiskError) {
        try disk.replace("\(folder)/\(fileName)", with: encode(patches), mode: 0o600)
    }

    private static func encode(_ patches: [SegmentPatch]) -> [UInt8] {
        var file = opening
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) }
        }
        for patch in patches {
            append(patch.segment)
            append(UInt64(patch.offset))
            append(UInt32(patch.bytes.count))
            file += patch.bytes
        }
        append(crc32c(0, file, file.count))
        return file
    }

    /// Nil for anything but a whole file.
    private static func parse(_ file: [UInt8]) -> [SegmentPatch]? {
        let end = file.count - 4
        guard file.starts(with: opening), end >= opening.count, crc32c(0, file, end) == integer(file, end, UInt32.self)
        else { return nil }
        var patches: [SegmentPatch] = []
        var position = opening.count
        while position < end {
            guard position + headBytes <= end else { return nil }
            let start = position + headBytes
            let count = Int(integer(file, position + 12, UInt32.self))
            guard let offset = Int(exactly: integer(file, position + 4, UInt64.self)), start + count <= end else {
                return nil
            }
            let bytes = Array(file[start..<start + count])
            patches.append(SegmentPatch(segment: integer(file, position, UInt32.self), offset: offset, bytes: bytes))
            position = start + count
        }
        return patches
    }

    private static func integer<Value: FixedWidthInteger>(_ file: [UInt8], _ offset: Int, _: Value.Type) -> Value {
        file.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }

    private var end: Int { offset + bytes.count }

    /// Patches that one write covers: a sync each would make a campaign of a million entries wait for a million.
    private static func stretches(_ patches: [SegmentPatch]) -> [[SegmentPatch]] {
        var stretches: [[SegmentPatch]] = []
        for patch in patches.sorted(by: { ($0.segment, $0.offset) < ($1.segment, $1.offset) }) {
            if let first = stretches.last?.first, first.segment == patch.segment,
                patch.end - first.offset <= mostBytesAtOnce
            {
                stretches[stretches.count - 1].append(patch)
            } else {
                stretches.append([patch])
            }
        }
        return stretches
    }

    private static let mostBytesAtOnce = 1 << 20

    /// Writes what lies between as it is: it was durable, and stays the same whatever part of the write a crash leaves.
    private static func write(_ stretch: [SegmentPatch], on disk: any Disk, folder: String) throws(DiskError) {
        guard let first = stretch.first, let end = stretch.map(\.end).max() else { return }
        let path = "\(folder)/\(SegmentHeader.name(first.segment))"
        var bytes = try disk.read(path, at: first.offset, count: end - first.offset)
        for patch in stretch {
            let start = patch.offset - first.offset
            bytes.replaceSubrange(start..<start + patch.bytes.count, with: patch.bytes)
        }
        let file = try disk.open(path)
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(DiskError) in try file.writeDurably(buffer, at: first.offset) }
        }
        try result.get()
    }
}
