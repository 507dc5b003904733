"""Makes tiny complete bundles for the tests, with a signer and a draw of its own, so that nothing of verify.py checks
itself. Every stage passes through `lie(stage, value)`, which lets a test tell a lie at that point and sign it."""

import base64
import hashlib
import hmac
import json
import os
import struct
from fractions import Fraction

import vrf_prover

OPENS = 1812416400000  # 2027-06-08T09:00:00+08:00
MINUTE = 60_000
DAY = 86_400_000


def sha(data):
    return hashlib.sha256(data).digest()


def canon(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


# --- Ed25519 signing, affine and slow ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = (-121665 * pow(121666, -1, P)) % P
BASE = (15112221349535400772501151409588531511454012693041857206046113283949847762202,
        46316835694926478169428394003475163141307993866256225615783033603165251855960)


def add(p, q):
    t = D * p[0] * q[0] * p[1] * q[1] % P
    return ((p[0] * q[1] + p[1] * q[0]) * pow(1 + t, -1, P) % P, (p[1] * q[1] + p[0] * q[0]) * pow(1 - t, -1, P) % P)


def times(n, point):
    result = (0, 1)
    for bit in bin(n)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return scalar, digest[32:], encode(times(scalar, BASE))


_KEYS = {}


def sign(seed, message):
    if seed not in _KEYS:
        _KEYS[seed] = expand(seed)
    scalar, prefix, public = _KEYS[seed]
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    point = encode(times(r, BASE))
    k = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % L
    return point + ((r + k * scalar) % L).to_bytes(32, "little")


def public_key(seed):
    if seed not in _KEYS:
        _KEYS[seed] = expand(seed)
    return _KEYS[seed][2]


# --- Merkle tree by its recursive definition ---


def root(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\x01" + root(hashes[:k]) + root(hashes[k:]))


def tiles(items):
    """(suffix of the path, items) of each tile."""
    for first in range(0, len(items), 256):
        part, number = items[first:first + 256], first // 256
        yield f"{number:03d}" + ("" if len(part) == 256 else f".p/{len(part)}"), part


# Outcomes of stock.csv that give a piece.
WINS = ("win", "guarantee", "first")
# A proof takes long to make; every lie about one campaign begins with the same ones.
_PROOFS = {}


class Witness:
    """A witness's key."""

    def __init__(self, name):
        self.name, self.seed = name, sha(name.encode())
        self.data = b"\x04" + public_key(self.seed)
        self.key_id = sha(name.encode() + b"\n" + self.data)[:4]

    @property
    def vkey(self):
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.data).decode()}"

    def cosign(self, text, second):
        signature = sign(self.seed, b"cosignature/v1\ntime %d\n" % second + text)
        line = base64.b64encode(self.key_id + second.to_bytes(8, "big") + signature).decode()
        return f"\u2014 {self.name} {line}\n".encode()


