/// A beacon's network of one, whose rounds tests make beforehand. Its key is none that a verifier takes by itself, and its
/// secret is no secret: the multiplications below take their time by it.
package struct BeaconSigner: Sendable {
    private let secret: UInt64
    package let key: BeaconKey

    /// Nil for 0, which has no key.
    package init?(secret: UInt64) {
        guard let key = try? BeaconKey(G2Point.generator.multiplied(by: [secret])) else { return nil }
        self.secret = secret
        self.key = key
    }

    /// The round's signature, 48 bytes.
    package func sign(_ round: Int64) -> [UInt8] {
        BeaconKey.message(ofRound: round).multiplied(by: [secret]).compressed
    }
}
