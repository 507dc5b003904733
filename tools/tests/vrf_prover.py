"""Proving with the VRF, for tests only: straight from RFC 9381, in variable time."""

import hashlib

import verify as v


class Prover:
    """A secret key of ECVRF-EDWARDS25519-SHA512-TAI."""

    def __init__(self, secret):
        digest = hashlib.sha512(secret).digest()
        scalar = int.from_bytes(digest[:32], "little")
        self.scalar = scalar & ~(1 << 255) & ~7 | 1 << 254
        self.prefix = digest[32:]
        self.public_key = v._encode_point(v._multiply_point(self.scalar, v._BASE))

    def prove(self, alpha):
        """The 80 bytes pi."""
        point = v.VRFKey(self.public_key).encode(alpha)
        encoded = v._encode_point(point)
        gamma = v._encode_point(v._multiply_point(self.scalar, point))
        nonce = int.from_bytes(hashlib.sha512(self.prefix + encoded).digest(), "little") % v._L
        commitments = v._encode_point(v._multiply_point(nonce, v._BASE)) \
            + v._encode_point(v._multiply_point(nonce, point))
        points = self.public_key + encoded + gamma + commitments
        challenge = hashlib.sha512(b"\x03\x02" + points + b"\x00").digest()[:16]
        response = (nonce + int.from_bytes(challenge, "little") * self.scalar) % v._L
        return gamma + challenge + response.to_bytes(32, "little")