class Maker:
    """One campaign from its people and submissions to the files of its bundle."""

    origin_prefix = ""
    # Whether the campaign stands in a registry, between two others of its time.
    has_registry = False
    # policy.txt, and (witness, second) of the cosignature lines under the head of the closing and under the last one;
    # and, by size, under further heads of the log, and of the registry, whose own are those of -1.
    policy, closing_lines, last_lines = None, (), ()
    more_lines, registry_lines = {}, {}
    # The number that instant wins and papers depend on; None where nothing is won at once.
    activation = None
    # Whether anything is given before the draw by other means.
    has_stock = False
    # People who are not on the announced roll: (submission before which an amendment adds them, their ids).
    additions = ()

    def __init__(self, campaign, people, submissions, value=None, secret=b"test secret", lies=None):
        self.campaign, self.people, self.submissions = campaign, people, submissions
        self.value, self.lies = value, lies or {}
        self.secret = sha(secret)

    def lie(self, stage, truth):
        return self.lies[stage](truth) if stage in self.lies else truth

    def key(self, label):
        return hmac.digest(self.secret, f"huigong/key/{label}/v1".encode(), "sha256")

    def name(self, person, what="person"):
        if person is None:
            return "-"
        text = f"huigong/pseudonym/{what}/v1\n{self.origin}\n{person}\n".encode()
        return hmac.digest(self.key("pseudonym"), text, "sha256")[:16].hex()

    def salt(self, what, person):
        return hmac.digest(self.key("roll"), f"{what}\n{person}".encode(), "sha256")

    def auditor_file(self, files, sample=3):
        """The ids of the winners and of the people with the least sample tickets."""
        seed = json.loads(files["report.json"])["seed"]
        people = {self.name(person[0]): person[0] for person in self.people}
        order = sorted(people, key=lambda name: sha(f"{seed},sample,{name}".encode()).hex())
        lines = ["huigong/auditor/v1", f"origin {self.origin}", f"seed {seed}", f"sample {sample}"]
        winners = [line.split(",")[0] for line in files["draw/displays.csv"].decode().splitlines()[1:]]
        for kind, names in (("winner", winners), ("person", order[:sample])):
            lines += [f"{kind} {name} {self.salt('identity', people[name]).hex()} {people[name]}" for name in names]
        return "\n".join(lines).encode() + b"\n"

    @property
    def gives_at_once(self):
        return self.activation is not None or self.has_stock

    @property
    def origin(self):
        return f"{self.origin_prefix}{self.campaign['organiser']}/{self.campaign['id']}"

    @property
    def vkey(self):
        return self.vkey_of(self.origin, self.key("log"))

    @property
    def registry_origin(self):
        return f"{self.origin_prefix}{self.campaign['organiser']}/registry"

    @property
    def registry_vkey(self):
        return self.vkey_of(self.registry_origin, sha(b"registry"))

    @staticmethod
    def vkey_of(name, seed):
        data = b"\x01" + public_key(seed)
        key_id = sha(name.encode() + b"\n" + data)[:4]
        return f"{name}+{key_id.hex()}+{base64.b64encode(data).decode()}"

    def head(self, hashes):
        return self.head_of(self.origin, self.key("log"), hashes)

    @staticmethod
    def head_of(name, seed, hashes):
        text = f"{name}\n{len(hashes)}\n{base64.b64encode(root(hashes)).decode()}\n"
        data = b"\x01" + public_key(seed)
        signature = sha(name.encode() + b"\n" + data)[:4] + sign(seed, text.encode())
        return f"{text}\n\u2014 {name} {base64.b64encode(signature).decode()}\n".encode()

    def registry_records(self, leaves, hashes, ended):
        """What the organiser registered: this campaign, one that is drawn later and one that still runs."""
        kinds = {"charter": "announced", "amendment": "amended", "closing": "closed", "draw": "drawn",
                 "final": "final", "void": "void"}
        prizes = sha(canon(self.campaign["prizes"])).hex()

        def sibling(name, event, size, at, closes):
            return {"event": event, "origin": f"{self.origin_prefix}{self.campaign['organiser']}/{name}",
                    "vkey": self.registry_vkey, "leaf": "1" * 64, "size": size, "root": "2" * 64, "roll": "-",
                    "prizes": "-", "opens": OPENS - DAY, "closes": closes, "at": at}
        records, grown = [sibling("before", "announced", 1, OPENS - 3 * DAY, OPENS + DAY)], 0
        for index, leaf in enumerate(leaves):
            event = kinds.get(leaf.split("/")[1])
            if not event:
                continue
            members = dict(text.split(" ", 1) for text in leaf.split("\n")[1:-1])
            grown += members.get("class") == "roll"
            roll = "%d %s" % self.fixed(self.roll_after(grown))
            records.append({
                "event": event, "origin": self.origin, "vkey": self.vkey, "leaf": hashes[index].hex(),
                "size": index + 1, "root": root(hashes[:index + 1]).hex(), "roll": roll, "prizes": prizes,
                "opens": OPENS, "closes": OPENS + 2 * DAY if event == "announced" else ended,
                "at": int(members.get("at", OPENS - 10 * MINUTE))})
            if event == "announced":
                records.append(sibling("after", "announced", 1, records[-1]["at"], OPENS + 9 * DAY))
        records.append(sibling("before", "closed", 7, records[-1]["at"], OPENS + DAY))
        records.append(sibling("before", "drawn", 9, records[-1]["at"], OPENS + DAY))
        return self.lie("registry", records)

    def registry_files(self, files, records):
        leaves = ["huigong/registered/v1\n" + "".join(f"{key} {value}\n" for key, value in record.items())
                  for record in records]
        hashes = [sha(b"\x00" + leaf.encode()) for leaf in leaves]
        self.tile_files(files, "registry/", leaves, hashes)
        for size, lines in self.registry_lines.items():
            path, count = ("registry/checkpoint", len(hashes)) if size < 0 else (f"registry/heads/{size}", size)
            head = self.head_of(self.registry_origin, sha(b"registry"), hashes[:count])
            files[path] = self.cosigned(head, lines)
        if -1 not in self.registry_lines:
            files["registry/checkpoint"] = self.head_of(self.registry_origin, sha(b"registry"), hashes)

    def registry_report(self, records):
        lives = {}
        for record in records:
            if record["origin"] != self.origin:
                life = lives.setdefault(record["origin"], {"origin": record["origin"], "opens": record["opens"]})
                life["state"], life["closes"] = record["event"], record["closes"]
        hashes = [sha(b"\x00huigong/registered/v1\n" + "".join(f"{k} {v}\n" for k, v in record.items()).encode())
                  for record in records]
        return {"root": base64.b64encode(root(hashes)).decode(), "siblings": list(lives.values()),
                "size": len(records), "vkey": self.registry_vkey}

    def roll(self):
        lines = []
        for person, shown, household, unit, may_win in self.people:
            ic = sha(b"huigong/identity/v1\n" + self.salt("identity", person) + person.encode()).hex()
            dc = sha(b"huigong/display/v1\n" + self.salt("display", person) + shown.encode()).hex()
            lines.append(f"huigong/roll/v1 {self.name(person)} {ic} {dc} {self.name(household, 'household')} "
                         f"{self.name(unit, 'unit')} - {int(may_win)}")
        return sorted(lines)

    def roll_after(self, count):
        """The lines of the roll with the first so many additions."""
        missing = {self.name(person) for _, people in self.additions[count:] for person in people}
        return [line for line in self.roll() if line.split(" ")[1] not in missing]

    @staticmethod
    def fixed(lines):
        """Number and root of lines of the roll."""
        return len(lines), root([sha(b"\x00" + line.encode()) for line in lines]).hex()

    def addition(self, number, at):
        """The leaf of an amendment that adds people to the roll."""
        count, digest = self.lie("addition", self.fixed(self.roll_after(number + 1)))
        return ("huigong/amendment/v1\nclass roll\nrole organiser\n"
                f'public {{"count":{count},"root":"{digest}"}}\nsecret -\nat {at}\n')

    def added(self, number):
        """The file of what an amendment added."""
        own = {self.name(person) for person in self.additions[number][1]}
        return "".join(sha(b"\x00" + line.encode()).hex() + "\n"
                       for line in self.roll() if line.split(" ")[1] in own).encode()

    def paper(self, pseudonym, attempt):
        """Paper id and questions: the words of the stream one after another."""
        key = self.key("paper")

        def words():
            block = 0
            while True:
                head = f"huigong/paper/v1\n{pseudonym}\n{attempt}\n".encode()
                if self.activation:
                    head += self.activation_digits().encode() + b"\n"
                yield from struct.unpack(">QQQQ", hmac.digest(key, head + block.to_bytes(4, "big"), "sha256"))
                block += 1
        stream, chosen = words(), []
        for stratum in self.campaign["paper"]["draw"]:
            pool = [q["id"] for q in self.campaign["paper"]["questions"] if q["stratum"] == stratum["stratum"]]
            for i in range(stratum["take"]):
                n = len(pool) - i
                j = i if n == 1 else i + next(w for w in stream if w < 2**64 - 2**64 % n) % n
                pool[i], pool[j] = pool[j], pool[i]
            chosen += pool[:stratum["take"]]
        return "p-" + sha(key + f"{pseudonym}\n{attempt}".encode()).hex()[:16], chosen

    def body(self, person, attempt, at, answers):
        pseudonym = self.name(person)
        body = {"answers": answers, "at": at, "attempt": attempt, "kind": "submit", "phase": "main",
                "pseudonym": pseudonym}
        if "draw" in self.campaign.get("paper", {}):
            body["paper"], chosen = self.paper(pseudonym, attempt)
            if not isinstance(answers, dict):
                by_id = {q["id"]: q for q in self.campaign["paper"]["questions"]}
                body["answers"] = {q: by_id[q]["answer"] if answers else "Z" for q in chosen}
        return body

    def sources(self, closes, ended):
        """What each source comes to: its charter line, logged value and time, seed line, place in the report, files."""
        found = []

        def add(line, value, at, seed, report, **files):
            number = len(found) + 1
            found.append({"line": line, "value": value, "at": at, "seed": seed, "counts": value is not None,
                          "report": {"kind": line.split(" ")[0], "source": number, "value": value, **report},
                          "files": {path.format(n=number): data for path, data in files.pop("kept", {}).items()}})
        own = self.key("reveal")
        for source in self.campaign.get("randomness", [{"source": "commit"}]):
            if source["source"] == "commit":
                add(f"commit {sha(own).hex()}", own.hex(), ended + 10 * MINUTE, f"commit {own.hex()}", {})
            elif source["source"] == "public":
                form, name, at = source["form"], source["name"], closes + MINUTE * 30
                add(f"public {name} {form} {at}", self.value, at + MINUTE, f"public {name} {self.value}",
                    {"at": at, "form": form, "name": name})
            elif source["source"] == "reveal":
                number, party, vkey = sha(b"reveal"), source["party"], source["vkey"]
                add(f"reveal {party} {vkey} {sha(number).hex()}", number.hex(), ended + 12 * MINUTE,
                    f"reveal {party} {number.hex()}", {"party": party, "vkey": vkey},
                    kept={"randomness/reveal-{n}.note": source["note"].encode()})
            else:
                signature, number = b"\x8a" * 48, source["round"]
                at = round_time(number)
                add(f"drand {number}", sha(signature).hex(), at + 1000, f"drand {number} {sha(signature).hex()}",
                    {"at": at, "round": number},
                    kept=beacon_file(number, signature))
        return self.lie("sources", found)

    def activation_source(self):
        """What instant wins depend on: its charter line, place in the report, files, and upon what G1 rests."""
        source, at = self.campaign["activation"], OPENS - 5 * MINUTE
        if source["source"] == "public":
            name = source["name"]
            return {"line": f"public {name} digits 20 {at}", "files": {},
                    "report": {"at": at, "form": "digits 20", "kind": "public", "name": name},
                    "condition": {"zh": f"若{name} 确实公布了 {self.activation}，则为 G1",
                                  "en": f"G1 if {name} really published {self.activation}"}}
        if source["source"] == "reveal":
            party, key = source["party"], source["vkey"]
            return {"line": f"reveal {party} {key} {source['commitment']}",
                    "files": {"randomness/reveal-activation.note": source["note"].encode()},
                    "report": {"kind": "reveal", "party": party, "vkey": key},
                    "condition": {"zh": f"若{party} 确认其公钥，则为 G1", "en": f"G1 if {party} confirms its key"}}
        number = source["round"]
        return {"line": f"drand {number}", "files": beacon_file(number, b"\x8b" * 48),
                "report": {"at": round_time(number), "kind": "drand", "round": number},
                "condition": {"zh": f"若信标 drand 第 {number} 轮的签名属实，则为 G1",
                              "en": f"G1 if the beacon's signature of drand round {number} is genuine"}}

    def files(self):
        campaign = self.campaign
        files = {}
        closes = OPENS + DAY * 2
        rules_file = json.dumps(campaign, ensure_ascii=False, indent=1).encode()
        public = json.loads(json.dumps(campaign))
        for question in public.get("paper", {}).get("questions", []):
            question.pop("answer")
            question.pop("also", None)
        roll = self.roll()
        sources = self.sources(closes, ended := self.lie("intake-ended", closes))
        charter = ["huigong/charter/v1", f"origin {self.origin}", f"vkey {self.vkey}",
                   f"registry {self.registry_vkey if self.has_registry else '-'}",
                   "rules " + sha(b"huigong/rules/v1\n" + self.key("rules-salt") + rules_file).hex(),
                   "public-rules " + sha(canon(public)).hex(),
                   "roll %d %s" % self.fixed(self.roll_after(0)), f"vrf {self.vrf_key()}",
                   "paper " + sha(b"huigong/paper-key/v1\n" + self.key("paper")).hex(), "policy " + (sha(self.policy).hex() if self.policy else "-"),
                   f"announces {OPENS - 10 * MINUTE}", f"opens {OPENS}", f"closes {closes}",
                   *(f"source {source['line']}" for source in sources)]
        leaves, openings = [""], [b""]
        if self.activation:
            activated = self.activation_source()
            charter.append(f"source.activation {activated['line']}")
            record = f"huigong/activation/v1\nsource 1\nvalue {self.activation}\nat {OPENS - 4 * MINUTE}\n"
            leaves.append(self.lie("activation", record))
            openings.append(b"")
            files.update(activated["files"])
        leaves[0] = "\n".join(self.lie("charter", charter)) + "\n"
        first = len(leaves)
        attempts, bodies, indices, grown = {}, [], [], []
        for number, (person, at, answers, _) in enumerate(self.submissions):
            for place, (before, _) in enumerate(self.additions):
                if before == number:
                    grown.append(len(leaves))
                    leaves.append(self.lie("added-at", self.addition(place, at)))
                    openings.append(b"")
            indices.append(len(leaves))
            attempts[person] = attempts.get(person, 0) + 1
            body = self.lie("body", self.body(person, attempts[person], at, answers))
            bodies.append(body)
            opening = sha(b"nonce %d" % number) + (body if isinstance(body, bytes) else canon(body))
            leaves.append(f"huigong/entry/v1 {sha(b'huigong/commit/v1' + bytes([10]) + opening).hex()}\n")
            openings.append(opening)
        for leaf in self.lie("amendments", []):
            leaves.append(leaf)
            openings.append(b"")
        may_win = {self.name(person[0]) for person in self.people if person[4]}
        rows = [(indices[n], self.name(s[0]), s[3]) for n, s in enumerate(self.submissions)
                if s[3] and self.name(s[0]) in may_win]
        # What the list would be without voids: what each submission says that it is worth, unless the sample knows better.
        self.unvoided = getattr(self, "without_voids", None) or rows
        rows = self.lie("eligible", rows)
        files["draw/eligible.csv"] = ("index,pseudonym,chances\n" + "".join("%d,%s,%d\n" % r for r in rows)).encode()
        files["draw/refusals.csv"] = b"reason,count\nlimit.day,2\nperson.unlisted,1\n"
        stock = self.lie("stock", self.stock(first)) if self.gives_at_once else []
        stock_file = ("index,pseudonym,attempt,tier,outcome,display\n" + "".join(
            "%d,%s,%d,%s,%s,%s\n" % row for row in stock)).encode()
        if self.gives_at_once:
            files["draw/stock.csv"] = stock_file
        review_end = ended + 10 * MINUTE
        closing = ["huigong/closing/v1", "phase main", f"intake-ended {ended}", f"entries {len(self.submissions)}",
                   f"people {len({s[0] for s in self.submissions})}",
                   f"eligible {len(rows)} {sha(files['draw/eligible.csv']).hex()}", "tally -",
                   f"stock {sha(stock_file).hex() if self.gives_at_once else '-'}", "ledger -",
                   f"refusals {sha(files['draw/refusals.csv']).hex()}", f"at {review_end}"]
        leaves.append("\n".join(self.lie("closing", closing)) + "\n")
        openings.append(b"")
        size = len(leaves)
        prefix = root([sha(b"\x00" + leaf.encode()) for leaf in leaves])
        lines, values = [], []
        for number, source in enumerate(sources, 1):
            lines.append(source["seed"] if source["counts"] else f"missing {number}")
            if source["value"] is not None:
                values.append((source["at"], f"huigong/value/v1\nphase main\nsource {number}\n"
                               f"value {source['value']}\nat {source['at']}\n"))
            files.update(source["files"])
        values = [leaf for _, leaf in sorted(values, key=lambda value: value[0])]
        values = self.lie("values", values)
        seed_input = "\n".join(["huigong/seed/v1", self.origin, "main", str(size),
                                base64.b64encode(prefix).decode(), *lines, ""]).encode()
        seed = self.lie("seed", sha(seed_input).hex())
        walk = self.lie("walk", self.walk(rows, seed, stock))
        shown = {self.name(person[0]): person for person in self.people}
        tickets = ["rank,ticket,index,chance,pseudonym,outcome"]
        winners, displays = ["tier,rank,ticket,index,pseudonym,display"], ["pseudonym,salt"]
        for rank, (ticket, index, chance, pseudonym, outcome) in enumerate(walk, 1):
            tickets.append(f"{rank},{ticket},{index},{chance},{pseudonym},{outcome}")
            if outcome.startswith("win "):
                display = self.lie("display", shown[pseudonym][1])
                winners.append(f"{outcome[4:]},{rank},{ticket},{index},{pseudonym},{display}")
                salt = f"{pseudonym},{self.salt('display', shown[pseudonym][0]).hex()}"
                displays += [] if salt in displays else [salt]
        names = [line.split(",")[0] for line in displays[1:]]
        for name in dict.fromkeys(names + [row[1] for row in stock if row[4] in WINS]):
            if name in names:
                continue
            displays.append(f"{name},{self.salt('display', shown[name][0]).hex()}")
        files["draw/tickets.csv"] = "\n".join(tickets + [""]).encode()
        files["draw/winners.csv"] = "\n".join(winners + [""]).encode()
        files["draw/displays.csv"] = "\n".join(displays + [""]).encode()
        files["draw/seed-input.txt"] = seed_input
        draw = (f"huigong/draw/v1\nphase main\nseed {seed}\nwinners {len(winners) - 1} "
                f"{sha(files['draw/winners.csv']).hex()}\nat {closes + MINUTE * 40}\n")
        late = self.lie("tail", values + [draw])
        leaves += late
        openings += [b""] * len(late)
        told = self.prizes(walk, len(leaves) - 1, closes + MINUTE * 40, shown)
        for number, body in enumerate(self.lie("events", told["events"])):
            opening = sha(b"event %d" % number) + canon(body)
            leaves.append(f"huigong/event/v1 {sha(b'huigong/commit/v1' + bytes([10]) + opening).hex()}\n")
            openings.append(opening)
            if body["kind"] == "alternate":
                salt = self.salt("display", shown[body["pseudonym"]][0]).hex()
                files["draw/displays.csv"] += f"{body['pseudonym']},{salt}\n".encode()
        final = self.lie("final", told["final"])
        leaves += final
        openings += [b""] * len(final)
        openings = self.lie("openings", openings)
        hashes = [sha(b"\x00" + leaf.encode()) for leaf in leaves]
        self.log_files(files, leaves, hashes, openings, size)
        files["roll/roll.txt"] = "".join(line + "\n" for line in self.lie("roll", roll)).encode()
        for place, leaf in enumerate(grown):
            files[f"roll/added-{leaf}.txt"] = self.added(place)
        files["rules/campaign.json"] = self.lie("rules", rules_file)
        files["rules/public.json"] = canon(public)
        files["rules/salt"] = self.key("rules-salt").hex().encode() + b"\n"
        files["paper-key"] = self.key("paper").hex().encode() + b"\n"
        files["report.html"] = b"<!doctype html>\n"
        registry = None
        if self.has_registry:
            records = self.registry_records(leaves, hashes, ended)
            self.registry_files(files, records)
            registry = self.registry_report(records)
        report = self.report(files, leaves, hashes, size, rows, walk, seed, sources, ended, review_end)
        report["registry"] = registry
        report["claims"] = told["report"]
        if self.gives_at_once:
            self.report_instant(report, stock)
        files["report.json"] = canon(self.lie("report", report)) + b"\n"
        return self.sums(self.lie("files", files))

    def prizes(self, walk, leaf, at, shown):
        """What happens to prizes after the draw, as leaf `leaf` at `at`: nothing, where the rules have no claims."""
        return {"events": [], "final": [], "report": None}

    @staticmethod
    def sums(files):
        files.pop("SHA256SUMS", None)
        lines = [f"{sha(files[path]).hex()}  {path}\n" for path in sorted(files, key=os.fsencode)]
        files["SHA256SUMS"] = "".join(lines).encode()
        return files

    @staticmethod
    def tile_files(files, folder, leaves, hashes):
        for suffix, part in tiles(leaves):
            files[folder + "tile/entries/" + suffix] = b"".join(
                len(leaf.encode()).to_bytes(2, "big") + leaf.encode() for leaf in part)
        level = hashes
        for number in range(8):
            if not level:
                break
            for suffix, part in tiles(level):
                files[f"{folder}tile/{number}/{suffix}"] = b"".join(part)
            level = [root(level[n:n + 256]) for n in range(0, len(level) - len(level) % 256, 256)]

    def log_files(self, files, leaves, hashes, openings, size):
        self.tile_files(files, "log/", leaves, hashes)
        for suffix, part in tiles(openings):
            files["openings/" + suffix] = b"".join(len(o).to_bytes(4, "big") + o for o in part)
        files["log/checkpoint"] = self.cosigned(self.head(hashes), self.last_lines)
        files[f"log/heads/{size}"] = self.cosigned(self.head(hashes[:size]), self.closing_lines)
        for more, lines in self.more_lines.items():
            files[f"log/heads/{more}"] = self.cosigned(self.head(hashes[:more]), lines)
        if self.policy:
            files["policy.txt"] = self.policy

    @staticmethod
    def cosigned(note, witnesses):
        """The note with the line of each (witness, second)."""
        text = note[:note.rindex(b"\n\n") + 1]
        return note + b"".join(witness.cosign(text, second) for witness, second in witnesses)

    def prover(self):
        return vrf_prover.Prover(self.key("vrf"))

    def activation_digits(self):
        is_digits = len(self.activation) == 64 and "." not in self.activation
        return self.activation if is_digits else sha(self.activation.encode()).hex()

    def vrf_key(self):
        return self.prover().public_key.hex() if self.activation else "-"

    def proof(self, pseudonym, attempt):
        """pi of an attempt, as it stands in its body."""
        number = self.activation_digits()
        alpha = f"huigong/instant/v1\n{self.origin}\n{number}\n{pseudonym}\n{attempt}\n".encode()
        if (self.secret, alpha) not in _PROOFS:
            _PROOFS[self.secret, alpha] = self.prover().prove(alpha)
        return _PROOFS[self.secret, alpha]

    def stock(self, first):
        """The rows of stock.csv: exact fractions, pieces in order."""
        import verify
        tiers, rows, attempts = self.campaign["prizes"]["tiers"], [], {}
        left = [tier["count"] for tier in tiers]
        bounds, total = [], Fraction(0)
        for tier in tiers:
            total += Fraction(tier["odds"]["num"], tier["odds"]["den"])
            bounds.append(total * 2**128)
        people = {person[0]: person for person in self.people}
        for n, (person, _, _, chances) in enumerate(self.submissions):
            attempts[person] = attempts.get(person, 0) + 1
            pi = self.proof(self.name(person), attempts[person])
            u = int.from_bytes(verify.vrf_output(verify._decode_point(pi[:32]))[:16], "big")
            tier = next((place for place, bound in enumerate(bounds) if u < bound), None)
            if tier is None or not chances:
                continue
            outcome = "barred" if not people[person][4] else "win" if left[tier] else "gone"
            left[tier] -= outcome == "win"
            rows.append((first + n, self.name(person), attempts[person], tiers[tier]["id"], outcome,
                         people[person][1] if outcome == "win" else "-"))
        return rows

    def report_instant(self, report, stock):
        for tier in report["tiers"]:
            tier["count"] -= sum(row[3] == tier["id"] and row[4] in WINS for row in stock)
        report["instant"] = {
            "activation": {**self.activation_source()["report"], "source": 1, "value": self.activation}
            if self.activation else None,
            "awarded": sum(row[4] in WINS for row in stock), "hits": sum(row[3] != "-" for row in stock),
            "tiers": [{"awarded": len(wins := [row for row in stock if row[3] == tier["id"] and row[4] in WINS]),
                       "hits": sum(row[3] == tier["id"] for row in stock), "id": tier["id"],
                       "left": tier["count"] - len(wins),
                       "winners": [{"display": row[5], "index": row[0]} for row in wins]}
                      for tier in self.campaign["prizes"]["tiers"]]}
        if not self.activation:
            return
        report["grade"] = {"condition": self.activation_source()["condition"], "level": "G0", "meaning": {
            "zh": "运营方可能选定了中奖者", "en": "the operator could have chosen the winners"}}

    def walk(self, rows, seed, stock=()):
        """Every chance's ticket, sorted; the first of each person counts."""
        everything = sorted((sha(f"{seed},{i}".encode() if k == 1 else f"{seed},{i}.{k}".encode()).hex(), i, k, p)
                            for i, p, chances in rows for k in range(1, chances + 1))
        homes = {self.name(p[0]): (self.name(p[2], "household"), self.name(p[3], "unit")) for p in self.people}
        prizes, caps = self.campaign["prizes"], self.campaign["prizes"].get("caps", {})
        won = [row[1] for row in stock if row[4] in WINS]
        places = [f"win {tier['id']}" for tier in prizes["tiers"]
                  for _ in range(tier["count"] - sum(row[3] == tier["id"] and row[4] in WINS for row in stock))]
        places += [f"alternate {n + 1}" for n in range(prizes.get("alternates", 0))]
        seen, held, walk, cap = [], [], [], caps.get("person", 1)
        for ticket, index, chance, pseudonym in everything:
            if seen.count(pseudonym) == cap:
                continue
            seen.append(pseudonym)
            household, unit = homes[pseudonym]
            full = [rule for rule, group in (("household", household), ("unit", unit))
                    if group != "-" and rule in caps and held.count((rule, group)) >= caps[rule]]
            if not places:
                outcome = "none"
            elif won.count(pseudonym) >= cap:
                outcome = "skip one-win"
            elif full:
                outcome = "skip " + full[0]
            else:
                outcome = places.pop(0)
                held += [("household", household), ("unit", unit)]
                won.append(pseudonym)
            walk.append((ticket, index, chance, pseudonym, outcome))
        return walk

    def report(self, files, leaves, hashes, size, rows, walk, seed, sources, ended, closed):
        import verify
        tiers = []
        winners = [line.split(",") for line in files["draw/winners.csv"].decode().split("\n")[1:-1]]
        for tier in self.campaign["prizes"]["tiers"]:
            mine = [w for w in winners if w[0] == tier["id"]]
            title = tier["title"] if isinstance(tier["title"], dict) else {"zh": tier["title"]}
            tiers.append({"awarded": len(mine), "count": tier["count"], "cut": mine[-1][2] if mine else None,
                          "id": tier["id"], "title": title,
                          "winners": [{"display": w[5], "index": int(w[3]), "rank": int(w[1]), "ticket": w[2]}
                                      for w in mine]})
        randomness, level, condition = [], "G0", None
        for source in sources:
            report = dict(source["report"])
            if not source["counts"]:
                report["value"] = None
            randomness.append(report)
            if report["kind"] == "public":
                level = "G1"
                condition = {"zh": f"若{report['name']} 确实公布了 {self.value}，则为 G2",
                             "en": f"G2 if {report['name']} really published {self.value}"}
        amendments = []
        for index, leaf in enumerate(leaves):
            if leaf.startswith("huigong/amendment"):
                members = dict(line.split(" ", 1) for line in leaf.split("\n")[1:-1])
                content = json.loads(members["public"])
                opened = files.get(f"rules/amendment-{index}.json")
                amendments.append({"at": int(members["at"]), "class": members["class"], "content": content,
                                   "index": index, "reason": content.get("reason"),
                                   "secret": json.loads(opened)["changes"] if opened else None})
        voids = {row["content"].get("index") for row in amendments if row["class"] == "void-entry"}
        before = [(index, person, chances) for index, person, chances in self.unvoided]
        voided = {"eligible": {"chances": sum(row[2] for row in before), "people": len({row[1] for row in before}),
                               "rows": len(before)}, "entries": len(voids), "votes": None}
        title = self.campaign["title"]
        told = [{"at": row["at"], "count": len(people), "index": row["index"]} for row, (_, people) in
                zip([row for row in amendments if row["class"] == "roll"], self.additions)]
        return {
            "alternates": sum(row[4].startswith("alternate") for row in walk), "amendments": amendments,
            "campaign": self.campaign["id"],
            "checkpoint": {"root": base64.b64encode(root(hashes)).decode(), "size": len(hashes)},
            "closing": {"at": closed, "index": size - 1, "root": base64.b64encode(root(hashes[:size])).decode(),
                        "size": size},
            "closes": OPENS + DAY * 2, "commitments": {"charter": hashes[0].hex()},
            "eligible": {"chances": sum(r[2] for r in rows), "people": len({r[1] for r in rows}), "rows": len(rows)},
            "entries": len(self.submissions),
            "grade": {"condition": condition, "level": level, "meaning": verify.GRADE_MEANINGS[level]},
            "intake_ended": ended, "not_proven": ["vkey", "identity"], "opens": OPENS, "organiser": self.campaign["organiser"],
            "origin": self.origin, "people": len({s[0] for s in self.submissions}), "phase": "main",
            "randomness": randomness, "refusals": {"limit.day": 2, "person.unlisted": 1},
            "rehearsal": bool(self.origin_prefix),
            "roll": {"count": len(self.people), "may_win": sum(p[4] for p in self.people),
                     "root": self.fixed(self.roll())[1], **({"added": told} if told else {})},
            "seed": seed,
            "skips": {"household": sum(r[4] == "skip household" for r in walk), "one-win": sum(r[4] == "skip one-win" for r in walk),
                      "unit": sum(r[4] == "skip unit" for r in walk)},
            "tiers": tiers, "title": title if isinstance(title, dict) else {"zh": title}, "vkey": self.vkey,
            "withheld": self.lie("withheld", {"openings": 0, "roll": 0}),
            "zone": self.campaign.get("zone", "Asia/Shanghai"), **({"voided": voided} if voids else {}),
        }


