/// A tile of a log (C2SP tlog-tiles): 256 hashes of one level, or what of them a size has.
package struct Tile: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Hashes; level `l` of the tiles is level `8 l` of the tree.
        case hashes(level: Int)
        /// The leaves themselves.
        case entries
        /// The openings of the leaves, laid out like entry bundles but outside `tile/`.
        case openings
    }

    package static let fullWidth = 256

    package let kind: Kind
    package let index: Int
    /// 1…255 of a partial tile, 256 of a full one.
    package let width: Int

    package init(_ kind: Kind, index: Int, width: Int = Tile.fullWidth) {
        precondition(index >= 0 && (1...Tile.fullWidth).contains(width), "no tile \(index) of width \(width)")
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// The leaves (or hashes of its level) that the tile holds.
    package var range: Range<Int> {
        let first = index * Tile.fullWidth
        return first..<(first + width)
    }

    /// `tile/0/x001/234.p/10`, `tile/entries/000`, `openings/000.p/10`.
    package var path: String {
        let folder =
            switch kind {
            case .hashes(let level): "tile/\(level)/"
            case .entries: "tile/entries/"
            case .openings: "openings/"
            }
        let partial = width == Tile.fullWidth ? "" : ".p/\(width)"
        return folder + Tile.indexPath(index) + partial
    }

    /// 1234067 → `x001/x234/067`.
    private static func indexPath(_ index: Int) -> String {
        var path = digits(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            path = "x" + digits(rest % 1000) + "/" + path
            rest /= 1000
        }
        return path
    }

    private static func digits(_ group: Int) -> String {
        let text = String(group)
        return String(repeating: "0", count: 3 - text.count) + text
    }

    /// Reads a path; nil unless writing the tile again gives exactly this path.
    package init?(path: String) {
        var parts = path.parts(at: "/")
        guard let kind = Tile.takeKind(from: &parts), !parts.isEmpty else { return nil }
        var width = Tile.fullWidth
        if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let partial = Int(parts.removeLast()), (1..<Tile.fullWidth).contains(partial) else { return nil }
            width = partial
            parts[parts.count - 1].removeLast(2)
        }
        // Six groups hold every index that an Int can count leaves of.
        guard (1...6).contains(parts.count) else { return nil }
        var index = 0
        for part in parts {
            guard let group = Int(part.hasPrefix("x") ? part.dropFirst() : part), (0..<1000).contains(group) else {
                return nil
            }
            index = index * 1000 + group
        }
        self.init(kind, index: index, width: width)
        guard self.path == path else { return nil }
    }

    private static func takeKind(from parts: inout [Substring]) -> Kind? {
        guard parts.count >= 2 else { return nil }
        if parts[0] == "openings" {
            parts.removeFirst()
            return .openings
        }
        guard parts[0] == "tile" else { return nil }
        let name = parts[1]
        parts.removeFirst(2)
        if name == "entries" { return .entries }
        guard let level = Int(name), (0..<64).contains(level), String(level) == name else { return nil }
        return .hashes(level: level)
    }
}

extension Tile {
    /// All tiles that a log of `size` leaves has: hashes level by level, then entries.
    package static func tiles(size: Int) -> [Tile] {
        changed(from: 0, to: size)
    }

    /// The tiles that a log has at `new` leaves and did not have at `old`, each at its width for `new`.
    package static func changed(from old: Int, to new: Int) -> [Tile] {
        var tiles: [Tile] = []
        var level = 0
        while new >> (8 * level) > 0 && level < 8 {
            tiles += changed(.hashes(level: level), from: old >> (8 * level), to: new >> (8 * level))
            level += 1
        }
        return tiles + changed(.entries, from: old, to: new)
    }

    /// The files of openings that mirror the entry tiles of a size.
    package static func openings(size: Int) -> [Tile] {
        changed(.openings, from: 0, to: size)
    }

    private static func changed(_ kind: Kind, from old: Int, to new: Int) -> [Tile] {
        guard old < new else { return [] }
        return (old / fullWidth..<(new + fullWidth - 1) / fullWidth).map { index in
            Tile(kind, index: index, width: min(fullWidth, new - index * fullWidth))
        }
    }

    /// The bytes of a tile of hashes: at most 8,192.
    package func bytes(of tree: MerkleTree) -> [UInt8] {
        guard case .hashes(let level) = kind else { preconditionFailure("\(path) holds no hashes") }
        return tree.hashes(level: 8 * level, range).withUnsafeBytes { Array($0) }
    }
}
