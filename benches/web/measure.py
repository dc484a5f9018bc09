#!/usr/bin/env python3
"""measure.py HOLDFAST TOOLS small|district: fills a store through the JSON interface, then Holdfast and the bare program in
turn, three rounds, 1 and 32 clients; prints medians and ratios. Raw fdatasync and the load of the machine stand beside."""
import json, os, random, shutil, signal, sqlite3, statistics, subprocess, sys, tempfile, time

HOLDFAST, TOOLS, SIZE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
PEOPLE, NOTES = {"small": (300, 10), "district": (10_000, 10)}[SIZE]
SECONDS, ROUNDS = float(os.environ.get("SECONDS_EACH", "4")), int(os.environ.get("ROUNDS", "3"))
SIGN_IN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/sign-in")
PERSONA, KIND = "screener", "call"
FORENAMES = "Wren Rowan Sorrel Linnet Hazel Bryony Tansy Yarrow Clover Heath Marlow Orla Corin Nia Selby Alder".split()
PARTS = "Thistle Nettle Scar Copper Wick Moss Heather Oaken Yew Clough Ash Crag Sedge Gorse Amber Fern".split()
ENDS = "wood by fell dale sley gate brook sall ton garth side water field ley worth bank".split()
REFERRAL = {"form": "referral-public", "answers": {
    "urgent": [{"immediate_danger": "no"}], "concern": [{"about": "child", "what": "Waits alone at the bus station."}],
    "children": [{"forename": "Quillon", "surname": "Zephyrson"}], "referrer": [{"contact": "no"}]}}
random.seed(1)