def write(files, folder):
    for path, content in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as stream:
            stream.write(content)


# --- Two campaigns ---


def riddle(lies=None, secret=b"test secret"):
    """Riddles with chances for every correct answer, the operator's own number, a household cap."""
    campaign = {
        "id": "lanterns", "kind": "riddle", "title": {"zh": "猜灯谜", "en": "Riddles"},
        "organiser": "union.example", "contact": "工会", "opens": "2027-06-08T09:00:00+08:00",
        "closes": "2027-06-10T09:00:00+08:00", "review": "10m", "audience": {"roll": "rolls/x.csv"},
        "limits": {"person": {"day": 2, "total": 3, "rate": {"count": 6, "per": "1m", "burst": 3}}},
        "paper": {
            "fold": ["nfkc", "width", "case", "traditional", "space", "punctuation"],
            "questions": [
                {"id": "r1", "type": "text", "text": "千里挑一", "answer": "灯笼", "also": ["花灯"]},
                {"id": "r2", "type": "text", "text": "十五的月", "answer": "ABC", "fold": ["case"]}]},
        "prizes": {"draw": "final", "chances": {"for": "correct", "most": 2},
                   "tiers": [{"id": "first", "title": "一等奖", "prize": "书", "value": "50.00", "count": 1},
                             {"id": "second", "title": {"zh": "二等奖"}, "prize": "笔", "value": "5.00", "count": 2}],
                   "alternates": 1, "caps": {"household": 1}},
    }
    people = [(f"m{n:03d}", f"王*{n}", f"h{n // 2}" if n < 6 else None, "u1", n != 7) for n in range(1, 10)]
    submissions = [
        ("m001", OPENS + 1000, {"r1": "灯笼"}, 1), ("m002", OPENS + 1000, {"r1": "《燈籠》 ", "r2": "abc"}, 2),
        ("m003", OPENS + 3000, {"r1": "月亮"}, 0), ("m003", OPENS + 4000, {"r1": "花燈！"}, 1),
        ("m003", OPENS + DAY, {"r1": "灯笼", "r2": "a b c"}, 0), ("m004", OPENS + DAY, {"r2": "aBc"}, 1),
        ("m005", OPENS + DAY, {"r1": "灯笼"}, 1), ("m006", OPENS + DAY, {"r1": "灯笼"}, 1),
        ("m007", OPENS + DAY, {"r1": "灯笼"}, 1), ("m008", OPENS + DAY, {"r1": "灯笼"}, 1),
    ]
    maker = Maker(campaign, people, submissions, lies=lies, secret=secret)
    maker.has_registry = True
    return maker


