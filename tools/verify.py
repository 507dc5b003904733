#!/usr/bin/env python3
"""Independent verifier of a Huigong audit bundle (惠工审计包独立验证程序).

    verify.py BUNDLE [--vkey V] [--public NAME=VALUE]... [--lang zh|en] [--json]

Python 3.11 standard library only, written from the documents and not from the daemon, so that one mistake cannot
hide in both. Everything in a bundle is taken to be hostile: a malformed file becomes a failed check, never a crash.

Exit codes: 0 every check passes, 1 a check fails, 2 the bundle is unreadable, 3 passed with something not provable.
"""

# --- Evidence grades -------------------------------------------------------------------------------------------------
#
# These texts also stand in report.json ("grade": level, meaning, condition), so every implementation must use exactly
# the same ones. report.json carries the unconfirmed grade: what holds when nobody has confirmed a public value.
#
#   strong = the closing is earlier than every public time, the outcomes of all public sources together are >= 2^64,
#            and the campaign was announced no later than it opened (a file first seen late is capped at G1)
#
#   sources                          unconfirmed                          confirmed by --public
#   commit only                      G0, no condition                     -
#   public, strong                   G1, condition "published" with G2    G2, no condition
#   public, not strong               G0, condition "published" with G1    G1, no condition
#   a closing at or after a time     G0, no condition (and the check `randomness` fails)
#
# Several public sources: one "published_item" each, in charter order, joined by "published_and".
# {name} is the name in the charter, {value} the value as in the value leaf ("7.3.5"), {level} the grade it would be.

GRADE_MEANINGS = {
    "G0": {"zh": "运营方可能选定了中奖者", "en": "the operator could have chosen the winners"},
    "G1": {"zh": "主办方须有另一方配合，或因号码太短而逐一试算，才可能选定中奖者",
           "en": "the organiser could have chosen the winners only with another party's help, "
                 "or by trying out numbers that are too short"},
    "G2": {"zh": "主办方可能在几份名单中挑选了一份", "en": "the organiser could have chosen among several lists"},
    "G3": {"zh": "除非见证方一同串通，主办方无法选定中奖者",
           "en": "the organiser could not have chosen the winners unless the witnesses colluded"},
}

GRADE_CONDITIONS = {
    "published": {"zh": "若{items}，则为 {level}", "en": "{level} if {items}"},
    "published_item": {"zh": "{name} 确实公布了 {value}", "en": "{name} really published {value}"},
    "published_and": {"zh": "，且 ", "en": " and "},
}

# The first line of every report and of this program's output.
GRADE_LINES = {
    "plain": {"zh": "证据等级 {level}：{meaning}", "en": "Evidence grade {level}: {meaning}"},
    "conditional": {"zh": "证据等级 {level}；{condition}：{meaning}", "en": "Evidence grade {level}; {condition}: {meaning}"},
    "none": {"zh": "证据等级：无（有检查未通过）", "en": "Evidence grade: none (a check failed)"},
}

# What a reader can't prove from the bundle alone, whatever the machine: whose key it is. Stands in report.json.
REPORT_NOT_PROVEN = ["vkey"]

import argparse
import base64
import calendar
import hashlib
import hmac
import json
import math
import os
import re
import stat
import struct
import sys
import unicodedata
from datetime import datetime, timedelta, timezone

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
    """Nothing can be said about this bundle at all."""


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
        if not os.path.isdir(root):
            raise Unreadable(f"{show(root)}: not a folder")
        try:
            self._walk("", 0)
        except OSError as error:
            raise Unreadable(f"{show(root)}: {show(error)}") from None
        if "log/checkpoint" not in self.sizes and "SHA256SUMS" not in self.sizes:
            raise Unreadable(f"{show(root)}: not a bundle (no log/checkpoint, no SHA256SUMS)")

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
                    raise Unreadable("too many files")

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
NAME = re.compile("[A-Za-z0-9._@:-]{1,64}")
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
