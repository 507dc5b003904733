#!/usr/bin/env python3
"""Independent verifier of a Huigong audit bundle (惠工审计包独立验证程序).

    verify.py BUNDLE [--vkey V] [--registry KEY|FILE] [--policy FILE] [--public NAME=VALUE]... [--party VKEY]...
              [--receipt FILE] [--auditor-file FILE] [--lang zh|en] [--json]

Python 3.11 standard library only, written from the documents and not from the daemon, so that one mistake cannot hide in
both. Everything in a bundle is taken to be hostile: a malformed file becomes a failed check, never a crash.

Exit codes: 0 every check passes, 1 a check fails, 2 the bundle is unreadable, 3 passed with something not provable.
"""

# --- Evidence grades -------------------------------------------------------------------------------------------------
#
# These texts also stand in report.json ("grade": level, meaning, condition), so every implementation must use exactly
# the same ones. report.json carries the unconfirmed grade: what holds when nobody has confirmed a public value.
#
#   wide   = the outcomes of all public numbers that count together are >= 2^64
#   held   = the campaign was announced after it opened, a fallback stands in for a public number, or an
#            amendment extended it, and no witnesses saw that in time: G1 at most
#
#   sources that count               unconfirmed                          confirmed
#   commit only                      G0                                   -
#   reveal                           G0; G1 if the party confirms         G1 with --party
#   public, not wide                 G0; G1 if really published           G1 with --public
#   public, wide                     G1; G2 if really published           G2 with --public
#   drand                            G1; G2 if the signature is genuine   G2 from a verifier, which checks it
#   a closing at or after a time     G0 (and the check `randomness` fails)
#
# Instant wins are G0 at most by their activation (commit, fewer than 2^64 outcomes, or public before leaf 0), else G0; G1
# if its number was really published. The campaign has the lesser grade; where both rest on what nobody confirmed, a G0
# without a condition.
#
# held: G0; G1 instead of G1; G2.
#
# Where the rules leave nothing to chance (no prizes, no ranks, no places by lottery) there is no grade: level "none".
# G3 instead of G2 where the quorum saw the closing and every value with a deadline a minute before the randomness existed,
# and the registry with the announcement before intake and with the draw. Without --policy the witnesses are the
# organiser's choice: then G3 is a condition more ("independent"), and what is confirmed else is G2; G3 if ...
# Several public sources: one "published_item" each, in charter order, joined by "published_and"; parties after them,
# joined by "or". report.json has the condition of "signatures", as a report is no verifier's word.
# {name} is the name in the charter, {value} the value as in the value leaf ("7.3.5"), {level} the grade it would be.

GRADE_MEANINGS = {
    "G0": {"zh": "运营方可能选定了中奖者", "en": "the operator could have chosen the winners"},
    "G1": {"zh": "主办方须有另一方配合，或因号码太短而逐一试算，才可能选定中奖者",
           "en": "the organiser could have chosen the winners only with another party's help, "
                 "or by trying out numbers that are too short"},
    "G2": {"zh": "主办方可能在几份名单中挑选了一份", "en": "the organiser could have chosen among several lists"},
    "G3": {"zh": "除非见证方一同串通，主办方无法选定中奖者",
           "en": "the organiser could not have chosen the winners unless the witnesses colluded"},
    # Not a grade: the rules leave nothing to a draw, so there is nothing that anybody could have chosen by one.
    "none": {"zh": "结果只由规则和记录得出", "en": "the result follows from the rules and the log alone"},
}

GRADE_CONDITIONS = {
    "published": {"zh": "若{items}，则为 {level}", "en": "{level} if {items}"},
    "published_item": {"zh": "{name} 确实公布了 {value}", "en": "{name} really published {value}"},
    "published_and": {"zh": "，且 ", "en": " and "},
    "party_item": {"zh": "{name} 确认其公钥", "en": "{name} confirms its key"},
    "or": {"zh": "，或 ", "en": " or "},
    "independent": {"zh": "见证方独立于主办方", "en": "the witnesses are independent of the organiser"},
    "signatures": {"zh": "若信标 drand 第 {items} 轮的签名属实{more}，则为 {level}",
                   "en": "{level} if the beacon's signature of drand round {items} is genuine{more}"},
    "rounds_and": {"zh": "、", "en": " and "},
}

# The first line of every report and of this program's output.
GRADE_LINES = {
    "plain": {"zh": "证据等级 {level}：{meaning}", "en": "Evidence grade {level}: {meaning}"},
    "conditional": {"zh": "证据等级 {level}；{condition}：{meaning}", "en": "Evidence grade {level}; {condition}: {meaning}"},
    "none": {"zh": "证据等级：无（有检查未通过）", "en": "Evidence grade: none (a check failed)"},
    "chanceless": {"zh": "没有什么由抽签决定：{meaning}", "en": "Nothing was left to chance: {meaning}"},
    "unknown": {"zh": "证据等级：无（有关键检查未能确立）", "en": "Evidence grade: none (not enough could be checked)"},
}

# Why there is no draw: said first, in the place of the grade, and in report.json ("no_draw": sentence).
NO_DRAW = {
    "sentence": {"zh": "没有开奖：{reason}。抽奖已作废，不会重抽", "en": "No draw: {reason}. It is void and is never repeated"},
    "due": {"zh": "{sentence}（等到 {time}）", "en": "{sentence} (waited for until {time})"},
    "and": {"zh": "；", "en": "; "},
    "commit": {"zh": "主办方没有记录自己的随机数（来源 {number}）",
               "en": "the organiser never logged its own number (source {number})"},
    "reveal": {"zh": "第二方 {name} 没有交出它的随机数（来源 {number}）", "en": "{name} never gave its number (source {number})"},
    "drand": {"zh": "公共信标 drand 第 {name} 轮没有产生，或主办方没有记录它（来源 {number}）",
              "en": "round {name} of the public beacon drand never came, or the organiser did not log it (source {number})"},
    "public": {"zh": "{name} 没有公布号码，或主办方没有记录它（来源 {number}）",
               "en": "{name} published no number, or the organiser did not log it (source {number})"},
    "closing-late": {"zh": "截止记录不早于公开随机数产生的时间，主办方截止时可能已知道号码",
                     "en": "the closing was not before the time of the public randomness: the organiser could know the number "
                           "when it closed"},
    "extension-unwitnessed": {"zh": "没有见证方及时见证延期的签名（签名由主办方转交，可向见证方核对）",
                              "en": "no witness's line shows that an extension was seen in time (the organiser hands such "
                                    "lines in: ask the witnesses)"},
    None: {"zh": "并不缺少随机数", "en": "nothing was missing"},
}

# What a reader can't prove from the bundle alone, whatever the machine: whose key it is and who the people are. Stands
# in report.json.
REPORT_NOT_PROVEN = ["vkey", "identity"]

import argparse
import base64
import bisect
import calendar
import collections
import errno
import hashlib
import heapq
import hmac
import itertools
import json
import math
import os
import re
import stat
import struct
import sys
import unicodedata
import zoneinfo
from datetime import datetime, timedelta, timezone
from fractions import Fraction

CHECKS = (
    "vkey", "checkpoint", "witness-quorum", "tree", "openings", "records", "rules", "roll", "identity",
    "after-closing", "attempts", "papers", "limits", "vrf", "stock", "eligibility", "tally", "ledger", "randomness",
    "seed", "tickets", "winners", "registry", "report", "sums",
)
PASS, FAIL, NOT_PROVABLE, NOT_USED = "pass", "fail", "not-provable", "not-used"
LANGUAGES = ("zh", "en")

MAX_BODY_BYTES = 32 * 1024
MAX_FILE_BYTES = 2 << 30
MAX_SMALL_FILE_BYTES = 16 << 20
MAX_FILES = 2_000_000
MAX_JSON_DEPTH = 32
MAX_INTEGER = (1 << 53) - 1
FOLD_TABLE_SHA256 = "dd69f335620346634a9eef5bd75522708f9fbf40231edbb921522880149e997d"
FOLD_TABLE_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "traditional-simplified.txt")

# --- Findings --------------------------------------------------------------------------------------------------------


class Text:
    """One sentence in both languages."""

    def __init__(self, zh, en):
        self.zh, self.en = zh, en

    def at(self, where_zh, where_en):
        """The same sentence, led by the place it is about."""
        return Text(f"{where_zh}：{self.zh}", f"{where_en}: {self.en}")

    def __getitem__(self, language):
        return self.zh if language == "zh" else self.en


class Finding(Exception):
    """Something in the bundle is wrong."""

    def __init__(self, zh, en, file=None, leaf=None):
        text = Text(zh, en)
        if leaf is not None:
            text = text.at(f"叶 {leaf}", f"leaf {leaf}")
        if file is not None:
            text = text.at(show(file), show(file))
        self.text = text
        super().__init__(text.en)


class NotProvable(Exception):
    """Something can't be decided here; never the same as passing."""

    def __init__(self, zh, en):
        self.text = Text(zh, en)
        super().__init__(en)


class NotUsed(Exception):
    """The campaign has no such part."""

    def __init__(self, zh="本活动没有这一部分", en="this campaign has no such part"):
        self.text = Text(zh, en)
        super().__init__(en)


class Blocked(NotProvable):
    """What this check rests on was itself not established."""

    def __init__(self, check):
        super().__init__(f"未检查，因为 {check} 未能确立", f"not checked, because {check} was not established")


class Unreadable(Exception):
    """Nothing can be said about this bundle, or a file that the caller named can't be used."""

    def __init__(self, zh, en):
        self.text = Text(zh, en)
        super().__init__(en)


SYSTEM_WORDS = {
    "EACCES": "没有权限", "EISDIR": "这是一个文件夹", "ELOOP": "符号链接绕成了圈", "ENAMETOOLONG": "名字太长",
    "ENOENT": "没有这个文件或文件夹", "ENOTDIR": "不是文件夹", "EIO": "读写出错", "ENXIO": "没有这个设备或地址",
}


def cannot_read(path, error):
    """What the system said of a file that the caller named."""
    words = error.strerror or str(error)
    return Unreadable(f"读不了：{SYSTEM_WORDS.get(errno.errorcode.get(error.errno, ''), words)} — {show(path)}",
                      f"cannot read: {words} — {show(path)}")


def show(value, limit=80):
    """Hostile text made safe to print: a bundle must not move the reader's cursor or hide what was said."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    text = str(value)
    if len(text) > limit:
        text = text[:limit] + "…"
    return "".join(c if c.isprintable() else "\\u%04x" % ord(c) for c in text)


# --- Files -----------------------------------------------------------------------------------------------------------


class Bundle:
    """The files below one folder: regular files only, no links, nothing outside."""

    def __init__(self, root):
        self.root = root
        self.problems = []
        self.sizes = {}
        try:
            self._walk("", 0)
        except OSError as error:
            raise cannot_read(root, error) from None
        if "log/checkpoint" not in self.sizes and "SHA256SUMS" not in self.sizes:
            raise Unreadable(f"不是审计包：没有 log/checkpoint，也没有 SHA256SUMS — {show(root)}",
                             f"not a bundle: no log/checkpoint and no SHA256SUMS — {show(root)}")

    def _walk(self, prefix, depth):
        if depth > 12:
            self.problems.append(Finding("目录过深", "folders nested too deeply", prefix))
            return
        with os.scandir(os.path.join(self.root, prefix)) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    self._walk(path + "/", depth + 1)
                elif entry.is_file(follow_symlinks=False):
                    self.sizes[path] = entry.stat(follow_symlinks=False).st_size
                else:
                    self.problems.append(Finding("不是普通文件", "not a regular file", path))
                if len(self.sizes) + len(self.problems) > MAX_FILES:
                    raise Unreadable(f"文件太多 — {show(self.root)}", f"too many files — {show(self.root)}")

    def has(self, path):
        return path in self.sizes

    def under(self, prefix):
        """The paths that begin with `prefix`."""
        return {path for path in self.sizes if path.startswith(prefix)}

    def read(self, path, limit=MAX_SMALL_FILE_BYTES):
        """The bytes of one file; a missing or oversized one is a finding."""
        if path not in self.sizes:
            raise Finding("文件缺失", "the file is missing", path)
        if self.sizes[path] > limit:
            raise Finding("文件过大", "the file is too large", path)
        try:
            # O_NONBLOCK: a pipe put in the file's place after the walk must not make us wait for ever.
            handle = os.open(os.path.join(self.root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as stream:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise Finding("不是普通文件", "not a regular file", path)
                content = stream.read(limit + 1)
        except OSError as error:
            raise Finding(f"读取失败（{show(error.strerror)}）", f"can't be read ({show(error.strerror)})", path) from None
        if len(content) > limit:
            raise Finding("文件过大", "the file is too large", path)
        return content

    def text(self, path, limit=MAX_SMALL_FILE_BYTES):
        """One file as UTF-8 text."""
        try:
            return self.read(path, limit).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Finding(f"字节 {error.start} 处不是 UTF-8", f"not UTF-8 at byte {error.start}", path) from None


# --- Small grammars --------------------------------------------------------------------------------------------------

HEX64 = re.compile("[0-9a-f]{64}")
HEX32 = re.compile("[0-9a-f]{32}")
DECIMAL = re.compile("0|[1-9][0-9]{0,15}")
# In the files of a bundle a - is nobody, so nothing is called that.
NAME = re.compile("(?!-$)[A-Za-z0-9._@:-]{1,64}")
CAMPAIGN_ID = re.compile("[a-z0-9.-]{1,64}")
DOMAIN = re.compile("[a-z0-9-]{1,63}([.][a-z0-9-]{1,63})*")


def sha256(data):
    return hashlib.sha256(data).digest()


def hex256(data):
    return hashlib.sha256(data).hexdigest()


def b64(data):
    return base64.b64encode(data).decode("ascii")


def parse_b64(text):
    """Canonical base64 only: what re-encodes to the same text. None otherwise."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if b64(data) == text else None


def parse_decimal(text):
    """A decimal without sign or leading zeros, below 2^53; None otherwise."""
    if not DECIMAL.fullmatch(text):
        return None
    number = int(text)
    return number if number <= MAX_INTEGER else None


# --- JSON ------------------------------------------------------------------------------------------------------------


def _utf16(key):
    return key.encode("utf-16-be", "surrogatepass")


def _unique(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    return result


def _integer(text):
    number = int(text) if len(text) <= 17 else None
    if number is None or abs(number) > MAX_INTEGER:
        raise ValueError("integer out of range")
    return number


def _refuse(text):
    raise ValueError("not an integer: " + text[:20])


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_JSON_SPACE = " \t\r\n"


def parse_json(data):
    """Strict JSON: UTF-8, no byte order mark, no duplicate keys, integers below 2^53, at most 32 deep."""
    try:
        text = data.decode("utf-8")
        stripped = text.strip(_JSON_SPACE)
        value, end = _DECODER.raw_decode(stripped)
        if end != len(stripped):
            raise ValueError("text after the value")
        _check_depth(value)
        # A lone surrogate has no UTF-8 form; better named here than found when it is written.
        _ENCODER.encode(value).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ValueError(show(error)) from None
    return value


def _check_depth(value):
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_JSON_DEPTH:
            raise ValueError("nested too deeply")
        deeper = []
        for item in level:
            if isinstance(item, dict):
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(item)
        level = [item for item in deeper if isinstance(item, (dict, list))]


def sorted_members(value):
    """The same value with every object's members in the order of RFC 8785: by UTF-16 code units."""
    if isinstance(value, dict):
        keys = sorted(value, key=_utf16)
        return {key: sorted_members(value[key]) for key in keys}
    if isinstance(value, list):
        return [sorted_members(item) for item in value]
    return value


def canonical(value):
    """RFC 8785 bytes; the encoder's escapes are exactly the short ones that the standard asks for."""
    return _ENCODER.encode(sorted_members(value)).encode("utf-8")


# --- Ed25519 (RFC 8032), verification only ---------------------------------------------------------------------------
#
# Slow and plain: a bundle has a handful of signatures. Acceptance: S < L, A decoded as RFC 8032 says (a non-canonical
# encoding is refused), and the recomputed R compared byte for byte (no cofactor).

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_SQRT_M1 = pow(2, (_P - 1) // 4, _P)


def _recover_x(y, sign):
    if y >= _P:
        return None
    x2 = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (_P + 3) // 8, _P)
    if (x * x - x2) % _P:
        x = x * _SQRT_M1 % _P
    if (x * x - x2) % _P:
        return None
    return _P - x if (x & 1) != sign else x


def _decode_point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _encode_point(point):
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _add_points(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _multiply_point(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add_points(result, point)
        point = _add_points(point, point)
        scalar >>= 1
    return result


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _recover_x(_BASE_Y, 0)
_BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def ed25519_is_valid(signature, message, public_key):
    """Whether `signature` is by `public_key` over `message`."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    s = int.from_bytes(signature[32:], "little")
    a = _decode_point(public_key)
    if s >= _L or a is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _L
    minus_a = (_P - a[0], a[1], 1, _P - a[3])
    r = _add_points(_multiply_point(s, _BASE), _multiply_point(k, minus_a))
    return hmac.compare_digest(_encode_point(r), signature[:32])


# --- ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381, suite 0x03), verification only ---------------------------------------------
#
# The challenge includes the public key; keys of small order, encodings that are not canonical and s >= L are refused.


def _sum_of_products(terms):
    """The sum of scalar · point over (scalar, point), doubling once for all of them, four bits at a time."""
    tables = []
    for _, point in terms:
        table = [(0, 1, 1, 0)]
        for _ in range(15):
            table.append(_add_points(table[-1], point))
        tables.append(table)
    result = (0, 1, 1, 0)
    for shift in range(252, -1, -4):
        for _ in range(4):
            result = _double_point(result)
        for (scalar, _), table in zip(terms, tables):
            digit = scalar >> shift & 15
            if digit:
                result = _add_points(result, table[digit])
    return result


def _double_point(p):
    a, b, c = p[0] * p[0] % _P, p[1] * p[1] % _P, 2 * p[2] * p[2] % _P
    h = a + b
    e, g = h - (p[0] + p[1]) ** 2, a - b
    f = c + g
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _negate_point(p):
    return (-p[0] % _P, p[1], p[2], -p[3] % _P)


def _times_eight(p):
    return _double_point(_double_point(_double_point(p)))


def _is_identity(p):
    return p[0] % _P == 0 and (p[1] - p[2]) % _P == 0


class VRFKey:
    """A public key of the VRF that passed validate_key. ValueError otherwise."""

    def __init__(self, data):
        self.data, point = data, _decode_point(data) if len(data) == 32 else None
        if point is None or _is_identity(_times_eight(point)):
            raise ValueError("not a public key of the VRF")
        self.minus = _negate_point(point)

    def encode(self, alpha):
        """The point that a message belongs to, by trying counters."""
        for counter in range(256):
            digest = hashlib.sha512(b"\x03\x01" + self.data + alpha + bytes([counter, 0])).digest()
            point = _decode_point(digest[:32])
            if point is not None and not _is_identity(_times_eight(point)):
                return _times_eight(point)
        raise ValueError("no point belongs to the message")

    def verify(self, alpha, proof):
        """The 64 bytes beta of a proof that holds. ValueError otherwise."""
        if len(proof) != 80:
            raise ValueError("a proof has 80 bytes")
        gamma, c, s = _decode_point(proof[:32]), proof[32:48], int.from_bytes(proof[48:], "little")
        if gamma is None or s >= _L:
            raise ValueError("gamma or s is not canonical")
        encoded, number = self.encode(alpha), int.from_bytes(c, "little")
        u = _sum_of_products([(s, _BASE), (number, self.minus)])
        v = _sum_of_products([(s, encoded), (number, _negate_point(gamma))])
        points = self.data + b"".join(_encode_point(point) for point in (encoded, gamma, u, v))
        if hashlib.sha512(b"\x03\x02" + points + b"\x00").digest()[:16] != c:
            raise ValueError("the proof does not hold")
        return vrf_output(gamma)


def vrf_output(gamma):
    """beta: what a proof stands for."""
    return hashlib.sha512(b"\x03\x03" + _encode_point(_times_eight(gamma)) + b"\x00").digest()


def activation_digits(value):
    """An activation's value as 64 hex digits."""
    return value if HEX64.fullmatch(value) else hex256(value.encode())


def instant_message(origin, activation, pseudonym, attempt):
    """alpha: what decides an attempt; an activation that is no 64 hex digits stands for its SHA-256."""
    value = activation_digits(activation)
    return f"huigong/instant/v1\n{origin}\n{value}\n{pseudonym}\n{attempt}\n".encode()


def instant_number(output):
    """u of a beta."""
    return int.from_bytes(output[:16], "big")


def instant_bounds(odds):
    """b_1, b_2, … of (num, den) a tier, added exactly. ValueError where they are no odds."""
    if any(not 1 <= den <= MAX_INTEGER or not 0 <= num <= den for num, den in odds):
        raise ValueError("odds are fractions from 0 to 1")
    common = math.lcm(1, *(den for _, den in odds))
    sums = list(itertools.accumulate(num * (common // den) for num, den in odds))
    if common > MAX_INTEGER or any(part > common for part in sums):
        raise ValueError("odds add to more than 1, or have too large a common denominator")
    return [(part << 128) // common for part in sums]


def instant_tier(number, bounds):
    """The tier that a number hits, from 0, or None."""
    return next((tier for tier, bound in enumerate(bounds) if number < bound), None)


# --- Keys, signed notes, checkpoints ---------------------------------------------------------------------------------


class VerificationKey:
    """`name+hex8+base64(type ‖ key)`: a name, and the Ed25519 key that speaks for it; type 01, of a witness 04."""

    def __init__(self, text, kind=1):
        self.text = text
        parts = text.split("+", 2)
        if len(parts) != 3 or not is_key_name(parts[0]) or not re.fullmatch("[0-9a-f]{8}", parts[1]):
            raise ValueError("a verification key reads <name>+<8 hex digits>+<base64>")
        data = parse_b64(parts[2])
        if data is None or len(data) != 33 or data[0] != kind:
            raise ValueError(f"not an Ed25519 key of type {kind:02x} in canonical base64")
        self.name, self.public_key = parts[0], data[1:]
        self.key_id = sha256(self.name.encode() + b"\n" + data)[:4]
        if self.key_id.hex() != parts[1]:
            raise ValueError("the key id does not belong to this name and key")


def is_key_name(name):
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " or c == "\x7f" for c in name)


def split_note(data):
    """The text of a signed note and its (name, key id, signature) lines. ValueError when it is not one."""
    text = data.decode("utf-8")
    if any((c < " " and c != "\n") or c == "\x7f" for c in text):
        raise ValueError("control character in the note")
    cut = text.rfind("\n\n")
    if cut < 0 or not text.endswith("\n"):
        raise ValueError("not a signed note")
    body, lines = text[:cut + 1], text[cut + 2:].split("\n")[:-1]
    if not 1 <= len(lines) <= 1000:
        raise ValueError("no signature, or too many")
    return body, [_parse_signature_line(line) for line in lines]


def open_note(data, key):
    """The text of a signed note, once one signature by `key` holds and none by it fails. ValueError otherwise."""
    body, signatures = split_note(data)
    known = [signature for name, key_id, signature in signatures if name == key.name and key_id == key.key_id]
    if not known:
        raise ValueError("not signed by " + show(key.name))
    if len(known) > 16:
        raise ValueError("too many signatures of one key")
    for signature in known:
        if not ed25519_is_valid(signature, body.encode("utf-8"), key.public_key):
            raise ValueError("bad signature by " + show(key.name))
    return body


def _parse_signature_line(line):
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not is_key_name(parts[1]):
        raise ValueError("bad signature line")
    data = parse_b64(parts[2])
    if data is None or len(data) < 5:
        raise ValueError("bad base64 in a signature line")
    return parts[1], data[:4], data[4:]


class Checkpoint:
    """Origin, size, root: three lines, no extensions."""

    def __init__(self, text):
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] != "":
            raise ValueError("a checkpoint has exactly three lines")
        self.origin, self.size, self.root = lines[0], parse_decimal(lines[1]), parse_b64(lines[2])
        if not self.origin or self.size is None or self.root is None or len(self.root) != 32:
            raise ValueError("bad origin, size or root in a checkpoint")


# --- Witnesses (C2SP tlog-policy, tlog-cosignature) ------------------------------------------------------------------


class Policy:
    """Which witnesses there are, and which of them are enough. ValueError names the line that is wrong."""

    MOST_BYTES, MOST_OF_A_SORT = 256 * 1024, 1024

    def __init__(self, data):
        self.logs, self.witnesses, self.groups, self.quorum = [], [], [], None
        self._names, self._used, self._quorums = {}, set(), 0
        if len(data) > self.MOST_BYTES or not data.endswith(b"\n"):
            raise ValueError("policy: too long, or without LF at the end")
        for number, line in enumerate(data[:-1].split(b"\n"), 1):
            try:
                self._read(line)
            except ValueError as error:
                raise ValueError(f"policy, line {number}: {error}") from None
        if self._quorums != 1:
            raise ValueError("policy: no quorum line")

    def _read(self, line):
        if any(byte < 32 and byte != 9 or byte == 127 for byte in line):
            raise ValueError("a control character")
        words = [word for word in re.split(b"[ \t]+", line) if word]
        if not words or words[0].startswith(b"#"):
            return
        words = [word.decode("utf-8") for word in words]
        read = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        if words[0] not in read:
            raise ValueError("expected log, witness, group or quorum")
        read[words[0]](words[1:])

    def _log(self, words):
        if not 1 <= len(words) <= 2:
            raise ValueError("expected log <vkey> [<url>]")
        self._add(self.logs, VerificationKey(words[0]))

    def _witness(self, words):
        if not 2 <= len(words) <= 3:
            raise ValueError("expected witness <name> <vkey> [<url>]")
        self._name(words[0], ("witness", len(self.witnesses)))
        self._add(self.witnesses, VerificationKey(words[1], 4))

    def _group(self, words):
        if len(words) < 3:
            raise ValueError("expected group <name> <n, any or all> <members…>")
        if words[0] == "none" or words[0] in self._names:
            raise ValueError("the name is taken")
        members = [self._find(word) for word in words[2:]]
        for member in members:
            if member in self._used:
                raise ValueError("a member of two groups, or twice of one")
            self._used.add(member)
        needed = {"any": 1, "all": len(members)}.get(words[1]) or parse_decimal(words[1])
        if not needed or needed > len(members):
            raise ValueError("expected any, all, or a number from 1 to that of the members")
        self._name(words[0], ("group", len(self.groups)))
        if len(self.groups) >= self.MOST_OF_A_SORT:
            raise ValueError("too many groups")
        self.groups.append((needed, members))

    def _quorum(self, words):
        if len(words) != 1 or self._quorums:
            raise ValueError("expected one line quorum <name or none>")
        self._quorums = 1
        self.quorum = None if words[0] == "none" else self._find(words[0])

    def _find(self, name):
        if name not in self._names:
            raise ValueError("no witness or group of a line above is called " + show(name))
        return self._names[name]

    def _name(self, name, member):
        if name == "none" or name in self._names:
            raise ValueError("the name is taken")
        self._names[name] = member

    def _add(self, keys, key):
        if any(known.public_key == key.public_key for known in keys) or len(keys) >= self.MOST_OF_A_SORT:
            raise ValueError("the key is listed already, or there are too many")
        keys.append(key)

    def accepts(self, text):
        """Whether heads of the log with this vkey count."""
        return not self.logs or any(log.text == text for log in self.logs)

    def reached(self, seconds):
        """When the quorum was reached, from the second of each witness (None: never); None where it was not."""
        def when(member):
            kind, place = member
            if kind == "witness":
                return seconds[place]
            needed, members = self.groups[place]
            seen = sorted(time for time in map(when, members) if time is not None)
            return seen[needed - 1] if len(seen) >= needed else None
        return None if self.quorum is None else when(self.quorum)


class Cosignatures:
    """What the witnesses of a policy said of heads of one log."""

    def __init__(self, policy):
        self.policy, self.said = policy, []

    def take(self, data, size):
        """The cosignatures of one head's note; ValueError where a known witness's line is not its signature."""
        body, signatures = split_note(data)
        for name, key_id, signature in signatures:
            for place, key in enumerate(self.policy.witnesses):
                if (name, key_id) == (key.name, key.key_id):
                    self.said.append((place, size, cosigned_at(body, signature, key)))
                    break

    def first_seen(self, size, most=MAX_INTEGER):
        """The earliest millisecond at which the quorum had seen the first `size` leaves, in heads of at most `most`; or
        None."""
        seconds = [None] * len(self.policy.witnesses)
        for place, head, time in self.said:
            if size <= head <= most and (seconds[place] is None or time < seconds[place]):
                seconds[place] = time
        reached = self.policy.reached(seconds)
        return None if reached is None or reached > MAX_INTEGER // 1000 else reached * 1000


def cosigned_at(body, signature, key):
    """The second at which `key` cosigned a checkpoint's text; ValueError where it did not."""
    if len(signature) == 72:
        seconds = int.from_bytes(signature[:8], "big")
        if ed25519_is_valid(signature[8:], f"cosignature/v1\ntime {seconds}\n{body}".encode(), key.public_key):
            return seconds
    raise ValueError("bad cosignature by " + show(key.name))


# --- Merkle tree (RFC 6962) ------------------------------------------------------------------------------------------


def leaf_hash(leaf):
    return sha256(b"\x00" + leaf)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


class MerkleTree:
    """All complete subtrees over leaf hashes: `levels[h][n]` covers leaves n·2^h up to (n+1)·2^h."""

    def __init__(self, hashes):
        self.levels = [hashes]
        digest = hashlib.sha256
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            pairs = zip(below[0::2], below[1::2])
            self.levels.append([digest(b"\x01" + left + right).digest() for left, right in pairs])

    @property
    def size(self):
        return len(self.levels[0])

    def root(self, size=None):
        """The root over the first `size` leaves."""
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ValueError("no such prefix")
        if size == 0:
            return sha256(b"")
        root, done = None, size
        # From the smallest complete subtree at the right edge leftwards.
        for height in range(size.bit_length()):
            if size >> height & 1:
                done -= 1 << height
                peak = self.levels[height][done >> height]
                root = peak if root is None else node_hash(peak, root)
        return root


# --- Tiles -----------------------------------------------------------------------------------------------------------


def tile_number(number):
    """Three digits a group, all groups but the last led by x: 1234067 is x001/x234/067."""
    groups = [f"{number % 1000:03d}"]
    number //= 1000
    while number:
        groups.insert(0, f"x{number % 1000:03d}")
        number //= 1000
    return "/".join(groups)


def tile_paths(prefix, count):
    """(path, first item, width) of every tile that holds `count` items, 256 a tile, the last one partial."""
    paths = [(prefix + tile_number(n), n * 256, 256) for n in range(count // 256)]
    if count % 256:
        n = count // 256
        paths.append((f"{prefix}{tile_number(n)}.p/{count % 256}", n * 256, count % 256))
    return paths


def hash_tiles(tree, folder="log/"):
    """(path, bytes) of every hash tile of a tree, all levels."""
    level = 0
    while tree.size >> 8 * level:
        hashes = tree.levels[8 * level]
        for path, first, width in tile_paths(f"{folder}tile/{level}/", len(hashes)):
            yield path, b"".join(hashes[first:first + width])
        level += 1


def log_paths(folder, size):
    """The paths of checkpoint and tiles below `folder` that a log of this size has."""
    level, paths = 0, {folder + "checkpoint"}
    while size >> 8 * level:
        paths.update(path for path, _, _ in tile_paths(f"{folder}tile/{level}/", size >> 8 * level))
        level += 1
    paths.update(path for path, _, _ in tile_paths(folder + "tile/entries/", size))
    return paths


def read_log_leaves(bundle, folder, size):
    """Every leaf of a log, from its entry bundles."""
    leaves = []
    for path, _, width in tile_paths(folder + "tile/entries/", size):
        found = split_entry_bundle(bundle.read(path), path)
        if len(found) != width:
            raise Finding(f"应有 {width} 叶，却有 {len(found)}", f"{width} leaves expected, {len(found)} found", path)
        leaves.extend(found)
    return leaves


def split_entry_bundle(data, path):
    """The leaves of one entry bundle: u16-BE length ‖ leaf, repeated."""
    leaves, at = [], 0
    while at < len(data):
        if at + 2 > len(data):
            raise Finding("长度前缀不完整", "the length prefix is cut short", path)
        end = at + 2 + (data[at] << 8 | data[at + 1])
        if end > len(data):
            raise Finding(f"第 {len(leaves)} 条被截断", f"item {len(leaves)} is cut short", path)
        leaves.append(data[at + 2:end])
        at = end
    return leaves


def split_openings(data, path):
    """The records of one openings file: u32-BE length ‖ nonce32 ‖ body, or length 0 alone."""
    records, at = [], 0
    while at < len(data):
        if at + 4 > len(data):
            raise Finding("长度前缀不完整", "the length prefix is cut short", path)
        end = at + 4 + int.from_bytes(data[at:at + 4], "big")
        if end > len(data):
            raise Finding(f"第 {len(records)} 条被截断", f"item {len(records)} is cut short", path)
        records.append(data[at + 4:end])
        at = end
    return records


# --- Records ---------------------------------------------------------------------------------------------------------
#
# A record is its type line, then `key SP value LF` in a fixed order with every key present, `-` when not used.

ANY = re.compile(r"[^\x00-\x1f\x7f]+")
ORIGIN = re.compile(r"(?:rehearsal/)?[a-z0-9-]+(?:\.[a-z0-9-]+)*/(?!registry\Z)[a-z0-9.-]{1,64}")
DASH = re.compile("-")
COUNT = re.compile("0|[1-9][0-9]{0,15}")
REASON = re.compile(r"(?=.{1,64}\Z)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
COUNTED_HASH = re.compile("(0|[1-9][0-9]{0,15}) [0-9a-f]{64}")


def _or_dash(pattern):
    return re.compile("(?:" + pattern.pattern + ")|-")


GRAMMAR = {
    "charter": (("origin", ANY), ("vkey", ANY), ("registry", ANY), ("rules", HEX64), ("public-rules", HEX64),
                ("roll", _or_dash(COUNTED_HASH)), ("vrf", _or_dash(HEX64)), ("paper", _or_dash(HEX64)),
                ("policy", _or_dash(HEX64)), ("announces", COUNT), ("opens", COUNT), ("closes", COUNT)),
    "amendment": (("class", ANY), ("role", ANY), ("public", ANY), ("secret", _or_dash(HEX64)), ("at", COUNT)),
    "closing": (("phase", ANY), ("intake-ended", COUNT), ("entries", COUNT), ("people", COUNT),
                ("eligible", _or_dash(COUNTED_HASH)), ("tally", _or_dash(HEX64)), ("stock", _or_dash(HEX64)),
                ("ledger", _or_dash(HEX64)), ("refusals", _or_dash(HEX64)), ("at", COUNT)),
    "value": (("phase", ANY), ("source", COUNT), ("value", ANY), ("at", COUNT)),
    "draw": (("phase", ANY), ("seed", HEX64), ("winners", COUNTED_HASH), ("at", COUNT)),
    "activation": (("source", COUNT), ("value", ANY), ("at", COUNT)),
    # A leaf of a registry, never of a campaign's log.
    "registered": (("event", re.compile("announced|amended|closed|drawn|final|void")), ("origin", ORIGIN),
                   ("vkey", ANY), ("leaf", HEX64), ("size", COUNT), ("root", HEX64),
                   ("roll", _or_dash(COUNTED_HASH)), ("prizes", _or_dash(HEX64)), ("opens", COUNT), ("closes", COUNT),
                   ("at", COUNT)),
    # Kinds of the design that this verifier only reads.
    "void": (("phase", ANY), ("reason", re.compile("missing-randomness")), ("at", COUNT)),
    "withheld": (("index", COUNT), ("reason", REASON), ("at", COUNT)),
    "final": (("events", COUNT), ("ledger", _or_dash(HEX64)), ("at", COUNT)),
}
COMMITTED = ("entry", "event")
SUPPORTED_RECORDS = (
    "charter", "activation", "entry", "amendment", "closing", "value", "draw", "void", "event", "withheld", "final")
TYPE_LINE = re.compile("huigong/([a-z]+)/v1( [0-9a-f]{64})?")


class Record:
    """One leaf: its kind, its position and its members (times and counts as integers)."""

    def __init__(self, kind, index, members, sources=(), commitment=None):
        self.kind, self.index, self.members = kind, index, members
        self.sources, self.commitment = sources, commitment

    def __getitem__(self, key):
        return self.members[key]

    @property
    def counted(self):
        """(count, hash) of `eligible`, `winners` or `roll`."""
        value = self.members.get("eligible") or self.members.get("winners") or self.members["roll"]
        count, digest = value.split(" ")
        return int(count), digest


_ENTRY = re.compile(b"huigong/entry/v1 ([0-9a-f]{64})\n")


def parse_record(leaf, index):
    """One leaf of the log by the strict grammar."""
    entry = _ENTRY.fullmatch(leaf)
    if entry:
        return Record("entry", index, {}, commitment=bytes.fromhex(entry[1].decode()))
    try:
        text = leaf.decode("utf-8")
    except UnicodeDecodeError:
        raise Finding("不是 UTF-8", "not UTF-8", leaf=index) from None
    lines = text.split("\n")
    if len(lines) < 2 or lines.pop() != "":
        raise Finding("没有以一个换行结束", "does not end in one line feed", leaf=index)
    head = TYPE_LINE.fullmatch(lines[0])
    kind = head[1] if head else None
    if kind in COMMITTED and head[2] and len(lines) == 1:
        return Record(kind, index, {}, commitment=bytes.fromhex(head[2].strip()))
    if kind not in GRAMMAR or head[2]:
        raise Finding(f"未知的叶类型“{show(lines[0])}”", f"unknown type of leaf “{show(lines[0])}”", leaf=index)
    return _parse_members(kind, index, lines[1:])


def _parse_members(kind, index, lines):
    grammar = GRAMMAR[kind]
    if len(lines) < len(grammar) or (len(lines) > len(grammar) and kind != "charter"):
        raise Finding(f"{kind} 的行数不对", f"wrong number of lines for {kind}", leaf=index)
    members = {}
    for (key, pattern), line in zip(grammar, lines):
        found, space, value = line.partition(" ")
        if found != key or not space or not pattern.fullmatch(value):
            raise Finding(f"{kind} 中应为“{key} …”，却是“{show(line)}”",
                          f"expected “{key} …” in {kind}, found “{show(line)}”", leaf=index)
        members[key] = value if pattern is not COUNT else parse_decimal(value)
        counted = value.split(" ")[0] if key in ("roll", "eligible", "winners") and value != "-" else "0"
        if members[key] is None or parse_decimal(counted) is None:
            raise Finding(f"{key} 过大", f"{key} is too large", leaf=index)
    sources = [parse_source(line, index) for line in lines[len(grammar):]]
    record = Record(kind, index, members, [source for source in sources if not source.is_activation])
    record.activations = [source for source in sources if source.is_activation]
    return record


class Source:
    """One `source` line of the charter."""

    def __init__(self, kind, **members):
        # `phase` is the day whose seed it feeds; None where there is one seed only.
        self.kind, self.is_activation, self.phase = kind, False, None
        self.__dict__.update(members)


def parse_source(line, index):
    """A charter's source line; kinds that can't be checked here keep only what the seed line needs."""
    key, _, rest = line.partition(" ")
    parts = rest.split(" ")
    if key == "source.activation":
        source = parse_source("source " + rest, index)
        source.is_activation = True
        return source
    if key != "source":
        if re.fullmatch("source[.][a-z0-9-]{1,32}", key):
            source = parse_source("source " + rest, index)
            source.phase = key[len("source."):]
            return source
        raise Finding(f"应为“source …”，却是“{show(line)}”", f"expected “source …”, found “{show(line)}”", leaf=index)
    if parts[0] == "commit" and len(parts) == 2 and HEX64.fullmatch(parts[1]):
        return Source("commit", digest=parts[1])
    if parts[0] == "reveal" and len(parts) == 4 and NAME.fullmatch(parts[1]) and HEX64.fullmatch(parts[3]):
        try:
            key = VerificationKey(parts[2])
        except ValueError as error:
            raise Finding("第二方的公钥不对", f"a party's key is bad: {show(error)}", leaf=index) from None
        return Source("reveal", name=parts[1], key=key, vkey=parts[2], digest=parts[3])
    if parts[0] == "drand" and len(parts) == 2 and parse_decimal(parts[1]) and int(parts[1]) < 1 << 40:
        return Source("drand", name=parts[1], round=int(parts[1]), available=round_time(int(parts[1])))
    if parts[0] == "public" and len(parts) >= 4 and NAME.fullmatch(parts[1]) and parse_decimal(parts[-1]) is not None:
        try:
            form = PublicForm(" ".join(parts[2:-1]))
        except ValueError as error:
            raise Finding("公开号码的形式不对", str(error), leaf=index) from None
        return Source("public", name=parts[1], form=form, available=int(parts[-1]))
    raise Finding(f"无法识别的随机源“{show(line)}”", f"not a source of randomness: “{show(line)}”", leaf=index)


# --- BLS12-381: what a beacon's signature is checked with --------------------------------------------------------------
#
# A number modulo BLS_P is an int, one of its quadratic extension (a, b) for a + b·i with i² = −1, a point (x, y), or None
# at infinity. An element of the field that pairings lead to is a list of 12 ints, a polynomial in w with
# w¹² = 2w⁶ − 2, so that i = w⁶ − 1.

BLS_P = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
BLS_Z = 0xd201000000010000  # The curve's parameter is −z; p and the groups' order follow from it.
BLS_R = BLS_Z**4 - BLS_Z**2 + 1
BLS_G2 = ((0x024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8,
           0x13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e),
          (0x0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801,
           0x0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be))
# The curve y² = x³ + ax + b that hashing maps to, and its isogeny to G1: RFC 9380 sections 8.8.1 and E.2. The polynomials'
# coefficients come lowest first: x's numerator and denominator, y's numerator and denominator.
SSWU_A = 0x144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d
SSWU_B = 0x12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0
SSWU_Z = 11
ISOGENY = (
    (0x11a05f2b1e833340b809101dd99815856b303e88a2d7005ff2627b56cdb4e2c85610c2d5f2e62d6eaeac1662734649b7,
     0x17294ed3e943ab2f0588bab22147a81c7c17e75b2f6a8417f565e33c70d1e86b4838f2a6f318c356e834eef1b3cb83bb,
     0x0d54005db97678ec1d1048c5d10a9a1bce032473295983e56878e501ec68e25c958c3e3d2a09729fe0179f9dac9edcb0,
     0x1778e7166fcc6db74e0609d307e55412d7f5e4656a8dbf25f1b33289f1b330835336e25ce3107193c5b388641d9b6861,
     0x0e99726a3199f4436642b4b3e4118e5499db995a1257fb3f086eeb65982fac18985a286f301e77c451154ce9ac8895d9,
     0x1630c3250d7313ff01d1201bf7a74ab5db3cb17dd952799b9ed3ab9097e68f90a0870d2dcae73d19cd13c1c66f652983,
     0x0d6ed6553fe44d296a3726c38ae652bfb11586264f0f8ce19008e218f9c86b2a8da25128c1052ecaddd7f225a139ed84,
     0x17b81e7701abdbe2e8743884d1117e53356de5ab275b4db1a682c62ef0f2753339b7c8f8c8f475af9ccb5618e3f0c88e,
     0x080d3cf1f9a78fc47b90b33563be990dc43b756ce79f5574a2c596c928c5d1de4fa295f296b74e956d71986a8497e317,
     0x169b1f8e1bcfa7c42e0c37515d138f22dd2ecb803a0c5c99676314baf4bb1b7fa3190b2edc0327797f241067be390c9e,
     0x10321da079ce07e272d8ec09d2565b0dfa7dccdde6787f96d50af36003b14866f69b771f8c285decca67df3f1605fb7b,
     0x06e08c248e260e70bd1e962381edee3d31d79d7e22c837bc23c0bf1bc24c6b68c24b1b80b64d391fa9c8ba2e8ba2d229),
    (0x08ca8d548cff19ae18b2e62f4bd3fa6f01d5ef4ba35b48ba9c9588617fc8ac62b558d681be343df8993cf9fa40d21b1c,
     0x12561a5deb559c4348b4711298e536367041e8ca0cf0800c0126c2588c48bf5713daa8846cb026e9e5c8276ec82b3bff,
     0x0b2962fe57a3225e8137e629bff2991f6f89416f5a718cd1fca64e00b11aceacd6a3d0967c94fedcfcc239ba5cb83e19,
     0x03425581a58ae2fec83aafef7c40eb545b08243f16b1655154cca8abc28d6fd04976d5243eecf5c4130de8938dc62cd8,
     0x13a8e162022914a80a6f1d5f43e7a07dffdfc759a12062bb8d6b44e833b306da9bd29ba81f35781d539d395b3532a21e,
     0x0e7355f8e4e667b955390f7f0506c6e9395735e9ce9cad4d0a43bcef24b8982f7400d24bc4228f11c02df9a29f6304a5,
     0x0772caacf16936190f3e0c63e0596721570f5799af53a1894e2e073062aede9cea73b3538f0de06cec2574496ee84a3a,
     0x14a7ac2a9d64a8b230b3f5b074cf01996e7f63c21bca68a81996e1cdf9822c580fa5b9489d11e2d311f7d99bbdcc5a5e,
     0x0a10ecf6ada54f825e920b3dafc7a3cce07f8d1d7161366b74100da67f39883503826692abba43704776ec3a79a1d641,
     0x095fc13ab9e92ad4476d6e3eb3a56680f682b4ee96f7d03776df533978f31c1593174e4b4b7865002d6384d168ecdd0a,
     1),
    (0x090d97c81ba24ee0259d1f094980dcfa11ad138e48a869522b52af6c956543d3cd0c7aee9b3ba3c2be9845719707bb33,
     0x134996a104ee5811d51036d776fb46831223e96c254f383d0f906343eb67ad34d6c56711962fa8bfe097e75a2e41c696,
     0x00cc786baa966e66f4a384c86a3b49942552e2d658a31ce2c344be4b91400da7d26d521628b00523b8dfe240c72de1f6,
     0x01f86376e8981c217898751ad8746757d42aa7b90eeb791c09e4a3ec03251cf9de405aba9ec61deca6355c77b0e5f4cb,
     0x08cc03fdefe0ff135caf4fe2a21529c4195536fbe3ce50b879833fd221351adc2ee7f8dc099040a841b6daecf2e8fedb,
     0x16603fca40634b6a2211e11db8f0a6a074a7d0d4afadb7bd76505c3d3ad5544e203f6326c95a807299b23ab13633a5f0,
     0x04ab0b9bcfac1bbcb2c977d027796b3ce75bb8ca2be184cb5231413c4d634f3747a87ac2460f415ec961f8855fe9d6f2,
     0x0987c8d5333ab86fde9926bd2ca6c674170a05bfe3bdd81ffd038da6c26c842642f64550fedfe935a15e4ca31870fb29,
     0x09fc4018bd96684be88c9e221e4da1bb8f3abd16679dc26c1e8b6e6a1f20cabe69d65201c78607a360370e577bdba587,
     0x0e1bba7a1186bdb5223abde7ada14a23c42a0ca7915af6fe06985e7ed1e4d43b9b3f7055dd4eba6f2bafaaebca731c30,
     0x19713e47937cd1be0dfd0b8f1d43fb93cd2fcbcb6caf493fd1183e416389e61031bf3a5cce3fbafce813711ad011c132,
     0x18b46a908f36f6deb918c143fed2edcc523559b8aaf0c2462e6bfe7f911f643249d9cdf41b44d606ce07c8a4d0074d8e,
     0x0b182cac101b9399d155096004f53f447aa7b12a3426b08ec02710e807b4633f06c851c1919211f20d4c04f00b971ef8,
     0x0245a394ad1eca9b72fc00ae7be315dc757b3b080d4c158013e6632d3c40659cc6cf90ad1c232a6442d9d3f5db980133,
     0x05c129645e44cf1102a159f748c4a3fc5e673d81d7e86568d9ab0f5d396a7ce46ba1049b6579afb7866b1e715475224b,
     0x15e6be4e990f03ce4ea50b3b42df2eb5cb181d8f84965a3957add4fa95af01b2b665027efec01c7704b456be69c8b604),
    (0x16112c4c3a9c98b252181140fad0eae9601a6de578980be6eec3232b5be72e7a07f3688ef60c206d01479253b03663c1,
     0x1962d75c2381201e1a0cbd6c43c348b885c84ff731c4d59ca4a10356f453e01f78a4260763529e3532f6102c2e49a03d,
     0x058df3306640da276faaae7d6e8eb15778c4855551ae7f310c35a5dd279cd2eca6757cd636f96f891e2538b53dbf67f2,
     0x16b7d288798e5395f20d23bf89edb4d1d115c5dbddbcd30e123da489e726af41727364f2c28297ada8d26d98445f5416,
     0x0be0e079545f43e4b00cc912f8228ddcc6d19c9f0f69bbb0542eda0fc9dec916a20b15dc0fd2ededda39142311a5001d,
     0x08d9e5297186db2d9fb266eaac783182b70152c65550d881c5ecd87b6f0f5a6449f38db9dfa9cce202c6477faaf9b7ac,
     0x166007c08a99db2fc3ba8734ace9824b5eecfdfa8d0cf8ef5dd365bc400a0051d5fa9c01a58b1fb93d1a1399126a775c,
     0x16a3ef08be3ea7ea03bcddfabba6ff6ee5a4375efa1f4fd7feb34fd206357132b920f5b00801dee460ee415a15812ed9,
     0x1866c8ed336c61231a1be54fd1d74cc4f9fb0ce4c6af5920abc5750c4bf39b4852cfe2f7bb9248836b233d9d55535d4a,
     0x167a55cda70a6e1cea820597d94a84903216f763e13d87bb5308592e7ea7d4fbc7385ea3d529b35e346ef48bb8913f55,
     0x04d2f259eea405bd48f010a01ad2911d9c6dd039bb61a6290e591b36e636a5c871a5c29f4f83060400f8b49cba8f6aa8,
     0x0accbb67481d033ff5852c1e48c50c477f94ff8aefce42d28c0f9a88cea7913516f968986f7ebbea9684b529e2561092,
     0x0ad6b9514c767fe3c3613144b45f1496543346d98adf02267d5ceef9a00d9b8693000763e3b90ac11e99b138573345cc,
     0x02660400eb2e4f3b628bdd0d53cd76f2bf565b94e72927c1cb748df27942480e420517bd8714cc80d1fadc1326ed06f7,
     0x0e0fa1d816ddc03e6b24255e0d7819c171c40f65e273b853324efcd6356caa205ca2f570f13497804415473a1d634b8f,
     1))


def f2_add(a, b):
    return (a[0] + b[0]) % BLS_P, (a[1] + b[1]) % BLS_P


def f2_sub(a, b):
    return (a[0] - b[0]) % BLS_P, (a[1] - b[1]) % BLS_P


def f2_mul(a, b):
    return (a[0] * b[0] - a[1] * b[1]) % BLS_P, (a[0] * b[1] + a[1] * b[0]) % BLS_P


def f2_scale(a, n):
    return a[0] * n % BLS_P, a[1] * n % BLS_P


def f2_over(a, b):
    inverse = pow(b[0] * b[0] + b[1] * b[1], -1, BLS_P)
    return f2_scale(f2_mul(a, (b[0], -b[1])), inverse)


def fp_root(n):
    """A square root modulo p, or None."""
    root = pow(n, (BLS_P + 1) // 4, BLS_P)
    return root if (root * root - n) % BLS_P == 0 else None


def f2_root(a):
    """A square root in the extension, or None: by the norm's root, the real part's square is (a₀ ± |a|)/2."""
    if a[1] == 0:
        root = fp_root(a[0])
        return (root, 0) if root is not None else (0, fp_root(-a[0]))
    norm = fp_root(a[0] * a[0] + a[1] * a[1])
    if norm is None:
        return None
    half = pow(2, -1, BLS_P)
    for sign in (norm, -norm):
        real = fp_root((a[0] + sign) * half)
        if real:
            return real, a[1] * half * pow(real, -1, BLS_P) % BLS_P
    return None


def g1_add(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % BLS_P == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, BLS_P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, BLS_P)
    x = (slope * slope - a[0] - b[0]) % BLS_P
    return x, (slope * (a[0] - x) - a[1]) % BLS_P


def g2_slope(a, b):
    """Of the line through two points of G2 that are no negatives of each other, or of the tangent."""
    if a == b:
        return f2_over(f2_scale(f2_mul(a[0], a[0]), 3), f2_scale(a[1], 2))
    return f2_over(f2_sub(b[1], a[1]), f2_sub(b[0], a[0]))


def g2_add(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0] and f2_add(a[1], b[1]) == (0, 0):
        return None
    slope = g2_slope(a, b)
    x = f2_sub(f2_mul(slope, slope), f2_add(a[0], b[0]))
    return x, f2_sub(f2_mul(slope, f2_sub(a[0], x)), a[1])


def multiple(add_points, n, point):
    result = None
    for bit in bin(n)[2:]:
        result = add_points(result, result)
        if bit == "1":
            result = add_points(result, point)
    return result


def compressed_x(data, count):
    """The coordinates that a compressed point states, highest first, and whether its y is the greater one."""
    if len(data) != count or not data[0] & 0x80:
        raise ValueError("is no compressed point")
    if data[0] & 0x40:
        raise ValueError("is the point at infinity")
    data, greater = bytes([data[0] & 0x1f]) + data[1:], bool(data[0] & 0x20)
    numbers = [int.from_bytes(data[start:start + 48], "big") for start in range(0, count, 48)]
    if any(number >= BLS_P for number in numbers):
        raise ValueError("has a coordinate that is not below p")
    return numbers, greater


def g1_point(data):
    """Reads 48 bytes; ValueError unless they are a point of G1 in its one spelling."""
    (x,), greater = compressed_x(data, 48)
    y = fp_root(x**3 + 4)
    if y is None:
        raise ValueError("is not on the curve")
    point = x, y if (y > BLS_P // 2) == greater else -y % BLS_P
    if multiple(g1_add, BLS_R, point) is not None:
        raise ValueError("is not in the subgroup")
    return point


def g2_point(data):
    """Reads 96 bytes; ValueError unless they are a point of G2 in its one spelling."""
    (x1, x0), greater = compressed_x(data, 96)
    x = x0, x1
    y = f2_root(f2_add(f2_mul(x, f2_mul(x, x)), (4, 4)))
    if y is None:
        raise ValueError("is not on the curve")
    point = x, y if ((y[1] or y[0]) > BLS_P // 2) == greater else f2_sub((0, 0), y)
    if multiple(g2_add, BLS_R, point) is not None:
        raise ValueError("is not in the subgroup")
    return point


def expand_message(message, tag, count):
    """RFC 9380 section 5.3.1 with SHA-256."""
    tag += bytes([len(tag)])
    first = sha256(bytes(64) + message + count.to_bytes(2, "big") + b"\0" + tag)
    block, data = bytes(32), b""
    for number in range(1, -(-count // 32) + 1):
        block = sha256(bytes(a ^ b for a, b in zip(first, block)) + bytes([number]) + tag)
        data += block
    return data[:count]


def map_to_g1(u):
    """A number to a point of the curve that G1 is part of: RFC 9380 section 6.6.3."""
    step = SSWU_Z * u * u % BLS_P
    bottom = (step * step + step) % BLS_P
    if bottom == 0:
        x = SSWU_B * pow(SSWU_Z * SSWU_A, -1, BLS_P) % BLS_P
    else:
        x = -SSWU_B * pow(SSWU_A, -1, BLS_P) * (1 + pow(bottom, -1, BLS_P)) % BLS_P
    y = fp_root(x**3 + SSWU_A * x + SSWU_B)
    if y is None:
        x = step * x % BLS_P
        y = fp_root(x**3 + SSWU_A * x + SSWU_B)
    if y & 1 != u & 1:
        y = -y % BLS_P
    values = []
    for polynomial in ISOGENY:
        value = 0
        for coefficient in reversed(polynomial):
            value = (value * x + coefficient) % BLS_P
        values.append(value)
    if values[1] == 0 or values[3] == 0:
        return None
    return (values[0] * pow(values[1], -1, BLS_P) % BLS_P, y * values[2] * pow(values[3], -1, BLS_P) % BLS_P)


def hash_to_g1(message, tag):
    """The suite BLS12381G1_XMD:SHA-256_SSWU_RO_ of RFC 9380."""
    data = expand_message(message, tag, 128)
    numbers = [int.from_bytes(data[start:start + 64], "big") % BLS_P for start in (0, 64)]
    return multiple(g1_add, BLS_Z + 1, g1_add(map_to_g1(numbers[0]), map_to_g1(numbers[1])))


def f12_mul(a, b):
    terms = [0] * 23
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                terms[i + j] += x * y
    for degree in range(22, 11, -1):
        terms[degree - 6] += 2 * terms[degree]
        terms[degree - 12] -= 2 * terms[degree]
    return [term % BLS_P for term in terms[:12]]


def line_at(slope, q, p):
    """The line of G2 with a slope through q, at p of G1; times w³, which changes no outcome."""
    terms = [0] * 12
    parts = (0, f2_sub(f2_mul(slope, q[0]), q[1])), (2, f2_scale(slope, -p[0])), (3, (p[1], 0))
    for degree, (real, imaginary) in parts:
        terms[degree] += real - imaginary
        terms[degree + 6] += imaginary
    return terms


def pairings_cancel(pairs):
    """Whether the product of the optimal ate pairings of all (point of G1, point of G2) is 1."""
    value, multiples = [1] + [0] * 11, [q for _, q in pairs]
    for bit in bin(BLS_Z)[3:]:
        value = f12_mul(value, value)
        for place, (p, q) in enumerate(pairs):
            for other in [multiples[place]] + [q] * (bit == "1"):
                t = multiples[place]
                value = f12_mul(value, line_at(g2_slope(t, other), t, p))
                multiples[place] = g2_add(t, other)
    # To the power (p² + 1)(p⁴ − p² + 1)/r; what is left is p⁶ − 1. It gives 1 exactly where the p⁶-th power, which
    # turns the sign of w, is the same.
    power = [1] + [0] * 11
    for bit in bin((BLS_P**2 + 1) * (BLS_P**4 - BLS_P**2 + 1) // BLS_R)[2:]:
        power = f12_mul(power, power)
        if bit == "1":
            power = f12_mul(power, value)
    return any(power) and not any(power[1::2])


# --- The beacon quicknet of drand ------------------------------------------------------------------------------------

QUICKNET_GENESIS, QUICKNET_PERIOD = 1692803367000, 3000
QUICKNET_KEY = ("83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec"
                "758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a")
QUICKNET_DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


# Public numbers are drawn at least so long before a beacon's round.
BEFORE_BEACON = 60_000


def round_time(number):
    """When a round is published, in Unix milliseconds."""
    return QUICKNET_GENESIS + QUICKNET_PERIOD * (number - 1)


def first_round(at):
    """The first round at an instant or after it."""
    return 1 if at <= QUICKNET_GENESIS else -(-(at - QUICKNET_GENESIS) // QUICKNET_PERIOD) + 1


def require_genuine(number, signature):
    """ValueError unless the beacon signed this round (scheme bls-unchained-g1-rfc9380)."""
    point = g1_point(signature)
    message = hash_to_g1(hashlib.sha256(number.to_bytes(8, "big")).digest(), QUICKNET_DST)
    negated = point[0], -point[1] % BLS_P
    if not pairings_cancel([(negated, BLS_G2), (message, g2_point(bytes.fromhex(QUICKNET_KEY)))]):
        raise ValueError("is not the beacon's for this round")


def beacon_is_genuine(number, signature):
    """Whether the beacon signed this round."""
    try:
        require_genuine(number, signature)
    except ValueError:
        return False
    return True


# --- Numbers drawn in public -----------------------------------------------------------------------------------------

STRONG_OUTCOMES = 1 << 64
MAX_FORM_NUMBERS = 10_000
MAX_FORM_RANGE = 1_000_000_000


class PublicForm:
    """`dice n faces`, `balls k n sorted|ordered`, `digits n`, joined by `+`."""

    def __init__(self, text):
        self.text = text
        self.parts = [self._part(part) for part in text.split("+")]
        if sum(part[1] for part in self.parts) > MAX_FORM_NUMBERS:
            raise ValueError("too many numbers in a public form")

    @staticmethod
    def _part(text):
        words = text.split(" ")
        numbers = [parse_decimal(word) for word in words[1:3]]
        if any(number is None or not 1 <= number <= MAX_FORM_RANGE for number in numbers):
            raise ValueError("bad numbers in a public form")
        if words[0] == "digits" and len(words) == 2:
            return ("digits", numbers[0], 10)
        if words[0] == "dice" and len(words) == 3:
            return ("dice", numbers[0], numbers[1])
        if words[0] == "balls" and len(words) == 4 and words[3] in ("sorted", "ordered") and numbers[0] <= numbers[1]:
            return (words[3], numbers[0], numbers[1])
        raise ValueError("unknown public form")

    @property
    def outcomes(self):
        """How many values there are, exactly; `STRONG_OUTCOMES` stands for more."""
        product = 1
        for kind, count, span in self.parts:
            if count > 128 and kind in ("digits", "dice") and span > 1:
                return STRONG_OUTCOMES
            if kind == "sorted":
                product *= math.comb(span, count)
            elif kind == "ordered":
                product *= math.perm(span, count)
            else:
                product *= span ** count
        return min(product, STRONG_OUTCOMES)

    def is_canonical(self, value):
        """Whether a value leaf's text has this form: numbers without leading zeros, joined by dots, in range."""
        words = value.split(".")
        if len(words) != sum(part[1] for part in self.parts):
            return False
        numbers = [parse_decimal(word) for word in words]
        if None in numbers:
            return False
        at = 0
        for kind, count, span in self.parts:
            drawn, at = numbers[at:at + count], at + count
            low = 0 if kind == "digits" else 1
            if any(not low <= number < low + span for number in drawn):
                return False
            if kind in ("sorted", "ordered") and len(set(drawn)) != count:
                return False
            if kind == "sorted" and drawn != sorted(drawn):
                return False
        return True


def public_numerals(text):
    """The numbers of a public value as a person typed them: NFKC, then spaces or one of . , 、 between them."""
    fields = re.split("[.,、]", unicodedata.normalize("NFKC", text))
    numerals = [word for field in fields for word in field.split() or [""]]
    if not all(re.fullmatch("[0-9]{1,4096}", word) for word in numerals):
        raise ValueError("numbers")
    return numerals


def typed_value(text, form):
    """The canonical text of what was typed for a source of this form; a form of digits alone takes them in one piece."""
    numerals = public_numerals(text)
    count = sum(part[1] for part in form.parts)
    if len(numerals) == 1 and len(numerals[0]) == count and all(part[0] == "digits" for part in form.parts):
        numerals = list(numerals[0])
    return ".".join(numeral.lstrip("0") or "0" for numeral in numerals)


# --- The campaign file -----------------------------------------------------------------------------------------------

KINDS_HERE = ("riddle", "quiz", "contest", "raffle", "offer", "subsidy", "enrolment")
CONTEST_PARTS = ("works", "votes", "jury")
# Kinds in which people get money or vouchers by registering.
CLAIMING = ("offer", "subsidy")
MONEY_PARTS = ("funds", "merchants", "vouchers")
ACTIVITIES = ("register", "collect", "submit", "vote", "score", "review", "redeem")
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.](\d{1,3}))?(Z|[+-]\d\d:\d\d)", re.ASCII)
CLOCK = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])")
DURATION = re.compile("(0|[1-9][0-9]{0,9})([smh])")
MONEY = re.compile("(0|[1-9][0-9]{0,12})[.][0-9]{2}")
ITEM_ID = re.compile("[A-Za-z0-9._-]{1,32}")
SHORTEST_CLAIM = 3_600_000
TIER_ID = re.compile("(?!-$)[a-z0-9-]{1,32}")
FOLD_STEPS = ("nfkc", "width", "case", "traditional", "space", "punctuation", "numerals", "particles")
RULES_FILE = "rules/campaign.json"


# Days that a value is waited for where the rules say nothing.
USUAL_WAIT = 7
DAY = 86_400_000


def rule_problem(pointer, zh, en):
    return Finding(f"{show(pointer)} {zh}", f"{show(pointer)} {en}", RULES_FILE)


def parse_time(text, pointer):
    """RFC 3339 with an offset, as Unix milliseconds, in integers throughout."""
    match = TIME.fullmatch(text) if isinstance(text, str) else None
    try:
        year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
        seconds = calendar.timegm(datetime(year, month, day, hour, minute, second).timetuple())
    except (AttributeError, ValueError):
        raise rule_problem(pointer, "不是带时差的时间", "is not a time with an offset") from None
    offset = match[8]
    if offset != "Z":
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        if hours > 23 or minutes > 59:
            raise rule_problem(pointer, "时差不对", "has a bad offset")
        seconds -= (1 if offset[0] == "+" else -1) * (hours * 3600 + minutes * 60)
    return seconds * 1000 + int((match[7] or "0").ljust(3, "0"))


def parse_duration(text, pointer):
    match = DURATION.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise rule_problem(pointer, "不是时长", "is not a duration")
    return int(match[1]) * {"s": 1000, "m": 60_000, "h": 3_600_000}[match[2]]


class Reader:
    """One object of the campaign file, read member by member; what is left over is an unknown key."""

    def __init__(self, value, pointer):
        if not isinstance(value, dict):
            raise rule_problem(pointer or "/", "应为对象", "must be an object")
        self.value, self.pointer, self.left = value, pointer, set(value)

    def fail(self, key, zh, en):
        return rule_problem(f"{self.pointer}/{key}", zh, en)

    def take(self, key, kind, default=None, required=False):
        self.left.discard(key)
        if key not in self.value:
            if required:
                raise self.fail(key, "缺失", "is missing")
            return default
        value = self.value[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(key, "类型不对", "has the wrong type")
        return value

    def word(self, key, pattern, required=True):
        value = self.take(key, str, required=required)
        if value is not None and not pattern.fullmatch(value):
            raise self.fail(key, "写法不对", "is not well formed")
        return value

    def number(self, key, low, high, default=None, required=False):
        value = self.take(key, int, default, required)
        if value is not None and not low <= value <= high:
            raise self.fail(key, "超出范围", "is out of range")
        return value

    def choice(self, key, allowed, default=None, elsewhere=()):
        value = self.take(key, str, default, required=default is None)
        if value in elsewhere:
            raise NotProvable(f"本程序不会核对 {self.pointer}/{key} = {value}",
                              f"{self.pointer}/{key} = {value} is not checked by this program")
        if value not in allowed:
            raise self.fail(key, "取值不对", "has an unknown value")
        return value

    def text(self, key, required=True):
        """A string, or an object with zh and perhaps en; always the object."""
        value = self.take(key, (str, dict), required=required)
        if isinstance(value, str):
            return {"zh": value}
        if value is not None and (set(value) - {"zh", "en"} or "zh" not in value
                                  or not all(isinstance(item, str) for item in value.values())):
            raise self.fail(key, "应为文字或 {zh, en}", "must be a text or {zh, en}")
        return value

    def object(self, key, required=False):
        value = self.take(key, dict, None if required else {}, required)
        return Reader(value, f"{self.pointer}/{key}")

    def objects(self, key, required=False):
        value = self.take(key, list, [], required)
        return [Reader(item, f"{self.pointer}/{key}/{n}") for n, item in enumerate(value)]

    def done(self):
        for key in sorted(self.left):
            raise self.fail(key, "是未知的键", "is an unknown key")


class Question:
    """One question with what is right, by its type."""

    TYPES = ("single", "multi", "true-false", "number", "order", "match", "blanks", "text", "survey")
    SCORED = {"multi": ("all", "proportional", "penalty"), "order": ("all", "proportional"),
              "match": ("all", "proportional"), "blanks": ("all", "proportional")}

    def __init__(self, reader, default_fold, riddle):
        self.id = reader.word("id", ITEM_ID)
        self.stratum = reader.take("stratum", str)
        self.kind = reader.choice("type", ("text",) if riddle else self.TYPES)
        self.words = reader.text("text")
        reader.text("solution", required=False)
        reader.take("tags", list)
        self.points = 0 if self.kind == "survey" else reader.number("points", 1, 1_000_000, 1)
        self.scoring = reader.choice("scoring", self.SCORED[self.kind], "all") if self.kind in self.SCORED else "all"
        # What each hint costs, in points.
        self.hints = []
        self.options, self.partners, self.right = [], [], None
        if self.kind in ("text", "blanks"):
            self.fold = read_fold(reader, default_fold)
        getattr(self, "_read_" + self.kind.replace("-", "_"))(reader)
        reader.done()

    def _read_ids(self, reader, key, low, high, required=True):
        ids = []
        for option in reader.objects(key, required=required):
            ids.append(option.word("id", ITEM_ID))
            option.text("text")
            option.done()
        if len(set(ids)) != len(ids):
            raise reader.fail(key, "选项重复", "repeats an option")
        if not low <= len(ids) <= high and (ids or required):
            raise reader.fail(key, "个数不对", "has too few or too many")
        return ids

    def _read_typed(self, reader, keys):
        """Accepted texts, folded; `reader` holds the answer and others."""
        texts = [reader.take("answer", str, required=True)]
        for key in keys:
            texts += reader.take(key, list, [])
        if not all(is_acceptable_text(text) for text in texts):
            raise reader.fail("answer", "文字不可接受", "and its likes must be acceptable texts")
        folded = [fold_text(text, self.fold) for text in texts]
        if "" in folded or len(set(folded)) != len(folded):
            raise reader.fail("answer", "归并后为空或重复", "and its likes fold to nothing or to the same")
        return set(folded)

    def _read_text(self, reader):
        self.right = self._read_typed(reader, ("also", "hidden"))
        for text in reader.take("forbidden", list, []):
            if not is_acceptable_text(text) or fold_text(text, self.fold) in self.right:
                raise reader.fail("forbidden", "与对的答案相同", "folds like a right answer")
        for hint in reader.objects("hints"):
            hint.text("text")
            self.hints.append(hint.number("cost", 0, 1_000_000, required=True))
            hint.done()

    def _read_single(self, reader):
        self.options = self._read_ids(reader, "options", 2, 64)
        self.right = reader.take("answer", str, required=True)
        if self.right not in self.options:
            raise reader.fail("answer", "不是选项", "is not among the options")

    def _read_multi(self, reader):
        self.options = self._read_ids(reader, "options", 2, 64)
        answer = reader.take("answer", list, required=True)
        if not answer or not all(item in self.options for item in answer) or len(set(answer)) != len(answer):
            raise reader.fail("answer", "不是选项", "is not among the options")
        self.right = set(answer)

    def _read_true_false(self, reader):
        self.right = "true" if reader.take("answer", bool, required=True) else "false"

    def _read_number(self, reader):
        reader.take("unit", str)
        self.right = read_decimal(reader.take("answer", str, required=True))
        self.tolerance = read_decimal(reader.take("tolerance", str, "0"))
        if self.right is None or self.tolerance is None or self.tolerance < 0:
            raise reader.fail("answer", "数值或误差不对", "or its tolerance is no proper decimal")

    def _read_order(self, reader):
        self.options = self._read_ids(reader, "options", 2, 20)
        self.right = reader.take("answer", list, required=True)
        if sorted(map(str, self.right)) != sorted(self.options):
            raise reader.fail("answer", "不是全部选项", "is not all the options")

    def _read_match(self, reader):
        self.options = self._read_ids(reader, "options", 2, 20)
        self.partners = self._read_ids(reader, "with", 2, 40)
        pairs = {}
        for pair in reader.objects("answer", True):
            pairs[pair.take("left", str, required=True)] = pair.take("right", str, required=True)
            pair.done()
        self.right = [pairs.get(option) for option in self.options]
        if (set(pairs) != set(self.options) or not set(self.right) <= set(self.partners)
                or len(set(self.right)) != len(self.right)):
            raise reader.fail("answer", "配对不对", "does not pair every option with a partner of its own")

    def _read_blanks(self, reader):
        self.right = []
        for gap in reader.objects("blanks", True):
            self.right.append(self._read_typed(gap, ("also",)))
            gap.done()
        if not self.right or any(len(re.findall("_{4,}", words)) != len(self.right) for words in self.words.values()):
            raise reader.fail("blanks", "与题面的空不符", "are not the gaps of the text")

    def _read_survey(self, reader):
        self.options = self._read_ids(reader, "options", 2, 64, required=False)
        self.most = reader.number("most", 1, 64, 1)

    # --- Answers

    def problem(self, answer):
        """Why an answer is not one to this question, or None."""
        if self.kind == "survey":
            kind = "text" if not self.options else "single" if self.most == 1 else "multi"
        else:
            kind = self.kind
        if kind in ("single", "true-false", "number", "text") and not isinstance(answer, str):
            return Text("应为文字", "must be a string")
        if kind == "text":
            return None if is_acceptable_text(answer) else Text("文字不可接受", "the text is not acceptable")
        if kind == "single":
            return None if answer in self.options else Text("没有这个选项", "no such option")
        if kind == "true-false":
            return None if answer in ("true", "false") else Text("应为 true 或 false", "must be true or false")
        if kind == "number":
            return None if read_decimal(answer) is not None else Text("不是十进制数", "is no decimal")
        if not isinstance(answer, list) or not all(isinstance(item, str) for item in answer):
            return Text("应为文字的数组", "must be an array of strings")
        if kind == "multi":
            return self._problem_of_options(answer, 1, self.most if self.kind == "survey" else len(self.options))
        if kind == "order":
            return self._problem_of_options(answer, len(self.options), len(self.options))
        if len(answer) != len(self.options if kind == "match" else self.right):
            return Text("个数不对", "has too few or too many items")
        given = [item for item in answer if item]
        if kind == "match":
            if len(set(given)) != len(given) or not set(given) <= set(self.partners):
                return Text("配对重复或不存在", "repeated or unknown partners")
        elif not all(is_acceptable_text(item) for item in given):
            return Text("文字不可接受", "a text is not acceptable")
        return None

    def _problem_of_options(self, answer, low, high):
        if not low <= len(answer) <= high:
            return Text("选项个数不对", "too few or too many options")
        if len(set(answer)) != len(answer) or not set(answer) <= set(self.options):
            return Text("选项重复或不存在", "repeated or unknown options")
        return None

    def earned(self, answer):
        """The whole points for an answer that has the right form."""
        if self.kind == "survey":
            return 0
        if self.kind in ("single", "true-false"):
            return self.points if answer == self.right else 0
        if self.kind == "number":
            return self.points if abs(read_decimal(answer) - self.right) <= self.tolerance else 0
        if self.kind == "text":
            return self.points if fold_text(answer, self.fold) in self.right else 0
        wrong = 0
        if self.kind == "multi":
            right, wrong = len(self.right & set(answer)), len(set(answer) - self.right)
        elif self.kind == "blanks":
            right = sum(bool(text) and fold_text(text, self.fold) in accepted
                        for text, accepted in zip(answer, self.right))
        else:
            right = sum(given == wanted for given, wanted in zip(answer, self.right))
        parts = len(self.right)
        if right == parts and not wrong:
            return self.points
        if self.scoring == "penalty":
            return self.points * max(0, right - wrong) // parts
        return self.points * right // parts if self.scoring == "proportional" and not wrong else 0

    def is_full(self, earned):
        """Whether so many points are those of a right answer."""
        return 0 < earned == self.points


def read_decimal(text):
    """A decimal in millionths, or None."""
    match = re.fullmatch(r"(-?)(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,6}))?", text)
    if not match:
        return None
    millionths = int(match[2] + (match[3] or "").ljust(6, "0"))
    return -millionths if match[1] else millionths


def fen(amount):
    return int(amount.replace(".", ""))


def read_fold(reader, default):
    steps = reader.take("fold", list)
    if steps is None:
        return default
    if not all(isinstance(step, str) and step in FOLD_STEPS for step in steps) or len(set(steps)) != len(steps):
        raise reader.fail("fold", "有未知或重复的步骤", "has an unknown or repeated step")
    return frozenset(steps)


def milliseconds(reader, key):
    """An optional duration."""
    text = reader.take(key, str)
    return None if text is None else parse_duration(text, f"{reader.pointer}/{key}")


class Campaign:
    """The rules as the campaign file states them, read without the daemon's loader."""

    def __init__(self, value):
        reader = Reader(value, "")
        reader.take("$schema", str)
        self.needs_witnesses = reader.choice("witnesses", ("required", "optional"), "optional") == "required"
        compliance = reader.object("compliance")
        compliance.take("profiles", list)
        compliance.done()
        self.id = reader.word("id", CAMPAIGN_ID)
        self.kind = reader.choice("kind", KINDS_HERE)
        self.title = reader.text("title")
        self.organiser = reader.word("organiser", DOMAIN)
        reader.text("contact")
        reader.text("about", required=False)
        self.zone = reader.take("zone", str, "Asia/Shanghai")
        self.opens = parse_time(reader.take("opens", str, required=True), "/opens")
        self.closes = parse_time(reader.take("closes", str, required=True), "/closes")
        announces = reader.take("announces", str)
        self.announces = self.opens - 600_000 if announces is None else parse_time(announces, "/announces")
        self.review = parse_duration(reader.take("review", str, "0s"), "/review")
        self.disputes = parse_duration(reader.take("disputes", str, "168h"), "/disputes")
        if not self.announces <= self.opens < self.closes:
            raise reader.fail("closes", "时间次序不对", "is out of order with announces and opens")
        audience = reader.object("audience", required=True)
        self._read_audience(audience)
        self._read_schedule(reader.object("schedule"))
        self._read_limits(reader.object("limits"))
        self.contest = None
        self._read_money(reader)
        if self.kind == "contest":
            self.contest = Contest(self, reader)
            self._read_nothing_asked()
        elif self.kind == "enrolment" or self.kind in CLAIMING:
            self._read_nothing_asked()
        else:
            for part in CONTEST_PARTS:
                if part in value:
                    raise NotProvable(f"本程序不会核对规则中的 {part} 部分", f"the part {part} of the rules is not checked here")
            self._read_paper(reader.object("paper", required=self.kind != "raffle"))
        # How people are ranked; None where they are not.
        self.ranking = None
        if self.kind == "quiz" and "ranking" in value:
            measures = ["early", "score"] + ["time"] * (self.time is not None)
            self.ranking = Ranking(reader.object("ranking"), measures)
        elif self.kind != "contest" and "ranking" in value:
            raise reader.fail("ranking", "这类活动没有名次", "stands in a campaign of another kind")
        # What an enrolment is for: the book's rules, the slots' titles, and the fields of dependants; None elsewhere.
        self.places = Places(reader.object("places", required=True)) if self.kind == "enrolment" else None
        if ("prizes" in value or self.kind != "contest") and self.kind not in ("enrolment",) + CLAIMING:
            self._read_prizes(reader.object("prizes", required=True))
        else:
            self._read_no_prizes()
        if self.kind == "raffle" and self.funds and not self.is_instant and self.claim_within is None:
            raise rule_problem("/prizes", "抽中的券须有 claims", "has vouchers that are drawn, and no claims")
        self._read_signin(reader)
        self._read_points(reader)
        # The kinds of entries that the campaign can have.
        self.acts = {"register" if self.kind in ("raffle",) + CLAIMING else "submit"} | ({"signin"} if self.has_signin else set())
        if self.contest:
            self.acts = {"vote"} if self.contest.has_votes else set()
            self.acts |= {"work"} if self.contest.collects else set()
        if self.places:
            self.acts = {"enrol"}
        self.acts |= {"start"} if self.time else set()
        self.acts |= {"save"} if self.time and self.hands_in else set()
        self.acts |= {"hint"} if any(question.hints for question in self.questions) else set()
        if self.is_instant and self.is_open:
            raise reader.fail("audience", "即开须有名册", "has no roll beside instant wins")
        if self.is_instant and (self.time or self.attempts_rule):
            raise reader.fail("paper", "即开不能限时或合并计分", "has a time limit or attempts beside instant wins")
        self.form = Form(self, reader) if "form" in value else None
        if self.contest and self.contest.collects and self.form is None:
            raise reader.fail("works", "征集作品而没有登记表", "collects works without a form")
        # Whether the log has events from the start, and closing and last leaf fix a ledger.
        self.has_ledger = any(part in value for part in ("places", "funds", "vouchers"))
        disclosure = reader.object("disclosure")
        disclosure.choice("result", ("at-once", "after-closing"), "at-once")
        disclosure.choice("answers", ("with-bundle", "after-closing", "with-result"), "with-bundle")
        self.masking = disclosure.choice("masking", ("ends", "first", "none"), "ends")
        if disclosure.choice("tallies", ("live", "delayed", "after-closing"), "live") == "delayed":
            parse_duration(disclosure.take("delay", str, required=True), disclosure.pointer + "/delay")
        disclosure.done()
        if self.places and not self.allots_places and "randomness" in value:
            raise reader.fail("randomness", "没有要抽的", "stands where nothing is drawn")
        self._read_randomness(reader)
        self._read_activation(reader, disclosure)
        if self.is_daily:
            self._check_daily(reader)
        reader.done()

    def _check_daily(self, reader):
        """What a campaign with a draw every day can't have; the starts of its days and the times of their numbers are for
        `phases_of`, which knows the zone."""
        if self.kind not in ("riddle", "quiz", "raffle"):
            raise reader.fail("kind", "不能每日开奖", "has no draw every day")
        if not self.draws_tickets or self.gives_at_once or self.ranking is not None or self.attempts_rule:
            raise reader.fail("schedule", "每日开奖时只有抽签", "has a draw every day beside something that is not drawn")
        if self.funds is not None or "merchants" in reader.value:
            raise reader.fail("schedule", "每日开奖时没有券", "has a draw every day beside vouchers")
        if self.review > LONGEST_DAILY_REVIEW:
            raise reader.fail("review", "每日开奖时最长 12 小时", "is longer than twelve hours, with a draw every day")
        if any(source[0] == "reveal" for source in self.randomness) or any(
                "round" in place for place in reader.value.get("randomness", [])):
            raise reader.fail("randomness", "一个数不能用于几天", "has a number that can't serve several days")

    def _read_money(self, reader):
        """The rules of vouchers and money; None where there are none."""
        for part in MONEY_PARTS:
            if part in reader.value and self.kind not in CLAIMING + ("raffle",):
                raise reader.fail(part, "本类活动没有这一部分", "is no part of such a campaign")
        self.funds = None
        if self.kind not in CLAIMING and not (self.kind == "raffle" and "vouchers" in reader.value):
            reader.take("merchants", list)
            return
        if self.kind in CLAIMING:
            reader.take("funds", dict, required=self.kind == "subsidy")
        reader.take("merchants", list)
        reader.take("vouchers", dict, required=self.kind == "offer")
        try:
            self.funds = FundRules(reader.value)
            prizes = reader.value.get("prizes", {})
            prizes = sum(each.get("count", 0) for each in prizes.get("tiers", []) + [prizes.get("fallback", {})])
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise rule_problem("/funds", "券或资金的规则写法不对", f"the rules of vouchers or money are not well formed: {show(error)}") from None
        if self.kind == "raffle" and self.funds.count is not None and self.funds.count < prizes:
            raise reader.fail("vouchers", "券少于奖品", "has fewer vouchers than prizes")
    @property
    def allots_places(self):
        return self.places is not None and self.places.rules.by == "lottery"

    @property
    def leaves_to_chance(self):
        """Whether anything hangs on the seed or an activation: a prize, a place, or the order of equal ranks."""
        return bool(self.tiers) or self.contest is not None or self.ranking is not None or self.allots_places

    def _read_audience(self, reader):
        """Whom it leaves out is not in roll.txt, and who may not win has 0 there: the roll is the organiser's word."""
        self.is_open = reader.take("open", bool, False)
        if self.is_open:
            if not 1 <= reader.take("most", int, 1) <= 10_000_000:
                raise reader.fail("most", "应在 1–10000000 之间", "is not from 1 to 10000000")
            return reader.done()
        reader.take("roll", str, required=True)
        reader.take("units", list)
        reader.take("groups", list)
        if "exclude" in reader.value:
            exclude = reader.object("exclude")
            exclude.choice("from", ("prizes", "everything"))
            exclude.take("units", list)
            exclude.take("groups", list)
            exclude.take("list", str)
            exclude.done()
        for place in reader.objects("winners"):
            place.word("campaign", CAMPAIGN_ID)
            place.take("tiers", list)
            place.done()
        reader.done()

    def _read_schedule(self, reader):
        """Quiet hours as (from, to) in minutes of the day, and by what they are for the times of phases."""
        self.quiet, self.phases = [], {}
        for place in reader.objects("quiet"):
            self.quiet.append(tuple(self._read_clock(place, key) for key in ("from", "to")))
            place.done()
        for place in reader.objects("phases"):
            place.take("id", str, required=True)
            place.text("title", required=False)
            activity = place.choice("does", ACTIVITIES)
            opens, closes = (parse_time(place.take(key, str, required=True), f"{place.pointer}/{key}")
                             for key in ("opens", "closes"))
            self.phases.setdefault(activity, []).append((opens, closes))
            place.done()
        self.is_daily = reader.take("daily", bool, False)
        reader.done()

    @staticmethod
    def _read_clock(place, key):
        match = CLOCK.fullmatch(place.take(key, str, required=True))
        if not match:
            raise place.fail(key, "写法不对", "is not well formed")
        return int(match[1]) * 60 + int(match[2])

    def is_quiet(self, local):
        """Whether a clock that shows so many milliseconds since a midnight shows quiet hours."""
        minute = local // 60_000 % 1440
        return any(start <= minute < end if start < end else minute >= start or minute < end
                   for start, end in self.quiet)

    def is_phase(self, activity, at):
        """Whether an activity may take place: where phases have times for it, in one of these."""
        spans = self.phases.get(activity)
        return spans is None or any(start <= at < end for start, end in spans)

    def may_decide(self, ends_something, at):
        """Whether staff may decide of a claim: in the phases for that, and after the last of them refuse it, or decide of one
        that was appealed, as it would never come to an end otherwise."""
        is_over = all(end <= at for _, end in self.phases.get("review") or ())
        return self.is_phase("review", at) or is_over and ends_something

    def _read_limits(self, reader):
        """By scope (a day, in all), None where there is none, or where a limit in shadow refuses nothing."""
        self.limits = {}
        for scope in LIMIT_SCOPES:
            place = reader.object(scope)
            counts = place.number("day", 1, MAX_INTEGER), place.number("total", 1, MAX_INTEGER)
            # Rates are never checked from a bundle: refusals leave no trace in the log.
            place.take("rate", dict)
            is_shadow = place.take("shadow", bool, False)
            self.limits[scope] = (None, None) if is_shadow else counts
            if scope == "person":
                self.is_person_in_shadow = is_shadow
            place.done()
        reader.done()

    def _read_paper(self, reader):
        self.shuffles = reader.take("shuffle", bool, False)
        self.pass_mark = reader.number("pass", 0, MAX_INTEGER)
        fold = read_fold(reader, frozenset())
        self.time = milliseconds(reader, "time")
        self.grace = milliseconds(reader, "grace") or 0
        self.hands_in = reader.choice("late", ("submit", "abandon"), "submit") == "submit"
        self.attempts_rule = (reader.choice("attempts", ("highest", "average", "first", "last"))
                              if "attempts" in reader.value else None)
        self.overrides = []
        for override in reader.objects("overrides"):
            groups = override.take("groups", list, required=True)
            self.overrides.append((frozenset(groups), milliseconds(override, "time"),
                                   override.number("pass", 0, MAX_INTEGER), override.number("total", 1, MAX_INTEGER)))
            override.done()
        self.draw = []
        for stratum in reader.objects("draw"):
            name = stratum.take("stratum", str, required=True)
            self.draw.append((name, stratum.number("take", 1, 1_000_000, required=True)))
            stratum.done()
        self.questions = [Question(item, fold, self.kind == "riddle") for item in
                          reader.objects("questions", self.kind != "raffle")]
        self.by_id = {question.id: question for question in self.questions}
        if bool(self.questions) == (self.kind == "raffle") or len(self.by_id) != len(self.questions):
            raise reader.fail("questions", "为空或编号重复", "is empty or repeats an id")
        self.strata = [(name, [n for n, question in enumerate(self.questions) if question.stratum == name], take)
                       for name, take in self.draw]
        if len({name for name, _ in self.draw}) != len(self.draw) or any(t > len(q) for _, q, t in self.strata):
            raise reader.fail("draw", "与题目不符", "does not fit the questions")
        if self.draw and any(question.stratum is None for question in self.questions):
            raise reader.fail("questions", "有题目没有分层", "has a question without a stratum")
        if self.draw and self.kind == "riddle":
            raise reader.fail("draw", "灯谜没有试卷", "stands in a campaign of riddles")
        reader.done()

    def _read_nothing_asked(self):
        self.shuffles, self.pass_mark, self.draw, self.strata = False, None, [], []
        self.time, self.grace, self.hands_in, self.attempts_rule, self.overrides = None, 0, True, None, []
        self.questions, self.by_id = [], {}

    def _read_no_prizes(self):
        self.is_instant, self.chances_for, self.most, self.tiers, self.odds, self.bounds = False, None, 1, [], [], []
        self.alternates, self.household_cap, self.unit_cap, self.claim_within = 0, None, None, None
        self.by_rank, self.ranks_winners, self.draws_tickets = False, False, False
        self.person_cap, self.releases, self.guarantee, self.firsts = None, [], None, []
        self.has_fallback, self.fallback_count, self.gives_at_once = False, None, False

    def _read_prizes(self, reader):
        how = reader.choice("draw", ("final", "instant", "ranking"))
        # Whether prizes go to works, or to people, by their rank: then nobody has a chance.
        self.by_rank = how == "ranking" and self.kind == "contest"
        self.ranks_winners, self.draws_tickets = how == "ranking" and not self.by_rank, how != "ranking"
        self.is_instant, self.chances_for, self.most = how == "instant", None, 0
        if how == "ranking":
            if self.ranking is None and not self.by_rank or "chances" in reader.value or "first" in reader.value:
                raise reader.fail("draw", "按名次发奖，没有名次或有抽奖机会", "is by rank, without ranks or with chances")
            for part in ("alternates", "caps", "claims"):
                if self.by_rank and part in reader.value and not self.contest.knows_authors:
                    raise reader.fail(part, "奖归作品，没有作者名单", "is of works whose authors are not known")
            if self.ranks_winners and "person" in (reader.value.get("caps") or {}):
                raise reader.fail("caps", "按名次每人只有一个名次", "has a cap of a person, who has one rank")
        else:
            chances = reader.object("chances", required=True)
            self.chances_for = chances.choice("for", ("passing", "correct", "entry", "signin", "points"))
            self.most = chances.number("most", 1, 1000, 1)
            chances.done()
        if self.chances_for == "passing" and self.pass_mark is None:
            raise reader.fail("chances", "需要 pass", "needs a pass mark")
        self.tiers, self.odds, self.releases, worths = [], [], [], []
        for tier in reader.objects("tiers", required=True):
            if self.is_instant:
                odds = tier.object("odds", required=True)
                self.odds.append((odds.number("num", 0, 1_000_000_000, required=True),
                                  odds.number("den", 1, 1_000_000_000, required=True)))
                odds.done()
            tier_id, title = tier.word("id", TIER_ID), tier.text("title")
            tier.text("prize")
            count = tier.number("count", 1, 1_000_000, required=True)
            worths.append((tier.word("value", MONEY), count))
            self.tiers.append((tier_id, title, count))
            self.releases.append(self._read_releases(tier, count))
            tier.done()
        if not 1 <= len(self.tiers) <= 20 or len({tier[0] for tier in self.tiers}) != len(self.tiers):
            raise reader.fail("tiers", "奖级数目不对或重复", "has a wrong number of tiers, or repeats one")
        try:
            self.bounds = instant_bounds(self.odds)
        except ValueError:
            raise reader.fail("tiers", "中奖率不对", "has bad odds") from None
        if self.is_instant:
            none = reader.object("none", required=True)
            rest = Fraction(none.number("num", 0, 1_000_000_000, required=True),
                            none.number("den", 1, 1_000_000_000, required=True))
            none.done()
            if rest + sum(Fraction(*odds) for odds in self.odds) != 1:
                raise reader.fail("none", "各级中奖率与它之和不是 1", "and the odds do not add up to 1")
        self._read_at_once(reader, worths)
        budget = reader.word("budget", MONEY, required=False)
        if budget is not None and self.has_fallback and self.fallback_count is None and worths[-1][0] != "0.00":
            raise reader.fail("budget", "管不住不限量的安慰奖", "does not bound a fallback prize without a count")
        self.budget, self.worth = budget and fen(budget), sum(fen(value) * count for value, count in worths)
        if budget is not None and self.worth > self.budget:
            raise reader.fail("budget", "少于奖品总值", "is less than all prizes are worth")
        self.alternates = reader.number("alternates", 0, MAX_INTEGER, 0)
        caps = reader.object("caps")
        self.household_cap = caps.number("household", 1, MAX_INTEGER)
        self.unit_cap = caps.number("unit", 1, MAX_INTEGER)
        self.person_cap = caps.number("person", 1, MAX_INTEGER)
        caps.done()
        self.claim_within = None
        if "claims" in reader.value:
            claims = reader.object("claims")
            self.claim_within = parse_duration(claims.take("within", str, required=True), claims.pointer + "/within")
            if self.claim_within < SHORTEST_CLAIM:
                raise claims.fail("within", "短于一小时", "is less than an hour")
            claims.text("how", required=False)
            claims.done()
        reader.done()

    def _read_releases(self, tier, count):
        """(at, pieces) in order of time; none where all pieces are there from the start."""
        releases = []
        for item in tier.objects("releases"):
            releases.append((parse_time(item.take("at", str, required=True), item.pointer + "/at"),
                             item.number("count", 1, 1_000_000, required=True)))
            item.done()
        if not releases:
            return []
        times = [at for at, _ in releases]
        if (not self.is_instant or sum(pieces for _, pieces in releases) != count or times != sorted(set(times))
                or not self.announces <= times[0] or times[-1] >= self.closes):
            raise tier.fail("releases", "与份数、时间或抽奖方式不符", "do not fit the count, the times or the draw")
        return releases

    def _read_at_once(self, reader, worths):
        """What beside odds gives a piece before the draw: the guaranteed attempt, the first to solve a question; and the
        fallback prize."""
        ids = [tier[0] for tier in self.tiers]
        self.guarantee, self.firsts, self.has_fallback, self.fallback_count = None, [], False, None
        if "guarantee" in reader.value:
            guarantee = reader.object("guarantee")
            self.guarantee = guarantee.number("attempt", 2, 1000, required=True), guarantee.word("tier", TIER_ID)
            guarantee.done()
            if self.guarantee[1] not in ids:
                raise guarantee.fail("tier", "没有这一级", "is no tier")
        if "fallback" in reader.value:
            fallback = reader.object("fallback")
            fallback.text("prize")
            self.has_fallback, value = True, fallback.word("value", MONEY)
            self.fallback_count = fallback.number("count", 1, 1_000_000)
            fallback.done()
            worths.append((value, self.fallback_count or 0))
        if (self.guarantee or self.has_fallback) and not self.is_instant:
            raise reader.fail("draw", "不是即开，却有保底或安慰奖", "is not instant, and has a guarantee or a fallback")
        for first in reader.objects("first"):
            tier, questions = first.word("tier", TIER_ID), first.take("questions", list)
            people = first.number("people", 1, 1000, 1)
            first.done()
            solvable = [question.id for question in self.questions if question.kind != "survey"]
            questions = solvable if questions is None else questions
            if tier not in ids or not questions or any(item not in solvable for item in questions):
                raise first.fail("questions", "没有这样的题或奖级", "or its tier does not exist")
            self.firsts.append((tier, set(questions), people))
        self.gives_at_once = self.is_instant or bool(self.firsts)

    def _read_signin(self, reader):
        """Days in a row that earn a chance, and how many days can be made up for; nobody signs in where the part is
        missing."""
        self.has_signin = "signin" in reader.value
        signin = reader.object("signin")
        self.signin_days = signin.number("days", 1, 366)
        self.makeup = signin.number("makeup", 0, 31, 0)
        signin.done()
        if self.chances_for == "signin" and (self.signin_days is None or self.is_instant):
            raise signin.fail("days", "凭签到得签须有 days，且不能即开", "is needed for chances, which are never instant")

    def _read_points(self, reader):
        """What deeds are worth, the most of a day, and the points of a chance."""
        votes = reader.value.get("votes")
        self.ballots_are_daily = isinstance(votes, dict) and votes.get("per") == "day"
        self.points = None
        if "points" in reader.value:
            points = reader.object("points")
            self.points = {name: points.number(name, 0, 1_000_000, 0) for name in ("entry", "correct", "signin", "vote")}
            self.points["day"] = points.number("day", 1, 1_000_000)
            self.points["chance"] = points.number("chance", 1, 1_000_000, required=True)
            points.done()
        if self.chances_for == "points" and self.points is None:
            raise reader.fail("points", "缺少", "is missing")

    def _read_activation(self, reader, disclosure):
        self.activation = None
        if not self.is_instant:
            return
        if disclosure.value.get("result") == "after-closing":
            raise disclosure.fail("result", "即开须当场告知", "must be at once with instant wins")
        source = reader.object("activation", required=True)
        kind = source.choice("source", ("commit", "public", "reveal", "drand"))
        self.activation = {"commit": self._read_commit, "public": self._read_number, "reveal": self._read_reveal,
                           "drand": self._read_round}[kind](source)
        if kind == "reveal":
            self.notes["activation"] = source.take("note", str, required=True)
        same = {"public": 1, "reveal": 3}.get(kind)
        if same and any(other[0] == kind and other[same] == self.activation[same] for other in self.randomness):
            raise source.fail("source", "randomness 中已有同一来源", "is a source of randomness too")
        available = {"public": lambda: self.activation[3], "drand": lambda: round_time(self.activation[1])}.get(kind)
        if available and not self.announces < available() <= self.opens:
            raise source.fail("at", "须在公布之后、开始之前", "is not between announces and opens")
        source.done()

    @staticmethod
    def _read_number(source):
        at = parse_time(source.take("at", str, required=True), source.pointer + "/at")
        try:
            form = PublicForm(source.take("form", str, required=True)).text
        except ValueError:
            raise source.fail("form", "不是公开号码的形式", "is not a public form") from None
        return ("public", source.word("name", NAME), form, at)

    def _read_randomness(self, reader):
        """The sources in the charter's order; `fallbacks` has for each the place of what it stands in for, `waits` how many
        milliseconds its value is waited for."""
        self.randomness, self.fallbacks, self.waits, self.notes, self.source_times = [], [], [], {}, {}
        for source in reader.objects("randomness"):
            kind = source.choice("source", ("commit", "reveal", "drand", "public"))
            wait = (source.number("wait", 1, 365, USUAL_WAIT) if kind != "commit" else USUAL_WAIT) * DAY
            declared = getattr(self, f"_read_{kind}")(source)
            place = len(self.randomness)
            if kind == "reveal":
                self.notes[place + 1] = source.take("note", str, required=True)
            self.randomness.append(declared)
            self.fallbacks.append(None)
            self.waits.append(wait)
            if kind in ("drand", "public") and "at" in source.value:
                self.source_times[place] = parse_time(source.value["at"], source.pointer + "/at")
            if kind == "public" and "fallback" in source.value:
                fallback = source.object("fallback")
                self.source_times[len(self.randomness)] = parse_time(fallback.value.get("at", ""), fallback.pointer + "/at")
                self.randomness.append(self._read_public(fallback))
                self.fallbacks.append(place)
                self.waits.append(wait)
                if self.randomness[-1][-1] <= declared[-1]:
                    raise fallback.fail("at", "不晚于所替代的号码", "is not later than what it stands in for")
                fallback.done()
            source.done()
        if all(source[0] == "reveal" for source in self.randomness):
            self.randomness.append(("commit",))
            self.fallbacks.append(None)
            self.waits.append(USUAL_WAIT * DAY)
        self._check_together(reader)

    def _check_together(self, reader):
        """No source twice, and public numbers a minute before the first round of a beacon."""
        identities = [source[:2] for source in self.randomness]
        if len(set(identities)) != len(identities):
            raise reader.fail("randomness", "有重复的来源", "has a source twice")
        rounds = [round_time(source[1]) for source in self.randomness if source[0] == "drand"]
        if rounds and any(source[0] == "public" and source[-1] > min(rounds) - BEFORE_BEACON
                          for source in self.randomness):
            raise reader.fail("randomness", "公开号码须在信标之前至少一分钟",
                              "a public number is not a minute before the beacon")

    @staticmethod
    def _read_commit(source):
        return ("commit",)

    @staticmethod
    def _read_reveal(source):
        party, vkey = source.word("party", NAME), source.take("vkey", str, required=True)
        if not vkey.startswith(party + "+"):
            raise source.fail("vkey", "公钥的名称不是第二方", "bears another name than the party's")
        return ("reveal", party, vkey, source.word("commitment", HEX64))

    @staticmethod
    def _read_round(source):
        number, at = source.number("round", 1, (1 << 40) - 1), source.take("at", str)
        if (number is None) == (at is None):
            raise source.fail("round", "须有 round 或 at 之一", "or \"at\": one of them must be there")
        return ("drand", first_round(parse_time(at, source.pointer + "/at")) if number is None else number)

    def _read_drand(self, source):
        drand = self._read_round(source)
        if round_time(drand[1]) <= self.closes + self.review:
            raise source.fail("round", "不晚于截止", "is not later than the closing")
        return drand

    def _read_public(self, source):
        number = self._read_number(source)
        if number[3] <= self.closes + self.review:
            raise source.fail("at", "不晚于截止", "is not later than the closing")
        return number


def public_rules(value):
    """The campaign file less its secret paths, canonical."""
    value = json.loads(json.dumps(value))
    paper = value.get("paper") if isinstance(value, dict) else None
    questions = paper.get("questions") if isinstance(paper, dict) else None
    for question in questions if isinstance(questions, list) else []:
        if not isinstance(question, dict):
            continue
        for secret in ("answer", "also", "hidden", "forbidden", "tolerance", "solution"):
            question.pop(secret, None)
        for key, secrets in (("hints", ("text",)), ("blanks", ("answer", "also"))):
            items = question.get(key)
            for item in items if isinstance(items, list) else []:
                for secret in secrets if isinstance(item, dict) else ():
                    item.pop(secret, None)
    return canonical(value)


# --- Contests --------------------------------------------------------------------------------------------------------


class Field:
    """One field of a form."""

    TYPES = ("text", "number", "money", "date", "phone", "choice")

    def __init__(self, reader):
        self.id, self.type = reader.word("id", ITEM_ID, required=True), reader.choice("type", self.TYPES)
        reader.text("title")
        self.is_optional, self.is_private = reader.take("optional", bool, False), reader.take("private", bool, False)
        self.low, self.high, self.options = None, None, []
        if self.type == "text":
            self.high = reader.number("most", 1, 2000, 200)
        elif self.type == "number":
            self.low = reader.number("least", -1_000_000_000, 1_000_000_000, 0)
            self.high = reader.number("most", -1_000_000_000, 1_000_000_000, 1_000_000_000)
            if self.low > self.high:
                raise reader.fail("most", "小于 least", "is less than least")
        elif self.type == "choice":
            for option in reader.objects("options", required=True):
                self.options.append(option.word("id", ITEM_ID))
                option.text("text")
                option.done()
            if not 2 <= len(self.options) <= 200 or len(set(self.options)) != len(self.options):
                raise reader.fail("options", "数目不对或编号重复", "has a wrong number of options, or repeats an id")
        reader.done()

    def fits(self, value):
        """Whether somebody can have filled the field in so."""
        if self.type == "number":
            return type(value) is int and self.low <= value <= self.high
        if not isinstance(value, str):
            return False
        if self.type == "text":
            return (1 <= len(value) <= self.high
                    and not any(unicodedata.category(c) == "Cc" and c != "\n" for c in value))
        if self.type == "money":
            return bool(MONEY.fullmatch(value))
        if self.type == "date":
            try:
                return bool(DATE.fullmatch(value)) and bool(datetime(*map(int, value.split("-"))))
            except ValueError:
                return False
        if self.type == "phone":
            return bool(PHONE.fullmatch(value)) and 5 <= sum(c not in "+ -" for c in value) <= 15
        return value in self.options

    def fits_opened(self, data):
        """The same of the bytes that a private field's commitment hashes."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        if self.type != "number":
            return self.fits(text)
        return bool(re.fullmatch("0|-?[1-9][0-9]{0,9}", text)) and self.fits(int(text))


PHONE = re.compile(r"\+?[0-9]+(?:[ -][0-9]+)*")
COMMITTED_FIELD = re.compile("#[0-9a-f]{64}")


class Form:
    """What people fill in, and with which entries or claims."""

    def __init__(self, campaign, reader):
        if campaign.kind in ("riddle", "quiz"):
            raise reader.fail("form", "本类活动没有登记表", "is no part of such a campaign")
        form = reader.object("form")
        collects = campaign.contest is not None and campaign.contest.collects
        self.asked = form.choice("asked", ("once", "each", "claim"),
                                 "each" if collects or campaign.kind == "enrolment" else "once")
        self.fields = [Field(field) for field in form.objects("fields", required=True)]
        self.by_id = {field.id: field for field in self.fields}
        if not 1 <= len(self.fields) <= 50 or len(self.by_id) != len(self.fields):
            raise form.fail("fields", "数目不对或编号重复", "has a wrong number of fields, or repeats an id")
        form.done()
        # The kind of entries or events that it comes with. Once, it comes before all else that a person does.
        self.bearer = ("claim" if self.asked == "claim" else "work" if collects
                       else {"contest": "vote", "enrolment": "enrol"}.get(campaign.kind, "register"))
        title = self.by_id.get(TITLE_FIELD)
        if collects and (self.asked != "each" or title is None or title.type != "text" or title.is_optional
                         or title.is_private):
            raise form.fail("fields", "没有每件作品的名称", "does not have the name of each work")
        if self.bearer == "vote" and not campaign.contest.has_votes:
            raise reader.fail("form", "没有人会填", "is filled in by nobody")

    def problem(self, filled):
        return fields_problem(self.fields, filled)

    def concealed(self, leaf, filled):
        return concealed_in(self.fields, leaf, "/fields", filled or {})


def fields_problem(fields, filled):
    """Why a body can't have these fields, or None; it names the field, and never says what stands there."""
    by_id = {field.id: field for field in fields}
    for key, value in filled.items():
        field = by_id.get(key)
        if field is None:
            return Text("登记表没有这一项", "has a field that the form does not have")
        is_committed = isinstance(value, str) and COMMITTED_FIELD.fullmatch(value)
        if not (is_committed if field.is_private else field.fits(value)):
            return Text(f"登记项 {key} 填得不对", f"the field {key} does not hold what it should")
    for field in fields:
        if not field.is_optional and field.id not in filled:
            return Text(f"缺少登记项 {field.id}", f"the field {field.id} is missing")
    return None


def concealed_in(fields, leaf, parent, filled):
    """(leaf, pointer) → (commitment, field) of the private fields of an object in a body."""
    by_id = {field.id: field for field in fields}
    return {(leaf, f"{parent}/{key}"): (value, by_id[key]) for key, value in filled.items()
            if key in by_id and by_id[key].is_private}


# How a work is called that was handed in as the entry at a leaf; and the field of the form with its name.
COLLECTED = re.compile("w-([1-9][0-9]{0,15})")
TITLE_FIELD = "title"
MOST_WORKS = 10_000


class Contest:
    """What the campaign file says of works, votes, jury and ranking."""

    def __init__(self, campaign, reader):
        works = reader.object("works", required=True)
        self.works, self.titles = [], []
        for work in works.objects("entries"):
            self.works.append(work.word("id", ITEM_ID))
            self.titles.append(work.text("title"))
            for key in ("author", "unit", "about"):
                work.text(key, required=False)
            work.take("link", str)
            work.done()
        # Whether people hand in works, how many of them one may, and from when on the works are fixed.
        self.collects, self.filed = works.take("collect", bool, False), len(self.works)
        if self.filed == 0 and not self.collects or len(set(self.works)) != self.filed:
            raise works.fail("entries", "为空或编号重复", "is empty or repeats an id")
        self.most_of_person = works.number("most", 1, 1000, 1)
        self.has_authors = works.take("authors", str) is not None
        self.knows_authors = self.has_authors or self.collects and not self.works
        spans = campaign.phases.get("vote", []) + campaign.phases.get("score", [])
        self.stands_from = min((opens for opens, _ in spans), default=campaign.closes)
        if self.collects and (any(COLLECTED.fullmatch(work) for work in self.works) or "collect" not in campaign.phases
                              or spans and any(end > self.stands_from for _, end in campaign.phases["collect"])):
            raise works.fail("collect", "与作品编号或阶段不符", "does not fit the works' ids, or the phases")
        works.choice("order", ("random", "file"), "random")
        self.counts_views = works.take("views", bool, False)
        works.done()
        self.has_votes, self.has_jury = "votes" in reader.value, "jury" in reader.value
        if self.has_votes:
            self._read_votes(reader.object("votes"))
        if self.has_jury:
            self._read_jury(reader.object("jury"))
        self.ranking = Ranking(reader.object("ranking", required=True),
                               ["early"] + ["votes"] * self.has_votes + ["jury"] * self.has_jury)

    def stand(self, collected):
        """Puts the works that were accepted behind those of the file."""
        self.works = self.works[:self.filed] + list(collected)
        self.titles = self.titles[:self.filed] + list(collected.values())

    def _read_votes(self, reader):
        self.per_day_ballot = reader.choice("per", ("day", "campaign")) == "day"
        self.least, self.most = reader.number("least", 1, 10_000) or 0, reader.number("most", 1, 10_000, required=True)
        self.points = reader.number("points", 1, 100, 1)
        self.per_work = reader.number("work", 1, 1_000_000)
        self.allows_own = reader.take("self", bool, True)
        if not self.allows_own and not self.knows_authors:
            raise reader.fail("self", "没有作者名单", "has no list of authors to go by")
        if self.least > self.most or self.most > len(self.works) and not self.collects:
            raise reader.fail("most", "与作品数或 least 不符", "does not fit the works or least")
        reader.done()

    def _read_jury(self, reader):
        self.jurors = []
        for member in reader.objects("members", required=True):
            self.jurors.append(member.word("id", NAME))
            member.text("name")
            member.done()
        self.low, self.high = reader.number("least", 0, 1000, 0), reader.number("most", 1, 1000, required=True)
        trim = reader.object("trim")
        self.trim = trim.number("highest", 0, 100, 0), trim.number("lowest", 0, 100, 0)
        trim.done()
        self.criteria = []
        for criterion in reader.objects("criteria"):
            self.criteria.append((criterion.word("id", TIER_ID), read_fraction(criterion.object("weight", True))))
            criterion.text("title")
            criterion.done()
        if not self.jurors or len(set(self.jurors)) != len(self.jurors) or self.low >= self.high:
            raise reader.fail("members", "评委或分数范围不对", "or the range of scores is wrong")
        if self.criteria and (sum(weight for _, weight in self.criteria) != 1
                              or len({name for name, _ in self.criteria}) != len(self.criteria)):
            raise reader.fail("criteria", "权重之和不是 1，或编号重复", "do not add up to 1, or repeat an id")
        if sum(self.trim) >= len(self.jurors):
            raise reader.fail("trim", "去掉的分数太多", "leaves nobody's score")
        reader.done()


class Places:
    """What the campaign file says of places."""

    def __init__(self, reader):
        self.by, slots, self.titles = reader.choice("by", ("first-come", "lottery", "review")), [], []
        for slot in reader.objects("slots", required=True):
            starts = slot.take("starts", str)
            slots.append((slot.word("id", ITEM_ID), slot.number("capacity", 1, 10_000_000, required=True),
                          None if starts is None else parse_time(starts, slot.pointer + "/starts")))
            self.titles.append(slot.text("title"))
            for key in ("about", "where"):
                slot.text(key, required=False)
            ends = slot.take("ends", str)
            if ends is not None:
                parse_time(ends, slot.pointer + "/ends")
            slot.word("price", MONEY, required=False)
            slot.done()
        ids = [slot[0] for slot in slots]
        if not 1 <= len(ids) <= 10_000 or len(set(ids)) != len(ids):
            raise reader.fail("slots", "数目不对或编号重复", "has a wrong number of slots, or repeats an id")
        choices, person = reader.number("choices", 1, 20, 1), reader.number("person", 1, MAX_INTEGER, 1)
        if choices > len(ids):
            raise reader.fail("choices", "多于场次", "is more than there are slots")
        shares = []
        for share in reader.objects("shares"):
            shares.append((share.word("group", NAME), share.word("slot", ITEM_ID, required=False),
                           share.number("count", 1, MAX_INTEGER, required=True)))
            share.done()
        for slot, capacity, _ in slots:
            if sum(count for _, meant, count in shares if meant in (None, slot)) > capacity:
                raise reader.fail("shares", "多于名额", "keeps more places than there are")
        if any(meant is not None and meant not in ids for _, meant, _ in shares):
            raise reader.fail("shares", "没有这个场次", "names a slot that is not there")
        self.fields = None
        cancels = reader.take("cancels", str)
        reader.take("units", bool)
        self.rules = PlaceRules(
            self.by, slots, choices, person, shares, self._balance(reader), self._waiting(reader), self._dependants(reader),
            None if cancels is None else parse_time(cancels, "/places/cancels"))
        # From when on nothing happens unless somebody is offered a place still.
        starts = [slot[2] for slot in slots if slot[2] is not None]
        self.settled_from = self.rules.cancels if cancels is not None else max(starts, default=0)
        reader.done()

    @staticmethod
    def _balance(reader):
        if "balance" not in reader.value:
            return None
        balance = reader.object("balance")
        groups, difference = balance.take("groups", list, required=True), balance.number("difference", 0, 10_000, required=True)
        balance.done()
        if not 2 <= len(groups) <= 10 or len(set(groups)) != len(groups):
            raise balance.fail("groups", "数目不对或重复", "has a wrong number of groups, or repeats one")
        return groups, difference

    @staticmethod
    def _waiting(reader):
        if "waiting" not in reader.value:
            return None
        waiting = reader.object("waiting")
        found = (waiting.number("most", 1, MAX_INTEGER),
                 parse_duration(waiting.take("offer", str, required=True), waiting.pointer + "/offer"))
        waiting.done()
        return found

    def _dependants(self, reader):
        if "dependants" not in reader.value:
            return None
        place = reader.object("dependants")
        most = place.number("most", 1, 20, required=True)
        beside = place.choice("places", ("instead", "beside"), "instead") == "beside"
        self.fields = [Field(field) for field in place.objects("fields", required=True)]
        place.done()
        return most, beside


class Ranking:
    """How works or people are ranked, by some of the measures that they have."""

    def __init__(self, reader, measures):
        self.shares = []
        for share in reader.objects("by", required=True):
            self.shares.append((share.choice("measure", measures), read_fraction(share.object("weight", True))))
            share.done()
        self.funnel = None
        if "funnel" in reader.value:
            funnel = reader.object("funnel")
            self.funnel = funnel.choice("by", measures), funnel.number("top", 1, 1_000_000, required=True)
            funnel.done()
        self.ties = reader.take("ties", list, [])
        self.shown = reader.number("shown", 1, 1_000_000)
        if any(tie not in measures for tie in self.ties):
            raise reader.fail("ties", "有未知的一项", "has an unknown measure")
        if sum(weight for _, weight in self.shares) != 1:
            raise reader.fail("by", "权重之和不是 1", "does not add up to 1")
        reader.done()

    def totals(self, candidates, measures):
        """candidate → its exact total, of those whom the funnel lets through: all who reach what the last of them has.
        Each measure is divided by the largest of those who are ranked."""
        ranked = list(candidates)
        if self.funnel and self.funnel[1] < len(ranked):
            values, top = measures[self.funnel[0]], self.funnel[1]
            cut = sorted(values.values(), reverse=True)[top - 1]
            ranked = [one for one in ranked if values[one] >= cut]
        totals = dict.fromkeys(ranked, Fraction(0))
        for measure, weight in self.shares:
            most = max((measures[measure][one] for one in ranked), default=0) or 1
            for one in ranked:
                totals[one] += weight * Fraction(measures[measure][one]) / most
        return totals

    def rows(self, measures, totals, tickets):
        """(candidate, rank, total, ticket) from the best on: by total, then the ties' measures, then the ticket; who differ
        by the ticket alone share a rank."""
        def key(one):
            return [-totals[one]] + [-Fraction(measures[tie][one]) for tie in self.ties]
        keys = {one: key(one) for one in totals}
        rows = []
        for place, one in enumerate(sorted(totals, key=lambda one: (keys[one], tickets[one])), 1):
            rank = rows[-1][1] if rows and keys[rows[-1][0]] == keys[one] else place
            rows.append((one, rank, totals[one], tickets[one]))
        return rows


def read_fraction(reader):
    number = Fraction(reader.number("num", 0, 1_000_000_000, required=True),
                      reader.number("den", 1, 1_000_000_000, required=True))
    reader.done()
    return number


def fraction_text(value):
    """`7`, `15/2`, or `-` for nothing."""
    return "-" if value is None else str(value)


class Ballots:
    """Ballots in leaf order. A ballot is a person's whole choice of its day, or of the campaign: the last that is not void
    counts, and an empty one withdraws."""

    def __init__(self, contest, day, roll, makers=None):
        # work → who handed it in, of those that people did.
        self.contest, self.day, self.roll, self.makers = contest, day, roll, makers or {}
        # pseudonym → [index, day, choice, is void]
        self.cast = {}

    def problem(self, entry):
        """Why a ballot could not be taken when it came, or None."""
        contest, choice = self.contest, entry.choice
        if any(work not in contest.works for work in choice):
            return Text("没有这件作品", "there is no such work")
        if any(type(points) is not int or not 1 <= points <= contest.points for points in choice.values()):
            return Text("给一件作品的分数超出范围", "points for a work are out of range")
        time = self.time(entry)
        if not choice:
            return None if self.current(entry.pseudonym).get(time) else Text("没有可撤回的选票", "nothing to withdraw")
        if not contest.least <= len(choice) <= contest.most:
            return Text("作品太多或太少", "too many works, or too few")
        if not contest.allows_own and any(self.makers.get(work) == entry.pseudonym for work in choice):
            return Text("投了自己的作品", "votes for the voter's own work")
        if not contest.allows_own and entry.pseudonym in self.roll:
            # Authors are in groups of their works.
            groups = self.roll[entry.pseudonym][5].split(",")
            if any("work:" + work in groups for work in choice):
                return Text("投了自己的作品", "votes for the voter's own work")
        if contest.per_work is not None:
            others = [votes for day, votes in self.current(entry.pseudonym).items() if day != time]
            if any(sum(work in votes for votes in others) >= contest.per_work for work in choice):
                return Text("对一件作品投得太多", "votes too often for one work")
        return None

    def time(self, entry):
        return self.day(entry.at) if self.contest.per_day_ballot else 0

    def take(self, entry):
        self.cast.setdefault(entry.pseudonym, []).append([entry.index, self.time(entry), entry.choice, False])

    def void(self, index):
        for ballots in self.cast.values():
            for ballot in ballots:
                ballot[3] = ballot[3] or ballot[0] == index

    def current(self, pseudonym):
        """day → the choice that counts."""
        return {day: choice for _, day, choice, is_void in self.cast.get(pseudonym, ()) if not is_void}

    def votes(self):
        """Votes by work. Where a void brings an earlier ballot back, the first days count up to the limit for a work."""
        votes = dict.fromkeys(self.contest.works, 0)
        for pseudonym in self.cast:
            given = {}
            for _, choice in sorted(self.current(pseudonym).items()):
                for work, points in choice.items():
                    given[work] = given.get(work, 0) + 1
                    if self.contest.per_work is None or given[work] <= self.contest.per_work:
                        votes[work] += points
        return votes


def jury_means(contest, scores):
    """work → the mean of the jurors' weighted scores without the highest and lowest that are left out; 0 without any."""
    means = {}
    for work in contest.works:
        sums = sorted(scores[work, juror] for juror in contest.jurors if (work, juror) in scores)
        highest, lowest = contest.trim
        kept = sums[lowest:len(sums) - highest]
        means[work] = Fraction(sum(kept), len(kept)) if kept and len(sums) > highest + lowest else Fraction(0)
    return means


def leaf_of(work):
    """The leaf that handed in a work; beyond every log where it is no such work."""
    match = COLLECTED.fullmatch(work)
    return int(match[1]) if match else MAX_INTEGER


def collected_works(audit):
    """leaf → (pseudonym, title, state): what people handed in and took back, and what staff made of it, in leaf order."""
    contest, works, files, used, of_person = audit.campaign.contest, {}, {}, {}, {}

    def put(work, maker, title, state):
        for change, row in ((-1, works.get(work)), (1, (maker, title, state))):
            if row and row[2] in ("pending", "accepted"):
                used[files.get(work)] = used.get(files.get(work), 0) + change
                of_person[row[0]] = of_person.get(row[0], 0) + change
        works[work] = maker, title, state
    reviews = [(record, content) for record, content in audit.amendments if record["class"] == "work"]
    steps = [(entry.index, entry, None) for entry in audit.entries if entry.kind == "work"]
    steps += [(record.index, record, content) for record, content in reviews]
    for leaf, step, content in sorted(steps, key=lambda step: step[0]):
        def refuse(zh, en):
            return Finding(zh, en, leaf=leaf)
        if content is not None:
            work = leaf_of(content["work"])
            if work not in works and work in audit.unopened:
                # Its opening is withheld: its name and its author are not known.
                put(work, None, content["work"], "pending")
            maker, _, state = works.get(work, (None, None, "withdrawn"))
            is_again = content["accepted"] and state == "rejected"
            if state == "withdrawn" or is_again and (
                    files.get(work) and used.get(files[work], 0) > 0
                    or maker is not None and of_person.get(maker, 0) >= contest.most_of_person):
                raise refuse("审核的不是一件交来的作品，或已撤回，或已被另一件代替",
                             "reviews a work that nobody handed in, that was taken back, or whose place another one took")
            put(work, *works[work][:2], "accepted" if content["accepted"] else "rejected")
        elif step.takes_back is not None:
            work = leaf_of(step.takes_back)
            if (work not in works or works[work][0] != step.pseudonym or works[work][2] != "pending"
                    or step.at >= contest.stands_from):
                raise refuse("撤回的作品不是自己的，或已审核、撤回、定下",
                             "takes back a work that is not its person's, was reviewed or taken back, or too late")
            put(work, *works[work][:2], "withdrawn")
        else:
            if used.get(step.file, 0) > 0:
                raise refuse("同一文件已经交过", "hands in a file that is there already")
            if of_person.get(step.pseudonym, 0) >= contest.most_of_person:
                raise refuse("超过每人的作品数", "is over the limit of works a person")
            if len(works) + contest.filed >= MOST_WORKS:
                raise refuse("超过全部作品数", "is over the limit of works in all")
            title = (step.fields or {}).get(TITLE_FIELD, "")
            files[leaf] = step.file
            put(leaf, step.pseudonym, f"w-{leaf}" if leaf in audit.gaps else title, "pending")
    return works


def score_of(contest, record, content, changes):
    """A juror's score of a work, from what an amendment kept secret; ValueError where it is none."""
    if content["juror"] not in contest.jurors or content["work"] not in contest.works:
        raise ValueError("no such juror or work")
    sheet = f"/jury/{content['juror']}/{content['work']}"
    pointers = [f"{sheet}/{name}" for name, _ in contest.criteria] or [sheet]
    marks = [change["value"] for change in changes]
    if [change["pointer"] for change in changes] != pointers or any(
            type(mark) is not int or not contest.low <= mark <= contest.high for mark in marks):
        raise ValueError("no proper scores")
    return sum(weight * mark for (_, weight), mark in zip(contest.criteria, marks)) if contest.criteria \
        else Fraction(marks[0])


# --- Folding of free text --------------------------------------------------------------------------------------------


def _code_points(text):
    """The characters of `0009-000D 0020 …`."""
    points = set()
    for part in text.split():
        low, _, high = part.partition("-")
        points.update(range(int(low, 16), int(high or low, 16) + 1))
    return points


SPACES = _code_points("0009-000D 0020 0085 00A0 1680 2000-200D 2028 2029 202F 205F 2060 3000 FEFF")
PUNCTUATION = {ord(c) for c in "!\"#%&'()*,-./:;?@[\\]_{}~"} | _code_points(
    "00A1 00A7 00AB 00B6 00B7 00BB 00BF 2010-2027 2030-205E 3001-3003 3008-3011 3014-301F FE10-FE19 FE30-FE4F "
    "FE50-FE6B FF01-FF0F FF1A-FF20 FF3B-FF3D FF3F FF5B-FF65")
_NO_SPACE, _NO_PUNCTUATION = dict.fromkeys(SPACES), dict.fromkeys(PUNCTUATION)
_WIDTH = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_traditional = None


def traditional_table():
    """The fixed table beside this file; another table would be another game."""
    global _traditional
    if _traditional is None:
        try:
            with open(FOLD_TABLE_PATH, "rb") as stream:
                data = stream.read(MAX_SMALL_FILE_BYTES)
        except OSError:
            data = b""
        if hex256(data) != FOLD_TABLE_SHA256:
            raise NotProvable("简繁对照表 traditional-simplified.txt 缺失或不同",
                              "the table traditional-simplified.txt is missing or another one")
        pairs = (line.split("\t") for line in data.decode("utf-8").split("\n") if line)
        _traditional = {ord(traditional): simplified for traditional, simplified in pairs}
    return _traditional


def fold_text(text, steps):
    """A guess with every declared difference taken away; the steps have one fixed order."""
    if "nfkc" in steps:
        text = unicodedata.normalize("NFKC", text)
    if "width" in steps:
        text = text.translate(_WIDTH)
    if "case" in steps:
        text = "".join([c.lower() for c in text])
    if "traditional" in steps:
        text = text.translate(traditional_table())
    if "space" in steps:
        text = text.translate(_NO_SPACE)
    if "punctuation" in steps:
        text = text.translate(_NO_PUNCTUATION)
    if "numerals" in steps:
        text = NUMERALS.sub(lambda run: plain_number(run[0].translate(NUMERAL_SIGNS)), text)
    if "particles" in steps:
        text = PARTICLES.sub("", text)
    return text


NUMERAL_SIGNS = {ord(sign): plain for plain, signs in (
    ("0", "０零〇"), ("1", "１一壹"), ("2", "２二贰貳"), ("3", "３三叁叄"), ("4", "４四肆"), ("5", "５五伍"),
    ("6", "６六陆陸"), ("7", "７七柒"), ("8", "８八捌"), ("9", "９九玖"), ("十", "拾"), ("百", "佰"), ("千", "仟"),
) for sign in signs}
NUMERALS = re.compile("[0-9十百千" + "".join(map(chr, NUMERAL_SIGNS)) + "]+")
NUMBER = re.compile("(d千(0(d十d?|d)|d百(d十d?|0d)?)?|d百(d十d?|0d)?|d?十d?)".replace("d", "[1-9]"))


def plain_number(run):
    """A run of signs in plain form: as digits where it is the usual writing of a number with positions."""
    if not NUMBER.fullmatch(run):
        return run
    value, count = 0, None
    for sign in run:
        if sign in "十百千":
            value += (1 if count is None else count) * {"十": 10, "百": 100, "千": 1000}[sign]
            count = None
        else:
            count = int(sign)
    return str(value + (count or 0))


PARTICLES = re.compile(r"(?<!\A)(?:之(?!\Z)|(?<![目之])的(?![确士卢])|(?<![不得明末未为除知])了(?![解然结却断不得如事])"
                       r"|(?<![女男婴幼孤健宠胎小少娇弃生血产患育这那哪])儿(?![子童女孙媳科歌戏时所郎化]))")


def is_acceptable_text(text):
    """1–200 code points, none of them a control, surrogate, private or unassigned one (Unicode 14 in Python 3.11)."""
    return (isinstance(text, str) and 1 <= len(text) <= 200
            and not any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in text))


# --- Papers ----------------------------------------------------------------------------------------------------------


class PaperStream:
    """The words of one person's paper: HMAC blocks read as big-endian 64-bit numbers."""

    def __init__(self, key, pseudonym, attempt, activation=None):
        self.key, self.block, self.words = key, 0, []
        activation = activation + "\n" if activation else ""
        self.head = f"huigong/paper/v1\n{pseudonym}\n{attempt}\n{activation}".encode()

    def below(self, bound):
        """An unbiased number below `bound`; below(1) takes no word."""
        if bound == 1:
            return 0
        limit = (1 << 64) // bound * bound
        while True:
            if not self.words:
                block = hmac.digest(self.key, self.head + struct.pack(">I", self.block), "sha256")
                self.words = list(struct.unpack(">4Q", block))
                self.block += 1
            word = self.words.pop(0)
            if word < limit:
                return word % bound

    def take(self, count, items):
        """`count` of the items, in the order drawn."""
        items = list(items)
        for i in range(count):
            j = i + self.below(len(items) - i)
            items[i], items[j] = items[j], items[i]
        return items[:count]


def paper_id(key, pseudonym, attempt):
    return "p-" + hex256(key + f"{pseudonym}\n{attempt}".encode())[:16]


def paper_questions(stream, strata):
    """The questions of a paper, in paper order; `strata` are (name, questions, take)."""
    return [item for _, items, take in strata for item in stream.take(take, items)]


# --- The draw --------------------------------------------------------------------------------------------------------


def seed_lines(origin, phase, size, root, sources):
    """seed-input.txt: what the seed is the hash of."""
    return "".join(line + "\n" for line in ["huigong/seed/v1", origin, phase, str(size), b64(root), *sources]).encode()


def least_tickets(seed, rows, most=1):
    """(ticket, index, chance, pseudonym) of each person's `most` least tickets, in the order of the walk."""
    base = hashlib.sha256(seed.encode("ascii"))
    best = {}
    for index, pseudonym, chances in rows:
        for chance in range(1, chances + 1):
            state = base.copy()
            state.update(b",%d" % index if chance == 1 else b",%d.%d" % (index, chance))
            ticket = (state.digest(), index, chance)
            own = best.setdefault(pseudonym, [])
            bisect.insort(own, ticket)
            del own[most:]
    walk = sorted((*ticket, pseudonym) for pseudonym, own in best.items() for ticket in own)
    return [(ticket.hex(), index, chance, pseudonym) for ticket, index, chance, pseudonym in walk]


def walk_tickets(tickets, places, household_cap, unit_cap, groups, won=None, barred=None, person_cap=1):
    """Each ticket's outcome: one pass, a skip is never undone, and who meets no free place has `none`.

    `places` is the list of outcomes to give in order; `groups` maps a pseudonym to its (household, unit); `won` has how
    often somebody has won before, which counts for the cap of a person; `barred` gives the outcome of those whose groups
    are not known any more.
    """
    households, units, persons, outcomes, given = {}, {}, dict(won or {}), [], 0
    for ticket in tickets:
        if given == len(places):
            outcomes.append("none")
            continue
        if persons.get(ticket[3], 0) >= person_cap:
            outcomes.append("skip one-win")
            continue
        if barred and ticket[3] in barred:
            outcomes.append(barred[ticket[3]])
            continue
        household, unit = groups[ticket[3]]
        if household_cap is not None and household != "-" and households.get(household, 0) >= household_cap:
            outcomes.append("skip household")
        elif unit_cap is not None and unit != "-" and units.get(unit, 0) >= unit_cap:
            outcomes.append("skip unit")
        else:
            households[household] = households.get(household, 0) + 1
            units[unit] = units.get(unit, 0) + 1
            persons[ticket[3]] = persons.get(ticket[3], 0) + 1
            outcomes.append(places[given])
            given += 1
    return outcomes


def walk_works(audit):
    """Each work of the ranking with its authors and its outcome. A prize is one prize to each cap: of every author, and of
    every household and unit that one of them is of. Works that may not win, or that nobody could claim, have `none`."""
    campaign, roll, rows, given = audit.campaign, audit.known_roll, [], 0
    places = [f"win {tier}" for tier, _, count in campaign.tiers for _ in range(min(count, len(audit.ranking)))]
    places += [f"alternate {n}" for n in range(1, min(campaign.alternates, len(audit.ranking)) + 1)]
    counts = {"one-win": {}, "household": {}, "unit": {}}
    caps = {"one-win": campaign.person_cap, "household": campaign.household_cap, "unit": campaign.unit_cap}
    for work, _, _, ticket in audit.ranking:
        people = tuple(audit.authors.get(work, ()))
        lines = [roll[person] for person in people if person in roll]
        own = {"one-win": set(people), "household": {line[1] for line in lines} - {"-"},
               "unit": {line[2] for line in lines} - {"-"}}
        is_barred = len(lines) < len(people) or not all(line[3] for line in lines) or not people and campaign.claim_within is not None
        over = [cap for cap, names in own.items()
                if caps[cap] is not None and any(counts[cap].get(name, 0) >= caps[cap] for name in names)]
        outcome = "none"
        if given < len(places) and not is_barred and over:
            outcome = f"skip {over[0]}"
        elif given < len(places) and not is_barred:
            outcome, given = places[given], given + 1
            for cap, names in own.items():
                for name in names:
                    counts[cap][name] = counts[cap].get(name, 0) + 1
        rows.append((ticket, work, 1, people, outcome))
    return rows


# --- Places ----------------------------------------------------------------------------------------------------------

class PlaceRefused(Exception):
    """An operation that is not taken; the reason is the text."""


class PlaceRules:
    """What the rules say of places. Slots are (id, capacity, when it starts or None); shares (group, slot id or None, count);
    balance (groups, difference), waiting (most or None, how long an offer stands), dependants (most, whether beside)."""

    def __init__(self, by, slots, choices=1, person=1, shares=(), balance=None, waiting=None, dependants=None,
                 cancels=None):
        self.by, self.slots, self.choices, self.person = by, slots, choices, person
        self.balance, self.waiting, self.dependants, self.cancels = balance, waiting, dependants, cancels
        self.number = {slot[0]: place for place, slot in enumerate(slots)}
        self.shares = []
        for slot, _, _ in slots:
            counts = {}
            for group, meant, count in shares:
                if meant in (None, slot):
                    counts[group] = counts.get(group, 0) + count
            self.shares.append(counts)

    def balanced(self, groups):
        """The group that counts for the balance of somebody in these; None: none does."""
        return next((group for group in self.balance[0] if group in groups), None) if self.balance else None

    def size(self, dependants):
        """How many places somebody takes in a slot, with so many dependants."""
        if self.dependants is None:
            return 1 if dependants == 0 else None
        most, beside = self.dependants
        if not (0 if beside else 1) <= dependants <= most:
            return None
        return dependants + (1 if beside else 0)


class PlaceRoom:
    """The places of one slot. Who is in a group with a share counts under it; what a group has beyond its share is of
    the places that are in none."""

    def __init__(self, rules, slot):
        self.rules, self.slot, self.capacity = rules, slot, rules.slots[slot][1]
        self.shares = rules.shares[slot]
        self.open = self.capacity - sum(self.shares.values())
        self.under = dict.fromkeys(self.shares, 0)
        self.outside = self.taken = self.offered = 0
        self.balance = dict.fromkeys(rules.balance[0], 0) if rules.balance else {}

    def left_open(self):
        return self.open - self.outside - sum(max(0, self.under[each] - self.shares[each]) for each in self.shares)

    def seat(self, groups, size):
        """(share or None,): where so many places count; None: there is no room."""
        inside = {each: max(0, self.shares[each] - self.under[each]) for each in self.shares if each in groups}
        left = self.left_open()
        for spare in (0, left):
            for share, own in inside.items():
                if own + spare >= size:
                    return (share,)
        return (None,) if left >= size else None

    def has_balance(self, groups, size):
        own = self.rules.balanced(groups)
        if own is None:
            return True
        least = min(count for group, count in self.balance.items() if group != own)
        return self.balance[own] + size - least <= self.rules.balance[1]

    def could_seat(self, groups, size):
        return size <= self.open + max((count for group, count in self.shares.items() if group in groups), default=0)

    def widen(self, capacity):
        self.open += capacity - self.capacity
        self.capacity = capacity

    def count(self, seat, groups, size):
        """Adds so many places, or takes them away where the number is negative."""
        if seat[0] is None:
            self.outside += size
        else:
            self.under[seat[0]] += size
        own = self.rules.balanced(groups)
        if own is not None:
            self.balance[own] += size


class Enrolled:
    """An enrolment, and how each of its choices stands: wanted, waiting, offered, taken or left."""

    def __init__(self, leaf, person, groups, size, choices):
        self.leaf, self.person, self.groups, self.size, self.choices = leaf, person, frozenset(groups), size, choices
        self.stands = dict.fromkeys(choices, "wanted")
        self.seats, self.offers = {}, {}
        self.state = "entered"
        self.number = None

    def among(self, *states):
        return [slot for slot in self.choices if self.stands[slot] in states]


class PlaceBook:
    """Who has which places, worked out from the enrolments and events of the log in their order.

    After each operation, and before one at a later instant, `take_due` is asked until it gives None: what is free goes
    to the first on the list who may have it, and offers run out in the order of their ends."""

    def __init__(self, rules):
        self.rules = rules
        self.rooms = [PlaceRoom(rules, slot) for slot in range(len(rules.slots))]
        self.rows, self.standing, self.entered, self.offers = {}, {}, {}, {}
        # By person the rows that are over and have places still, in slots that had started by then.
        self.kept = {}
        # The rows that stand on the list, and by slot those that wait for it, in the order of joining.
        self.listed, self.lines = {}, [{} for _ in rules.slots]
        # The lines again, by groups and number of places: of each such class only the first is looked at.
        self.classes = [{} for _ in rules.slots]
        self.joined, self.stirred, self.ready, self.ends = 0, set(), [], []
        self.is_allotted, self.round = False, None

    # What is asked of people

    def enrol(self, leaf, person, groups, choices, dependants, at):
        rules = self.rules
        if self.is_allotted:
            raise PlaceRefused("place.allotted")
        if not 1 <= len(choices) <= rules.choices or len(set(choices)) < len(choices) \
                or not all(0 <= slot < len(rules.slots) for slot in choices):
            raise PlaceRefused("place.choices")
        size = rules.size(dependants)
        if size is None:
            raise PlaceRefused("place.dependants")
        possible = [slot for slot in choices if self.rooms[slot].could_seat(groups, size)]
        if not possible:
            raise PlaceRefused("place.never")
        if all(self.has_started(slot, at) for slot in possible):
            raise PlaceRefused("place.started")
        row = Enrolled(leaf, person, groups, size, choices)
        if rules.by == "first-come":
            self.place(row, at)
        else:
            if person in self.entered:
                self.entered[person].state = "over"
            self.entered[person] = row
        self.rows[leaf] = row

    def decide(self, leaf, approved, at):
        row = self.rows.get(leaf)
        if self.rules.by != "review" or row is None or row.state != "entered":
            raise PlaceRefused("place.nothing")
        if approved:
            self.place(row, at)
        else:
            row.state = "over"
        del self.entered[row.person]

    def cancel(self, leaf, at):
        row = self.rows.get(leaf)
        if row is None or row.state == "over":
            raise PlaceRefused("place.nothing")
        taken, begun = row.among("taken"), self.begun(row, at)
        if len(taken) > len(begun) and self.is_late(at):
            raise PlaceRefused("place.late")
        if begun and taken == begun and not row.among("offered") and row.number is None:
            raise PlaceRefused("place.late")
        self.close(row, begun)

    def void(self, leaf, at):
        """Takes an enrolment out with all that it has, as the organiser may at any time."""
        row = self.rows.get(leaf)
        if row is None or row.state == "over" and not row.among("taken"):
            raise PlaceRefused("place.nothing")
        if row.state != "over":
            self.close(row, [])
            return
        self.count(row, -1)
        for slot in row.choices:
            row.stands[slot] = "left"
        self.kept[row.person].remove(row)
        if row.person in self.standing:
            self.stirred.update(self.standing[row.person].among("waiting"))

    def widen(self, slot, capacity):
        """A slot has more places, which go to whoever waits."""
        if capacity > self.rooms[slot].capacity:
            self.rooms[slot].widen(capacity)
            self.check(slot)

    def accept(self, offer):
        row, slot = self.open_offer(offer)
        self.offers[offer][2] = "accepted"
        self.rooms[slot].offered -= row.size
        self.rooms[slot].taken += row.size
        row.stands[slot] = "taken"
        if row.number is not None:
            self.leave(row)
            if len(row.among("taken")) < self.most(row):
                self.join(row)

    def decline(self, offer):
        self.open_offer(offer)
        self.give_up(offer, "over")

    def allot(self, order, at):
        """Everybody's next slot in the order of tickets, round after round."""
        self.is_allotted = True
        order = [self.rows[leaf] for leaf in order]
        for row in order:
            row.state = "standing"
            self.standing[row.person] = row
            del self.entered[row.person]
        for row in self.entered.values():
            row.state = "over"
        self.entered = {}
        for self.round in range(1, max(map(self.most, order), default=0) + 1):
            for row in order:
                if row.number is None and len(row.among("taken")) < min(self.most(row), self.round):
                    self.enter(row, at)
        self.round = None
        self.line_up(order)
        while self.fill(at):
            self.line_up(order)
        most = 0 if self.rules.waiting is None else self.rules.waiting[0]
        for row in list(self.listed.values())[most:] if most is not None else []:
            self.leave(row)
        for row in order:
            self.end_if_empty(row)
        self.stirred = set()

    # Operations in parts

    def has_started(self, slot, at):
        starts = self.rules.slots[slot][2]
        return starts is not None and starts <= at

    def is_late(self, at):
        return self.rules.cancels is not None and self.rules.cancels <= at

    def most(self, row):
        return min(self.rules.person - self.held_back(row.person), len(row.choices))

    def held_back(self, person):
        """How many slots somebody keeps of enrolments that are over."""
        return sum(len(row.among("taken")) for row in self.kept.get(person, ()))

    def begun(self, row, at):
        """The slots that somebody has and that have started: those are kept."""
        return [slot for slot in row.among("taken") if self.has_started(slot, at)]

    def close(self, row, kept):
        if row.state == "entered":
            row.state = "over"
            del self.entered[row.person]
        else:
            self.count(row, -1, kept)
            self.end(row, kept)

    def can_wait(self, others):
        waiting = self.rules.waiting
        return waiting is not None and (waiting[0] is None or others < waiting[0])

    def place(self, row, at):
        """Gives an enrolment the first of its choices that have room, as if the person's earlier one had nothing."""
        earlier = self.standing.get(row.person)
        begun = self.begun(earlier, at) if earlier else []
        had = [slot for slot in earlier.among("taken", "offered") if slot not in begun] if earlier else []
        if earlier and len(earlier.among("taken")) > len(begun) and self.is_late(at):
            raise PlaceRefused("place.late")
        if self.held_back(row.person) + len(begun) >= self.rules.person:
            raise PlaceRefused("place.kept")
        if earlier:
            self.count(earlier, -1, begun)
        got, most = [], self.rules.person - self.held_back(row.person) - len(begun)
        for slot in row.choices:
            if len(got) < most and not self.has_started(slot, at) and self.fits(row, slot):
                self.hold(row, slot, "taken")
                got.append(slot)
        if not got:
            if earlier:
                self.count(earlier, 1, begun)
            if had:
                raise PlaceRefused("place.kept")
            if not self.can_wait(len(self.listed) - (1 if earlier and earlier.number is not None else 0)):
                raise PlaceRefused("place.full")
        if earlier:
            self.end(earlier, begun)
        row.state = "standing"
        self.standing[row.person] = row
        if len(got) < self.most(row) and self.can_wait(len(self.listed)):
            self.join(row)

    def fits(self, row, slot):
        room = self.rooms[slot]
        return room.seat(row.groups, row.size) is not None and room.has_balance(row.groups, row.size)

    def hold(self, row, slot, how):
        room = self.rooms[slot]
        row.seats[slot] = room.seat(row.groups, row.size)
        row.stands[slot] = how
        room.count(row.seats[slot], row.groups, row.size)
        setattr(room, how, getattr(room, how) + row.size)
        self.check(slot)

    def count(self, row, sign, kept=()):
        """Gives back what a row has but what it keeps, or takes it again."""
        for slot in row.among("taken", "offered"):
            if slot in kept:
                continue
            room, how = self.rooms[slot], row.stands[slot]
            room.count(row.seats[slot], row.groups, sign * row.size)
            setattr(room, how, getattr(room, how) + sign * row.size)
            self.check(slot)

    def check(self, slot):
        room = self.rooms[slot]
        inside = sum(max(0, count - room.under[group]) for group, count in room.shares.items())
        assert min(room.taken, room.offered, room.left_open()) >= 0
        assert room.taken + room.offered + room.left_open() + inside == room.capacity
        self.stirred.add(slot)

    def end(self, row, kept):
        self.leave(row)
        for slot in row.among("offered"):
            self.offers[row.offers[slot]][2] = "over"
        for slot in row.choices:
            if slot not in kept:
                row.stands[slot] = "left"
        if kept:
            self.kept.setdefault(row.person, []).append(row)
        row.state = "over"
        del self.standing[row.person]

    def end_if_empty(self, row):
        if row.number is None and not row.among("taken", "offered"):
            row.state = "over"
            del self.standing[row.person]

    # The list

    def join(self, row):
        wanted = [slot for slot in row.among("wanted") if self.rooms[slot].could_seat(row.groups, row.size)]
        if not wanted:
            return
        row.number = self.joined
        self.joined += 1
        self.listed[row.number] = row
        for slot in wanted:
            row.stands[slot] = "waiting"
            self.lines[slot][row.number] = row
            self.classes[slot].setdefault((row.groups, row.size), {})[row.number] = row
            if self.rules.balance:
                self.stirred.add(slot)

    def leave(self, row):
        if row.number is None:
            return
        for slot in row.among("waiting"):
            row.stands[slot] = "wanted"
            self.step_out(row, slot)
            self.stirred.add(slot)
        del self.listed[row.number]
        row.number = None

    def step_out(self, row, slot):
        del self.lines[slot][row.number]
        del self.classes[slot][row.groups, row.size][row.number]

    def heads(self, slot):
        """The first of each class who may have more, with the number on the list, ascending by it."""
        firsts = (
            next(((number, row) for number, row in members.items()
                  if len(row.among("taken", "offered")) < min(self.most(row), self.round or self.most(row))), None)
            for members in self.classes[slot].values())
        return sorted((first for first in firsts if first), key=lambda first: first[0])

    def next(self, at):
        """The rows that get places next, each with the slot: one, or where the balance holds everybody back, one of each
        of its groups."""
        singles, sets = [], []
        for slot in self.stirred:
            if self.has_started(slot, at):
                continue
            firsts = {}
            for number, row in self.heads(slot):
                if self.fits(row, slot):
                    singles.append((number, row.choices.index(slot), [(row, slot)]))
                    break
                firsts.setdefault(row.size, {}).setdefault(self.rules.balanced(row.groups), row)
            for groups in firsts.values():
                if self.rules.balance and all(group in groups for group in self.rules.balance[0]):
                    rows = sorted((groups[group] for group in self.rules.balance[0]), key=lambda row: row.number)
                    if self.have_room(rows, slot):
                        sets.append((rows[0].number, rows[0].choices.index(slot), [(row, slot) for row in rows]))
        found = min(singles or sets or [(0, 0, [])], key=lambda each: each[:2])[2]
        if not found:
            self.stirred = set()
        return found

    def have_room(self, rows, slot):
        room, seats = self.rooms[slot], []
        for row in rows:
            seat = room.seat(row.groups, row.size)
            if seat is None:
                break
            room.count(seat, row.groups, row.size)
            seats.append((seat, row))
        for seat, row in seats:
            room.count(seat, row.groups, -row.size)
        return len(seats) == len(rows)

    def give(self, row, slot, how):
        self.step_out(row, slot)
        self.hold(row, slot, how)
        if not row.among("waiting"):
            self.leave(row)
        self.stirred.update(row.among("waiting"))

    def line_up(self, order):
        """The list anew: who has fewer slots first, then by ticket."""
        places = {id(row): place for place, row in enumerate(order)}
        listed = sorted(self.listed.values(), key=lambda row: (len(row.among("taken")), places[id(row)]))
        for row in listed:
            self.leave(row)
        for row in listed:
            self.join(row)

    def enter(self, row, at):
        slot = next((slot for slot in row.among("wanted") if not self.has_started(slot, at) and self.fits(row, slot)), None)
        if slot is not None:
            self.hold(row, slot, "taken")
        else:
            self.join(row)
        self.fill(at)

    def fill(self, at):
        """While tickets allot: who waits gets what the balance lets them have now. Whether anybody did."""
        if not self.rules.balance:
            self.stirred = set()
        found = False
        while self.stirred:
            for member, slot in self.next(at):
                found = True
                self.give(member, slot, "taken")
                self.leave(member)
                if len(member.among("taken")) < min(self.most(member), self.round or self.most(member)):
                    self.join(member)
        return found

    # Offers

    def take_due(self, leaf, at):
        """The next event, as the log has it at `leaf`: ("offer", the enrolment's leaf, slot, until), or ("expire", the offer's
        leaf); None: nothing is due."""
        if not self.ready and self.stirred:
            self.ready = self.next(at)
            for row, slot in self.ready:
                self.give(row, slot, "offered")
        if self.ready:
            row, slot = self.ready.pop(0)
            starts = self.rules.slots[slot][2]
            until = at + self.rules.waiting[1]
            until = until if starts is None else min(until, starts)
            self.offers[leaf] = [row, slot, "open", until]
            row.offers[slot] = leaf
            heapq.heappush(self.ends, (until, leaf))
            return "offer", row.leaf, slot, until
        while self.ends and self.offers[self.ends[0][1]][2] != "open":
            heapq.heappop(self.ends)
        if self.ends and self.ends[0][0] <= at:
            offer = self.ends[0][1]
            self.give_up(offer, "expired")
            return "expire", offer
        return None

    def open_offer(self, offer):
        if offer not in self.offers:
            raise PlaceRefused("offer.unknown")
        row, slot, state, _ = self.offers[offer]
        if state != "open":
            raise PlaceRefused("offer." + state)
        return row, slot

    def give_up(self, offer, state):
        row, slot, _, _ = self.offers[offer]
        self.offers[offer][2] = state
        self.rooms[slot].count(row.seats[slot], row.groups, -row.size)
        self.rooms[slot].offered -= row.size
        row.stands[slot] = "left"
        self.check(slot)
        self.stirred.update(row.among("waiting"))
        self.end_if_empty(row)

    # The files

    def places_file(self, pseudonym):
        """places.csv: who has what."""
        lines = ["index,pseudonym,slot,places,status\n"]
        for leaf, row in sorted(self.rows.items()):
            for slot in row.among("taken", "offered"):
                lines.append("%d,%s,%s,%d,%s\n" % (
                    leaf, pseudonym(row.person), self.rules.slots[slot][0], row.size, row.stands[slot]))
        return "".join(lines).encode()

    def waiting_file(self, pseudonym):
        """waiting.csv: who waits, a line for each slot."""
        lines = ["slot,position,index,pseudonym,places\n"]
        for slot, line in enumerate(self.lines):
            for position, row in enumerate(line.values()):
                lines.append("%s,%d,%d,%s,%d\n" % (
                    self.rules.slots[slot][0], position + 1, row.leaf, pseudonym(row.person), row.size))
        return "".join(lines).encode()


class PlaceAudit:
    """The places of a bundle, worked out again from its enrolments and events in the order of the log."""

    def __init__(self, audit):
        if audit.unopened:
            raise NotProvable("有报名的内容已抹去，名额只有较早的核验材料（--earlier）能重新算出",
                              "enrolments were erased: working places out again takes an earlier bundle (--earlier)")
        self.audit, self.rules = audit, audit.announced.places.rules
        self.book, self.last, self.is_voidable = PlaceBook(self.rules), 0, False
        self.at_closing, self.eligible, self.tickets, self.drawn = None, [], [], None
        voids = {record.index: (content["index"], record["at"]) for record, content in audit.amendments
                 if record["class"] == "void-entry"}
        changes = {record.index: (content["changes"], record["at"]) for record, content in audit.amendments
                   if "changes" in content}
        bodies = {body.index if isinstance(body, Entry) else body.leaf: body for body in audit.bodies}
        for record in audit.records[1:]:
            leaf, body = record.index, bodies.get(record.index)
            if isinstance(body, PlaceEvent):
                self.take_event(body)
            elif body is not None:
                self.enrol(body)
            elif leaf in voids:
                self.void(leaf, *voids[leaf])
            elif leaf in changes:
                self.change(leaf, *changes[leaf])
            elif record is audit.closing:
                self.close(record)
            elif record is audit.outcome and record.kind == "draw":
                self.draw(record)
            elif record.kind == "final":
                self.require_nothing_due(leaf, record["at"])
        # What the last act brought about stands right behind it.
        due = self.book.take_due(len(audit.records), self.last)
        if due:
            raise Finding("缺少到期的候补递补或逾期", "an offer, or the end of one, that was due is missing", "log")
        self.is_open = bool(self.book.ends) and any(self.book.offers[leaf][2] == "open" for _, leaf in self.book.ends)
        self.files = [("draw/places.csv", self.book.places_file(str)), ("draw/waiting.csv", self.book.waiting_file(str))]

    def require_nothing_due(self, leaf, at):
        self.last = max(self.last, at)
        if self.book.take_due(leaf, self.last):
            raise Finding("在它之前应先记录候补递补或逾期", "comes where an offer, or its end, was due first", leaf=leaf)

    def refused(self, reason, leaf):
        return Finding(f"按规则应当拒绝（{reason}）", f"is what the rules refuse ({reason})", leaf=leaf)

    def enrol(self, entry):
        self.require_nothing_due(entry.index, entry.at)
        place = self.audit.known_roll.get(entry.pseudonym)
        groups = set(place[5].split(",")) if place and len(place) > 5 else set()
        named = {group for shares in self.rules.shares for group in shares} | set(
            self.rules.balance[0] if self.rules.balance else ())
        choices = [self.rules.number.get(slot, -1) for slot in entry.choices]
        try:
            self.book.enrol(entry.index, entry.pseudonym, frozenset(groups & named), choices, len(entry.dependants or ()),
                            self.last)
        except PlaceRefused as refusal:
            raise self.refused(refusal, entry.index) from None

    def void(self, leaf, index, at):
        self.require_nothing_due(leaf, at)
        try:
            self.book.void(index, self.last)
        except PlaceRefused:
            # It had nothing any more.
            pass

    def change(self, leaf, changes, at):
        self.require_nothing_due(leaf, at)
        for change in changes:
            match = re.fullmatch("/places/slots/([0-9]+)/capacity", change["pointer"])
            if match and int(match[1]) < len(self.rules.slots) and type(change["value"]) is int:
                self.book.widen(int(match[1]), change["value"])

    def take_event(self, event):
        if event.kind in ("offer", "expire"):
            self.last = max(self.last, event.at)
            due = self.book.take_due(event.leaf, self.last)
            if due and due[0] == event.kind == "offer":
                found = due[1] == event.refers_to and self.rules.slots[due[2]][0] == event.slot
                found = found and self.book.rows[due[1]].person == event.pseudonym
            else:
                found = due and due == ("expire", event.refers_to) and event.kind == "expire" \
                    and self.book.offers[due[1]][0].person == event.pseudonym
            if not found:
                raise Finding("不该有这次候补递补或逾期：没有空出的名额、期限未到，或轮到的是别人",
                              "is an offer, or the end of one, that the rules do not have: no place is free, its time is not "
                              "over, or another one is due", leaf=event.leaf)
            return
        if event.kind == "void" and not self.is_voidable:
            raise Finding("早于截止或抽签", "takes out an enrolment before the closing or its draw", leaf=event.leaf)
        self.require_nothing_due(event.leaf, event.at)
        is_offer = event.kind in ("accept", "decline")
        offer = self.book.offers.get(event.refers_to)
        row = (offer[0] if offer else None) if is_offer else self.book.rows.get(event.refers_to)
        if row is None or row.person != event.pseudonym:
            raise Finding("说的是别人的报名或名额", "is about somebody else's enrolment or offer", leaf=event.leaf)
        try:
            if event.kind == "cancel":
                self.book.cancel(event.refers_to, self.last)
            elif event.kind == "accept":
                self.book.accept(event.refers_to)
            elif event.kind == "decline":
                self.book.decline(event.refers_to)
            elif event.kind == "void":
                self.book.void(event.refers_to, self.last)
            else:
                self.book.decide(event.refers_to, event.outcome == "approve", self.last)
        except PlaceRefused as refusal:
            raise self.refused(refusal, event.leaf) from None

    def digest(self):
        return hex256(self.book.places_file(str) + self.book.waiting_file(str))

    def close(self, record):
        self.require_nothing_due(record.index, record["at"])
        self.at_closing, self.is_voidable = self.digest(), self.rules.by != "lottery"
        if self.rules.by == "lottery":
            roll = self.audit.known_roll
            self.eligible = [(leaf, row.person, 1) for leaf, row in sorted(self.book.rows.items())
                             if row.state == "entered" and row.person in roll and roll[row.person][3]]

    def draw(self, record):
        self.require_nothing_due(record.index, record["at"])
        self.is_voidable = True
        if self.rules.by != "lottery":
            return
        order = sorted((hex256(f"{self.audit.seed},slot,{person}".encode()), leaf, person) for leaf, person, _ in self.eligible)
        if any(self.book.rows[leaf].state != "entered" for _, leaf, _ in order):
            raise Finding("名单上的报名已不在", "draws enrolments that are over", leaf=record.index)
        self.book.allot([leaf for _, leaf, _ in order], self.last)
        for ticket, leaf, person in order:
            slots = " ".join(self.rules.slots[slot][0] for slot in self.book.rows[leaf].among("taken"))
            self.tickets.append((ticket, leaf, person, slots or "-"))
        places = self.book.places_file(str)
        self.drawn = places.count(b"\n") - 1, self.digest()


# --- The audit -------------------------------------------------------------------------------------------------------


class Entry:
    """One accepted submission, from its opening."""

    # What each kind of act says besides `at`, `kind`, `phase` and `pseudonym`: always, and sometimes.
    MEMBERS = {
        "submit": ({"answers", "attempt"}, {"paper", "pi"}),
        "register": ({"attempt"}, {"amount", "fields", "item", "merchant", "pi"}),
        "start": ({"attempt"}, {"paper"}),
        "save": ({"answers", "attempt"}, {"paper"}),
        "hint": ({"hint", "question"}, set()),
        "signin": (set(), {"day"}),
        "vote": ({"attempt", "choice"}, {"fields"}),
        "enrol": ({"attempt", "choices"}, {"dependants", "fields"}),
        "work": ({"attempt"}, {"fields", "file", "work"}),
    }
    # What every kind says besides where there is no roll.
    PERSON = {"dc", "ic"}
    NUMBERS, OBJECTS = {"attempt", "hint"}, {"answers", "choice", "fields"}
    TEXTS = {"amount", "day", "file", "item", "merchant", "paper", "pi", "question", "work"}

    __slots__ = ("amount", "item", "merchant", "index", "kind", "phase", "pseudonym", "at", "attempt", "answers", "choice",
                 "choices", "day", "dependants", "fields", "file", "hint", "paper", "person", "pi", "question", "takes_back")

    def __init__(self, index, body, path):
        always, sometimes = self.MEMBERS.get(body.get("kind"), (set(), set()))
        person = self.PERSON & set(body)
        own = set(body) - {"at", "kind", "phase", "pseudonym"} - person
        if (len(body) != len(own) + len(person) + 4 or len(person) == 1 or body["kind"] not in self.MEMBERS or not always <= own <= always | sometimes
                or not is_label(body["phase"]) or type(body["at"]) is not int or body["at"] < 0
                or not isinstance(body["pseudonym"], str) or not HEX32.fullmatch(body["pseudonym"])
                or not all(isinstance(body[key], str) and HEX64.fullmatch(body[key]) for key in person)
                or not all(type(body[key]) is int and body[key] >= 1 for key in own & self.NUMBERS)
                or not all(isinstance(body[key], str) for key in own & self.TEXTS)
                or not all(isinstance(body[key], dict) for key in own & self.OBJECTS)
                or not HEX64.fullmatch(body.get("file", "0" * 64)) or not COLLECTED.fullmatch(body.get("work", "w-1"))
                or body["kind"] == "work" and ("file" in own) == ("work" in own)
                or "work" in own and "fields" in own
                or body.get("answers") == {} or not DATE.fullmatch(body.get("day", "2000-01-01"))
                or not all(type(points) is int and points >= 1 for points in body.get("choice", {}).values())
                or not FEN.fullmatch(body.get("amount", "0"))
                or not are_field_values(body.get("fields", {}))
                or not are_lists_of(body, choices=str, dependants=dict)
                or not all(are_field_values(dependant) for dependant in body.get("dependants", ()))):
            raise Finding("开封内容不是一次提交", "the body is not a submission", path, index)
        self.index, self.kind, self.pseudonym, self.at = index, body["kind"], body["pseudonym"], body["at"]
        self.phase = body["phase"]
        self.attempt, self.answers, self.choice = body.get("attempt"), body.get("answers", {}), body.get("choice")
        self.choices, self.dependants = body.get("choices"), body.get("dependants")
        self.day, self.hint, self.question = body.get("day"), body.get("hint"), body.get("question")
        self.paper, self.pi, self.fields = body.get("paper"), body.get("pi"), body.get("fields")
        self.amount, self.item, self.merchant = body.get("amount"), body.get("item"), body.get("merchant")
        self.file, self.takes_back = body.get("file"), body.get("work")
        # The commitments to the display and to the id, where no roll has them.
        self.person = (body["dc"], body["ic"]) if person else None


def are_lists_of(body, **kinds):
    """Whether the members that are there are lists of so, and not empty."""
    return all(isinstance(body[key], list) and body[key] and all(isinstance(item, kind) for item in body[key])
               for key, kind in kinds.items() if key in body)


def is_label(text):
    return isinstance(text, str) and bool(re.fullmatch("[a-z0-9-]{1,32}", text))


def are_field_values(fields):
    return all(isinstance(value, str) or type(value) is int for value in fields.values())


class Event:
    """What happened to a prize after the draw, from its opening."""

    MORE = {"claim": set(), "decline": set(), "forfeit": {"reason"}, "alternate": {"display"}}
    family = "prize"

    def __init__(self, leaf, body, path):
        kind = body.get("kind")
        own = {"rank", "fields"} if kind == "claim" else {"rank"}
        # A work that follows has the names of everybody who made it.
        more = {"authors"} if kind == "alternate" and "authors" in body else self.MORE.get(kind, set())
        authors = body.get("authors", {})
        if (kind not in self.MORE or set(body) - own != {"at", "index", "kind", "phase", "pseudonym"} | more
                or more == {"authors"} and not (isinstance(authors, dict) and authors) or not all(
                    HEX32.fullmatch(key) and isinstance(name, str) and is_csv_field(name)
                    for key, name in authors.items())
                or not is_label(body["phase"]) or not HEX32.fullmatch(str(body["pseudonym"]))
                or type(body["at"]) is not int or type(body["index"]) is not int or min(body["at"], body["index"]) < 0
                or type(body.get("rank", 1)) is not int or not isinstance(body.get("fields", {}), dict)
                or not are_field_values(body.get("fields", {}))
                or body.get("reason", "declined") not in ("declined", "unclaimed")
                or not isinstance(body.get("display", "x"), str) or not is_csv_field(body.get("display", "x"))):
            raise Finding("开封内容不是抽奖后的事件", "the body is no event after a draw", path, leaf)
        self.leaf, self.kind, self.pseudonym, self.refers_to, self.at = (
            leaf, kind, body["pseudonym"], body["index"], body["at"])
        self.fields, self.phase = body.get("fields"), body["phase"]
        self.reason, self.rank = body.get("reason"), body.get("rank")
        self.is_of_work, self.names = bool(authors), authors or {self.pseudonym: body.get("display")}


def people_of(row):
    """Whose a row of the walk is: one person's, or that of everybody who made the work, by pseudonym."""
    return row[3] if isinstance(row[3], tuple) else (row[3],)


class PlaceEvent:
    """What happened to places, from its opening."""

    MORE = {"cancel": set(), "offer": {"slot"}, "accept": set(), "decline": set(), "expire": set(), "decide": {"outcome"},
            "void": {"reason"}}
    family, fields, phase = "place", None, "main"

    def __init__(self, leaf, body, path):
        kind = body.get("kind")
        if (kind not in self.MORE or set(body) != {"at", "index", "kind", "phase", "pseudonym"} | self.MORE[kind]
                or body["phase"] != "main" or not HEX32.fullmatch(str(body["pseudonym"]))
                or type(body["at"]) is not int or type(body["index"]) is not int or min(body["at"], body["index"]) < 0
                or kind == "void" and not REASON.fullmatch(str(body["reason"]))
                or not isinstance(body.get("slot", ""), str) or body.get("outcome", "refuse") not in ("approve", "refuse")):
            raise Finding("开封内容不是名额的事件", "the body is no event about places", path, leaf)
        self.leaf, self.kind, self.pseudonym, self.refers_to, self.at = (
            leaf, kind, body["pseudonym"], body["index"], body["at"])
        self.slot, self.outcome = body.get("slot"), body.get("outcome")


class FundEvent:
    """What happened to vouchers and money, from its opening."""

    # What each kind says besides `at`, `index`, `kind` and `phase`: always, and sometimes.
    MORE = {
        "decide": ({"outcome"}, {"reason"}), "appeal": ({"pseudonym", "reason"}, set()),
        "reserve": (set(), {"merchant", "shop", "rank"}), "release": (set(), set()),
        "redeem": ({"amount"}, {"merchant", "shop", "price", "invoice", "rank"}), "refund": ({"amount", "reason"}, set()),
        "transfer": ({"pseudonym", "to"}, {"rank"}), "expire": (set(), {"rank"}), "void": ({"reason"}, {"rank"}),
        "settle": ({"amount", "from", "to"}, {"merchant"}),
    }
    PRIVATE = {"appeal": ("reason",), "redeem": ("invoice", "price")}
    family, fields, phase = "fund", None, "main"

    def __init__(self, leaf, body, path):
        kind = body.get("kind")
        always, sometimes = self.MORE.get(kind, (set(), set()))
        own = set(body) - {"at", "index", "kind", "phase"}
        numbers = [body[key] for key in own & ({"rank", "from", "to"} if kind == "settle" else {"rank"})]
        names = {"pseudonym"} | ({"to"} if kind == "transfer" else set())
        self.concealed = [key for key in self.PRIVATE.get(kind, ()) if key in body]
        if (kind not in self.MORE or len(body) != len(own) + 4 or not always <= own <= always | sometimes
                or body["phase"] != "main" or type(body["at"]) is not int or type(body["index"]) is not int
                or min(body["at"], body["index"]) < 0
                or not all(type(number) is int and number >= 0 for number in numbers) or body.get("rank") == 0
                or not all(HEX32.fullmatch(str(body[key])) for key in own & names)
                or not all(isinstance(body[key], str) for key in own & {"amount", "merchant", "shop"})
                or not FEN.fullmatch(body.get("amount", "0"))
                or not all(re.fullmatch("#[0-9a-f]{64}", str(body[key])) for key in self.concealed)
                or kind in ("refund", "void") and not REASON.fullmatch(str(body["reason"]))
                or kind == "settle" and not body["from"] < body["to"]
                or kind == "decide" and (body["outcome"], type(body.get("reason"))) not in (
                    ("approve", type(None)), ("refuse", int))):
            raise Finding("开封内容不是券或资金的事件", "the body is no event about vouchers or money", path, leaf)
        self.leaf, self.kind, self.at, self.refers_to, self.body = leaf, kind, body["at"], body["index"], body
        self.pseudonym = body.get("pseudonym")


class Prizes:
    """Who holds what since the draw. Claims and declines are somebody's own choice; a forfeit and the alternate who
    follows are nobody's: what was declined, then what ran out in the order in which prizes were given."""

    def __init__(self, walk, draw, within, person_cap=1):
        # Events name the rank of the prize where a person can have several.
        self.are_ranked = person_cap > 1
        self.within, self.holders, self.places, self.forfeits, self.events = within, [], {}, [], 0
        self.alternates = [(rank, row) for rank, row in enumerate(walk, 1) if row[4].startswith("alternate ")]
        self.followed, self.displays, self.freed, self.declined, self.settled = 0, {}, None, None, 0
        for rank, row in enumerate(walk, 1):
            if row[4].startswith("win "):
                self.give(rank, row, row[4][4:], draw.index, draw["at"])

    def give(self, rank, row, tier, leaf, at):
        for person in people_of(row):
            self.places.setdefault(person, []).append(len(self.holders))
        self.holders.append({"rank": rank, "index": row[1], "people": people_of(row), "tier": tier, "given": leaf,
                             "deadline": at + self.within, "state": "open"})

    def due(self, at):
        """What the rules say comes next: (kind, pseudonym, leaf that it refers to, reason, rank), or None."""
        if self.freed and self.followed < len(self.alternates):
            rank, row = self.alternates[self.followed]
            return "alternate", people_of(row)[0], self.freed[1], None, rank if self.are_ranked else None
        late, reason = self.declined, "declined"
        if late is None and self.settled < len(self.holders) and self.holders[self.settled]["deadline"] <= at:
            late, reason = self.settled, "unclaimed"
        if late is None:
            return None
        holder = self.holders[late]
        return "forfeit", holder["people"][0], holder["given"], reason, holder["rank"] if self.are_ranked else None

    def take(self, event):
        """Takes the event of a leaf; a Finding where it is not one that may come now."""
        self.events += 1
        due = self.due(event.at)
        if event.kind in ("claim", "decline"):
            if due:
                raise Finding("在它之前应先记录弃奖或递补", "a forfeit or an alternate was due before it", leaf=event.leaf)
            place = next((place for place in self.places.get(event.pseudonym, ())
                          if self.holders[place]["state"] == "open"
                          and event.rank == (self.holders[place]["rank"] if self.are_ranked else None)), None)
            if place is None or self.holders[place]["given"] != event.refers_to:
                raise Finding("这个人此时没有这个奖可以领取或放弃", "is of somebody who has no such prize open then",
                              leaf=event.leaf)
            self.holders[place]["state"] = "claimed" if event.kind == "claim" else "declined"
            if event.kind == "decline":
                self.declined = place
        elif due != (event.kind, event.pseudonym, event.refers_to, event.reason, event.rank):
            raise Finding("规则此时没有这次弃奖或递补：奖已领取、期限未到，或轮到的是别人",
                          "the rules have no such forfeit or alternate now: the prize is claimed, its time is not over, "
                          "or another one is due", leaf=event.leaf)
        elif event.kind == "forfeit":
            late = self.settled if self.declined is None else self.declined
            holder = self.holders[late]
            holder["state"], self.declined, self.freed = "forfeited", None, (holder["tier"], event.leaf)
            self.forfeits.append({"at": event.at, "from": holder, "reason": event.reason, "tier": holder["tier"],
                                  "to": None})
        else:
            rank, row = self.alternates[self.followed]
            if tuple(sorted(event.names)) != people_of(row) or event.is_of_work != isinstance(row[3], tuple):
                raise Finding("递补的不是这些作者", "names other people than those who follow", leaf=event.leaf)
            self.give(rank, row, self.freed[0], event.leaf, event.at)
            self.followed += 1
            self.displays.update(sorted(event.names.items()))
            self.forfeits[-1]["to"], self.freed = self.holders[-1], None
        while self.settled < len(self.holders) and self.holders[self.settled]["state"] != "open":
            self.settled += 1

    def count(self, state):
        return sum(holder["state"] == state for holder in self.holders)


def part(check):
    """A value that is worked out once, on demand; when that goes wrong, `check` fails and what needs it is blocked."""
    def wrap(load):
        name = load.__name__

        def value(self):
            if name not in self.parts:
                try:
                    self.parts[name] = load(self)
                except Blocked as blocked:
                    self.parts[name] = blocked
                except Exception as error:
                    self.note_error(check, error)
                    self.parts[name] = Blocked(check)
            found = self.parts[name]
            if isinstance(found, Blocked):
                raise found
            return found
        value.__doc__ = load.__doc__
        return property(value)
    return wrap


# Checks of one draw, made for every day of a daily campaign.
OF_EACH_DAY = ("eligibility", "randomness", "seed", "tickets", "winners")


class Audit:
    """One bundle, what was read of it, and what was found."""

    def __init__(self, bundle, vkey=None, public=(), parties=(), auditor=None, receipt=None,
                 registry_key=None, policy=None, earlier=None):
        self.bundle, self.vkey, self.public, self.parties = bundle, vkey, list(public), list(parties)
        self.auditor, self.receipt = auditor, receipt
        self.registry_key = registry_key
        self.policy, self.cosignatures = policy, None
        self.earlier_bundle = earlier
        # Leaves of entries without an opening, and those of them that no earlier bundle opens.
        self.gaps, self.unopened = set(), set()
        self.parts, self.verdicts = {}, {}

    @property
    def confirmed(self):
        """The public values that the caller knows, as (name, canonical text): read by the form that their source has."""
        forms = {source.name: source.form for source in self.sources if source.kind == "public"}
        return [(name, typed_value(value, forms[name]) if name in forms else value) for name, value in self.public]

    # What was found. A failure outweighs all else, and the first sentence of a kind stays.

    def note(self, check, status, text):
        # What one day does not have, another may: so a pass goes before that.
        order = (None, NOT_USED, PASS, NOT_PROVABLE, FAIL)
        before = self.verdicts.get(check, (None, None))[0]
        if order.index(status) > order.index(before):
            self.verdicts[check] = (status, text)

    def note_error(self, check, error):
        if isinstance(error, Finding):
            self.note(check, FAIL, error.text)
        elif isinstance(error, NotUsed):
            self.note(check, NOT_USED, error.text)
        elif isinstance(error, NotProvable):
            self.note(check, NOT_PROVABLE, error.text)
        else:
            reason = show(f"{type(error).__name__}: {error}", 160)
            self.note(check, FAIL, Text(f"内容无法理解（{reason}）", f"the content makes no sense ({reason})"))

    def run(self, check, function):
        try:
            days = self.days if check in OF_EACH_DAY else []
        except Blocked:
            days = []
        for audit in days or [self]:
            try:
                function(audit)
                self.note(check, PASS, Text(*PASS_TEXTS[check]))
            except Exception as error:
                audit.note_error(check, error)

    # The days of a daily campaign.

    def draw_path(self, name):
        """A file of the draw that this audit is about."""
        return "draw/" + name

    @property
    def days(self):
        """Of a daily campaign an audit of each day, which has of its own what is of one draw; nothing else."""
        if "days" not in self.parts:
            names = self.phase_names
            self.parts["days"] = [] if names == ["main"] else [DayAudit(self, place) for place in range(len(names))]
        return self.parts["days"]

    @part("records")
    def phase_names(self):
        """The phases that intake reached, in their order."""
        try:
            campaign = self.announced
        except Blocked:
            return ["main"]
        if not campaign.is_daily:
            return ["main"]
        ends = min([campaign.closes] + [record["at"] for record in self.records
                                        if record.kind == "amendment" and record["class"] == "close"])
        return [phase.name for phase in self.phases if phase.start < ends] or ["day-1"]

    def phase_of(self, at):
        """The place of the phase of what was done then."""
        if self.phase_names == ["main"]:
            return 0
        starts = [phase.start for phase in self.phases]
        return min(max(0, bisect.bisect_right(starts, at) - 1), len(self.phase_names) - 1)

    @part("rules")
    def phases(self):
        return phases_of(self, self.announced)

    @part("records")
    def closings(self):
        """The records that freeze the prefix, one a phase; of a daily campaign each must be there."""
        found = [record for record in self.records if record.kind == "closing"]
        if len(found) < len(self.phase_names):
            raise Finding("日志中没有截止", "the log has no closing")
        return found[:len(self.phase_names)]

    # The log.

    @part("checkpoint")
    def head(self):
        """The last checkpoint as it stands; its signature is checked once the key in leaf 0 is known."""
        return self.read_head("log/checkpoint")

    def read_head(self, path):
        try:
            return Checkpoint(split_note(self.bundle.read(path, 1 << 20))[0])
        except ValueError as error:
            raise Finding("不是检查点", f"not a checkpoint: {show(error)}", path) from None

    @part("tree")
    def leaves(self):
        """Every leaf, from the entry bundles."""
        size = self.head.size
        prefix = "log/tile/entries/"
        if size < 1 or size > 256 * len(self.bundle.under(prefix)):
            raise Finding(f"检查点说有 {size} 叶，文件不足", f"the checkpoint counts {size} leaves, the files hold fewer",
                          "log/checkpoint")
        return read_log_leaves(self.bundle, "log/", size)

    @part("tree")
    def tree(self):
        """The Merkle tree over the leaves."""
        digest = hashlib.sha256
        return MerkleTree([digest(b"\x00" + leaf).digest() for leaf in self.leaves])

    @part("records")
    def records(self):
        """Every leaf by the strict grammar."""
        return [parse_record(leaf, index) for index, leaf in enumerate(self.leaves)]

    @part("records")
    def charter(self):
        """Leaf 0."""
        if self.records[0].kind != "charter":
            raise Finding("不是章程", "not a charter", leaf=0)
        return self.records[0]

    @part("records")
    def amendments(self):
        """The amendments up to the closing; what they say, class by class, is read strictly."""
        return [(record, amendment_content(record)) for record in self.records[:self.closing.index]
                if record.kind == "amendment"]

    @part("records")
    def sources(self):
        """The sources of randomness in force at the closing: the charter's, with the times of the last extension."""
        sources = self.charter.sources
        for record, content in self.amendments:
            if record["class"] == "extend":
                sources = extended_sources(sources, content, record)
        return sources

    @part("rules")
    def opened(self):
        """leaf → the changes that an amendment kept secret until now."""
        return {record.index: open_amendment(self.bundle, record)
                for record, _ in self.amendments if record["secret"] != "-"}

    @part("records")
    def log_key(self):
        """The key that the charter names."""
        try:
            return VerificationKey(self.charter["vkey"])
        except ValueError as error:
            raise Finding("vkey 不对", f"bad vkey: {show(error)}", leaf=0) from None

    @part("records")
    def closing(self):
        """The record that freezes the prefix; the first one, should there be several; of a daily campaign the last day's."""
        return self.closings[-1]

    @part("randomness")
    def activation(self):
        """The record of the number that instant wins depend on; None where nothing is won at once."""
        found = [record for record in self.records if record.kind == "activation"]
        if not found and not self.charter.activations:
            return None
        if len(found) != 1 or len(self.charter.activations) != 1:
            raise Finding("启动随机数须恰有一个", "there must be exactly one activation")
        return found[0]

    @part("vrf")
    def numbers(self):
        """leaf index → u, for every attempt that was checked, and which were: all below 10,000, else a sample."""
        key = VRFKey(bytes.fromhex(self.charter["vrf"]))
        if self.activation is None:
            raise Finding("没有启动随机数", "the activation is missing")
        # Without a draw there is no seed to choose by.
        attempts = [entry for entry in self.entries if entry.kind in ("submit", "register")]
        sampled = sample_of(attempts, self.seed) if len(attempts) >= MOST_PROOFS and not self.is_void else None
        numbers = {}
        for entry in attempts:
            if entry.pi is None or not re.fullmatch("[0-9a-f]{160}", entry.pi):
                raise Finding("没有 pi", "has no pi", leaf=entry.index)
            pi = bytes.fromhex(entry.pi)
            alpha = instant_message(self.charter["origin"], self.activation["value"], entry.pseudonym, entry.attempt)
            try:
                if sampled is None or entry.index in sampled:
                    output = key.verify(alpha, pi)
                else:
                    output = vrf_output(_decode_point(pi[:32]))
            except (ValueError, TypeError) as error:
                raise Finding(f"pi 不成立（{show(error)}）", f"the pi does not hold: {show(error)}", leaf=entry.index) from None
            numbers[entry.index] = instant_number(output)
        return numbers, sampled

    @part("stock")
    def stock(self):
        """(index, pseudonym, attempt, tier, outcome) of every hit, and how many pieces each tier has left."""
        campaign, stock = self.campaign, Stock(self.campaign)
        numbers = self.numbers[0] if campaign.is_instant else {}
        for entry, chances, solved in earned(
                campaign, self.entries, self.known_roll, DayCounter(self), self.voided):
            may_win = entry.pseudonym in self.roll and self.roll[entry.pseudonym][3]
            if entry.kind in ("submit", "register"):
                stock.take(entry, numbers.get(entry.index), chances, solved, may_win)
        return stock.rows, stock.left

    @part("records")
    def outcome(self):
        """The record of the draw, or of the void: the first one, should there be several; of a daily campaign the last
        day's."""
        return self.outcome_of(len(self.phase_names) - 1)

    def outcome_of(self, place):
        """The same of one phase."""
        name, is_daily = self.phase_names[place], self.phase_names != ["main"]
        for record in self.records:
            if record.kind in ("draw", "void") and (not is_daily or record["phase"] == name):
                return record
        raise Finding("日志中既没有抽奖记录，也没有作废记录", "the log has neither a draw nor a void")

    @property
    def is_void(self):
        return self.outcome.kind == "void"

    @property
    def draw(self):
        """The record of the draw; where the phase was voided, the parts that only a draw has are not used."""
        if self.is_void:
            raise NotUsed("抽奖已作废，没有这一部分", "the draw is void, so there is no such part")
        return self.outcome

    @part("randomness")
    def void_ground(self):
        """(cause, from when on, missing source numbers) that let the phase be voided; None where the draw lacks nothing."""
        closed_at = self.closing["at"]
        if any(source.kind in ("public", "drand") and closed_at >= source.available for source in self.sources):
            return "closing-late", closed_at, []
        if self.own_cosignatures and any(not was_extension_seen(self, self.own_cosignatures, record, sources)
                                         for record, _, sources, _ in extensions(self)):
            return "extension-unwitnessed", closed_at, []
        fallbacks, dues = self.campaign.fallbacks, {}
        for place in awaited(self):
            # Until what stands in for it is overdue, it is only waited for.
            last = fallbacks.index(place) if place in fallbacks else place
            dues[place] = (closed_at if self.sources[last].kind in ("commit", "reveal")
                           else self.sources[last].available) + self.campaign.waits[last]
        if not dues:
            return None
        start = min(dues.values())
        by = max(start, self.outcome["at"])
        return "missing-value", start, [place + 1 for place, due in sorted(dues.items()) if due <= by]

    @part("randomness")
    def no_draw(self):
        """What report.json says of a void; None where there is a draw."""
        if not self.is_void:
            return None
        cause, start, missing = self.void_ground or (None, None, [])
        sentence = {}
        for language in LANGUAGES:
            reason = NO_DRAW["and"][language].join(
                NO_DRAW[self.sources[number - 1].kind][language].format(
                    name=getattr(self.sources[number - 1], "name", ""), number=number) for number in missing)
            sentence[language] = NO_DRAW["sentence"][language].format(
                reason=reason if cause == "missing-value" else NO_DRAW[cause][language])
        return {"at": self.outcome["at"], "cause": cause, "due": start if cause == "missing-value" else None,
                "index": self.outcome.index, "missing": missing, "reason": self.outcome["reason"], "sentence": sentence}

    @part("records")
    def refusals(self):
        """Reason and count of what was not accepted: the operator's word, fixed in the closing."""
        path = self.draw_path("refusals.csv")
        lines = csv_lines(self.bundle, path, "reason,count")
        counts, last = {}, ""
        for line in lines:
            match = re.fullmatch("([a-z0-9.-]{1,64}),([1-9][0-9]{0,15})", line)
            if not match or match[1] <= last:
                raise Finding(f"行“{show(line)}”不对", f"bad line “{show(line)}”", path)
            last = match[1]
            counts[last] = int(match[2])
        return counts

    @part("registry")
    def registry(self):
        """The organiser's registry, checked by itself; None where the charter names none."""
        return None if self.charter["registry"] == "-" else Registry(self)

    # What lies behind the commitments.

    @part("openings")
    def entries(self):
        """Every entry of the phase, from its opening, in leaf order."""
        return [entry for entry in self.bodies if isinstance(entry, Entry) and entry.index < self.closing.index]

    @part("openings")
    def events(self):
        """What happened to places, prizes, vouchers and money, from the openings, in leaf order."""
        return [event for event in self.bodies if not isinstance(event, Entry)]

    @property
    def all_events(self):
        return self.events

    @property
    def last_outcome(self):
        return self.outcome

    @part("openings")
    def bodies(self):
        """What lies behind every leaf that commits to something, in leaf order."""
        records, size = self.records, len(self.records)
        if size > 256 * len(self.bundle.under("openings/")):
            raise Finding("文件不足", "files are missing", "openings/")
        bodies, named = [], self.withheld
        for path, first, width in tile_paths("openings/", size):
            found = split_openings(self.bundle.read(path, MAX_FILE_BYTES), path)
            if len(found) != width:
                raise Finding(f"应有 {width} 条，却有 {len(found)}", f"{width} items expected, {len(found)} found", path)
            for index, opening in enumerate(found, first):
                record = records[index]
                if record.kind == "entry" and not opening:
                    if index not in named:
                        raise Finding("提交没有开封，也没有抹去的记录", "the entry has no opening, and no record withholds it",
                                      path, index)
                    self.gaps.add(index)
                    opening = self.earlier.opening(index) if self.earlier else b""
                    if not opening:
                        self.unopened.add(index)
                        continue
                elif record.kind == "entry" and index in named:
                    raise Finding("据记录已抹去，内容却在", "is said to be withheld, and is there", path, index)
                body = self.open_leaf(record, opening, path)
                if body is not None:
                    bodies.append(body)
        return bodies

    @part("records")
    def withheld(self):
        """leaf → the record that says that its opening was erased."""
        return {record["index"]: record for record in self.records if record.kind == "withheld"}

    @part("checkpoint")
    def earlier(self):
        """A bundle from before something was erased; None where none was given."""
        return None if self.earlier_bundle is None else EarlierBundle(self.earlier_bundle)

    def open_leaf(self, record, opening, path):
        if record.kind not in COMMITTED:
            if opening:
                raise Finding("记录叶不应有开封", "a record has no opening", path, record.index)
            return None
        if not opening:
            raise Finding("提交没有开封", "the entry has no opening", path, record.index)
        if not 32 < len(opening) <= 32 + MAX_BODY_BYTES:
            raise Finding("开封长度不对", "the opening has a bad length", path, record.index)
        if sha256(b"huigong/commit/v1\n" + opening) != record.commitment:
            raise Finding("开封与叶中的承诺不符", "the opening does not match the commitment", path, record.index)
        return read_body(opening[32:], path, record, self.has_places)

    @property
    def has_places(self):
        """Whether the events are about places."""
        try:
            return isinstance(self.campaign_value, dict) and "places" in self.campaign_value
        except Blocked:
            return False

    @part("roll")
    def roll_lines(self):
        """The lines of the roll, without their line feeds."""
        if self.campaign.is_open:
            return []
        lines = self.bundle.read("roll/roll.txt", MAX_FILE_BYTES).split(b"\n")
        if lines.pop() != b"":
            raise Finding("没有以换行结束", "does not end in a line feed", "roll/roll.txt")
        return lines

    @part("roll")
    def roll(self):
        """pseudonym → (display commitment, household, unit, may win, identity commitment)."""
        people, restored, last = {}, {}, ""
        if self.campaign.is_open:
            # What an entry commits to stands for a line; where an earlier bundle alone has it, for one that is erased.
            for entry in self.entries:
                if entry.person:
                    place = entry.person[0].encode(), "-", "-", True, entry.person[1], "-"
                    (restored if entry.index in self.gaps else people).setdefault(entry.pseudonym, place)
            self.restored = restored
            return people
        for number, line in enumerate(self.roll_lines, 1):
            match = ROLL_LINE.fullmatch(line)
            if not match:
                if ERASED_LINE.fullmatch(line):
                    known = self.earlier.roll_lines.get(line[2:].decode()) if self.earlier else None
                    match = known and ROLL_LINE.fullmatch(known)
                    if match:
                        restored[match[1].decode()] = roll_place(match)
                    continue
                raise Finding(f"第 {number} 行写法不对", f"line {number} is not well formed", "roll/roll.txt")
            pseudonym = match[1].decode()
            if pseudonym <= last:
                raise Finding(f"第 {number} 行未按升序", f"line {number} is not in ascending order", "roll/roll.txt")
            groups = match[6].split(b",")
            if len(groups) > 1 and any(a >= b for a, b in zip(groups, groups[1:])):
                raise Finding(f"第 {number} 行的组未排序", f"line {number} has unsorted groups", "roll/roll.txt")
            people[pseudonym] = roll_place(match)
            last = pseudonym
        self.restored = restored
        return people

    @part("roll")
    def roll_hashes(self):
        """The leaf hash of each line."""
        digest = hashlib.sha256
        return [bytes.fromhex(line[2:].decode()) if ERASED_LINE.fullmatch(line) else digest(b"\x00" + line).digest()
                for line in self.roll_lines]

    @part("records")
    def roll_amendments(self):
        """(record, count, root) of each amendment up to the closing that added people to the roll."""
        return [(record, content["count"], content["root"]) for record, content in self.amendments
                if record["class"] == "roll"]

    @part("roll")
    def additions(self):
        """leaf of an amendment → the places in roll.txt of the lines that it added."""
        if not self.roll_amendments:
            return {}
        places, found, taken = {}, {}, set()
        for place, line_hash in enumerate(self.roll_hashes):
            places.setdefault(line_hash.hex(), []).append(place)
        for record, _, _ in self.roll_amendments:
            path, lines = added_path(record), []
            for number, text in enumerate(read_added(self.bundle, path), 1):
                place = places.get(text, ())
                if len(place) != 1 or place[0] in taken:
                    raise Finding(f"第 {number} 行不是名册中只由它增加的一行",
                                  f"line {number} is not of one line of the roll that it alone added", path)
                if lines and place[0] <= lines[-1]:
                    raise Finding(f"第 {number} 行没有按名册的次序", f"line {number} is not in the order of the roll", path)
                lines.append(place[0])
                taken.add(place[0])
            found[record.index] = lines
        return found

    @part("roll")
    def added_by(self):
        """pseudonym → the leaf of the amendment that added this person, of everybody whose line is known."""
        found = {}
        for leaf, places in self.additions.items():
            for place in places:
                line = self.roll_lines[place]
                if ERASED_LINE.fullmatch(line):
                    line = self.earlier.roll_lines.get(line[2:].decode(), b"") if self.earlier else b""
                match = ROLL_LINE.fullmatch(line)
                if match:
                    found[match[1].decode()] = leaf
        return found

    def roll_at(self, size):
        """Count and root of the roll in force after so many leaves."""
        value = self.charter["roll"]
        for record, count, root in self.roll_amendments:
            if record.index < size:
                value = f"{count} {root}"
        return value

    @property
    def known_roll(self):
        """The roll with the people whom an earlier bundle shows in the place of an erased line."""
        roll = self.roll
        return {**self.restored, **roll} if self.restored else roll

    @part("rules")
    def campaign_value(self):
        """The campaign file as it was announced."""
        try:
            return parse_json(self.bundle.read(RULES_FILE))
        except ValueError as error:
            raise Finding("不是严格的 JSON", f"not strict JSON: {show(error)}", RULES_FILE) from None

    @part("rules")
    def announced(self):
        """The rules as announced."""
        return Campaign(self.campaign_value)

    @part("rules")
    def campaign(self):
        """The rules in force at the closing: what every entry is worth, and what is drawn."""
        value = self.campaign_value
        for record, content in self.amendments:
            if record["class"] in ("score", "work"):
                continue
            value = amended_value(value, record, content, self.opened.get(record.index, []))
        return Campaign(value)

    @part("rules")
    def raises(self):
        """(leaf, rules of vouchers and money) of each amendment that changed them."""
        value, found = self.campaign_value, []
        for record, content in self.amendments:
            if record["class"] == "favourable":
                before, value = value, amended_value(value, record, content, self.opened.get(record.index, []))
                if any(before.get(part) != value.get(part) for part in MONEY_PARTS):
                    found.append((record.index, FundRules(value)))
        return found

    @part("records")
    def voided(self):
        """Indices of entries that an amendment took out of the count."""
        return {content["index"] for record, content in self.amendments if record["class"] == "void-entry"}

    @part("rules")
    def paper_key(self):
        """The key that papers are drawn with."""
        return read_hex_file(self.bundle, "paper-key")

    # What the draw rests on.

    @part("witness-quorum")
    def own_policy(self):
        """The campaign's own policy; None without one."""
        return declared_policy(self)

    @part("witness-quorum")
    def own_cosignatures(self):
        """What the witnesses of the campaign's own policy said: which values count rests on them. None without a policy,
        and where it asks for nobody."""
        return None if self.own_policy is None or self.own_policy.quorum is None else \
            take_cosignatures(self, self.own_policy)

    @part("randomness")
    def values(self):
        """source number → its value record."""
        values = {}
        for record in self.records:
            if record.kind == "value" and record["phase"] == self.closing["phase"]:
                if not 1 <= record["source"] <= len(self.sources):
                    raise Finding("没有这个随机源", "no such source", leaf=record.index)
                if record["source"] in values:
                    raise Finding("同一随机源有两个值", "a second value of one source", leaf=record.index)
                values[record["source"]] = record
        return values

    @part("randomness")
    def counted(self):
        """For each source its value as it counts in the seed, or None where it is missing, came late, or only stands in
        for one that is there."""
        sources, fallbacks = self.sources, self.campaign.fallbacks
        if len(fallbacks) != len(sources):
            raise Blocked("rules")
        counted = []
        for place in range(len(sources)):
            record = self.values.get(place + 1)
            counts = record is not None and self.in_time(record, self.deadline(place))
            if fallbacks[place] is not None and counted[fallbacks[place]] is not None:
                counts = False
            counted.append(record["value"] if counts else None)
        return counted

    def deadline(self, place):
        """Before when the value of a source must be there; None where it may come at any time."""
        source, sources = self.sources[place], self.sources
        if source.kind in ("commit", "reveal"):
            limits = [other.available for other in sources if other.kind in ("public", "drand")]
        elif source.kind == "public":
            limits = [other.available for n, other in enumerate(sources)
                      if other.kind == "drand" or self.campaign.fallbacks[n] == place]
        else:
            limits = []
        return min(limits) if limits else None

    def in_time(self, record, limit):
        """Whether a value was logged before its deadline, and where there are witnesses, cosigned a minute before it."""
        if limit is None:
            return True
        return record["at"] < limit and (
            self.own_cosignatures is None or self.was_seen(self.own_cosignatures, record.index, limit - MARGIN))

    def was_seen(self, cosignatures, index, by):
        """Whether the quorum had seen a leaf by then. Heads that cover the draw or void show nothing of what came before
        it."""
        seen = cosignatures and cosignatures.first_seen(index + 1, self.outcome.index)
        return seen is not None and seen <= by

    @part("randomness")
    def seed_sources(self):
        """One line a source for seed-input.txt."""
        lines = []
        for number, (source, value) in enumerate(zip(self.sources, self.counted), 1):
            if value is None:
                lines.append(f"missing {number}")
            elif source.kind == "commit":
                lines.append(f"commit {value}")
            else:
                lines.append(f"{source.kind} {source.name} {value}")
        return lines

    @part("seed")
    def seed_input(self):
        """The bytes that seed-input.txt must have."""
        size = self.closing.index + 1
        return seed_lines(self.charter["origin"], self.closing["phase"], size, self.tree.root(size), self.seed_sources)

    @part("seed")
    def seed(self):
        """The seed, worked out again."""
        return hex256(self.seed_input)

    @part("eligibility")
    def rows(self):
        """(index, pseudonym, chances) of every row whose entry can be read, of all phases."""
        return eligible_rows(self.campaign, self.entries, self.known_roll, DayCounter(self), self.voided)

    @part("eligibility")
    def eligible(self):
        """(index, pseudonym, chances) of every row, scored again from the openings and the rules."""
        if self.campaign.allots_places:
            return self.placed.eligible
        if not self.campaign.draws_tickets:
            return []
        if self.days:
            return sorted(row for day in self.days for row in day.eligible)
        rows = self.rows
        return sorted(rows + withheld_rows(self)) if self.unopened else rows

    @part("ledger")
    def placed(self):
        """Who has which places, worked out again."""
        return PlaceAudit(self)

    @part("tally")
    def handed_in(self):
        """leaf → (pseudonym, title, state) of every work that people handed in, each entry and review one that could be."""
        return collected_works(self)

    @part("tally")
    def makers(self):
        """work → who handed it in."""
        return {f"w-{leaf}": work[0] for leaf, work in self.handed_in.items()}

    @part("tally")
    def contest(self):
        """The contest with the works that stand; None where the campaign has none."""
        contest = self.campaign.contest
        if contest is not None and contest.collects:
            contest.stand({f"w-{leaf}": {"zh": work[1]} for leaf, work in sorted(self.handed_in.items())
                           if work[2] == "accepted"})
        return contest

    @part("tally")
    def ballots(self):
        """Every ballot in leaf order, each one that could be taken when it came; None where nobody votes."""
        contest = self.contest
        if contest is None or not contest.has_votes:
            return None
        ballots = Ballots(contest, DayCounter(self).day, self.known_roll, self.makers)
        voids = [(record.index, content["index"]) for record, content in self.amendments
                 if record["class"] == "void-entry"]
        for entry in self.entries:
            if entry.kind != "vote":
                continue
            while voids and voids[0][0] < entry.index:
                ballots.void(voids.pop(0)[1])
            problem = ballots.problem(entry)
            if problem:
                raise Finding(problem.zh, problem.en, leaf=entry.index)
            ballots.take(entry)
        for _, index in voids:
            ballots.void(index)
        return ballots

    @part("tally")
    def jury_scores(self):
        """(work, juror) → the juror's weighted score, the last that was logged."""
        contest, scores = self.contest, {}
        for record, content in self.amendments:
            if record["class"] != "score":
                continue
            try:
                scores[content["work"], content["juror"]] = score_of(contest, record, content, self.opened[record.index])
            except ValueError as error:
                raise Finding(f"打分的内容不对（{show(error)}）", f"does not open to scores: {show(error)}",
                              leaf=record.index) from None
        return scores

    @part("tally")
    def tally_rows(self):
        """The fields of each line of tally.csv."""
        path = "draw/tally.csv"
        rows = [line.split(",") for line in csv_lines(self.bundle, path, TALLY_HEADER)]
        if [row[0] for row in rows] != self.contest.works or any(len(row) != 5 for row in rows):
            raise Finding("各行不是依次的作品", "does not list the works in order", path)
        return rows

    @part("tally")
    def measures(self):
        """measure → work → its value, more always being better."""
        contest = self.contest
        measures = {"early": {work: len(contest.works) - place for place, work in enumerate(contest.works, 1)}}
        if contest.has_votes and self.unopened:
            # What the closing fixed of ballots that nobody can read any more.
            votes = {row[0]: parse_decimal(row[1]) for row in self.tally_rows}
            if None in votes.values():
                raise Finding("票数不对", "has bad votes", "draw/tally.csv")
            measures["votes"] = votes
        elif contest.has_votes:
            measures["votes"] = self.ballots.votes()
        if contest.has_jury:
            measures["jury"] = jury_means(contest, self.jury_scores)
        return measures

    @part("tally")
    def totals(self):
        """work → total, of those whom the funnel lets through."""
        contest = self.contest
        return contest.ranking.totals(contest.works, self.measures)

    @part("tally")
    def views(self):
        """work → how often it was viewed, by the operator's word; nothing where views are not counted."""
        if not self.campaign.contest.counts_views:
            return {}
        views = {row[0]: parse_decimal(row[4]) for row in self.tally_rows}
        if None in views.values():
            raise Finding("浏览量不对", "has bad views", "draw/tally.csv")
        return views

    @part("tickets")
    def ranking(self):
        """(work, rank, total, ticket) by place."""
        tickets = {work: hex256(f"{self.seed},work,{work}".encode()) for work in self.totals}
        return self.campaign.contest.ranking.rows(self.measures, self.totals, tickets)

    @part("roll")
    def authors(self):
        """work → the pseudonyms of everybody who made it, ascending."""
        authors = {}
        for pseudonym in sorted(self.known_roll):
            for group in self.known_roll[pseudonym][5].split(","):
                if group.startswith("work:"):
                    authors.setdefault(group[5:], []).append(pseudonym)
        # Of one whose entry was erased nobody is known.
        return authors | {work: [maker] for work, maker in self.makers.items()
                          if maker is not None and work in self.contest.works}

    @part("tally")
    def scores(self):
        """(leaf, pseudonym, score, milliseconds or None) of everybody who is ranked, by leaf; nobody where people are not."""
        if self.campaign.ranking is None:
            return []
        rows = people_scores(self.campaign, self.entries, self.known_roll, self.voided)
        return sorted(rows + withheld_scores(self, rows)) if self.unopened else rows

    @part("tickets")
    def people(self):
        """(pseudonym, rank, total, ticket) of each person by place."""
        ranking = self.campaign.ranking
        last, slowest = max((row[0] for row in self.scores), default=0), max((row[3] or 0 for row in self.scores), default=0)
        measures = {"score": {row[1]: row[2] for row in self.scores},
                    "time": {row[1]: slowest - (row[3] or 0) for row in self.scores},
                    "early": {row[1]: last - row[0] for row in self.scores}}
        totals = ranking.totals([row[1] for row in self.scores], measures)
        tickets = {person: hex256(f"{self.seed},rank,{person}".encode()) for person in totals}
        return ranking.rows(measures, totals, tickets)

    @part("tickets")
    def walk(self):
        """(ticket, index, chance, pseudonym, outcome) of each person in the order of the walk, which is that of the tickets
        or of the ranking; nobody without a draw. Where prizes go to works, (ticket, work, 1, pseudonyms, outcome) of each."""
        if self.campaign.by_rank and not self.is_void:
            return walk_works(self)
        if self.is_void or not (self.campaign.draws_tickets or self.campaign.ranks_winners):
            return []
        campaign, roll = self.campaign, self.known_roll
        person_cap = campaign.person_cap or 1
        if campaign.ranks_winners:
            leaves = {row[1]: row[0] for row in self.scores}
            tickets = [(ticket, leaves[person], 1, person) for person, _, _, ticket in self.people]
        else:
            tickets = least_tickets(self.seed, self.eligible, person_cap)
        won, tiers = self.won_before(), campaign.tiers
        if campaign.gives_at_once:
            rows, left = self.stock
            for row in rows:
                if row[4] in WINS:
                    won[row[1]] = won.get(row[1], 0) + 1
            tiers = [(tier, title, rest) for (tier, title, _), rest in zip(tiers, left)]
        places = [f"win {tier}" for tier, _, count in tiers for _ in range(min(count, len(tickets)))]
        places += [f"alternate {n}" for n in range(1, min(campaign.alternates, len(tickets)) + 1)]
        groups = {ticket[3]: roll[ticket[3]][1:3] if ticket[3] in roll else ("-", "-") for ticket in tickets}
        barred = passed_over(self, [ticket[3] for ticket in tickets if ticket[3] not in roll])
        outcomes = walk_tickets(tickets, places, campaign.household_cap, campaign.unit_cap, groups, won, barred,
                                person_cap)
        return [(*ticket, outcome) for ticket, outcome in zip(tickets, outcomes)]

    def won_before(self):
        """How often each has won before the draw, on other days."""
        return {}

    @part("winners")
    def winners(self):
        """(tier, rank, ticket, index, pseudonym) of each winner, of works with the work and pseudonyms."""
        return [(row[4][4:], rank, row[0], row[1], row[3])
                for rank, row in enumerate(self.walk, 1) if row[4].startswith("win ")]

    def won_at(self, leaf):
        """What an entry won at once, as rows of stock.csv."""
        if "by leaf" not in self.parts:
            rows = {}
            for row in self.stock[0]:
                rows.setdefault(row[0], []).append(row)
            self.parts["by leaf"] = rows
        return self.parts["by leaf"].get(leaf, ())

    @part("ledger")
    def money(self):
        """(the book of vouchers and money at the end, ledger.csv at the closing); None where the campaign has none."""
        if self.campaign.funds is None:
            return None
        return play_money(self, {})

    @part("winners")
    def prizes(self):
        """What became of the prizes since the draw; None where the rules have no claims."""
        final = next((record for record in self.records if record.kind == "final"), None)
        if self.campaign.claim_within is None or self.is_void:
            return None
        most = self.campaign.person_cap or (MAX_INTEGER if self.campaign.by_rank else 1)
        prizes = Prizes(self.walk, self.draw, self.campaign.claim_within, most)
        events = [event for event in self.events if event.family == "prize"]
        for event in events:
            prizes.take(event)
        last = final["at"] if final else events[-1].at if events else self.draw["at"]
        if prizes.due(last):
            raise Finding("缺少到期的弃奖或递补", "a forfeit or an alternate that was due is missing")
        if final and (prizes.count("open") or final["at"] < self.last_outcome["at"] + self.campaign.disputes):
            raise Finding("终结过早：还有奖可以领取，或异议期未满",
                          "ends the log too early: prizes can still be claimed, or the dispute window is open",
                          leaf=final.index)
        events = len(self.all_events)
        if final and (final["events"] != events or (final["ledger"] != "-") != self.campaign.has_ledger):
            raise Finding(f"写的是 {final['events']} 个事件，实为 {events}",
                          f"says {final['events']} events, found {events}", leaf=final.index)
        prizes.ended = final["at"] if final else None
        return prizes

    @part("winners")
    def displays(self):
        """The masked name of each winner as winners.csv has it; `identity` holds them against the roll."""
        path = self.draw_path("winners.csv")
        if self.is_void or self.campaign.allots_places:
            return {}
        lines = csv_lines(self.bundle, path, WORK_WINNERS if self.campaign.by_rank else WINNERS)
        displays = {}
        for line in lines:
            fields = line.split(",")
            if self.campaign.by_rank and fields[4:] == ["-", "-"]:
                continue
            if len(fields) != 6 or not is_csv_field(fields[5]) or displays.get(fields[4], fields[5]) != fields[5]:
                raise Finding(f"行“{show(line)}”不对", f"bad line “{show(line)}”", path)
            displays[fields[4]] = fields[5]
        return displays

    @part("stock")
    def names_at_once(self):
        """The masked name of each who won at once, as stock.csv has it, in leaf order."""
        path, names = "draw/stock.csv", {}
        if not self.campaign.gives_at_once:
            return names
        for line in csv_lines(self.bundle, path, STOCK_HEADER):
            fields = line.split(",")
            if len(fields) != 6 or not is_csv_field(fields[5]):
                raise Finding(f"行“{show(line)}”不对", f"bad line “{show(line)}”", path)
            if fields[4] in WINS:
                names.setdefault(fields[1], fields[5])
        return names

    @part("winners")
    def everyone(self):
        """Pseudonym and masked name of all who won, each once: in the draw, in its order, then at once, in leaf order, then
        the alternates who followed since."""
        names = {}
        for day in self.days:
            for pseudonym, name in day.everyone:
                names.setdefault(pseudonym, name)
        if self.days:
            return list(names.items())
        for winner in self.winners:
            for person in winner[4] if self.campaign.by_rank else (winner[4],):
                names.setdefault(person, self.displays.get(person))
        for more in (self.names_at_once, self.prizes.displays if self.prizes else {}):
            for pseudonym, name in more.items():
                names.setdefault(pseudonym, name)
        return list(names.items())


Phase = collections.namedtuple("Phase", "name start end sources")


def phases_of(audit, campaign):
    """The days of a daily campaign, each with its own sources: those of the rules are the last day's, and an earlier day has
    them at the same time of the clock so many days before."""
    counter = DayCounter(audit, campaign)
    starts, sources = counter.all_starts(), campaign.randomness
    if len(starts) > MOST_PHASES:
        raise Finding("每日开奖的活动最多 100 天", "more than 100 days with a draw each", RULES_FILE)
    if campaign.budget is not None and campaign.worth * len(starts) > campaign.budget:
        raise Finding("预算少于各日奖品总值", "the budget is less than the prizes of all days are worth", RULES_FILE)
    phases = []
    for place, start in enumerate(starts):
        end, before = (starts + [campaign.closes])[place + 1], len(starts) - 1 - place
        own = []
        for number, source in enumerate(sources):
            if before and number in campaign.source_times:
                at = counter.earlier(campaign.source_times[number], before)
                if at <= end + campaign.review:
                    raise Finding(f"第 {place + 1} 天的号码不晚于当天的截止", f"the number of day {place + 1} is not after its closing",
                                  RULES_FILE)
                source = ("drand", first_round(at)) if source[0] == "drand" else source[:3] + (at,)
            own.append(source)
        phases.append(Phase(f"day-{place + 1}", max(start, campaign.opens), end, own))
    return phases


class DayAudit(Audit):
    """One day of a daily campaign: what is of one draw is worked out for it alone, all else is the campaign's."""

    def __init__(self, whole, place):
        self.whole, self.place, self.parts = whole, place, {}
        self.name = whole.phase_names[place]
        for member in ("bundle", "vkey", "parties", "auditor", "receipt", "registry_key", "policy", "earlier_bundle",
                       "gaps", "unopened", "verdicts"):
            setattr(self, member, getattr(whole, member))
        # A value that the caller knows names its day.
        prefix = self.name + "/"
        self.public = [(name[len(prefix):], value) for name, value in whole.public if name.startswith(prefix)]

    @property
    def cosignatures(self):
        return self.whole.cosignatures

    @property
    def days(self):
        return []

    def draw_path(self, name):
        return f"draw/{self.name}/{name}"

    def note(self, check, status, text):
        if status in (FAIL, NOT_PROVABLE):
            text = Text(f"{self.name}：{text['zh']}", f"{self.name}: {text['en']}")
        self.whole.note(check, status, text)

    @part("records")
    def sources(self):
        return [source for source in self.whole.sources if source.phase == self.name]

    @part("records")
    def closing(self):
        return self.whole.closings[self.place]

    @part("records")
    def outcome(self):
        return self.whole.outcome_of(self.place)

    @property
    def last_outcome(self):
        return self.whole.outcome

    @part("openings")
    def own_entries(self):
        return [entry for entry in self.whole.entries if self.whole.phase_of(entry.at) == self.place]

    @part("openings")
    def events(self):
        return [event for event in self.whole.events if event.phase == self.name]

    @property
    def all_events(self):
        return self.whole.events

    @part("eligibility")
    def eligible(self):
        own = {entry.index for entry in self.own_entries}
        rows = [row for row in self.whole.rows if row[0] in own]
        return sorted(rows + withheld_rows(self)) if self.unopened else rows

    def won_before(self):
        won = {}
        for day in self.whole.days[:self.place]:
            followed = [event.pseudonym for event in day.events
                        if event.kind == "alternate" and event.leaf < self.closing.index]
            for pseudonym in [winner[4] for winner in day.winners] + followed:
                won[pseudonym] = won.get(pseudonym, 0) + 1
        return won


# What a day has of its own, by the definitions of Audit; of all other parts it has the campaign's.
for _name, _value in list(vars(Audit).items()):
    if isinstance(_value, property) and _name not in vars(DayAudit) and _name not in (
            "draw", "is_void", "confirmed", "void_ground", "no_draw", "refusals", "values", "counted", "seed_sources",
            "seed_input", "seed", "walk", "winners", "prizes", "displays", "everyone"):
        setattr(DayAudit, _name, property(lambda self, name=_name: getattr(self.whole, name)))


ROLL_LINE = re.compile(
    b"huigong/roll/v1 ([0-9a-f]{32}) ([0-9a-f]{64}) ([0-9a-f]{64}) ([0-9a-f]{32}|-) ([0-9a-f]{32}|-) "
    b"(-|[A-Za-z0-9._@:-]{1,64}(?:,[A-Za-z0-9._@:-]{1,64})*) ([01])")
ERASED_LINE = re.compile(b"- [0-9a-f]{64}")


def roll_place(match):
    """(display commitment, household, unit, may win, identity commitment) of a line."""
    return match[3], match[4].decode(), match[5].decode(), match[7] == b"1", match[2].decode(), match[6].decode()




def is_csv_field(text):
    return bool(text) and not any(c in ",\"" or unicodedata.category(c) == "Cc" for c in text)


def read_body(data, path, record, has_places=False):
    """The entry that a body states; canonical JSON of exactly the members of a submission."""
    try:
        body = parse_json(data)
        is_canonical = canonical(body) == data
    except ValueError as error:
        raise Finding("开封内容不是严格的 JSON", f"the body is not strict JSON: {show(error)}", path, record.index) from None
    if not is_canonical or not isinstance(body, dict):
        raise Finding("开封内容不是规范 JSON", "the body is not canonical JSON", path, record.index)
    if record.kind == "event":
        family = PlaceEvent if has_places else FundEvent if body.get("kind") in FundEvent.MORE else Event
        return family(record.index, body, path)
    return Entry(record.index, body, path)


def read_hex_file(bundle, path):
    """A file of 64 hex digits and LF."""
    text = bundle.text(path, 65)
    if not re.fullmatch("[0-9a-f]{64}\n", text):
        raise Finding("应为 64 位十六进制数和换行", "must be 64 hex digits and a line feed", path)
    return bytes.fromhex(text[:64])


class Earning:
    """How one person comes by chances: what they do, taken in leaf order."""

    def __init__(self, campaign):
        self.campaign, self.chances, self.points = campaign, 0, 0
        self.solved, self.attended, self.balloted, self.of_day = set(), set(), set(), {}
        self.phase = None

    def begin(self, phase):
        """Chances are counted anew in each phase; what was solved, points and runs of days go on."""
        if phase != self.phase:
            self.phase, self.chances = phase, 0

    def take(self, entry, right, passes, day, attended):
        """(chances that count, questions right for the first time) of an entry. `day` is the day that it was made on,
        `attended` the day that a signin is for. Attempts that are scored together earn nothing one by one."""
        campaign = self.campaign
        solved = [question.id for question in campaign.questions if question.id in right - self.solved]
        self.solved |= right
        is_new_ballot = False
        if entry.kind == "vote" and entry.choice:
            # A later choice replaces the ballot, and is worth nothing of its own.
            ballot = day if campaign.ballots_are_daily else None
            is_new_ballot = ballot not in self.balloted
            self.balloted.add(ballot)
        earned = 0
        is_taken = entry.kind in ("submit", "register")
        if campaign.chances_for == "passing" and entry.kind == "submit" and not campaign.attempts_rule:
            earned = int(passes)
        elif campaign.chances_for == "correct" and entry.kind == "submit":
            earned = len(solved)
        elif campaign.chances_for == "entry":
            earned = int(is_taken or is_new_ballot)
        elif campaign.chances_for == "signin" and entry.kind == "signin":
            before = self.runs()
            self.attended.add(attended)
            earned = self.runs() - before
        elif campaign.chances_for == "points":
            worth = campaign.points
            points = (worth["entry"] + worth["correct"] * len(solved) if is_taken else
                      worth["signin"] if entry.kind == "signin" else worth["vote"] if is_new_ballot else 0)
            if worth["day"] is not None:
                points = min(points, worth["day"] - self.of_day.get(day, 0))
            self.of_day[day] = self.of_day.get(day, 0) + points
            earned = (self.points + points) // worth["chance"] - self.points // worth["chance"]
            self.points += points
        counted = min(earned, campaign.most - self.chances)
        self.chances += counted
        return counted, solved

    def runs(self):
        """The chances of all runs of days in a row, each one for every so many days of it."""
        total, length = 0, 0
        for day in sorted(self.attended):
            length = length + 1 if day - 1 in self.attended else 1
            total += length % self.campaign.signin_days == 0
        return total


def score(campaign, entry, hints):
    """(points, ids of the questions that are right); `hints`: how many the person has taken, by question."""
    points, right = 0, set()
    for question_id, answer in entry.answers.items():
        question = campaign.by_id.get(question_id)
        problem = question.problem(answer) if question else Text("没有这道题", "no such question")
        if problem:
            raise Finding(f"对 {show(question_id)} 的回答不可接受：{problem.zh}",
                          f"the answer to {show(question_id)} can't have been accepted: {problem.en}", leaf=entry.index)
        earned = question.earned(answer)
        points += max(0, earned - sum(question.hints[:hints.get(question_id, 0)]))
        if question.is_full(earned):
            right.add(question_id)
    return points, right


def take_hint(campaign, entry, hints):
    question = campaign.by_id.get(entry.question)
    if question is None or entry.hint > len(question.hints):
        raise Finding("没有这条提示", "is a hint that does not exist", leaf=entry.index)
    if entry.hint != hints.get(entry.question, 0) + 1:
        raise Finding(f"是第 {entry.hint} 条提示，应为第 {hints.get(entry.question, 0) + 1} 条",
                      f"is hint {entry.hint}, expected {hints.get(entry.question, 0) + 1}", leaf=entry.index)
    hints[entry.question] = entry.hint


def standing(rule, scored):
    """What attempts come to together: (points, of so many attempts, the leaf it rests on); `scored`: (leaf, points)."""
    if rule == "first":
        return scored[0][1], 1, scored[0][0]
    if rule == "last":
        return scored[-1][1], 1, scored[-1][0]
    if rule == "average":
        return sum(points for _, points in scored), len(scored), scored[-1][0]
    best = max(points for _, points in scored)
    return best, 1, next(leaf for leaf, points in scored if points == best)


def earned(campaign, entries, roll, days, voided=frozenset(), scored=None):
    """(entry, chances that count, questions right for the first time) in leaf order. What is void earns nothing, and
    solves nothing either. `scored` takes (leaf, points) of attempts that are scored together, by person and pass mark."""
    people, hints = {}, {}
    for entry in entries:
        person, right, passes = entry.pseudonym, set(), False
        if entry.kind == "hint":
            take_hint(campaign, entry, hints.setdefault(person, {}))
        if entry.kind == "submit":
            points, right = score(campaign, entry, hints.get(person, {}))
        if entry.index in voided:
            continue
        if entry.kind == "submit" and campaign.chances_for == "passing":
            own_mark = variant_of(campaign, roll, person)[1]
            mark = campaign.pass_mark if own_mark is None else own_mark
            passes = points >= mark
            if campaign.attempts_rule and scored is not None:
                scored.setdefault((person, mark), []).append((entry.index, points))
        day = days.day(entry.at)
        attended = None
        if entry.kind == "signin":
            attended = day if entry.day is None else days.number(entry.day)
        earning = people.setdefault(person, Earning(campaign))
        earning.begin(entry.phase)
        yield entry, *earning.take(entry, right, passes, day, attended)


def people_scores(campaign, entries, roll, voided):
    """(leaf, pseudonym, score, milliseconds or None) of each person who may win and handed something in, by the leaf that
    the score rests on."""
    hints, opened, attempts = {}, {}, {}
    for entry in entries:
        person = entry.pseudonym
        if entry.kind == "hint":
            take_hint(campaign, entry, hints.setdefault(person, {}))
        elif entry.kind == "start":
            limit = variant_of(campaign, roll, person)[0]
            limit = campaign.time if limit is None else limit
            opened[person] = entry.at, entry.at + limit + campaign.grace
        elif entry.kind == "submit":
            points, _ = score(campaign, entry, hints.get(person, {}))
            if entry.index not in voided and person in roll and roll[person][3]:
                start, deadline = opened.get(person, (entry.at, entry.at))
                took = max(0, min(entry.at, deadline) - start) if campaign.time is not None else None
                attempts.setdefault(person, []).append((entry.index, points, took))
    rows, rule = [], campaign.attempts_rule or "highest"
    for person, tried in attempts.items():
        points, count, leaf = standing(rule, [attempt[:2] for attempt in tried])
        times = [took for index, _, took in tried if rule == "average" or index == leaf]
        rows.append((leaf, person, Fraction(points, count), None if None in times else sum(times) // len(times)))
    return sorted(rows)


def eligible_rows(campaign, entries, roll, days, voided=frozenset()):
    """Who is drawn with how many chances: counted in leaf order, cut at the cap, without those who may not win."""
    rows, scored = [], {}
    for entry, chances, _ in earned(campaign, entries, roll, days, voided, scored):
        if chances > 0 and entry.pseudonym in roll and roll[entry.pseudonym][3]:
            rows.append((entry.index, entry.pseudonym, chances))
    for (person, mark), attempts in scored.items():
        points, count, leaf = standing(campaign.attempts_rule, attempts)
        if points >= mark * count and person in roll and roll[person][3]:
            rows.append((leaf, person, 1))
    return sorted(rows)


class Stock:
    """Pieces that are given before the draw, in leaf order."""

    def __init__(self, campaign):
        self.campaign, self.rows = campaign, []
        self.ids = [tier[0] for tier in campaign.tiers]
        self.left = [tier[2] for tier in campaign.tiers]
        self.wins, self.consoled, self.solvers = {}, set(), {}

    def take(self, entry, number, chances, solved, may_win):
        """Rows of one entry: its number's tier, else the guaranteed one; then questions that it is among the first to
        solve; then, where the number won nothing, the fallback prize."""
        campaign, won = self.campaign, False
        plays = number is not None and chances > 0
        if plays:
            tier = instant_tier(number, campaign.bounds)
            won = tier is not None and self.give(entry, tier, "win", may_win) == "win"
            if not won and campaign.guarantee and campaign.guarantee[0] == entry.attempt:
                self.give(entry, self.ids.index(campaign.guarantee[1]), "guarantee", may_win)
        for question in solved:
            for place, (tier, questions, people) in enumerate(campaign.firsts):
                if question in questions and self.solvers.get((place, question), 0) < people:
                    # Who can't win takes nobody's place.
                    if self.give(entry, self.ids.index(tier), "first", may_win) in ("first", "gone"):
                        self.solvers[place, question] = self.solvers.get((place, question), 0) + 1
                    break
        person = entry.pseudonym
        if (plays and campaign.has_fallback and may_win and person not in self.wins and person not in self.consoled
                and (campaign.fallback_count is None or len(self.consoled) < campaign.fallback_count)):
            self.consoled.add(person)
            self.rows.append((entry.index, person, entry.attempt, "-", "fallback"))

    def give(self, entry, tier, outcome, may_win):
        campaign, person = self.campaign, entry.pseudonym
        given = campaign.tiers[tier][2] - self.left[tier]
        if not may_win:
            outcome = "barred"
        elif campaign.person_cap is not None and self.wins.get(person, 0) >= campaign.person_cap:
            outcome = "capped"
        elif given >= self.released(tier, entry.at):
            outcome = "gone"
        else:
            self.left[tier] -= 1
            self.wins[person] = self.wins.get(person, 0) + 1
        self.rows.append((entry.index, person, entry.attempt, self.ids[tier], outcome))
        return outcome

    def released(self, tier, at):
        """Pieces of a tier that were there by an instant, those that are gone counted in."""
        releases = self.campaign.releases[tier]
        return sum(pieces for time, pieces in releases if time <= at) if releases else self.campaign.tiers[tier][2]


# --- Vouchers and money ---

MONEY_ACCOUNTS = ("free", "pending", "reserved", "owed", "settled")
LEDGER_COUNTERS = ("expired", "voided", "refunded", "unspent")
# What was issued is somewhere in these.
ISSUED_BECAME = ("reserved", "owed", "settled") + LEDGER_COUNTERS
# Beyond every price, in fen.
PRICE_END = 10**15


# An amount in a body, as it is written again.
FEN = re.compile("-?[1-9][0-9]{0,17}|0")


class Unfit(Exception):
    """An event that the rules of vouchers and money do not allow."""


class FundRules:
    """The parts funds, merchants and vouchers of a campaign file, money in fen."""

    def __init__(self, campaign):
        funds, vouchers = campaign.get("funds"), campaign.get("vouchers")
        self.has_funds, self.has_vouchers = funds is not None, vouchers is not None
        funds, vouchers = funds or {}, vouchers or {}
        self.items = {item["id"]: item for item in funds.get("items", [])}
        self.budget = fen(funds["budget"]) if self.has_funds else None
        self.rounding, self.gives_rest = funds.get("rounding", "down"), funds.get("last") == "partial"
        self.limits = {key: funds.get(key) or {} for key in ("person", "household", "category")}
        review = funds.get("review")
        self.reasons = None if review is None else len(review["reasons"])
        self.appeal = parse_duration(review["appeal"], "") if review and "appeal" in review else None
        purchase = funds.get("purchase")
        self.window = None if purchase is None else tuple(parse_time(purchase[key], "") for key in ("from", "to"))
        self.needs_invoice = bool(purchase and purchase.get("invoice"))
        self.merchants = {merchant["id"]: merchant for merchant in campaign.get("merchants", [])}
        self.count, self.uses = vouchers.get("count"), vouchers.get("uses", 1)
        self.face = fen(vouchers["face"]) if "face" in vouchers else None
        self.in_part, self.transfers = vouchers.get("part", False), vouchers.get("transfer", False)
        self.restores = vouchers.get("refund") == "reserved"
        self.hold, self.valid = (parse_duration(vouchers[key], "") if key in vouchers else None
                                 for key in ("hold", "valid"))
        self.until = parse_time(vouchers["until"], "") if "until" in vouchers else None
        self.returns = max(parse_duration(part["returns"], "") if "returns" in part else 0 for part in (funds, vouchers))

    def grant(self, item, price):
        """What an item gives for a price."""
        item = self.items[item]
        if not 0 < price < PRICE_END:
            raise Unfit("price.range")
        if item["gives"] == "share":
            share = Fraction(item["share"]["num"], item["share"]["den"]) * price
            amount = {"down": math.floor(share), "half-up": math.floor(share + Fraction(1, 2)),
                      "yuan-down": math.floor(share / 100) * 100}[self.rounding]
            amount = min([amount] + [fen(item["cap"])] * ("cap" in item))
        else:
            bands = item["bands"] if item["gives"] == "bands" else [{"from": "0.00", "amount": item["amount"]}]
            fitting = [fen(band["amount"]) for band in bands if fen(band["from"]) <= price
                       and ("below" not in band or price < fen(band["below"]))]
            amount = min(fitting[0], price) if fitting else 0
        if amount <= 0:
            raise Unfit("fund.band")
        return amount

    def most(self, item):
        item = self.items[item]
        if item["gives"] == "share" and "cap" not in item:
            raise Unfit("price.required")
        return {"fixed": lambda: fen(item["amount"]), "share": lambda: fen(item["cap"]),
                "bands": lambda: max(fen(band["amount"]) for band in item["bands"])}[item["gives"]]()

    def can_give(self, item, amount):
        item = self.items[item]
        if item["gives"] == "bands":
            return amount > 0 and amount in [fen(band["amount"]) for band in item["bands"]]
        most = item.get("amount" if item["gives"] == "fixed" else "cap")
        return 0 < amount <= (PRICE_END if most is None else fen(most))


class Voucher:
    """Something granted, from the claim on."""

    def __init__(self, name, event, granted):
        self.name, self.granted, self.left = name, granted, granted
        self.person, self.household, self.unit = event["person"], event.get("household"), event.get("unit")
        self.holder, self.item, self.merchant = self.person, event.get("item"), event.get("merchant")
        self.state, self.hold, self.until, self.uses = "pending", None, None, 0
        self.redeems, self.was_appealed, self.appeal = [], False, None

    @property
    def is_open(self):
        return self.state in ("pending", "refused", "active")

    @property
    def at(self):
        """The merchant who has its money in hand."""
        return self.hold["merchant"] if self.hold else self.merchant


class FundBook:
    """What vouchers and money come to, event by event; every event is one that the rules allow, or is Unfit.

    An event is a dictionary: the members of its body, its leaf, and for a claim the person's household and unit. What
    ends by the clock must have been logged before anything else of a later instant, the earliest first."""

    def __init__(self, rules):
        self.rules, self.vouchers, self.redeems, self.lines = rules, {}, {}, {}
        # The vouchers of each person and of each household, whom limits are about.
        self.owned = {}
        # The vouchers that each merchant has of those that its count counts; what may have changed it; reservations.
        self.counted, self.moved, self.holds = collections.defaultdict(set), [], {}
        self.settled, self.invoices, self.due, self.taken = {}, set(), [], 0
        # When the last of what was redeemed can no longer come back.
        self.returns_end = -math.inf
        self.fen = collections.defaultdict(int)
        self.budget = rules.budget or 0
        self.fen["free", "all", "-"] = self.budget

    def raise_to(self, rules):
        """Puts rules of larger numbers in the place of those in force."""
        more = (rules.budget or 0) - (self.rules.budget or 0)
        self.rules, self.budget = rules, self.budget + more
        self.fen["free", "all", "-"] += more

    # Money.

    def put(self, account, amount, voucher, merchant):
        self.fen[account, "all", "-"] += amount
        if account != "free":
            category = self.rules.items[voucher.item].get("category") if voucher.item else None
            for dimension, name in (("category", category), ("merchant", merchant), ("unit", voucher.unit)):
                self.fen[account, dimension, name or "-"] += amount

    def move(self, amount, source, target, voucher, at=None, to=None, counter=None):
        self.put(source, -amount, voucher, at)
        self.put(target, amount, voucher, to)
        self.moved += [(voucher, merchant) for merchant in {at, to} if "count" in self.rules.merchants.get(merchant, ())]
        if counter:
            self.put(counter, amount, voucher, at)

    def of(self, account, dimension="all", name="-"):
        return self.fen.get((account, dimension, name or "-"), 0)

    def problem(self):
        """What does not add up."""
        whole = {account: self.of(account) for account in MONEY_ACCOUNTS + LEDGER_COUNTERS}
        if self.budget != sum(whole[account] for account in MONEY_ACCOUNTS):
            return "budget"
        if min(self.fen.values()) < 0:
            return "below nothing"
        cells = collections.defaultdict(int)
        for (account, dimension, name), amount in self.fen.items():
            cells[account, dimension] += amount
            if account in ISSUED_BECAME:
                cells["issued:", dimension, name] += amount
        for dimension in ("category", "merchant", "unit"):
            for account in MONEY_ACCOUNTS[1:] + LEDGER_COUNTERS:
                if cells[account, dimension] != whole[account]:
                    return f"{account} by {dimension}"
        return None

    def ledger_csv(self):
        """The bytes of ledger.csv."""
        rows = {key: amount for key, amount in self.fen.items() if amount or key[1] == "all"}
        for account in MONEY_ACCOUNTS + LEDGER_COUNTERS + ("issued",):
            rows.setdefault((account, "all", "-"), 0)
        # What was issued is what became of it, in every dimension.
        for account, dimension, name in list(rows):
            if account in ISSUED_BECAME:
                rows["issued", dimension, name] = rows.get(("issued", dimension, name), 0) + rows[account, dimension, name]
        for (dimension, name), amount in self.paid().items():
            rows["paid", dimension, name] = amount
        rows["budget", "all", "-"] = self.budget
        rows["redeemed", "all", "-"] = self.of("owed") + self.of("settled")
        lines = sorted(f"{account},{dimension},{name},{amount}" for (account, dimension, name), amount in rows.items())
        return ("account,dimension,id,fen\n" + "".join(line + "\n" for line in lines)).encode()

    def paid(self):
        totals = {merchant: sum(each["total"] for each in made) for merchant, made in self.settled.items()}
        paid = {("merchant", merchant or "-"): total for merchant, total in totals.items() if total}
        return {**paid, ("all", "-"): sum(totals.values())}

    # What ends by the clock.

    def end_later(self, at, leaf, rank, what, voucher):
        heapq.heappush(self.due, (at, leaf, rank, what, voucher.name))

    def next_due(self):
        while self.due:
            at, leaf, _, what, name = self.due[0]
            voucher = self.vouchers[name]
            if {"voucher": voucher.state == "active", "hold": voucher.hold and voucher.hold["leaf"] == leaf,
                    "appeal": voucher.state == "refused" and voucher.appeal == leaf}[what]:
                return self.due[0]
            heapq.heappop(self.due)
        return None

    def take(self, event):
        """One event of the log."""
        due = self.next_due()
        if due and due[0] <= event["at"]:
            at, leaf, rank, what, name = due
            kind = "release" if what == "hold" else "expire"
            if (event["kind"], event.get("index"), event.get("rank", 0)) != (kind, leaf, rank):
                raise Unfit("due")
            return self.end(self.vouchers[name], what, event)
        if event["kind"] == "expire":
            raise Unfit("early")
        return getattr(self, "take_" + event["kind"])(event)

    def end(self, voucher, what, event):
        if what == "hold":
            return self.unhold(voucher)
        if "amount" in event and int(event["amount"]) != voucher.left:
            raise Unfit("amount")
        if what == "appeal":
            return self.reject(voucher)
        return self.close(voucher, "expired", "expired")

    def close(self, voucher, state, counter):
        self.move(voucher.left, "reserved", "free", voucher, at=voucher.at, counter=counter)
        voucher.left, voucher.state, voucher.hold = 0, state, None

    def unhold(self, voucher):
        self.move(voucher.left, "reserved", "reserved", voucher, at=voucher.at, to=voucher.merchant)
        voucher.hold = None

    def reject(self, voucher):
        self.move(voucher.left, "pending", "free", voucher, at=voucher.merchant)
        voucher.left, voucher.state, self.taken = 0, "rejected", self.taken - 1

    # Claims.

    def standing(self, voucher):
        """What of a voucher counts for limits: nothing once it has ended unused."""
        kept = [self.redeems[leaf] for leaf in voucher.redeems if not self.redeems[leaf]["returned"]]
        return voucher.left + sum(redeem["kept"] for redeem in kept) if voucher.is_open or kept else None

    def check_limit(self, limit, others, amount, reason):
        taken = [self.standing(voucher) for voucher in others]
        taken = [each for each in taken if each is not None]
        if len(taken) >= limit.get("count", math.inf) or (
                "amount" in limit and sum(taken) + amount > fen(limit["amount"])):
            raise Unfit(reason)

    def counts_for(self, voucher, merchant):
        return voucher.is_open and voucher.at == merchant or any(
            self.redeems[leaf]["merchant"] == merchant and not self.redeems[leaf]["returned"]
            for leaf in voucher.redeems)

    def check_caps(self, merchant, voucher, amount):
        """Whether a merchant may have so much more, and the voucher with it."""
        caps = self.rules.merchants[merchant]
        if "count" in caps:
            for each, of in self.moved:
                (self.counted[of].add if self.counts_for(each, of) else self.counted[of].discard)(each.name)
            self.moved.clear()
            others = len(self.counted[merchant]) - (voucher is not None and voucher.name in self.counted[merchant])
            if others + 1 > caps["count"]:
                raise Unfit("merchant.count")
        has = sum(self.of(account, "merchant", merchant) for account in ("pending", "reserved", "owed", "settled"))
        if "amount" in caps and has + amount > fen(caps["amount"]):
            raise Unfit("merchant.amount")

    def worth(self, event):
        rules, item = self.rules, event.get("item")
        if not rules.has_funds:
            if item is not None:
                raise Unfit("item.unknown")
            return rules.face or 0
        if item not in rules.items:
            raise Unfit("item.unknown")
        if "price" in event:
            amount = rules.grant(item, int(event["price"]))
        elif "amount" in event:
            amount = int(event["amount"])
            if not rules.can_give(item, amount):
                raise Unfit("fund.amount")
        else:
            amount = rules.most(item)
        return amount if rules.face is None else min(amount, rules.face)

    def check_window(self, at):
        if self.rules.window and not self.rules.window[0] <= at < self.rules.window[1]:
            raise Unfit("purchase.window")

    def check_good(self, at):
        if self.rules.until is not None and self.rules.until <= at:
            raise Unfit("voucher.expired")

    def take_register(self, event):
        rules, amount, free = self.rules, self.worth(event), self.of("free")
        merchant = event.get("merchant")
        if merchant is not None and merchant not in rules.merchants:
            raise Unfit("merchant.unknown")
        if not rules.has_vouchers:
            self.check_window(event["at"])
        self.check_good(event["at"])
        if rules.count is not None and self.taken >= rules.count:
            raise Unfit("voucher.none")
        if rules.has_funds:
            if free == 0 or amount > free and not rules.gives_rest:
                raise Unfit("fund.empty")
            amount = min(amount, free)
            self.check_limits(event, amount)
        if merchant is not None:
            self.check_caps(merchant, None, amount)
        if int(event.get("granted", amount)) != amount:
            raise Unfit("granted")
        if not rules.has_funds and amount > free:
            self.budget += amount - free
            self.fen["free", "all", "-"] += amount - free
        name = (event["leaf"], event.get("rank", 0))
        voucher = self.vouchers[name] = Voucher(name, event, amount)
        for owner in (("person", event["person"]), ("household", event.get("household"))):
            self.owned.setdefault(owner, []).append(voucher)
        self.taken += 1
        if rules.reasons is not None:
            self.move(amount, "free", "pending", voucher, to=merchant)
        else:
            self.move(amount, "free", "reserved", voucher, to=merchant)
            self.issue(voucher, event["at"])

    def check_limits(self, event, amount):
        limits, own = self.rules.limits, self.owned.get(("person", event["person"]), [])
        self.check_limit(limits["person"], own, amount, "fund.person")
        if event.get("household") is not None:
            others = self.owned.get(("household", event["household"]), [])
            self.check_limit(limits["household"], others, amount, "fund.household")
        category = self.rules.items[event["item"]].get("category")
        if category is not None:
            same = [voucher for voucher in own if self.rules.items[voucher.item].get("category") == category]
            self.check_limit(limits["category"], same, amount, "fund.category")

    def issue(self, voucher, at):
        voucher.state = "active"
        voucher.until = self.rules.until
        if voucher.until is None and self.rules.valid is not None:
            voucher.until = at + self.rules.valid
        if voucher.until is not None:
            self.end_later(voucher.until, *voucher.name, "voucher", voucher)

    def take_decide(self, event):
        voucher, rules = self.vouchers.get((event["index"], 0)), self.rules
        if voucher is None:
            raise Unfit("claim.unknown")
        if voucher.state != "pending":
            raise Unfit("claim.decided")
        if event["outcome"] == "approve":
            self.check_good(event["at"])
            self.move(voucher.left, "pending", "reserved", voucher, at=voucher.merchant, to=voucher.merchant)
            return self.issue(voucher, event["at"])
        if not 1 <= event["reason"] <= (rules.reasons or 0):
            raise Unfit("decide.reason")
        if rules.appeal is None or voucher.was_appealed:
            return self.reject(voucher)
        voucher.state, voucher.appeal = "refused", event["leaf"]
        return self.end_later(event["at"] + rules.appeal, event["leaf"], 0, "appeal", voucher)

    def take_appeal(self, event):
        if self.rules.appeal is None:
            raise Unfit("appeal.undeclared")
        voucher = self.vouchers.get((event["index"], 0))
        if voucher is None:
            raise Unfit("claim.unknown")
        if voucher.person != event["person"]:
            raise Unfit("person.wrong")
        if voucher.was_appealed:
            raise Unfit("appeal.done")
        if voucher.state != "refused":
            raise Unfit("appeal.late" if voucher.state == "rejected" else "appeal.nothing")
        voucher.state, voucher.was_appealed = "pending", True

    # Vouchers.

    def good(self, event):
        voucher = self.vouchers.get((event["index"], event.get("rank", 0)))
        if voucher is None:
            raise Unfit("voucher.unknown")
        if voucher.state != "active":
            raise Unfit("voucher." + {"rejected": "refused", "used": "redeemed"}.get(voucher.state, voucher.state))
        return voucher

    def check_shop(self, voucher, merchant, shop):
        if merchant is None and not self.rules.merchants and shop is None:
            return
        if merchant not in self.rules.merchants:
            raise Unfit("merchant.unknown")
        shops = [each["id"] for each in self.rules.merchants[merchant].get("shops", [])]
        if shop not in (shops or [None]):
            raise Unfit("voucher.shop")
        if voucher.merchant not in (None, merchant):
            raise Unfit("voucher.merchant")

    def take_reserve(self, event):
        if self.rules.hold is None:
            raise Unfit("hold.undeclared")
        voucher, merchant = self.good(event), event.get("merchant")
        self.check_shop(voucher, merchant, event.get("shop"))
        if voucher.hold:
            raise Unfit("voucher.held")
        if merchant is not None and voucher.merchant is None:
            self.check_caps(merchant, voucher, voucher.left)
        self.move(voucher.left, "reserved", "reserved", voucher, at=voucher.merchant, to=merchant)
        voucher.hold = {"leaf": event["leaf"], "merchant": merchant, "shop": event.get("shop")}
        self.holds[event["leaf"]] = voucher
        until = event["at"] + self.rules.hold
        until = until if voucher.until is None else min(until, voucher.until)
        self.end_later(until, event["leaf"], 0, "hold", voucher)

    def take_release(self, event):
        voucher = self.holds.get(event["index"])
        if voucher is None or not voucher.hold or voucher.hold["leaf"] != event["index"]:
            raise Unfit("hold.none")
        return self.unhold(voucher)

    def take_void(self, event):
        self.close(self.good(event), "voided", "voided")

    def take_transfer(self, event):
        if not self.rules.transfers:
            raise Unfit("transfer.undeclared")
        voucher = self.vouchers.get((event["index"], event.get("rank", 0)))
        if voucher is None:
            raise Unfit("voucher.unknown")
        if voucher.holder != event["person"]:
            raise Unfit("person.wrong")
        self.good(event)
        if voucher.hold:
            raise Unfit("voucher.held")
        if event["to"] == voucher.holder:
            raise Unfit("transfer.self")
        voucher.holder = event["to"]

    def most_now(self, voucher, event):
        """The most that one use of a voucher may pay."""
        rules, most = self.rules, voucher.left
        if "price" in event and not 0 < int(event["price"]) < PRICE_END:
            raise Unfit("price.range")
        if not rules.in_part:
            most = min(most, voucher.granted * (voucher.uses + 1) // rules.uses - voucher.granted * voucher.uses // rules.uses)
        if "price" in event:
            price = int(event["price"])
            return min(most, price if voucher.item is None else rules.grant(voucher.item, price))
        if event.get("hides-price"):
            return most
        if voucher.item is not None:
            if rules.items[voucher.item]["gives"] != "fixed":
                raise Unfit("price.required")
            most = min(most, fen(rules.items[voucher.item]["amount"]))
        return most

    def take_redeem(self, event):
        rules, voucher, merchant, shop = self.rules, self.good(event), event.get("merchant"), event.get("shop")
        self.check_shop(voucher, merchant, shop)
        if voucher.hold and (voucher.hold["merchant"], voucher.hold["shop"]) != (merchant, shop):
            raise Unfit("voucher.held")
        if rules.has_vouchers:
            self.check_window(event["at"])
        has_money = rules.has_funds or rules.face is not None
        most = self.most_now(voucher, event) if has_money or "price" in event else 0
        most = most if has_money else 0
        amount = int(event.get("amount", most))
        is_divided = rules.in_part or event.get("hides-price")
        if not (min(1, most) <= amount <= most if is_divided and has_money else amount == most):
            raise Unfit("redeem.amount")
        invoice = event.get("invoice")
        if invoice is None and rules.needs_invoice:
            raise Unfit("invoice.required")
        if invoice in self.invoices:
            raise Unfit("invoice.used")
        if merchant is not None and voucher.at is None:
            self.check_caps(merchant, voucher, amount)
        if invoice is not None and not invoice.startswith("#"):
            self.invoices.add(invoice)
        self.move(amount, "reserved", "owed", voucher, at=voucher.at, to=merchant)
        voucher.left, voucher.uses = voucher.left - amount, voucher.uses + 1
        voucher.redeems.append(event["leaf"])
        self.redeems[event["leaf"]] = {"voucher": voucher, "merchant": merchant, "shop": shop, "amount": amount,
                                       "kept": amount, "returned": False, "settled": False}
        self.note(event, event["leaf"], amount)
        good_again = rules.restores and voucher.until or 0
        self.returns_end = max(self.returns_end, event["at"] + rules.returns, good_again)
        if voucher.uses == rules.uses or rules.in_part and voucher.left == 0:
            self.close(voucher, "used", "unspent")
        elif voucher.hold:
            self.unhold(voucher)

    def note(self, event, redeem, amount):
        """A line of what a merchant is owed."""
        line = {"leaf": event["leaf"], "at": event["at"], "redeem": redeem, "amount": amount, "settled": False}
        self.lines.setdefault(self.redeems[redeem]["merchant"], []).append(line)

    def take_refund(self, event):
        redeem, rules = self.redeems.get(event["index"]), self.rules
        if redeem is None:
            raise Unfit("refund.unknown")
        if redeem["returned"]:
            raise Unfit("refund.done")
        voucher, kept = redeem["voucher"], redeem["kept"]
        amount = int(event.get("amount", kept))
        if not min(1, kept) <= amount <= kept:
            raise Unfit("refund.amount")
        is_whole = amount == kept
        may_be_good = rules.restores and voucher.state in ("active", "used") and (
            voucher.until is None or event["at"] < voucher.until)
        if may_be_good and not is_whole and not rules.in_part:
            raise Unfit("refund.amount")
        is_good = may_be_good and voucher.uses - is_whole < rules.uses
        if is_good and voucher.hold:
            raise Unfit("voucher.held")
        source = "settled" if redeem["settled"] else "owed"
        if is_good:
            self.move(amount, source, "reserved", voucher, at=redeem["merchant"], to=voucher.merchant)
            voucher.left, voucher.uses = voucher.left + amount, voucher.uses - is_whole
            if voucher.state == "used" and voucher.until is not None:
                self.end_later(voucher.until, *voucher.name, "voucher", voucher)
            voucher.state = "active"
        else:
            self.move(amount, source, "free", voucher, at=redeem["merchant"], counter="refunded")
        redeem["kept"], redeem["returned"] = kept - amount, is_whole
        self.note(event, event["index"], -amount)
        if not is_good and voucher.state == "used" and all(self.redeems[leaf]["returned"] for leaf in voucher.redeems):
            voucher.state = "refunded"

    # Settlement.

    def take_settle(self, event):
        merchant, through = event.get("merchant"), event["index"]
        if merchant not in (self.rules.merchants or [None]):
            raise Unfit("merchant.unknown")
        made = self.settled.setdefault(merchant, [])
        if not (made[-1]["through"] if made else -1) < through < event["leaf"]:
            raise Unfit("settle.range")
        lines = [line for line in self.lines.get(merchant, []) if not line["settled"] and line["leaf"] <= through]
        if not lines:
            raise Unfit("settle.nothing")
        if not all(event["from"] <= line["at"] < event["to"] for line in lines):
            raise Unfit("settle.period")
        total = sum(line["amount"] for line in lines)
        if total != int(event["amount"]):
            raise Unfit("settle.amount")
        for line in lines:
            line["settled"], redeem = True, self.redeems[line["redeem"]]
            if line["leaf"] == line["redeem"]:
                redeem["settled"] = True
                self.move(redeem["kept"], "owed", "settled", redeem["voucher"], at=merchant, to=merchant)
        made.append({"leaf": event["leaf"], "merchant": merchant, "through": through, "from": event["from"], "to": event["to"],
                     "lines": lines, "total": total, "earlier": sum(each["total"] for each in made)})

    def settlement_csv(self, made):
        """The bytes of a settlement's CSV."""
        rows = ["leaf,at,kind,redeem,voucher,rank,shop,amount"]
        for line in made["lines"]:
            redeem = self.redeems[line["redeem"]]
            rows.append(",".join(str(field) for field in (
                line["leaf"], line["at"], "redeem" if line["leaf"] == line["redeem"] else "refund", line["redeem"],
                *redeem["voucher"].name, redeem["shop"] or "-", yuan(line["amount"]))))
        rows.append(f"{made['through']},{made['to']},total,-,-,-,-,{yuan(made['total'])}")
        return "".join(row + "\n" for row in rows).encode()


def yuan(amount):
    return f"{'-' * (amount < 0)}{abs(amount) // 100}.{abs(amount) % 100:02}"


def csv_lines(bundle, path, header):
    """The lines of a CSV file after its header; every line ends in LF."""
    text = bundle.text(path, MAX_FILE_BYTES)
    lines = text.split("\n")
    if lines[0] != header or lines.pop() != "":
        raise Finding(f"首行应为“{header}”，各行以换行结束", f"must begin with “{header}” and end in a line feed", path)
    return lines[1:]


# --- Checks: the log -------------------------------------------------------------------------------------------------


def check_vkey(audit):
    if audit.vkey is None:
        raise NotProvable("没有给出 --vkey：内容一致，但无法确认是谁的日志",
                          "no --vkey was given: consistent, but nothing says whose log this is")
    if audit.vkey.text != audit.charter["vkey"]:
        raise Finding("章程中的 vkey 不是所给的", "the charter names another vkey than the one given", leaf=0)
    if audit.vkey.name != audit.charter["origin"]:
        raise Finding("vkey 的名称不是本活动的 origin", "the name in the vkey is not the origin", leaf=0)


def check_checkpoint(audit):
    check_head(audit, "log/checkpoint", audit.head)
    for path in audit.bundle.under("log/heads/"):
        check_head(audit, path, audit.read_head(path))
    check_earlier(audit)


def check_head(audit, path, head):
    try:
        open_note(audit.bundle.read(path, 1 << 20), audit.log_key)
    except ValueError as error:
        raise Finding("签名不成立", f"the signature does not hold: {show(error)}", path) from None
    if head.origin != audit.log_key.name:
        raise Finding("origin 与密钥名不符", "the origin is not the key's name", path)


def expected_log_files(audit):
    """The paths below log/ that a log of this size has, no more and no fewer."""
    # The tree's size, not the checkpoint's word: only the former is known to be backed by files.
    paths = log_paths("log/", audit.tree.size)
    paths.update(f"log/heads/{size}" for size in head_sizes(audit))
    return paths


def head_sizes(audit):
    """The closing's prefix, and whatever other heads the bundle has."""
    sizes = {record.index + 1 for record in audit.closings}
    for path in audit.bundle.under("log/heads/"):
        size = parse_decimal(path[len("log/heads/"):])
        if size:
            sizes.add(size)
    return sorted(sizes)


def check_tree(audit):
    if audit.tree.root() != audit.head.root:
        raise Finding("由叶算出的根与检查点不符", "the root over the leaves is not the checkpoint's", "log/checkpoint")
    for path, content in hash_tiles(audit.tree):
        if audit.bundle.read(path) != content:
            raise Finding("与由叶算出的不符", "is not what the leaves give", path)
    for size in head_sizes(audit):
        path = f"log/heads/{size}"
        head = audit.read_head(path)
        if head.size != size or size > audit.tree.size or head.root != audit.tree.root(size):
            raise Finding("不是日志到此处的前缀", "is not the prefix of the log of this size", path)


def declared_policy(audit):
    """The policy that the charter fixes; None without one."""
    if audit.charter["policy"] == "-":
        return None
    data = audit.bundle.read("policy.txt", Policy.MOST_BYTES)
    if hex256(data) != audit.charter["policy"]:
        raise Finding("不是章程所定的见证规则", "is not the policy that leaf 0 fixes", "policy.txt")
    try:
        return Policy(data)
    except ValueError as error:
        raise Finding("不是见证规则", f"is no policy: {show(error, 160)}", "policy.txt") from None


def take_cosignatures(audit, policy):
    """What the policy's witnesses said of heads that are prefixes of this log."""
    found = Cosignatures(policy)
    for path in ["log/checkpoint"] + [f"log/heads/{size}" for size in head_sizes(audit)]:
        head = audit.read_head(path)
        if head.size > audit.tree.size or head.root != audit.tree.root(head.size):
            continue
        try:
            found.take(audit.bundle.read(path, 1 << 20), head.size)
        except ValueError as error:
            raise Finding("见证签名无效", f"a witness's signature is not valid: {show(error)}", path) from None
    return found


def check_witness_quorum(audit):
    """Keeps what witnesses said for the grade: `audit.cosignatures.first_seen(size)`."""
    policy = audit.policy or audit.own_policy
    if policy is None:
        raise NotUsed("本活动没有见证方", "the campaign has no witnesses")
    if not policy.accepts(audit.charter["vkey"]):
        raise Finding("见证规则列出了日志，但没有本活动的公钥", "the policy lists logs, and not this campaign's key")
    audit.own_cosignatures
    cosignatures = take_cosignatures(audit, policy)
    if policy.quorum is None:
        raise NotUsed("见证规则不要求任何见证方（quorum none），什么也没有证明",
                      "the policy asks for no witness (quorum none), which shows nothing")
    seen = cosignatures.first_seen(audit.closing.index + 1)
    if seen is None:
        raise Finding("按见证规则，没有足够的见证方签过截止时的记录",
                      "too few witnesses of the policy vouched for the log up to the closing")
    audit.cosignatures = cosignatures
    if audit.policy is None:
        audit.note("witness-quorum", PASS, Text(
            f"由主办方选定的见证方于 {seen} 毫秒见证了截止时的记录（没有给出 --policy）",
            f"the witnesses, chosen by the organiser (no --policy was given), had seen the closing at {seen} ms"))
    else:
        audit.note("witness-quorum", PASS, Text(
            f"您认可的见证方于 {seen} 毫秒见证了截止时的记录",
            f"the witnesses of your policy had seen the closing at {seen} ms"))


def check_openings(audit):
    expected = {path for path, _, _ in tile_paths("openings/", len(audit.leaves))}
    for path in sorted(audit.bundle.under("openings/") - expected):
        raise Finding("多余的文件", "the file does not belong here", path)
    for entry in audit.entries:
        name = audit.phase_names[audit.phase_of(entry.at)]
        if entry.phase != name:
            raise Finding(f"阶段写的是 {show(entry.phase)}，应为 {name}", f"says phase {show(entry.phase)}, expected {name}",
                          leaf=entry.index)


def check_records(audit):
    charter, closing = audit.charter, audit.closing
    if not charter["announces"] < charter["closes"] or not charter["opens"] < charter["closes"]:
        raise Finding("时间次序不对", "announces, opens and closes are out of order", leaf=0)
    if audit.head.origin != charter["origin"] or audit.log_key.name != charter["origin"]:
        raise Finding("origin、vkey 与检查点不一致", "origin, vkey and checkpoint disagree", leaf=0)
    if charter["registry"] != "-":
        try:
            VerificationKey(charter["registry"])
        except ValueError as error:
            raise Finding("登记簿的公钥不对", f"bad vkey of the registry: {show(error)}", leaf=0) from None
    if not charter.sources:
        raise Finding("没有随机源", "names no source of randomness", leaf=0)
    for record in audit.records[1:]:
        check_place(record, closing, audit.outcome) if not audit.days else check_day_place(audit, record)
    check_instant_records(audit)
    check_prize_records(audit)
    check_amendments(audit)
    for phase in audit.days or [audit]:
        check_intake_end(phase)
        check_refusals(phase)
    check_times(audit)
    check_withheld(audit)
    if (closing["ledger"] != "-") != audit.campaign.has_ledger:
        raise Finding("含有本活动没有的部分，或缺少应有的部分",
                      "names parts that the campaign does not have, or lacks one that it has", leaf=closing.index)
    check_counts(audit)
    for entry in audit.entries:
        if entry.kind not in audit.campaign.acts:
            raise Finding(f"本活动没有 {entry.kind} 这一项", f"is a {entry.kind}, which this campaign does not have",
                          leaf=entry.index)
    check_forms(audit)
    for record in audit.records:
        if record.kind not in SUPPORTED_RECORDS:
            raise NotProvable(f"本程序不会核对叶 {record.index} 的 {record.kind} 记录",
                              f"leaf {record.index}: {record.kind} records are not checked here")


def check_counts(audit):
    """What closings say of their entries."""
    if audit.days:
        hidden = len(audit.unopened)
        for day in audit.days:
            count, people = len(day.own_entries), len({entry.pseudonym for entry in day.own_entries})
            closing = day.closing
            if (not count <= closing["entries"] <= count + hidden
                    or not people <= closing["people"] <= people + hidden):
                raise Finding(f"计数不符：实有 {count} 份、{people} 人",
                              f"the counts are wrong: there are {count} entries of {people} people", leaf=closing.index)
        said, found = sum(record["entries"] for record in audit.closings), len(audit.entries) + hidden
        if said != found:
            raise Finding(f"各截止共写 {said} 份，实有 {found}", f"the closings say {said} entries, there are {found}")
        return
    closing = audit.closing
    people = {entry.pseudonym for entry in audit.entries}
    count, hidden = len(audit.entries) + len(audit.unopened), len(audit.unopened)
    if closing["entries"] != count or not len(people) <= closing["people"] <= len(people) + hidden:
        raise Finding(f"计数不符：实有 {count} 份、{len(people)} 人",
                      f"the counts are wrong: there are {count} entries of {len(people)} people",
                      leaf=closing.index)


def check_forms(audit):
    """A form is there where the rules ask for it and nowhere else, and is filled in as they ask."""
    form, filled = audit.campaign.form, set()
    for entry in audit.entries:
        bears = (form is not None and entry.kind == form.bearer and not (entry.kind == "vote" and not entry.choice)
                 and entry.takes_back is None)
        due = form is not None and form.asked != "claim" and (form.asked == "each" or entry.pseudonym not in filled)
        if entry.fields is not None and not (bears and due):
            raise Finding("此处不该有登记表", "has a form where none is asked for", leaf=entry.index)
        if entry.fields is None and due and (bears or form.asked == "once"):
            raise Finding("缺少登记表", "lacks the form", leaf=entry.index)
        if entry.fields is not None:
            filled.add(entry.pseudonym)
            require_filled(form, entry.fields, entry.index)
        if entry.dependants is not None:
            check_dependants(audit.campaign.places, entry)
    for event in audit.events:
        if event.family != "prize":
            continue
        asked = form is not None and form.bearer == event.kind == "claim"
        if (event.fields is not None) != asked:
            raise Finding("登记表该有却无，或不该有却有", "lacks the form, or has one where none is asked for", leaf=event.leaf)
        if asked:
            require_filled(form, event.fields, event.leaf)


def check_dependants(places, entry):
    if places.fields is None:
        raise Finding("写了家属，而本活动没有", "brings dependants, which the campaign does not have", leaf=entry.index)
    for dependant in entry.dependants:
        problem = fields_problem(places.fields, dependant)
        if problem:
            raise Finding(problem["zh"], problem["en"], leaf=entry.index)
    # Private fields are salted, so of those that have one only the daemon could tell.
    if any(dependant in entry.dependants[:number] for number, dependant in enumerate(entry.dependants)):
        raise Finding("写了同一名家属两次", "brings the same dependant twice", leaf=entry.index)


def require_filled(form, fields, leaf):
    problem = form.problem(fields)
    if problem:
        raise Finding(problem["zh"], problem["en"], leaf=leaf)


def concealed_fields(audit):
    """(leaf, pointer) → (commitment, field) of every private field of an entry or claim, and of what events with money
    keep private, which is no field."""
    form, concealed, places = audit.campaign.form, {}, audit.campaign.places
    for body in audit.bodies:
        leaf = body.index if isinstance(body, Entry) else body.leaf
        if isinstance(body, FundEvent):
            concealed.update(((leaf, "/" + key), (body.body[key], None)) for key in body.concealed)
        elif form:
            concealed.update(form.concealed(leaf, body.fields))
        for number, dependant in enumerate(getattr(body, "dependants", None) or ()):
            concealed.update(concealed_in(places.fields or [], leaf, f"/dependants/{number}", dependant))
    return concealed


def fits_event(pointer, value):
    """Whether a private member of an event can hold a value: prices and invoices are written in one way alone."""
    if pointer == "/price":
        return re.fullmatch(rb"(0|[1-9][0-9]{0,12})\.[0-9]{2}", value) is not None
    return pointer != "/invoice" or re.fullmatch(b"[A-Z0-9-]{1,64}", value) is not None


def check_concealed(audit, lines):
    """Every private value that the auditor was given is what a body commits to, and fits its field."""
    concealed = concealed_fields(audit)
    for leaf, pointer, nonce, value in lines:
        commitment, field = concealed.pop((leaf, pointer), (None, None))
        if commitment is None:
            raise Finding(f"第 {leaf} 条没有不公开的 {pointer}", f"leaf {leaf} has no private {pointer}", AUDITOR)
        if "#" + hex256(b"huigong/field/v1\n" + nonce + value) != commitment:
            raise Finding(f"第 {leaf} 条的 {pointer} 与开封中的承诺不符",
                          f"{pointer} of leaf {leaf} is not what its opening commits to", AUDITOR)
        if not (fits_event(pointer, value) if field is None else field.fits_opened(value)):
            raise Finding(f"第 {leaf} 条的 {pointer} 不是该登记项的值", f"{pointer} of leaf {leaf} does not fit its field",
                          AUDITOR)
    check_opened_money(audit, {(leaf, pointer): value for leaf, pointer, _, value in lines})
    if concealed:
        raise NotProvable(f"审计员文件里没有 {len(concealed)} 个不公开的登记项；其余与承诺一致",
                          f"{len(concealed)} private fields are not in the auditor's file; the rest is what was "
                          "committed to")


def check_prize_records(audit):
    """Events and the end of the log stand after the draw, where the rules have claims; where they have places or money,
    events stand anywhere, and the end after draw or void."""
    kinds = [record.kind for record in audit.records]
    for record in audit.records:
        if record.kind not in ("event", "final"):
            continue
        before, campaign = kinds[:record.index], audit.campaign
        is_early = "draw" not in before and (not campaign.has_ledger or record.kind == "final" and "void" not in before)
        if is_early or "final" in before:
            raise Finding("不在抽奖与终结之间", f"{record.kind} not between the draw and the end of the log",
                          leaf=record.index)
        if campaign.claim_within is None and not campaign.has_ledger:
            raise Finding("是本活动不会有的记录", "is a record that such a campaign does not have", leaf=record.index)
    drawn = {day.name: day.outcome.index for day in audit.days if not day.is_void}
    try:
        events = audit.events
    except (Finding, NotProvable):
        # Check `openings` says what can't be read.
        return
    for event in events:
        if drawn.get(event.phase, event.leaf) >= event.leaf if audit.days else event.phase != "main":
            raise Finding(f"{show(event.phase)} 此时没有抽奖", f"is of {show(event.phase)}, which was not drawn by then",
                          leaf=event.leaf)


def check_instant_records(audit):
    """One activation at most; where something is won at once, nothing that decided it may be changed."""
    for record in [record for record in audit.records if record.kind == "activation"][1:]:
        raise Finding("第二个启动随机数", "is a second activation", leaf=record.index)
    for record in audit.records:
        if (record.kind == "amendment" and record["class"] not in ("close", "extend", "pause", "resume")
                and audit.announced.is_instant):
            raise Finding("即开活动不能有这类变更", "is no amendment for instant wins", leaf=record.index)


def check_withheld(audit):
    """What was erased was an entry, erased once, after the draw or void and the window in which it may be disputed."""
    seen, drawn = set(), None
    for record in audit.records:
        if record.kind in ("draw", "void") and drawn is None and (not audit.days or record is audit.outcome):
            drawn = record["at"]
        if record.kind != "withheld":
            continue
        if drawn is None:
            raise Finding("抹去内容早于抽奖或作废", "withholds an opening before draw or void", leaf=record.index)
        if record["at"] < drawn + audit.campaign.disputes:
            raise Finding("在异议期结束之前抹去", "withholds an opening before the end of the dispute window",
                          leaf=record.index)
        if record["index"] >= record.index or audit.records[record["index"]].kind != "entry":
            raise Finding(f"抹去的叶 {record['index']} 不是提交", f"withholds leaf {record['index']}, which is no entry "
                          "before it", leaf=record.index)
        if record["index"] in seen:
            raise Finding(f"叶 {record['index']} 已经抹去", f"withholds leaf {record['index']} a second time",
                          leaf=record.index)
        seen.add(record["index"])


def withheld_rows(audit):
    """Rows of entries that can't be read, from the list itself, with one chance each: more takes an earlier bundle."""
    rows, counted = [], {}
    path = audit.draw_path("eligible.csv")
    for line in csv_lines(audit.bundle, path, "index,pseudonym,chances"):
        match = re.fullmatch("(0|[1-9][0-9]{0,15}),([0-9a-f]{32}),([1-9][0-9]{0,15})", line)
        if not match:
            raise Finding(f"行“{show(line)}”不对", f"bad line “{show(line)}”", path)
        index, person = int(match[1]), match[2]
        if index not in audit.unopened:
            continue
        counted[person] = counted.get(person, 0) + 1
        place = audit.known_roll.get(person)
        if counted[person] <= audit.campaign.most and (place is None or place[3]):
            rows.append((index, person, 1))
    return rows


def withheld_scores(audit, known):
    """What tally.csv has of people whose entries can't be read any more: the closing fixed it."""
    rows, seen = [], {row[1] for row in known}
    for line in csv_lines(audit.bundle, "draw/tally.csv", SCORES_HEADER):
        match = re.fullmatch("(0|[1-9][0-9]{0,15}),([0-9a-f]{32}),((?:0|[1-9][0-9]{0,15})(?:/[1-9][0-9]{0,15})?),"
                             "(-|0|[1-9][0-9]{0,15})", line)
        if not match or (match[4] == "-") != (audit.campaign.time is None):
            raise Finding(f"行“{show(line)}”不对", f"bad line “{show(line)}”", "draw/tally.csv")
        place = audit.known_roll.get(match[2])
        if int(match[1]) in audit.unopened and match[2] not in seen and (place is None or place[3]):
            seen.add(match[2])
            rows.append((int(match[1]), match[2], Fraction(match[3]), None if match[4] == "-" else int(match[4])))
    return rows


def passed_over(audit, unknown):
    """Whose household and unit were erased from the roll: which cap is said to have barred them."""
    campaign, found = audit.campaign, {}
    if not unknown or campaign.household_cap is None and campaign.unit_cap is None:
        return found
    caps = {"skip household": campaign.household_cap, "skip unit": campaign.unit_cap}
    path, count, owner = ("draw/ranking.csv", 9, 3) if campaign.ranks_winners else (audit.draw_path("tickets.csv"), 6, 4)
    for line in audit.bundle.text(path, MAX_FILE_BYTES).split("\n"):
        fields = line.split(",")
        if len(fields) == count and fields[owner] in unknown and caps.get(fields[-1]) is not None:
            found[fields[owner]] = fields[-1]
    if found:
        text = Text(f"{len(found)} 人因家庭或单位名额被跳过，而其名册行已抹去",
                    f"{len(found)} people were passed over for a household or unit that was erased from the roll")
        for check in ("tickets", "winners"):
            audit.note(check, NOT_PROVABLE, text)
    return found


def check_holders(audit):
    """Who holds a prize or a place among the alternates is never erased."""
    owners = {row[1] for row in audit.eligible + audit.scores if row[0] in audit.gaps}
    for row in audit.walk:
        for person in people_of(row) if row[4].startswith(("win ", "alternate ")) else ():
            if person in owners or person not in audit.known_roll:
                raise Finding(f"得奖者或候补 {person} 的提交或名册行被抹去", f"{person} won or is an alternate, and was erased")


def note_withheld(audit):
    """What rests on openings that nobody can read any more is not provable."""
    count = len(audit.unopened)
    if not count:
        return
    text = Text(f"其余无误；{count} 份提交的内容已抹去，只有较早的审计包（--earlier）能证明",
                f"the rest holds; what {count} entries said was erased, which takes an earlier bundle (--earlier)")
    for check in ("records", "roll", "attempts", "limits", "eligibility", "papers", "vrf", "stock", "tally"):
        if audit.verdicts[check][0] != NOT_USED:
            audit.note(check, NOT_PROVABLE, text)


class EarlierBundle:
    """A bundle of the same log from before something was erased; believed as far as the later log commits to it."""

    def __init__(self, bundle):
        self.bundle, self.tiles = bundle, {}
        try:
            self.note = bundle.read("log/checkpoint", 1 << 20)
            self.head = Checkpoint(split_note(self.note)[0])
            lines = bundle.read("roll/roll.txt", MAX_FILE_BYTES).split(b"\n") if bundle.has("roll/roll.txt") else []
        except (Finding, ValueError) as error:
            raise Finding(f"较早的审计包读不了：{show(error)}", f"the earlier bundle can't be read: {show(error)}") from None
        self.roll_lines = {hashlib.sha256(b"\x00" + line).hexdigest(): line for line in lines}

    def opening(self, leaf):
        number, offset = divmod(leaf, 256)
        if leaf >= self.head.size:
            return b""
        if number not in self.tiles:
            path = "openings/" + tile_number(number)
            width = min(256, self.head.size - 256 * number)
            try:
                self.tiles[number] = split_openings(
                    self.bundle.read(path if width == 256 else f"{path}.p/{width}", MAX_FILE_BYTES), path)
            except Finding:
                self.tiles[number] = []
        tile = self.tiles[number]
        return tile[offset] if offset < len(tile) else b""


def check_earlier(audit):
    """The log goes on from that of the earlier bundle, signed by the same key."""
    earlier = audit.earlier
    if earlier is None:
        return
    try:
        is_signed = bool(open_note(earlier.note, audit.log_key))
    except ValueError:
        is_signed = False
    if earlier.head.origin != audit.charter["origin"] or not is_signed:
        raise Finding("较早的审计包不是同一密钥签名的同一份记录", "the earlier bundle is not of this log, signed by its key")
    size = earlier.head.size
    if size > audit.tree.size or audit.tree.root(size) != earlier.head.root:
        raise Finding("这份记录不是较早的审计包的延续", "the log does not go on from the earlier bundle")


def check_place(record, closing, outcome):
    """Whether a record may stand where it stands, but for what `after-closing` is about."""
    after = record.index > closing.index
    if record.kind == "registered":
        raise Finding("登记不属于活动的日志", "a registry's leaf does not belong here", leaf=record.index)
    if record.kind == "charter":
        raise Finding("第二份章程", "a second charter", leaf=record.index)
    if record.kind == "activation" and after:
        raise Finding("截止之后不应再有", f"{record.kind} after the closing", leaf=record.index)
    if record.kind == "closing" and after:
        raise Finding("第二次截止", "a second closing", leaf=record.index)
    if record.kind in ("value", "draw", "void", "final", "withheld") and not after:
        raise Finding("截止之前不应有", f"{record.kind} before the closing", leaf=record.index)
    if record.kind == "value" and record.index > outcome.index:
        raise Finding("抽奖或作废之后不应再有", f"{record.kind} after the {outcome.kind}", leaf=record.index)
    if "phase" in record.members and record["phase"] != "main":
        raise Finding("阶段不是 main", "the phase is not main", leaf=record.index)


def check_day_place(audit, record):
    """The same of a daily campaign: closings in the order of the days, what follows each after it, and no draw before the
    earlier days were drawn or voided."""
    kind, names = record.kind, audit.phase_names
    if kind in ("registered", "charter"):
        raise Finding("不属于这里", f"{kind} does not belong here", leaf=record.index)
    last = audit.closings[-1].index
    if kind == "closing":
        if record.index > last:
            raise Finding("多余的截止", "a closing too many", leaf=record.index)
        place = [closing.index for closing in audit.closings].index(record.index)
        if record["phase"] != names[place]:
            raise Finding(f"阶段应为 {names[place]}", f"the phase must be {names[place]}", leaf=record.index)
    if kind in ("value", "draw", "void"):
        if record["phase"] not in names:
            raise Finding("没有这个阶段", "there is no such phase", leaf=record.index)
        place = names.index(record["phase"])
        outcomes = [audit.outcome_of(number).index for number in range(place + 1)]
        if record.index < audit.closings[place].index:
            raise Finding("早于当天的截止", f"{kind} before the closing of its day", leaf=record.index)
        if kind == "value" and record.index > outcomes[-1]:
            raise Finding("抽奖或作废之后不应再有", f"{kind} after the draw or void of its day", leaf=record.index)
        if kind != "value" and any(index > record.index for index in outcomes):
            raise Finding("前面的日子还没有开奖或作废", f"{kind} before an earlier day was drawn or voided", leaf=record.index)
    if kind in ("withheld", "final") and record.index < max(
            audit.outcome_of(number).index for number in range(len(names))):
        raise Finding("早于最后一天的抽奖或作废", f"{kind} before the last draw or void", leaf=record.index)
    if kind != "amendment":
        return
    if record["class"] == "extend":
        raise Finding("每日开奖的活动不能延期", "extends a campaign with a draw every day", leaf=record.index)
    if record["class"] in ("regrade", "favourable", "neutral") and record.index > audit.closings[0].index:
        raise Finding("首日截止之后改动规则", "changes the rules after the first day's closing", leaf=record.index)
    if record["class"] == "void-entry":
        index = amendment_content(record)["index"]
        entry = next((entry for entry in audit.entries if entry.index == index), None)
        if entry and record.index > audit.closings[audit.phase_of(entry.at)].index:
            raise Finding("作废的提交所在的那天已经截止", "voids an entry of a day that was closed", leaf=record.index)


# --- Amendments ------------------------------------------------------------------------------------------------------

EXTENSION_NOTICE = 10 * 60_000
# How long before the randomness witnesses must have seen what has to stand by then.
MARGIN = 60_000
MEMBERS_OF = {
    "close": {"reason"}, "pause": {"reason"}, "resume": {"reason"}, "extend": {"closes", "sources"},
    "void-entry": {"index", "reason"}, "regrade": {"changes", "reason"}, "favourable": {"changes"},
    "neutral": {"changes"}, "roll": {"count", "root"}, "score": {"juror", "work"},
    "work": {"accepted", "reason", "work"},
}
WITH_SECRET = ("regrade", "favourable", "score")
# What may change after announcing, and how; everything else is adverse.
AMENDABLE = (
    ("/title", "neutral", "text"), ("/contact", "neutral", "text"), ("/about", "neutral", "text"),
    ("/prizes/claims/how", "neutral", "text"), ("/disputes", "favourable", "longer"),
    ("/paper/questions/*/text", "neutral", "text"), ("/paper/questions/*/also", "favourable", "added"),
    ("/paper/questions/*/hidden", "favourable", "added"), ("/paper/questions/*/blanks/*/also", "favourable", "added"),
    ("/places/slots/*/title", "neutral", "text"), ("/places/slots/*/about", "neutral", "text"),
    ("/places/slots/*/where", "neutral", "text"), ("/places/slots/*/capacity", "favourable", "more"),
    ("/prizes/tiers/*/title", "neutral", "text"), ("/prizes/tiers/*/value", "favourable", "dearer"),
    ("/prizes/tiers/*/count", "favourable", "more"), ("/prizes/alternates", "favourable", "more"),
    ("/funds/budget", "favourable", "dearer"), ("/vouchers/count", "favourable", "raised"),
    ("/merchants/*/count", "favourable", "raised"), ("/merchants/*/amount", "favourable", "dearer"),
)
REGRADABLE = tuple("/paper/questions/*/" + member for member in (
    "answer", "also", "hidden", "forbidden", "tolerance", "blanks/*/answer", "blanks/*/also", "points"))


def is_at(pointer, pattern):
    """Whether a JSON pointer fits a pattern in which * is any place of an array."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[0-9]+"), pointer) is not None


def amendment_content(record):
    """The public part of an amendment: canonical JSON with the members of its class, and no other."""
    def bad():
        return Finding(f"不是正确的 {show(record['class'])} 变更", f"is no proper amendment of class {show(record['class'])}",
                       leaf=record.index)
    data = record["public"].encode("utf-8")
    try:
        content = parse_json(data)
        is_canonical = canonical(content) == data
    except ValueError:
        raise bad() from None
    if not is_canonical or not isinstance(content, dict) or set(content) != MEMBERS_OF.get(record["class"]):
        raise bad()
    if record["role"] != "organiser" or (record["secret"] != "-" and record["class"] not in WITH_SECRET):
        raise bad()
    for key, kind in (("reason", str), ("closes", int), ("index", int), ("sources", list), ("count", int), ("root", str),
                      ("juror", str), ("work", str), ("accepted", bool)):
        if key in content and (type(content[key]) is not kind or (kind is int and content[key] < 0)):
            raise bad()
    if record["class"] == "work" and not COLLECTED.fullmatch(content["work"]):
        raise bad()
    if "root" in content and not HEX64.fullmatch(content["root"]):
        raise bad()
    if "changes" in content and not are_changes(content["changes"], may_be_empty=record["secret"] != "-"):
        raise bad()
    return content


def are_changes(changes, may_be_empty=False):
    """Whether this is an array of {pointer, value}, no pointer twice."""
    if not isinstance(changes, list) or not (changes or may_be_empty):
        return False
    if not all(isinstance(change, dict) and set(change) == {"pointer", "value"} and isinstance(change["pointer"], str)
               and change["pointer"].startswith("/") for change in changes):
        return False
    return len({change["pointer"] for change in changes}) == len(changes)


def open_amendment(bundle, record):
    """The changes in rules/amendment-<leaf>.json, which must be what the amendment committed to."""
    path = f"rules/amendment-{record.index}.json"
    data = bundle.read(path, 1 << 20)
    try:
        value = parse_json(data)
        is_canonical = canonical(value) == data
    except ValueError as error:
        raise Finding("不是严格的 JSON", f"not strict JSON: {show(error)}", path) from None
    if not is_canonical or not isinstance(value, dict) or set(value) != {"changes", "nonce"} \
            or not are_changes(value["changes"]) or not isinstance(value["nonce"], str) \
            or not HEX64.fullmatch(value["nonce"]):
        raise Finding("应为规范的 {changes, nonce}", "must be canonical {changes, nonce}", path)
    body = canonical({"changes": value["changes"]})
    if hex256(b"huigong/commit/v1\n" + bytes.fromhex(value["nonce"]) + body) != record["secret"]:
        raise Finding(f"不是叶 {record.index} 所承诺的变更", f"is not what leaf {record.index} commits to", path)
    return value["changes"]


def extended_sources(sources, content, record):
    """The sources with the times that an extension gives them; those of an activation stay."""
    named = iter(content["sources"])
    result = []
    for source in sources:
        if source.phase is not None:
            result.append(source)
            continue
        text = next(named, None)
        later = parse_source(f"source {text}", record.index) if isinstance(text, str) else None
        if later is None or not is_same_source(source, later):
            raise Finding("延期的随机源不是章程中的", "an extension names the sources of the charter", leaf=record.index)
        result.append(later)
    if next(named, None) is not None:
        raise Finding("延期的随机源过多", "an extension names a source too many", leaf=record.index)
    return result


def is_same_source(source, later):
    """Whether two sources differ in their time alone."""
    def identity(one):
        members = dict(one.__dict__)
        members.pop("available", None)
        if "form" in members:
            members["form"] = members["form"].text
        # A key is its text.
        members.pop("key", None)
        if one.kind == "drand":
            members.pop("name", None)
            members.pop("round", None)
        return members
    return identity(source) == identity(later)


def at_pointer(value, pointer):
    """What stands at a JSON pointer; None where nothing does."""
    for part in pointer[1:].split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and DECIMAL.fullmatch(part) and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def put_at(value, pointer, new, record):
    """Puts a value where a pointer leads: in place of what is there, or as a new member of an object."""
    parent, _, last = pointer.rpartition("/")
    place = at_pointer(value, parent) if parent else value
    last = last.replace("~1", "/").replace("~0", "~")
    if isinstance(place, dict):
        place[last] = new
    elif isinstance(place, list) and DECIMAL.fullmatch(last) and int(last) < len(place):
        place[int(last)] = new
    else:
        raise Finding(f"规则中没有 {show(pointer)}", f"the rules have no {show(pointer)}", leaf=record.index)


def holds(condition, old, new):
    """Whether a new value keeps the condition of its row, beside the one in force."""
    if condition == "text":
        return old is not None and isinstance(new, (str, dict))
    if condition == "added":
        return isinstance(new, list) and (old is None or len(new) > len(old) and new[:len(old)] == old)
    if condition == "more":
        return type(new) is int and new > (old or 0)
    if condition == "raised":
        return type(old) is int and type(new) is int and new > old
    if condition == "dearer":
        return bool(old is not None and isinstance(new, str) and MONEY.fullmatch(new)) and fen(new) > fen(old)
    return parse_duration(new, "/disputes") > parse_duration(old or "168h", "/disputes")


def fen(money):
    return int(money.replace(".", ""))


def amended_value(value, record, content, secret):
    """The campaign file after one amendment; what may not change so is a finding."""
    sort = record["class"]
    if sort not in ("extend", "regrade", "favourable", "neutral"):
        return value
    value = json.loads(json.dumps(value))
    if sort == "extend":
        value["closes"] = time_text(content["closes"])
        # A fallback is a source of its own, inside of what it stands in for.
        slots = [slot for declared in value.get("randomness", [])
                 for slot in (declared, declared.get("fallback")) if slot is not None]
        for slot, text in zip(slots, content["sources"]):
            source = parse_source(f"source {text}", record.index)
            if source.kind == "public":
                slot["at"] = time_text(source.available)
            elif source.kind == "drand":
                slot.pop("at", None)
                slot["round"] = source.round
                slot["wait"] = slot.get("wait", 7)
        return value
    for change in content["changes"] + secret:
        pointer, new = change["pointer"], change["value"]
        if sort == "regrade":
            allowed = any(is_at(pointer, pattern) for pattern in REGRADABLE)
        else:
            allowed = any(is_at(pointer, pattern) and sort == row and holds(condition, at_pointer(value, pointer), new)
                          for pattern, row, condition in AMENDABLE)
        if not allowed:
            raise Finding(f"改动了公布后不能这样改的 {show(pointer)}",
                          f"changes {show(pointer)}, which may not change so after announcing", leaf=record.index)
        put_at(value, pointer, new, record)
    pointers = [change["pointer"] for change in content["changes"] + secret]
    if len(set(pointers)) != len(pointers):
        raise Finding("同一处改了两次", "changes one place twice", leaf=record.index)
    return value


def time_text(at):
    """Unix milliseconds as campaign files write times."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=at)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + f".{at % 1000:03d}Z"


def check_amendments(audit):
    """Each amendment stands where its class may, and changes what it may from what was in force."""
    ends, ended, paused, voided = audit.charter["closes"], False, False, set()
    for record, content in audit.amendments:
        def refuse(zh, en):
            return Finding(zh, en, leaf=record.index)
        sort, at = record["class"], record["at"]
        if sort == "score" and (audit.campaign.contest is None or not audit.campaign.contest.has_jury
                                or record["secret"] == "-" or not audit.campaign.is_phase("score", at)
                                or "score" not in audit.campaign.phases and at < audit.charter["opens"]):
            raise refuse("不是本活动评委的打分", "is no score of this campaign's jury")
        if sort not in ("void-entry", "regrade", "score", "work") and (ended or at >= ends):
            raise refuse("在停止接收之后，只能作废或重新评分", "after the end of intake, when only voids and re-grades are left")
        if sort == "work":
            contest, leaf = audit.campaign.contest, leaf_of(content["work"])
            if (contest is None or not contest.collects or at >= contest.stands_from or leaf >= record.index
                    or audit.records[leaf].kind != "entry"):
                raise refuse("审核的不是交来的作品，或作品已定下",
                             "reviews no entry before it, where no works are collected, or after they were fixed")
        if sort == "roll" and audit.campaign.is_open:
            raise refuse("没有名册，无从增补", "adds to a roll, and there is none")
        if sort == "close":
            ends, ended = at, True
        elif sort in ("pause", "resume"):
            if paused == (sort == "pause"):
                raise refuse("重复的暂停或恢复", f"a second {sort}")
            paused = sort == "pause"
        elif sort == "extend":
            if content["closes"] <= ends:
                raise refuse("延期没有更晚的截止时间", "extends to no later end")
            ends = content["closes"]
        elif sort == "void-entry":
            index = content["index"]
            if index >= record.index or audit.records[index].kind != "entry":
                raise refuse(f"作废的叶 {index} 不是提交", f"voids leaf {index}, which is no entry before it")
            if any(entry.index == index and entry.kind == "work" for entry in audit.entries):
                raise refuse("交来的作品只能不采用，不能作废", "voids a work, which is turned down instead")
            if index in voided:
                raise refuse(f"叶 {index} 已经作废", f"voids leaf {index} a second time")
            voided.add(index)


def extensions(audit):
    """(record, content, the sources before it, those after it) of each extension."""
    sources, found = audit.charter.sources, []
    for record, content in audit.amendments:
        if record["class"] == "extend":
            later = extended_sources(sources, content, record)
            found.append((record, content, sources, later))
            sources = later
    return found


def was_extension_seen(audit, cosignatures, record, sources):
    """Whether the quorum saw an extension ten minutes before every old time."""
    times = [source.available for source in sources if source.kind in ("public", "drand")]
    return not times or audit.was_seen(cosignatures, record.index, min(times) - EXTENSION_NOTICE)


def check_extensions(audit):
    """An extension comes ten minutes before every time of the randomness, and moves all of them to later ones; where
    there are witnesses, they show it."""
    for record, content, sources, later in extensions(audit):
        for source, new in zip(sources, later):
            if source.kind not in ("public", "drand"):
                continue
            if new.available <= source.available or new.available <= content["closes"] + audit.announced.review:
                raise Finding("延期没有给出更晚的随机数时间", "extends without a later time of the randomness",
                              leaf=record.index)
            if record["at"] > source.available - EXTENSION_NOTICE:
                raise Finding("距随机数产生的时间不足十分钟，延期无效",
                              "extends less than ten minutes before the randomness was to exist, which does not hold",
                              leaf=record.index)
        # Of a void it is the reason.
        if audit.own_cosignatures and not audit.is_void and not was_extension_seen(
                audit, audit.own_cosignatures, record, sources):
            raise Finding("见证方没有在随机数产生十分钟之前见证这次延期，延期无效",
                          "extends, and the witnesses had not seen it ten minutes before the randomness was to exist, so "
                          "it does not hold", leaf=record.index)


def intake_ends(audit):
    """When intake ended by the charter and the amendments."""
    ends = audit.charter["closes"]
    for record, content in audit.amendments:
        if record["class"] == "extend":
            ends = content["closes"]
        elif record["class"] == "close":
            ends = record["at"]
    return ends


def pauses(audit):
    """(first leaf, last leaf) between which intake rested."""
    found, start = [], None
    for record, _ in audit.amendments:
        if record["class"] == "pause" and start is None:
            start = record.index
        elif record["class"] == "resume" and start is not None:
            found.append((start, record.index))
            start = None
    return found + ([(start, audit.closing.index)] if start is not None else [])


def phase_ends(audit):
    """When the phase takes nothing any more: the last one when intake ends."""
    if isinstance(audit, DayAudit) and audit.place + 1 < len(audit.whole.phase_names):
        return audit.whole.phases[audit.place].end
    return intake_ends(audit)


def check_intake_end(audit):
    """Intake ends at the announced time, or as amendments say; a day at midnight."""
    closing = audit.closing
    if closing["intake-ended"] != phase_ends(audit):
        raise Finding("intake-ended 不是公布的截止时间，也不是变更后的",
                      "intake-ended is neither the announced time nor that of an amendment", leaf=closing.index)
    if closing["at"] < closing["intake-ended"] + audit.announced.review:
        raise Finding("早于复核期结束", "earlier than the end of the review window", leaf=closing.index)


def check_refusals(audit):
    path, claimed = audit.draw_path("refusals.csv"), audit.closing["refusals"]
    audit.refusals
    if hex256(audit.bundle.read(path, MAX_FILE_BYTES)) != claimed:
        raise Finding("与截止中的摘要不符", "is not what the closing's hash says", path)


def check_times(audit):
    """Times never go back in leaf order, entries included."""
    entry_times = {entry.index: entry.at for entry in audit.entries} | {event.leaf: event.at for event in audit.events}
    last = audit.charter["announces"]
    for record in audit.records[1:]:
        at = entry_times.get(record.index, record.members.get("at"))
        if at is None:
            continue
        if at < last:
            raise Finding("时间早于前一叶", "its time is before that of an earlier leaf", leaf=record.index)
        last = at


def check_after_closing(audit):
    outcome = None
    for day in audit.days:
        for entry in day.own_entries:
            if entry.index > day.closing.index:
                raise Finding(f"{day.name} 截止之后不应再有它的提交", f"an entry of {day.name} after its closing", leaf=entry.index)
        draws = [record for record in audit.records if record.kind in ("draw", "void") and record["phase"] == day.name]
        for record in draws[1:]:
            raise Finding("第二次抽奖或作废", f"a second {record.kind}", leaf=record.index)
    for record in audit.records[audit.closing.index + 1:]:
        if record.kind in ("entry", "amendment"):
            raise Finding("截止之后不应再有", f"{record.kind} after the closing", leaf=record.index)
        if record.kind not in ("draw", "void") or audit.days:
            continue
        if outcome == record.kind:
            raise Finding("第二次抽奖或作废", f"a second {record.kind}", leaf=record.index)
        if outcome:
            raise Finding("抽奖与作废都有", f"a {record.kind} after the {outcome}", leaf=record.index)
        outcome = record.kind


# --- Checks: rules, roll, entries ------------------------------------------------------------------------------------


def check_rules(audit):
    bundle, charter = audit.bundle, audit.charter
    salt = read_hex_file(bundle, "rules/salt")
    if hex256(b"huigong/rules/v1\n" + salt + bundle.read(RULES_FILE)) != charter["rules"]:
        raise Finding("与章程中的摘要不符", "is not what the charter's hash says", RULES_FILE)
    public = bundle.read("rules/public.json")
    if hex256(public) != charter["public-rules"]:
        raise Finding("与章程中的摘要不符", "is not what the charter's hash says", "rules/public.json")
    if public != public_rules(audit.campaign_value):
        raise Finding("不是去掉保密部分的规则", "is not the rules less their secret parts", "rules/public.json")
    if hex256(b"huigong/paper-key/v1\n" + audit.paper_key) != charter["paper"]:
        raise Finding("与章程中的摘要不符", "is not what the charter's hash says", "paper-key")
    check_charter_agrees(audit.announced, charter, audit.phases if audit.announced.is_daily else ())
    check_days(audit)
    audit.opened
    audit.campaign


def check_days(audit):
    """The days of the campaign's zone; where this machine does not know them, `limits` says so."""
    try:
        DayCounter(audit).check_zone()
    except NotProvable:
        pass


def check_charter_agrees(campaign, charter, phases=()):
    origin = charter["origin"].removeprefix("rehearsal/")
    if origin != f"{campaign.organiser}/{campaign.id}":
        raise Finding("origin 与规则中的主办方和编号不符", "the origin is not the rules' organiser and id", leaf=0)
    if campaign.id == "registry":
        raise Finding("编号 registry 是保留的", "the id registry is reserved", leaf=0)
    if campaign.is_open != (charter["roll"] == "-"):
        raise Finding("有没有名册与规则不符", "whether there is a roll is not what the rules say", leaf=0)
    if campaign.needs_witnesses and charter["policy"] == "-":
        raise Finding("规则要求见证人，章程没有见证规则", "the rules require witnesses, and the charter has no policy", leaf=0)
    for key, value in (("opens", campaign.opens), ("closes", campaign.closes)):
        if charter[key] != value:
            raise Finding(f"{key} 与规则不符", f"{key} is not what the rules say", leaf=0)
    if charter["announces"] < campaign.announces:
        raise Finding("announces 早于规则所定", "announces is earlier than the rules say", leaf=0)
    declared = [source_of_rules(source) for source in charter.sources]
    if campaign.is_daily:
        found = [(source.phase, source_of_rules(source)) for source in charter.sources]
        if found != [(phase.name, source) for phase in phases for source in phase.sources]:
            raise Finding("各日的随机源与规则不符", "the days' sources of randomness are not those of the rules", leaf=0)
        return
    if any(source.phase is not None for source in charter.sources):
        raise Finding("随机源与规则不符", "the sources of randomness are not those of the rules", leaf=0)
    activations = [source_of_rules(source) for source in charter.activations]
    if declared != campaign.randomness or activations != [campaign.activation] * campaign.is_instant:
        raise Finding("随机源与规则不符", "the sources of randomness are not those of the rules", leaf=0)


def source_of_rules(source):
    """A charter's source as the rules would state it."""
    if source.kind == "public":
        return ("public", source.name, source.form.text, source.available)
    if source.kind == "reveal":
        return ("reveal", source.name, source.vkey, source.digest)
    if source.kind == "drand":
        return ("drand", source.round)
    return (source.kind,)


def check_roll(audit):
    for entry in audit.entries:
        if (entry.person is None) == audit.campaign.is_open:
            raise Finding(*(("没有名册，却没有写明身份的承诺", "the entry commits to nobody's id, and there is no roll")
                            if audit.campaign.is_open else ("有名册，却另写了身份的承诺", "the entry commits to an id, beside the roll")),
                          leaf=entry.index)
    if audit.campaign.is_open:
        return check_open(audit)
    left = list(enumerate(audit.roll_hashes))
    # From the last amendment back: each has fixed what stood without the later ones.
    for record, count, root in reversed(audit.roll_amendments):
        if len(left) != count or MerkleTree([line_hash for _, line_hash in left]).root().hex() != root:
            raise Finding(f"叶 {record.index} 固定的是 {count} 人的另一份名册",
                          f"is not the roll of {count} people that leaf {record.index} fixes", "roll/roll.txt")
        added = set(audit.additions[record.index])
        left = [line for line in left if line[0] not in added]
    count, root = audit.charter.counted
    if len(left) != count:
        raise Finding(f"应有 {count} 人，却有 {len(left)}", f"{count} people expected, {len(left)} found",
                      "roll/roll.txt")
    if MerkleTree([line_hash for _, line_hash in left]).root().hex() != root:
        raise Finding("根与章程不符：名册被改动过", "the root is not the charter's: the roll was changed", "roll/roll.txt")
    roll, added_by = audit.known_roll, audit.added_by
    for entry in audit.entries:
        if entry.pseudonym not in roll:
            raise Finding("提交者不在名册上", "the entry is by nobody on the roll", leaf=entry.index)
        if entry.index < added_by.get(entry.pseudonym, 0):
            raise Finding(f"提交者 {entry.pseudonym} 到叶 {added_by[entry.pseudonym]} 才列入名册",
                          f"the entry is by {entry.pseudonym}, whom leaf {added_by[entry.pseudonym]} added to the roll",
                          leaf=entry.index)
    for event in audit.events:
        if event.kind == "transfer" and not all(
                person in roll and added_by.get(person, 0) < event.leaf for person in (event.pseudonym, event.body["to"])):
            raise Finding("券转让的一方此时不在名册上", "hands a voucher on from or to somebody who is not on the roll then",
                          leaf=event.leaf)


def check_open(audit):
    """Without a roll a pseudonym is one and the same id in all its entries."""
    people = {}
    for entry in audit.entries:
        if people.setdefault(entry.pseudonym, entry.person) != entry.person:
            raise Finding(f"化名 {entry.pseudonym} 此前是另一个身份",
                          f"the entry commits to another id than the earlier ones of {entry.pseudonym}", leaf=entry.index)
    raise NotUsed("人人可参加，没有名册：参加者的身份没有事先固定",
                  "anybody could take part, without a roll: identities were not fixed beforehand")


def added_path(record):
    return f"roll/added-{record.index}.txt"


def read_added(bundle, path):
    """The leaf hashes, in hex, of the lines of the roll that an amendment added."""
    lines = bundle.read(path, MAX_FILE_BYTES).split(b"\n")
    if lines.pop() != b"" or not lines or not all(re.fullmatch(b"[0-9a-f]{64}", line) for line in lines):
        raise Finding("应为每行 64 位十六进制数，至少一行", "must be lines of 64 hex digits, at least one", path)
    return [line.decode() for line in lines]


def check_identity(audit):
    if audit.is_void and not audit.campaign.gives_at_once and not audit.days:
        return check_auditor_file(audit)
    check_displays(audit)
    check_auditor_file(audit)


def check_displays(audit):
    """Every winner's masked name, with its salt, is the one on the roll."""
    for day in audit.days:
        if not day.is_void:
            check_displays(day)
    if audit.days:
        return
    path = audit.draw_path("displays.csv")
    lines = csv_lines(audit.bundle, path, "pseudonym,salt")
    if len(lines) != len(audit.everyone):
        raise Finding("行数不是中奖人数", "does not have one line a winner", path)
    for line, (winner, display) in zip(lines, audit.everyone):
        pseudonym, _, salt = line.partition(",")
        if pseudonym != winner or not HEX64.fullmatch(salt):
            raise Finding(f"行“{show(line)}”不对", f"bad line “{show(line)}”", path)
        if display is None:
            raise Finding(f"winners.csv 中没有 {pseudonym}", f"winners.csv does not have {pseudonym}", path)
        file = "draw/stock.csv" if pseudonym in audit.names_at_once else audit.draw_path("winners.csv")
        if not {"ends": "*" in display, "first": display.endswith("*"), "none": display}[audit.campaign.masking]:
            raise Finding(f"{pseudonym} 的姓名没有按规则遮盖", f"the name of {pseudonym} is not masked as the rules say",
                          file)
        opened = hex256(b"huigong/display/v1\n" + bytes.fromhex(salt) + display.encode("utf-8"))
        if pseudonym not in audit.known_roll or opened != audit.known_roll[pseudonym][0].decode():
            raise Finding(f"{pseudonym} 的显示名与名册中的承诺不符",
                          f"the display of {pseudonym} does not match the roll's commitment", file)


def check_auditor_file(audit):
    """The ids of winners and sample open the roll's commitments, and the sample is the one that the seed chose."""
    if audit.auditor is None and not audit.everyone and not concealed_fields(audit):
        raise NotUsed("没有人中奖，没有要打开的身份", "nobody won, so there is nobody to open")
    if audit.auditor is None:
        raise NotProvable("中奖者的显示名与名册一致；身份本身和不公开的登记项只有审计员的文件（--auditor-file）能证明",
                          "the winners' displays are those on the roll; who they are, and what private fields hold, takes "
                          "the auditor's file (--auditor-file)")
    header, winners, people, lines = read_auditor_file(audit.auditor)
    seeds = [phase.seed for phase in audit.days or [audit] if not phase.is_void]
    seed = seeds[-1] if seeds else None
    if header["origin"] != audit.charter["origin"] or header["seed"] != seed:
        raise Finding("属于另一次抽奖", "is of another draw", AUDITOR)
    listed = [line[0] for line in winners]
    winners_in_order = [pseudonym for pseudonym, _ in audit.everyone]
    for winner in winners_in_order:
        if winner not in listed:
            raise Finding(f"缺少中奖者 {winner}", f"lacks the winner {winner}", AUDITOR)
    if listed != winners_in_order:
        raise Finding("中奖者的次序不同", "does not list the winners in order", AUDITOR)
    sample = sorted(audit.roll, key=lambda name: (hex256(f"{seed},sample,{name}".encode()), name))
    sample = sample[:int(header["sample"] or 0)]
    if [line[0] for line in people] != sample:
        raise Finding(f"抽查的不是种子选出的 {len(sample)} 人", f"the sample is not the {len(sample)} people whom the seed "
                      "chose", AUDITOR)
    owners = {}
    for pseudonym, salt, person in winners + people:
        if hex256(b"huigong/identity/v1\n" + bytes.fromhex(salt) + person.encode()) != audit.roll[pseudonym][4]:
            raise Finding(f"{pseudonym} 的身份与名册中的承诺不符",
                          f"the id of {pseudonym} does not match the roll's commitment", AUDITOR)
        if owners.setdefault(person, pseudonym) != pseudonym:
            raise Finding("一个身份在名册上出现两次", "one id stands on the roll twice", AUDITOR)
    check_concealed(audit, lines)


AUDITOR = "auditor-file"
AUDITOR_FILE = re.compile(
    "huigong/auditor/v1\norigin (?P<origin>[^\n ]+)\n"
    "(?:seed (?P<seed>[0-9a-f]{64})\nsample (?P<sample>[1-9][0-9]{0,15})|seed -\nsample 0)\n"
    "(?P<winners>(?:winner [^\n]+\n)*)(?P<people>(?:person [^\n]+\n)*)"
    "(?P<private>(?:private [^\n]+\n)*)")
AUDITOR_PRIVATE = re.compile("private ([1-9][0-9]{0,15}) (/[^ ]+) ([0-9a-f]{64}) ([A-Za-z0-9+/]+=*)")
AUDITOR_LINE = re.compile("(?:winner|person) ([0-9a-f]{32}) ([0-9a-f]{64}) ([A-Za-z0-9._@:-]{1,64})")


def read_auditor_file(data):
    """(header, winners, people, private fields) of the file that the auditor alone has; of each person pseudonym, salt and
    id, of each field leaf, pointer, nonce and value, ascending."""
    try:
        match = AUDITOR_FILE.fullmatch(data.decode("utf-8"))
    except UnicodeDecodeError:
        match = None
    if not match:
        raise Finding("写法不对", "is not well formed", AUDITOR)
    lists = []
    for part_name in ("winners", "people"):
        lists.append([])
        for line in match[part_name].split("\n")[:-1]:
            fields = AUDITOR_LINE.fullmatch(line)
            if not fields:
                raise Finding("写法不对", "is not well formed", AUDITOR)
            lists[-1].append(fields.groups())
    concealed = []
    for line in match["private"].split("\n")[:-1]:
        fields = AUDITOR_PRIVATE.fullmatch(line)
        value = parse_b64(fields[4]) if fields else None
        if value is None:
            raise Finding("写法不对", "is not well formed", AUDITOR)
        concealed.append((int(fields[1]), fields[2], bytes.fromhex(fields[3]), value))
    keys = [(leaf, pointer) for leaf, pointer, _, _ in concealed]
    if any(first >= second for first, second in zip(keys, keys[1:])):
        raise Finding("登记项没有依次排列", "private fields are out of order", AUDITOR)
    return match, lists[0], lists[1], concealed


class OpenPaper:
    """A paper with a time limit, from its start on."""

    def __init__(self, attempt, deadline):
        self.attempt, self.deadline, self.saved, self.is_over = attempt, deadline, None, False


def variant_of(campaign, roll, person):
    """The override that holds for a person: (time, pass, total), each None where it says nothing."""
    groups = roll[person][5].split(",") if campaign.overrides and roll and person in roll else ()
    return next((rest for names, *rest in campaign.overrides if not names.isdisjoint(groups)), (None, None, None))


def timed_papers(audit):
    """Follows papers with a time limit through the log: yields (entry, paper, whether nobody need have sent it) before
    the entry changes the paper, and at last the papers that stayed open, as (None, paper, person)."""
    campaign, roll, opened = audit.campaign, audit.known_roll, {}
    for entry in audit.entries:
        if entry.kind not in ("start", "save", "submit"):
            continue
        paper = opened.get(entry.pseudonym)
        handed_in = bool(entry.kind == "submit" and campaign.hands_in and paper and paper.saved == entry.answers)
        yield entry, paper, handed_in
        if entry.kind == "start":
            time = variant_of(campaign, roll, entry.pseudonym)[0]
            limit = campaign.time if time is None else time
            opened[entry.pseudonym] = OpenPaper(entry.attempt, entry.at + limit + campaign.grace)
        elif paper and entry.kind == "save":
            paper.saved = entry.answers
        elif paper:
            paper.is_over = True
    for person in sorted(opened):
        yield None, opened[person], person


def check_timed_attempts(audit):
    def forgotten(paper, person):
        if audit.campaign.hands_in and paper and not paper.is_over and paper.saved is not None:
            raise Finding(f"{person} 第 {paper.attempt} 次保存的答卷没有交上",
                          f"what {person} saved at attempt {paper.attempt} was not handed in")

    for entry, paper, person in timed_papers(audit):
        if entry is None:
            forgotten(paper, person)
        elif entry.kind == "start":
            if paper and not paper.is_over:
                if entry.at < paper.deadline:
                    raise Finding("上一份答卷还在作答中", "is started while another paper is open", leaf=entry.index)
                forgotten(paper, entry.pseudonym)
        elif paper is None or entry.attempt != paper.attempt:
            raise Finding(f"不是开卷的那一次（第 {entry.attempt} 次）", f"is of attempt {entry.attempt}, which is not open",
                          leaf=entry.index)
        elif paper.is_over:
            raise Finding("这份答卷已经交过", "is of a paper that was handed in before", leaf=entry.index)


def check_time_limits(audit):
    for entry, paper, handed_in in timed_papers(audit):
        if entry is not None and entry.kind != "start" and not handed_in and (
                paper is None or entry.at >= paper.deadline):
            raise Finding("超过答题时限", "is later than its time limit", leaf=entry.index)


def is_charged(campaign, entry):
    """Whether an entry uses an attempt."""
    return entry.kind in ("start", "register", "vote", "enrol", "work") or entry.kind == "submit" and not campaign.time


def check_attempts(audit):
    counts = {}
    if audit.campaign.time:
        check_timed_attempts(audit)
    for entry in audit.entries:
        if not is_charged(audit.campaign, entry):
            continue
        counts[entry.pseudonym] = counts.get(entry.pseudonym, 0) + 1
        if entry.attempt != counts[entry.pseudonym]:
            raise Finding(f"应为第 {counts[entry.pseudonym]} 次，却是第 {entry.attempt} 次",
                          f"attempt {counts[entry.pseudonym]} expected, {entry.attempt} found", leaf=entry.index)


def check_papers(audit):
    campaign = audit.campaign
    if not campaign.draw:
        for entry in audit.entries:
            if entry.paper is not None:
                raise Finding("没有试卷的活动却有试卷编号", "names a paper where none are drawn", leaf=entry.index)
        raise NotUsed()
    activation = audit.activation and activation_digits(audit.activation["value"])
    strata = [(name, [campaign.questions[n].id for n in numbers], take) for name, numbers, take in campaign.strata]
    for entry in audit.entries:
        if entry.kind not in ("submit", "start", "save"):
            continue
        expected = paper_id(audit.paper_key, entry.pseudonym, entry.attempt)
        if entry.paper != expected:
            raise Finding(f"试卷应为 {expected}，却是 {show(entry.paper)}",
                          f"paper {expected} expected, {show(entry.paper)} found", leaf=entry.index)
        questions = paper_questions(PaperStream(audit.paper_key, entry.pseudonym, entry.attempt, activation), strata)
        for question_id in sorted(set(entry.answers) - set(questions)):
            raise Finding(f"题目 {show(question_id)} 不在此人的试卷上",
                          f"question {show(question_id)} is not on this person's paper", leaf=entry.index)


def check_limits(audit):
    campaign, charter, roll = audit.campaign, audit.charter, audit.known_roll
    days, rested = DayCounter(audit), pauses(audit)
    counts = {scope: LimitCount(scope, *campaign.limits[scope]) for scope in LIMIT_SCOPES if scope not in UNSEEN_SCOPES}
    attended, made = {}, {}
    nobody = set()
    if campaign.time:
        check_time_limits(audit)
        nobody = {entry.index for entry, _, handed_in in timed_papers(audit) if entry and handed_in}
    for entry in audit.entries:
        if entry.index not in nobody and any(first < entry.index < last for first, last in rested):
            raise Finding("在暂停期间", "from a time at which intake was paused", leaf=entry.index)
        # What is handed in when time is up may come after the end of intake.
        if not charter["opens"] <= entry.at or entry.index not in nobody and entry.at >= audit.closing["intake-ended"]:
            raise Finding("不在受理时间内", "outside the time of intake", leaf=entry.index)
        if entry.index not in nobody and campaign.quiet and campaign.is_quiet(days.local(entry.at)):
            raise Finding("在安静时段", "in quiet hours", leaf=entry.index)
        if entry.index not in nobody and not campaign.is_phase(
                None if entry.takes_back else ACTIVITY_OF.get(entry.kind), entry.at):
            raise Finding("不在相应的阶段", "outside the phases for it", leaf=entry.index)
        if entry.kind == "signin":
            check_signin(campaign, entry, days, attended, made)
        if not is_charged(campaign, entry):
            continue
        place, day = roll.get(entry.pseudonym), days.day(entry.at)
        own = variant_of(campaign, roll, entry.pseudonym)[2]
        counts["person"].take(entry.pseudonym, day, entry, None if campaign.is_person_in_shadow else own)
        counts["campaign"].take("", day, entry)
        for scope, member in (("household", 1), ("unit", 2)):
            if place is not None and place[member] != "-":
                counts[scope].take(place[member], day, entry)
    appealed = set()
    for event in audit.events:
        if event.family not in ("fund", "place"):
            continue
        is_of_money = event.family == "fund"
        if is_of_money and event.kind == "appeal":
            appealed.add(event.refers_to)
        if is_of_money and event.kind == "decide":
            is_in_time = campaign.may_decide(event.body["outcome"] == "refuse" or event.refers_to in appealed, event.at)
        else:
            activity = {"decide": "review", "reserve": "redeem", "redeem": "redeem"}.get(event.kind)
            is_in_time = campaign.is_phase(activity, event.at)
        if event.at < charter["opens"] or not is_in_time:
            raise Finding("不在规则规定的时间里", "outside the time that the rules have for it", leaf=event.leaf)
    days.check_zone()


# What the phases are about that an entry of a kind must come in; the other kinds need none.
ACTIVITY_OF = {"submit": "submit", "start": "submit", "save": "submit", "hint": "submit", "register": "register",
               "enrol": "register", "vote": "vote", "work": "collect"}
# What a limit is on, and what bundles can't show: devices and network addresses leave nothing in the log.
LIMIT_SCOPES = {
    "person": ("每人", "a person"), "household": ("每户", "a household"), "unit": ("每单位", "a unit"),
    "device": ("每设备", "a device"), "ip": ("每网络地址", "a network address"), "campaign": ("全活动", "the campaign"),
}
UNSEEN_SCOPES = ("device", "ip")


class LimitCount:
    """What everybody of one scope has used of its counts."""

    def __init__(self, scope, per_day, in_total):
        self.scope, self.per_day, self.in_total = scope, per_day, in_total
        self.totals, self.daily = {}, {}

    def take(self, member, day, entry, own_total=None):
        """`own_total`: of an override that holds for the person."""
        zh, en = LIMIT_SCOPES[self.scope]
        in_total = self.in_total if own_total is None else own_total
        for most, used, key, span_zh, span_en in ((in_total, self.totals, member, "总共", "in all"),
                                                  (self.per_day, self.daily, (member, day), "每天", "a day")):
            used[key] = used.get(key, 0) + 1
            if most is not None and used[key] > most:
                raise Finding(f"超过{zh}{span_zh} {most} 次的限额", f"over the limit of {most} {span_en} of {en}",
                              leaf=entry.index)


def check_signin(campaign, entry, days, attended, made):
    """Once a day, and for earlier days that were missed, as often as the rules allow; void entries count too."""
    day = today = days.day(entry.at)
    if entry.day is not None:
        day = days.number(entry.day)
        if day is None or day >= today:
            raise Finding(f"{entry.day} 不是可以补签的日子", f"makes up for {entry.day}, which is no earlier day",
                          leaf=entry.index)
        made[entry.pseudonym] = made.get(entry.pseudonym, 0) + 1
        if made[entry.pseudonym] > campaign.makeup:
            raise Finding(f"补签超过 {campaign.makeup} 日", f"makes up for more than {campaign.makeup} days",
                          leaf=entry.index)
    if day in attended.setdefault(entry.pseudonym, set()):
        raise Finding("这一天已经签到", "signs in a second time for a day", leaf=entry.index)
    attended[entry.pseudonym].add(day)


SHANGHAI = "Asia/Shanghai"
MAX_DAYS = 40_000


DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayCounter:
    """Days of the campaign's zone: +8 h for Shanghai, elsewhere the starts that the bundle lists."""

    path = "rules/days.csv"

    def __init__(self, audit, campaign=None):
        campaign = campaign or audit.campaign
        self.zone = campaign.zone
        self.opens, self.closes, self.dates = campaign.opens, campaign.closes, None
        if self.zone == SHANGHAI:
            return
        self.starts = [parse_decimal(line) for line in csv_lines(audit.bundle, self.path, "start")]
        if not self.starts or None in self.starts or any(a >= b for a, b in zip(self.starts, self.starts[1:])):
            raise Finding("应为升序的毫秒数", "must be ascending milliseconds", self.path)
        if self.starts[0] > self.opens:
            raise Finding("首日晚于开始", "begins after intake", self.path)

    def day(self, at):
        if self.zone == SHANGHAI:
            return (at + 8 * 3_600_000) // 86_400_000
        return bisect.bisect_right(self.starts, at)

    def all_starts(self):
        """The starts of the campaign's days."""
        if self.zone == SHANGHAI:
            return list(range(self.opens - (self.opens + 8 * 3_600_000) % 86_400_000, self.closes, 86_400_000))
        return self.starts

    def earlier(self, at, days):
        """When a clock of the zone shows the same time so many days before."""
        if self.zone == SHANGHAI:
            return at - days * 86_400_000
        try:
            zone = zoneinfo.ZoneInfo(self.zone)
        except Exception:
            raise NotProvable(f"本机没有时区 {show(self.zone)} 的数据，各日的时间未核对",
                              f"this machine has no data for {show(self.zone)}: the times of days are not checked") from None
        epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
        local = (epoch + timedelta(milliseconds=at)).astimezone(zone).replace(tzinfo=None) - timedelta(days=days)
        return (local.replace(tzinfo=zone).astimezone(timezone.utc) - epoch) // timedelta(milliseconds=1)

    def local(self, at):
        """What the zone's clock shows, in milliseconds since some midnight."""
        if self.zone == SHANGHAI:
            return at + 8 * 3_600_000
        try:
            zone = zoneinfo.ZoneInfo(self.zone)
        except Exception:
            raise NotProvable(f"本机没有时区 {show(self.zone)} 的数据，安静时段未核对",
                              f"this machine has no data for {show(self.zone)}: quiet hours are not checked") from None
        offset = datetime.fromtimestamp(at // 1000, timezone.utc).astimezone(zone).utcoffset()
        return at + offset // timedelta(milliseconds=1)

    def number(self, text):
        """The day that a date names; None where it is no day of the campaign."""
        if not DATE.fullmatch(text):
            return None
        if self.dates is None:
            first, last = self.day(self.opens), self.day(self.closes - 1)
            self.dates = {self.date(number): number for number in range(first, last + 1)}
        return self.dates.get(text)

    def date(self, number):
        """The date of a day, as a calendar in the zone shows it."""
        if self.zone == SHANGHAI:
            return str(datetime(1970, 1, 1, tzinfo=timezone.utc).date() + timedelta(days=number))
        try:
            zone = zoneinfo.ZoneInfo(self.zone)
        except Exception:
            raise NotProvable(f"本机没有时区 {show(self.zone)} 的数据，补签的日期未核对",
                              f"this machine has no data for {show(self.zone)}: days made up for are not checked") from None
        epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
        return str((epoch + timedelta(milliseconds=self.starts[number - 1])).astimezone(zone).date())

    def check_zone(self):
        """Holds the listed days against this machine's own zone data, where it has any."""
        if self.zone == SHANGHAI:
            return
        try:
            zone = zoneinfo.ZoneInfo(self.zone)
        except Exception:
            raise NotProvable(f"本机没有时区 {show(self.zone)} 的数据，每日起点未核对",
                              f"this machine has no data for {show(self.zone)}: the starts of its days are not checked"
                              ) from None
        if self.closes - self.opens > MAX_DAYS * 86_400_000:
            raise NotProvable("时间跨度过长", "too long a campaign to check its days")
        if self.starts != zone_days(zone, self.opens, self.closes):
            raise Finding(f"与时区 {show(self.zone)} 的每日起点不符", f"is not the days of {show(self.zone)}", self.path)


def zone_days(zone, opens, closes):
    """The first instants of the days that touch opens ..< closes."""
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)

    def date(at):
        return (epoch + timedelta(milliseconds=at)).astimezone(zone).date()
    starts, day, last = [], date(opens), date(closes - 1)
    while day <= last:
        # Where midnight does not exist, the offset before the gap gives the instant of the gap itself.
        start = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc)
        starts.append((start - epoch) // timedelta(milliseconds=1))
        day += timedelta(days=1)
    return starts


# --- Checks: the outcome ---------------------------------------------------------------------------------------------


def compare(bundle, path, expected):
    """Whether a file is exactly what was derived; names the first line that is not."""
    found = bundle.read(path, MAX_FILE_BYTES)
    if found == expected:
        return
    ours, theirs = expected.split(b"\n"), found.split(b"\n")
    number = next((n for n, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    want = show(ours[number], 160) if number < len(ours) else ""
    have = show(theirs[number], 160) if number < len(theirs) else ""
    raise Finding(f"第 {number + 1} 行应为“{want}”，却是“{have}”", f"line {number + 1} must be “{want}”, is “{have}”", path)


def csv_bytes(header, rows):
    return "".join([header + "\n", *(",".join(map(str, row)) + "\n" for row in rows)]).encode("utf-8")


def check_eligibility(audit):
    if not audit.campaign.draws_tickets and not audit.campaign.allots_places:
        if audit.closing["eligible"] != "-":
            raise Finding("不抽签的活动却固定了抽奖名单", "fixes a list where no tickets are drawn", leaf=audit.closing.index)
        raise NotUsed("本活动不抽签", "no tickets are drawn")
    expected = csv_bytes("index,pseudonym,chances", audit.eligible)
    compare(audit.bundle, audit.draw_path("eligible.csv"), expected)
    if audit.closing.counted != (len(audit.eligible), hex256(expected)):
        raise Finding("eligible 与重新评分所得不符", "eligible is not what scoring again gives", leaf=audit.closing.index)


def check_randomness(audit):
    check_extensions(audit)
    for number, source in enumerate(audit.sources, 1):
        if source.kind in ("public", "drand") and audit.closing["at"] >= source.available and not audit.is_void:
            raise Finding(f"截止不早于 {show(source.name)} 的时间", f"the closing is not before the time of "
                          f"{show(source.name)}", leaf=audit.closing.index)
        if source.kind == "reveal":
            check_note(audit, number, source)
        record = audit.values.get(number)
        if record is not None:
            check_value(source, record)
    if audit.is_void:
        check_void(audit)
    else:
        check_awaited(audit)
    check_confirmations(audit)
    check_activation(audit)
    check_beacons(audit)


def check_value(source, record):
    """One value against what the charter says of its source."""
    value, index = record["value"], record.index
    if source.kind in ("commit", "reveal"):
        if not HEX64.fullmatch(value) or hex256(bytes.fromhex(value)) != source.digest:
            raise Finding("值与章程中的承诺不符", "the value does not match the charter's commitment", leaf=index)
        return
    if source.kind == "drand" and not HEX64.fullmatch(value):
        raise Finding("信标的值应为 64 位十六进制", "a beacon's value is 64 hex digits", leaf=index)
    if source.kind == "public" and not source.form.is_canonical(value):
        raise Finding(f"值不合形式 {source.form.text}", f"the value is not of the form {source.form.text}", leaf=index)
    if record["at"] < source.available:
        raise Finding("值早于其公布时间", "the value is logged before its time", leaf=index)


def check_note(audit, number, source):
    """The second party's note: the rules' text, for this campaign and number, signed with the charter's key."""
    path = f"randomness/reveal-{number}.note"
    data = audit.bundle.read(path)
    if audit.campaign.notes.get(number, "").encode() != data:
        raise Finding("不是规则中的便笺", "is not the note of the rules", path)
    try:
        text = open_note(data, source.key)
    except ValueError as error:
        raise Finding(f"便笺不对（{show(error)}）", f"the note is bad: {show(error)}", path) from None
    if text != f"huigong/reveal/v1\n{audit.charter['origin']}\n{source.digest}\n":
        raise Finding("便笺是为另一活动或另一个数签的", "the note is for another campaign or number", path)


def awaited(audit):
    """Places of the sources without a value that nothing else makes up for."""
    sources, counted, fallbacks = audit.sources, audit.counted, audit.campaign.fallbacks
    kinds, places = {source.kind for source in sources}, []
    for place, source in enumerate(sources):
        if counted[place] is not None:
            continue
        if source.kind == "public":
            pair = [n for n, of in enumerate(fallbacks) if of == place] + \
                ([] if fallbacks[place] is None else [fallbacks[place]])
            excused = "drand" in kinds or any(counted[n] is not None for n in pair)
        else:
            excused = source.kind != "drand" and bool(kinds & {"drand", "public"})
        if not excused:
            places.append(place)
    return places


def check_awaited(audit):
    """A draw must have waited for what no other source makes up for."""
    for place in awaited(audit):
        raise Finding(f"随机源 {place + 1} 没有按时的值，不应抽奖",
                      f"source {place + 1} has no value in time, so there should be no draw")


def check_void(audit):
    """A void has its reason, and was not said before the time to wait was over."""
    index = audit.outcome.index
    if audit.void_ground is None:
        raise Finding("抽奖所需的随机数都在，不应作废", "voids a draw that lacks no value", leaf=index)
    _, start, missing = audit.void_ground
    if audit.outcome["at"] < start:
        raise Finding(f"作废过早：随机源 {missing} 还要等到 {start} 毫秒",
                      f"voids the draw too early: source {missing} was to be waited for until {start} ms", leaf=index)


def check_beacons(audit):
    """Each round's signature is kept, its hash is the value, and the beacon made it for this round."""
    activated = [(source, audit.activation and audit.activation["value"]) for source in audit.charter.activations]
    for source, value in [*zip(audit.sources, audit.counted), *activated]:
        if source.kind != "drand" or value is None:
            continue
        path = f"randomness/drand-{source.round}.json"
        data = audit.bundle.read(path)
        try:
            stated = parse_json(data)
            signature = bytes.fromhex(stated["signature"])
        except (ValueError, KeyError, TypeError):
            raise Finding("不是信标的一轮", "is not a round of the beacon", path) from None
        expected = {"randomness": hex256(signature), "round": source.round, "signature": signature.hex()}
        if len(signature) != 48 or data != canonical(expected) + b"\n" or hex256(signature) != value:
            raise Finding("不是 SHA-256 等于所录之值的签名", "is not the signature whose SHA-256 was logged", path)
        try:
            require_genuine(source.round, signature)
        except ValueError as error:
            raise Finding("不是信标的签名", f"has a signature that {error}", path) from None


def check_activation(audit):
    """The activation is of its source, and before every entry."""
    record = audit.activation
    if record is None:
        return
    source, value = audit.charter.activations[0], record["value"]
    if source.kind in ("commit", "reveal"):
        holds = HEX64.fullmatch(value) and hex256(bytes.fromhex(value)) == source.digest
    elif source.kind in ("public", "drand"):
        form = source.form.is_canonical(value) if source.kind == "public" else HEX64.fullmatch(value)
        holds = form and record["at"] >= source.available
    else:
        raise NotProvable(f"本程序不会核对启动随机数 {source.kind}", f"activations of kind {source.kind} are not checked here")
    if source.kind == "reveal":
        check_note(audit, "activation", source)
    if not holds or record["source"] != 1:
        raise Finding("启动随机数与章程中的来源不符", "the activation is not of the charter's source", leaf=record.index)
    if audit.entries and audit.entries[0].index < record.index:
        raise Finding("启动随机数晚于提交", "the activation comes after an entry", leaf=record.index)


def check_confirmations(audit):
    """What the caller knows of public values, against the log."""
    if isinstance(audit, DayAudit):
        for name, _ in audit.whole.public:
            if name.partition("/")[0] not in audit.whole.phase_names or "/" not in name:
                raise Finding(f"每日开奖，{show(name)} 须写明哪一天，如 day-1/{show(name)}",
                              f"there is a draw every day, so {show(name)} needs its day, such as day-1/{show(name)}")
    for name, value in audit.confirmed:
        logged = [audit.values[n]["value"] for n, source in enumerate(audit.sources, 1)
                  if source.kind == "public" and source.name == name and n in audit.values]
        logged += [audit.activation["value"] for source in audit.charter.activations
                   if source.kind == "public" and source.name == name and audit.activation]
        if value not in logged:
            raise Finding(f"日志中没有 {show(name)} 公布的 {show(value)}",
                          f"the log does not have {show(value)} from {show(name)}")
    declared = {source.vkey for source in audit.charter.sources + audit.charter.activations if source.kind == "reveal"}
    for key in audit.parties:
        if key not in declared:
            raise Finding(f"章程中没有公钥 {show(key)}", f"the charter does not have the key {show(key)}")


def check_seed(audit):
    audit.draw
    compare(audit.bundle, audit.draw_path("seed-input.txt"), audit.seed_input)
    if audit.draw["seed"] != audit.seed:
        raise Finding("种子不是重新算出的", "the seed is not the one worked out again", leaf=audit.draw.index)


def check_tickets(audit):
    audit.draw
    if not audit.campaign.leaves_to_chance:
        raise NotUsed("本活动不抽签", "no tickets are drawn")
    if audit.campaign.contest:
        outcomes = [row[4] for row in audit.walk] if audit.campaign.by_rank else ["-"] * len(audit.ranking)
        rows = [(place, rank, work, total, ticket, outcome)
                for place, ((work, rank, total, ticket), outcome) in enumerate(zip(audit.ranking, outcomes), 1)]
        compare(audit.bundle, "draw/ranking.csv", csv_bytes("place,rank,work,total,ticket,outcome", rows))
    if audit.campaign.ranking:
        compare(audit.bundle, "draw/ranking.csv", csv_bytes(RANKING_HEADER, ranking_rows(audit)))
    if audit.campaign.allots_places:
        rows = [(rank, *row) for rank, row in enumerate(audit.placed.tickets, 1)]
        return compare(audit.bundle, "draw/tickets.csv", csv_bytes("rank,ticket,index,pseudonym,slots", rows))
    if not audit.campaign.draws_tickets:
        return
    rows = [(rank, *row) for rank, row in enumerate(audit.walk, 1)]
    compare(audit.bundle, audit.draw_path("tickets.csv"), csv_bytes("rank,ticket,index,chance,pseudonym,outcome", rows))


def ranking_rows(audit):
    """The rows of ranking.csv of people."""
    scores = {row[1]: row for row in audit.scores}
    outcomes = {row[3]: row[4] for row in audit.walk} if audit.campaign.ranks_winners else {}
    return [(place, rank, scores[person][0], person, scores[person][2], fraction_text(scores[person][3]), total, ticket,
             outcomes.get(person, "-")) for place, (person, rank, total, ticket) in enumerate(audit.people, 1)]


def check_winners(audit):
    audit.draw
    if audit.campaign.allots_places:
        if audit.draw.counted != audit.placed.drawn:
            raise Finding("固定的名额不是重新算出的", "fixes other places than those worked out again", leaf=audit.draw.index)
        return
    check_holders(audit)
    if audit.campaign.by_rank:
        rows = [(*winner[:4], person, audit.displays.get(person, "?") if person != "-" else "-")
                for winner in audit.winners for person in winner[4] or ("-",)]
        expected = csv_bytes(WORK_WINNERS, rows)
    else:
        rows = [(*winner, audit.displays.get(winner[4], "?")) for winner in audit.winners]
        expected = csv_bytes(WINNERS, rows)
    compare(audit.bundle, audit.draw_path("winners.csv"), expected)
    if audit.draw.counted != (len(rows), hex256(expected)):
        raise Finding("winners 与 winners.csv 不符", "winners is not winners.csv", leaf=audit.draw.index)
    audit.prizes


def check_declared(name, where, texts):
    """A check of a part that this program can't follow: not used when the record says `-`."""
    def check(audit):
        value = getattr(audit, where)[name]
        if value == "-":
            raise NotUsed()
        raise NotProvable(*texts)
    return check


# Outcomes that give a piece of a tier.
WINS = ("win", "guarantee", "first")
STOCK_HEADER = "index,pseudonym,attempt,tier,outcome,display"
MOST_PROOFS = 10_000
MOST_PHASES = 100
LONGEST_DAILY_REVIEW = 12 * 3_600_000
SAMPLED_PROOFS = 2_000


def sample_of(entries, seed):
    """The leaves with the least SHA-256("<seed>,vrf,<leaf>"): nobody could choose which are checked."""
    ranked = sorted(entries, key=lambda entry: sha256(f"{seed},vrf,{entry.index}".encode()))
    return {entry.index for entry in ranked[:SAMPLED_PROOFS]}


def check_vrf(audit):
    if not audit.campaign.is_instant:
        if audit.charter["vrf"] != "-" or any(entry.pi is not None for entry in audit.entries):
            raise Finding("规则中没有即开，记录中却有", "the log has parts of instant wins, the rules have none")
        raise NotUsed()
    if audit.charter["vrf"] == "-":
        raise Finding("没有 vrf 公钥", "has no vrf key", leaf=0)
    sampled = audit.numbers[1]
    if sampled is not None:
        text = f"抽查了 {len(sampled)} 个证明（共 {len(audit.numbers[0])} 个），由种子选出，首个为叶 {min(sampled)}；其余未核对"
        raise NotProvable(text, f"{len(sampled)} of {len(audit.numbers[0])} proofs were checked and hold, those whose "
                          f"SHA-256(\"<seed>,vrf,<leaf>\") is least, first leaf {min(sampled)}; the rest were not")


def check_stock(audit):
    if not audit.campaign.gives_at_once:
        if audit.closing["stock"] != "-":
            raise Finding("规则中没有即开，截止中却有库存", "the closing has a stock, the rules have none",
                          leaf=audit.closing.index)
        raise NotUsed()
    names = audit.names_at_once
    rows = [(*row, names.get(row[1], "-") if row[4] in WINS else "-") for row in audit.stock[0]]
    expected = csv_bytes(STOCK_HEADER, rows)
    compare(audit.bundle, "draw/stock.csv", expected)
    if audit.closing["stock"] != hex256(expected):
        raise Finding("stock 与 stock.csv 不符", "stock is not stock.csv", leaf=audit.closing.index)


def check_tally(audit):
    contest, closing = audit.contest, audit.closing
    if audit.campaign.ranking:
        expected = csv_bytes(SCORES_HEADER, [(*row[:3], fraction_text(row[3])) for row in audit.scores])
        compare(audit.bundle, "draw/tally.csv", expected)
        if closing["tally"] != hex256(expected):
            raise Finding("tally 与 tally.csv 不符", "tally is not tally.csv", leaf=closing.index)
        return
    if contest is None:
        if closing["tally"] != "-":
            raise Finding("规则中没有作品和名次，截止中却有计票", "the closing has a tally, the rules have no works or ranks",
                          leaf=closing.index)
        raise NotUsed()
    measures, totals, views = audit.measures, audit.totals, audit.views
    rows = [(work, measures["votes"][work] if contest.has_votes else "-",
             fraction_text(measures["jury"][work]) if contest.has_jury else "-", fraction_text(totals.get(work)),
             views.get(work, "-")) for work in contest.works]
    expected = csv_bytes(TALLY_HEADER, rows)
    compare(audit.bundle, "draw/tally.csv", expected)
    if closing["tally"] != hex256(expected):
        raise Finding("tally 与 tally.csv 不符", "tally is not tally.csv", leaf=closing.index)


WINNERS = "tier,rank,ticket,index,pseudonym,display"
WORK_WINNERS = "tier,place,ticket,work,pseudonym,display"
TALLY_HEADER = "work,votes,jury,total,views"
SCORES_HEADER = "index,pseudonym,score,time"
RANKING_HEADER = "place,rank,index,pseudonym,score,time,total,ticket,outcome"
USUALLY_SHOWN = 100


# --- The ledger ------------------------------------------------------------------------------------------------------


def money_event(audit, body, opened):
    """A claim or event as the book takes it. `opened` has what the auditor was given: (leaf, pointer) → bytes."""
    if isinstance(body, Entry):
        place = audit.known_roll.get(body.pseudonym, (None, "-", "-"))
        event = {"kind": "register", "leaf": body.index, "at": body.at, "person": body.pseudonym}
        event.update((key, value) for key, value in (("household", place[1]), ("unit", place[2])) if value != "-")
        event.update((key, getattr(body, key)) for key in ("item", "merchant", "amount") if getattr(body, key) is not None)
        price = claimed_price(audit.campaign.form, body, opened)
        if price is not None and "item" in event:
            given = audit.campaign.funds.grant(event["item"], price) if event["item"] in audit.campaign.funds.items else 0
            if int(event.get("amount", given)) > given:
                raise Unfit("fund.amount")
            if "amount" not in event:
                event["price"] = price
        return event
    event = {**body.body, "leaf": body.leaf, "person": body.pseudonym}
    if "price" in event:
        price = opened.get((body.leaf, "/price"))
        event["price"], event["hides-price"] = price and fen(price.decode()), price is None
        if price is None:
            del event["price"]
    if (body.leaf, "/invoice") in opened:
        event["invoice"] = opened[body.leaf, "/invoice"].decode()
    return event


def claimed_price(form, entry, opened):
    """What a claim's form says of the price, in fen, where it can be seen."""
    field = form.by_id.get("price") if form else None
    if field is None or field.type != "money" or not entry.fields or "price" not in entry.fields:
        return None
    if not field.is_private:
        return fen(entry.fields["price"])
    value = opened.get((entry.index, "/fields/price"))
    return value and fen(value.decode())


def play_money(audit, opened):
    book, at_closing = FundBook(audit.announced.funds), None
    last, raises = -1, list(audit.raises)
    for body in audit.bodies:
        leaf = body.index if isinstance(body, Entry) else body.leaf
        while raises and raises[0][0] < min(leaf, audit.closing.index):
            book.raise_to(raises.pop(0)[1])
        if leaf > audit.closing.index and at_closing is None:
            at_closing = book.ledger_csv()
            require_nothing_due(book, audit.closing)
        if audit.campaign.kind == "raffle" and not isinstance(body, FundEvent):
            issue_won(audit, book, body, leaf)
            continue
        if not isinstance(body, FundEvent) and not (isinstance(body, Entry) and body.kind == "register"):
            continue
        if isinstance(body, Entry) and body.index in audit.voided:
            raise Finding("补贴和券的申请不能作废", "is a claim, which no amendment voids", leaf=leaf)
        try:
            if body.at < last:
                raise Unfit("at")
            book.take(money_event(audit, body, opened))
        except Unfit as unfit:
            raise Finding(f"按规则不能有（{unfit}）", f"is not what the rules allow ({unfit})", leaf=leaf) from None
        last = body.at
    for _, rules in raises:
        book.raise_to(rules)
    if at_closing is None:
        at_closing = book.ledger_csv()
        require_nothing_due(book, audit.closing)
    return book, at_closing


def issue_won(audit, book, body, leaf):
    """The vouchers of a raffle: one with each piece that is won at once, and one with each claim of a prize; none where there
    are no more, or none is good any more."""
    count = 0
    if isinstance(body, Entry) and audit.campaign.gives_at_once:
        count = sum(row[0] == leaf and row[4] in ("win", "guarantee", "first", "fallback") for row in audit.won_at(leaf))
    elif isinstance(body, Event) and body.kind == "claim":
        count = 1
    place = audit.known_roll.get(body.pseudonym, (None, "-", "-"))
    for rank in range(count):
        event = {"kind": "register", "leaf": leaf, "rank": rank, "at": body.at, "person": body.pseudonym}
        event.update((key, value) for key, value in (("household", place[1]), ("unit", place[2])) if value != "-")
        try:
            book.take(event)
        except Unfit as unfit:
            if str(unfit) not in ("voucher.none", "voucher.expired"):
                raise Finding(f"按规则不能有（{unfit}）", f"is not what the rules allow ({unfit})", leaf=leaf) from None


def require_nothing_due(book, record):
    due = book.next_due()
    if due and due[0] <= record["at"]:
        raise Finding("在它之前缺少到期的券或期限", "something that had ended is missing before it", leaf=record.index)


def check_opened_money(audit, opened):
    """Prices and invoices that the auditor was given bear out what was granted and paid."""
    if audit.campaign.funds is None:
        return
    try:
        play_money(audit, opened)
    except Finding as finding:
        audit.note_error("ledger", finding)


def check_ledger(audit):
    if not audit.campaign.has_ledger:
        raise NotUsed("本活动没有这一部分", "the campaign has no such part")
    (check_money if audit.campaign.places is None else check_placed)(audit)


def check_money(audit):
    """Closing, last leaf and files have what claims and events come to."""
    book, at_closing = audit.money
    final = next((record for record in audit.records if record.kind == "final"), None)
    problem = book.problem()
    if problem:
        raise Finding(f"账目不平（{problem}）", f"the ledger does not balance ({problem})")
    for record, csv in ((audit.closing, at_closing), (final, book.ledger_csv())):
        if record and record["ledger"] != hex256(csv):
            raise Finding("固定的账目不是重新算出的那一份", "fixes another ledger than the one worked out again",
                          leaf=record.index)
    require_nothing_due(book, final or audit.outcome)
    if final:
        is_open = book.next_due() or any(book.of(account) for account in ("pending", "reserved")) or any(
            not line["settled"] for lines in book.lines.values() for line in lines)
        if is_open or final["at"] < max(audit.outcome["at"] + audit.campaign.disputes, book.returns_end):
            raise Finding("终结过早：还有券、审核或对账未了，或异议期、退货期未满",
                          "ends the log too early: vouchers, reviews or settlements are open, or the dispute window or the "
                          "time for refunds is", leaf=final.index)
        if final["events"] != len(audit.events):
            raise Finding(f"写的是 {final['events']} 个事件，实为 {len(audit.events)}",
                          f"says {final['events']} events, found {len(audit.events)}", leaf=final.index)
    compare(audit.bundle, "draw/ledger.csv", book.ledger_csv())
    for made in all_settlements(book):
        compare(audit.bundle, f"settlement/{made['leaf']}.csv", book.settlement_csv(made))
        compare(audit.bundle, f"settlement/{made['leaf']}.json", settlement_json(audit, book, made))


def all_settlements(book):
    return sorted((made for each in book.settled.values() for made in each), key=lambda made: made["leaf"])


def is_settlement_balanced(book, made):
    merchant = made["merchant"]
    kept = sum(line["amount"] for line in book.lines.get(merchant, []))
    return (sum(line["amount"] for line in made["lines"]) == made["total"] and book.problem() is None
            and kept == book.of("owed", "merchant", merchant) + book.of("settled", "merchant", merchant))


def settlement_json(audit, book, made):
    rows, shops = [], {}
    for line in made["lines"]:
        redeem = book.redeems[line["redeem"]]
        row = {"amount": yuan(line["amount"]), "at": line["at"], "leaf": line["leaf"], "redeem": line["redeem"],
               "kind": "redeem" if line["leaf"] == line["redeem"] else "refund", "rank": redeem["voucher"].name[1],
               "voucher": redeem["voucher"].name[0]}
        if redeem["shop"]:
            row["shop"] = redeem["shop"]
            shops[redeem["shop"]] = shops.get(redeem["shop"], 0) + line["amount"]
        rows.append(row)
    told = {"balanced": is_settlement_balanced(book, made), "campaign": audit.campaign.id, "earlier": yuan(made["earlier"]),
            "from": made["from"], "leaf": made["leaf"], "rows": rows,
            "shops": [{"amount": yuan(amount), "shop": shop} for shop, amount in sorted(shops.items())],
            "through": made["through"], "to": made["to"], "total": yuan(made["total"])}
    if made["merchant"]:
        told["merchant"] = made["merchant"]
    return canonical(told) + b"\n"


def report_money(audit):
    """What became of vouchers and money."""
    book, rules = audit.money[0], audit.campaign.funds
    made, paid = all_settlements(book), book.paid()
    accounts = {}
    if rules.has_funds or rules.face is not None:
        accounts = {account: yuan(book.of(account)) for account in MONEY_ACCOUNTS + LEDGER_COUNTERS}
        accounts.update(
            budget=yuan(book.budget), redeemed=yuan(book.of("owed") + book.of("settled")),
            issued=yuan(sum(book.of(account) for account in ISSUED_BECAME)), paid=yuan(paid["all", "-"]))
    states = collections.Counter(voucher.state for voucher in book.vouchers.values())
    final = next((record for record in audit.records if record.kind == "final"), None)
    return {
        "accounts": accounts,
        "balanced": book.problem() is None and all(is_settlement_balanced(book, each) for each in made),
        "ended": final and final["at"],
        "merchants": [
            {"id": merchant, "owed": yuan(book.of("owed", "merchant", merchant)),
             "paid": yuan(paid.get(("merchant", merchant), 0)),
             "redemptions": sum(redeem["merchant"] == merchant for redeem in book.redeems.values()),
             "settled": yuan(book.of("settled", "merchant", merchant))} for merchant in rules.merchants],
        "redemptions": len(book.redeems),
        "refunds": sum(redeem["returned"] or redeem["kept"] != redeem["amount"] for redeem in book.redeems.values()),
        "settlements": [
            {"balanced": is_settlement_balanced(book, each), "from": each["from"], "index": each["leaf"],
             "merchant": each["merchant"], "rows": len(each["lines"]), "to": each["to"], "total": yuan(each["total"])}
            for each in made],
        "states": dict(states),
    }
def check_placed(audit):
    """Closing, last leaf and files have what enrolments and events come to."""
    placed = audit.placed
    if audit.closing["ledger"] != placed.at_closing:
        raise Finding("固定的名额不是重新算出的", "fixes other places than those worked out again", leaf=audit.closing.index)
    for path, expected in placed.files:
        compare(audit.bundle, path, expected)
    final = next((record for record in audit.records if record.kind == "final"), None)
    if final is None:
        return
    if final["at"] < max(audit.outcome["at"] + audit.campaign.disputes, audit.campaign.places.settled_from) or placed.is_open:
        raise Finding("终结过早：还有候补名额待确认，或仍可取消、异议期未满",
                      "ends the log too early: an offer stands, or places can be given back, or the dispute window is open",
                      leaf=final.index)
    if final["events"] != len(audit.events):
        raise Finding(f"写的是 {final['events']} 个事件，实为 {len(audit.events)}",
                      f"says {final['events']} events, found {len(audit.events)}", leaf=final.index)
    if final["ledger"] != placed.digest():
        raise Finding("固定的名额不是重新算出的", "fixes other places than those worked out again", leaf=final.index)


# --- The registry ----------------------------------------------------------------------------------------------------

PATIENCE_MILLISECONDS = 30 * 86_400_000
REGISTERED_KINDS = {"charter": "announced", "amendment": "amended", "closing": "closed", "draw": "drawn",
                    "final": "final", "void": "void"}
REGISTRY_STATES = {"announced": ("已公告", "announced"), "closed": ("已截止，未开奖", "closed, not drawn"),
                   "drawn": ("已开奖", "drawn"), "final": ("已结束", "final"), "void": ("已作废", "void")}


class RegistryEntry:
    """One campaign as the registry tells it."""

    def __init__(self, record):
        self.origin, self.state, self.last = record["origin"], "announced", record
        self.opens, self.closes, self.announced, self.ended = record["opens"], record["closes"], record["at"], None
        # Closings without a draw or void after them, and whether intake went on after the last one.
        self.open, self.goes_on = 0, False

    def follows(self, event):
        """What may follow what; `amended` changes no state. A campaign of several phases closes and draws again, a day perhaps
        before another one is drawn; whether a campaign may be amended then its own log tells."""
        if event in ("amended", "closed"):
            return self.state != "final"
        if event in ("drawn", "void"):
            return self.open > 0
        return event == "final" and self.open == 0 and self.state in ("drawn", "void")

    def take(self, record):
        last, event = self.last, record["event"]
        if record["vkey"] != last["vkey"] or record["opens"] != last["opens"] or record["size"] <= last["size"]:
            raise registry_finding(record, "公钥、开始时间或条数与前一次登记不合",
                                   "key, opening or size don't go on from the record before")
        if not self.follows(event):
            raise registry_finding(record, f"{self.state} 之后不会有 {event}", f"{event} can't follow {self.state}")
        if event != "amended":
            self.state = event
        self.closes, self.last = record["closes"], record
        if event == "closed":
            self.open, self.goes_on, self.ended = self.open + 1, record["closes"] > record["at"], None
        elif event in ("drawn", "void"):
            self.open -= 1
        if event in ("drawn", "final", "void") and self.ended is None and not self.open and not self.goes_on:
            self.ended = record["at"]

    def overlaps(self, other):
        """A campaign's time runs from its announcement to its draw or void; without either it has not ended."""
        return ((other.ended is None or self.announced <= other.ended)
                and (self.ended is None or other.announced <= self.ended))


def registry_finding(record, zh, en):
    return Finding(f"第 {record.index} 条：{zh}", f"leaf {record.index}: {en}", "registry")


class Registry:
    """A registry as its tiles have it: signed by the key that the charter names, one tree, records in order."""

    def __init__(self, audit):
        self.bundle, path = audit.bundle, "registry/checkpoint"
        try:
            self.key = VerificationKey(audit.charter["registry"])
            self.notes = [(path, self.bundle.read(path, 1 << 20))]
            self.head = Checkpoint(open_note(self.notes[0][1], self.key))
        except ValueError as error:
            raise Finding("不是登记簿签名的检查点", f"no checkpoint signed by the registry: {show(error)}", path) from None
        rehearsal, _, name = audit.charter["origin"].rpartition("/")
        if self.key.name != rehearsal + "/registry" or self.head.origin != self.key.name:
            raise Finding("不是本主办方的登记簿", "is not the registry of this organiser", path)
        if not 0 < self.head.size <= 256 * len(self.bundle.under("registry/tile/entries/")):
            raise Finding("条数不对", "is of a size that the bundle doesn't hold", path)
        leaves = read_log_leaves(self.bundle, "registry/", self.head.size)
        tree = MerkleTree([leaf_hash(leaf) for leaf in leaves])
        if tree.root() != self.head.root:
            raise Finding("根与登记算出的不同", "the root is not that of the records", path)
        for tile, content in hash_tiles(tree, "registry/"):
            if self.bundle.read(tile) != content:
                raise Finding("与由叶算出的不符", "is not what the leaves give", tile)
        self.head_sizes = sorted(filter(None, (parse_decimal(path[len("registry/heads/"):])
                                               for path in self.bundle.under("registry/heads/"))))
        for size in self.head_sizes:
            self._check_head(f"registry/heads/{size}", size, tree)
        self.records = [self._parse(leaf, index) for index, leaf in enumerate(leaves)]
        self.latest, self.entries = 0, {}
        for record in self.records:
            self._take(record)

    def _check_head(self, path, size, tree):
        self.notes.append((path, self.bundle.read(path, 1 << 20)))
        try:
            head = Checkpoint(open_note(self.notes[-1][1], self.key))
        except ValueError as error:
            raise Finding("不是登记簿签名的检查点", f"no checkpoint signed by the registry: {show(error)}", path) from None
        if head.origin != self.key.name or head.size != size or size > tree.size or head.root != tree.root(size):
            raise Finding("不是登记簿到此处的前缀", "is not the prefix of the registry of this size", path)

    def cosignatures(self, policy):
        """What the policy's witnesses said of its heads."""
        found = Cosignatures(policy)
        for size, (path, note) in zip([self.head.size] + self.head_sizes, self.notes):
            try:
                found.take(note, size)
            except ValueError as error:
                raise Finding("见证签名无效", f"a witness's signature is not valid: {show(error)}", path) from None
        return found

    @staticmethod
    def _parse(leaf, index):
        try:
            record = parse_record(leaf, index)
        except Finding as error:
            raise Finding(f"第 {index} 条：{error.text['zh']}", f"leaf {index}: {error.text['en']}", "registry") from None
        if record.kind != "registered":
            raise registry_finding(record, "不是登记", "is no record of a registry")
        try:
            VerificationKey(record["vkey"])
        except ValueError:
            raise registry_finding(record, "vkey 不对", "bad vkey") from None
        if record["size"] < 1:
            raise registry_finding(record, "size 应至少为 1", "size is at least 1")
        return record

    def _take(self, record):
        if record["at"] < self.latest:
            raise registry_finding(record, "时间早于前一条", "is earlier than the record before it")
        self.latest = record["at"]
        if record["origin"] in self.entries:
            self.entries[record["origin"]].take(record)
        elif record["event"] == "announced":
            self.entries[record["origin"]] = RegistryEntry(record)
        else:
            raise registry_finding(record, "没有先公告", "was not announced first")

    def siblings(self, origin):
        """The other campaigns whose time overlaps, in the order in which they were announced."""
        own = self.entries.get(origin)
        return [entry for entry in self.entries.values() if own and entry is not own and own.overlaps(entry)]

    def is_overdue(self, entry):
        return entry.ended is None and self.latest - entry.closes > PATIENCE_MILLISECONDS


def check_registry(audit):
    given, registry = audit.registry_key, audit.registry
    if given is not None and given.text != audit.charter["registry"]:
        raise Finding("章程中的登记簿不是所给的", "the charter names another registry than the one given", leaf=0)
    if registry is None:
        raise NotUsed("本活动没有登记簿", "the campaign has no registry")
    origin = audit.charter["origin"]
    own = [record for record in registry.records if record["origin"] == origin]
    check_registered_events(audit, own)
    for record in own:
        check_registered_figures(audit, record)
    siblings = registry.siblings(origin)
    for sibling in siblings:
        if registry.is_overdue(sibling):
            raise Finding(f"{sibling.origin} 早已到期，既没有开奖也没有公开作废",
                          f"{sibling.origin} is long past its date, neither drawn nor publicly void", "registry")
    states = [[f"{entry.origin} ({REGISTRY_STATES[entry.state][place]})" for entry in siblings] for place in (0, 1)]
    zh = "同期的其他活动：" + "、".join(states[0]) if siblings else "同期没有其他活动"
    en = "others at the time: " + ", ".join(states[1]) if siblings else "no other campaign at the time"
    zh += "；登记簿由主办方选定" if given is None else "；就是所给的登记簿"
    en += "; registry chosen by the organiser" if given is None else "; it is the registry that was given"
    for policy in filter(None, (audit.own_policy, audit.policy)):
        registry.cosignatures(policy)
    policy = audit.policy or audit.own_policy
    if policy is not None and policy.quorum is not None:
        seen = is_registry_witnessed(audit, policy)
        end = "作废" if audit.is_void else "开奖"
        zh += f"；见证方在开始前见证了公告，之后见证了{end}" if seen else f"；见证方没有在开始前见证公告，或没有见证{end}"
        en += f"; the witnesses had seen the announcement before it opened, and the {audit.outcome.kind}" if seen else \
            f"; the witnesses had not seen the announcement before it opened, or not the {audit.outcome.kind}"
    audit.note("registry", PASS, Text(f"登记 {len(registry.records)} 条，与日志一致；{zh}",
                                      f"{len(registry.records)} records, as the log has it; {en}"))


def is_registry_witnessed(audit, policy):
    """Whether the quorum saw the registry name this campaign before intake, and its draw or void at all."""
    registry = audit.registry
    if registry is None or not policy.accepts(registry.key.text):
        return False
    said, size = registry.cosignatures(policy), {}
    for number, record in enumerate(registry.records, 1):
        if record["origin"] == audit.charter["origin"]:
            size.setdefault(record["event"], number)
    ends = [number for number, record in enumerate(registry.records, 1)
            if record["origin"] == audit.charter["origin"] and record["event"] in ("drawn", "void")]
    end = ends[-1] if ends else None
    if "announced" not in size or end is None:
        return False
    announced = said.first_seen(size["announced"])
    return announced is not None and announced <= audit.charter["opens"] and said.first_seen(end) is not None


def check_registered_events(audit, own):
    """Every leaf that belongs into the registry stands there, in order; what is later than the log's head is left."""
    expected = [(REGISTERED_KINDS[record.kind], record.index + 1)
                for record in audit.records if record.kind in REGISTERED_KINDS]
    found = [record for record in own if record["size"] <= audit.tree.size]
    for record in found:
        size = record["size"]
        if (audit.tree.root(size).hex() != record["root"]
                or audit.tree.levels[0][size - 1].hex() != record["leaf"]):
            raise registry_finding(record, f"不是日志前 {size} 叶的根", f"is not of the first {size} leaves of the log")
    events = [(record["event"], record["size"]) for record in found]
    if events != expected:
        raise Finding(f"登记的是 {show(events, 160)}，应为 {show(expected, 160)}",
                      f"has {show(events, 160)}, should have {show(expected, 160)}", "registry")


def check_registered_figures(audit, record):
    charter, event = audit.charter, record["event"]
    public = parse_json(public_rules(audit.campaign_value))
    prizes = hex256(canonical(public["prizes"])) if "prizes" in public else "-"
    holds = (record["vkey"] == charter["vkey"] and record["opens"] == charter["opens"]
             and record["prizes"] == prizes and record["roll"] == audit.roll_at(record["size"]))
    if event == "announced":
        first = min((entry.at for entry in audit.entries[:1]), default=record["at"])
        if not charter["announces"] <= record["at"] <= first:
            raise registry_finding(record, "没有在第一次提交之前登记", "was not registered before the first entry")
        holds = holds and record["closes"] == charter["closes"]
    elif event in ("closed", "drawn", "void"):
        ends = audit.closing["intake-ended"]
        if audit.days and record["size"] <= audit.closing.index:
            early = [amendment["at"] for amendment, _ in audit.amendments
                     if amendment["class"] == "close" and amendment.index < record["size"]]
            ends = early[0] if early else charter["closes"]
        holds = holds and record["closes"] == ends
    if not holds:
        raise registry_finding(record, "与章程或截止不合", "is not as charter and closing have it")


def report_registry(audit):
    registry = audit.registry
    if registry is None:
        return None
    return {
        "root": b64(registry.head.root),
        "siblings": [{"closes": entry.closes, "opens": entry.opens, "origin": entry.origin, "state": entry.state}
                     for entry in registry.siblings(audit.charter["origin"])],
        "size": registry.head.size,
        "vkey": registry.key.text,
    }


# --- The evidence grade ----------------------------------------------------------------------------------------------


def is_witnessed(audit, cosignatures):
    """Whether the quorum saw the closing, and every value with a deadline, a minute before the randomness existed; and
    the registry."""
    times = [source.available for source in audit.sources if source.kind in ("public", "drand")]
    if not times or not cosignatures or not audit.was_seen(cosignatures, audit.closing.index, min(times) - MARGIN):
        return False
    for number, record in audit.values.items():
        limit = audit.deadline(number - 1)
        if limit is not None and not audit.was_seen(cosignatures, record.index, limit - MARGIN):
            return False
    return is_registry_witnessed(audit, cosignatures.policy)


def grade(audit, cosignatures, confirmed=(), parties=(), signatures_checked=False, trusted=False):
    """(level, condition or None): see the table at the top.

    `cosignatures` are those that the grade rests on, or None, and `trusted` whether the caller chose the witnesses;
    `confirmed` holds the (name, value) that a caller knows, `parties` the keys.
    """
    charter, closing = audit.charter, audit.closing
    pairs = list(zip(audit.sources, audit.counted))
    if any(source.kind in ("public", "drand") and closing["at"] >= source.available for source in audit.sources):
        return "G0", None
    held = charter["announces"] > charter["opens"] or any(
        not was_extension_seen(audit, cosignatures, record, sources)
        for record, _, sources, _ in extensions(audit)) or any(
        of is not None and value is not None for of, value in zip(audit.campaign.fallbacks, audit.counted))
    best = "G1" if held else "G3" if is_witnessed(audit, cosignatures) else "G2"
    independent = best == "G3" and not trusted
    rounds = [source.name for source, value in pairs if source.kind == "drand" and value is not None]
    numbers = [(source, value) for source, value in pairs if source.kind == "public" and value is not None]
    published = [(source.name, value) for source, value in numbers]
    wide = bool(numbers) and math.prod(source.form.outcomes for source, _ in numbers) >= STRONG_OUTCOMES
    missing = [pair for pair in published if pair not in confirmed]
    reveals = [source for source, value in pairs if source.kind == "reveal" and value is not None]
    shown, vouched = bool(published) and not missing, any(source.vkey in parties for source in reveals)
    if rounds and signatures_checked or wide and shown:
        return ("G2", grade_condition(best, [], [], True)) if independent else (best, None)
    if not rounds and not wide:
        if shown or vouched:
            return "G1", None
        names = [source.name for source in reveals]
        return ("G0", grade_condition("G1", missing, names) if missing or names else None)
    base = "G0" if held and not vouched else "G1"
    if base == best:
        return base, None
    if not rounds:
        return base, grade_condition(best, missing, [], independent)
    return base, signature_condition(best, rounds, independent)


def signature_condition(level, rounds, independent):
    """That a better grade rests on the beacon's signatures, and on witnesses who are `independent`."""
    more = {language: GRADE_CONDITIONS["published_and"][language] + GRADE_CONDITIONS["independent"][language]
            if independent else "" for language in LANGUAGES}
    return {language: GRADE_CONDITIONS["signatures"][language].format(
        level=level, items=GRADE_CONDITIONS["rounds_and"][language].join(rounds), more=more[language])
        for language in LANGUAGES}


def whole_grade(audit, cosignatures, confirmed=(), parties=(), signatures_checked=False, trusted=False):
    """The grade of the draw and, where something is won at once, of the number which that depends on: the lesser; or
    "none" where the rules leave nothing to chance."""
    if not audit.campaign.leaves_to_chance:
        return "none", None
    draw = grade(audit, cosignatures, confirmed, parties, signatures_checked, trusted)
    if not audit.charter.activations:
        return draw
    source, record = audit.charter.activations[0], audit.activation
    known = source.kind in ("public", "drand") and source.available <= audit.charter["announces"]
    if known or source.kind == "commit" or source.kind == "public" and source.form.outcomes < STRONG_OUTCOMES:
        return "G0", None
    if source.kind == "public":
        activated = (source.name, record["value"])
        shown, condition = activated in confirmed, grade_condition("G1", [activated], [])
    elif source.kind == "reveal":
        shown, condition = source.vkey in parties, grade_condition("G1", [], [source.name])
    else:
        shown, condition = signatures_checked, signature_condition("G1", [source.name], False)
    if draw[0] == "G0":
        return draw if shown else ("G0", None)
    return ("G1", None) if shown else ("G0", condition)


def grade_condition(level, published, parties, independent=False):
    """Upon what a better grade rests: that all of `published` really was, or that a party confirms its key; and that
    witnesses whom the organiser chose are `independent`."""
    condition = {}
    for language in LANGUAGES:
        words = {key: texts[language] for key, texts in GRADE_CONDITIONS.items()}
        values = words["published_and"].join(words["published_item"].format(name=n, value=v) for n, v in published)
        items = [values] * bool(published) + [words["party_item"].format(name=name) for name in parties]
        both = [words["or"].join(items)] * bool(items) + [words["independent"]] * independent
        condition[language] = words["published"].format(level=level, items=words["published_and"].join(both))
    return condition


GRADE_RESTS_ON = ("checkpoint", "tree", "openings", "records", "rules", "roll", "eligibility", "randomness", "seed",
                  "tickets", "winners")


def grade_found(audit):
    """What `grade` says of an audit that was made; None where it can't be told, and where there is no draw."""
    statuses = {check: verdict[0] for check, verdict in audit.verdicts.items()}
    # Where no tickets are drawn, there is no list of who is drawn, and where nothing is left to chance no ticket at all.
    # And without a roll, nobody is held against it.
    may_lack = {"eligibility", "roll"}
    if statuses.get("tickets") == NOT_USED and not audit.campaign.leaves_to_chance:
        may_lack.add("tickets")
    rests_on = [check for check in GRADE_RESTS_ON if check not in may_lack or statuses.get(check) != NOT_USED]
    if FAIL in statuses.values() or any(statuses.get(check) != PASS for check in rests_on):
        return None
    grades = [whole_grade(phase, phase.cosignatures, phase.confirmed, phase.parties, signatures_checked=True,
                          trusted=phase.policy is not None)
              for phase in audit.days or [audit] if not audit.days or not phase.is_void]
    return min(grades, key=lambda found: found[0]) if grades else None


def no_draw_found(audit):
    """Why there is no draw, with the time until which was waited; None where there is one, or where a check failed."""
    if FAIL in {verdict[0] for verdict in audit.verdicts.values()}:
        return None
    try:
        if any(not day.is_void for day in audit.days):
            return None
        found = (audit.days or [audit])[-1].no_draw
    except (Blocked, Finding, NotProvable):
        return None
    if found is None or found["due"] is None:
        return found and found["sentence"]
    time = utc_text(found["due"])
    return {language: NO_DRAW["due"][language].format(sentence=found["sentence"][language], time=time)
            for language in LANGUAGES}


def grade_line(audit, language):
    """The first line: what the evidence is worth, as far as it was checked here."""
    found = grade_found(audit)
    if reason := no_draw_found(audit):
        return reason[language]
    if found is None:
        failed = any(verdict[0] == FAIL for verdict in audit.verdicts.values())
        return GRADE_LINES["none" if failed else "unknown"][language]
    level, condition = found
    meaning = GRADE_MEANINGS[level][language]
    if condition is None:
        return GRADE_LINES["chanceless" if level == "none" else "plain"][language].format(level=level, meaning=meaning)
    return GRADE_LINES["conditional"][language].format(level=level, meaning=meaning, condition=condition[language])


# --- The report ------------------------------------------------------------------------------------------------------


# Members of report.json that are of one draw; of a daily campaign they stand with each day.
OF_PHASE = ("alternates", "claims", "closing", "eligible", "entries", "grade", "people", "phase", "randomness", "refusals",
            "seed", "skips", "tiers")


def derive_report(audit):
    """report.json as the bundle's own files give it, with the unconfirmed grade."""
    if not audit.days:
        return derive_phase(audit)
    days = [derive_phase(day) for day in audit.days]
    report = {key: value for key, value in days[-1].items() if key not in OF_PHASE}
    drawn = [day["grade"] for day in days if day["grade"] is not None]
    report["entries"] = sum(day["entries"] for day in days)
    report["grade"] = min(drawn, key=lambda found: found["level"]) if drawn else None
    if drawn:
        report.pop("no_draw", None)
    report["phases"] = [{key: value for key, value in day.items() if key in OF_PHASE + ("intake_ended", "no_draw")}
                        for day in days]
    flags, voided = report_flags(audit), report_voided(audit)
    return report | ({"flags": flags} if flags else {}) | ({"voided": voided} if voided else {})


def derive_phase(audit):
    """The same of a campaign of one phase, or what of it is of one day."""
    is_day = isinstance(audit, DayAudit)
    charter, closing, campaign = audit.charter, audit.closing, audit.campaign
    level, condition = (None, None) if audit.is_void else whole_grade(audit, audit.own_cosignatures)
    outcomes = [row[4] for row in audit.walk]
    size = closing.index + 1
    report = {
        "alternates": sum(outcome.startswith("alternate ") for outcome in outcomes),
        "amendments": [
            {"at": record["at"], "class": record["class"], "content": content, "index": record.index,
             "reason": content.get("reason"), "secret": audit.opened.get(record.index)}
            for record, content in audit.amendments if record["class"] not in ("score", "work")],
        "campaign": campaign.id,
        "checkpoint": {"root": b64(audit.tree.root()), "size": audit.tree.size},
        "claims": report_claims(audit),
        "closing": {"at": closing["at"], "index": closing.index, "root": b64(audit.tree.root(size)), "size": size},
        "closes": charter["closes"],
        "commitments": {"charter": audit.tree.levels[0][0].hex()},
        "eligible": {
            "chances": sum(row[2] for row in audit.eligible),
            "people": len({row[1] for row in audit.eligible}),
            "rows": len(audit.eligible)},
        "entries": closing["entries"] if is_day else len(audit.entries) + len(audit.unopened),
        "grade": level and {"condition": condition, "level": level, "meaning": GRADE_MEANINGS[level]},
        "intake_ended": closing["intake-ended"],
        "not_proven": REPORT_NOT_PROVEN,
        "opens": charter["opens"],
        "organiser": campaign.organiser,
        "origin": charter["origin"],
        "people": closing["people"],
        "phase": closing["phase"],
        "randomness": [report_source(audit, n, source) for n, source in enumerate(audit.sources, 1)],
        "refusals": audit.refusals,
        "registry": report_registry(audit),
        "rehearsal": charter["origin"].startswith("rehearsal/"),
        "roll": report_roll(audit),
        "seed": None if audit.is_void else audit.seed,
        "skips": {"household": outcomes.count("skip household"), "one-win": outcomes.count("skip one-win"),
                   "unit": outcomes.count("skip unit")},
        "tiers": [report_tier(audit, tier, title, audit.stock[1][n] if campaign.gives_at_once else count)
                  for n, (tier, title, count) in enumerate([] if campaign.by_rank else campaign.tiers)],
        "title": campaign.title,
        "vkey": charter["vkey"],
        "withheld": {"openings": len(audit.withheld),
                     "roll": sum(bool(ERASED_LINE.fullmatch(line)) for line in audit.roll_lines)},
        "zone": campaign.zone,
    }
    if campaign.gives_at_once:
        report["instant"] = report_instant(audit)
    if campaign.places:
        report["places"] = report_places(audit)
    if campaign.contest:
        report["contest"] = report_contest(audit)
    if campaign.ranking and not audit.is_void:
        report["ranking"] = report_ranking(audit)
    if campaign.funds is not None:
        report["funds"] = report_money(audit)
    if audit.is_void:
        report["no_draw"] = audit.no_draw
    if is_day:
        return report
    flags, voided = report_flags(audit), report_voided(audit)
    if flags:
        report["flags"] = flags
    if voided:
        report["voided"] = voided
    return report


def report_places(audit):
    """How full each slot is, and who waits."""
    places, book = audit.campaign.places, audit.placed.book
    rows = book.rows.values()
    slots = [{"capacity": slot[1], "id": slot[0], "offered": book.rooms[n].offered, "taken": book.rooms[n].taken,
              "title": title, "waiting": len(book.lines[n])}
             for n, (slot, title) in enumerate(zip(places.rules.slots, places.titles))]
    return {"by": places.rules.by, "placed": sum(bool(row.among("taken", "offered")) for row in rows),
            "slots": slots, "waiting": len(book.listed)}


def report_ranking(audit):
    """The first places of people, with masked names of those who won by them."""
    rows, shown = ranking_rows(audit), audit.campaign.ranking.shown or USUALLY_SHOWN
    times, names = {row[1]: row[3] for row in audit.scores}, audit.displays
    return {"people": len(rows), "shown": [
        {"display": names.get(person, "?") if outcome.startswith("win ") else None, "index": index, "place": place,
         "rank": rank, "score": str(points), "ticket": ticket, "time": times[person], "total": str(total)}
        for place, rank, index, person, points, _, total, ticket, outcome in rows[:shown]]}


def report_contest(audit):
    """The works with what they came to, and where there is a draw, their ranking."""
    contest, measures, totals = audit.contest, audit.measures, audit.totals
    works = [{"jury": str(measures["jury"][work]) if contest.has_jury else None, "title": title,
              "total": str(totals[work]) if work in totals else None, "views": audit.views.get(work),
              "votes": measures["votes"][work] if contest.has_votes else None, "work": work}
             for work, title in zip(contest.works, contest.titles)]
    won = {winner[1]: winner for winner in audit.winners} if audit.campaign.by_rank else {}

    def names(place):
        return "、".join(audit.displays.get(person, "?") for person in won[place][4]) if place in won else None
    ranking = None if audit.is_void else [
        {"display": names(place) or None, "place": place, "prize": won[place][0] if place in won else None,
         "rank": rank, "ticket": ticket, "work": work}
        for place, (work, rank, _, ticket) in enumerate(audit.ranking, 1)]
    return {"ballots": audit.closing["entries"] if contest.has_votes else 0, "ranking": ranking,
            "scores": sum(record["class"] == "score" for record, _ in audit.amendments), "works": works,
            **report_collected(audit, contest)}


def report_collected(audit, contest):
    """How many works staff accepted and turned down, each as they reviewed it last."""
    if not contest.collects:
        return {}
    last = {content["work"]: content["accepted"] for record, content in audit.amendments if record["class"] == "work"}
    accepted = sum(last.values())
    return {"collected": {"accepted": accepted, "rejected": len(last) - accepted}}


# From where on something looks like stuffing; people wait for intake to begin, so nothing is a burst in its first minute.
BURST_ENTRIES, BURST_RATIO, BURST_AROUND, BEGINNING = 100, 10, 30, 60_000
LOCKSTEP_ENTRIES, LOCKSTEP_GAP, LOCKSTEP_SLACK, LOCKSTEP_SHARE = 20, 250, 20, 20
FLAG_INDEXES = 1000


def report_flags(audit):
    """What looks like stuffing among the entries that the bundle itself opens: bursts and lock-step, among all of them,
    those of a unit, and the ballots for a work."""
    campaign, roll, groups = audit.campaign, audit.known_roll, {(): []}
    for entry in audit.entries:
        # What follows from another entry begins nothing: a paper that is saved, or handed in by itself. Units enrol many at once.
        if (entry.index in audit.gaps or entry.kind in ("work", "enrol")
                or not (is_charged(campaign, entry) or entry.kind == "signin")):
            continue
        place = roll.get(entry.pseudonym)
        unit = place[2] if place else "-"
        keys = [()] + [("unit", unit)] * (unit != "-") + [("work", work) for work in entry.choice or ()]
        for key in keys:
            groups.setdefault(key, []).append(entry)
    flags = [flag for group, entries in groups.items()
             for flag in bursts(audit, group, entries) + locksteps(audit, group, entries)]
    kinds = ("burst", "lockstep")
    return sorted(flags, key=lambda flag: (flag["indexes"][0], kinds.index(flag["kind"]), flag["id"].encode()))


def flag_of(audit, kind, group, entries, **figures):
    name = [group[0], group[1][:8] if group[0] == "unit" else group[1]] if group else []
    indexes = [entry.index for entry in entries]
    times = [entry.at for entry in entries]
    return {"entries": len(indexes), "from": min(times), "id": "-".join([kind, str(indexes[0]), *name]),
            "indexes": indexes[:FLAG_INDEXES], "kind": kind, "people": len({entry.pseudonym for entry in entries}),
            "to": max(times), "void": sum(index in audit.voided for index in indexes), **dict([group] if group else []),
            **figures}


def bursts(audit, group, entries):
    """Runs of seconds with far more entries than the half minutes before and after."""
    def stands_out(count, around):
        return count >= BURST_ENTRIES and count * (2 * BURST_AROUND + 1) >= BURST_RATIO * around

    seconds, flags, run = {}, [], None
    for entry in entries:
        seconds.setdefault(entry.at // 1000, []).append(entry)
    for second, inside in seconds.items():
        if len(inside) < BURST_ENTRIES:
            continue
        around = sum(len(seconds.get(second + shift, ())) for shift in range(-BURST_AROUND, BURST_AROUND + 1))
        if not stands_out(len(inside), around):
            continue
        late = [entry for entry in inside if not is_beginning(audit, entry)]
        if not stands_out(len(late), around):
            continue
        if run is None or run[0] != second - 1:
            run = [second, [], 0, 0]
            flags.append(run)
        run[0] = second
        run[1] += late
        if len(late) > run[2]:
            run[2:] = len(late), around
    return [flag_of(audit, "burst", group, found, peak=peak, around=around) for _, found, peak, around in flags]


def is_beginning(audit, entry):
    """Whether intake had not begun, or rested, a minute before the entry."""
    campaign, before = audit.campaign, entry.at - BEGINNING
    return (before < campaign.opens or bool(campaign.quiet) and campaign.is_quiet(DayCounter(audit).local(before))
            or not campaign.is_phase(ACTIVITY_OF.get(entry.kind), before)
            or any(start <= before < end for start, end in rests(audit)))


def rests(audit):
    """(from, to) in time between which intake rested."""
    found = []
    for record, _ in audit.amendments:
        if record["class"] == "pause":
            found.append((record["at"], MAX_INTEGER))
        elif record["class"] == "resume" and found:
            found[-1] = found[-1][0], record["at"]
    return found


def locksteps(audit, group, entries):
    """Entries one after another with the same gaps, such as people don't make."""
    flags, start = [], 0
    gaps = [later.at - entry.at for entry, later in zip(entries, entries[1:])]
    while start < len(gaps):
        end, gap = start + 1, gaps[start]
        slack = max(LOCKSTEP_SLACK, gap // LOCKSTEP_SHARE)
        while gap >= LOCKSTEP_GAP and end < len(gaps) and abs(gaps[end] - gap) <= slack:
            end += 1
        if end - start + 1 < LOCKSTEP_ENTRIES:
            start += 1
            continue
        flags.append(flag_of(audit, "lockstep", group, entries[start:end + 1], gap=gap))
        start = end
    return flags


def report_voided(audit):
    """What would have been counted had no entry been voided; None where none was."""
    if not audit.voided:
        return None
    campaign, days = audit.campaign, DayCounter(audit)
    opened = [entry for entry in audit.entries if entry.index not in audit.gaps]
    eligible = votes = None
    if campaign.draws_tickets:
        rows = eligible_rows(campaign, opened, audit.known_roll, days)
        rows += [row for row in audit.eligible if row[0] in audit.gaps]
        eligible = {"chances": sum(row[2] for row in rows), "people": len({row[1] for row in rows}), "rows": len(rows)}
    if campaign.contest and campaign.contest.has_votes:
        ballots = Ballots(audit.contest, days.day, audit.known_roll)
        for entry in opened:
            if entry.kind == "vote":
                ballots.take(entry)
        counted, before = audit.measures["votes"], ballots.votes()
        for index in audit.voided:
            ballots.void(index)
        after = ballots.votes()
        votes = [{"after": counted[work], "before": counted[work] + before[work] - after[work], "work": work}
                 for work in audit.contest.works]
    return {"eligible": eligible, "entries": len(audit.voided), "votes": votes}


def report_roll(audit):
    """The roll in force at the closing, and how many people amendments added to it; None without a roll."""
    if audit.campaign.is_open:
        return None
    count, root = audit.charter.counted
    added = []
    for record, total, new_root in audit.roll_amendments:
        added.append({"at": record["at"], "count": total - count, "index": record.index})
        count, root = total, new_root
    found = {"count": count, "may_win": sum(person[3] for person in audit.roll.values()), "root": root}
    return found | ({"added": added} if added else {})


def report_instant(audit):
    """What was won at once."""
    rows, left = audit.stock
    campaign, tiers = audit.campaign, []
    for (tier, _, _), rest in zip(campaign.tiers, left):
        hits = [row for row in rows if row[3] == tier]
        winners = [{"display": audit.names_at_once.get(row[1], "?"), "index": row[0]} for row in hits if row[4] in WINS]
        found = {"awarded": len(winners), "hits": len(hits), "id": tier, "left": rest, "winners": winners}
        if campaign.guarantee and campaign.guarantee[1] == tier:
            found["guaranteed"] = sum(row[4] == "guarantee" for row in hits)
        if any(first[0] == tier for first in campaign.firsts):
            found["first"] = sum(row[4] == "first" for row in hits)
        tiers.append(found)
    activation = (describe_source(1, audit.charter.activations[0], audit.activation["value"])
                  if campaign.is_instant else None)
    found = {"activation": activation, "awarded": sum(row[4] in WINS for row in rows),
             "hits": sum(row[3] != "-" for row in rows), "tiers": tiers}
    if campaign.has_fallback:
        found["fallbacks"] = sum(row[4] == "fallback" for row in rows)
    return found


def report_source(audit, number, source):
    report = describe_source(number, source, audit.counted[number - 1])
    if source.kind == "public" and audit.campaign.fallbacks[number - 1] is not None:
        report["fallback_of"] = audit.campaign.fallbacks[number - 1] + 1
    return report


def describe_source(number, source, value):
    report = {"kind": source.kind, "source": number, "value": value}
    if source.kind == "reveal":
        report |= {"party": source.name, "vkey": source.vkey}
    elif source.kind == "drand":
        report |= {"at": source.available, "round": source.round}
    elif source.kind == "public":
        report |= {"at": source.available, "form": source.form.text, "name": source.name}
    return report


def report_claims(audit):
    prizes, names = audit.prizes, dict(audit.everyone)
    if prizes is None:
        return None

    def person(holder):
        return holder and {"display": "、".join(names.get(person) or "?" for person in holder["people"]),
                           "work" if audit.campaign.by_rank else "index": holder["index"], "rank": holder["rank"]}
    return {"claimed": prizes.count("claimed"), "ended": prizes.ended, "open": prizes.count("open"),
            "forfeits": [{**forfeit, "from": person(forfeit["from"]), "to": person(forfeit["to"])}
                         for forfeit in prizes.forfeits],
            "within": prizes.within}


def report_tier(audit, tier, title, count):
    winners = [winner for winner in audit.winners if winner[0] == tier]
    return {
        "awarded": len(winners), "count": count, "id": tier,
        # By rank no ticket decides.
        "cut": winners[-1][2] if winners and not audit.campaign.ranks_winners else None,
        "title": title,
        "winners": [{"display": audit.displays.get(pseudonym, "?"), "index": index, "rank": rank, "ticket": ticket}
                    for _, rank, ticket, index, pseudonym in winners]}


def check_report(audit):
    path, derived = "report.json", derive_report(audit)
    found = audit.bundle.read(path, MAX_FILE_BYTES)
    if found == canonical(derived) + b"\n":
        return
    try:
        stated = parse_json(found)
    except ValueError as error:
        raise Finding("不是严格的 JSON", f"not strict JSON: {show(error)}", path) from None
    if not isinstance(stated, dict):
        raise Finding("不是对象", "not an object", path)
    for key in sorted(set(stated) | set(derived)):
        if stated.get(key, _refuse) != derived.get(key, _refuse):
            have, want = (show(_ENCODER.encode(side.get(key)), 120) for side in (stated, derived))
            raise Finding(f"/{show(key)} 应为 {want}，却是 {have}", f"/{show(key)} must be {want}, is {have}", path)
    raise Finding("不是规范写法", "is not canonical JSON and a line feed", path)


# --- SHA256SUMS ------------------------------------------------------------------------------------------------------

ALWAYS = (
    "paper-key", "rules/campaign.json", "rules/salt", "rules/public.json", "report.html", "report.json", "SHA256SUMS",
)
OF_A_DRAW = ("winners.csv", "seed-input.txt")


def check_sums(audit):
    bundle, sums, last = audit.bundle, {}, b""
    for problem in bundle.problems:
        raise problem
    text = bundle.read("SHA256SUMS", MAX_FILE_BYTES)
    lines = text.split(b"\n")
    if lines.pop() != b"":
        raise Finding("没有以换行结束", "does not end in a line feed", "SHA256SUMS")
    for number, line in enumerate(lines, 1):
        match = re.fullmatch(b"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)", line)
        if not match or match[2] <= last:
            raise Finding(f"第 {number} 行不对或未排序", f"line {number} is bad or out of order", "SHA256SUMS")
        last = match[2]
        sums[os.fsdecode(last)] = match[1].decode()
    for path in sorted(set(bundle.sizes) - set(sums) - {"SHA256SUMS"}):
        raise Finding("SHA256SUMS 中没有这个文件", "the file is not in SHA256SUMS", path)
    for path in sorted(sums, key=os.fsencode):
        if path == "SHA256SUMS" or not bundle.has(path):
            raise Finding("SHA256SUMS 中有，却没有这个文件", "the file is in SHA256SUMS but not there", path)
        if hex256(bundle.read(path, MAX_FILE_BYTES)) != sums[path]:
            raise Finding("内容与 SHA256SUMS 不符", "the content is not what SHA256SUMS says", path)
    check_file_list(audit)


def check_file_list(audit):
    """No file that a bundle of this campaign does not have, and none missing."""
    expected = set(ALWAYS) | expected_log_files(audit)
    expected.update(path for path, _, _ in tile_paths("openings/", len(audit.leaves)))
    if audit.campaign.zone != SHANGHAI:
        expected.add(DayCounter.path)
    expected.update(f"rules/amendment-{record.index}.json" for record in audit.records
                    if record.kind == "amendment" and record["secret"] != "-")
    if audit.charter["roll"] != "-":
        expected.add("roll/roll.txt")
    expected.update(added_path(record) for record, _, _ in audit.roll_amendments)
    found = set(audit.bundle.sizes)
    # Parts that the charter declares and this program does not follow bring files of their own.
    if audit.campaign.gives_at_once:
        expected.add("draw/stock.csv")
    if audit.campaign.places:
        expected.update(("draw/places.csv", "draw/waiting.csv"))
    if audit.campaign.contest or audit.campaign.ranking:
        expected.add("draw/tally.csv")
    if not audit.is_void:
        expected.update(["draw/ranking.csv"] * (audit.campaign.contest is not None or audit.campaign.ranking is not None))
    has_tickets = audit.campaign.draws_tickets or audit.campaign.allots_places
    for phase in audit.days or [audit]:
        names = ["refusals.csv"] + ["eligible.csv"] * has_tickets
        if not phase.is_void:
            names += [name for name in OF_A_DRAW if name != "winners.csv" or not audit.campaign.allots_places]
            names += ["tickets.csv"] * has_tickets
        if not phase.is_void or audit.campaign.gives_at_once:
            names.append("displays.csv")
        expected.update(map(phase.draw_path, names))
    if audit.campaign.funds is not None:
        expected.add("draw/ledger.csv")
        expected.update(f"settlement/{event.leaf}.{form}" for event in audit.events if event.family == "fund"
                        and event.kind == "settle" for form in ("csv", "json"))
    if audit.charter["policy"] != "-":
        expected.add("policy.txt")
    if audit.registry is not None:
        expected |= log_paths("registry/", audit.registry.head.size)
        expected.update(f"registry/heads/{size}" for size in audit.registry.head_sizes)
    for phase in audit.days or [audit]:
        for number, source in enumerate(phase.sources, 1):
            if source.kind == "reveal":
                expected.add(f"randomness/reveal-{number}.note")
            elif source.kind == "drand" and (number in phase.values or not phase.is_void):
                expected.add(f"randomness/drand-{source.round}.json")
    for source in audit.charter.activations:
        expected.update(["randomness/reveal-activation.note"] * (source.kind == "reveal"))
        expected.update(f"randomness/drand-{source.round}.json" for _ in [0] if source.kind == "drand")
    for path in sorted(expected - found):
        raise Finding("文件缺失", "the file is missing", path)
    for path in sorted(found - expected):
        raise Finding("多余的文件", "the file does not belong in a bundle", path)


# --- A participant's receipt -----------------------------------------------------------------------------------------

ASK_AGAIN = Text("请在原来的应用里重新取一份回执", "get the receipt again from the app that gave it to you")


def receipt_text(data):
    """The tlog-proof in a file, which may be the daemon's answer to `receipt` (or to a `submit` that asked for one)."""
    if not data.lstrip().startswith(b"{"):
        return data
    answer = parse_json(data)
    result = answer.get("result")
    text = (result if isinstance(result, dict) else answer).get("receipt")
    if not isinstance(text, str):
        raise ValueError('JSON without the member "receipt"')
    return text.encode("utf-8")


class Receipt:
    """A tlog-proof: extra (opening and salts) or None, index, siblings, and the checkpoint's bytes."""

    def __init__(self, data):
        head, gap, self.note = receipt_text(data).partition(b"\n\n")
        if not head.isascii():
            raise ValueError("not a tlog-proof")
        lines = head.decode("ascii").split("\n")
        if not gap or lines.pop(0) != "c2sp.org/tlog-proof@v1" or any(len(line) >= 65536 for line in lines):
            raise ValueError("not a tlog-proof")
        self.opening = None
        if lines and lines[0].startswith("extra "):
            extra = parse_b64(lines.pop(0)[6:]) or b""
            length = int.from_bytes(extra[:4], "big")
            if not 32 < length <= 32 + MAX_BODY_BYTES or len(extra) - 4 - length not in (0, 64):
                raise ValueError("bad extra data")
            self.opening = extra[4:4 + length]
        if not lines or not lines[0].startswith("index "):
            raise ValueError("no index")
        self.index = parse_decimal(lines.pop(0)[6:])
        if self.index is None:
            raise ValueError("bad index")
        self.siblings = [parse_b64(line) for line in lines]
        if len(self.siblings) > 63 or any(sibling is None or len(sibling) != 32 for sibling in self.siblings):
            raise ValueError("bad sibling hash")
        self.head = Checkpoint(split_note(self.note)[0])

    def proves(self, leaf):
        """Whether the leaf hash stands at the index under the head, by the verification of RFC 9162, 2.1.3.2."""
        number, last, value = self.index, self.head.size - 1, leaf
        if number > last:
            return False
        for sibling in self.siblings:
            if last == 0:
                return False
            if number & 1 or number == last:
                value = node_hash(sibling, value)
                while not number & 1 and number:
                    number, last = number >> 1, last >> 1
            else:
                value = node_hash(value, sibling)
            number, last = number >> 1, last >> 1
        return last == 0 and value == self.head.root

    def own_leaves(self):
        """The leaves that the opening in the receipt can give: an entry's or an event's; none without one."""
        if self.opening is None:
            return []
        commitment = sha256(b"huigong/commit/v1\n" + self.opening).hex()
        return [leaf_hash(f"huigong/{kind}/v1 {commitment}\n".encode()) for kind in COMMITTED]


def tell_receipt(audit, data):
    """(status, outcome, sentences): the receipt's own proof, then the bundle against it, then what became of it."""
    try:
        receipt = Receipt(data)
    except (ValueError, IndexError) as error:
        reason = show(error)
        return FAIL, "malformed", [Text(f"这不是一份完整的回执（{reason}）。", f"This is no whole receipt ({reason})."), ASK_AGAIN]
    try:
        return judge_receipt(audit, receipt)
    except (Blocked, Finding, NotProvable):
        return NOT_PROVABLE, "not-checked", [Text("这份审计包读不完整，无法与回执核对；请另外下载一份完整的",
                                                  "the bundle can't be read far enough; get a whole copy")]


def utc_text(at):
    return datetime.fromtimestamp(at // 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def complain(audit):
    """What to do with a receipt that is evidence, and by when."""
    try:
        at = audit.outcome["at"] + audit.campaign.disputes
        end = utc_text(at)
    except (Blocked, Finding, NotProvable):
        end = ""
    return Text(f"这份回执就是证据：请保存原文件，在 {end} 之前交给主办方和审计员",
                f"the receipt is evidence: keep the file, and hand it to organiser and auditor before {end}")


def judge_receipt(audit, receipt):
    tree, origin = audit.tree, audit.charter["origin"]
    if receipt.head.origin != origin:
        mine, theirs = show(receipt.head.origin), show(origin)
        return FAIL, "other-log", [Text(f"这份回执属于 {mine}，这份审计包属于 {theirs}",
                                        f"the receipt is of {mine}, the bundle of {theirs}"),
                                   Text("请用那一个活动的材料核对", "verify it with the bundle of that campaign")]
    broken = [Text("回执自身的证明不成立：被改动过", "the receipt's own proof does not hold: it was changed"), ASK_AGAIN]
    try:
        is_signed = receipt_is_signed(receipt, audit.log_key)
    except ValueError:
        return FAIL, "tampered", broken
    if not is_signed:
        return FAIL, "other-key", [Text("回执的检查点没有本审计包公钥的签名", "the receipt is not signed by the bundle's key"),
                                   complain(audit)]
    own, size = receipt.own_leaves(), receipt.head.size
    proves_own = any(receipt.proves(leaf) for leaf in own)
    if size > tree.size or tree.root(size) != receipt.head.root or receipt.index >= size:
        if receipt.index < size and (proves_own or not own):
            return FAIL, "not-in-bundle", [
                Text(f"主办方签名承认第 {receipt.index} 条是您的提交，而这份审计包里没有",
                     f"the organiser signed that leaf {receipt.index} is your entry, and the bundle does not have it"),
                complain(audit)]
        return FAIL, "tampered", broken
    if not receipt.proves(leaf_hash(audit.leaves[receipt.index])):
        return FAIL, "tampered", broken
    if own and not proves_own:
        return FAIL, "other-content", [
            Text(f"第 {receipt.index} 条确有记录，但不是回执所写的内容",
                 f"leaf {receipt.index} is there, but it is not what the receipt says was sent"), complain(audit)]
    return PASS, "logged", entry_story(audit, receipt.index)


def receipt_is_signed(receipt, key):
    """Whether the key signed; ValueError where its signature is not valid."""
    known = [found for name, found, _ in split_note(receipt.note)[1] if name == key.name and found == key.key_id]
    return bool(known) and bool(open_note(receipt.note, key))


def entry_story(audit, index):
    """What became of the person whose entry is leaf `index`."""
    event = next((event for event in audit.events if event.leaf == index), None)
    if event is not None:
        if event.family == "place":
            return [PLACE_EVENTS[event.kind](index)]
        own = next((day for day in audit.days if day.name == event.phase), audit)
        return [EVENTS[event.kind](index)] + prize_story(own, event.pseudonym)
    entry = next((entry for entry in audit.entries if entry.index == index), None)
    if index in audit.withheld:
        reason = show(audit.withheld[index]["reason"])
        withheld = Text(f"第 {index} 条在这份材料里，但内容在异议期后已抹去（{reason}）；带有内容的回执仍然证明当时记录了什么",
                        f"leaf {index} is in the bundle, and what it said was erased after the dispute window ({reason}); "
                        "a receipt with its content still proves what was logged")
        return [withheld] + (entry_story_of(audit, entry) if entry else [])
    if entry is None:
        return [Text(f"第 {index} 条在这份审计包里", f"leaf {index} is in the bundle")]
    return entry_story_of(audit, entry)


ENTRY_NOUNS = {"submit": ("提交", "entry"), "register": ("登记", "registration"), "start": ("开卷", "opening of a paper"),
               "save": ("暂存", "saved answers"), "hint": ("提示", "hint"), "signin": ("签到", "sign-in"),
               "vote": ("选票", "ballot"), "enrol": ("报名", "enrolment"), "work": ("作品", "work")}


def entry_story_of(audit, entry):
    index = entry.index
    if audit.days:
        audit = audit.days[audit.phase_of(entry.at)]
    zh, en = ENTRY_NOUNS[entry.kind]
    attempt = ("", "") if entry.attempt is None else (f"，是您的第 {entry.attempt} 次", f", your attempt {entry.attempt}")
    sentences = [Text(f"您的{zh}是第 {index} 条{attempt[0]}，内容与回执一致",
                      f"your {en} is leaf {index}{attempt[1]}, as the receipt says")]
    if entry.kind in ("submit", "register", "signin", "vote") and audit.campaign.draws_tickets:
        chances = next((row[2] for row in audit.eligible if row[0] == index), 0)
        sentences.append(Text(f"这一次得到 {chances} 个抽奖机会", f"it earned {chances} chance(s)"))
    if audit.campaign.gives_at_once and entry.attempt is not None:
        hits = [row for row in audit.stock[0] if row[0] == index]
        sentences += [HITS[row[4]](row[3]) for row in hits] or [HITS[None](None)]
    if not audit.is_void and audit.campaign.ranking:
        sentences += rank_story(audit, entry.pseudonym)
    if not audit.is_void and audit.campaign.by_rank:
        return sentences + work_story(audit, entry.pseudonym)
    if not audit.is_void and not audit.campaign.draws_tickets:
        return sentences
    if audit.is_void:
        why = no_draw_found(audit) or audit.no_draw["sentence"]
        return sentences + [Text(f"{why['zh']}。您没有签号，谁也没有被抽中", f"{why['en']}. You have no ticket; nobody was drawn")]
    found = [(rank, row) for rank, row in enumerate(audit.walk, 1) if row[3] == entry.pseudonym]
    if not found:
        return sentences + [Text("您没有签号，因为没有一次提交得到抽奖机会", "you have no ticket: no entry of yours earned a chance")]
    for rank, row in found:
        sentences.append(Text(f"您的签号是 {row[0]}（第 {row[1]} 条提交），排第 {rank}",
                              f"your ticket is {row[0]} (of entry {row[1]}), rank {rank}"))
    cuts = {winner[0]: winner[2] for winner in audit.winners}
    for tier, title, _ in audit.campaign.tiers:
        zh, en = (title["zh"], title.get("en", title["zh"])) if isinstance(title, dict) else (title, title)
        cut = cuts.get(tier)
        sentences.append(Text(f"{show(zh)}的线是 {cut}", f"the cut of {show(en)} is {cut}") if cut else
                         Text(f"{show(zh)}没有人得奖", f"nobody won {show(en)}"))
    return sentences + [OUTCOMES[row[4].split(" ")[0]](row[4]) for _, row in found] + prize_story(audit, entry.pseudonym)


def rank_story(audit, pseudonym):
    """Where a person stands in the ranking of people, and what that won."""
    row = next((row for row in ranking_rows(audit) if row[3] == pseudonym), None)
    if row is None:
        return [Text("您没有名次", "you have no rank")]
    took = ("", "") if row[5] == "-" else (f"，用时 {row[5]} 毫秒", f" in {row[5]} ms")
    sentences = [Text(f"您的成绩是 {row[4]} 分{took[0]}（第 {row[2]} 条提交），名次第 {row[1]}",
                      f"you scored {row[4]}{took[1]} (entry {row[2]}): rank {row[1]}")]
    if not audit.campaign.ranks_winners:
        return sentences
    return sentences + [BY_RANK[row[8].split(" ")[0]](row[8])] + prize_story(audit, pseudonym)


def work_story(audit, pseudonym):
    """What became of the works of a person, and of their prizes."""
    sentences = []
    for place, row in enumerate(audit.walk, 1):
        if pseudonym in row[3]:
            sentences.append(Text(f"您的作品 {row[1]} 排第 {place} 位", f"your work {row[1]} has place {place}"))
            sentences.append(BY_RANK[row[4].split(" ")[0]](row[4]))
    return sentences + prize_story(audit, pseudonym)


BY_RANK = {
    "win": lambda outcome: Text(f"您得了奖（{outcome[4:]}）", f"you won ({outcome[4:]})"),
    "alternate": lambda outcome: Text(f"您没有得奖；您是第 {outcome[10:]} 名递补",
                                      f"you did not win; you are alternate {outcome[10:]}"),
    "skip": lambda outcome: Text(f"您没有得奖，因为名额上限（{outcome[5:]}）已由名次更好的人用完",
                                 f"you did not win because better ranks reached the cap ({outcome[5:]})"),
    "none": lambda outcome: Text("您没有得奖，因为奖都归名次更好的人", "you did not win: the prizes went to better ranks"),
}


def prize_story(audit, pseudonym):
    """What became of a person's prize since the draw."""
    prizes = audit.prizes
    if prizes is None or pseudonym not in prizes.places:
        return []
    return [sentence for place in prizes.places[pseudonym] for sentence in one_prize_story(prizes, place)]


def one_prize_story(prizes, place):
    holder, sentences = prizes.holders[place], []
    if place >= len(prizes.holders) - prizes.followed:
        sentences.append(Text(f"您已递补得奖（{holder['tier']}）", f"you followed as an alternate and won ({holder['tier']})"))
    if holder["state"] == "open":
        end = utc_text(holder["deadline"])
        return sentences + [Text(f"请在 {end} 之前领取", f"claim it before {end}")]
    if holder["state"] == "claimed":
        return sentences + [Text("您已领取", "you have claimed it")]
    reason = next((forfeit["reason"] for forfeit in prizes.forfeits if forfeit["from"] is holder), "declined")
    return sentences + [Text("您放弃了它", "you declined it") if reason == "declined" else
                        Text("您没有在期限内领取，它已不再是您的", "you did not claim it in time, and it is yours no more")]


PLACE_EVENTS = {
    "cancel": lambda leaf: Text(f"第 {leaf} 条是您取消报名的记录", f"leaf {leaf} is the record of your cancellation"),
    "offer": lambda leaf: Text(f"第 {leaf} 条是候补递补的记录", f"leaf {leaf} is the record of an offer"),
    "accept": lambda leaf: Text(f"第 {leaf} 条是您确认候补名额的记录", f"leaf {leaf} is the record of your acceptance"),
    "decline": lambda leaf: Text(f"第 {leaf} 条是您放弃候补名额的记录", f"leaf {leaf} is the record of your decline"),
    "expire": lambda leaf: Text(f"第 {leaf} 条是候补名额逾期的记录", f"leaf {leaf} is the record of an offer that ran out"),
    "decide": lambda leaf: Text(f"第 {leaf} 条是审核结果的记录", f"leaf {leaf} is the record of a decision"),
    "void": lambda leaf: Text(f"第 {leaf} 条是报名作废的记录", f"leaf {leaf} is the record of a void"),
}
EVENTS = {
    "claim": lambda leaf: Text(f"第 {leaf} 条是您领奖的记录", f"leaf {leaf} is the record of your claim"),
    "decline": lambda leaf: Text(f"第 {leaf} 条是您放弃奖品的记录", f"leaf {leaf} is the record of your decline"),
    "forfeit": lambda leaf: Text(f"第 {leaf} 条是弃奖的记录", f"leaf {leaf} is the record of a forfeit"),
    "alternate": lambda leaf: Text(f"第 {leaf} 条是递补的记录", f"leaf {leaf} is the record of an alternate who followed"),
}


HITS = {
    None: lambda tier: Text("这一次没有当场抽中奖品", "it hit no prize at once"),
    "win": lambda tier: Text(f"这一次当场抽中 {tier}", f"it won at once: {tier}"),
    "guarantee": lambda tier: Text(f"这一次按保底得 {tier}", f"it won for certain: {tier}"),
    "first": lambda tier: Text(f"您最先答对，得 {tier}", f"you were among the first to solve it and won: {tier}"),
    "fallback": lambda tier: Text("这一次得安慰奖", "it got the fallback prize"),
    "capped": lambda tier: Text(f"这一次抽中 {tier}，但您得奖已达上限", f"it hit {tier}, but you have as many as one may have"),
    "gone": lambda tier: Text(f"这一次抽中 {tier}，但已由更早的提交领完或尚未投放",
                              f"it hit {tier}, of which no piece was left by then, or released yet"),
    "barred": lambda tier: Text(f"这一次抽中 {tier}，但名册上您不参加得奖", f"it hit {tier}, but by the roll you don't win"),
}

OUTCOMES = {
    "win": lambda outcome: Text(f"您得了奖（{outcome[4:]}）", f"you won ({outcome[4:]})"),
    "alternate": lambda outcome: Text(f"您没有得奖，因为签号大于最后一条线；您是第 {outcome[10:]} 名递补",
                                      f"you did not win because your ticket is above the last cut; "
                                      f"you are alternate {outcome[10:]}"),
    "skip": lambda outcome: Text(f"您没有得奖，因为名额上限（{outcome[5:]}）已由签号更小的人用完",
                                 f"you did not win because lesser tickets reached the cap ({outcome[5:]})"),
    "none": lambda outcome: Text("您没有得奖，因为签号大于最后一条线", "you did not win because your ticket is above the last cut"),
}


# --- The command -----------------------------------------------------------------------------------------------------

FUNCTIONS = {check: globals()["check_" + check.replace("-", "_")] for check in CHECKS}

PASS_TEXTS = {
    "witness-quorum": ("见证方见证了截止时的记录", "the witnesses had seen the closing"),
    "vkey": ("日志属于所给的密钥", "the log belongs to the key given"),
    "checkpoint": ("检查点由章程中的密钥签名", "the checkpoint is signed by the key in the charter"),
    "tree": ("所有叶、哈希块与根一致", "leaves, tiles and roots agree"),
    "openings": ("每份提交的开封与承诺相符", "every entry's opening matches its commitment"),
    "records": ("各叶写法、次序、计数与时间无误", "form, order, counts and times of all leaves are right"),
    "rules": ("规则与章程一致", "the rules are those of the charter"),
    "roll": ("名册与章程及其后的增加一致，提交者当时都在其中",
             "the roll is the charter's with what amendments added, and every entry is by somebody on it by then"),
    "identity": ("中奖者的显示名，中奖者和被抽查者的身份，都与名册中的承诺相符",
                 "displays and ids of the winners, and the ids of the sample, match the roll's commitments"),
    "after-closing": ("截止之后没有提交、变更或第二次抽奖", "no entry, amendment or second draw follows the closing"),
    "attempts": ("每人的次数连续", "everyone's attempts count without gaps"),
    "papers": ("每份试卷重新抽取后相符", "every paper, drawn again, is the same"),
    "limits": ("每日与总次数（每人、每户、每单位、全活动）在限额内，时间在受理期内",
               "limits by day and in all (of persons, households, units, the campaign) are kept, times are within intake"),
    "vrf": ("每次提交的即开号码都有成立的证明", "the number of every attempt is proven"),
    "stock": ("即开中奖与余奖重新算出后相同", "what was won at once and what was left, worked out again, are the same"),
    "eligibility": ("重新评分得到同一份名单", "scoring again gives the same list"),
    "tally": ("票数、分数重新算出后相同", "votes and scores, worked out again, are the same"),
    "ledger": ("名额与候补、账目逐条重新算出后相同", "places and waiting list, or every fen of the ledger, worked out again, are the same"),
    "randomness": ("随机源的值合乎承诺、形式与时间", "values of randomness match commitments, forms and times"),
    "seed": ("种子重新算出后相同", "the seed, worked out again, is the same"),
    "tickets": ("签号重新算出后相同", "the tickets, worked out again, are the same"),
    "winners": ("中奖名单重新得出后相同", "the winners, derived again, are the same"),
    "registry": ("登记与日志一致", "the registry has what the log has"),
    "report": ("report.json 重新得出后相同；本程序不核对 report.html",
               "report.json, derived again, is the same; report.html is not checked by this program"),
    "sums": ("文件齐全，与 SHA256SUMS 相符", "the files are complete and match SHA256SUMS"),
}

STATUS_WORDS = {
    PASS: {"zh": "通过", "en": "pass"},
    FAIL: {"zh": "不通过", "en": "FAIL"},
    NOT_PROVABLE: {"zh": "此处无法证明", "en": "not provable here"},
    NOT_USED: {"zh": "未使用", "en": "not used"},
}

TITLES = {
    "vkey": ("核验公钥", "verification key"), "checkpoint": ("检查点", "checkpoint"),
    "witness-quorum": ("见证方", "witnesses"), "tree": ("日志树", "tree of the log"), "openings": ("开封", "openings"),
    "records": ("记录", "records"), "rules": ("规则", "rules"), "roll": ("名册", "roll"), "identity": ("身份", "identity"),
    "after-closing": ("截止之后", "after the closing"), "attempts": ("次数", "attempts"), "papers": ("试卷", "papers"),
    "limits": ("限额", "limits"), "vrf": ("即开证明", "proofs of instant wins"), "stock": ("奖品库存", "stock of prizes"),
    "eligibility": ("抽奖名单", "list of the draw"), "tally": ("计票与计分", "tally of votes and scores"), "ledger": ("账目", "ledger"),
    "randomness": ("随机数", "randomness"), "seed": ("种子", "seed"), "tickets": ("签号", "tickets"),
    "winners": ("中奖名单", "winners"), "registry": ("登记簿", "registry"), "report": ("报告", "report"),
    "sums": ("文件摘要", "digests of the files"),
}


def verify(path, vkey=None, public=(), parties=(), auditor=None, receipt=None, progress=None,
           registry_key=None, policy=None, earlier=None):
    """An audit of the bundle at `path` with every check run; `progress` hears each check's name before it."""
    audit = Audit(Bundle(path), vkey, public, parties, auditor, receipt, registry_key, policy,
                  None if earlier is None else Bundle(earlier))
    for check in CHECKS:
        if progress:
            progress(check)
        audit.run(check, FUNCTIONS[check])
    note_withheld(audit)
    audit.told = None if receipt is None else tell_receipt(audit, receipt)
    return audit


def exit_code(audit):
    statuses = [audit.verdicts[check][0] for check in CHECKS]
    if audit.told:
        statuses.append(audit.told[0])
    return 1 if FAIL in statuses else 3 if NOT_PROVABLE in statuses else 0


def summary(audit, language):
    """The last line: what it all comes to."""
    def named(status):
        return " ".join(check for check in CHECKS if audit.verdicts[check][0] == status)
    if failed := named(FAIL):
        return {"zh": f"核验不通过：{failed}", "en": f"does not verify: {failed}"}[language]
    if audit.told and audit.told[0] == FAIL:
        return {"zh": "回执与这份审计包对不上，见上", "en": "the receipt does not go with this bundle: see above"}[language]
    if audit.verdicts["vkey"][0] == NOT_PROVABLE:
        return {"zh": "前后一致，但是谁的？请用 --vkey 给出主办方公布的核验公钥",
                "en": "consistent, but whose? give the organiser's published key with --vkey"}[language]
    if unproven := named(NOT_PROVABLE):
        return {"zh": f"核验通过，但此处无法证明：{unproven}", "en": f"verified, but not provable here: {unproven}"}[language]
    return {"zh": "核验通过", "en": "verified"}[language]


def origin(audit):
    """The log's name as the charter has it; None where that can't be read."""
    try:
        return audit.charter["origin"]
    except (Blocked, Finding, NotProvable):
        return None


def is_rehearsal(audit):
    return (origin(audit) or "").startswith("rehearsal/")


def in_both(text):
    return {language: text[language] for language in LANGUAGES}


def as_json(audit):
    """The whole result for scripts, sentences in both languages: the members that `huigong verify --json` has."""
    found = grade_found(audit)
    return {
        "checks": [{"check": check, "sentence": in_both(audit.verdicts[check][1]), "status": audit.verdicts[check][0],
                    "title": dict(zip(LANGUAGES, TITLES[check]))} for check in CHECKS],
        "exit": exit_code(audit),
        "grade": found and {"condition": found[1] and in_both(found[1]), "level": found[0],
                            "meaning": in_both(GRADE_MEANINGS[found[0]])},
        "no_draw": no_draw_found(audit),
        "origin": origin(audit),
        "receipt": audit.told and {"outcome": audit.told[1], "sentences": [in_both(text) for text in audit.told[2]],
                                   "status": audit.told[0]},
        "rehearsal": is_rehearsal(audit),
        "summary": {language: summary(audit, language) for language in LANGUAGES},
    }


def print_text(audit, language):
    """Lines for a person: the grade first, then a line a check, then the summary."""
    zh = language == "zh"
    print(grade_line(audit, language))
    if is_rehearsal(audit):
        print("演练：这不是真实的抽奖" if zh else "REHEARSAL: this was no real draw")
    if origin(audit) is not None:
        print(show(origin(audit), 4096))
    for check in CHECKS:
        status, text = audit.verdicts[check]
        title = TITLES[check][0]
        named = f"{check:14}  " + (title + "　" * (6 - len(title)) if zh else "")
        print(named + STATUS_WORDS[status][language] + ("：" if zh else ": ") + text[language])
    if audit.told:
        print(("回执：" if zh else "receipt: ") + STATUS_WORDS[audit.told[0]][language])
        for text in audit.told[2]:
            print("  " + text[language])
    print(summary(audit, language))


def locale_language():
    """Chinese where the shell's locale asks for it, as POSIX reads it; else English."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").startswith("zh") else "en"


class Usage(argparse.ArgumentParser):
    """Says what was wrong with the command line as `huigong` does: what, then how it is used."""

    def error(self, message):
        raise Unreadable(f"命令行有误：{message}", message)


def parse_arguments(arguments):
    parser = Usage(prog="verify.py", description="核验惠工审计包 / Verifies a Huigong audit bundle")
    parser.add_argument("bundle", metavar="BUNDLE", help="审计包的文件夹 / the bundle's folder")
    parser.add_argument("--vkey", metavar="KEY", help="主办方公布的公钥 / the key that the organiser published")
    parser.add_argument("--registry", metavar="KEY|FILE",
                        help="主办方登记簿的公钥，或含有它的文件 / the organiser's registry key, or a file with it")
    parser.add_argument("--public", action="append", default=[], metavar="NAME=VALUE",
                        help="您亲见公开抽出的号码 / a number that you saw drawn in public")
    parser.add_argument("--receipt", metavar="FILE", help="一份回执 / a participant's receipt")
    parser.add_argument("--auditor-file", metavar="FILE", help="审计员的文件 / the file that the auditor was given")
    parser.add_argument("--policy", metavar="FILE",
                        help="您自己的见证方策略 / your own policy of witnesses; without it: the organiser's")
    parser.add_argument("--party", action="append", default=[], metavar="KEY",
                        help="第二方亲自告知的公钥 / a second party's key, as you have it from the party")
    parser.add_argument("--earlier", metavar="BUNDLE",
                        help="抹去之前的审计包 / a bundle from before something was erased")
    parser.add_argument("--lang", choices=LANGUAGES, default=locale_language(), help="语言 / language")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    options = parser.parse_args(arguments)
    options.vkey = None if options.vkey is None else given_key("--vkey", options.vkey)
    options.registry = None if options.registry is None else read_key(options.registry)
    options.public = [given_value(pair) for pair in options.public]
    for name in {name for name, _ in options.public}:
        if sum(name == other for other, _ in options.public) > 1:
            raise Unreadable(f"--public 两次给了同一个来源 — {show(name)}", f"--public names a source twice — {show(name)}")
    for key in options.party:
        given_key("--party", key)
    options.policy = None if options.policy is None else read_policy(options.policy)
    return options


def given_key(option, text):
    """A key that was not copied whole says nothing of the bundle."""
    try:
        return VerificationKey(text)
    except ValueError:
        raise Unreadable(f"{option} 应为完整的公钥 name+hex8+base64 — {show(text)}",
                         f"{option} takes a key name+hex8+base64, whole — {show(text)}") from None


def given_value(pair):
    """(name, value as it was typed) of NAME=VALUE."""
    name, equals, value = pair.partition("=")
    day, slash, rest = name.partition("/")
    if not NAME.fullmatch(rest if slash and is_label(day) else name) or not equals:
        raise Unreadable(f"--public 应为 NAME=VALUE — {show(pair)}", f"--public takes NAME=VALUE — {show(pair)}")
    try:
        public_numerals(value)
    except ValueError:
        raise Unreadable(f"公开号码是用空格、逗号或点分开的数 — {show(value)}",
                         f"a public value is numbers with spaces, commas or dots between — {show(value)}") from None
    return name, value


def read_key(text):
    """A vkey as it stands, or the first line of a file."""
    try:
        return VerificationKey(text)
    except ValueError:
        line = read_given(text, MAX_SMALL_FILE_BYTES).partition(b"\n")[0]
    try:
        return VerificationKey(line.decode("utf-8"))
    except ValueError:
        raise Unreadable(f"--registry 应为一个公钥，或含有公钥的文件 — {show(text)}",
                         f"--registry takes a vkey or a file with one — {show(text)}") from None


def read_policy(path):
    try:
        return Policy(read_given(path, MAX_SMALL_FILE_BYTES))
    except ValueError as error:
        raise Unreadable(f"不是合格的见证方策略（{show(error)}） — {show(path)}",
                         f"not a valid {show(error)} — {show(path)}") from None


MAX_RECEIPT_BYTES = 1 << 20
MAX_AUDITOR_BYTES = 256 << 20


def read_given(path, limit):
    """A file that the caller named, beside the bundle."""
    try:
        with open(path, "rb") as stream:
            content = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise cannot_read(path, error if isinstance(error, OSError) else OSError(errno.ENOENT, str(error))) from None
    if len(content) > limit:
        raise Unreadable(f"大于 {limit} 字节，超出上限 — {show(path)}", f"larger than {limit} bytes, which is the most — {show(path)}")
    return content


def progress_line(options):
    """Says on a terminal which check is being made; nothing anywhere else."""
    if not sys.stderr.isatty():
        return None
    word = "正在核对" if options.lang == "zh" else "checking"
    return lambda check: print(f"\r\x1b[K{word} {check}", end="", file=sys.stderr, flush=True)


def clear_progress():
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def language_asked(arguments):
    """The language that a command line asks for, even one with a mistake in it."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    asked = [after for word, after in zip(words, words[1:]) if word == "--lang"]
    asked += [word[7:] for word in words if word.startswith("--lang=")]
    return next((word for word in reversed(asked) if word in LANGUAGES), locale_language())


def main(arguments=None):
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = parse_arguments(arguments)
        auditor, receipt = (None if path is None else read_given(path, limit) for path, limit in (
            (options.auditor_file, MAX_AUDITOR_BYTES), (options.receipt, MAX_RECEIPT_BYTES)))
        audit = verify(options.bundle, options.vkey, options.public, options.party, auditor, receipt,
                       progress=progress_line(options), registry_key=options.registry, policy=options.policy,
                       earlier=options.earlier)
    except Unreadable as error:
        language = language_asked(arguments)
        print("verify.py: " + {"zh": "错误：", "en": "error: "}[language] + error.text[language], file=sys.stderr)
        return 2
    clear_progress()
    if options.json:
        print(json.dumps(as_json(audit), ensure_ascii=False, indent=2))
    else:
        print_text(audit, options.lang)
    return exit_code(audit)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader went away (`| head`); closing stdout again must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(2)