def grown(lies=None):
    """The riddles, announced without three people: one is added before their entry, then the two others."""
    maker = riddle(lies)
    maker.additions = ((8, ("m007",)), (9, ("m008", "m009")))
    return maker


def quiz(lies=None, people_count=300):
    """A quiz with papers, passing, a public number after the closing; more than one tile."""
    strata = [("习俗", 6, 2), ("历史", 4, 1)]
    questions = []
    for stratum, count, _ in strata:
        for n in range(count):
            questions.append({"id": f"q{len(questions)}", "stratum": stratum, "type": "single", "text": "？",
                              "options": [{"id": o, "text": o} for o in ("A", "B", "Z")], "answer": "AB"[n % 2],
                              "points": 20})
    questions[1].update({"type": "multi", "answer": ["A", "B"]})
    campaign = {
        "id": "dragon-boat", "kind": "quiz", "title": "端午", "organiser": "union.example", "contact": "工会",
        "opens": "2027-06-08T09:00:00+08:00", "closes": "2027-06-10T09:00:00+08:00", "review": "10m",
        "audience": {"roll": "rolls/x.csv"},
        "paper": {"draw": [{"stratum": s, "take": t} for s, _, t in strata], "shuffle": True, "pass": 60,
                  "questions": questions},
        "prizes": {"draw": "final", "chances": {"for": "passing"}, "alternates": 3, "caps": {"unit": 2},
                   "tiers": [{"id": "first", "title": "一等奖", "prize": "书", "value": "50.00", "count": 3}]},
        "randomness": [{"source": "public", "name": "notary.example", "form": "digits 20",
                        "at": "2027-06-10T09:30:00+08:00"}],
    }
    people = [(f"m{n:04d}", f"李*{n}", None, f"u{n % 5}", True) for n in range(people_count)]
    # Not in step: that would be flagged.
    submissions = [(p[0], OPENS + n * 100 + n * 37 % 83, n % 3 != 0, int(n % 3 != 0)) for n, p in enumerate(people)]
    return QuizMaker(campaign, people, submissions, value="7.3.5.1.9.4.0.6.2.8.7.3.1.5.9.0.2.6.4.8", lies=lies)


