#!/usr/bin/env python3
"""measure.py HOLDFAST TOOLS small|district|region: fills a store by `holdfast demo`, then Holdfast and the bare program in
turn, three rounds, 1 and 32 clients; prints medians and ratios. Raw fdatasync and the load of the machine stand beside."""
import json, os, random, shutil, signal, sqlite3, statistics, subprocess, sys, tempfile, time

HOLDFAST, TOOLS, SIZE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
SECONDS, ROUNDS = float(os.environ.get("SECONDS_EACH", "4")), int(os.environ.get("ROUNDS", "3"))
SIGN_IN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/sign-in")
PERSONA = "screener"
REFERRAL = {"form": "referral-public", "answers": {
    "urgent": [{"immediate_danger": "no"}], "concern": [{"about": "child", "what": "Waits alone at the bus station."}],
    "children": [{"forename": "Quillon", "surname": "Zephyrson"}], "referrer": [{"contact": "no"}]}}


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


def post(path, body):
    return f"POST {path} {json.dumps(body)}"


def answers(at, cookie, lines):
    """Each line's status and body, in their order."""
    return [line.split(" ", 1) for line in load("send", at, cookie, lines, 4).splitlines()]


def picked(path, at, cookie):
    """The persons with the longest chronologies whom the persona may open, and a search for each by name."""
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    all_of = store.execute("""SELECT p.reference, i.forenames || ' ' || i.surname, COUNT(*) FROM person p
        JOIN identity i ON i.person = p.id JOIN entry e ON e.person = p.id
        WHERE p.root = p.id AND e.replaced_at IS NULL GROUP BY p.id ORDER BY 3 DESC, 1 LIMIT 600""").fetchall()
    people, entries = (store.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("person", "entry"))
    store.close()
    said = answers(at, cookie, [f"GET /people/{it[0]}/chronology" for it in all_of])
    them = [it for it, (status, _) in zip(all_of, said) if status == "200"][:200]
    searches = answers(at, cookie, [post("/api/v1/people/search", {"asked": {"line": it[1]}}) for it in them])
    if not them or any(status != "200" for status, _ in searches):
        sys.exit(f"nobody to open: {len(them)} people, {searches[:1]}")
    print(f"the store: {people} people, {entries} entries; {len(them)} people are opened, with {them[0][2]} to {them[-1][2]} "
          "entries in their chronology", flush=True)
    return [it[0] for it in them], [json.loads(body) for _, body in searches]


def rows(path):
    """What stands last in each table: its rowid; of a table that is all key, every row as a condition."""
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    last = {}
    for name, sql in store.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        if sql.upper().endswith("WITHOUT ROWID"):
            keys = [it[0] for it in store.execute("SELECT name FROM pragma_table_info(?)", (name,))]
            each = " || ' AND ' || ".join(f"'{key} = ' || quote({key})" for key in keys)
            last[name] = {it[0] for it in store.execute(f"SELECT {each} FROM {name}")}
        else:
            last[name] = store.execute(f"SELECT COALESCE(MAX(rowid), 0) FROM {name}").fetchone()[0]
    store.close()
    return last


def between(before, after):
    if isinstance(after, set):
        return " OR ".join(f"({it})" for it in sorted(after - before))
    return [before + 1, after] if after > before else None


def written(it):
    return it.count(" OR ") + 1 if isinstance(it, str) else it[1] - it[0] + 1


def watched(path, at, cookie, line):
    """How many bytes one request's answer has, and which rows it wrote. What the sealer does besides is not counted."""
    time.sleep(1.2)
    before = rows(path)
    status, body = load("send", at, cookie, [line], 1).rstrip("\n").split(" ", 1)
    if status != "200":
        sys.exit(f"{line[:60]} was answered {status}: {body[:200]}")
    size = len(body.encode())
    after = rows(path)
    made = {name: between(before[name], last) for name, last in after.items()
            if name not in ("ledger_hash", "ledger_checkpoint")}
    return {"bytes": size, "rows": {name: it for name, it in made.items() if it}}


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
        wrote = {table: written(it) for table, it in plan[name]["rows"].items()}
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
        began = time.time()
        subprocess.run([HOLDFAST, "demo", "--size", SIZE, "--data", data], check=True, stdout=2, stderr=subprocess.DEVNULL)
        print(f"filled by `holdfast demo --size {SIZE}` in {time.time() - began:.0f} s", flush=True)
        hub = serve(data)
        cookie = signed_in(hub)
        references, searches = picked(f"{data}/holdfast.db", hub.at, cookie)
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
