import Glibc

/// The network address of a request: of IPv4 the whole, of IPv6 the first 64 bits, which one household or office has to
/// itself (RFC 4291, section 2.5.4). However it is written, it is the same address.
struct NetworkAddress: Hashable {
    /// Whether it is of IPv4; one inside IPv6 (`::ffff:192.0.2.1`) is.
    let isShort: Bool
    let network: UInt64

    /// Nil for what is neither; a zone (`fe80::1%eth0`) is none of the net's.
    init?(_ text: String) {
        guard text.utf8.count <= 45 else { return nil }
        if let bytes = Self.bytes(of: text, AF_INET, count: 4) {
            self.init(isShort: true, bytes[...])
        } else if let bytes = Self.bytes(of: text, AF_INET6, count: 16) {
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            self.init(isShort: isMapped, isMapped ? bytes[12...] : bytes[..<8])
        } else {
            return nil
        }
    }

    private init(isShort: Bool, _ bytes: ArraySlice<UInt8>) {
        self.isShort = isShort
        network = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(of text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}

extension Line {
    /// An IPv4 or IPv6 address.
    func address(_ name: StaticString, _ node: Int?) throws(CallError) -> NetworkAddress {
        let node = try required(name, node, .string)
        guard let address = NetworkAddress(text(node)) else {
            throw .params(
                "\(name) 应为 IPv4 或 IPv6 地址，如 192.0.2.1、2001:db8::1",
                "\(name) is an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1", column: column(node))
        }
        return address
    }
}