WINDOW = 7 * DAY


def erased(make, person, lies=None, leaves=None, late=WINDOW):
    """A bundle from after a person was erased: their openings, their line of the roll, a record for each opening."""
    drawn = OPENS + DAY * 2 + MINUTE * 40
    maker = make({})
    own = [n + 1 for n, s in enumerate(maker.submissions) if s[0] == person] if leaves is None else leaves
    name = maker.name(person)
    may_win = next(p[4] for p in maker.people if p[0] == person)

    def report(value):
        value["roll"]["may_win"] -= may_win
        value["withheld"] = {"openings": len(own), "roll": 1}
        return value
    records = [f"huigong/withheld/v1\nindex {n}\nreason own-request\nat {drawn + late}\n" for n in own]
    return make({
        "openings": lambda openings: [b"" if n in own else o for n, o in enumerate(openings)],
        "tail": lambda tail: tail + records,
        "roll": lambda lines: [f"- {sha(b'%c' % 0 + line.encode()).hex()}" if name in line else line for line in lines],
        "report": report, **(lies or {})})


def voided(make, lacking, at, no_draw, lies=None):
    """A bundle of a phase without a draw: the sources numbered `lacking` have no value, and the void is of `at`.

    `no_draw` are the members of the report's that don't follow from this."""
    def sources(found):
        for number in lacking:
            found[number - 1].update({"value": None, "counts": False, "files": {
                path: data for path, data in found[number - 1]["files"].items() if "drand" not in path}})
        return found

    def report(value):
        size = value["closing"]["size"]
        value["no_draw"] = {"at": at, "index": size + len(value["randomness"]) - len(lacking), "missing": lacking,
                            "reason": "missing-randomness", **no_draw}
        value.update({"alternates": 0, "grade": None, "seed": None,
                      "skips": {"household": 0, "one-win": 0, "unit": 0}})
        for tier in value["tiers"]:
            tier.update({"awarded": 0, "cut": None, "winners": []})
        return value

    def files(value):
        return {path: data for path, data in value.items()
                if path not in ("draw/tickets.csv", "draw/winners.csv", "draw/displays.csv", "draw/seed-input.txt")}
    void = f"huigong/void/v1\nphase main\nreason missing-randomness\nat {at}\n"
    return make({"sources": sources, "tail": lambda tail: tail[:-1] + [void], "report": report, "files": files,
                 **(lies or {})})


