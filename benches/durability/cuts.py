#!/usr/bin/env python3
"""Holdfast under load, ended hard, over and over: cuts.py BINARY kill|xfs|ext4 full|off ROUNDS

kill: kill -9 of the server. xfs, ext4: the store is on a file system of its own, which the kernel shuts down without
flushing, as xfstests does; after mounting it again, what was never synced is gone, as after a power cut.
A referral counts as acknowledged when its answer was read before the cut began; later ones may or may not be there.
Ends with 1 when an acknowledged one is lost with synchronous=FULL, or when none is lost with OFF: then it has no teeth.
"""
import http.client, json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time

BINARY, MODE, SYNC, ROUNDS = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
CLIENTS = 8
LOG = os.environ.get("HUB_LOG", os.devnull)
SIGN_IN = os.path.join(os.path.dirname(__file__), "../../scripts/sign-in")
BODY = {"form": "referral-public", "answers": json.loads(os.environ.get("ANSWERS", "null")) or {
    "urgent": [{"immediate_danger": "no"}], "concern": [{"about": "child", "what": "Waits alone at the bus station."}],
    "children": [{"forename": "Quillon", "surname": "Zephyrson"}], "referrer": [{"contact": "no"}]}}
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def run(*args):
    subprocess.run(args, check=True, **quiet)


class Hub:
    def __init__(self, data):
        url = f"sqlite:{data}/holdfast.db" + ("?test-synchronous=off" if SYNC == "off" else "")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", data, "--database", url, "--listen", "127.0.0.1:0", "--metrics", "none",
             "--show-demo-people"], stdout=subprocess.PIPE, stderr=open(LOG, "a"), text=True)
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("persona screener"):
                break
        self.at = self.said.split("Holdfast is at http://", 1)[1].split()[0] if "http://" in self.said else ""

    def kill(self):
        self.process.kill()
        self.process.wait()


def client(hub, cookie, stop, cutting, acknowledged, faults):
    link = http.client.HTTPConnection(hub.at, timeout=10)
    headers = {"Cookie": cookie, "Content-Type": "application/json"}
    try:
        while not stop.is_set():
            headers["Idempotency-Key"] = f"{random.getrandbits(96):x}"
            link.request("POST", "/api/v1/front_door/refer", json.dumps(BODY), headers)
            answer = link.getresponse()
            body = answer.read()
            if answer.status == 200:
                acknowledged.append(json.loads(body))
            elif not cutting.is_set():  # 503 is the right answer once the disk is gone
                faults.append((answer.status, body[:300]))
    except (OSError, http.client.HTTPException):
        pass  # the cut


class Disk:
    """A file system in a file, or a plain folder for kill -9."""

    def __init__(self, folder):
        self.image, self.at = f"{folder}/disk.img", f"{folder}/disk"
        os.mkdir(self.at)
        if MODE != "kill":
            with open(self.image, "wb") as file:
                file.truncate(400 << 20)
            run("mkfs." + MODE, "-q", self.image)
            self.mount()

    def mount(self):
        run("mount", "-o", "loop", self.image, self.at)

    def cut(self, hub):
        if MODE == "kill":
            hub.kill()
            return
        run("xfs_io", "-x", "-c", "shutdown", self.at)
        hub.kill()
        for _ in range(50):
            if subprocess.run(["umount", self.at], **quiet).returncode == 0:
                break
            time.sleep(0.1)
        self.mount()

    def gone(self):
        if MODE != "kill":
            subprocess.run(["umount", self.at], **quiet)


def signed_in(data):
    """A session that outlives every round: a code of the second factor works once only."""
    hub = Hub(data)
    cookie = subprocess.run([SIGN_IN, "http://" + hub.at, "screener"], input=hub.said, capture_output=True, text=True)
    hub.process.terminate()
    hub.process.wait()
    if cookie.returncode:
        sys.exit(cookie.stderr)
    return cookie.stdout.strip()


def one(disk, data, cookie, acknowledged):
    """A round. Gives how many were acknowledged; none when the hub did not come up."""
    hub = Hub(data)
    if not hub.at:
        hub.kill()
        return None
    stop, cutting, told, faults = threading.Event(), threading.Event(), [], []
    all_clients = [threading.Thread(target=client, args=(hub, cookie, stop, cutting, told, faults))
                   for _ in range(CLIENTS)]
    for it in all_clients:
        it.start()
    until = time.time() + 20
    while len(told) < 3 and time.time() < until and not faults:
        time.sleep(0.005)
    time.sleep(random.random() * 0.3)
    before = list(told)
    cutting.set()
    disk.cut(hub)
    stop.set()
    for it in all_clients:
        it.join()
    if faults:
        sys.exit(f"refused: {faults[0]}")
    acknowledged.update(before)
    return len(before)


def looked(data, acknowledged):
    store = sqlite3.connect(f"{data}/holdfast.db")
    try:
        sound = store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        have = {row[0] for row in store.execute("SELECT reference FROM referral")}
        entries = {row[0] for row in store.execute(
            "SELECT r.reference FROM referral r JOIN ledger_entry e ON e.resource = r.id WHERE e.action = 'front_door.refer'")}
        return sound, acknowledged - have, (acknowledged & have) - entries
    except sqlite3.DatabaseError:
        return False, set(acknowledged), set()
    finally:
        store.close()


def main():
    folder = tempfile.mkdtemp(prefix="holdfast-cuts-")
    began, acknowledged, lost, unlogged, damaged, rounds = time.time(), set(), set(), set(), 0, 0
    disk = Disk(folder)
    try:
        data = f"{disk.at}/data"
        run(BINARY, "demo", "--size", "small", "--data", data)
        cookie = signed_in(data)
        run("sync")
        if SYNC == "off":
            shutil.copytree(data, f"{folder}/first")
        for _ in range(ROUNDS):
            fresh = set() if SYNC == "off" else acknowledged
            done = one(disk, data, cookie, fresh)
            rounds += 1
            sound, gone, silent = looked(data, fresh)
            damaged += not sound
            lost |= gone
            unlogged |= silent
            acknowledged |= fresh
            if done is None and SYNC == "full":
                sys.exit("the hub did not come back")
            if SYNC == "off":  # what is lost or damaged must not hide what comes after
                shutil.rmtree(data)
                shutil.copytree(f"{folder}/first", data)
                run("sync")
    finally:
        disk.gone()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{MODE} synchronous={SYNC.upper()}: {rounds} cuts, {len(acknowledged)} acknowledged referrals, {len(lost)} lost, "
          f"{len(unlogged)} without their ledger entry, {damaged} stores damaged, {time.time() - began:.0f} s", flush=True)
    sys.exit(0 if (SYNC == "off") == bool(lost or damaged) and not (SYNC == "full" and unlogged) else 1)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
main()