class Running:
    def __init__(self, args, ready):
        began = time.time()
        self.process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith(ready):
                break
        self.start = time.time() - began
        self.at = self.said.split(" is at ", 1)[1].split()[0].replace("http://", "")

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            said = dict(line.split(":", 1) for line in file if ":" in line)
        return {key: int(said[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon")}

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def load(mode, at, cookie, lines, clients, seconds=None):
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.write("\n".join(lines))
        file.flush()
        words = [f"{TOOLS}/load", mode, at, cookie, file.name, str(clients)] + ([str(seconds)] if seconds else [])
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def send(at, cookie, lines):
    answers = []
    for line in load("send", at, cookie, lines, 32).splitlines():
        status, body = line.split(" ", 1)
        if status != "200":
            sys.exit(f"the filling was refused: {line[:300]}")
        answers.append(json.loads(body))
    return answers


def post(path, body):
    return f"POST {path} {json.dumps(body)}"


def fill(at, cookie):
    """People with notes, by the commands that pages call."""
    names = [(random.choice(FORENAMES), random.choice(PARTS) + random.choice(ENDS)) for _ in range(PEOPLE)]
    search = send(at, cookie, [post("/api/v1/people/search", {"asked": {"line": "Nobody Knownyet"}})])[0]
    new = []
    for forename, surname in names:
        day = f"{random.randint(2008, 2018)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        who = {"forenames": forename, "surname": surname, "birth": {"kind": "known", "day": day}, "sex": random.choice("MF")}
        new.append(post("/api/v1/people/create-person", {"searched": search, "none_of_these": True, "new": {"particulars": who}}))
    made = send(at, cookie, new)
    text = "Seen at school; talked about new friends, and about coming home late. Mother called back in the afternoon. " * 2
    notes = [post("/api/v1/people/write-note", {"person": it["person"], "kind": KIND, "text": text,
                                                "happened": f"2026-{1 + nth % 10:02}-{1 + nth:02}T10:00:00Z"})
             for it in made for nth in range(NOTES)]
    random.shuffle(notes)
    send(at, cookie, notes)
    picked = random.sample(range(PEOPLE), min(200, PEOPLE))
    searches = send(at, cookie, [post("/api/v1/people/search", {"asked": {"line": " ".join(names[nth])}}) for nth in picked])
    return [made[nth]["reference"] for nth in picked], searches


def rows(path):
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    last = {name: store.execute(f"SELECT COALESCE(MAX(rowid), 0) FROM {name}").fetchone()[0] for name in names}
    store.close()
    return last


def watched(path, at, cookie, line):
    """How many bytes one request's answer has, and which rows it wrote. What the sealer does besides is not counted."""
    time.sleep(1.2)
    before = rows(path)
    size = json.loads(load("time", at, cookie, [line], 1, 0.0001))["bytes"]
    after = rows(path)
    made = {name: [before[name] + 1, last] for name, last in after.items()
            if last > before.get(name, 0) and name not in ("ledger_hash", "ledger_checkpoint")}
    return {"bytes": size, "rows": made}


def fdatasync(folder):
    """Raw 4 KiB overwrites, each made durable: the floor of everything that is written. Median in ms."""
    file = os.open(f"{folder}/raw", os.O_RDWR | os.O_CREAT)
    os.write(file, bytes(1 << 20))
    times, until = [], time.time() + 1
    while time.time() < until:
        start = time.perf_counter()
        os.pwrite(file, os.urandom(4096), 4096 * random.randrange(256))
        os.fdatasync(file)
        times.append((time.perf_counter() - start) * 1000)
    os.close(file)
    return statistics.median(times)


def signed_in(hub):
    done = subprocess.run([SIGN_IN, "http://" + hub.at, PERSONA], input=hub.said, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else sys.exit(done.stderr)


def serve(data):
    return Running([HOLDFAST, "serve", "--data", data, "--listen", "127.0.0.1:0", "--metrics", "none", "--show-demo-people"],
                   f"persona {PERSONA}")


def compare(hub, bare, cookie, ours, theirs, plan, folder):
    print(f"{'':11}{'clients':>8}{'p50 ms':>10}{'bare':>9}{'times':>7}{'p99 ms':>10}{'bare':>9}{'a second':>10}"
          f"{'bare':>9}{'part':>6}   fdatasync ms, machine's load; bytes; rows written")
    for name in ours:
        wrote = {table: last - first + 1 for table, (first, last) in plan[name]["rows"].items()}
        for clients in (1, 32):
            found, raw = [], []
            for _ in range(ROUNDS):
                raw.append(fdatasync(folder))
                found.append((json.loads(load("time", hub.at, cookie, ours[name], clients, SECONDS)),
                              json.loads(load("time", bare.at, "-", theirs[name], clients, SECONDS))))
            if any(a["wrong"] or b["wrong"] for a, b in found):
                sys.exit(f"{name}: some answers were no 200: {found}")

            def mid(key, which):
                return statistics.median(it[which][key] for it in found)
            print(f"{name:11}{clients:8}{mid('p50', 0):10.3f}{mid('p50', 1):9.3f}{mid('p50', 0) / mid('p50', 1):7.2f}"
                  f"{mid('p99', 0):10.2f}{mid('p99', 1):9.2f}{mid('rate', 0):10.0f}{mid('rate', 1):9.0f}"
                  f"{mid('rate', 0) / mid('rate', 1):6.2f}   {statistics.median(raw):.3f}, {os.getloadavg()[0]:.1f}; "
                  f"{plan[name]['bytes']}; {wrote}", flush=True)


def main():
    folder = tempfile.mkdtemp(prefix="bench-of-holdfast-")
    try:
        data = f"{folder}/data"
        subprocess.run([HOLDFAST, "demo", "--size", "small", "--data", data], check=True, stdout=2, stderr=subprocess.DEVNULL)
        hub = serve(data)
        cookie, began = signed_in(hub), time.time()
        references, searches = fill(hub.at, cookie)
        commands = PEOPLE * (NOTES + 1)
        print(f"filled: {PEOPLE} people, {commands} commands in {time.time() - began:.0f} s", flush=True)
        refer = post("/api/v1/front_door/refer", REFERRAL)
        ours = {"day": ["GET /"], "person": [f"GET /people/{it}" for it in references],
                "chronology": [f"GET /people/{it}/chronology" for it in references],
                "search": [f"GET /people/found/{it}" for it in searches], "refer": [refer]}
        theirs = {"day": ["GET /day"], "person": [f"GET /person/{it}" for it in references],
                  "chronology": [f"GET /chronology/{it}" for it in references],
                  "search": [f"GET /search/{it}" for it in references], "refer": ["POST /refer" + refer[refer.index(" {"):]]}
        plan = {name: watched(f"{data}/holdfast.db", hub.at, cookie, lines[0]) for name, lines in ours.items()}
        hub.stop()
        shutil.copytree(data, f"{folder}/bare")
        with open(f"{folder}/plan.json", "w") as file:
            json.dump(plan, file)
        hub = serve(data)
        time.sleep(1)
        idle = hub.memory()
        bare = Running([f"{TOOLS}/bare", f"{folder}/bare/holdfast.db", f"{folder}/plan.json"], "bare is at")
        compare(hub, bare, cookie, ours, theirs, plan, folder)
        busy = hub.memory()
        hub.stop()
        bare.process.kill()
        starts = []
        for _ in range(5):
            again = serve(data)
            starts.append(again.start)
            again.stop()
        print(f"memory: idle {idle['VmRSS']:.0f} MiB ({idle['RssAnon']:.0f} without the mapped store), after the load "
              f"{busy['VmRSS']:.0f} MiB ({busy['RssAnon']:.0f})")
        print(f"binary: {os.path.getsize(HOLDFAST) / 1e6:.1f} MB; cold start to listening: {statistics.median(starts) * 1000:.0f} ms")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