def holders(files):
    """The pseudonyms of winners and alternates."""
    rows = [line.split(",") for line in files["draw/tickets.csv"].decode().splitlines()[1:]]
    return {row[4] for row in rows if row[5].startswith(("win ", "alternate "))}


PARTY_SEED = sha(b"a second party")


def party_key(name, seed=PARTY_SEED):
    data = b"\x01" + public_key(seed)
    return f"{name}+{sha(name.encode() + bytes([10]) + data)[:4].hex()}+{base64.b64encode(data).decode()}"


def round_time(number):
    return 1000 * (1692803367 + 3 * (number - 1))


def beacon_file(number, signature):
    text = {"randomness": sha(signature).hex(), "round": number, "signature": signature.hex()}
    return {f"randomness/drand-{number}.json": canon(text) + b"\n"}


def reveal_note(origin, name, seed=PARTY_SEED, number=sha(b"reveal")):
    text = f"huigong/reveal/v1\n{origin}\n{sha(number).hex()}\n"
    key_id = bytes.fromhex(party_key(name, seed).split("+")[1])
    signature = base64.b64encode(key_id + sign(seed, text.encode())).decode()
    return f"{text}\n\u2014 {name} {signature}\n"


def reveal_source(origin, name="notary.example", seed=PARTY_SEED, number=sha(b"reveal")):
    return {"source": "reveal", "party": name, "vkey": party_key(name, seed), "commitment": sha(number).hex(),
            "note": reveal_note(origin, name, seed, number)}


def reveal_riddle(lies=None, *others):
    """The riddles with a second party's number first, and the operator's own or what is given after it."""
    maker = riddle(lies)
    maker.campaign["randomness"] = [reveal_source(maker.origin), *(others or ({"source": "commit"},))]
    return maker


class QuizMaker(Maker):
    """Wrong answers of a multiple choice are an array, too."""

    def body(self, person, attempt, at, answers):
        body = super().body(person, attempt, at, answers)
        for question in self.campaign["paper"]["questions"]:
            if question["id"] in body["answers"] and question["type"] == "multi" and not answers:
                body["answers"][question["id"]] = ["Z"]
        return body


