"""What the test scripts beside this file share: a rehearsal daemon in a process of its own, and a client for it."""

import json
import os
import select
import signal
import socket
import subprocess
import time

TOOLS = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(TOOLS)
ORGANISER = "test.example"


class Failed(Exception):
    """What was expected did not happen; the script ends with exit code 1."""


class Gone(Exception):
    """The daemon closed the connection, or is not there."""


def find_huigong(given):
    """The program to test: the one given, else the newest that was built here."""
    if given:
        if not os.access(given, os.X_OK):
            raise Failed(f"{given} is no program")
        return os.path.abspath(given)
    built = [os.path.join(PROJECT, ".build", kind, "huigong") for kind in ("debug", "release")]
    built = [path for path in built if os.access(path, os.X_OK)]
    if not built:
        raise Failed("there is no huigong in .build; run `swift build`, or name one with --huigong PATH")
    return max(built, key=os.path.getmtime)


class Client:
    """One connection: requests as JSON lines, answers in whatever order they come."""

    def __init__(self, path, timeout=60):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.buffer = b""
        try:
            self.socket.connect(path)
        except OSError as error:
            self.socket.close()
            raise Gone(str(error)) from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, requests):
        """Sends (id, method, params) triples in one go."""
        lines = "".join(
            json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}, ensure_ascii=False) + "\n"
            for number, method, params in requests)
        try:
            self.socket.sendall(lines.encode())
        except TimeoutError:
            raise Failed("the daemon took no request for a minute") from None
        except OSError as error:
            raise Gone(str(error)) from None

    def receive(self):
        """The whole answers that have come, at least one."""
        while b"\n" not in self.buffer:
            try:
                data = self.socket.recv(1 << 18)
            except TimeoutError:
                raise Failed("the daemon gave no answer for a minute") from None
            except OSError as error:
                raise Gone(str(error)) from None
            if not data:
                raise Gone("the connection was closed")
            self.buffer += data
        lines, _, self.buffer = self.buffer.rpartition(b"\n")
        return [json.loads(line) for line in lines.split(b"\n")]

    def ask(self, requests):
        """Sends all and gives the answers by id."""
        answers = {}
        for start in range(0, len(requests), 64):
            part = requests[start:start + 64]
            self.send(part)
            left = len(part)
            while left:
                for answer in self.receive():
                    answers[answer["id"]] = answer
                    left -= 1
        return answers

    def call(self, method, params=None):
        """One request; an error answer is a failure."""
        answer = self.ask([(1, method, params or {})])[1]
        if "error" in answer:
            raise Failed(f"{method} {json.dumps(params, ensure_ascii=False)}: {answer['error']}")
        return answer["result"]


class Rehearsal:
    """A daemon on a folder of its own."""

    def __init__(self, huigong, root, at):
        self.command = [
            huigong, "serve", os.path.join(root, "campaigns"), "--data", os.path.join(root, "data"), "--rehearse",
            "--at", at, "--organiser", ORGANISER]
        store = os.path.join(root, "data", "rehearsal")
        self.intake = os.path.join(store, "intake.sock")
        self.control = os.path.join(store, "control.sock")
        self.log = os.path.join(root, "daemon.log")
        self.process = None

    def spawn(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def start(self, seconds=60):
        """Starts it and waits until it answers."""
        self.spawn()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failed(f"the daemon did not start: {self.last_words()}")
            try:
                with Client(self.control) as client:
                    return client.call("status")
            except Gone:
                select.select([], [], [], 0.01)
        raise Failed(f"the daemon does not answer: {self.last_words()}")

    def kill(self):
        """Ends it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self):
        """Asks it to end, and expects it to."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.process = None
        if code != 0:
            raise Failed(f"the daemon ended with {code}: {self.last_words()}")

    def last_words(self):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as log:
                return " / ".join(log.read().splitlines()[-3:])
        except OSError:
            return "it said nothing"


def write_campaign(root, campaign, roll):
    """Puts a campaign and its roll into the folder that a rehearsal in `root` reads."""
    folder = os.path.join(root, "campaigns")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, campaign["audience"]["roll"]), "w", encoding="utf-8") as file:
        file.write(roll)
    # The name comes last, so that the folder's watcher never sees half a file under it.
    unfinished = os.path.join(folder, f".{campaign['id']}")
    with open(unfinished, "w", encoding="utf-8") as file:
        json.dump(campaign, file, ensure_ascii=False, indent=1)
    os.rename(unfinished, os.path.join(folder, f"{campaign['id']}.json"))