class ClaimsMaker(QuizMaker):
    """The first winner claims, the second declines, the third lets the day run out; two alternates follow, of whom the
    first claims and the second lets the day run out, too; the third alternate claims, and the log ends."""

    def prizes(self, walk, leaf, at, shown):
        ranks = {row[4]: (rank, row) for rank, row in enumerate(walk, 1) if row[4].startswith("alternate")}
        won = [(rank, row) for rank, row in enumerate(walk, 1) if row[4] == "win first"]
        follow = [ranks[f"alternate {n}"] for n in (1, 2, 3)]

        def event(kind, holder, index, time, **more):
            return {"at": time, "index": index, "kind": kind, "phase": "main", "pseudonym": holder[1][3], **more}

        def person(holder):
            return {"display": shown[holder[1][3]][1], "index": holder[1][1], "rank": holder[0]}

        def followed(n, index, time):
            return event("alternate", follow[n], index, time, display=shown[follow[n][1][3]][1])
        late, later, end = at + DAY, at + 2 * DAY, at + 7 * DAY
        events = [
            event("claim", won[0], leaf, at + MINUTE), event("decline", won[1], leaf, at + 2 * MINUTE),
            event("forfeit", won[1], leaf, at + 2 * MINUTE, reason="declined"),
            followed(0, leaf + 3, at + 2 * MINUTE), event("claim", follow[0], leaf + 4, at + 3 * MINUTE),
            event("forfeit", won[2], leaf, late, reason="unclaimed"), followed(1, leaf + 6, late),
            event("forfeit", follow[1], leaf + 7, later, reason="unclaimed"), followed(2, leaf + 8, later),
            event("claim", follow[2], leaf + 9, later + MINUTE)]
        forfeits = [{"at": events[n]["at"], "from": person(holder), "reason": events[n]["reason"], "tier": "first",
                     "to": person(follow[number])}
                    for number, (n, holder) in enumerate(((2, won[1]), (5, won[2]), (7, follow[1])))]
        return {"events": events, "final": [f"huigong/final/v1\nevents 10\nledger -\nat {end}\n"],
                "report": {"claimed": 3, "ended": end, "forfeits": forfeits, "open": 0, "within": DAY}}


def claims(lies=None):
    """A small quiz whose prizes are claimed within a day."""
    maker = quiz(lies, people_count=40)
    maker.__class__ = ClaimsMaker
    maker.campaign["prizes"]["claims"] = {"within": "24h"}
    return maker


def instant(lies=None, people_count=20):
    """The quiz with prizes that are won at once; every eighth person may not win."""
    maker = quiz(people_count=people_count)
    maker.__class__ = InstantMaker
    maker.lies = lies or {}
    maker.activation = "3.8.3.1.5.1.1.8.2.9.1.3.9.0.7.8.5.7.6.9"
    maker.people = [(*person[:4], n % 8 != 6) for n, person in enumerate(maker.people)]
    maker.campaign["id"] = "film"
    prizes = maker.campaign["prizes"]
    prizes["draw"] = "instant"
    prizes["tiers"] = [
        {"id": "first", "title": "一等奖", "prize": "票", "value": "50.00", "count": 2, "odds": {"num": 1, "den": 3}},
        {"id": "second", "title": "二等奖", "prize": "券", "value": "5.00", "count": 5, "odds": {"num": 1, "den": 4}}]
    prizes["none"] = {"num": 5, "den": 12}
    maker.campaign["activation"] = {"source": "public", "name": "opening.example", "form": "digits 20",
                                    "at": "2027-06-08T08:55:00+08:00"}
    return maker


def instant_by_party(lies=None):
    """The same, where a second party's number decides."""
    maker, number = instant(lies), sha(b"activation")
    maker.activation = number.hex()
    maker.campaign["activation"] = reveal_source(maker.origin, number=number)
    return maker


def instant_by_beacon(lies=None, early=5 * MINUTE):
    """The same, where a round of the beacon decides, so long before intake."""
    maker = instant(lies)
    maker.activation = sha(b"\x8b" * 48).hex()
    maker.campaign["activation"] = {"source": "drand", "round": 1 + (OPENS - early - round_time(1)) // 3000}
    return maker


class InstantMaker(QuizMaker):
    def body(self, person, attempt, at, answers):
        return super().body(person, attempt, at, answers) | {"pi": self.proof(self.name(person), attempt).hex()}


# --- Raffles and other ways to chances ---


class ActsMaker(Maker):
    """Submissions are (person, at, act, chances); an act is answers, or (kind, members). `hits` are the rows of stock.csv:
    (number of the submission from 0, tier, outcome)."""

    hits = ()

    def numbered(self):
        """The attempt of each submission, 0 where it is none."""
        counts, numbers = {}, []
        for person, _, act, _ in self.submissions:
            is_attempt = not isinstance(act, tuple) or act[0] == "register"
            counts[person] = counts.get(person, 0) + is_attempt
            numbers.append(counts[person] if is_attempt else 0)
        return numbers

    def body(self, person, attempt, at, act):
        number = next(n for n, submission in enumerate(self.submissions) if submission[:3] == (person, at, act))
        attempt = self.numbered()[number]
        body = {"at": at, "phase": "main", "pseudonym": self.name(person)}
        body |= {"kind": act[0], **act[1]} if isinstance(act, tuple) else {"kind": "submit", "answers": act}
        if attempt:
            body["attempt"] = attempt
            if self.activation:
                body["pi"] = self.proof(self.name(person), attempt).hex()
        return body

    def stock(self, first):
        shown, numbers = {person[0]: person[1] for person in self.people}, self.numbered()
        return [(first + n, self.name(self.submissions[n][0]), numbers[n], tier, outcome,
                 shown[self.submissions[n][0]] if outcome in WINS else "-") for n, tier, outcome in self.hits]

    def report_instant(self, report, stock):
        super().report_instant(report, stock)
        prizes = self.campaign["prizes"]
        for tier in report["instant"]["tiers"]:
            for what, named in (("guaranteed", [prizes.get("guarantee", {}).get("tier")]),
                                ("first", [first["tier"] for first in prizes.get("first", [])])):
                if tier["id"] in named:
                    outcome = {"guaranteed": "guarantee"}.get(what, what)
                    tier[what] = sum(row[3] == tier["id"] and row[4] == outcome for row in stock)
        if "fallback" in prizes:
            report["instant"]["fallbacks"] = sum(row[4] == "fallback" for row in stock)


def raffle(name, prizes, **more):
    """A raffle of nine people; the seventh may not win."""
    campaign = {
        "id": name, "kind": "raffle", "title": "抽奖", "organiser": "union.example", "contact": "工会",
        "opens": "2027-06-08T09:00:00+08:00", "closes": "2027-06-10T09:00:00+08:00", "review": "10m",
        "audience": {"roll": "rolls/x.csv"}, "prizes": prizes, **more}
    people = [(f"m{n:03d}", f"王*{n}", None, "u1", n != 7) for n in range(1, 10)]
    return ActsMaker(campaign, people, [])


SIGN = ("signin", {})
REGISTER = ("register", {})


def made(day):
    return ("signin", {"day": f"2027-06-{day:02d}"})


def signing(lies=None):
    """A chance for two days in a row of three, one of which can be made up for; a person may have two prizes."""
    maker = raffle("signing", {
        "draw": "final", "chances": {"for": "signin", "most": 2}, "alternates": 2, "caps": {"person": 2},
        "tiers": [{"id": "first", "title": "一等奖", "prize": "票", "value": "5.00", "count": 3}]},
        signin={"days": 2, "makeup": 1}, limits={"person": {"day": 1}})
    maker.lies = lies or {}
    later = OPENS + 2 * DAY - 60 * MINUTE  # the third day, 8:00
    maker.submissions = [
        ("m001", OPENS + 1000, SIGN, 0), ("m002", OPENS + 2000, REGISTER, 0), ("m001", OPENS + DAY, SIGN, 1),
        ("m003", OPENS + DAY + 1, SIGN, 0), ("m003", OPENS + DAY + 2, made(8), 1), ("m001", later, SIGN, 0),
        ("m003", later + 1, SIGN, 0), ("m004", later + 2, SIGN, 0), ("m004", later + 3, made(9), 1),
        ("m005", later + 4, made(8), 0), ("m007", later + 5, SIGN, 0), ("m007", later + 6, made(9), 1),
        ("m002", later + 7, REGISTER, 0)]
    return maker


def pieces(lies=None):
    """Every number hits the small tier, whose pieces come one by one; the second attempt is guaranteed a sure one; who
    has two has enough."""
    maker = raffle("pieces", {
        "draw": "instant", "chances": {"for": "entry", "most": 3}, "alternates": 2, "caps": {"person": 2},
        "tiers": [
            {"id": "small", "title": "小奖", "prize": "券", "value": "5.00", "count": 2, "odds": {"num": 1, "den": 1},
             "releases": [{"at": "2027-06-08T10:00:00+08:00", "count": 1},
                          {"at": "2027-06-09T09:00:00+08:00", "count": 1}]},
            {"id": "sure", "title": "保底", "prize": "票", "value": "9.00", "count": 2, "odds": {"num": 0, "den": 1}},
            {"id": "rest", "title": "余奖", "prize": "伞", "value": "7.00", "count": 1, "odds": {"num": 0, "den": 1}}],
        "none": {"num": 0, "den": 1}, "guarantee": {"attempt": 2, "tier": "sure"},
        "fallback": {"prize": "纸巾", "value": "1.00", "count": 2}},
        activation={"source": "public", "name": "opening.example", "form": "digits 20",
                    "at": "2027-06-08T08:55:00+08:00"},
        randomness=[{"source": "public", "name": "notary.example", "form": "digits 20",
                     "at": "2027-06-10T09:30:00+08:00"}])
    maker.lies, maker.value = lies or {}, "7.3.5.1.9.4.0.6.2.8.7.3.1.5.9.0.2.6.4.8"
    maker.activation = "3.8.3.1.5.1.1.8.2.9.1.3.9.0.7.8.5.7.6.9"
    hour = 60 * MINUTE
    maker.submissions = [
        (person, at, REGISTER, chances) for person, at, chances in [
            ("m001", OPENS + 1000, 1), ("m001", OPENS + 2000, 1), ("m002", OPENS + hour, 1),
            ("m001", OPENS + 3 * hour, 1), ("m007", OPENS + 4 * hour, 1), ("m001", OPENS + 5 * hour, 0),
            ("m003", OPENS + DAY, 1), ("m003", OPENS + DAY + 1, 1), ("m003", OPENS + DAY + 2, 1),
            ("m004", OPENS + DAY + 3, 1), ("m005", OPENS + DAY + 4, 1), ("m004", OPENS + DAY + 5, 1)]]
    maker.hits = [
        (0, "small", "gone"), (0, "-", "fallback"), (1, "small", "gone"), (1, "sure", "guarantee"),
        (2, "small", "win"), (3, "small", "gone"), (4, "small", "barred"), (6, "small", "win"), (7, "small", "gone"),
        (7, "sure", "guarantee"), (8, "small", "capped"), (9, "small", "gone"), (9, "-", "fallback"),
        (10, "small", "gone"), (11, "small", "gone"), (11, "sure", "gone")]
    return maker


def solving(lies=None):
    """Riddles for points, four a day at most; the first to solve one wins a lamp, and the very first is void."""
    maker = raffle("solving", {
        "draw": "final", "chances": {"for": "points", "most": 3}, "alternates": 2,
        "tiers": [{"id": "lamp", "title": "首答奖", "prize": "灯", "value": "5.00", "count": 3},
                  {"id": "book", "title": "二等奖", "prize": "书", "value": "3.00", "count": 2}],
        "first": [{"tier": "lamp", "questions": ["r1", "r2"]}]},
        paper={"questions": [{"id": "r1", "type": "text", "text": "千里挑一", "answer": "灯笼"},
                             {"id": "r2", "type": "text", "text": "十五的月", "answer": "ABC"}]},
        signin={}, points={"entry": 1, "correct": 2, "signin": 1, "day": 4, "chance": 3})
    maker.campaign["kind"] = "riddle"
    maker.has_stock = True
    void = ('huigong/amendment/v1\nclass void-entry\nrole organiser\npublic {"index":1,"reason":"代答"}\nsecret -\n'
            f"at {OPENS + 2 * DAY + 5}\n")
    maker.lies = {"amendments": lambda none: [void], **(lies or {})}
    maker.submissions = [
        ("m001", OPENS + 1000, {"r1": "灯笼"}, 0), ("m002", OPENS + 2000, {"r1": "月"}, 0),
        ("m002", OPENS + 3000, {"r1": "灯笼"}, 1), ("m007", OPENS + 4000, {"r2": "ABC"}, 1),
        ("m001", OPENS + 5000, {"r1": "灯笼", "r2": "ABC"}, 1), ("m003", OPENS + 6000, {"r2": "ABC"}, 1),
        ("m002", OPENS + DAY, SIGN, 0), ("m002", OPENS + DAY + 1, {"r1": "灯笼"}, 1), ("m004", OPENS + DAY + 2, SIGN, 0)]
    maker.hits = [(2, "lamp", "first"), (3, "lamp", "barred"), (4, "lamp", "first")]
    # Had the first entry counted, the fifth would have had nothing new.
    maker.without_voids = [(1, maker.name("m001"), 1), (3, maker.name("m002"), 1), (6, maker.name("m003"), 1),
                           (8, maker.name("m002"), 1)]
    return maker


def filled(seats=1, more=None):
    """A registration with a form; the telephone number is private."""
    return ("register", {"fields": {"mobile": "#" + "ab" * 32, "seats": seats} | (more or {})})


def filling(lies=None):
    """A form that is filled in once, before all else."""
    maker = raffle("filling", {
        "draw": "final", "chances": {"for": "entry", "most": 2}, "alternates": 1,
        "tiers": [{"id": "first", "title": "一等奖", "prize": "票", "value": "5.00", "count": 1}]},
        signin={}, form={"fields": [
            {"id": "seats", "title": "人数", "type": "number", "least": 1, "most": 2},
            {"id": "mobile", "title": "手机", "type": "phone", "private": True},
            {"id": "day", "title": "哪天", "type": "date", "optional": True}]})
    maker.lies = lies or {}
    maker.submissions = [
        ("m001", OPENS + 1000, filled(), 1), ("m002", OPENS + 2000, filled(2, {"day": "2028-02-29"}), 1),
        ("m001", OPENS + 3000, REGISTER, 1), ("m001", OPENS + 4000, SIGN, 0), ("m003", OPENS + 5000, filled(), 1)]
    return maker
